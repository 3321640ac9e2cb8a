"""Money, numbers, days and periods as each language writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from hegui.dates import SHANGHAI
from hegui.report.words import labels, listed, say, word
from hegui.text import Text

WAN = 10_000
YI = 100_000_000


def money(amount: float) -> Text:
    """An amount in CNY; Chinese counts in 万 and 亿."""
    yuan = round(amount)
    return Text(f"CNY {yuan:,}", _chinese(yuan))


def price(least: float, most: float | None) -> Text:
    """A range of fines in CNY; ``most`` None is not known or without a limit."""
    if most is None:
        return say("price.open", least=money(least)) if least else labels()["price.unknown"]
    if not most:
        return labels()["price.none"]
    if not least:
        return say("price.up_to", most=money(most))
    if least == most:
        return money(most)
    return Text(f"CNY {round(least):,} – {round(most):,}", f"{_chinese(round(least))}至{_chinese(round(most))}")


def fine(tier: Mapping[str, Any], kept: Mapping[str, Any]) -> Text:
    """What a tier costs the operator: a range, a multiple of a sum, or both."""
    least, most = tier.get("operator_cny") or (None, None)
    times, up_to, base = tier.get("multiple") or (None, None, None)
    if not tier.get("fined"):
        return labels()["price.none"]
    fixed = None if most is None else price(least or 0, most)
    if base is None or up_to is None:
        return fixed or labels()["price.unknown"]
    multiple = _multiple(times or 0, up_to, word("multiple_of", base, kept))
    return say("price.either", one=fixed, other=multiple) if fixed else multiple


def fine_each(tier: Mapping[str, Any]) -> Text:
    """What a tier costs each person beside the operator."""
    least, most = tier.get("individual_cny") or (None, None)
    return labels()["none"] if most is None else price(least or 0, most)


def number(value: float) -> str:
    """A count or measure with thousands apart; whole numbers without a point."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"


def moment(raw: str | datetime | None) -> str:
    """A day, or a time to the minute in Shanghai; midnight stands for the day that begins."""
    if raw is None:
        return "–"
    if isinstance(raw, str) and "T" not in raw:
        return raw
    at = datetime.fromisoformat(raw) if isinstance(raw, str) else raw
    here = at.astimezone(SHANGHAI) if at.tzinfo else at
    return here.strftime("%Y-%m-%d" if here.time() == time.min else "%Y-%m-%d %H:%M")


def period(span: Sequence[str | None]) -> Text:
    """From when to when; an open end is said."""
    start, end = span
    if start is None and end is None:
        return labels()["period.unknown"]
    if start is None:
        return say("period.until", end=moment(end))
    if end is None:
        return say("period.since", start=moment(start))
    if moment(start) == moment(end):
        return Text(moment(start), moment(start))
    return say("period.both", start=moment(start), end=moment(end))


def counted(counts: Mapping[str, int]) -> Text:
    """Verdicts and how often each stands, worst first; those that do not occur are left out."""
    order = ("not_met", "unproven", "met", "not_applicable")
    return listed(
        [say("counted", verdict=labels()[f"verdict.{v}"], n=number(counts[v])) for v in order if counts.get(v)]
    )


def of(coverage: Mapping[str, Any], unit: Text) -> Text:
    """How many were examined of how many; never without its denominator."""
    examined, population = coverage["examined"], coverage["population"]
    if not examined and not population:
        return labels()["nothing_counted"]
    if population is None:
        return say("n_of_unknown", n=number(examined), unit=unit)
    return say("n_of_m", n=number(examined or 0), m=number(population), unit=unit)


def _multiple(least: float, most: float, of_sum: Text) -> Text:
    if most < 1:
        return say("price.share", most=f"{most * 100:g} %", of=of_sum)
    return say("price.multiple", least=number(least), most=number(most), of=of_sum)


def _chinese(yuan: int) -> str:
    if yuan >= YI and yuan % WAN == 0:
        return f"{_short(yuan / YI)}亿元"
    if yuan >= WAN and yuan % 100 == 0:
        return f"{_short(yuan / WAN)}万元"
    return f"{yuan:,}元"


def _short(value: float) -> str:
    return f"{value:,.4f}".rstrip("0").rstrip(".")
