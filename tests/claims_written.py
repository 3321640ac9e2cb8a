"""Claim files made for tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from hegui import claims


def written(folder: Path, text: str) -> Path:
    """A claim file."""
    path = folder / "claim.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def claim_text(
    on: str | None = None,
    since: str | None = None,
    until: str | None = None,
    role: str = "network_operator",
    place: str = "CN",
    who: str = "kind: person",
    wrong: str = "collected_without_consent",
    act: str = "",
    tail: str = "",
) -> str:
    """A claim of one person against one company for one act."""
    days = [f"{key}: {day}" for key, day in (("on", on), ("from", since), ("until", until)) if day]
    more = "".join(f", {part}" for part in [*days, act] if part)
    return (
        "hegui: 1\n"
        f"claimants: [{{id: a, {who}, place: {place}}}]\n"
        f"respondents: [{{id: r, place: CN, roles: [{role}]}}]\n"
        f"acts: [{{id: x, what: it happened, wrong: {wrong}{more}}}]\n"
        f"{tail}"
    )


def answered(folder: Path, day: date, **facts: Any) -> dict[str, Any]:
    """The answer to such a claim on a day."""
    return claims.answer(written(folder, claim_text(**facts)), day)


def points(document: dict[str, Any], part: str) -> set[str]:
    """The ids of the points of a part of the readings."""
    return {point["id"] for reading in document["readings"] for point in reading[part]}


def remarks(document: dict[str, Any]) -> str:
    """All remarks in English."""
    return "\n".join(remark["en"] for remark in document["remarks"])
