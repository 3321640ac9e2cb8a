"""The rectification report (整改报告) of a plan as DOCX: order, item, cause, measure, annexes, role, date, signatures and seal.

It says what the dossier and the registers show. Causes, measures taken and days of completion that nobody recorded are blanks to fill.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hegui.rectify import letter, plan_shown
from hegui.rectify.letter import BLANK
from hegui.rectify.plan_files import order_cells
from hegui.rectify.words import fill, words
from hegui.text import Lang, Text

Json = Mapping[str, Any]

DATA = "plan.yaml"
_WIDTHS_CM = (1.0, 2.2, 2.6, 4.4, 2.6, 3.4, 2.6, 1.4, 2.0, 1.9, 1.7, 1.3)


def docx(plan: Json, lang: Lang) -> bytes:
    """The report on every failure of a plan, with the annexes that would close each."""
    items = [item for item in plan["items"] if item["kind"] != "prove"]
    annexes = _annexes(items)
    made = letter.paper(lang, margin_cm=1.5, landscape=True)
    made.add_heading(_say("title", lang), 0)
    made.add_paragraph(_say("to", lang, authority=_addressee(plan)))
    name = Text(**plan["operator_name"])
    made.add_paragraph(_say("opening", lang, operator=name, on=plan["as_if"] or plan["on"]))
    made.add_heading(_say("demands", lang), 1)
    if plan["orders"]:
        heads = [text.in_(lang) for text in words(DATA, "order_columns").values()]
        letter.table(made, heads, (order_cells(order, lang) for order in plan["orders"]))
    else:
        made.add_paragraph(_say("no_demands", lang, blank=BLANK))
    made.add_heading(_say("items", lang), 1)
    if items:
        heads = [text.in_(lang) for text in words(DATA, "report_columns").values()]
        letter.table(made, heads, _rows(items, annexes, lang), _WIDTHS_CM)
    else:
        made.add_paragraph(_say("no_items", lang))
    _closed(made, plan, lang)
    made.add_heading(_say("annexes", lang), 1)
    for number, (item, what) in enumerate(annexes, start=1):
        made.add_paragraph(_say("annex", lang, number=number, what=Text(**what), item=item, blank=BLANK))
    _signatures(made, lang)
    return letter.saved(made)


def _annexes(items: Sequence[Json]) -> list[tuple[int, Json]]:
    """Every proof that closes an item, in order: its annex number is its place."""
    return [(item["number"], proof) for item in items for proof in item["proof"]]


def _rows(items: Sequence[Json], annexes: Sequence[tuple[int, Json]], lang: Lang) -> Iterator[list[str]]:
    for item in items:
        own = [str(number) for number, (of, _) in enumerate(annexes, start=1) if of == item["number"]]
        first: Json = item["orders"][0] if item["orders"] else {}
        yield [
            str(item["number"]),
            letter.any_of(first.get("number")),
            f"{item['title'][lang]} · {plan_shown.subjects(item, lang)}",
            plan_shown.joined((cause[lang] for cause in item["causes"]), lang),
            BLANK,
            item["what"][lang],
            BLANK,
            ", ".join(own) or "–",
            plan_shown.by_whom(item, lang),
            plan_shown.by_when(item, lang),
            letter.any_of(first.get("rectified_on")),
            words(DATA, "states")[item["state"]].in_(lang),
        ]


def _closed(made: Any, plan: Json, lang: Lang) -> None:
    made.add_heading(_say("closed", lang), 1)
    closed = [one for one in plan.get("since", ()) if one["closed"]]
    letter.lines(made, (plan_shown.became(one, lang) for one in closed), "List Bullet")
    if not closed:
        made.add_paragraph(_say("no_closed", lang))


def _signatures(made: Any, lang: Lang) -> None:
    made.add_paragraph()
    for key in ("statement", "operator_seal", "legal_representative", "responsible_person", "contact", "day"):
        made.add_paragraph(_say(key, lang, blank=BLANK))


def _addressee(plan: Json) -> Text:
    """The authority, where all open demands come from one; else a blank."""
    names = {Text(**order["authority_name"]) for order in plan["orders"] if order["state"] != "accepted"}
    return names.pop() if len(names) == 1 else Text(BLANK, BLANK)


def _say(key: str, lang: Lang, **values: Any) -> str:
    return fill(words(DATA, "report")[key], **values).in_(lang)
