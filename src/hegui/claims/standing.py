"""On what a claim can rest, and which of its elements the exhibits show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from hegui.claims.data import code_word, data, listed, sentence
from hegui.claims.model import Claim, Exhibit, Respondent
from hegui.claims.rows import Facts, Row, merged, point, selected
from hegui.claims.situations import Situation
from hegui.claims.sources import Sources
from hegui.text import Text, text_of

ORDER = ("holds", "arguable", "none")
REFUSALS = ("refused", "ignored", "inadequate")
DUTIES = ("inquiry", "interview", "rectify")


def bases(claim: Claim, told: Sequence[tuple[Situation, Facts]], on: date, sources: Sources) -> list[dict[str, Any]]:
    """Every basis of one reading, those that hold first, each with its elements."""
    found = []
    for one, facts in told:
        day = one.act.governing(on) or on
        rules = broken(one, day, sources)
        for row, cites in selected("bases.yaml", facts, day, sources):
            needs = row.more.get("needs_rule", "")
            resting = tuple(rule for rule in rules if rule.startswith(needs))
            if resting or not needs:
                found.append(_basis(row, cites, one, resting, sources))
    whole = merged(found)
    for basis in whole:
        acts = frozenset(basis["acts"])
        names, respondent = basis.pop("element_names"), told[0][0].respondent
        elements = [_element(claim, respondent, name, acts, basis["fault"]) for name in names]
        basis["elements"] = [_followed(element, elements, basis["rules"]) for element in elements]
    return sorted(whole, key=lambda basis: ORDER.index(basis["state"]))


def broken(one: Situation, day: date, sources: Sources) -> tuple[str, ...]:
    """The rules that an act broke in this role, in force on a day."""
    found: list[str] = []
    for wrong in one.act.wrong:
        for rule in data("wrongs.yaml")[wrong]["rules"]:
            if one.role in rule.get("role", (one.role,)):
                found += sources.in_force(rule["cites"], day)
    return tuple(dict.fromkeys(found))


def _basis(row: Row, cites: Iterable[str], one: Situation, rules: Iterable[str], sources: Sources) -> dict[str, Any]:
    undated = one.act.start is None and row.more["state"] == "holds"
    return point(
        row,
        cites,
        sources,
        title=text_of(row.more["title"]).as_json(),
        state="arguable" if undated else row.more["state"],
        fault=row.more.get("fault"),
        rules=list(rules) if "breach" in row.more["elements"] else [],
        element_names=row.more["elements"],
        claimants=[one.claimant.id],
        acts=[one.act.id],
    )


def _element(claim: Claim, respondent: Respondent, name: str, acts: frozenset[str], fault: str) -> dict[str, Any]:
    """One element: held, contested or missing, with what shows it, who proves it and how to secure it."""
    entry = data("elements.yaml")[name]
    shown = [e for e in claim.exhibits if name in e.shows and acts & set(e.acts)]
    presumed = name == "fault" and fault == "presumed"
    state, because = _state(claim, respondent, name, shown, presumed)
    return {
        "element": name,
        "title": text_of({"en": entry["en"], "zh": entry["zh"]}).as_json(),
        "state": state,
        "because": because.as_json(),
        "proved_by": "respondent" if presumed else entry["by"],
        "exhibits": [e.id for e in shown],
        "secure": text_of(entry["secure"]).as_json(),
    }


def _followed(element: dict[str, Any], elements: Sequence[Mapping[str, Any]], rules: Sequence[str]) -> dict[str, Any]:
    """A rule is broken by an act that is shown, unless the respondent has a ground for it: a question of law, not of exhibits."""
    act_held = any(other["element"] == "act" and other["state"] == "held" for other in elements)
    if element["element"] == "breach" and element["state"] == "missing" and act_held and rules:
        return element | {"state": "contested", "because": sentence("follows").as_json()}
    return element


def _state(
    claim: Claim, respondent: Respondent, name: str, shown: Sequence[Exhibit], presumed: bool
) -> tuple[str, Text]:
    disputes = [d.says for d in respondent.disputes if d.element == name]
    exhibits = listed([Text(e.id, e.id) for e in shown])
    if disputes:
        if shown or presumed:
            return "contested", sentence("disputed", says=disputes[0])
        return "missing", sentence("disputed_bare", says=disputes[0])
    if presumed:
        return "held", sentence("presumed")
    if any(e.fixed and e.doubt is None for e in shown):
        return "held", sentence("shown", exhibits=exhibits)
    doubts = [e.doubt for e in shown if e.doubt]
    if doubts:
        return "contested", sentence("doubted", exhibits=exhibits, doubt=doubts[0])
    if shown:
        return "contested", sentence("not_fixed", exhibits=exhibits)
    return "missing", sentence("stated" if _stated(claim, respondent, name) else "nothing")


def _stated(claim: Claim, respondent: Respondent, name: str) -> bool:
    asked = [a for a in claim.asked if a.of == respondent.id]
    said: Mapping[str, bool] = {
        "request": any(a.answer in REFUSALS for a in asked),
        "public_duty": any(a.what in DUTIES for a in asked),
        "damage": bool(claim.harms),
        "act": True,
    }
    return said.get(name, False)


def lacking(reading: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Elements that are not held in any basis that holds or is arguable, each once, the missing first."""
    found: dict[str, dict[str, Any]] = {}
    for basis in reading["bases"]:
        for element in basis["elements"]:
            if element["state"] != "held":
                found.setdefault(element["element"], element)
    return sorted(found.values(), key=lambda element: element["state"] != "missing")


def element_word(code: str) -> Text:
    """The short word for an element."""
    return code_word("element", code)
