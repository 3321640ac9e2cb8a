"""What authorities asked of an operator, and how far their demands stand: open, submitted, rejected or accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from hegui.checks import words as code_words
from hegui.rectify.words import words
from hegui.text import Text

Row = Mapping[str, Any]
Json = dict[str, Any]

# Kinds of demands that ask for something to be mended.
MENDING = ("order", "warning", "interview", "inspection", "stop_information")


def orders(rows: Iterable[Row], on: date) -> list[Json]:
    """The register of orders as of a day, the latest first; what came later is not known yet."""
    known = [row for row in rows if row["received_on"] is None or row["received_on"] <= on]
    known.sort(key=lambda row: (row["received_on"] or date.min, row["number"] or ""), reverse=True)
    return [_order(row, on) for row in known]


def state(row: Row, on: date) -> str:
    """How far one demand stands: what the authority said of the rectification, else whether anything was handed in."""
    if row["result"] in ("accepted", "rejected"):
        return str(row["result"])
    done = (row["answered_on"], row["rectified_on"])
    return "submitted" if any(day is not None and day <= on for day in done) else "open"


def for_duty(some: Iterable[Row], obligation: str) -> Iterator[Row]:
    """The demands that name a duty."""
    return (one for one in some if one["obligation"] == obligation and one["kind"] in MENDING)


def _order(row: Row, on: date) -> Json:
    days = {name: _iso(row[name]) for name in ("received_on", "due_on", "answered_on", "rectified_on")}
    return {
        "number": row["number"],
        "authority": row["authority"],
        "authority_name": code_words().get(f"authority.{row['authority']}", Text("–", "–")).as_json(),
        "kind": row["kind"],
        "kind_name": words("plan.yaml", "order_kinds")[row["kind"] or "other"].as_json(),
        **days,
        "overdue": row["due_on"] is not None and row["due_on"] < on,
        "result": row["result"],
        "refused": row["refused"],
        "obligation": row["obligation"],
        "state": state(row, on),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
