"""The logs collector: log files of many formats and containers into spans, days, gaps and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from hegui.engine import Shard, Source
from hegui.text import Text

if TYPE_CHECKING:
    from hegui.facts import Facts


@dataclass(frozen=True)
class Logs:
    """Reads logs. Options of a source: ``timezone`` (of zone-less stamps), ``max_gap`` (seconds), ``hash``, ``formats``, ``category``."""

    kind: str = "logs"
    version: str = "5"

    @cached_property
    def blind_spots(self) -> tuple[Text, ...]:
        """What reading log files cannot show."""
        from hegui.evidence.logs.words import words

        return tuple(words()["blind_spots"].values())

    def shards(self, source: Source) -> Iterable[Shard]:
        """One shard a file."""
        from hegui.evidence.logs.places import shards

        return shards(source)

    def read(self, shard: Shard) -> Facts:
        """The part of one shard."""
        from hegui.evidence.logs.reading import read

        return read(shard)

    def merge(self, source: Source, parts: Iterable[Facts]) -> Facts:
        """The facts of the source."""
        from hegui.evidence.logs.merging import merge

        return merge(source, parts)


collector = Logs()
