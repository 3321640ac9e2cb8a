"""Parts to assets: every column classed, every text searched, at the depth asked for."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from hegui.evidence.data.backups import Backup
from hegui.evidence.data.measuring import Measure
from hegui.evidence.data.opening import parts
from hegui.evidence.data.parts import Item, Part, Prose, Table
from hegui.evidence.files import Unreadable
from hegui.recognise.pi.columns import Tally
from hegui.recognise.pi.find import find
from hegui.recognise.pi.judging import CLASSES, Field, Kept, judged
from hegui.recognise.pi.kinds import KIND, KINDS
from hegui.recognise.pi.masks import masked
from hegui.recognise.pi.naming import table_of_people
from hegui.recognise.pi.stored import Form
from hegui.recognise.pi.validators import Answer
from hegui.text import Text

Depth = Literal["names", "sample", "full"]
DEPTHS: tuple[Depth, ...] = ("names", "sample", "full")
SAMPLE = 10_000  # rows of a table at depth sample; running text is always read in full
SURE = 0.95  # of the bound on what a sample can have missed
TELLING = (
    "cn_resident_id",
    "cn_passport",
    "account_id",
    "cn_mobile",
    "email",
    "wechat_id",
)  # kinds that tell persons apart, best first


@dataclass(frozen=True, slots=True)
class Asset:
    """A table or a text, and what it holds; ``examined`` of ``rows`` rows were read (of a text: lines)."""

    path: str
    kind: str
    rows: int
    examined: int
    bytes: int
    fields: tuple[Field, ...]
    backups: tuple[Backup, ...] = ()
    measures: tuple[Measure, ...] = ()  # of the fields of a table, in their order

    @property
    def persons(self) -> int | None:
        """How many persons the rows read speak of, by the column that tells them apart best; None where none does."""
        for kind in TELLING:
            counts = [
                measure.distinct.count()
                for field, measure in zip(self.fields, self.measures, strict=False)
                if measure.tell_apart and any(kept.kind == kind for kept in field.kinds)
            ]
            if counts:
                return max(counts)
        return None

    @property
    def children(self) -> int:
        """How many rows read are of persons under 14."""
        return max((field.children for field in self.fields), default=0)

    @property
    def missed(self) -> float:
        """The largest share of rows that can hold a kind unseen, with 95 % confidence, were the sample random."""
        if self.examined >= self.rows:
            return 0.0
        return round(1 - (1 - SURE) ** (1 / self.examined), 6) if self.examined else 1.0


def examine(item: Item, depth: Depth) -> Iterator[Asset | tuple[str, Unreadable]]:
    """The assets of a file; for what cannot be read its name and why, and whatever was read before that stays."""
    found = parts(item)
    while True:
        try:
            holder, part = next(found)
        except StopIteration:
            return
        except Unreadable as why:
            yield item.name, why
            return
        except RecursionError:
            yield item.name, Unreadable("too_deep")
            return
        try:
            yield asset(part, holder.name, holder.size(), depth)
        except Unreadable as why:
            yield holder.name, why


def asset(part: Part, path: str, size: int, depth: Depth) -> Asset:
    """One part examined."""
    name = f"{path}#{part.name}" if part.name else path
    return _table(part, name, size, depth) if isinstance(part, Table) else _prose(part, name, size)


def _table(table: Table, name: str, size: int, depth: Depth) -> Asset:
    holder = table_of_people(table.name or path_stem(name), [*table.columns, *filter(None, table.comments.values())])
    tallies = [Tally(column, holder, table.comments.get(column, "")) for column in table.columns]
    measures = [Measure(column) for column in table.columns]
    rows, examined = 0, 0
    most = {"names": 0, "sample": SAMPLE, "full": math.inf}[depth]
    if not (depth == "names" and table.rows is not None):
        for batch in table.batches:
            height = max(map(len, batch), default=0)
            take = int(min(height, max(0, most - examined)))
            for tally, measure, values in zip(tallies, measures, batch, strict=False):
                if take:
                    some = values if take == height else values[:take]
                    tally.add(some)
                    measure.tell_apart = measure.tell_apart or (not examined and tells_apart(tally))
                    measure.add(some)
            rows, examined = rows + height, examined + take
            if table.rows is not None and examined >= most:
                break
        if close := getattr(table.batches, "close", None):  # a reader that is not read to its end lets go of its file
            close()
    if table.rows is not None:
        examined = min(examined, table.rows)  # a list within a record makes its column higher than the table
    return Asset(
        name,
        table.kind,
        table.rows if table.rows is not None else rows,
        examined,
        size,
        tuple(map(judged, tallies)),
        table.backups,
        tuple(measures),
    )


def tells_apart(tally: Tally) -> bool:
    """Whether the values seen so far are of a kind that tells persons apart."""
    whole = {kind for kind, count in tally.counts.items() if count.whole >= tally.filled / 2}
    named = {kind for kind, fits in tally.shaped.items() if fits >= tally.looked_at / 2}
    return bool(tally.filled and (whole | named) & set(TELLING))


def path_stem(name: str) -> str:
    """The last part of a path, without its suffix: what a file of one table is called."""
    return name.replace("!", "/").rpartition("/")[2].partition(".")[0]


def _prose(prose: Prose, name: str, size: int) -> Asset:
    counts = np.zeros(len(KINDS), np.int64)
    valid = np.zeros(len(KINDS), np.int64)
    samples: dict[int, str] = {}
    lines = 0
    for block in prose.blocks:
        hits = find(block)
        lines += block.count(b"\n") + (not block.endswith(b"\n"))
        counts += np.bincount(hits.kind, minlength=len(KINDS))
        valid += np.bincount(hits.kind[hits.answer == Answer.YES], minlength=len(KINDS))
        for number, at in zip(*np.unique(hits.kind, return_index=True), strict=True):
            if int(number) not in samples:
                value = block[hits.start[at] : hits.end[at]].decode("utf-8", "replace")
                samples[int(number)] = masked(KINDS[number].id, value)
    kept = [
        Kept(
            KINDS[n].id,
            int(counts[n]),
            int(valid[n]),
            samples[int(n)],
            0.95 if valid[n] * 2 >= counts[n] else 0.8,
            _in_text(int(n), int(counts[n])),
        )
        for n in np.flatnonzero(counts)
    ]
    kept.sort(key=lambda k: (-CLASSES.index(KIND[k.kind].klass), -k.count))
    return Asset(name, prose.kind, lines, lines, size, (_field(kept),))


def _in_text(number: int, count: int) -> Text:
    title = KINDS[number].title
    return Text(f"{title.en} found {count} times in the text", f"文本中发现{title.zh} {count} 处")


def _field(kept: list[Kept]) -> Field:
    strongest = kept[0] if kept else None
    klass = KIND[strongest.kind].klass if strongest else "none"
    because = strongest.because if strongest else Text("nothing found in the text", "文本中未发现")
    form = Form("plain", strongest.confidence) if strongest else Form("unknown", 0.0)
    return Field("", tuple(kept), klass, strongest.confidence if strongest else 0.5, because, form, 0)
