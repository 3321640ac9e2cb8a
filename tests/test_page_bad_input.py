"""Pages that misbehave are read as far as they can be, or named with a reason; never a traceback, never a silent pass."""

import json
import shutil
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hegui.evidence.page import browser, visit
from hegui.scan import page
from page_server import pages, send, serving

needs_chromium = pytest.mark.skipif(not any(map(shutil.which, browser.NAMES)), reason="no Chromium is installed")

BOX = "<form><input name=tel placeholder=手机号><label><input type=checkbox id=c checked>我同意处理我的个人信息</label></form>"


def scanned(tmp_path, *places):
    return page.scan(places, viewport="desktop", out=tmp_path, cache=False)


def notes(result):
    return {note["note"] for one in result["pages"] for note in one["notes"]}


def rules_of(result):
    return {finding["rule"] for finding in result["findings"]}


@needs_chromium
def test_endless_redirects_are_a_reason(tmp_path):
    def answer(request):
        request.send_response(302)
        request.send_header("Location", "/" + "x" * (len(request.path) % 7))
        request.send_header("Content-Length", "0")
        request.end_headers()

    with serving(answer) as at:
        result = scanned(tmp_path, at)
    assert result["pages"] == []
    assert result["unreadable"][0]["detail"] == "ERR_TOO_MANY_REDIRECTS"
    assert result["unreadable"][0]["reason"]["zh"] == "页面无休止跳转"


@needs_chromium
def test_a_page_that_reloads_itself_without_end_is_a_reason(tmp_path):
    with serving(pages({"/": "<body>x<script>location.href='/?'+Math.random()</script>"})) as at:
        result = scanned(tmp_path, at)
    assert [one["reason"]["zh"] for one in result["unreadable"]] == ["页面无休止跳转"]


@needs_chromium
def test_a_page_that_is_never_quiet_is_read_as_it_stands(tmp_path, monkeypatch):
    monkeypatch.setattr(visit, "QUIET_SECONDS", 1.0)
    busy = BOX + "<p id=p></p><script>setInterval(()=>{p.textContent=Math.random()},20)</script>"
    with serving(pages({"/": busy})) as at:
        result = scanned(tmp_path, at)
    assert "never_quiet" in notes(result)
    assert "preticked_consent" in rules_of(result)


@needs_chromium
def test_dialogs_without_end_are_dismissed(tmp_path):
    with serving(pages({"/": BOX + "<script>while(true) alert('a')</script>"})) as at:
        result = scanned(tmp_path, at)
    assert "preticked_consent" in rules_of(result)


@needs_chromium
def test_scripts_that_throw_and_windows_that_open_are_noted(tmp_path):
    with serving(
        pages({"/": BOX + "<script>window.open('/other'); throw new Error('x')</script>", "/other": "o"})
    ) as at:
        result = scanned(tmp_path, at)
    assert {"script_error"} <= notes(result)
    assert "preticked_consent" in rules_of(result)


@needs_chromium
def test_a_script_that_never_lets_go_is_a_reason(tmp_path, monkeypatch):
    monkeypatch.setattr(visit, "LOAD_SECONDS", 2)
    with serving(pages({"/": "<body>x<script>setTimeout(()=>{while(true);},50)</script>"})) as at:
        result = scanned(tmp_path, at)
    assert result["pages"] == []
    assert len(result["unreadable"]) == 1


@needs_chromium
def test_a_page_of_a_hundred_megabytes_is_cut_off(tmp_path, monkeypatch):
    monkeypatch.setattr(visit, "LARGEST", 4 * 1024 * 1024)

    def answer(request):
        request.send_response(200)
        request.send_header("Content-Type", "text/html")
        request.end_headers()
        for _ in range(100):
            request.wfile.write(b"<p>" + b"x" * 1_000_000)

    with serving(answer) as at:
        result = scanned(tmp_path, at)
    assert [one["detail"] for one in result["unreadable"]] == [f"more than {4 * 1024 * 1024} bytes"]


