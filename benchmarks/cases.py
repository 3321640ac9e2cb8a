"""How long a search and a search for similar cases take over many cases, and what the backtest's rules are worth on cases unseen.

    python benchmarks/cases.py [--cases 100000] [--halves] [--unseen]

The project's cases are repeated under other ids and days. Printed: seconds to load the indexes, the slowest and the middle answer in
milliseconds, and the seconds of a backtest and of a price. ``--halves``: the mapping's rules are chosen on one half of the cases in
scope and tried on the other, both ways. ``--unseen``: what is left where nobody has mapped the codes of the decisions.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from statistics import median
from typing import Any

from hegui import cases
from hegui.cases import mapping
from hegui.cases.backtest import backtest
from hegui.cases.compare import in_scope
from hegui.cases.corpus import the_law
from hegui.cases.index import Index
from hegui.cases.likeness import Likeness
from hegui.judge.exposure import exposure

ON = date(2026, 11, 21)
FINDINGS = 10_000
UNREADABLE = "zzz"  # a code of which no word is known
QUERIES: list[tuple[str, list[tuple[str, str]]]] = [
    ("logs", []),
    ("police warning", []),
    ("罚款", []),
    ("未经同意 人脸", []),
    ("no", [("category", "security_protection"), ("measure", "warning")]),
    ("", [("article", "csl@2017/21")]),
    ("数据泄露", [("year", "2024")]),
]
FIGURES = {
    "articles": "reproduced",
    "operator_fines": "inside",
    "individual_fines": "inside",
    "tiers": "predicted",
    "measures": "foreseen",
    "authorities": "predicted",
}


Figures = Mapping[str, Any]


def main() -> None:
    """Multiply, index, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--halves", action="store_true")
    parser.add_argument("--unseen", action="store_true")
    asked = parser.parse_args()
    if asked.halves or asked.unseen:
        print_halves() if asked.halves else print_unseen()
        return
    many = multiplied(asked.cases)
    started = time.perf_counter()
    index = Index(many)
    print(f"{len(many):,} cases; index of words {time.perf_counter() - started:.1f} s")
    started = time.perf_counter()
    likeness = Likeness(many)
    print(f"index of likeness {time.perf_counter() - started:.1f} s")
    _timed("search", [lambda q=q: index.find(*q) for q in QUERIES])
    obligations = sorted({name for name in mapping.named() if name in the_law().obligations})
    _timed("similar", [lambda o=o: likeness.similar(o, ON, "school", (), ("refusal",)) for o in obligations])
    _timed("backtest", [lambda: backtest(cases.project())] * 3)
    _timed(f"price of {FINDINGS:,} findings", [price_many] * 3)


def price_many() -> None:
    """The exposure of many failures of every duty that has a price, on different days."""
    law = the_law()
    duties = [duty for duty in law.obligations.values() if law.liability_on(duty, ON)]
    findings = [
        {
            "id": f"{duty.id}/system/s{n}",
            "obligation": duty.id,
            "subject": {"kind": "system", "id": f"s{n}"},
            "at": (ON - timedelta(days=n % 700)).isoformat() if n % 2 else None,
            "liability": [],
        }
        for n, duty in ((n, duties[n % len(duties)]) for n in range(FINDINGS))
    ]
    exposure(law, ON, {"operator": "o", "kind": "company"}, findings, [], [])


def multiplied(count: int) -> list[cases.Case]:
    """The project's cases again and again, under other ids and up to five years earlier."""
    real = cases.project().all
    return [
        replace(one, id=f"{one.id}-{n}", day=one.day - timedelta(days=n % 1800))
        for n, one in ((n, real[n % len(real)]) for n in range(count))
    ]


def _timed(what: str, questions: Iterable[Callable[[], object]]) -> None:
    took = []
    for question in questions:
        started = time.perf_counter()
        question()
        took.append((time.perf_counter() - started) * 1000)
    print(f"{what}: {len(took)} questions, middle {median(took):.1f} ms, slowest {max(took):.1f} ms")


def print_halves() -> None:
    """No rules; the statute's rules; all rules; and the rules chosen on the other half."""
    every = cases.project()
    scope = sorted((case for case in every.all if in_scope(the_law(), case)), key=lambda case: case.id)
    halves = [scope[0::2], scope[1::2]]
    _print("no rules", [_tested(scope, [])])
    _print("without the rules that practice answers", [_tested(scope, mapping.statutory())])
    _print("all rules", [_tested(scope, mapping.rules())])
    both_ways = (halves, halves[::-1])
    _print("rules chosen on the other half", [_tested(unseen, chosen(seen)) for seen, unseen in both_ways])
    kept = [_tested(unseen, _with_statute(chosen(seen))) for seen, unseen in both_ways]
    _print("the statute's rules, and those of practice chosen on the other half", kept)


def _with_statute(some: Sequence[mapping.Rule]) -> list[mapping.Rule]:
    return [rule for rule in mapping.rules() if rule in some or "practice" not in rule]


def print_unseen() -> None:
    """Codes as mapped; every code read by its words alone; and every code unreadable, so that its category answers."""
    every = cases.project().all
    _print("codes as mapped", [_tested(every, mapping.rules())])
    by_words = [replace(one, sub_issues=tuple(_by_words(code, one) for code in one.sub_issues)) for one in every]
    _print("codes read by their words", [_tested(by_words, mapping.rules())])
    unread = [replace(one, sub_issues=(UNREADABLE,)) for one in every]
    _print("codes unreadable", [_tested(unread, mapping.rules())])


def _by_words(code: str, case: cases.Case) -> str:
    return mapping.read_as(code, case.category) or UNREADABLE


def chosen(seen: Sequence[cases.Case]) -> list[mapping.Rule]:
    """The rules that the *seen* cases ask for: without any one of them fewer figures agree."""
    every = mapping.rules()
    best = _agreeing(_tested(seen, every))
    return [rule for rule in every if _agreeing(_tested(seen, [r for r in every if r is not rule])) < best]


def _tested(some: Sequence[cases.Case], rules: Sequence[mapping.Rule]) -> Figures:
    return backtest(cases.Cases(tuple(some)), rules)


def _agreeing(figures: Figures) -> int:
    return sum(figures[figure][good] for figure, good in FIGURES.items())


def _print(what: str, results: Sequence[Figures]) -> None:
    figures = (
        f"{figure} {sum(r[figure][good] for r in results)}/{sum(r[figure]['cases'] for r in results)}"
        for figure, good in FIGURES.items()
    )
    beyond = sum(r["articles"]["beyond_mean"] * r["articles"]["cases"] for r in results)
    named = sum(r["articles"]["cases"] for r in results)
    print(f"{what}: {', '.join(figures)}; beyond {beyond / named:.2f}")


if __name__ == "__main__":
    main()
