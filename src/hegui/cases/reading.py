"""Files of cases: one CSV, a header and a row a decision. A row that cannot be used is left out and said, by its line."""

from __future__ import annotations

import calendar
import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from hegui import dates
from hegui.cases.articles import cited
from hegui.cases.corpus import the_law
from hegui.cases.model import Case, Cases, Problem
from hegui.cases.words import known, say
from hegui.errors import InputError
from hegui.evidence.files import Unreadable, read_whole
from hegui.evidence.wording import why
from hegui.law import Law
from hegui.text import Text

COLUMNS = [
    "id",
    "decided_on",
    "authority",
    "authority_kind",
    "level",
    "region",
    "respondent",
    "respondent_kind",
    "sector",
    "category",
    "sub_issue",
    "instrument_articles",
    "measures",
    "operator_fine_cny",
    "individual_fine_cny",
    "individual_role",
    "outcome_summary_en",
    "outcome_summary_zh",
    "source_title",
    "source_url",
    "confidence",
]
_NEEDED = ("id", "decided_on", "category")
_CODED = ("authority_kind", "level", "respondent_kind", "category", "confidence")
_LARGEST = 64 * 1024 * 1024  # a file of decisions, not of data
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,99}", re.ASCII)


@cache
def project() -> Cases:
    """The cases that come with Hegui."""
    raw = files("hegui.cases").joinpath("cases.csv").read_bytes()
    return _read(raw, "cases.csv", the_law(), ())


def load(extra: Iterable[Path] = ()) -> Cases:
    """The cases of the project and those of the user's own files, newest first.

    InputError for a file that is no table of cases; what is wrong with single rows is in ``problems``.
    """
    both = project()
    for path in extra:
        more = read(path, (case.id for case in both.all))
        both = Cases(_newest_first((*both.all, *more.all)), (*both.problems, *more.problems))
    return both


def read(path: Path, taken: Iterable[str] = ()) -> Cases:
    """The cases of one file alone; ids *taken* elsewhere are refused."""
    try:
        raw = read_whole(path, _LARGEST)
    except Unreadable as problem:
        raise _unusable(path, why(problem.reason)) from None
    return _read(raw, str(path), the_law(), taken)


def _read(raw: bytes, name: str, law: Law, taken: Iterable[str]) -> Cases:
    seen = set(taken)
    cases: list[Case] = []
    problems: list[Problem] = []
    for line, row in _rows(raw, name):
        found = [Problem(line, row["id"], text, dropped=True) for text in _faults(row, seen)]
        if not found:
            case, remarks = _case(row, law)
            seen.add(case.id)
            cases.append(case)
            found = [Problem(line, case.id, text, dropped=False) for text in remarks]
        problems += found
    return Cases(_newest_first(cases), tuple(problems))


def _newest_first(cases: Iterable[Case]) -> tuple[Case, ...]:
    return tuple(sorted(cases, key=lambda case: (-case.day.toordinal(), case.id)))


def _rows(raw: bytes, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with the line each ends on; InputError where it is no table of cases."""
    reader = csv.DictReader(io.StringIO(_decoded(raw, name), newline=""), restkey="", restval="")
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise _unusable(name, say("no_columns", columns=", ".join(missing)))
    try:
        for row in reader:
            yield reader.line_num, {column: (row[column] or "").strip() for column in COLUMNS}
    except csv.Error as error:
        raise _unusable(name, say("no_csv", line=reader.line_num, why=str(error))) from None


def _decoded(raw: bytes, name: str) -> str:
    if b"\0" in raw:
        raise _unusable(name, say("no_text"))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unusable(name, say("no_text"))


def _unusable(name: str | Path, reason: Text) -> InputError:
    return InputError(f"{name}: {reason.en}", f"{name}：{reason.zh}")


def _faults(row: dict[str, str], seen: set[str]) -> list[Text]:
    """What makes a row unusable."""
    found = [say("empty", column=column) for column in _NEEDED if not row[column]]
    if row["id"] and not _ID.fullmatch(row["id"]):
        found.append(say("bad_id", id=row["id"][:60]))
    if row["id"] in seen:
        found.append(say("twice", id=row["id"]))
    if row["decided_on"] and (fault := _date_fault(row["decided_on"])):
        found.append(fault)
    for column in ("operator_fine_cny", "individual_fine_cny"):
        if row[column] and _amount(row[column]) is None:
            found.append(say("bad_amount", column=column, value=row[column][:60]))
    return found


def _date_fault(written: str) -> Text | None:
    day = _day(written)
    if day is None:
        return say("bad_date", value=written[:60])
    return say("future", value=written) if _first_day(written) > dates.today() else None


def _day(written: str) -> date | None:
    """The day that stands for a date: itself, or the middle of its month or year."""
    if not (found := _DATE.fullmatch(written)):
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        return date(year or 0, month or 7, day or (15 if month else 1))
    except ValueError:
        return None


def _first_day(written: str) -> date:
    year, month, day = ([int(part) for part in written.split("-")] + [1, 1])[:3]
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _amount(written: str) -> int | None:
    """Whole CNY; None where it is written otherwise, such as in 万."""
    plain = written.replace(",", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 16 else None


def _case(row: dict[str, str], law: Law) -> tuple[Case, list[Text]]:
    """A sound row as a case, and what is odd about it."""
    day = _day(row["decided_on"]) or date.min
    articles = cited(law, row["instrument_articles"], day)
    measures, sub_issues = _codes(row["measures"]), _codes(row["sub_issue"])
    remarks = list(articles.problems)
    remarks += [
        say("unknown_code", column=column, value=row[column])
        for column in _CODED
        if row[column] and not known(column, row[column])
    ]
    remarks += [say("unknown_code", column="measures", value=m) for m in measures if not known("measures", m)]
    if not row["source_title"] or not row["source_url"].startswith(("http://", "https://")):
        remarks.append(say("no_source"))
    case = Case(
        id=row["id"],
        decided_on=row["decided_on"],
        day=day,
        authority=row["authority"],
        authority_kind=row["authority_kind"],
        level=row["level"],
        region=row["region"],
        respondent=row["respondent"],
        respondent_kind=row["respondent_kind"] or "other",
        sector=row["sector"],
        category=row["category"],
        sub_issues=sub_issues,
        instrument_articles=row["instrument_articles"],
        cites=articles.cites,
        instruments=articles.instruments,
        measures=measures,
        operator_fine=_amount(row["operator_fine_cny"]),
        individual_fine=_amount(row["individual_fine_cny"]),
        individual_role=row["individual_role"],
        summary=Text(row["outcome_summary_en"], row["outcome_summary_zh"] or row["outcome_summary_en"]),
        source_title=row["source_title"],
        source_url=row["source_url"],
        confidence=row["confidence"] or "secondary",
    )
    return case, remarks


def _codes(written: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (code.strip() for code in re.split("[;；]", written)))))
