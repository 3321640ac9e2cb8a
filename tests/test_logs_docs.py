"""The page that shows ten formats is what reading their archives gives."""

from __future__ import annotations

from conftest import ROOT, module
from hegui.scan.logs import scan

MAKE = module(ROOT / "examples" / "logs" / "make.py")


def test_the_page_is_what_the_archives_give():
    assert MAKE.PAGE.read_text(encoding="utf-8") == MAKE.page(), "run python examples/logs/make.py"


def test_ten_formats_are_read_without_a_line_too_many(tmp_path):
    MAKE.make(tmp_path)
    found = scan([str(tmp_path)], on=MAKE.LAST, cache=False)
    assert found["unreadable"] == []
    assert len({source["format"] for source in found["sources"]}) == len(MAKE.FORMATS) == 10
    headed = sum(text.count("\n") for text in MAKE.HEADS.values())
    assert sum(source["undated_lines"] for source in found["sources"]) == headed
    assert {source["window"]["reaches_back"] for source in found["sources"]} == {True, False, None}
