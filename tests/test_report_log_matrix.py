"""The matrix of log categories and systems in the report."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from hegui.dates import SHANGHAI
from hegui.evidence.logs.categories import titles
from hegui.report.log_matrix import CATEGORIES, Cell, matrix


class Kept:
    """As much of a dossier as the matrix asks for."""

    def __init__(self, months: int | None = 6, **tables: list[dict]) -> None:
        self.law = {"numbers": [{"key": "log_retention.months", "value": months}] if months else []}
        self.document = {"on": "2026-11-21", "as_if": None}
        self._tables = tables

    def facts(self, name: str):
        import pyarrow as pa

        return pa.Table.from_pylist(self._tables.get(name, []))


def span(category: str | None, first: date | None, **more: object) -> dict:
    at = None if first is None else datetime(first.year, first.month, first.day, 1, tzinfo=SHANGHAI)
    return {
        "source": "logs",
        "category": category,
        "first": at,
        "last": at,
        "year_inferred": False,
        "damaged_members": [],
        **more,
    }


SOURCE = [{"source": "logs", "kind": "logs", "as_of": date(2026, 11, 20)}]
ABOUT = [{"source": "logs", "subject": "shop"}]


def column(found, code: str) -> Cell | None:
    return found.rows[0].cells[list(titles()).index(code)]


@pytest.mark.parametrize(("first", "reaching"), [(date(2026, 5, 20), 1), (date(2026, 5, 21), 0)])
def test_a_category_reaches_back_to_the_first_day_of_the_window_or_not(first, reaching):
    found = matrix(Kept(log_span=[span("database", first)], source=SOURCE, source_about=ABOUT))
    assert found.rows[0].system == "shop"
    assert column(found, "database") == Cell(1, reaching, first, first, 0)
    assert column(found, "firewall") is None
    assert found.untold is False


def test_an_inferred_year_reaches_nowhere_and_damage_is_counted():
    spans = [
        span("database", date(2026, 1, 1), year_inferred=True),
        span("database", date(2026, 1, 1), damaged_members=["a.gz"]),
        span(None, None),
    ]
    found = matrix(Kept(log_span=spans, source=SOURCE, source_about=ABOUT))
    assert column(found, "database") == Cell(2, 1, date(2026, 1, 1), date(2026, 1, 1), 1)
    assert (found.untold, found.rows[0].cells[-1]) == (True, Cell(1, 0, None, None, 0))


def test_settings_are_shown_beside_and_only_those_by_time_can_be_early():
    rows = [{"path": "x", "kind": "logrotate", "name": "*", "days": days} for days in (14.0, 400.0, None)]
    found = matrix(Kept(log_setting=rows, source=SOURCE))
    assert [one.early for one in found.settings] == [True, False, None]


def test_the_report_has_the_collector_s_categories_and_its_titles():
    found = matrix(Kept(log_setting=[{"path": "x", "kind": "sls", "name": "*", "days": 7.0}], source=SOURCE))
    assert (CATEGORIES, found.categories) == (tuple(titles()), tuple(titles().values()))


def test_no_logs_no_matrix():
    assert matrix(Kept()) is None
    assert matrix(Kept(months=None, log_span=[span("database", date(2026, 1, 1))])) is None
