"""The labelled corpora of policies, each as policies of passages with their labels; how labels map to elements is policy_labels.yaml."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from hegui import yaml12

HERE = Path(__file__).parent
LABELS: Mapping[str, Any] = yaml12.load((HERE / "policy_labels.yaml").read_text(encoding="utf-8"))
_STAND_IN = {"-email-": "a@b.example", "-url-": "https://b.example", "-phone-": "+86 10 5555 5555"}


class Passage(NamedTuple):
    """A sentence, paragraph or segment and the labels that people gave it."""

    text: str
    labels: frozenset[str]


Policy = list[Passage]


def capp130(root: Path) -> Iterator[Policy]:
    """Twelve policies, every sentence labelled; what is said again elsewhere is often left unlabelled."""
    known = {one["name"]: label for label, one in LABELS["capp130"].items()}
    for path in sorted((root / "capp130" / "annotation").glob("*.jsonl")):
        rows = [json.loads(line) for line in _lines(path)]
        yield [Passage(row["text"], frozenset(known[x] for x in row["label"] if x in known)) for row in rows]


def capp130_sentences(root: Path) -> Iterator[Policy]:
    """Single sentences, shuffled."""
    known = {one["label"]: label for label, one in LABELS["capp130"].items()}
    for line in _lines(root / "capp130" / "topic_dev.txt"):
        text, _, flags = line.rpartition("\t")
        marked = (str(n) for n, flag in enumerate(json.loads(flags)) if flag)
        yield [Passage(text, frozenset(known[x] for x in marked if x in known))]


def opp115(root: Path) -> Iterator[Policy]:
    """Policies in segments."""
    known = {one["label"]: label for label, one in LABELS["opp115"].items()}
    for path in sorted((root / "opp115").glob("*.csv")):
        labels: dict[int, set[str]] = defaultdict(set)
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"))):
            if row[5] in known:
                labels[int(row[4])].add(known[row[5]])
        segments = path.with_suffix(".html").read_text(encoding="utf-8").split("|||")
        yield [Passage(re.sub("<[^>]+>", "\n", text), frozenset(labels[n])) for n, text in enumerate(segments)]


def appcorp_paragraphs(root: Path) -> Iterator[Policy]:
    """Paragraphs with one class each; addresses are blanked in the corpus and stood in for here."""
    known = {one["label"]: label for label, one in LABELS["appcorp"].items()}
    for block in (root / "appcorp_test_5").read_text(encoding="utf-8").split("\n\n"):
        label, _, text = block.partition("\n")
        for blank, value in _STAND_IN.items():
            text = text.replace(blank, value)
        if text.strip():
            yield [Passage(text, frozenset({known[label]} if label in known else ()))]


def ca4p(root: Path) -> Iterator[Policy]:
    """Policies with spans; a policy has a label where it has a span of it."""
    words = {"数据": "data", "目的": "purpose", "分享": "share"}
    for path in sorted((root / "ca4p" / "annotation").glob("*.json")):
        spans = json.loads(path.read_text(encoding="utf-8"))
        page = (root / "ca4p" / "raw" / f"{path.stem}.html").read_text(encoding="utf-8")
        yield [Passage(page, frozenset(words[s["classId_name"]] for s in spans if s["classId_name"] in words))]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")[:-1]


WHOLE: Mapping[str, Callable[[Path], Iterator[Policy]]] = {"capp130": capp130, "opp115": opp115, "ca4p": ca4p}
PARTS: Mapping[str, Callable[[Path], Iterator[Policy]]] = {
    "capp130": capp130_sentences,
    "opp115": lambda root: ([passage] for policy in opp115(root) for passage in policy),
    "appcorp": appcorp_paragraphs,
}
