"""Circumstances that are assumed for the price alone, as ``--what-if refusal,mass_leak=2000000`` gives them."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from hegui.errors import InputError
from hegui.judge.circumstances import SUMS
from hegui.judge.practice import practice
from hegui.law import Law


def assumed(raw: str, law: Law) -> list[dict[str, Any]]:
    """Read kinds, each with its amount where it has one; they name no obligation and so count for every act.

    InputError for a kind that opens no tier and prices nothing, and for an amount that is no number.
    """
    return [_circumstance(part, law) for part in (p.strip() for p in raw.split(",")) if part]


def _circumstance(part: str, law: Law) -> dict[str, Any]:
    written, _, value = (piece.strip() for piece in part.partition("="))
    kind = practice()["also"].get(written, written)
    kinds = _kinds(law)
    if kind not in kinds:
        near = get_close_matches(kind, kinds, 1) or sorted(kinds)
        raise InputError(
            f"--what-if {written}: no such circumstance; did you mean {near[0]}? Known: {', '.join(sorted(kinds))}",
            f"--what-if {written}：没有这种情节；是否指 {near[0]}？已知：{'、'.join(sorted(kinds))}",
        )
    return {
        "circumstance": kind,
        "obligation": None,
        "kind": None,
        "subject": None,
        "at": None,
        "value": _amount(part, value),
    }


def _amount(part: str, value: str) -> float | None:
    try:
        return float(value.replace("_", "")) if value else None
    except ValueError:
        raise InputError(
            f"--what-if {part}: {value!r} is not a number; write it like mass_leak=2000000",
            f"--what-if {part}：{value!r} 不是数字；请写成 mass_leak=2000000",
        ) from None


def _kinds(law: Law) -> set[str]:
    """The kinds that open a tier, are implied by one that does, or are sums that a price turns on."""
    opening = {kind for tier in law.tiers for kind in tier.opened_by if kind.isidentifier()}
    return opening | set(practice()["implies"]) | set(SUMS)
