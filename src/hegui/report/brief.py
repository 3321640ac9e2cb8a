"""The two pages that a legal representative takes to an interview (约谈), from the dossier and its plan alone.

``content`` gives every block as texts in both languages, already shortened to what two pages hold; blanks stay blanks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import yaml12
from hegui.dossier import Dossier
from hegui.errors import InputError
from hegui.judge.findings import role_word
from hegui.law import load
from hegui.rectify import plan_shown
from hegui.rectify.words import words as rectify_words
from hegui.report import values
from hegui.report.words import as_text, in_lang, word
from hegui.text import Text, text_of

Json = Mapping[str, Any]

# What two pages hold.
FINDINGS, WILL, DONE, QUESTIONS, UNPROVEN, EXHIBITS, PERSONS = 5, 8, 6, 6, 4, 5, 4
_LINE = (100, 52)  # signs of one printed line, English and Chinese
_LINES = {"findings": 3, "called": 2, "exposure": 2, "will": 2, "questions": 2}  # of one text of a block; else one
_PLAN = "plan.yaml"
_GOING = ("legal_representative", "responsible_person")


def content(d: Dossier, plan: Json, number: str | None = None) -> dict[str, Any]:
    """The blocks of the brief; *number* names the demand that calls in, by default the latest interview or open demand."""
    order = _order(plan["orders"], number)
    items = [item for item in plan["items"] if item["kind"] != "prove"]
    day = d.document["as_if"] or d.document["on"]
    blocks = {
        "who": _who(d.document),
        "called": list(_called(order, d)),
        "findings": _findings(items, d.findings),
        "done": _first(DONE, _done(plan["orders"], d)),
        "exposure": list(_exposure(d)),
        "will": _will([item for item in items if item["kind"] == "mend"]),
        "questions": _first(QUESTIONS, _questions(order, items, d)),
        "unsaid": list(_unsaid(plan["items"], d)),
        "documents": list(_documents(order, items, d, day)),
    }
    return {
        "operator": d.document["operator"],
        "operator_name": as_text(d.document["operator_name"]).as_json(),
        "on": day,
        "order": order,
        "statement": d.document["statement"],
        "warnings": d.document["warnings"],
        "lead": say("lead", on=day).as_json(),
        "blocks": {
            key: {
                "title": say(key).as_json(),
                "lines": [_cut(line, _LINES.get(key, 1)).as_json() for line in lines],
            }
            for key, lines in blocks.items()
        },
    }


def say(key: str, **given: Any) -> Text:
    """A sentence of ``brief.yaml`` with its blanks filled."""
    given.setdefault("blank", _words()["blank"])
    return Text(*(t.format_map({k: in_lang(v, i) for k, v in given.items()}) for i, t in enumerate(_words()[key])))


@cache
def _words() -> Mapping[str, Text]:
    raw = yaml12.load(files("hegui.report").joinpath("brief.yaml").read_text(encoding="utf-8"))
    return {key: text_of(value) for key, value in raw.items()}


def _order(orders: Sequence[Json], number: str | None) -> Json | None:
    """The demand that calls in: the one of that number, else the latest interview, else the latest that is open."""
    if number is not None:
        found = next((one for one in orders if one["number"] == number), None)
        if found is None:
            known = ", ".join(one["number"] for one in orders if one["number"]) or "–"
            raise InputError(
                f"--order {number}: the register of orders has no such number; it has {known}",
                f"--order {number}：监管指令台账中没有该文号；已有：{known}",
            )
        return found
    waiting = [one for one in orders if one["state"] != "accepted"]
    return next((one for one in waiting if one["kind"] == "interview"), next(iter(waiting), None))


def _who(document: Json) -> list[Text]:
    names = {person["role"]: person for person in document["people"]}
    lines = []
    for role in _GOING:
        title = role_word(role) if role not in names else as_text(names[role]["role_name"])
        lines.append(
            say("who.person", role=title, name=names[role]["name"]) if role in names else say("who.nobody", role=title)
        )
    return [*lines, say("who.day")]


def _called(order: Json | None, d: Dossier) -> Iterator[Text]:
    if order is None:
        yield say("called.none")
    else:
        days = {key: order[f"{key}_on"] or "–" for key in ("received", "due", "answered", "rectified")}
        authority, kind = as_text(order["authority_name"]), as_text(order["kind_name"])
        yield say("called.order", authority=authority, kind=kind, number=order["number"] or "–", **days)
        if title := _title(d, order["obligation"]):
            yield say("called.duty", title=title)
        yield say("called.state", state=rectify_words(_PLAN, "states")[order["state"]], **days)
    interviews = [row["article"] for row in d.document["exposure"]["general"] if row["tier"] == "interview"]
    if interviews:
        yield say("called.article", articles=_cites(interviews, d))


def _findings(items: Sequence[Json], findings: Sequence[Json]) -> list[Text]:
    """What is not met, in the order of the plan, each with the fact and its articles."""
    known = {finding["id"]: finding for finding in findings}
    failed = [known[id_] for item in items for id_ in item["findings"]]
    if not failed:
        return [say("findings.none")]
    lines = [_finding(finding) for finding in failed[:FINDINGS]]
    return [*lines, *_more(len(failed) - FINDINGS)]


def _finding(finding: Json) -> Text:
    """The duty with its first articles, and the fact."""
    title, fact, cites = as_text(finding["title"]), as_text(finding["reason"]), _listed(finding["articles"][:2])
    return Text(f"{title.en} [{cites.en}]: {fact.en}", f"{title.zh}（{cites.zh}）：{fact.zh}")


def _done(orders: Sequence[Json], d: Dossier) -> Iterator[Text]:
    """What registers record: answers, rectification, what authorities accepted, circumstances that soften."""
    for one in orders:
        number, authority = one["number"] or "–", as_text(one["authority_name"])
        if one["state"] == "accepted":
            yield say("done.accepted", authority=authority, number=number)
        elif one["rectified_on"]:
            yield say("done.rectified", day=one["rectified_on"], number=number)
        elif one["answered_on"]:
            yield say("done.answered", day=one["answered_on"], authority=authority, number=number)
    for row in d.facts("circumstance").to_pylist():
        if row["circumstance"] in ("rectified", "reported"):
            title = _title(d, row["obligation"]) or "–"
            yield say(
                "done.circumstance",
                day=row["at"] or "–",
                word=word("circumstance", row["circumstance"], d.law["words"]),
                title=title,
            )
    totals = d.document["totals"]["findings"]
    yield say("done.met", met=totals["met"], all=totals["all"])
    yield say("done.nothing")


def _exposure(d: Dossier) -> Iterator[Text]:
    priced = d.document["exposure"]
    total = priced["operator_cny"]
    yield say("exposure.operator", price=values.price(total["min"], total["max"]))
    if total["missing"]:
        yield say("exposure.missing", missing=_listed(total["missing"]))
    for person in priced["individuals"][:PERSONS]:
        role = word("role", person["role"], d.law["words"])
        yield say("exposure.person", role=role, price=values.price(person["min"], person["max"]))
    if not priced["individuals"]:
        yield say("exposure.nobody")
    softening = [cite for line in priced["lines"] if line["kind"] == "mitigation" for cite in line["articles"]]
    if softening:
        yield say("exposure.soften", articles=_cites(softening, d))


def _will(items: Sequence[Json]) -> list[Text]:
    if not items:
        return [say("will.none")]
    lines = [
        say("will.item", due=_by_when(item), title=as_text(item["title"]), role=as_text(item["role_name"]))
        for item in items[:WILL]
    ]
    return [*lines, *_more(len(items) - WILL)]


def _by_when(item: Json) -> Text:
    return Text(plan_shown.by_when(item, "en"), plan_shown.by_when(item, "zh"))


def _questions(order: Json | None, items: Sequence[Json], d: Dossier) -> Iterator[Text]:
    if order and order["due_on"] and order["state"] in ("open", "rejected"):
        yield say("question.order", number=order["number"] or "–", due=order["due_on"])
    for item in items[:2]:
        yield say("question.known", title=as_text(item["title"]))
    yield say("question.officer")
    duties = {item["obligation"] for item in items}
    if any(duty.startswith(("csl.pi_", "pipl.")) for duty in duties):
        yield say("question.data")
    if any("incident" in duty for duty in duties):
        yield say("question.incident")
    yield say("question.when")
    yield say("question.again")


def _unsaid(items: Sequence[Json], d: Dossier) -> Iterator[Text]:
    failed = {item["obligation"] for item in items if item["kind"] == "mend"}
    if "csl.log_retention" in failed:
        yield say("unsaid.leak")
    for item in [item for item in items if item["kind"] == "prove"][:UNPROVEN]:
        yield say("unsaid.unproven", title=as_text(item["title"]))
    totals = d.document["totals"]["findings"]
    if totals["unproven"]:
        yield say("unsaid.complete", unproven=totals["unproven"], all=totals["all"])
    yield say("unsaid.mended")
    yield say("unsaid.day")


def _documents(order: Json | None, items: Sequence[Json], d: Dossier, day: str) -> Iterator[Text]:
    yield say("document.own")
    if order and order["number"]:
        yield say("document.order", number=order["number"])
    yield say("document.report")
    yield say("document.dossier", on=day)
    wanted = {id_ for item in items for id_ in item["findings"]}
    places = {
        (exhibit["locator"], exhibit["source"]): None
        for finding in d.findings
        if finding["id"] in wanted
        for exhibit in finding["exhibits"]
    }
    for locator, source in list(places)[:EXHIBITS]:
        yield say("document.exhibit", locator=locator, source=source)
    yield from _more(len(places) - EXHIBITS)


def _more(left: int) -> list[Text]:
    return [say("more", n=left)] if left > 0 else []


def _first(count: int, lines: Iterable[Text]) -> list[Text]:
    return list(dict.fromkeys(lines))[:count]


def _title(d: Dossier, obligation: str | None) -> Text | None:
    known = d.law["obligations"].get(obligation)
    return as_text(known["title"]) if known else None


def _cites(cites: Iterable[str], d: Dossier) -> Text:
    """Articles by name: the dossier's, else that of the law data."""
    articles, law = d.law["articles"], load()
    return _listed(articles[cite]["name"] if cite in articles else law.name(cite) for cite in cites)


def _listed(texts: Iterable[Any]) -> Text:
    some = [as_text(text) for text in texts]
    return Text(", ".join(t.en for t in some), "、".join(t.zh for t in some))


def _cut(text: Text, lines: int) -> Text:
    """A text that fits so many printed lines; what is cut ends in an ellipsis."""
    most = [length * lines for length in _LINE]
    return Text(*(t if len(t) <= n else t[: n - 1].rstrip() + "…" for t, n in zip(text, most, strict=True)))
