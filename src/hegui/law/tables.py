"""Lists of the law that are neither duties nor prices: how long to keep what, thresholds and clocks of incidents, kinds of apps, grades.

Each row holds for the days from ``from`` to ``to`` and names its ``cite`` or ``cites``, its source and its confidence; where sources
differ, ``uncertain_en`` and ``uncertain_zh`` say so. Columns that end in ``_en`` and ``_zh`` say the same in both languages.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from hegui.errors import LawError

Row = Mapping[str, str]

TABLES = {
    "retention": "retention.csv",  # records and how long they are kept
    "real_identity": "realname.csv",  # services that ask for a real identity, and what counts as one
    "incident_levels": "incident_levels.csv",  # thresholds of the levels of an incident
    "incident_clocks": "incident_clocks.csv",  # who tells whom within which time
    "app_behaviours": "apps/behaviours.csv",  # the 31 behaviours of unlawful collection
    "app_types": "apps/types.csv",  # the 39 types of apps and what they need to know
    "mlps_grading": "mlps/grading.csv",  # object harmed and degree of harm -> level
    "mlps_families": "mlps/families.csv",  # how many requirements a level has
    "mlps_rules": "mlps/rules.csv",  # grading, filing, assessment
    "sector_authorities": "sector_authorities.csv",  # who regulates a sector, and whether it leads there
    "authority_levels": "authority_levels.csv",  # which level of an authority usually decides
}


def table(name: str, on: date) -> tuple[Row, ...]:
    """The rows of a table that hold on a day; LawError where it has none for that day."""
    rows = rows_on(name, on)
    if not rows:
        raise LawError(
            f"unknown for this date: the law data has no {name} for {on}",
            f"该日期不明：法律数据中没有 {on} 的 {name}",
        )
    return rows


def rows_on(name: str, on: date) -> tuple[Row, ...]:
    """The rows of a table that hold on a day; none where the data does not reach it."""
    return tuple(row for row in _rows(name) if _holds(row, on.isoformat()))


@cache
def _rows(name: str) -> tuple[Row, ...]:
    with files("hegui.law").joinpath("china", *TABLES[name].split("/")).open(encoding="utf-8") as lines:
        return tuple(csv.DictReader(lines))


def _holds(row: Row, day: str) -> bool:
    return row["from"] <= day and (not row["to"] or day <= row["to"])
