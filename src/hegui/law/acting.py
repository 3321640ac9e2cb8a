"""Who is likely to act against one operator: the authorities of a clause, refined by its sector and its place.

The sector's own regulator stands where a clause says "sector authority", and first where it leads in that sector. The place gives the level that
usually decides. Both are data (``china/sector_authorities.csv``, ``authority_levels.csv``, ``places.yaml``) with their confidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import yaml12
from hegui.law.tables import rows_on
from hegui.text import Text

SECTOR = "sector"  # what a clause says where it names no regulator


@dataclass(frozen=True, slots=True)
class Level:
    """The body of an authority that usually decides at a place."""

    authority: str
    body: Text
    cites: tuple[str, ...]
    confidence: str


def of_sector(authorities: Sequence[str], sector: str | None, day: date) -> tuple[str, ...]:
    """The authorities of a clause for an operator of a *sector*, the usual one first; as they are where the sector is not in the data."""
    own = {
        row["authority"]: row["leads"] == "yes" for row in rows_on("sector_authorities", day) if row["sector"] == sector
    }
    named = [code for one in authorities for code in (own if one == SECTOR and own else (one,))]
    return tuple(sorted(dict.fromkeys(named), key=lambda code: not own.get(code, False)))


def at_place(authority: str, region: str | None, day: date) -> Level | None:
    """The level at which an authority usually acts in a *region* such as CN-31; None where the data does not know either."""
    place = _places().get(region or "")
    row = next((row for row in rows_on("authority_levels", day) if row["authority"] == authority), None)
    if place is None or row is None:
        return None
    which = "municipality" if place.get("municipality") else "usual"
    return Level(
        authority, Text(row[f"{which}_en"], row[f"{which}_zh"]), tuple(row["cites"].split(";")), row["confidence"]
    )


def place_name(region: str) -> Text:
    """The name of a region that ``at_place`` knows."""
    return Text(_places()[region]["en"], _places()[region]["zh"])


@cache
def _places() -> Mapping[str, Any]:
    raw = files("hegui.law").joinpath("china", "places.yaml").read_text(encoding="utf-8")
    places: Mapping[str, Any] = yaml12.load(raw)
    return places
