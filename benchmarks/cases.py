"""How long a search and a search for similar cases take over many cases, and what the backtest's rules are worth on cases unseen.

    python benchmarks/cases.py [--cases 100000] [--halves]

The project's cases are repeated under other ids and days. Printed: seconds to load the indexes, and the slowest and the middle answer
in milliseconds. ``--halves``: the mapping's rules are chosen on one half of the cases in scope and tried on the other, both ways.
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

ON = date(2026, 11, 21)
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
    asked = parser.parse_args()
    if asked.halves:
        print_halves()
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
    held_out = [_tested(unseen, chosen(seen)) for seen, unseen in (halves, halves[::-1])]
    _print("rules chosen on the other half", held_out)


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
    print(f"{what}: {', '.join(figures)}")


if __name__ == "__main__":
    main()
