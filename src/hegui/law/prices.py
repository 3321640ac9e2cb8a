"""Tiers of liability side by side, the old price and the new, as text for a terminal. Money in CNY."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from hegui.law.layout import pad, wrap
from hegui.law.words import word
from hegui.text import Lang, Text

Document = Mapping[str, Any]

MONEY = Text("Fines in CNY; “may”: at the authority's discretion.", "罚款单位为元；“可处”表示由机关裁量。")
NO_FINE = Text("no fine", "不罚款")
OTHER_LAWS = Text("see other laws", "依其他法律")
NEW = Text("new", "新增")
MAY = Text("may {}", "可处 {}")
UP_TO = Text("up to {}", "{} 以下")
TIMES = Text("{low}–{high} × {of}", "{of}的 {low}–{high} 倍")
PERSONS = Text("persons", "个人")
MEASURES = Text("measures", "措施")
WHEN = Text("when", "情形")
MEMORY = Text(" (from memory)", "（凭记忆）")
JOIN = Text(", ", "、")
SEMICOLON = Text("; ", "；")
BRACKETS = Text("{} ({})", "{}（{}）")
WHO = {
    "supervisors": Text("supervisors", "主管人员"),
    "supervisors_and_others": Text("supervisors and others", "主管人员和其他责任人员"),
}
INDENT = " " * 6
LABEL_COLUMNS = 41
THRESHOLD = re.compile(r"([a-z_]+)([<>]=?)(\d+)")


def repriced(groups: Iterable[Document], lang: Lang) -> str:
    """All clauses whose price changed; clauses that changed in the same way stand together."""
    blocks: dict[str, tuple[list[str], list[str]]] = {}  # the tiers -> the clauses and bearers they hold for
    for group in groups:
        for (old, new), some in groupby(group["tiers"], key=lambda row: (row["old_clause"], row["new_clause"])):
            rows = list(some)
            body = "\n".join(line for row in rows for line in _tier(row, lang))
            clauses, bearers = blocks.setdefault(body, ([], []))
            clauses.append(f"{_place(old) if old else NEW.in_(lang)} → {_place(new)}")
            bearers += [word("role", bearer, lang) for bearer in rows[0]["bearers"]]
    shown = [_block(clauses, bearers, body, lang) for body, (clauses, bearers) in blocks.items() if body]
    return "\n".join([wrap(MONEY.in_(lang), "  "), *shown])


def _block(clauses: list[str], bearers: list[str], body: str, lang: Lang) -> str:
    whom = SEMICOLON.in_(lang).join(dict.fromkeys(bearers))
    return "\n".join(["  " + " · ".join(clauses), wrap(whom, "    "), body])


def _tier(row: Document, lang: Lang) -> list[str]:
    old, new = row["old"], row["new"]
    referred = new is not None and "see_other_laws" in new["measures"]
    if referred and not (old and old["fined"]):
        return []
    lines = []
    if (new and new["fined"]) or (old and old["fined"]):
        memory = MEMORY.in_(lang) if row["confidence"] == "memory" else ""
        lines += [_line(_label(row, lang), _fine(old, lang), _fine(new, lang) + memory), *_when(row, lang)]
    if not referred:
        lines += _persons(old, new, lang) + _measures(row, lang)
    return lines


def _line(label: str, old: str, new: str) -> str:
    shown = new if not old or old == new else f"{old} → {new}"
    hang = " " * (len(INDENT) + LABEL_COLUMNS + 1)
    return f"{INDENT}{pad(label, LABEL_COLUMNS)} {wrap(shown, hang).lstrip(' ')}"


def _when(row: Document, lang: Lang) -> list[str]:
    """What opens a tier whose name does not say it: the harms of 61.3 are not "serious circumstances"."""
    if row["tier"] not in ("serious", "especially_serious") or row["tier"] in row["opened_by"]:
        return []
    return [_line("  " + WHEN.in_(lang), "", JOIN.in_(lang).join(_opening(code, lang) for code in row["opened_by"]))]


def _label(row: Document, lang: Lang) -> str:
    tier, opened = word("tier", row["tier"], lang), [_opening(code, lang) for code in row["opened_by"]]
    return BRACKETS.in_(lang).format(tier, JOIN.in_(lang).join(opened)) if row["tier"] == "base" and opened else tier


def _opening(code: str, lang: Lang) -> str:
    if found := THRESHOLD.fullmatch(code):
        return word("circumstance", found[1], lang) + f" {found[2]} {int(found[3]):,}"
    return word("circumstance", code, lang)


def _fine(price: Document | None, lang: Lang) -> str:
    if price is None:
        return ""
    if not price["fined"]:
        return (OTHER_LAWS if "see_other_laws" in price["measures"] else NO_FINE).in_(lang)
    low, high, of = price["multiple"]
    if of:
        amount = TIMES.in_(lang).format(low=f"{low:g}", high=f"{high:g}", of=word("multiple_of", of, lang))
    else:
        amount = _range(lang, *price["operator_cny"])
    return MAY.in_(lang).format(amount) if price["may"] else amount


def _persons(old: Document | None, new: Document | None, lang: Lang) -> list[str]:
    before, after = (_person(price, lang) for price in (old, new))
    return [_line("  " + PERSONS.in_(lang), before, after)] if before != after and after else []


def _person(price: Document | None, lang: Lang) -> str:
    if price is None or price["individuals"] is None:
        return ""
    amount = _range(lang, *price["individual_cny"])
    return BRACKETS.in_(lang).format(amount, WHO[price["individuals"]].in_(lang))


def _range(lang: Lang, low: int | None, high: int | None) -> str:
    if high is None:
        return NO_FINE.in_(lang)
    return f"{low:,}–{high:,}" if low else UP_TO.in_(lang).format(f"{high:,}")


def _measures(row: Document, lang: Lang) -> list[str]:
    """What was added to and taken from the measures, mandatory and optional together; of a new tier without a fine, all of them."""
    before, after = (_all_measures(row[side]) for side in ("old", "new"))
    if row["old"] is None and row["new"]["fined"]:
        return []
    changes = ["+ " + word("measure", m, lang) for m in after if m not in before]
    changes += ["− " + word("measure", m, lang) for m in before if m not in after]
    label = "  " + MEASURES.in_(lang) if row["old"] else _label(row, lang)
    return [_line(label, "", SEMICOLON.in_(lang).join(changes))] if changes else []


def _all_measures(price: Document | None) -> list[str]:
    return [*price["measures"], *price["measures_optional"]] if price else []


def _place(cite: str) -> str:
    return cite.partition("/")[2]
