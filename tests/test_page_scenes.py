"""The example's five pages, served: each is found exactly as expected, in both viewports, with a picture, and judged again without a browser."""

import hashlib
import json
import shutil
import threading
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import ROOT
from hegui import audit, yaml12
from hegui.cli import main
from hegui.evidence.page import browser
from hegui.scan import page
from test_scenes import module_of

pytestmark = pytest.mark.skipif(not any(map(shutil.which, browser.NAMES)), reason="no Chromium is installed")

PAGES = ROOT / "examples" / "pages"
EXPECTED = yaml12.load((PAGES / "expected.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def served():
    server = module_of(PAGES / "serve.py", "page_scenes").server(0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def scanned(served, tmp_path_factory):
    out = tmp_path_factory.mktemp("pictures")
    return page.scan([f"{served}/{name}" for name in EXPECTED], out=out, cache=False)


def found_on(one):
    return {finding["rule"]: finding["where"] for finding in one["findings"]}


@pytest.mark.parametrize("viewport", ["desktop", "phone"])
@pytest.mark.parametrize("scene", EXPECTED)
def test_scene_is_found_exactly(scanned, scene, viewport):
    one = next(p for p in scanned["pages"] if p["path"].endswith(f"/{scene}") and p["viewport"] == viewport)
    assert found_on(one) == EXPECTED[scene]
    assert one["policy"] == {"href": one["policy"]["href"], "clicks": 1, "reached": True}
    assert Path(one["screenshot"]).read_bytes().startswith(b"\x89PNG")


def test_requests_are_told_apart_by_what_was_chosen(scanned):
    one = next(p for p in scanned["pages"] if p["path"].endswith("/tracking_before_consent"))
    (sent,) = one["requests_before_consent"]
    assert sent == {"host": "localhost", "third_party": True, "sets_cookie": True, "tracker": True, "requests": 1}
    assert one["requests_after_refusal"] == []


def test_the_law_of_the_day_names_the_articles(served, tmp_path):
    at = f"{served}/annual_bill"
    old = page.scan([at], on=date(2018, 1, 3), viewport="desktop", out=tmp_path, cache=False)
    new = page.scan([at], on=date(2026, 11, 21), viewport="desktop", out=tmp_path, cache=False)
    ticked = [next(f for f in r["findings"] if f["rule"] == "preticked_consent") for r in (old, new)]
    assert "csl@2017/41.1" in ticked[0]["articles"]
    assert not any(cite.startswith(("pipl@", "app-method")) for cite in ticked[0]["articles"])
    assert {"csl@2026/43.1", "pipl@2021/14", "app-method-2019@2019/3(4)"} <= set(ticked[1]["articles"])


def test_a_recording_is_judged_again_without_a_browser(scanned, tmp_path, monkeypatch):
    one = next(p for p in scanned["pages"] if p["path"].endswith("/annual_bill") and p["viewport"] == "desktop")
    recording = Path(one["screenshot"]).with_suffix(".json")
    monkeypatch.setattr(browser, "started", None)
    again = page.scan([str(recording)], out=tmp_path, cache=False)
    assert [found_on(p) for p in again["pages"]] == [EXPECTED["annual_bill"]]


def test_scan_answers_with_exit_status_and_json(served, tmp_path):
    args = ["scan", "page", f"{served}/annual_bill", "--viewport", "desktop", "--out", str(tmp_path), "--json"]
    done = CliRunner().invoke(main, args)
    assert done.exit_code == 0
    (one,) = json.loads(done.stdout)["pages"]
    (box,) = one["controls"]
    assert box["checked_at_load"] is True
    assert (box["font_px"], box["contrast"]) == (9.0, 1.55)
    assert box["agreements"][0]["text"] == "《信用服务协议》"
    assert CliRunner().invoke(main, [*args, "--fail-on", "finding"]).exit_code == 1
    clean = CliRunner().invoke(
        main, ["scan", "page", f"{served}/clean", "--fail-on", "finding", "--out", str(tmp_path)]
    )
    assert clean.exit_code == 0


def test_an_audit_shows_the_picture_and_finds_against_the_page(tmp_path):
    profile = tmp_path / "hegui.yaml"
    for name in ("annual_bill.html", "privacy.html", "credit.html"):
        shutil.copy(PAGES / name, tmp_path / name.replace("privacy.html", "privacy"))
    profile.write_text(
        "hegui: 1\noperators:\n- id: pay\n  name: {en: Pay, zh: 某支付}\n  kind: company\n  services:\n  - {id: bill, name: {en: bill, zh: 年度账单}}\n"
        "  sources:\n  - {id: web, kind: page, path: annual_bill.html, as_of: 2018-01-03, about: [service/bill]}\n",
        encoding="utf-8",
    )
    loaded = audit.load([profile])
    collected = audit.collect(loaded, cache=False)
    (kept,) = audit.audit(collected, on=date(2018, 1, 31), out=tmp_path / "dossier")
    finding = next(f for f in kept.findings if f["id"] == "csl.pi_consent/service/bill")
    assert (finding["verdict"], finding["proof"], finding["check"]) == ("not_met", "measured", "consent/asked_freely")
    pictures = list((tmp_path / "dossier/exhibits/pages").glob("*.png"))
    assert len(pictures) == 2
    assert 'src="data:image/png;base64,' in (tmp_path / "dossier/report.html").read_text(encoding="utf-8")
    told = {row["name"]: row["sha256"] for row in collected["exhibit_file"].to_pylist()}
    assert all(hashlib.sha256(p.read_bytes()).hexdigest() == told[f"pages/{p.name}"] for p in pictures)
