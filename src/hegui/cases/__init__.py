"""What regulators decided: published cases, found, counted, compared with findings, and held against the judge.

``load()`` gives the cases; ``similar()`` those that resemble a finding. ``verbs`` answers what a person asks, ``show`` puts the
answer into words. The cases are data (``cases.csv``), and so is what they mean to the judge (``mapping.yaml``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from hegui.cases.likeness import Likeness, Match, circumstances_of, respondent_of, shown
from hegui.cases.model import Case, Cases, Problem
from hegui.cases.reading import load, project

__all__ = ["Case", "Cases", "Likeness", "Match", "Problem", "load", "project", "shown", "similar"]


def similar(
    finding: Mapping[str, Any], operator_kind: str | None, on: date, limit: int = 5, among: Likeness | None = None
) -> list[Match]:
    """Cases that resemble a finding, the likest first, none decided after *on*; *among* others than those of the project alone.

    *finding* has the interface's shape; its applied sanctions tell the circumstances. *operator_kind* is that of the profile.
    """
    return (among or _likeness()).similar(
        finding["obligation"],
        on,
        respondent=respondent_of(operator_kind),
        circumstances=circumstances_of(finding),
        limit=limit,
    )


@cache
def _likeness() -> Likeness:
    return Likeness(project().all)
