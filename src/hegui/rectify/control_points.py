"""A list of control points of GB/T 22239 by system and level, with what the evidence already shows and columns for an assessor to fill.

A template to prepare for an assessment, never an assessment report. The points are data (``control_points.yaml``).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from hegui import judge
from hegui.checks import Check
from hegui.errors import InputError, unwritable
from hegui.facts import Facts
from hegui.judge import grading
from hegui.law import Law, levels
from hegui.rectify.words import data, fill, words
from hegui.text import Lang, Text, text_of

DATA = "control_points.yaml"
WORST = ("not_met", "unproven", "met", "not_applicable")
MOST_FACTS = 10  # findings shown at one point
ASSESSOR = ("object", "method", "record", "conformity")

Finding = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Point:
    """One control point: its family by the name in the law's data, its id there, and the duties whose findings speak about it."""

    family: str
    id: str
    lowest: int
    title: Text
    duties: frozenset[str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: a point of one system, with the findings that speak about it, the worst first."""

    operator: str
    system: str
    name: Text
    level: int | None
    family: Text
    point: str
    title: Text
    findings: tuple[Finding, ...]


def points() -> tuple[Point, ...]:
    """Every control point, in the order of the data."""
    return tuple(
        Point(family, id_, raw["from"], Text(raw["en"], raw["zh"]), frozenset(raw.get("duties", ())))
        for family, some in data(DATA)["families"].items()
        for id_, raw in some.items()
    )


def lines(facts: Facts, law: Law, checks: Mapping[str, Check], on: date) -> list[Line]:
    """The list for every system of every operator in *facts*."""
    known: dict[str, Sequence[Finding]] = {
        one.operator["operator"]: one.findings for one in judge.judge(facts, law, checks, on)
    }
    kinds = {
        (s["operator"], s["subject"]): s["kinds"] or () for s in facts["subject"].to_pylist() if s["kind"] == "system"
    }
    found: list[Line] = []
    for system in grading.grade(facts, law, on)["systems"]:
        own = [f for f in known.get(system["operator"], ()) if _about(f, system["id"])]
        found += _of_system(system, kinds[system["operator"], system["id"]], own, on)
    return found


def write(found: Iterable[Line], path: Path, lang: Lang) -> None:
    """Write the list as .csv or .xlsx; the sentence that says what it is stands above it in both languages."""
    table = [[text.in_(lang) for text in words(DATA, "columns").values()], *(_cells(line, lang) for line in found)]
    statement = words(DATA, "sentences")["statement"]
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx}
    if path.suffix.lower() not in writers:
        raise InputError(
            f"{path.name}: the list is written as .csv or .xlsx; end the name of the file with one of them",
            f"{path.name}：清单仅可写为 .csv 或 .xlsx，请以其中之一作为文件扩展名",
        )
    try:
        writers[path.suffix.lower()](path, statement, table)
    except OSError as error:
        raise unwritable(path, error) from None


def _about(finding: Finding, system: str) -> bool:
    subject = finding["subject"]
    return subject["kind"] == "operator" or (subject["kind"], subject["id"]) == ("system", system)


def _of_system(system: Mapping[str, Any], kinds: Iterable[str], own: Sequence[Finding], on: date) -> Iterator[Line]:
    """The lines of one system: its points one by one where the data lists them, else the family with its number of points."""
    by_duty: dict[str, list[Finding]] = defaultdict(list)
    for finding in own:
        by_duty[finding["obligation"]].append(finding)
    where = (system["operator"], system["id"], text_of(system["name"]), system["level"])
    if system["level"] is None:
        yield Line(*where, Text("", ""), "", words(DATA, "sentences")["no_level"], ())
        return
    for family in levels.controls(system["level"], kinds, on):
        listed = [p for p in points() if p.family == family.title.zh and p.lowest <= system["level"]]
        if data(DATA)["edition"] not in family.cites or not listed:
            if not family.title.zh.endswith("合计"):
                yield Line(
                    *where, family.title, "", fill(words(DATA, "sentences")["not_itemised"], points=family.points), ()
                )
            continue
        for point in listed:
            some = sorted(
                (f for d in point.duties for f in by_duty[d]), key=lambda f: (WORST.index(f["verdict"]), f["id"])
            )
            yield Line(*where, family.title, point.id, point.title, tuple(some))


def _cells(line: Line, lang: Lang) -> list[str]:
    """A line in words, the assessor's columns empty."""
    shown = [*(_fact(f, lang) for f in line.findings[:MOST_FACTS]), *(["…"] if len(line.findings) > MOST_FACTS else [])]
    nothing = words(DATA, "sentences")["no_fact"].in_(lang) if line.point else ""
    return [
        line.operator,
        line.system,
        line.name.in_(lang),
        str(line.level or ""),
        line.family.in_(lang),
        line.point,
        line.title.in_(lang),
        words(DATA, "verdicts")[line.findings[0]["verdict"]].in_(lang) if line.findings else "",
        "\n".join(shown) or nothing,
        *("" for _ in ASSESSOR),
    ]


def _fact(finding: Finding, lang: Lang) -> str:
    """One finding: id, verdict, proof and the first exhibit."""
    parts = {"id": finding["id"], "verdict": words(DATA, "verdicts")[finding["verdict"]]}
    if not finding["exhibits"]:
        return fill(words(DATA, "sentences")["bare"], **parts).in_(lang)
    first = finding["exhibits"][0]
    exhibit = f"{first['source']} {first['locator']}"
    return fill(
        words(DATA, "sentences")["fact"], **parts, proof=words(DATA, "proofs")[finding["proof"]], exhibit=exhibit
    ).in_(lang)


def _write_csv(path: Path, statement: Text, table: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerows([[sentence] for sentence in (statement.zh, statement.en)])
        writer.writerows([[_plain(cell) for cell in row] for row in table])


def _plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _write_xlsx(path: Path, statement: Text, table: Sequence[Sequence[str]]) -> None:
    import xlsxwriter

    try:
        with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            sheet, wrap = book.add_worksheet(), book.add_format({"text_wrap": True, "valign": "top"})
            head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
            for row, sentence in enumerate((statement.zh, statement.en)):
                sheet.write_string(row, 0, sentence)
            for row, cells in enumerate(table, start=2):
                for column, cell in enumerate(cells):
                    sheet.write_string(row, column, cell, head if row == 2 else wrap)
            sheet.freeze_panes(3, 0)
            sheet.set_column(0, len(table[0]) - 1, 18)
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(0, str(error)) from error
