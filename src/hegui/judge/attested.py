"""What named roles attest, as answers beside those of the checks: of the weakest proof, and only until the day they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from hegui.checks import Verdict
from hegui.judge.findings import Builder, role_word
from hegui.judge.verdicts import Answer
from hegui.text import Text

_VERDICTS: Mapping[str, Verdict] = {"done": "met", "none": "not_met", "none_happened": "not_applicable"}
_WORDS: Mapping[str, Text] = {
    "done": Text(
        "The {role} states that it is done ({day}, valid until {until}).",
        "{role}声明已做到（{day}，有效期至{until}）。",
    ),
    "none": Text("The {role} states that there is none ({day}).", "{role}声明没有此项（{day}）。"),
    "none_happened": Text(
        "The {role} states that no such event happened ({day}).", "{role}声明未发生此类事件（{day}）。"
    ),
}


def answers(rows: Iterable[Mapping[str, Any]], on: date, builder: Builder) -> dict[tuple[str, str], list[Answer]]:
    """Answers by obligation and subject ('' is every subject); an expired or future attestation counts for nothing."""
    found: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for row in rows:
        if row["made_on"] > on or (row["until"] is not None and row["until"] < on):
            continue
        role = role_word(row["by_role"])
        template = _WORDS[row["says"]]
        reason = Text(
            *(t.format(role=r, day=row["made_on"], until=row["until"]) for t, r in zip(template, role, strict=True))
        )
        found[row["obligation"], row["subject"] or ""].append(
            Answer(
                verdict=_VERDICTS[row["says"]],
                reason=reason,
                strength="decides",
                proof=builder.proof_of(row["operator"], row["exhibit"]),
                exhibits=(row["exhibit"],),
                sentence=f"attested_{row['says']}",
            )
        )
    return found
