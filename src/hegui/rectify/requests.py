"""The evidence request list: who hands over what, for which system and which article, and what is there already.

Every obligation that applies asks for the evidence that would settle it; ``hand_over.yaml`` says which pieces those are and which role
usually has them. What no machine judges asks for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hegui.checks import Check
from hegui.facts import Facts, registers
from hegui.judge.findings import role_word
from hegui.judge.scope import Applies, scope
from hegui.law import Law
from hegui.law.model import Obligation
from hegui.profile.kinds import code_words
from hegui.rectify.given import BEST_FIRST, Given
from hegui.rectify.rows import Own, Row, by_operator
from hegui.rectify.words import data, words
from hegui.text import Text, text_of

DATA = "hand_over.yaml"


def requests(facts: Facts, law: Law, checks: Mapping[str, Check], on: date) -> dict[str, Any]:
    """What every operator in *facts* has to hand over as of a day, grouped by role and system; LawError before the law began."""
    law.refuse_before(on)
    reads = _reads(checks.values())
    groups = [group for operator, own in by_operator(facts) for group in _groups(law, reads, operator, own, on)]
    given = [item["given"] for group in groups for item in group["items"]]
    totals = {"all": len(given), "given": sum(given), "not_given": len(given) - sum(given)}
    return {"on": on.isoformat(), "totals": totals, "requests": groups}


@dataclass(slots=True)
class _Item:
    """One piece of evidence, for all duties and subjects that ask for it."""

    pieces: tuple[str, ...]
    status: str = "given"
    sources: list[str] = field(default_factory=list)
    subjects: dict[str, Row] = field(default_factory=dict)
    duties: dict[str, Applies] = field(default_factory=dict)

    def add(self, applies: Applies, subject: Row, status: str, sources: Iterable[str]) -> None:
        """One more duty and subject; the worst status counts for all."""
        self.status = max(self.status, status, key=BEST_FIRST.index)
        self.sources = list(dict.fromkeys([*self.sources, *sources]))
        self.subjects[f"{subject['kind']}/{subject['subject']}"] = subject
        self.duties[applies.obligation.id] = applies


def _groups(law: Law, reads: Mapping[str, set[str]], operator: Row, own: Own, on: date) -> Iterator[dict[str, Any]]:
    subjects = own["subject"]
    _, applicability = scope(law, on, operator, subjects, own["override"])
    given, systems = Given(own, on), _systems(subjects)
    found: dict[tuple[str, str | None], dict[tuple[str, ...], _Item]] = {}
    for applies in applicability:
        duty = applies.obligation
        for pieces in _pieces(duty, reads) if duty.settling != "not_for_a_machine" else ():
            for subject in applies.subjects:
                group = found.setdefault((_with(duty, pieces), systems.get((subject["kind"], subject["subject"]))), {})
                item = group.setdefault((*pieces, duty.id) if pieces == ("other",) else pieces, _Item(pieces))
                item.add(applies, subject, *given.status(pieces, subject, lasting=duty.nature == "state"))
    names = {s["subject"]: Text(s["name_en"], s["name_zh"]) for s in subjects if s["kind"] == "system"}
    held = {p["role"] for p in own["person"] if (p["since"] or on) <= on <= (p["until"] or on)}
    order = list(names)
    for (role, system), items in sorted(found.items(), key=lambda entry: _place(entry[0][0], entry[0][1], order)):
        yield {
            "operator": operator["operator"],
            "role": role,
            "role_name": role_word(role).as_json(),
            "held": role in held,
            "system": system,
            "system_name": names[system].as_json() if system else None,
            "items": [_item(law, item, on) for item in items.values()],
        }


def _item(law: Law, item: _Item, on: date) -> dict[str, Any]:
    return {
        "what": _what(item).as_json(),
        "pieces": list(item.pieces),
        "status": item.status,
        "status_name": words(DATA, "status")[item.status].as_json(),
        "given": item.status == "given",
        "sources": item.sources,
        "subjects": [
            {"kind": s["kind"], "id": s["subject"], "name": {"en": s["name_en"], "zh": s["name_zh"]}}
            for s in item.subjects.values()
        ],
        "for": [
            {
                "obligation": duty.obligation.id,
                "title": duty.obligation.title.as_json(),
                "articles": list(law.article_on(duty.obligation, on)),
                "arguable": duty.role is not None and duty.role.state == "arguable",
                "settled_by": duty.obligation.settled_by.as_json(),
            }
            for duty in item.duties.values()
        ],
    }


def _what(item: _Item) -> Text:
    """The words for alternative pieces."""
    names = [_piece_words(piece, item) for piece in item.pieces]
    either = text_of(data(DATA)["or"])
    return Text(either.en.join(n.en for n in names), either.zh.join(n.zh for n in names))


def _piece_words(piece: str, item: _Item) -> Text:
    kind, _, code = piece.partition("/")
    match kind:
        case "register":
            return registers()[code.partition(".")[0]].title
        case "document":
            return text_of(code_words("documents")[code])
        case "logs":
            return words(DATA, "words")["logs"]
    return next(iter(item.duties.values())).obligation.settled_by


def _reads(checks: Iterable[Check]) -> dict[str, set[str]]:
    """The pieces that checks read, by obligation."""
    found: dict[str, set[str]] = {}
    for check in checks:
        pieces = {f"register/{table}" for table in check.needs if table in registers()}
        found.setdefault(check.obligation, set()).update(pieces | ({"logs"} if "log_span" in check.needs else set()))
    return found


def _pieces(duty: Obligation, reads: Mapping[str, set[str]]) -> list[tuple[str, ...]]:
    """The pieces of evidence that a duty asks for, each with its alternatives."""
    if known := data(DATA)["pieces"].get(duty.id):
        return [tuple(alternatives) for alternatives in known]
    return [(piece,) for piece in sorted(reads.get(duty.id, ()))] or [("other",)]


def _with(duty: Obligation, pieces: Sequence[str]) -> str:
    """The role that usually has a piece."""
    roles: Mapping[str, str] = data(DATA)["usually_with"]
    asked = (duty.id, duty.group) if pieces == ("other",) else pieces
    return next((roles[key] for key in asked if key in roles), roles["else"])


def _systems(subjects: Iterable[Row]) -> dict[tuple[str, str], str]:
    """For each subject that lies in a system, which: itself, the one that carries it, or the one that carries its service."""
    some = list(subjects)
    services = {s["subject"]: s["part_of"] for s in some if s["kind"] == "service"}
    known = {s["subject"] for s in some if s["kind"] == "system"}
    found: dict[tuple[str, str], str] = {}
    for s in some:
        upper = {"system": s["subject"], "account_base": services.get(s["part_of"])}.get(s["kind"], s["part_of"])
        if upper in known:
            found[s["kind"], s["subject"]] = str(upper)
    return found


def _place(role: str, system: str | None, systems: Sequence[str]) -> tuple[int, int]:
    """Roles in the order of the profile's words, the operator as a whole before its systems."""
    return list(code_words("people_roles")).index(role), -1 if system is None else systems.index(system)
