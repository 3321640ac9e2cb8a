"""A user's own decided cases count wherever cases do: in searches, and beside the findings of an audit."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from conftest import TODAY
from hegui import cases
from hegui.cases.likeness import Likeness

Hegui = Callable[..., Result]

HEADER, *ROWS = (Path(cases.__file__).parent / "cases.csv").read_text(encoding="utf-8").splitlines()
SCHOOL = next(row for row in ROWS if row.startswith("2024-11-meizhou-school,"))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A file with one case that is like one of the project's, but later, and one that is there already."""
    later = SCHOOL.replace("2024-11-meizhou-school,2024-11", "own-1,2026-10", 1)
    file = tmp_path / "own.csv"
    file.write_text("\n".join([HEADER, later, SCHOOL]), encoding="utf-8")
    return file


def test_own_cases_are_looked_among_beside_those_of_the_project(own: Path) -> None:
    among = Likeness(cases.load([own]).all)
    finding = {"obligation": "csl.log_retention", "sanctions": []}
    found = cases.similar(finding, "school", TODAY, among=among)
    assert "own-1" in [match.case.id for match in found]
    assert "own-1" not in [match.case.id for match in cases.similar(finding, "school", TODAY)]


def test_an_audit_compares_with_own_cases_and_says_what_is_wrong_with_their_file(
    example: Callable[[date], Path], hegui: Hegui, own: Path, tmp_path: Path
) -> None:
    out = tmp_path / "d"
    result = hegui("audit", example(TODAY) / "hegui.yaml", "--on", TODAY, "--cases", own, "--out", out, "--lang", "en")
    assert "line 3: left out" in result.stderr
    kept = json.loads((out / "cases.json").read_text(encoding="utf-8"))
    assert "own-1" in [case["id"] for case in kept]
    findings = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    shown = [finding for finding in findings if finding["similar_cases"]]
    assert all("not a sample" in finding["cases_show"][-1]["en"] for finding in shown)


def test_a_profile_names_own_cases(example: Callable[[date], Path], hegui: Hegui, own: Path, tmp_path: Path) -> None:
    profile, out = example(TODAY) / "hegui.yaml", tmp_path / "d"
    with_cases = profile.with_name("with_cases.yaml")
    with_cases.write_text(profile.read_text(encoding="utf-8") + f"\ncases: [{own.as_posix()}]\n", encoding="utf-8")
    hegui("audit", with_cases, "--on", TODAY, "--out", out, "--lang", "en")
    assert "own-1" in (out / "cases.json").read_text(encoding="utf-8")


def test_a_file_that_is_none_stops_before_anything_is_written(
    example: Callable[[date], Path], hegui: Hegui, tmp_path: Path
) -> None:
    out = tmp_path / "d"
    result = hegui(
        "audit", example(TODAY) / "hegui.yaml", "--cases", tmp_path / "none.csv", "--out", out, "--lang", "en"
    )
    assert (result.exit_code, out.exists()) == (2, False)
    assert "none.csv" in result.stderr