@needs_chromium
def test_a_download_is_refused(tmp_path):
    with serving(lambda r: send(r, b"PK", "application/zip", Content_Disposition="attachment; filename=a.zip")) as at:
        result = scanned(tmp_path, at)
    assert [one["reason"]["zh"] for one in result["unreadable"]] == ["该地址是下载文件而非页面"]


@needs_chromium
def test_a_test_for_people_is_a_reason_and_the_browser_does_not_call_itself_headless(tmp_path):
    told = []

    def answer(request):
        told.append(request.headers["User-Agent"])
        send(request, "<body>请完成安全验证后继续访问")

    with serving(answer) as at:
        result = scanned(tmp_path, at)
    assert "请用浏览器打开后另存" in result["unreadable"][0]["reason"]["zh"]
    assert not any("Headless" in agent for agent in told)


@needs_chromium
@pytest.mark.parametrize("href", ["/gone", "#", "javascript:void(0)"], ids=["gone", "hash", "void"])
def test_a_policy_behind_a_dead_link_is_missing(tmp_path, href):
    body = f"<form><input name=tel placeholder=手机号><button>预约</button></form><a href='{href}'>隐私政策</a>"
    with serving(pages({"/": f"<meta charset=utf-8><body>{body}"})) as at:
        result = scanned(tmp_path, at)
    assert rules_of(result) == {"policy_missing"}


@needs_chromium
def test_trying_a_form_sends_nothing(tmp_path):
    asked = []

    def answer(request):
        asked.append(request.path.partition("?")[0])
        send(
            request,
            "<meta charset=utf-8><form action=/join><input name=tel placeholder=手机号>"
            "<label><input type=checkbox id=m>我同意接收营销短信</label><button>提交</button></form>",
        )

    with serving(answer) as at:
        result = scanned(tmp_path, at)
    assert "/join" not in asked
    assert "forced_consent" not in rules_of(result)


@needs_chromium
def test_an_error_page_is_no_page(tmp_path):
    with serving(pages({})) as at:
        result = scanned(tmp_path, at)
    assert result["unreadable"][0]["detail"] == "404"


@needs_chromium
def test_a_certificate_that_is_not_valid_is_recorded_and_not_ignored(tmp_path):
    if not shutil.which("openssl"):
        pytest.skip("no openssl to make a certificate with")
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=other.example"]
    subprocess.run([*command, "-keyout", key, "-out", cert], check=True, capture_output=True)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            send(self, BOX)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        result = scanned(tmp_path, f"https://127.0.0.1:{server.server_port}/")
    finally:
        server.shutdown()
        server.server_close()
    assert "tls_invalid" in notes(result)
    assert result["pages"][0]["tls"].startswith("ERR_CERT")


def test_without_a_browser_one_sentence_says_how_to_get_one(tmp_path, monkeypatch):
    saved = tmp_path / "a.html"
    saved.write_text("<p>x</p>")
    monkeypatch.setattr(browser, "NAMES", ())
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "none"))
    result = scanned(tmp_path, str(saved))
    assert "apt install chromium" in result["unreadable"][0]["reason"]["en"]
    assert result["pages"] == []


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.html", b"", "empty"),
        ("a.html", b"\x00\x01\x02 no markup", "no page"),
        ("a.har", b"{broken", "JSON"),
        ("a.har", json.dumps({"log": {"entries": []}}).encode(), "no page"),
        ("a.mhtml", b"MIME-Version: 1.0\n\nplain", "no page"),
    ],
    ids=["empty", "binary", "broken_har", "empty_har", "empty_mhtml"],
)
def test_files_without_a_page_are_reasons(tmp_path, name, data, why):
    (tmp_path / name).write_bytes(data)
    result = scanned(tmp_path / "out", str(tmp_path / name))
    assert result["pages"] == []
    assert why in json.dumps(result["unreadable"])
