"""The request list and the calendar as text for a terminal, as Markdown and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from hegui.errors import InputError
from hegui.judge import screen
from hegui.rectify.words import fill, words
from hegui.text import Lang

Json = Mapping[str, Any]

HAND_OVER, DUE = "hand_over.yaml", "due.yaml"
FORMATS = ("text", "markdown", "csv")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
_MARKS = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>|#"})
BOM = "\ufeff"


def rendered(result: Json, to: str, lang: Lang) -> str:
    """The request list in a format; InputError for a format that is none."""
    match to:
        case "text":
            return request_text(result, lang)
        case "markdown":
            return markdown(*_request_table(result, lang), _title(result, lang))
        case "csv":
            return comma_separated(*_request_table(result, lang))
    raise InputError(f"no format {to!r}; one of {', '.join(FORMATS)}", f"没有格式 {to!r}；可用：{'、'.join(FORMATS)}")


def request_text(result: Json, lang: Lang) -> str:
    """The request list for a terminal: by role and system, what is missing and what is there."""
    said = words(HAND_OVER, "words")
    blocks = ["\n".join(_group_lines(group, lang)) for group in result["requests"]]
    counts = fill(said["counts"], **result["totals"]).in_(lang)
    return "\n\n".join([f"{_title(result, lang)}\n{counts}", *blocks] if blocks else [said["nothing"].in_(lang)])


def markdown(heading: Sequence[str], rows: Iterable[Sequence[str]], title: str) -> str:
    """A table in Markdown under its title; nothing in a cell is markup."""
    lines = [heading, ["---"] * len(heading), *([screen.plain(c).translate(_MARKS) for c in row] for row in rows)]
    return f"# {title}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def comma_separated(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as CSV that spreadsheets open in UTF-8 (it begins with a byte order mark) and of which they run no cell."""
    written = io.StringIO()
    csv.writer(written).writerows([heading, *([harmless(screen.plain(cell)) for cell in row] for row in rows)])
    return BOM + written.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) else cell


def _title(result: Json, lang: Lang) -> str:
    return fill(words(HAND_OVER, "words")["title"], on=result["on"]).in_(lang)


def _group_lines(group: Json, lang: Lang) -> Iterator[str]:
    said = words(HAND_OVER, "words")
    where = screen.said(group["system_name"], lang) if group["system"] else said["operator_wide"].in_(lang)
    nobody = "" if group["held"] else said["nobody"].in_(lang)
    yield f"{group['operator']} · {screen.said(group['role_name'], lang)}{nobody} · {where}"
    for item in group["items"]:
        sign = "√" if item["given"] else "?"
        yield screen.paragraph(
            f"{sign} {screen.said(item['what'], lang)} [{screen.said(item['status_name'], lang)}]", 2
        )
        if names := _names(item["subjects"], lang):
            yield screen.paragraph(fill(said["about"], subjects=names).in_(lang), 6)
        for duty in item["for"]:
            yield screen.item(f"{screen.said(duty['title'], lang)} ({', '.join(duty['articles'])})", 4)


def _request_table(result: Json, lang: Lang) -> tuple[list[str], list[list[str]]]:
    heading = [text.in_(lang) for text in words(HAND_OVER, "columns").values()]
    wide = words(HAND_OVER, "words")["operator_wide"].in_(lang)
    rows = [
        [
            group["operator"],
            group["role_name"][lang],
            group["system_name"][lang] if group["system"] else wide,
            item["what"][lang],
            _names(item["subjects"], lang),
            item["status_name"][lang],
            "; ".join(duty["title"][lang] for duty in item["for"]),
            "; ".join(dict.fromkeys(cite for duty in item["for"] for cite in duty["articles"])),
            " ".join(dict.fromkeys(duty["settled_by"][lang] for duty in item["for"])),
        ]
        for group in result["requests"]
        for item in group["items"]
    ]
    return heading, rows


def _names(subjects: Iterable[Json], lang: Lang) -> str:
    """The subjects by name; the operator itself needs none."""
    return ("、" if lang == "zh" else ", ").join(
        screen.said(subject["name"], lang) for subject in subjects if subject["kind"] != "operator"
    )


def calendar_text(result: Json, lang: Lang) -> str:
    """What falls due as a table for a terminal, the earliest first."""
    said, states, strengths = (words(DUE, group) for group in ("words", "state", "strength"))
    warnings = "".join(f"\n{warning[lang]}" for warning in result["warnings"])
    if not result["due"]:
        return f"{said['nothing'].in_(lang)}{warnings}"
    rows = [
        (
            _moment(entry["due"]),
            states[entry["state"]].in_(lang),
            strengths[entry["strength"]].in_(lang),
            f"{entry['operator']}: {entry['title'][lang]}" + "".join(f" · {cite}" for cite in entry["articles"][:1]),
        )
        for entry in result["due"]
    ]
    return f"{fill(said['title'], on=result['on']).in_(lang)}{warnings}\n\n{screen.table(rows)}"


def _moment(due: str) -> str:
    return due[:16].replace("T", " ")
