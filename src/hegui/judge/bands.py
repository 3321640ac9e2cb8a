"""The bands in which a cyberspace authority chooses a fine: a second line beside the statutory range, never a part of it.

A range runs from the statute's least to its most, whether or not the fine is discretionary; facts that soften lead to the light band,
those that weigh to the heavy one, and none of them to the normal one. Where both are there, the band is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hegui.judge.practice import practice, text
from hegui.judge.price import Known, Price
from hegui.law.model import Number, Tier

Line = dict[str, Any]

AUTHORITY = "cac"
STEPS = ("light", "normal", "heavy")


@dataclass(frozen=True, slots=True)
class Shares:
    """Where the light band ends and the heavy one begins, as shares of the range, and by how much either may move."""

    light: Number
    heavy: Number
    float_: Number


def line(price: Price, known: Known, shares: Shares) -> Line | None:
    """The bands of the tier that fines an act; None where no cyberspace authority acts or the range is not known."""
    tier = next((t for t in reversed(price.tiers) if t.fined), None)
    span = _span(tier, known) if tier and AUTHORITY in tier.authorities else None
    if span is None:
        return None
    least, most = span
    light, heavy = (least + round((most - least) * share.value) for share in (shares.light, shares.heavy))
    step = chosen(known.kinds)
    amounts = {"light": [least, light], "normal": [light, heavy], "heavy": [heavy, most]}
    words = text(
        "bands", light=light, heavy=heavy, float=round(shares.float_.value * 100), step=text(f"step_{step or 'open'}")
    )
    return {
        "kind": "bands",
        "text": words.as_json(),
        "articles": [shares.light.article],
        "bands": amounts,
        "step": step,
    }


def chosen(kinds: Iterable[str]) -> str | None:
    """The band that the known facts lead to; None where some soften and some weigh."""
    known = set(kinds)
    softer, graver = (not known.isdisjoint(practice()["bands"][step]) for step in ("light", "heavy"))
    if softer and graver:
        return None
    return "light" if softer else "heavy" if graver else "normal"


def total(acts: Sequence[Mapping[str, Any]]) -> list[Line]:
    """One line for all acts that a cyberspace authority may fine: what the bands that the facts lead to come to."""
    banded = [one for act in acts for one in act["lines"] if one["kind"] == "bands"]
    if not banded:
        return []
    spans = [one["bands"][one["step"]] if one["step"] else _hull(one["bands"]) for one in banded]
    low, high = (sum(span[end] for span in spans) for end in (0, 1))
    return [
        {
            "kind": "bands",
            "text": text("bands_total", count=len(banded), low=low, high=high).as_json(),
            "articles": list(dict.fromkeys(cite for one in banded for cite in one["articles"])),
            "operator_cny": {"min": low, "max": high},
        }
    ]


def _hull(bands: Mapping[str, Sequence[int]]) -> tuple[int, int]:
    return bands["light"][0], bands["heavy"][1]


def _span(tier: Tier, known: Known) -> tuple[int, int] | None:
    """The statute's least and most; those of a multiple where its sum is known."""
    if tier.multiple_of is None or tier.multiple_max is None:
        return None if tier.operator_max is None else (tier.operator_min or 0, tier.operator_max)
    total_ = known.sums.get(tier.multiple_of)
    if total_ is None:
        return None
    least, most = (round((share or 0) * total_) for share in (tier.multiple_min, tier.multiple_max))
    return max(tier.operator_min or 0, least), max(tier.operator_max or 0, most)
