"""What went to addresses that are registered abroad, taken together: kind by kind, place by place, recipient by recipient."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from hegui.evidence.traffic.carrying import Carried

HOME = "CN"
Sent = tuple[str | None, str | None, Sequence[Carried]]  # place and recipient of a flow, and what it carries


def abroad(flows: Iterable[Sent]) -> Iterator[dict[str, Any]]:
    """A row a place, kind and recipient: how many flows, how many of them with a value of the test identity, how many different values."""
    counts: dict[tuple[str, str, str | None], list[int]] = {}
    values: dict[tuple[str, str, str | None], set[int]] = {}
    for place, recipient, carries in flows:
        if place in (None, HOME):
            continue
        for kind in dict.fromkeys(one.kind for one in carries):
            some = [one for one in carries if one.kind == kind]
            key = str(place), kind, recipient
            count = counts.setdefault(key, [0, 0])
            count[0] += 1
            count[1] += any(one.certain for one in some)
            values.setdefault(key, set()).update(*(one.values for one in some))
    for (place, kind, recipient), (number, certain) in counts.items():
        different = max(len(values[place, kind, recipient]), 1)  # one that is packed or hashed is not told from others
        yield {
            "place": place,
            "kind": kind,
            "recipient": recipient,
            "flows": number,
            "canaries": certain,
            "values": different,
        }
