"""A collector: drills from an iCalendar file, as facts of the table ``drill``.

A package makes it known with the entry point

    [project.entry-points."hegui.collectors"]
    drill_calendar = "drill_calendar:collector"

and a profile uses it with ``{id: drills, kind: drill_calendar, path: drills.ics, …}``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from hegui.engine import Shard, Source
from hegui.facts import Facts, facts_of, join
from hegui.text import Text

MOST_BYTES = 1_000_000


class DrillCalendar:
    """Reads one file a shard; a bad file is a row in ``unreadable``, never an exception."""

    kind = "drill_calendar"
    version = "1"
    blind_spots = (
        Text("A calendar entry shows a plan to meet, not that anybody came.", "日历条目仅表明计划，不表明实际参加。"),
    )

    def shards(self, source: Source) -> Iterable[Shard]:
        """The one file of the source."""
        yield Shard(source, source.location)

    def read(self, shard: Shard) -> Facts:
        """The drills of one calendar."""
        source = shard.source
        where = {"operator": source.operator, "source": source.id}
        try:
            raw = Path(shard.path).read_bytes()[:MOST_BYTES]
            days = [_day(line) for line in raw.decode("utf-8").splitlines() if line.startswith("DTSTART")]
        except (OSError, UnicodeDecodeError, ValueError) as error:
            reason = "not_found" if isinstance(error, FileNotFoundError) else "wrong_format"
            return facts_of({"unreadable": [{**where, "path": source.name, "reason": reason}]})
        digest = hashlib.sha256(raw).hexdigest()
        exhibit = {
            "exhibit": f"{source.id}:{source.name}",
            "locator": source.name,
            "sha256": digest,
            "proof": "registered",
        }
        return facts_of(
            {
                "drill": [
                    {**where, "row_number": n, "exhibit": exhibit["exhibit"], "held_on": day}
                    for n, day in enumerate(days, 1)
                ],
                "exhibit": [{**where, **exhibit, "taken_at": source.taken_at}],
                "coverage": [{**where, "unit": "rows", "population": len(days), "examined": len(days), "how": "all"}],
            }
        )

    def merge(self, source: Source, parts: Iterable[Facts]) -> Facts:
        """One part a source, so there is nothing to add up."""
        return join(parts)


def _day(line: str) -> date:
    return date.fromisoformat(line.rpartition(":")[2][:8])


collector = DrillCalendar()
