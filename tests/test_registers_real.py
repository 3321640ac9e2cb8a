"""Real files that look like registers: each is refused as what it is not, or read where a definition fits it; none ends in an exception."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from hegui import facts
from hegui.evidence import registers as reading
from hegui.evidence.registers import cells
from hegui.evidence.wording import words
from hegui.facts import Register, register_of, registers
from registers_kept import REAL, Rows, read, real, reasons, source, why

KINDS = {".csv", ".xlsx", ".xls", ".sqlite", ".json", ".jsonl"}

# What the reader says of a file that is no register of incidents; the first pattern that matches counts.
REFUSED = {
    "pi/pdscan/empty.txt": "empty_file",
    "scanner/dojo/nuclei/empty.jsonl": "empty_file",
    "pi/pdscan/email.zip": "unknown_format",
    "*.tar.gz": "unknown_format",
    "pi/xlsx/custom_properties.xlsx": "empty_table",
    "pi/xlsx/password_2002_40_xor.xls": "broken_workbook",  # the reader of old workbooks cannot tell a password from damage
    "grc/oscal/*.json": "not_records",
    "grc/oscal_schema/oscal_complete_schema.json": "heading_not_found",
    "grc/oscal_schema/*.json": "not_records",
    "pi/encodings/*.html": "markup",
    "pi/encodings/*.xml": "markup",
    # They have a heading or two of the register, such as a number and a severity, and lack the rest.
    "pi/ambientmeta/*.jsonl": "column_missing",
    "policies/capp130/annotation/*.jsonl": "column_missing",
    "scanner/dojo/testssl/*.csv": "column_missing",
    "logs/loghub/BGL_2k.log_structured.csv": "column_missing",
    "*": "heading_not_found",
}


def candidates() -> Iterator[str]:
    """The files by their place among the real evidence; none where it is absent."""
    for folder in (
        "apk",
        "consent",
        "firmware",
        "grc",
        "logs/honeypot",
        "logs/loghub",
        "pi",
        "policies",
        "scanner/dojo",
        "truth",
    ):
        for path in sorted((REAL / folder).rglob("*")):
            name = path.relative_to(REAL).as_posix()
            tabular = path.suffix in KINDS - {".json"} or (path.suffix == ".json" and folder in ("grc", "pi"))
            if path.is_file() and (tabular or folder in ("grc", "pi")):
                yield name


def parameters() -> list[object]:
    return [pytest.param(name) for name in candidates()] or [
        pytest.param("", marks=pytest.mark.skip(reason="the real evidence is not on this machine"))
    ]


FILES = parameters()


def expected(name: str) -> str:
    return next(reason for pattern, reason in REFUSED.items() if Path(name).match(pattern))


def said(rows: Rows) -> set[str]:
    """Every reason given, for the file and for its rows."""
    return {*reasons(rows), *(code for _, code in why(rows))}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_register_is_refused_for_what_it_is(name: str):
    rows = read(source(REAL / name))
    assert reasons(rows) == [expected(name)]
    assert rows["incident"] == []


@pytest.mark.parametrize("name", FILES)
def test_no_register_takes_a_row_from_a_file_of_something_else(name: str):
    """Registers known by one column may find it: then every row is refused, cell by cell, and the register counts as unread."""
    for register in registers():
        rows = read(source(REAL / name, register))
        (coverage,) = rows["coverage"]
        assert said(rows) <= set(words())
        assert rows[register] == [], register
        assert reasons(rows) or coverage["examined"] < coverage["population"], register


# --- definitions that fit -----------------------------------------------------------------------------------------------


def definition(identifier: str, about: str, **columns: dict[str, object]) -> Register:
    """A register as somebody else may define it."""
    texts = {"title": {"en": "T", "zh": "标"}, "means": {"en": "M.", "zh": "意。"}}
    return register_of(
        {
            "id": identifier,
            "title": texts["title"],
            "row": texts["means"],
            "about": about,
            "columns": {name: {**texts, "headings": [], **column} for name, column in columns.items()},
        }
    )


INVOICES = definition(
    "invoices",
    "operator",
    invoice={"type": "text", "required": True, "headings": ["InvoiceId"]},
    dated={"type": "date", "required": True, "headings": ["InvoiceDate"]},
    total={"type": "float", "headings": ["Total"]},
)
WEAKNESSES = definition(
    "weaknesses",
    "system",
    weakness={"type": "text", "required": True, "headings": ["NVT OID"]},
    known_at={"type": "time", "required": True, "headings": ["Timestamp"]},
    severity={
        "type": "code",
        "headings": ["Severity"],
        "codes": {"high": ["High"], "medium": ["Medium"], "low": ["Low"]},
    },
    day_only={"type": "texts"},
)
TRACKERS = definition(
    "trackers",
    "operator",
    tracker={"type": "text", "required": True, "headings": ["name"]},
    signature={"type": "text", "required": True, "headings": ["code_signature"]},
)


@pytest.fixture
def defined(monkeypatch: pytest.MonkeyPatch) -> None:
    """The three definitions beside those that come with Hegui."""
    known = {**registers(), **{register.id: register for register in (INVOICES, WEAKNESSES, TRACKERS)}}
    for place in (facts, reading, cells):
        monkeypatch.setattr(place, "registers", lambda: known)
    tables = {
        register.id: facts.Table(
            register.id,
            register.row,
            facts.REGISTER_PREFIX + tuple(facts.Column(c.name, c.type, c.means) for c in register.columns),
        )
        for register in (INVOICES, WEAKNESSES, TRACKERS)
    }
    whole = {**facts.tables(), **tables}
    monkeypatch.setattr(facts, "tables", lambda: whole)


@pytest.mark.usefixtures("defined")
def test_a_table_of_a_real_database_is_read_where_its_definition_fits():
    path = real("pi", "db", "Chinook_Sqlite.sqlite")
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        count, total = database.execute("select count(*), sum(Total) from Invoice").fetchone()
    database.close()
    rows = read(source(path, "invoices"))
    assert len(rows["invoices"]) == count == 412
    assert sum(row["total"] for row in rows["invoices"]) == pytest.approx(total)
    assert ("Chinook_Sqlite.sqlite#sheet=Employee", "heading_not_found") in why(rows)
    assert ("Chinook_Sqlite.sqlite#sheet=Invoice#column=BillingAddress", "unknown_column") in why(rows)


@pytest.mark.usefixtures("defined")
@pytest.mark.parametrize(("name", "flaws"), [("many_vuln.csv", 4), ("one_vuln.csv", 1), ("no_vuln.csv", 0)])
def test_a_scanners_table_is_read_where_its_definition_fits(name: str, flaws: int):
    rows = read(source(real("scanner", "dojo", "openvas", name), "weaknesses"))
    assert (len(rows["weaknesses"]), reasons(rows)) == (flaws, [])
    assert all(row["known_at"] and row["severity"] in ("high", "medium", "low") for row in rows["weaknesses"])
    assert (f"{name}#column=IP", "not_read_by_design") in why(rows)


@pytest.mark.usefixtures("defined")
def test_a_list_of_trackers_is_read_and_its_addresses_are_not():
    rows = read(source(real("apk", "exodus_signatures.csv"), "trackers"))
    (coverage,) = rows["coverage"]
    assert coverage["examined"] == len(rows["trackers"]) > 300
    assert coverage["population"] == coverage["examined"] + sum("#row=" in what for what, _ in why(rows))
    assert ("exodus_signatures.csv#column=website", "unknown_column") in why(rows)
