"""The answer of ``hegui scan logs`` for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import yaml12
from hegui.evidence.logs.categories import titles as categories
from hegui.evidence.logs.formats import titles
from hegui.scan.calendar import WEEK, calendar
from hegui.scan.frame import ending, listed
from hegui.text import COLON, Lang, Text, text_of

MOST_NAMES = 5
INDENT = "  "
MARGIN = 5
"""So wide the names of weekdays are beside a calendar."""


def render(result: Mapping[str, Any], lang: Lang, width: int | None = None) -> str:
    """The answer as text of at most *width* columns (default: the terminal's): a calendar and what is wrong, a source each."""
    if width is None:
        from shutil import get_terminal_size

        width = get_terminal_size((100, 24)).columns
    lines: list[str] = []
    for source in result["sources"]:
        lines += [*_source(source, lang, width), ""]
    if not result["sources"]:
        lines += [say("nothing", lang), ""]
    else:
        lines += [say("key", lang), ""]
    settings = [f"{one['path']}{COLON[lang]}{one['reason'][lang]}" for one in result["settings"]]
    lines += listed(_words()["settings"], settings, lang)
    return "\n".join([*lines, *ending(result, lang)]).rstrip() + "\n"


def _source(source: Mapping[str, Any], lang: Lang, width: int) -> Iterator[str]:
    title = titles().get(source["format"] or "")
    kind = categories().get(source["category"] or "")
    told = [
        title.in_(lang) if title else source["format"] or say("no_format", lang),
        *([kind.in_(lang)] if kind else []),
    ]
    yield f"{source['path']}  ({' · '.join(told)})"
    for sentence in _sentences(source, lang):
        yield INDENT + sentence
    days = {date.fromisoformat(day): n for day, n in source["days"].items()}
    if days and max(days) - min(days) >= WEEK:
        room = max(width - len(INDENT) - MARGIN, 10)
        window = [date.fromisoformat(source["window"][end]) for end in ("from", "as_of")]
        drawn, cut = calendar(days, min([*days, *window]), max([*days, *window]), room)
        if cut:
            drawn, cut = calendar(days, min(days), max(days), room)
        weekdays = [" " * MARGIN, *say("weekdays", lang).split("|")]
        yield ""
        yield from (INDENT + weekday + line.rstrip() for weekday, line in zip(weekdays, drawn, strict=True))
        if cut:
            yield INDENT + say("earlier", lang)


def _sentences(source: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    """What there is to say of a source, the verdict on its window first."""
    window = source["window"]
    if source["first"] is None:
        yield say("no_span", lang)
    else:
        verdict = {True: "reaches", False: "short", None: "unknown"}[window["reaches_back"]]
        mark = {True: "✓", False: "✗", None: "?"}[window["reaches_back"]]
        yield f"{mark} {say(verdict, lang, **window)}"
        doubts = [say(key, lang) for key in ("year_inferred", "zone_inferred") if source[key]]
        span = say("span", lang, first=_minute(source["first"]), last=_minute(source["last"]))
        yield span + _in_brackets(doubts, lang)
    counts = say("records", lang, lines=f"{source['lines']:,}", files=source["files"], bytes=_size(source["bytes"]))
    undated = say("undated", lang, undated=f"{source['undated_lines']:,}") if source["undated_lines"] else ""
    comma = ", " if lang == "en" else "，"
    yield counts + (comma + undated if undated else "")
    if source["first"]:
        yield say("days", lang, **{"with": source["days_with_events"], "without": source["days_without"]})
    if gaps := source["gaps"]:
        longest = max(gaps, key=lambda gap: gap["seconds"])
        yield say(
            "gaps",
            lang,
            count=len(gaps),
            longest=_length(longest["seconds"], lang),
            **{"from": _minute(longest["from"])},
        )
    if source["out_of_order"]:
        yield say("out_of_order", lang, count=f"{source['out_of_order']:,}")
    for key, members in (
        ("missing", "missing_members"),
        ("damaged", "damaged_members"),
        ("misdated", "misdated_members"),
    ):
        if source[members]:
            yield f"! {say(key, lang, names=_names(source[members], lang))}"
    if holes := source["sequence_holes"]:
        since, until = (
            _minute(each) if (each := hole[end]) else "?" for hole, end in ((holes[0], "from"), (holes[-1], "to"))
        )
        count = f"{sum(hole['missing'] for hole in holes):,}"
        yield f"! {say('holes', lang, count=count, **{'from': since, 'to': until})}"
    if source["cleared_events"]:
        yield f"! {say('cleared', lang, count=source['cleared_events'])}"


def _in_brackets(doubts: list[str], lang: Lang) -> str:
    if not doubts:
        return ""
    return f" ({', '.join(doubts)})" if lang == "en" else f"（{'，'.join(doubts)}）"


def _names(names: list[str], lang: Lang) -> str:
    shown = (", " if lang == "en" else "、").join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return f"{shown} {say('and_more', lang, count=more)}" if more > 0 else shown


def _length(seconds: int, lang: Lang) -> str:
    return (
        say("day", lang, n=round(seconds / 86_400, 1))
        if seconds >= 86_400
        else say("hour", lang, n=round(seconds / 3600, 1))
    )


def _minute(at: str) -> str:
    return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M}"


def _size(size: float) -> str:
    for unit in ("B", "KB", "MB", "GB"):
        if size < 1000:
            return f"{size:.3g} {unit}"
        size /= 1000
    return f"{size:.3g} TB"


def say(key: str, lang: Lang, **values: Any) -> str:
    """A sentence of ``logs_words.yaml``."""
    return _words()[key].in_(lang).format(**values)


@cache
def _words() -> Mapping[str, Text]:
    raw = yaml12.load(files(__package__).joinpath("logs_words.yaml").read_text(encoding="utf-8"))
    return {key: text_of(text) for key, text in raw.items()}
