"""The plan of a dossier: what it keeps, handed to the room that plans."""

from __future__ import annotations

from typing import Any

from hegui.dossier import Dossier
from hegui.errors import InputError
from hegui.law import load
from hegui.rectify.closing import closing
from hegui.rectify.plan import plan as planned


def plan(d: Dossier, since: Dossier | None = None) -> dict[str, Any]:
    """What to mend by a dossier; with an earlier one, ``since`` says what became of its failures."""
    facts = {name: d.facts(name) for name in d.fact_tables}
    result = planned(d.document, d.findings, d.law, facts, load())
    if since is None:
        return result
    if since.document["operator"] != d.document["operator"]:
        raise InputError(
            "--since: the two dossiers are about different operators; give an earlier dossier of the same one.",
            "--since：两份卷宗涉及不同的运营者，请给出同一运营者较早的卷宗。",
        )
    day = d.document["as_if"] or d.document["on"]
    return {**result, "since": closing(since.findings, d.findings, day)}
