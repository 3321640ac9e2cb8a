"""The picture of who sent what to whom: well-formed, self-contained, told in words, bounded, fit for a narrow page."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handling_kept import row
from hegui.dossier.handling import SIDES, compared
from hegui.report.flows import FORMS, KINDS, MOST, NAME, Form, flows
from hegui.text import Text

SVG = "{http://www.w3.org/2000/svg}"
OPERATOR = Text("Example Shop Ltd", "示例商店有限公司")
FORM = {(form.lang, form.name): form for form in FORMS}


def drawn(rows: list[dict[str, Any]], form: Form = FORM["en", "wide"], operator: Text = OPERATOR) -> ET.Element:
    return ET.fromstring(flows(compared(rows)["lines"], operator, form))


def words(picture: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in picture.iter(f"{SVG}text")]


def arrows(picture: ET.Element) -> dict[str, ET.Element]:
    return {str(path.get("class")): path for path in picture.iter(f"{SVG}path") if path.get("class")}


ALL = [
    row("declared", "imei", "乙公司"),
    row("sent", "imei", "丙公司", place="US", consent="before"),
    row("called", "mac", "乙公司"),
    row("contained", "app_list", "丁公司"),
    row("asked", "credit", "戊公司"),
]


def test_each_side_has_a_line_of_its_own_and_says_itself_in_words():
    found = drawn(ALL)
    assert set(arrows(found)) == {"sent", "called", "contained", "asked"}
    assert not arrows(found)["sent"].get("stroke-dasharray")
    assert arrows(found)["contained"].get("stroke-dasharray")
    said = words(found)
    assert "sent before consent: IMEI" in said
    assert "registered in US" in said
    assert "▲ recipient not declared" in said
    assert "▲ not declared: credit record" in said
    assert "dashed line: contained in an app, a sign only" in said


def test_the_chinese_picture_is_chinese():
    said = "".join(words(drawn(ALL, FORM["zh", "wide"])))
    assert "同意前发送：IMEI" in said
    assert "示例商店有限公司的流量：已发送" in said
    assert "declared" not in said


def test_nothing_flows_where_there_is_no_flow():
    assert flows(compared([row("declared", "imei", "乙公司"), row("held", "email")])["lines"], OPERATOR, FORMS[0]) == ""


def test_the_strongest_flows_are_drawn_and_the_others_counted():
    weak = [row("contained", "imei", f"丁{n}公司") for n in range(MOST + 8)]
    found = drawn([*weak, row("sent", "imei", "丙公司")])
    assert sum(path.get("class") in SIDES for path in found.iter(f"{SVG}path")) == MOST
    assert "丙公司" in words(found)
    assert "Not in the picture: 9 weaker flows to 9 recipients; they are in the table." in words(found)


def test_many_kinds_on_one_arrow_are_counted():
    kinds = ["imei", "mac", "wifi", "sms", "email", "contacts", "call_log", "address"]
    said = " ".join(words(drawn([row("sent", kind, "丙公司") for kind in kinds])))
    assert f"and {len(kinds) - KINDS} more" in said


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.lang}-{form.name}")
def test_every_word_lies_within_the_picture_and_no_box_over_another(form: Form):
    long = [row("sent", "imei", "很长的名称" * 30), row("sent", "mac", "x" * 300), row("sent", "sms", "a b " * 100)]
    found = drawn([*ALL, *long], form)
    _, _, width, height = map(float, str(found.get("viewBox")).split())
    assert width == form.width
    for text in found.iter(f"{SVG}text"):
        rows = list(text.iter(f"{SVG}tspan"))
        left = float(str(rows[0].get("x")))
        below = float(str(text.get("y"))) + 18 * (len(rows) - 1)
        assert below <= height
        for line in rows:
            wide = sum(13 if sign > "\u2e7f" else 13 * 0.56 for sign in line.text or "")
            assert left + wide <= width + 13
    boxes = [
        (float(str(r.get("y"))), float(str(r.get("height"))))
        for r in found.iter(f"{SVG}rect")
        if r.get("x") == str(form.split)
    ]
    assert all(top + tall < below for (top, tall), (below, _) in pairwise(boxes))


def test_hostile_names_are_cut_and_stay_text():
    hostile = '</text><script>alert(1)</script>&"\u202e\x00\ud800' + "z" * 500
    for form in FORMS:
        found = drawn([row("sent", "imei", hostile, place="<a>")], form, Text(hostile, hostile))
        assert {element.tag.removeprefix(SVG) for element in found.iter()} == {
            "svg",
            "title",
            "g",
            "path",
            "rect",
            "text",
            "tspan",
        }
        assert "z" * (NAME + 1) not in "".join(words(found))


def test_it_asks_nothing_of_anywhere():
    for form in FORMS:
        svg = flows(compared(ALL)["lines"], OPERATOR, form)
        assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
        assert not any(word in svg for word in ("<script", "onload", "url(", "<image", "<style"))


@given(
    st.lists(
        st.tuples(st.sampled_from(SIDES), st.sampled_from(["imei", "email", None]), st.none() | st.text(max_size=30)),
        max_size=20,
    )
)
def test_any_names_make_a_well_formed_picture(some: list[tuple[str, str | None, str | None]]):
    for form in FORMS:
        svg = flows(compared([row(*one) for one in some])["lines"], OPERATOR, form)
        assert not svg or ET.fromstring(svg).tag == f"{SVG}svg"
