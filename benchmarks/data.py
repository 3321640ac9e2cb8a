"""Personal information in text: accuracy and speed of Hegui beside its peers, in one run on the same generated text and kinds.

    python benchmarks/data.py [--peers PYTHON] [--seed N] [--hits N] [--names FOLDER]

The peers (``pip install presidio-analyzer argus-redact datafog``) are looked for in this environment, or with ``--peers`` in that of another
Python, as they need versions of their own; what is missing is named at the end. Rates are of processor time, best of three; the last column
is how many times Hegui's is that of the peer on that text. Hegui looks for all its kinds, a peer for those that all know. With ``--names`` only
names, addresses and columns are measured, on the labelled corpora of a folder (see ``data_names.py`` and ``data_columns.py``).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

import data_columns
import data_names
from data_corpus import FILL, HITS, Label, Make, corpus
from data_peers import COMMON, PEERS, measured, rate

from hegui.recognise.pi import spans
from hegui.recognise.pi.find import find

TEXTS = (("a value each 100 bytes", 60_000, 1), ("a value each 4 kB", 3_000, 60))
BODIES = (b"nothing to be found here", b'{"phone": "13800138000", "mail": "abc@example.com", "at": 1763764386000}')
READ_BY_PEERS = 60_000  # characters of a text; their rates do not depend on it


def accuracy(name: str, got: set[Label], gold: set[Label], kinds: Iterable[str]) -> None:
    for kind in kinds:
        mine, theirs = {g for g in got if g[3] == kind}, {g for g in gold if g[3] == kind}
        both = len(mine & theirs)
        precision, recall = both / len(mine) if mine else 0.0, both / len(theirs) if theirs else 0.0
        f1 = 2 * both / (len(mine) + len(theirs)) if mine or theirs else 0.0
        print(f"{name:<14}{kind:<22}{len(theirs):>6}{precision:>9.3f}{recall:>9.3f}{f1:>9.3f}")


def of_common_kinds(hits: int, fill: int) -> str:
    m = Make(11)
    lines = []
    for n in range(hits):
        make, frames = HITS[COMMON[n % len(COMMON)]]
        lines += [m.r.choice(frames).replace("{}", make(m)), *m.r.choices(FILL, k=fill)]
    return "\n".join(lines) + "\n"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--peers", type=Path, default=Path(sys.executable))
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--hits", type=int, default=9000)
    options.add_argument("--names", type=Path)
    given = options.parse_args()
    if given.names:
        data_names.report(given.names)
        data_columns.report(given.seed, given.names)
        return
    text, gold = corpus(given.seed, given.hits)
    print(f"{'who':<14}{'kind':<22}{'n':>6}{'P':>9}{'R':>9}{'F1':>9}")
    accuracy("hegui", {tuple(s) for s in spans(text)}, gold, sorted({g[3] for g in gold}))  # type: ignore[misc]
    data_columns.report(given.seed)

    few, few_gold = corpus(given.seed + 1, 1800)
    samples = [of_common_kinds(hits, fill) for _, hits, fill in TEXTS]
    pieces, lines = [sample[:READ_BY_PEERS] for sample in samples], few.splitlines()
    peers = {peer: measured(peer, pieces, lines, given.peers) for peer in PEERS}
    for peer, found in peers.items():
        if found:
            got = {(n, *span) for n, line in enumerate(found["spans"], 1) for span in line}  # type: ignore[misc, attr-defined]
            accuracy(peer, got, few_gold, COMMON)

    print(f"\n{'who':<14}{'text':<24}{'MB/s':>10}{'times hegui is faster':>24}{'its spans, too':>16}")
    for number, (name, sample) in enumerate(zip((text[0] for text in TEXTS), samples, strict=True)):
        data = sample.encode()
        find(data[:200_000])
        mine = rate(lambda d=data: find(d), len(data))  # type: ignore[misc]
        located = rate(lambda s=sample: spans(s), len(data))  # type: ignore[misc]
        print(f"{'hegui':<14}{name:<24}{mine:>10.1f}\n{'hegui (spans)':<14}{name:<24}{located:>10.1f}")
        for peer, found in peers.items():
            if found:
                theirs = float(found["rates"][number])  # type: ignore[arg-type]
                print(f"{peer:<14}{name:<24}{theirs:>10.2f}{mine / theirs:>24.0f}{located / theirs:>16.0f}")
    for body in BODIES:
        seconds = len(body) / rate(lambda b=body: [find(b) for _ in range(1000)], len(body))  # type: ignore[misc]
        print(f"{'hegui':<14}{f'a body of {len(body)} bytes':<24}{seconds * 1e-3:>10.0f} microseconds a call")
    for peer, found in peers.items():
        if not found:
            print(f"{peer} is not installed and was not measured")


if __name__ == "__main__":
    main()
