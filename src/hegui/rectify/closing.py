"""What became of the failures of an earlier dossier: a later audit closes what its evidence shows mended, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hegui.rectify.words import fill, words

Json = Mapping[str, Any]

DATA = "plan.yaml"
MOST_EXHIBITS = 5
_CODES = {"met": "mended", "unproven": "not_shown", "not_met": "still"}


def closing(before: Sequence[Json], after: Iterable[Json], on: str) -> list[dict[str, Any]]:
    """Every failure of the findings *before*, with what the findings *after* say of it as of a day; closed ones first.

    Only a finding that is met closes one: what is unproven or no longer judged stays open.
    """
    now = {finding["id"]: finding for finding in after}
    found = [_one(finding, now.get(finding["id"]), on) for finding in before if finding["verdict"] == "not_met"]
    return sorted(found, key=lambda one: (not one["closed"], one["id"]))


def _one(was: Json, now: Json | None, on: str) -> dict[str, Any]:
    code = _CODES.get(now["verdict"], "gone") if now else "gone"
    closed = code == "mended"
    return {
        "id": was["id"],
        "obligation": was["obligation"],
        "title": was["title"],
        "subject": was["subject"],
        "closed": closed,
        "state": "mended" if closed else "open",
        "code": code,
        "because": fill(words(DATA, "closes")[code], on=on).as_json(),
        "reason": now["reason"] if now else None,
        "exhibits": list(now["exhibits"][:MOST_EXHIBITS]) if now and closed else [],
    }
