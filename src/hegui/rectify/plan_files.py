"""A plan as a workbook (XLSX) and as a calendar (iCalendar)."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hegui.rectify import ics, plan_shown
from hegui.rectify.letter import needs
from hegui.rectify.words import fill, words
from hegui.text import Lang, Text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

Json = Mapping[str, Any]

DATA = "plan.yaml"
_WIDTHS = (5, 9, 26, 44, 44, 18, 18, 30, 24, 44, 20, 36, 20, 10, 26)
_STRENGTHS = {"order": "duty", "statutory": "duty", "own": "own"}


def xlsx(plan: Json, lang: Lang) -> bytes:
    """One sheet with the items, one with the orders; figures are numbers, and no cell is a formula."""
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise needs("xlsxwriter", "xlsx") from None
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(written, options) as book:
        _items_sheet(book, plan, lang)
        _orders_sheet(book, plan, lang)
    return written.getvalue()


def calendar(plan: Json, lang: Lang) -> str:
    """The items that have a day, as iCalendar; ``undated`` says how many have none."""
    kinds = words(DATA, "kinds")
    entries = [
        {
            "id": f"plan/{plan['operator']}/{item['id']}",
            "due": item["due"],
            "title": {
                "en": f"{kinds[item['kind']].en.capitalize()}: {item['title']['en']}",
                "zh": f"{kinds[item['kind']].zh}：{item['title']['zh']}",
            },
            "strength": _STRENGTHS[item["dates"][0]["basis"]],
            "articles": item["articles"],
        }
        for item in plan["items"]
        if item["due"]
    ]
    return ics.ics({"on": plan["on"], "due": entries}, lang)


def undated(plan: Json) -> Text | None:
    """That items have no day, where some have none."""
    count = sum(item["due"] is None for item in plan["items"])
    return fill(words(DATA, "words")["undated"], count=count) if count else None


def _items_sheet(book: Workbook, plan: Json, lang: Lang) -> None:
    said = Text("Plan", "整改计划").in_(lang)
    sheet = book.add_worksheet(said)
    bold, wrapped, money = (
        book.add_format({"text_wrap": True, "valign": "top", **more})
        for more in ({"bold": True, "bg_color": "#e7ecf0"}, {}, {"num_format": "#,##0"})
    )
    sheet.write_string(0, 0, plan_shown.title(plan, lang))
    sheet.write_string(1, 0, plan_shown.exposure(plan, lang))
    keys = list(words(DATA, "columns"))
    _write_row(sheet, 3, plan_shown.headings(lang), bold)
    for place, (item, cells) in enumerate(zip(plan["items"], plan_shown.rows(plan, lang), strict=True), start=4):
        _write_row(sheet, place, cells, wrapped)
        sheet.write_number(place, 0, item["number"])
        for key, figure in (("removes", "operator_cny"), ("left", "left_cny")):
            if (most := item["removes"][figure]["max"]) is not None:
                sheet.write_number(place, keys.index(key), most, money)
    for place, text in enumerate((*plan["warnings"], *plan["notes"]), start=len(plan["items"]) + 5):
        sheet.write_string(place, 0, text[lang])
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(4, 3)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _orders_sheet(book: Workbook, plan: Json, lang: Lang) -> None:
    sheet = book.add_worksheet(Text("Orders", "监管要求").in_(lang))
    heads = words(DATA, "order_columns")
    _write_row(sheet, 0, [text.in_(lang) for text in heads.values()], book.add_format({"bold": True}))
    for place, order in enumerate(plan["orders"], start=1):
        _write_row(sheet, place, order_cells(order, lang), None)
    sheet.set_column(0, len(heads) - 1, 20)


def order_cells(order: Json, lang: Lang) -> list[str]:
    """One order as a row."""
    return [
        order["number"] or "–",
        order["authority_name"][lang],
        order["kind_name"][lang],
        *(order[day] or "–" for day in ("received_on", "due_on", "answered_on", "rectified_on")),
        words(DATA, "states")[order["state"]].in_(lang),
        order["obligation"] or "–",
    ]


def _write_row(sheet: Any, place: int, cells: Sequence[str], form: Format | None) -> None:
    for column, cell in enumerate(cells):
        sheet.write_string(place, column, cell, form)
