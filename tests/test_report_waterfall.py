"""The waterfall of an exposure: which act adds what, from the exposure alone."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegui.report.waterfall import MOST, waterfall

SVG = "{http://www.w3.org/2000/svg}"


def act(low: int, high: int | None, name: str = "f") -> dict[str, Any]:
    return {"article": "csl@2026/61.1", "tier": "base", "min": low, "max": high, "findings": [f"{name}/<system>/s"]}


def exposure(acts: list[dict[str, Any]]) -> dict[str, Any]:
    most = [one["max"] for one in acts]
    total = {"min": sum(one["min"] for one in acts), "max": None if None in most else sum(most), "missing": []}
    return {"acts": acts, "operator_cny": total}


def bars(svg: str) -> list[tuple[int, int]]:
    """Where each pale bar begins and how long it is."""
    found = ElementTree.fromstring(svg).iter(f"{SVG}rect")  # our own output, not input
    return [(int(r.attrib["x"]), int(r.attrib["width"])) for r in found if r.attrib["fill"] == "#9db3cc"]


def test_each_bar_begins_where_the_one_before_it_ends_and_the_dearest_comes_first() -> None:
    first, second, third = bars(waterfall(exposure([act(0, 50_000), act(0, 500_000), act(0, 50_000)])))
    assert first[1] > second[1] == third[1]
    assert abs(first[0] + first[1] - second[0]) <= 1
    assert abs(second[0] + second[1] - third[0]) <= 1


def test_an_act_without_upper_bound_is_an_arrow_and_makes_the_sum_open() -> None:
    svg = waterfall(exposure([act(10_000, None), act(0, 50_000)]))
    assert len(bars(svg)) == 1
    assert "<path" in svg
    assert svg.count("CNY 10,000") == 2  # the act, and the sum


@pytest.mark.parametrize("acts", [[], [act(0, 0)]])
def test_where_nothing_is_fined_there_is_no_picture(acts: list[dict[str, Any]]) -> None:
    assert waterfall(exposure(acts)) == ""


def test_many_small_acts_stand_as_one_bar() -> None:
    svg = waterfall(exposure([act(0, 1_000 + n, str(n)) for n in range(MOST + 30)]))
    assert len(bars(svg)) == MOST + 1
    assert "30 more acts" in svg


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**9) | st.none()), max_size=30))
def test_it_is_always_sound_svg_within_its_width_and_says_its_numbers(amounts: list[tuple[int, int | None]]) -> None:
    acts = [act(min(low, high) if high else low, high, str(n)) for n, (low, high) in enumerate(amounts)]
    svg = waterfall(exposure(acts))
    if not svg:
        assert not acts
        return
    width = float(ElementTree.fromstring(svg).attrib["viewBox"].split()[2])
    assert all(x >= 0 and x + long <= width for x, long in bars(svg))
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
    assert len(re.findall('lang="zh-CN"', svg)) >= 2
