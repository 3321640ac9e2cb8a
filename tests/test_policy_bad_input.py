"""Policies that cannot be read: each says why, none is silent, and no address is fetched but the one that was named."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from hegui.cli import main
from hegui.evidence.policy import fetching
from hegui.evidence.wording import words
from policy_kept import CHINESE, present, read


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "empty_file"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "no_text_layer"),
        ("torn.pdf", b"%PDF-1.7\n1 0 obj", "broken_pdf"),
        ("torn.docx", b"PK\x03\x04 torn", "not_a_package"),
        ("script.html", b"<html><body><div id=root></div><script>render()</script></body></html>", "no_text"),
        ("bytes.txt", bytes(range(128, 256)) * 20, "unknown_encoding"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes, reason: str):
    (tmp_path / name).write_bytes(data)
    rows = read(tmp_path / name)
    assert [row["reason"] for row in rows["unreadable"]] == [reason]
    assert rows["policy"] == rows["policy_element"] == rows["handling"] == []
    assert (rows["coverage"][0]["population"], rows["coverage"][0]["examined"]) == (1, 0)
    assert reason in words()


def test_filler_is_a_template_and_states_nothing(tmp_path: Path):
    (tmp_path / "p.txt").write_text("Privacy Policy\n" + "Lorem ipsum dolor sit amet. " * 40, encoding="utf-8")
    rows = read(tmp_path / "p.txt")
    assert rows["policy"][0]["placeholder"] is True
    assert present(rows) == set()


class Answers(BaseHTTPRequestHandler):
    """A site with a policy, a page that is gone, an endless ring, a flood and a page that never ends."""

    def do_GET(self) -> None:
        if self.path == "/policy":
            self._send(200, CHINESE.encode(), "text/plain; charset=utf-8")
        elif self.path == "/ring":
            self.send_response(302)
            self.send_header("Location", "/ring")
            self.end_headers()
        elif self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()
        elif self.path == "/flood":
            self._send(200, b"x" * 4096, "text/plain")
        elif self.path == "/slow":
            time.sleep(2)
        elif self.path == "/closed":
            self._send(403, b"no", "text/plain")
        else:
            self._send(404, b"gone", "text/plain")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_policy_is_read_at_its_address(site: str):
    (policy,) = read(f"{site}/policy")["policy"]
    assert (policy["opened"], policy["published_at"]) == (True, f"{site}/policy")
    assert policy["path"] == f"{site}/policy"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/gone", "not_there"),
        ("/closed", "refused"),
        ("/ring", "refused"),
        ("/elsewhere", "refused"),
        ("/flood", "too_large"),
        ("/slow", "timed_out"),
    ],
)
def test_an_address_that_gives_no_policy_says_why(site: str, path: str, reason: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fetching, "LARGEST", 1024 if path == "/flood" else 10**6)
    monkeypatch.setattr(fetching, "SECONDS", 1)
    assert [row["reason"] for row in read(f"{site}{path}")["unreadable"]] == [reason]
    assert reason in words()


def test_nobody_listens(monkeypatch: pytest.MonkeyPatch):
    assert [row["reason"] for row in read("http://127.0.0.1:9/policy")["unreadable"]] == ["not_reached"]


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["scan", "policy", *arguments, "--lang", "en", "--no-cache"])
    return done.exit_code, done.stdout, done.stderr


def test_the_verb_ends_with_two_where_nothing_could_be_read(tmp_path: Path):
    (tmp_path / "empty.txt").write_bytes(b"")
    status, out, _ = run(str(tmp_path / "empty.txt"), "--json")
    answer = json.loads(out)
    assert (status, answer["policies"], len(answer["unreadable"])) == (2, [], 1)
    status, _, err = run(str(tmp_path / "nowhere.txt"))
    assert status == 2
    assert "nowhere.txt" in err


def test_one_bad_file_leaves_the_others(tmp_path: Path):
    (tmp_path / "a.txt").write_text(CHINESE, encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 torn")
    status, out, _ = run(str(tmp_path), "--json")
    answer = json.loads(out)
    assert (status, len(answer["policies"]), len(answer["unreadable"])) == (0, 1, 1)
    assert answer["coverage"]["examined"] == 1


def test_findings_stop_a_job_only_where_asked(tmp_path: Path):
    (tmp_path / "a.txt").write_text(CHINESE, encoding="utf-8")
    assert run(str(tmp_path / "a.txt"))[0] == 0
    assert run(str(tmp_path / "a.txt"), "--fail-on", "finding")[0] == 1
