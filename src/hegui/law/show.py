"""The answers of ``verbs`` as text for a terminal, in one language. Nothing is printed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hegui.law.layout import pad, wrap
from hegui.law.prices import repriced
from hegui.law.words import word
from hegui.text import Lang, Text

Document = Mapping[str, Any]

IN_FORCE = Text("In force", "施行")
COUNTERPART = Text("In the other version", "另一版本对应")
OBLIGATIONS = Text("Obligations", "义务项")
LIABILITY = Text("If not met", "未履行的责任")
AUTHORITIES = Text("Likely to act", "可能执法的机关")
NUMBERS = Text("Numbers", "数字")
MEMORY = Text(" (from memory)", "（凭记忆）")
UNCERTAIN = Text("Not certain", "存疑")
NOTHING = Text("Nothing found.", "未找到。")
SAME = Text("Both days fall under the same version; nothing changed.", "两个日期适用同一版本，没有变化。")
PARAGRAPHS = Text("Articles", "条款")
NOW = Text("now", "今")
TO = Text("to", "至")
COLON = Text(": ", "：")
COMMA = Text(", ", "、")
SEMICOLON = Text("; ", "；")  # between titles, which may hold commas of their own
BRACKETS = Text(" ({})", "（{}）")
COVERAGE = {
    "articles": Text("articles", "条"),
    "paragraphs": Text("paragraphs and items", "款、项"),
    "binding": Text("of these bind a role that a profile can have", "其中约束运营者可能具有的角色"),
    "with_obligation": Text("  with an obligation here", "  已建立义务项"),
    "with_deciding_check": Text("  with a check that decides", "  有判定性检查"),
    "with_named_evidence": Text("  with the evidence named that would settle it", "  已写明可以判定的证据"),
    "not_for_a_machine": Text("  not for a machine to judge", "  不宜由机器判断"),
}


def article(found: Document, lang: Lang) -> str:
    """What ``verbs.show`` found."""
    head = [
        f"{found['name'][lang]}  {found['cite']}",
        *(word("chapter", chapter, lang) for chapter in found["chapters"]),
    ]
    head.append(f"{IN_FORCE.in_(lang)}{COLON.in_(lang)}{_span(lang, *found['in_force'])}")
    if found["counterparts"]:
        other = _listed(found["counterparts"], lang)
        change = BRACKETS.in_(lang).format(word("change", found["change"], lang)) if found["change"] else ""
        head.append(f"{COUNTERPART.in_(lang)}{COLON.in_(lang)}{other}{change}")
    return _page(["\n".join(map(wrap, head)), *(_unit(unit, lang) for unit in found["paragraphs"])], found, lang)


def diff(found: Document, lang: Lang) -> str:
    """What ``verbs.diff`` found: where the numbers went, prices side by side, then what was added, altered and removed."""
    old, new = found["versions"]
    head = f"{old} → {new}" + BRACKETS.in_(lang).format(f"{found['from']} → {found['to']}")
    if old == new:
        return _page([head, SAME.in_(lang)], found, lang)
    parts = [
        head,
        _section("unchanged", wrap(_listed(_places(found["unchanged"]), lang), "  "), lang),
        _section("renumbered", _renumbered(found), lang),
        _section("repriced", repriced(found["repriced"], lang), lang),
        _section("new", _changed(_not_priced(found), "new", lang), lang),
        _section("amended", _changed(found["amended"], "new", lang), lang),
        _section("gone", _changed(found["gone"], "old", lang), lang),
        *(
            _section(change, "\n".join("  " + _moved(entry) for entry in found[change]), lang)
            for change in ("merged", "split")
        ),
    ]
    return _page(parts, found, lang)


def search(found: Document, lang: Lang) -> str:
    """What ``verbs.search`` found."""
    parts = [_duty(duty, lang) for duty in found["obligations"]]
    if found["paragraphs"]:
        parts += [
            PARAGRAPHS.in_(lang) + BRACKETS.in_(lang).format(found["on"]),
            *(_unit(unit, lang) for unit in found["paragraphs"]),
        ]
    return _page(parts or [NOTHING.in_(lang)], found, lang)


def coverage(found: Document, lang: Lang) -> str:
    """What ``verbs.coverage`` counted, one column a version."""
    labels = [text.in_(lang) for text in COVERAGE.values()]
    rows = [pad("", 56) + "".join(f"{version:>12}" for version in found)]
    for key, label in zip(COVERAGE, labels, strict=True):
        rows.append(pad(label, 56) + "".join(f"{counts[key]:>12}" for counts in found.values()))
    return "\n".join(rows)


def timeline(found: Document, lang: Lang) -> str:
    """What ``verbs.timeline`` found, one block a span of days."""
    parts = [wrap(f"{found['title'][lang]}  {found['of']}")]
    for span in found["spans"]:
        lines = [_span(lang, span["from"], span["to"]), wrap(_listed(span["articles"], lang), "  ")]
        if "text" in span:
            lines.append(wrap(span["text"][lang] + _memory(span, lang), "  "))
        lines += _facts(span, lang)
        parts.append("\n".join(lines))
    return _page(parts, found, lang)


def _page(parts: Iterable[str], found: Document, lang: Lang) -> str:
    warnings = (wrap("! " + warning[lang]) for warning in found.get("warnings", ()))
    return "\n\n".join(part for part in (*parts, *warnings) if part)


def _unit(unit: Document, lang: Lang) -> str:
    kinds = _listed((word("kind", kind, lang) for kind in unit["kind"].split(";")), lang)
    bearers = SEMICOLON.in_(lang).join(word("role", bearer, lang) for bearer in unit["bearer"].split(";"))
    lines = [wrap(f"{unit['article']}  {kinds} · {bearers}"), wrap(unit["text"][lang] + _memory(unit, lang), "  ")]
    if unit["uncertain"]:
        lines.append(wrap(f"! {UNCERTAIN.in_(lang)}{COLON.in_(lang)}{unit['uncertain'][lang]}", "  "))
    return "\n".join([*lines, *_facts(unit, lang)])


def _duty(duty: Document, lang: Lang) -> str:
    lines = [wrap(f"{duty['title'][lang]}  {duty['id']}"), wrap(duty["text"][lang] + _memory(duty, lang), "  ")]
    return "\n".join([*lines, wrap(_listed(duty["articles"], lang), "  "), *_facts(duty, lang)])


def _facts(of: Document, lang: Lang) -> list[str]:
    """The lines under a paragraph or span: its numbers, obligations and clauses, where there are any."""
    numbers = [f"{_amount(key, value, lang)}" for key, value in of.get("numbers", {}).items()]
    rows = (
        (NUMBERS, numbers),
        (OBLIGATIONS, of.get("obligations", ())),
        (LIABILITY, of.get("liability", ())),
        (AUTHORITIES, _likely(of.get("authorities", {}), lang)),
    )
    return [wrap(f"{label.in_(lang)}{COLON.in_(lang)}{_listed(some, lang)}", "  ") for label, some in rows if some]


def _likely(authorities: Mapping[str, str], lang: Lang) -> list[str]:
    return [
        word("authority", authority, lang) + BRACKETS.in_(lang).format(word("certainty", certainty, lang))
        for authority, certainty in authorities.items()
    ]


def _amount(key: str, value: float, lang: Lang) -> str:
    of, _, unit = key.rpartition(".")
    return " ".join(part for part in (of, str(value), word("unit", unit, lang)) if part)


def _renumbered(found: Document) -> str:
    """Runs of articles that moved together: 3–17 → 4–18. One amended on the way keeps its run and is told of below."""
    moved = {pair["old"]: pair["new"] for pair in found["renumbered"]}
    moved |= {pair["old"][0]: pair["new"][0] for pair in found["amended"]}
    runs: list[list[tuple[int, int]]] = []
    for old, new in sorted((_number(old), _number(new)) for old, new in moved.items()):
        if runs and runs[-1][-1] == (old - 1, new - 1):
            runs[-1].append((old, new))
        else:
            runs.append([(old, new)])
    return wrap(" · ".join(f"{_run(run[0][0], run[-1][0])} → {_run(run[0][1], run[-1][1])}" for run in runs), "  ")


def _not_priced(found: Document) -> list[Document]:
    """What is new beside the clauses that the prices show already."""
    priced = {row["new_clause"] for group in found["repriced"] for row in group["tiers"] if row["old_clause"] is None}
    return [entry for entry in found["new"] if not priced & set(entry["new"])]


def _changed(entries: Iterable[Document], told: str, lang: Lang) -> str:
    blocks = (["  " + _moved(entry), *(wrap(text[lang], "    ") for text in entry["text"][told])] for entry in entries)
    return "\n".join(line for block in blocks for line in block)


def _moved(entry: Document) -> str:
    sides = (" + ".join(_places(entry[side])) for side in ("old", "new"))
    return " → ".join(side for side in sides if side)


def _section(change: str, body: str, lang: Lang) -> str:
    title = word("change", change, lang).capitalize()
    return f"{title}\n{body}" if body.strip() else ""


def _listed(some: Iterable[str], lang: Lang) -> str:
    return COMMA.in_(lang).join(some)


def _places(cites: Iterable[str]) -> list[str]:
    return [cite.partition("/")[2] for cite in cites]


def _number(cite: str) -> int:
    return int(cite.partition("/")[2].partition(".")[0])


def _run(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _span(lang: Lang, start: str | None, end: str | None) -> str:
    return f"{start} {TO.in_(lang)} {end or NOW.in_(lang)}"


def _memory(of: Document, lang: Lang) -> str:
    return MEMORY.in_(lang) if of.get("confidence") == "memory" else ""
