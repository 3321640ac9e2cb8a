"""Fuzz target: the span finder, and every reader of files through the collector's own door.

    python tests/fuzz/data.py [-max_total_time=60] [CORPUS_FOLDER]

Coverage-guided, by atheris (``pip install atheris``); what breaks is written beside as a crash file.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["hegui"]):
    from hegui.evidence.data.examining import Asset, examine
    from hegui.evidence.data.parts import Item
    from hegui.recognise.pi import spans

NAMES = ("a", "a.csv", "a.tsv", "a.json", "a.jsonl", "a.xml", "a.html", "a.eml", "a.mbox", "a.sql", "a.log")


def one_input(data: bytes) -> None:
    """Whatever the bytes are: spans lie within their lines, and a reader gives an asset or a reason."""
    chosen = atheris.FuzzedDataProvider(data)
    name, body = chosen.PickValueInList(list(NAMES)), chosen.ConsumeBytes(sys.maxsize)
    lines = body.decode("utf-8", "replace").split("\n") if body.isascii() else None
    for span in spans(body, prose=True):
        if lines is not None and not 0 <= span.start < span.end <= len(lines[span.line - 1]):
            raise AssertionError(f"a span outside its line: {span}")
    for found in examine(Item(name, data=body), "full"):
        if not isinstance(found, Asset) and not found[1].reason:
            raise AssertionError("refused without a reason")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
