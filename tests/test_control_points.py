"""The list of control points: as many as the standard has, joined with findings, empty where an assessor writes."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from conftest import OLD_DAY, TODAY
from hegui import law
from hegui.law import levels
from hegui.rectify import control_points

POINTS = control_points.points()


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_every_family_has_as_many_points_as_the_law_data_counts(level):
    counted = {c.title.zh: c.points for c in levels.controls(level, [], TODAY) if not c.kinds}
    total = counted.pop("十个方面合计")
    listed = {family: sum(p.family == family and p.lowest <= level for p in POINTS) for family in counted}
    assert listed == counted
    assert sum(listed.values()) == total


def test_ids_are_unique_and_duties_are_known():
    assert len({p.id for p in POINTS}) == len(POINTS)
    assert {duty for p in POINTS for duty in p.duties} <= set(law.load().obligations)


@pytest.fixture
def listed(example, hegui, tmp_path):
    """Write the list of the example's systems; gives its rows, the sentence above them apart."""

    def write(on: date, suffix: str = ".csv", lang: str = "en"):
        path = tmp_path / f"list{suffix}"
        result = hegui("grade", example(on) / "hegui.yaml", "--on", on, "--list", path, "--lang", lang)
        assert result.exit_code == 0, result.output
        if suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as stream:
                rows = list(csv.reader(stream))
        else:
            rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        statement = [row[0] for row in rows[:2]]
        return statement, [dict(zip(rows[2], map(str, row), strict=True)) for row in rows[3:]]

    return write


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_it_says_in_both_languages_that_it_is_no_assessment_report(listed, suffix):
    statement, _ = listed(TODAY, suffix)
    assert "不是等级测评报告" in statement[0]
    assert "not an assessment report" in statement[1]


def test_a_level_3_system_has_its_71_points_and_the_assessor_an_empty_form(listed):
    _, rows = listed(TODAY)
    shop = [row for row in rows if row["System"] == "shop"]
    assert len(shop) == 71
    for row in shop:
        assert [row[f"{column} (assessor)"] for column in ("Object", "Method", "Record", "Conformity")] == [""] * 4


def test_points_carry_the_findings_of_their_own_system(listed):
    _, rows = listed(TODAY)
    audit = {row["System"]: row for row in rows if row["Point"] == "audit"}
    assert "csl.log_retention/system/pay" in audit["pay"]["Findings, with proof and exhibit"]
    assert "system/shop" not in audit["pay"]["Findings, with proof and exhibit"]
    assert audit["pay"]["What the evidence shows"] in ("met", "not met", "unproven")
    site = next(row for row in rows if row["Point"] == "site")
    assert (site["What the evidence shows"], site["Findings, with proof and exhibit"]) == (
        "",
        "Nothing that was read speaks about this point.",
    )


def test_a_system_without_a_level_has_one_line_that_says_so(listed):
    _, rows = listed(TODAY)
    [row] = [row for row in rows if row["System"] == "legacy"]
    assert row["What it is about"] == "No level is known, so that no point can be listed."


def test_the_edition_of_2008_is_counted_not_listed(listed):
    _, rows = listed(OLD_DAY)
    assert not [row for row in rows if row["Point"]]


def test_chinese_words(listed):
    _, rows = listed(TODAY, lang="zh")
    assert {row["现有证据结论"] for row in rows} <= {"", "符合", "不符合", "待证", "不适用"}


def test_a_cell_that_would_be_a_formula_is_text(tmp_path):
    line = control_points.Line(
        "=1+1",
        "s",
        *[control_points.Text("", "")],
        3,
        *[control_points.Text("", "")],
        "",
        control_points.Text("", ""),
        (),
    )
    control_points.write([line], tmp_path / "l.csv", "en")
    assert "'=1+1" in (tmp_path / "l.csv").read_text(encoding="utf-8-sig")


def test_another_kind_of_file_is_refused(example, hegui, tmp_path):
    result = hegui("grade", example(TODAY) / "hegui.yaml", "--list", tmp_path / "list.pdf", "--lang", "en")
    assert result.exit_code == 2
    assert ".csv or .xlsx" in result.stderr
