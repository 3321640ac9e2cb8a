"""What a page can be given as; nothing that was saved asks the network, and no raw personal value leaves."""

import base64
import json
import shutil
from pathlib import Path

import pytest

from hegui.evidence.files import Unreadable
from hegui.evidence.page import browser
from hegui.evidence.page.places import SAVED, open_place, pages_in
from hegui.evidence.page.shots import masked_text
from hegui.scan import page
from page_server import send, serving

driven = pytest.mark.skipif(not any(map(shutil.which, browser.NAMES)), reason="no Chromium is installed")

BOX = '<meta charset="utf-8"><label><input type="checkbox" id="c" checked>我同意处理我的个人信息</label>'
MHTML = f"""MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b"

--b
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64
Content-Location: https://shop.example/a

{base64.b64encode((BOX + "<link rel=stylesheet href=s.css>").encode()).decode()}
--b
Content-Type: text/css
Content-Location: https://shop.example/s.css

label {{ font-size: 9px }}
--b--
"""


def har(*entries):
    def entry(url, kind, text):
        content = {"mimeType": kind, "text": text}
        return {"request": {"url": url}, "response": {"status": 200, "headers": [], "content": content}}

    return json.dumps({"log": {"entries": [entry(*one) for one in entries]}})


def found(tmp_path, place, **options):
    result = page.scan([str(place)], out=tmp_path / "out", cache=False, **{"viewport": "desktop", **options})
    return {finding["rule"] for finding in result["findings"]}, result


@driven
def test_mhtml_is_read_with_its_parts(tmp_path):
    (tmp_path / "a.mhtml").write_text(MHTML)
    rules, result = found(tmp_path, tmp_path / "a.mhtml")
    assert rules == {"preticked_consent", "small_print_consent"}
    assert result["pages"][0]["url"] == "https://shop.example/a"


FRAMED = f"""MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b"

--b
Content-Type: text/html; charset=utf-8
Content-ID: <page@mhtml.blink>
Content-Location: file:///home/somebody/page.html

<meta charset="utf-8"><h1>A</h1><iframe src="cid:frame-1@mhtml.blink"></iframe>
<div><template shadowmode="open"><label><input type="checkbox" checked>I agree to receive marketing e-mails</label></template></div>
--b
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64
Content-ID: <frame-1@mhtml.blink>

{base64.b64encode(BOX.encode()).decode()}
--b--
"""


@driven
def test_mhtml_frames_and_shadow_roots_are_read_though_they_have_no_address(tmp_path):
    (tmp_path / "a.mhtml").write_text(FRAMED)
    _, result = found(tmp_path, tmp_path / "a.mhtml")
    ticked = {finding["where"] for finding in result["findings"] if finding["rule"] == "preticked_consent"}
    assert len(ticked) == 2
    assert any(where.startswith("iframe") for where in ticked)


@pytest.mark.parametrize("address", ["file:///etc/hostname", "chrome://version"])
def test_a_har_answers_for_the_web_alone(tmp_path, address):
    (tmp_path / "a.har").write_text(har((address, "text/html", BOX)))
    with pytest.raises(Unreadable, match="no_page"):
        open_place(str(tmp_path / "a.har"))


def test_a_template_that_begins_with_a_brace_is_a_page(tmp_path):
    (tmp_path / "a.html").write_text("{% extends 'base.html' %}<p>text</p>")
    assert open_place(str(tmp_path / "a.html")).recording is None


@driven
def test_har_is_replayed_and_asks_no_network(tmp_path):
    asked = []

    def answer(request):
        asked.append(request.path)
        send(request, "", "text/javascript")

    with serving(answer) as live:
        body = BOX + f'<script src="{live}/live.js"></script><script src="https://shop.example/k.js?t=1"></script>'
        script = "document.body.append('kept')"
        entries = (
            ("https://shop.example/", "text/html", body),
            ("https://shop.example/k.js?t=2", "text/javascript", script),
        )
        (tmp_path / "a.har").write_text(har(*entries))
        rules, _ = found(tmp_path, tmp_path / "a.har")
    assert rules == {"preticked_consent"}
    assert asked == []
    text = next((tmp_path / "out").glob("*.txt")).read_text()
    assert "kept" in text


@driven
def test_a_saved_page_in_a_chinese_encoding_without_a_charset(tmp_path):
    (tmp_path / "a.html").write_bytes(BOX.replace('<meta charset="utf-8">', "").encode("gb18030"))
    assert found(tmp_path, tmp_path / "a.html")[0] == {"preticked_consent"}


@driven
def test_a_phone_may_see_what_a_desktop_does_not(tmp_path):
    style = "<style>@media (max-width: 600px) { label { font-size: 9px } }</style><meta name=viewport content='width=device-width'>"
    (tmp_path / "a.html").write_text(style + BOX.replace(" checked", ""))
    assert found(tmp_path, tmp_path / "a.html")[0] == set()
    assert found(tmp_path, tmp_path / "a.html", viewport="phone")[0] == {"small_print_consent"}


@driven
def test_no_raw_personal_value_is_kept(tmp_path):
    raw = ("13800138000", "110101199003074610", "zhang.san@example.com")
    form = f"<p>尊敬的用户 {raw[0]}，证件 {raw[1]}</p><input value='{raw[2]}'>" + BOX
    (tmp_path / "a.html").write_text(form)
    _, result = found(tmp_path, tmp_path / "a.html")
    kept = "".join(p.read_text("utf-8", "replace") for p in (tmp_path / "out").iterdir()) + json.dumps(result)
    assert not [value for value in raw if value in kept]
    assert "138****8000" in kept


@driven
def test_ten_pages_are_read_at_once_in_one_browser(tmp_path):
    for n in range(10):
        (tmp_path / f"{n}.html").write_text(BOX)
    places = [str(tmp_path / f"{n}.html") for n in range(10)]
    result = page.scan(places, viewport="desktop", out=tmp_path / "out", cache=False)
    assert [one["path"] for one in result["pages"]] == places
    assert result["coverage"] == {"unit": "pages", "population": 10, "examined": 10, "how": "all", "skipped": []}


def test_a_folder_without_an_index_stands_for_its_pages(tmp_path):
    for name in ("b.html", "a.htm", "notes.txt"):
        (tmp_path / name).write_text("<p>x")
    assert [Path(p).name for p in pages_in(str(tmp_path))] == ["a.htm", "b.html"]
    (tmp_path / "index.html").write_text("<p>x")
    assert pages_in(str(tmp_path)) == [str(tmp_path)]


def test_a_saved_page_answers_only_from_its_own_folder(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.txt").write_text("x")
    (tmp_path / "in/a.html").write_text("<p>x")
    place = open_place(str(tmp_path / "in/a.html"))
    assert place.reply(f"{SAVED}/a.html") is not None
    assert place.reply(f"{SAVED}/..%2fsecret.txt") is None
    assert place.reply("http://elsewhere.example/a.html") is None
    assert not place.online


def test_masking_keeps_the_shape():
    assert masked_text("请致电\n13800138000") == "请致电\n138****8000"
