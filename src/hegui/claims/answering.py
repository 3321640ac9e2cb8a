"""The answer to a claim: dated and cited, a part for each respondent in each role, and what holds for all of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from hegui import __version__
from hegui.claims.asking import remedies
from hegui.claims.data import code_word, listed, sentence
from hegui.claims.model import Claim, Respondent
from hegui.claims.reading import read
from hegui.claims.rows import Facts, merged, point, rows, selected
from hegui.claims.situations import ANY_ROLE, Situation, facts, in_json, readings, situations, together
from hegui.claims.sources import Sources, sources
from hegui.claims.standing import bases, element_word, lacking
from hegui.claims.times import periods
from hegui.text import Text, text_of

GIVEN = ("claimants", "respondents", "acts", "harms", "exhibits", "asked", "proceedings")
APART = Text("; ", "；")  # between titles, which may hold commas of their own
TOPICS = ("court", "foreign", "evidence", "authority", "abroad", "public")
Told = Sequence[tuple[Situation, Facts]]


def answer(path: Path, on: date) -> dict[str, Any]:
    """What a claimant can ask, as of a day; InputError where the file cannot be used."""
    claim, known = read(path, on), sources()
    told = {
        (respondent.id, role): [(one, facts(claim, one, on)) for one in situations(claim, respondent, role)]
        for respondent, role in readings(claim)
    }
    parts = [
        _reading(claim, respondent, role, told[respondent.id, role], on, known)
        for respondent, role in readings(claim)
        if told[respondent.id, role]
    ]
    every = [words for part in told.values() for _, words in part]
    document = {
        "claim": {"file": claim.file, "sha256": claim.sha256, "title": claim.title.as_json()},
        "on": on.isoformat(),
        "hegui": __version__,
        "statement": sentence("statement").as_json(),
        "warnings": [warning.as_json() for warning in _warnings(known, on)],
        "remarks": [remark.as_json() for remark in claim.remarks],
        "facts": _as_given(claim),
        "readings": parts,
        **_procedure(together(every), on, known),
        "open": _open(told, on, known),
        "secure": _secure(parts, every, on, known),
    }
    return {**document, "sources": {cite: known.shown(cite) for cite in sorted(set(_cites(document)))}}


def as_json(document: Mapping[str, Any]) -> str:
    """The answer as the text of one JSON document."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _reading(claim: Claim, respondent: Respondent, role: str, told: Told, on: date, known: Sources) -> dict[str, Any]:
    word = Text("role not stated", "角色未写明") if role == ANY_ROLE else code_word("role", role)
    found = {
        "respondent": respondent.id,
        "role": None if role == ANY_ROLE else role,
        "title": Text(f"{respondent.name.en} as {word.en}", f"{respondent.name.zh}（作为{word.zh}）").as_json(),
        "applies": _applies(told, on, known),
        "bases": bases(claim, told, on, known),
        "remedies": remedies(claim, told, on, known),
        "limitation": periods(claim, told, on, known),
    }
    dated = any(one.act.start for one, _ in told)
    return {**found, "summary": [line.as_json() for line in _summary(found, dated)]}


def _applies(told: Told, on: date, known: Sources) -> list[dict[str, Any]]:
    return merged(
        point(row, cites, known, claimants=[one.claimant.id], acts=[one.act.id])
        for one, words in told
        for row, cites in selected("applies.yaml", words, one.act.governing(on) or on, known)
    )


def _summary(reading: Mapping[str, Any], dated: bool) -> Iterator[Text]:
    """What counsel reads first."""
    titles = {
        state: listed(list(dict.fromkeys(text_of(b["title"]) for b in reading["bases"] if b["state"] == state)), APART)
        for state in ("holds", "arguable")
    }
    if titles["holds"].en:
        yield sentence("basis_some", holds=titles["holds"])
    if titles["arguable"].en:
        yield sentence("basis_arguable", arguable=titles["arguable"])
    if not any(title.en for title in titles.values()):
        yield sentence("basis_none")
        return
    missing = [element_word(element["element"]) for element in lacking(reading)]
    yield sentence("to_secure", missing=listed(missing)) if missing else sentence("all_held")
    yield from _time_left(reading["limitation"]) if dated else [sentence("no_period")]


def _time_left(found: Sequence[Mapping[str, Any]]) -> Iterator[Text]:
    if any(period["state"] == "stands_still" for period in found):
        yield sentence("stands_still")
    live = sorted({period["last_day"] for period in found if period["state"] == "open"})
    over = sorted({period["last_day"] for period in found if period["state"] == "over"})
    if len(live) == 1:
        yield sentence("last_day", last=live[0])
    elif live:
        yield sentence("last_days", first=live[0], last=live[-1])
    if over:
        yield sentence("over", last=over[-1])
    others = [period["if_from_its_end"] for period in found if period["state"] == "over" and period["if_from_its_end"]]
    if any(other["state"] != "over" for other in others):
        yield sentence("open_on_other_reading")


def _procedure(words: Facts, on: date, known: Sources) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {topic: [] for topic in TOPICS}
    for row, cites in selected("procedure.yaml", words, on, known):
        found[row.more["topic"]].append(point(row, cites, known))
    return found


def _open(told: Mapping[tuple[str, str], Told], on: date, known: Sources) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for (respondent, role), part in told.items():
        days = [day for one, _ in part for day in (one.act.start, one.act.governing(on)) if day] or [on]
        for row in rows("open.yaml"):
            cites = known.between(row.cites, min(days), on if row.more.get("day") == "suit" else max(days))
            if cites and any(row.applies(words, on) for _, words in part):
                both = [text_of(row.more[which]).as_json() for which in ("one", "other")]
                entry = found.setdefault(row.id, {**point(row, cites, known), "readings": both, "about": []})
                entry["about"].append({"respondent": respondent, "role": None if role == ANY_ROLE else role})
    return list(found.values())


def _secure(
    parts: Iterable[Mapping[str, Any]], every: Iterable[Facts], on: date, known: Sources
) -> list[dict[str, Any]]:
    """The checklist: the nearest last day, what is missing, what is contested, and what the facts ask for beside."""
    parts = list(parts)
    found: list[dict[str, Any]] = []
    days = [p["last_day"] for part in parts for p in part["limitation"] if p["state"] == "open"]
    if days:
        found.append({"id": "deadline", "text": sentence("act_now", last=min(days)).as_json(), "cites": []})
    elements = [element for part in parts for element in lacking(part)]
    for state in ("missing", "contested"):
        for element in elements:
            if element["state"] == state and all(element["element"] != entry["id"] for entry in found):
                found.append({"id": element["element"], "text": element["secure"], "cites": [], "state": state})
    words = together(every)
    for row, cites in selected("secure.yaml", words, on, known):
        found.append(point(row, cites, known))
    return found


def _warnings(known: Sources, on: date) -> Iterator[Text]:
    if on > known.law.last_seen:
        yield sentence("beyond_data", last=known.law.last_seen, on=on)


def _as_given(claim: Claim) -> dict[str, Any]:
    """The facts as the file gives them, with what is quoted from exhibits."""
    given: dict[str, Any] = in_json({key: [asdict(one) for one in getattr(claim, key)] for key in GIVEN})
    return given


def _cites(value: Any) -> Iterator[str]:
    """Every cite anywhere in a document."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in ("cites", "rules"):
                yield from inner
            else:
                yield from _cites(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _cites(inner)
