"""What a scan of a policy finds against, with the articles of the day: lacks and wordings are data, each points to its duties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import law, yaml12
from hegui.evidence.policy.elements import elements
from hegui.recognise.pi.families import families
from hegui.scan.rules import articles
from hegui.text import Text

_LACKS = Text("the policy does not say: {element}", "政策未载明：{element}")
_MOST_DAYS = "pi_complaint.working_days"
_DAYS = ("days", "working_days")


def findings(policy: Mapping[str, Any], declared: Sequence[Mapping[str, Any]], on: date) -> Iterator[dict[str, Any]]:
    """The findings of one policy of the answer; *declared* are its rows."""
    lacking = [one["element"] for one in policy["elements"] if not one["present"]]
    if policy["placeholder"]:
        yield _finding("unfilled", policy, on, words=policy["title"] or "")
    if {"purposes", "methods", "kinds"} <= set(lacking):
        yield _finding("no_rules", policy, on)
    for element in lacking:
        rule = _rules()["elements"].get(element)
        cites = _of_instruments(articles(rule["duties"], on), rule.get("instruments")) if rule else []
        if cites and _matters(rule.get("only", {}), policy):
            title = elements()[element]
            reason = Text(_LACKS.en.format(element=title.en), _LACKS.zh.format(element=title.zh))
            yield _row(f"lacks_{element}", policy["path"], rule["strength"], reason, cites)
    if policy["signals"]["consent_by_use"]:
        quote = next((row["quote"] for row in declared if row["what"] == "consent_by_use"), "")
        yield _finding("consent_by_use", policy, on, words=quote)
    if vague := [row["quote"] for row in declared if row["what"] == "vague"]:
        yield _finding("vague_list", policy, on, n=len(vague), words=vague[0])
    most = law.load().number(_MOST_DAYS, on)
    slow = [
        one["amount"]
        for one in policy["declared"]["answers"]
        if one["unit"] in _DAYS and most and one["amount"] > most.value
    ]
    if most and slow:
        yield _finding("slow_answer", policy, on, n=max(slow), most=int(most.value))


def _of_instruments(cites: Sequence[str], instruments: Sequence[str] | None) -> list[str]:
    """The articles of some instruments; of all where none is named."""
    return [cite for cite in cites if instruments is None or cite.partition("@")[0] in instruments]


def _finding(name: str, policy: Mapping[str, Any], on: date, **words: object) -> dict[str, Any]:
    rule = _rules()["others"][name]
    reason = Text(rule["en"].format(**words), rule["zh"].format(**words))
    return _row(name, policy["path"], rule["strength"], reason, articles(rule["duties"], on))


def _row(rule: str, where: str, strength: str, reason: Text, cites: list[str]) -> dict[str, Any]:
    return {"rule": rule, "where": where, "strength": strength, "reason": reason.as_json(), "articles": cites}


def _matters(only: Mapping[str, Any], policy: Mapping[str, Any]) -> bool:
    """Whether what is declared makes a lack matter: any of a list, any at all, or any sensitive kind."""
    for name, wanted in only.items():
        values = policy["declared"][name]
        if wanted == "sensitive":
            values = [kind for kind in values if families()[kind].sensitive]
        elif wanted != "any":
            values = [value for value in values if value in wanted]
        if not values:
            return False
    return True


@cache
def _rules() -> Mapping[str, Any]:
    rules: Mapping[str, Any] = yaml12.load(
        files("hegui.scan").joinpath("policy_rules.yaml").read_text(encoding="utf-8")
    )
    return rules
