"""The labelled pages of ``tests/pages``, and how the rules do on them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from hegui import yaml12

FOLDER = Path(__file__).parent / "pages"


@dataclass
class Score:
    """Counts of page and rule pairs over both viewports: found and labelled, found alone, labelled alone."""

    hit: int = 0
    extra: list[tuple[str, str]] = field(default_factory=list)
    missed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.hit / (self.hit + len(self.extra))

    @property
    def recall(self) -> float:
        return self.hit / (self.hit + len(self.missed))


def labels() -> dict[str, set[str]]:
    """The rules that each page goes against, by its path."""
    raw = yaml12.load((FOLDER / "labels.yaml").read_text(encoding="utf-8"))
    return {str(_path(name)): set(rules or ()) for name, rules in raw.items()}


def score(found: dict[str, set[str]], labelled: dict[str, set[str]]) -> Score:
    """How what was found compares to the labels."""
    result = Score()
    for page, rules in labelled.items():
        mine = found.get(page, set())
        result.hit += len(rules & mine)
        result.extra += [(Path(page).name, rule) for rule in sorted(mine - rules)]
        result.missed += [(Path(page).name, rule) for rule in sorted(rules - mine)]
    return result


def by_rule(labelled: dict[str, set[str]]) -> Counter[str]:
    """How many pages are labelled with each rule."""
    return Counter(rule for rules in labelled.values() for rule in rules)


def _path(name: str) -> Path:
    return FOLDER / name if (FOLDER / name).is_dir() else FOLDER / f"{name}.html"
