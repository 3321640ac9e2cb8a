"""The answers of ``verbs`` as text for a terminal, in one language. Nothing is printed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hegui.cases.words import say, word
from hegui.text import Lang, Text

Document = Mapping[str, Any]

_COLON = Text(": ", "：")
_COMMA = Text(", ", "、")


def search(found: Document, lang: Lang) -> str:
    """What ``verbs.search`` found."""
    if not found["n"]:
        return say("nothing").in_(lang)
    lines = [found["summary"][lang], ""]
    lines += [_line(case, lang) for case in found["cases"]]
    if (left := found["n"] - len(found["cases"])) > 0:
        lines.append(say("more", count=left).in_(lang))
    return "\n".join(lines)


def case(found: Document, lang: Lang) -> str:
    """What ``verbs.show`` found."""
    unknown = say("unknown_amount").in_(lang)
    fine = _money(found["operator_fine_cny"]) or (unknown if found["amount_unknown"] else "")
    person = _money(found["individual_fine_cny"])
    rows = [
        ("decided_on", found["decided_on"]),
        ("authority", f"{found['authority']} ({_word(found['level'], lang)})"),
        ("respondent", f"{found['respondent']} ({_word(found['respondent_kind'], lang)})"),
        ("category", _word(found["category"], lang)),
        ("sub_issues", _listed((one["text"][lang] for one in found["sub_issues"]), lang)),
        ("articles", found["stated"]),
        ("measures", _listed((_word(one, lang) for one in found["measures"]), lang) or unknown),
        ("operator_fine", fine),
        ("individual_fine", " ".join(filter(None, (person, found["individual_role"])))),
        ("duties", _listed((f"{one['id']} {one['title'][lang]}" for one in found["obligations"]), lang)),
        ("source", f"{found['source']['title']} {found['source']['url']}"),
    ]
    head = f"{found['id']} ({_word(found['confidence'], lang)})"
    body = [f"{word('label', label).in_(lang)}{_COLON.in_(lang)}{value}" for label, value in rows if value]
    return "\n".join([head, "", found["summary"][lang], "", *body, "", found["note"][lang]])


def statistics(found: Document, lang: Lang) -> str:
    """What ``verbs.statistics`` found: a table a dimension."""
    if not found["summary"]:
        return say("nothing").in_(lang)
    parts = [found["summary"][lang]]
    parts += [_table(dimension, groups, lang) for dimension, groups in found["by"].items()]
    parts += [note[lang] for note in found["notes"]]
    return "\n\n".join(parts)


def similar(found: Document, lang: Lang) -> str:
    """What ``verbs.similar`` found."""
    head = f"{found['obligation']} {found['title'][lang]}"
    if not found["matches"]:
        return f"{head}\n\n{say('nothing').in_(lang)}"
    matches = [
        "\n".join([_line(match, lang), *(f"    {reason[lang]}" for reason in match["reasons"])])
        for match in found["matches"]
    ]
    return "\n\n".join([head, *matches, "\n".join(text[lang] for text in found["shown"])])


def backtest(found: Document, lang: Lang) -> str:
    """What ``verbs.backtest`` found."""
    articles = found["articles"]
    lines = [
        say("backtest_scope", scope=found["in_scope"], cases=found["cases"]).in_(lang),
        _figure("articles", articles["cases"], articles["reproduced"], lang),
        say("backtest_beyond", mean=str(articles["beyond_mean"])).in_(lang),
    ]
    for key in ("operator_fines", "individual_fines"):
        ratio = found[key]["median_ratio"]
        lines.append(_figure(key, found[key]["cases"], found[key]["inside"], lang))
        lines.append(say("backtest_ratio", ratio="–" if ratio is None else str(ratio)).in_(lang))
    for key, good in (("tiers", "predicted"), ("measures", "foreseen"), ("authorities", "predicted")):
        lines.append(_figure(key, found[key]["cases"], found[key][good], lang))
    if codes := found["unknown_sub_issues"]:
        lines += ["", say("backtest_unknown", codes=", ".join(codes)).in_(lang)]
    return "\n".join([*lines, "", *(_miss(miss, lang) for miss in found["misses"])])


def problems(found: Document, lang: Lang) -> list[str]:
    """What was wrong with the lines of a file, a sentence each."""
    return [
        say("problem_dropped" if one["dropped"] else "problem", line=one["line"], text=one["why"][lang]).in_(lang)
        for one in found["problems"]
    ]


def _line(found: Document, lang: Lang) -> str:
    measures = _listed((_word(one, lang) for one in found["measures"]), lang) or word("measures", "not_published").in_(
        lang
    )
    fine = _money(found["operator_fine_cny"])
    grey = "" if found["confidence"]["code"] == "confirmed" else f" ({_word(found['confidence'], lang)})"
    return f"{found['decided_on']:<10}  {found['id']}{grey}\n    {found['summary'][lang]}\n    {measures}{f' CNY {fine}' if fine else ''}"


def _table(dimension: str, groups: Iterable[Document], lang: Lang) -> str:
    columns = ("cases", "range", "unknown", "median", "quartiles")
    head = " · ".join(word("label", column).in_(lang) for column in columns)
    rows = [f"{word('dimension', dimension).in_(lang)} ({head})"]
    for one in groups:
        spread = one["operator_cny"]
        money = (
            f"{spread['median']:,} [{spread['q1']:,}–{spread['q3']:,}], {spread['min']:,}–{spread['max']:,}"
            if spread
            else "–"
        )
        rows.append(
            f"  {one['title'][lang]}: n = {one['n']}, {one['from']} – {one['to']}, {one['unknown_amounts']}, {money}"
        )
    return "\n".join(rows)


def _figure(key: str, count: int, good: int, lang: Lang) -> str:
    return say("backtest_line", what=say(f"backtest_{key}"), count=count, good=good).in_(lang)


def _miss(miss: Document, lang: Lang) -> str:
    shown = {key: _shown(miss[key]) for key in ("stated", "computed")}
    return say("backtest_miss", id=miss["id"], what=word("what", miss["what"]), **shown).in_(lang)


def _shown(value: object) -> str:
    match value:
        case None:
            return "–"
        case {"article": article, "tier": tier, "min": low, "max": high}:
            return f"{article} {tier} {low:,}–{'' if high is None else f'{high:,}'}"
        case int():
            return f"{value:,}"
        case list():
            return ", ".join(map(str, value)) or "–"
        case _:
            return str(value)


def _word(coded: Document, lang: Lang) -> str:
    text: str = coded["text"][lang]
    return text


def _listed(some: Iterable[str], lang: Lang) -> str:
    return _COMMA.in_(lang).join(some)


def _money(amount: int | None) -> str:
    return "" if amount is None else f"{amount:,}"
