"""Collectors: each reads one kind of source into facts; found through the entry-point group ``hegui.collectors``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from hegui.engine import Collector


@cache
def collectors() -> dict[str, Collector]:
    """Every installed collector, by the kind of source it reads."""
    from importlib.metadata import entry_points

    return {entry.name: cast("Collector", entry.load()) for entry in entry_points(group="hegui.collectors")}
