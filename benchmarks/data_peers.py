"""The peers of ``data.py``, each as its documentation has it used, for the kinds that all know; run by itself it measures one of them.

    PYTHON benchmarks/data_peers.py PEER < {"texts": [...], "lines": [...]}

prints as JSON the MB it reads of each text in a second of processor time (whole or line by line, whichever is faster for it), and the spans
it finds in the lines. So a peer may live in an environment of its own, whose Python is PYTHON.
"""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Spans = set[tuple[int, int, str]]
Run = Callable[[str], Spans]
COMMON = ("cn_mobile", "cn_resident_id", "bank_card", "email", "ip")
PRESIDIO = {"EMAIL_ADDRESS": "email", "CREDIT_CARD": "bank_card", "IP_ADDRESS": "ip", "PHONE_NUMBER": "cn_mobile"}
PLAIN_RE = re.compile(
    r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?P<cn_resident_id>(?<!\d)\d{17}[\dXx](?!\d))|(?P<bank_card>(?<!\d)\d{16,19}(?!\d))|"
    r"(?P<cn_mobile>(?<!\d)1[3-9]\d{9}(?!\d))|(?P<ip>(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]))"
)


def plain_re() -> Run:
    """The standard library's ``re``, one alternation."""
    return lambda text: {(m.start(), m.end(), m.lastgroup or "") for m in PLAIN_RE.finditer(text)}


def presidio() -> Run:
    """Its analyser, with the recognisers of the common kinds and a blank pipeline: its language models are not part of the package."""
    import spacy
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    class Blank(SpacyNlpEngine):  # type: ignore[misc]
        def load(self) -> None:
            self.nlp = {"en": spacy.blank("en")}

    registry = RecognizerRegistry(recognizers=_recognizers())
    engine = AnalyzerEngine(registry=registry, nlp_engine=Blank(), supported_languages=["en"])
    return lambda text: _presidio_spans(engine.analyze(text, "en", entities=list(PRESIDIO)))


def presidio_bare() -> Run:
    """Its recognisers alone, without the analyser that its documentation has around them."""
    from presidio_analyzer.nlp_engine import NlpArtifacts

    recognizers, nothing = _recognizers(), NlpArtifacts([], [], [], [], None, "en")
    return lambda text: _presidio_spans(
        hit for each in recognizers for hit in each.analyze(text, list(PRESIDIO), nothing) or ()
    )


def _recognizers() -> list[Any]:
    from presidio_analyzer.predefined_recognizers import (
        CreditCardRecognizer,
        EmailRecognizer,
        IpRecognizer,
        PhoneRecognizer,
    )

    logging.getLogger("tldextract").setLevel(logging.CRITICAL)  # it looks for a list on the network first
    return [CreditCardRecognizer(), EmailRecognizer(), IpRecognizer(), PhoneRecognizer(supported_regions=("CN",))]


def _presidio_spans(hits: Iterable[Any]) -> Spans:
    return {(hit.start, hit.end, PRESIDIO[hit.entity_type]) for hit in hits if hit.score > 0.3}


def argus() -> Run:
    """Its Chinese recognisers."""
    from argus_redact import redact

    warnings.simplefilter("ignore")
    names = {
        "phone": "cn_mobile",
        "id_number": "cn_resident_id",
        "bank_card": "bank_card",
        "credit_card": "bank_card",
        "email": "email",
        "ip_address": "ip",
        "ip": "ip",
    }

    def run(text: str) -> Spans:
        details = redact(text, lang="zh", detailed=True)[2]
        entities = details.get("entities", []) if isinstance(details, dict) else []
        return {(e["start"], e["end"], names[e["type"]]) for e in entities if e.get("type") in names}

    return run


def datafog() -> Run:
    """Its engine of regular expressions."""
    from datafog import scan

    names = {"EMAIL": "email", "PHONE": "cn_mobile", "CREDIT_CARD": "bank_card", "IP_ADDRESS": "ip"}
    return lambda text: {
        (e.start, e.end, names[e.type]) for e in scan(text, engine="regex").entities if e.type in names
    }


PEERS: dict[str, Callable[[], Run]] = {
    "re": plain_re,
    "presidio": presidio,
    "presidio bare": presidio_bare,
    "argus-redact": argus,
    "datafog": datafog,
}


def rate(run: Callable[[], object], size: int) -> float:
    """MB in a second of processor time, best of three."""
    best = float("inf")
    for _ in range(3):
        busy = time.process_time()
        run()
        best = min(best, time.process_time() - busy)
    return size / best / 1e6


def _rates(run: Run, text: str) -> tuple[float, float]:
    """A peer's rate on a whole text, and line by line."""
    size, lines = len(text.encode()), text.splitlines()
    return rate(lambda: run(text), size), rate(lambda: [run(line) for line in lines], size)


def measured(peer: str, texts: list[str], lines: list[str], python: Path) -> dict[str, list[object]] | None:
    """What this program prints of a peer under another Python; None where the peer is not installed there."""
    given = json.dumps({"texts": texts, "lines": lines})
    ran = subprocess.run([python, __file__, peer], input=given, capture_output=True, text=True, check=False)
    if ran.returncode and "ModuleNotFoundError" not in ran.stderr:
        raise SystemExit(ran.stderr)
    found: dict[str, list[object]] | None = None if ran.returncode else json.loads(ran.stdout.splitlines()[-1])
    return found


def main() -> None:
    run = PEERS[sys.argv[1]]()
    given = json.load(sys.stdin)
    rates = [max(_rates(run, text)) for text in given["texts"]]
    print(json.dumps({"rates": rates, "spans": [sorted(run(line)) for line in given["lines"]]}))


if __name__ == "__main__":
    main()
