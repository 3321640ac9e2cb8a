"""Findings in the shape of the interface, from answers and the facts behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from hegui.checks import words
from hegui.dates import SHANGHAI
from hegui.evidence.wording import why
from hegui.facts import Facts, table_of
from hegui.judge.exposure import sanctions
from hegui.judge.scope import Applies, Row, before_law
from hegui.judge.verdicts import Answer, followed
from hegui.law import Law
from hegui.law.model import Obligation
from hegui.text import Text

MOST_EXHIBITS = 20
MOST_SKIPPED = 20
BLOCK, BLOCKS = 256, 64  # exhibits are read from their table in blocks, and the last blocks are kept

_NO_ROW = Text("No check answered for this subject, so nothing is proven.", "没有检查对该对象作出回答，因此未能证明。")
_NO_CHECK = Text(
    "No check decides this duty. What would settle it: {how}", "没有检查可对该义务作出结论。可资证明的证据：{how}"
)
_HOW: Mapping[str, Text] = {
    "all": Text("all that was handed over", "提交内容全部检查"),
    "sample": Text("a sample", "抽样"),
    "none": Text("nothing was handed over", "未提交证据"),
}


class Builder:
    """Looks up names, exhibits and coverage while findings are built."""

    def __init__(self, facts: Facts, law: Law, on: date) -> None:
        self._law, self._on = law, on
        self._exhibits = (facts["exhibit"] if "exhibit" in facts else table_of("exhibit", [])).combine_chunks()
        keys = zip(*(self._exhibits.column(c).to_pylist() for c in ("operator", "exhibit")), strict=True)
        self._exhibit_at = {key: at for at, key in enumerate(keys)}
        self._block = lru_cache(maxsize=BLOCKS)(self._read_block)
        self._proofs = self._exhibits.column("proof").to_pylist()
        self._names = {
            (s["operator"], s["kind"], s["subject"]): Text(s["name_en"] or s["subject"], s["name_zh"] or s["subject"])
            for s in facts["subject"].to_pylist()
        }
        self._coverage = _grouped(facts, "coverage")
        self._skipped = _grouped(facts, "skipped")

    def as_of(self, day: date) -> Builder:
        """The same look-ups for findings as of another day."""
        other = copy(self)
        other._on = day
        return other

    def proof_of(self, operator: str, exhibit: str) -> str | None:
        """The proof an exhibit gives; None where there is no such exhibit."""
        at = self._exhibit_at.get((operator, exhibit))
        return None if at is None else self._proofs[at]

    def name_of(self, operator: str, kind: str, subject: str) -> Text:
        """The name of a subject in both languages; its id where it has none."""
        return self._names.get((operator, kind, subject), Text(subject, subject))

    def finding(self, applies: Applies, subject: Row, answer: Answer, exceptions: Sequence[Row]) -> dict[str, Any]:
        """The finding of one answer: an event ``at`` a day, or a state ``from`` a day, where one is known, ``until`` its subject ended.

        An event before the law's first day is not reached.
        """
        duty = applies.obligation
        lasting = duty.nature == "state"
        day = self._on if lasting or answer.at is None else answer.at
        articles = self._law.article_on(duty, day)
        if day < (start := self._law.first_day(duty)) or not articles:
            reason = before_law(day, start)
            return self.not_applicable(applies, subject["subject"], reason, answer.instance)
        liability = self._law.liability_on(duty, day)
        shown = self._shown(applies.operator, answer.exhibits)
        return {
            **self._head(applies, subject["subject"], subject["kind"], answer.instance),
            "at": None if lasting else _iso(answer.at),
            "from": _iso(answer.at) if lasting else None,
            "until": _iso(subject["until"]) if lasting else None,
            "verdict": answer.verdict,
            "proof": answer.proof,
            "strength": answer.strength,
            "articles": list(articles),
            "liability": list(liability),
            "reason": answer.reason.as_json(),
            "missing": [words()[code].as_json() for code in answer.missing],
            "settled_by": duty.settled_by.as_json(),
            "exhibits": [_exhibit(e) for e in shown],
            "exhibits_total": len(answer.exhibits),
            "coverage": self._cover(applies.operator, dict.fromkeys(e["source"] for e in shown)),
            "sanctions": sanctions(self._law, duty, day),
            "exceptions": [_exception(e) for e in exceptions if _covers(e, duty, subject, self._on)],
            "similar_cases": [],
            "check": answer.check,
            "sentence": answer.sentence,
        }

    def not_applicable(
        self, applies: Applies, subject: str, because: Text, instance: str | None = None
    ) -> dict[str, Any]:
        """A duty that does not apply, with the fact that decides it."""
        duty = applies.obligation
        kind = duty.subject if subject != applies.operator else "operator"
        return {
            **self._head(applies, subject, kind, instance),
            "at": None,
            "from": None,
            "until": None,
            "verdict": "not_applicable",
            "proof": None,
            "strength": "decides",
            "articles": list(self._law.article_on(duty, self._on)),
            "liability": list(self._law.liability_on(duty, self._on)),
            "reason": because.as_json(),
            "missing": [],
            "settled_by": duty.settled_by.as_json(),
            "exhibits": [],
            "exhibits_total": 0,
            "coverage": self._cover(applies.operator, []),
            "sanctions": [],
            "exceptions": [],
            "similar_cases": [],
            "check": None,
            "sentence": "not_applicable",
        }

    def undecided(self, duty: Obligation, voices: Sequence[Answer]) -> Answer:
        """The answer where no check answered: unproven, with what would settle it and what was said."""
        reason = _NO_ROW
        if duty.settling != "check":
            reason = Text(*(t.format(how=how) for t, how in zip(_NO_CHECK, duty.settled_by, strict=True)))
        exhibits = tuple(e for voice in voices for e in voice.exhibits)
        proof = voices[0].proof if voices else None
        return Answer("unproven", followed(reason, voices), "supports", proof, exhibits, sentence="undecided")

    def _head(self, applies: Applies, subject: str, kind: str, instance: str | None) -> dict[str, Any]:
        duty = applies.obligation
        return {
            "id": "/".join(part for part in (duty.id, kind, subject, instance) if part),
            "obligation": duty.id,
            "title": duty.title.as_json(),
            "subject": {"kind": kind, "id": subject, "name": self.name_of(applies.operator, kind, subject).as_json()},
            "instance": instance,
            "role": applies.role.role if applies.role else None,
            "role_state": applies.role.state if applies.role else None,
        }

    def _shown(self, operator: str, exhibits: Sequence[str]) -> list[Row]:
        found = (self._exhibit_at.get((operator, e)) for e in _spread(exhibits))
        return [self._block(at // BLOCK)[at % BLOCK] for at in found if at is not None]

    def _read_block(self, number: int) -> Sequence[Row]:
        rows: Sequence[Row] = self._exhibits.slice(number * BLOCK, BLOCK).to_pylist()
        return rows

    def _cover(self, operator: str, sources: Iterable[str]) -> dict[str, Any]:
        sources = tuple(sources)
        rows = [row for source in sources for row in self._coverage[operator, source]]
        skipped = [row for source in sources for row in self._skipped[operator, source]]
        how = "none" if not rows else "sample" if any(row["how"] == "sample" for row in rows) else "all"
        return {
            "population": sum(row["population"] or 0 for row in rows),
            "examined": sum(row["examined"] or 0 for row in rows),
            "unit": _one_unit(row["unit"] for row in rows),
            "how": _HOW[how].as_json(),
            "skipped": [{"what": row["what"], "why": why(row["why"]).as_json()} for row in skipped[:MOST_SKIPPED]],
            "skipped_total": len(skipped),
        }


def _one_unit(units: Iterable[str]) -> str | None:
    """What was counted, where sources count alike; else plain items."""
    some = set(units)
    return some.pop() if len(some) == 1 else "items" if some else None


def role_word(role: str) -> Text:
    """The word for a role of a person, such as 'legal representative'."""
    return words().get(f"role.{role}", Text(role, role))


def _spread(exhibits: Sequence[str]) -> Sequence[str]:
    """At most twenty exhibits, the first and the last among them."""
    if len(exhibits) <= MOST_EXHIBITS:
        return exhibits
    return (*exhibits[: MOST_EXHIBITS - 1], exhibits[-1])


def _grouped(facts: Facts, table: str) -> dict[tuple[str, str], list[Row]]:
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    if table in facts:
        for row in facts[table].to_pylist():
            grouped[row["operator"], row["source"]].append(row)
    return grouped


def _covers(exception: Row, duty: Obligation, subject: Row, on: date) -> bool:
    return (
        exception["obligation"] == duty.id
        and exception["subject"] in (None, subject["subject"])
        and exception["made_on"] <= on <= exception["until"]
    )


def _exception(row: Row) -> dict[str, Any]:
    return {
        "id": row["exception"],
        "by": row["by_role"],
        "until": _iso(row["until"]),
        "reason": {"en": row["reason_en"], "zh": row["reason_zh"]},
    }


def _exhibit(row: Row) -> dict[str, Any]:
    return {
        "id": row["exhibit"],
        "source": row["source"],
        "locator": row["locator"],
        "sha256": row["sha256"],
        "period": [_iso(row["period_from"]), _iso(row["period_to"])],
        "taken_at": _iso(row["taken_at"]),
        "proof": row["proof"],
    }


def _iso(moment: date | datetime | None) -> str | None:
    if moment is None:
        return None
    if isinstance(moment, datetime):
        return moment.astimezone(SHANGHAI).isoformat()
    return moment.isoformat()
