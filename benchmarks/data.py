"""Personal information in text: accuracy and speed of Hegui beside its peers, in one run on the same generated text and kinds.

    python benchmarks/data.py [--seed N] [--hits N] [--names FOLDER]

Peers that are not installed are named at the end (``pip install presidio-analyzer argus-redact datafog``). Presidio runs with its pattern
recognisers alone, as its language models are not part of the package. Rates are of processor and of wall time, best of three. With ``--names``
only names and addresses are measured, on the labelled corpora of a folder (see ``data_names.py``).
"""

from __future__ import annotations

import argparse
import logging
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import data_names
from data_corpus import FILL, HITS, Label, Make, corpus

from hegui.recognise.pi import spans
from hegui.recognise.pi.find import find

PACKAGES = {"presidio": "presidio-analyzer", "argus-redact": "argus-redact", "datafog": "datafog"}
COMMON = ("cn_mobile", "cn_resident_id", "bank_card", "email", "ip")
Spans = set[tuple[int, int, str]]
Run = Callable[[str], Spans]
PLAIN_RE = re.compile(
    r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?P<cn_resident_id>(?<!\d)\d{17}[\dXx](?!\d))|(?P<bank_card>(?<!\d)\d{16,19}(?!\d))|"
    r"(?P<cn_mobile>(?<!\d)1[3-9]\d{9}(?!\d))|(?P<ip>(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]))"
)


def plain_re(text: str) -> Spans:
    return {(m.start(), m.end(), m.lastgroup or "") for m in PLAIN_RE.finditer(text)}


def presidio() -> Run:
    from presidio_analyzer.nlp_engine import NlpArtifacts
    from presidio_analyzer.predefined_recognizers import (
        CreditCardRecognizer,
        EmailRecognizer,
        IpRecognizer,
        PhoneRecognizer,
    )

    logging.getLogger("tldextract").setLevel(logging.CRITICAL)  # it looks for a list on the network first
    names = {"EMAIL_ADDRESS": "email", "CREDIT_CARD": "bank_card", "IP_ADDRESS": "ip", "PHONE_NUMBER": "cn_mobile"}
    recognizers = [
        CreditCardRecognizer(),
        EmailRecognizer(),
        IpRecognizer(),
        PhoneRecognizer(supported_regions=("CN",)),
    ]
    artifacts = NlpArtifacts([], [], [], [], None, "en")

    def run(line: str) -> Spans:
        found = set()
        for recognizer in recognizers:
            for hit in recognizer.analyze(line, list(names), artifacts) or ():
                if hit.score > 0.3:
                    found.add((hit.start, hit.end, names[hit.entity_type]))
        return found

    return run


def argus() -> Run:
    from argus_redact import redact

    names = {
        "phone": "cn_mobile",
        "id_number": "cn_resident_id",
        "bank_card": "bank_card",
        "credit_card": "bank_card",
        "email": "email",
        "ip_address": "ip",
        "ip": "ip",
    }

    def run(line: str) -> Spans:
        details = redact(line, lang="zh", detailed=True)[2]
        entities = details.get("entities", []) if isinstance(details, dict) else []
        return {(e["start"], e["end"], names[e["type"]]) for e in entities if e.get("type") in names}

    return run


def datafog() -> Run:
    from datafog import scan

    names = {"EMAIL": "email", "PHONE": "cn_mobile", "CREDIT_CARD": "bank_card", "IP_ADDRESS": "ip"}

    def run(line: str) -> Spans:
        return {(e.start, e.end, names[e.type]) for e in scan(line, engine="regex").entities if e.type in names}

    return run


def accuracy(name: str, got: set[Label], gold: set[Label], kinds: Iterable[str]) -> None:
    for kind in kinds:
        mine, theirs = {g for g in got if g[3] == kind}, {g for g in gold if g[3] == kind}
        both = len(mine & theirs)
        precision, recall = both / len(mine) if mine else 0.0, both / len(theirs) if theirs else 0.0
        f1 = 2 * both / (len(mine) + len(theirs)) if mine or theirs else 0.0
        print(f"{name:<14}{kind:<22}{len(theirs):>6}{precision:>9.3f}{recall:>9.3f}{f1:>9.3f}")


def rates(run: Callable[[], object], size: int) -> tuple[float, float]:
    """MB/s of processor time and of wall time, each the best of three."""
    cpu = wall = float("inf")
    for _ in range(3):
        at, busy = time.perf_counter(), time.process_time()
        run()
        cpu, wall = min(cpu, time.process_time() - busy), min(wall, time.perf_counter() - at)
    return size / cpu / 1e6, size / wall / 1e6


def of_common_kinds(hits: int, fill: int) -> str:
    m = Make(11)
    lines = []
    for n in range(hits):
        make, frames = HITS[COMMON[n % len(COMMON)]]
        lines += [m.r.choice(frames).replace("{}", make(m)), *m.r.choices(FILL, k=fill)]
    return "\n".join(lines) + "\n"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--hits", type=int, default=9000)
    options.add_argument("--names", type=Path)
    given = options.parse_args()
    if given.names:
        data_names.report(given.names)
        return
    text, gold = corpus(given.seed, given.hits)
    print(f"{'who':<14}{'kind':<22}{'n':>6}{'P':>9}{'R':>9}{'F1':>9}")
    accuracy("hegui", {tuple(s) for s in spans(text)}, gold, sorted({g[3] for g in gold}))  # type: ignore[misc]

    peers: dict[str, Run] = {"re": plain_re}
    missing: list[str] = []
    for name, make in (("presidio", presidio), ("argus-redact", argus), ("datafog", datafog)):
        try:
            peers[name] = make()
        except ImportError:
            missing.append(name)
    few, few_gold = corpus(given.seed + 1, 1800)
    for name, run in peers.items():
        got = {(n, *span) for n, line in enumerate(few.splitlines(), 1) for span in run(line)}
        accuracy(name, got, few_gold, COMMON)  # type: ignore[arg-type]

    print(f"\n{'who':<14}{'text':<24}{'MB/s CPU':>10}{'MB/s wall':>10}{'times hegui is faster (CPU)':>30}")
    for name, hits, fill in (("a value each 100 bytes", 60_000, 1), ("a value each 4 kB", 3_000, 60)):
        sample = of_common_kinds(hits, fill)
        data = sample.encode()
        find(data[:200_000])
        mine = rates(lambda d=data: find(d), len(data))  # type: ignore[misc]
        located = rates(lambda s=sample: spans(s), len(data))  # type: ignore[misc]
        print(f"{'hegui':<14}{name:<24}{mine[0]:>10.1f}{mine[1]:>10.1f}")
        print(f"{'hegui (spans)':<14}{name:<24}{located[0]:>10.1f}{located[1]:>10.1f}")
        for peer, run in peers.items():
            part = sample[:4_000_000] if peer == "re" else sample[:60_000]
            theirs = rates(lambda r=run, p=part: r(p), len(part.encode()))  # type: ignore[misc]
            print(f"{peer:<14}{name:<24}{theirs[0]:>10.2f}{theirs[1]:>10.2f}{mine[0] / theirs[0]:>30.0f}")
    for peer in missing:
        print(f"{peer} is not installed and was not measured: pip install {PACKAGES[peer]}")


if __name__ == "__main__":
    main()
