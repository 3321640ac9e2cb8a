"""A plan for a terminal, as Markdown, and as rows for a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hegui.judge import screen
from hegui.rectify.saved import amount_words
from hegui.rectify.showing import markdown
from hegui.rectify.words import fill, words
from hegui.text import Lang, Text

Json = Mapping[str, Any]

DATA = "plan.yaml"


def text(plan: Json, lang: Lang) -> str:
    """The plan for a terminal."""
    said = words(DATA, "words")
    if not plan["items"]:
        return "\n".join([title(plan, lang), said["nothing"].in_(lang), *_closed(plan, lang)])
    head = [title(plan, lang), exposure(plan, lang), *(warning[lang] for warning in plan["warnings"])]
    items = ["\n".join(_lines(item, lang)) for item in plan["items"]]
    notes = [screen.paragraph(note[lang]) for note in plan["notes"]]
    return "\n\n".join(["\n".join(head), *items, *notes, *_closed(plan, lang)])


def as_markdown(plan: Json, lang: Lang) -> str:
    """The plan as one table, with what its figures mean."""
    table = markdown(headings(lang), rows(plan, lang), title(plan, lang))
    notes = [
        exposure(plan, lang),
        *(text_[lang] for text_ in (*plan["warnings"], *plan["notes"])),
        *_closed(plan, lang),
    ]
    return "\n\n".join([table.rstrip(), *notes]) + "\n"


def title(plan: Json, lang: Lang) -> str:
    """Whose plan it is, and as of when."""
    said = fill(words(DATA, "words")["title"], on=plan["as_if"] or plan["on"]).in_(lang)
    return f"{screen.said(plan['operator_name'], lang)} · {said}"


def exposure(plan: Json, lang: Lang) -> str:
    """What the failures can cost the operator as they stand."""
    amount = amount_words(plan["exposure"]["operator_cny"])
    return fill(words(DATA, "words")["exposure"], amount=amount).in_(lang)


def headings(lang: Lang) -> list[str]:
    """The columns of the table."""
    return [text_.in_(lang) for text_ in words(DATA, "columns").values()]


def rows(plan: Json, lang: Lang) -> Iterator[list[str]]:
    """One row an item, in the order of the columns."""
    for item in plan["items"]:
        yield [
            str(item["number"]),
            words(DATA, "kinds")[item["kind"]].in_(lang),
            item["title"][lang],
            item["what"][lang],
            joined((cause[lang] for cause in item["causes"]), lang),
            subjects(item, lang),
            by_when(item, lang),
            item["due_because"][lang],
            by_whom(item, lang),
            joined((proof[lang] for proof in item["proof"]), lang),
            amount_words(item["removes"]["operator_cny"]).in_(lang),
            item["removes"]["because"][lang],
            amount_words(item["removes"]["left_cny"]).in_(lang),
            words(DATA, "states")[item["state"]].in_(lang),
            "; ".join(item["articles"]),
        ]


def by_when(item: Json, lang: Lang) -> str:
    """The day of an item, marked where it is past; a failure without one is to be met at once."""
    said = words(DATA, "words")
    if item["due"] is None:
        return str(said["no_day" if item["kind"] == "prove" else "at_once"].in_(lang))
    shown = str(item["due"])[:16].replace("T", " ")
    past = Text(f" ({said['overdue'].en})", f"（{said['overdue'].zh}）") if item["overdue"] else Text("", "")
    return shown + past.in_(lang)


def by_whom(item: Json, lang: Lang) -> str:
    """The role, with the name that the profile has for it."""
    who = item["person"]
    named = Text(f" ({who})", f"（{who}）") if who else words(DATA, "words")["nobody"]
    return f"{item['role_name'][lang]}{named.in_(lang)}"


def subjects(item: Json, lang: Lang) -> str:
    """What an item is about, by name."""
    names = [one["name"][lang] or one["id"] for one in item["subjects"]]
    return ("、" if lang == "zh" else ", ").join(names)


def joined(texts: Iterable[str], lang: Lang) -> str:
    """Sentences one after the other."""
    return ("" if lang == "zh" else " ").join(texts)


def became(one: Json, lang: Lang) -> str:
    """What became of one failure of an earlier dossier, with the evidence that closes it."""
    subject = one["subject"]["name"][lang] or one["subject"]["id"]
    shown = f"{one['title'][lang]} · {subject}: {one['because'][lang]}"
    if not one["exhibits"]:
        return shown
    places = ", ".join(exhibit["locator"] for exhibit in one["exhibits"])
    return f"{shown} {fill(words(DATA, 'words')['shown_by'], exhibits=places).in_(lang)}"


def _lines(item: Json, lang: Lang) -> Iterator[str]:
    kind = words(DATA, "kinds")[item["kind"]].in_(lang)
    state = words(DATA, "states")[item["state"]].in_(lang)
    yield f"{item['number']}. {kind}{Text(': ', '：').in_(lang)}{item['title'][lang]} · {subjects(item, lang)} [{state}]"
    yield screen.paragraph(f"{by_when(item, lang)} · {by_whom(item, lang)} · {item['due_because'][lang]}", 3)
    for cause in item["causes"]:
        yield screen.item(screen.plain(cause[lang]), 3)
    yield screen.paragraph(item["removes"]["because"][lang], 3)
    if item["kind"] == "mend":
        left = amount_words(item["removes"]["left_cny"])
        yield screen.paragraph(fill(words(DATA, "words")["left"], amount=left).in_(lang), 3)
    for proof in item["proof"]:
        yield screen.paragraph(f"→ {screen.plain(proof[lang])}", 3)


def _closed(plan: Json, lang: Lang) -> list[str]:
    """What became of the failures of an earlier dossier, where one was given."""
    said = words(DATA, "words")
    blocks = []
    for key, closed in (("closed", True), ("not_closed", False)):
        if some := [one for one in plan.get("since", ()) if one["closed"] is closed]:
            blocks.append("\n".join([said[key].in_(lang), *(screen.item(became(one, lang)) for one in some)]))
    return blocks
