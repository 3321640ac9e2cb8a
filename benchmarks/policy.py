"""Policies: how well their elements are told, against labels of corpora that others labelled, and how fast.

    python benchmarks/policy.py FOLDER [--half all|tuned|unseen]

FOLDER holds the corpora (capp130, opp115, ca4p, appcorp_test_5). Every second item of a set is *unseen*: the word lists were written
while looking at the others only. Two levels, named in each line. By policy: a label holds where people gave it to
any passage; that is what the program answers for, but these policies are long and lack little, so few of them test that a lack is seen ("without").
By passage: people labelled the main topic, often from what stands around it, while the program is given the passage alone and says all that
it touches on; agreement is therefore bounded. Beside F1 stands how often the sentence that is quoted for a label lies in a passage that people
gave that label. Which elements a label measures alone, which only together with others, and which not at all is printed last.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from policy_corpora import LABELS, PARTS, WHOLE, Policy

from hegui.evidence.policy.elements import elements
from hegui.evidence.policy.reading import read_policy
from hegui.evidence.prose.opening import content

Counts = dict[str, Counter[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("all", "tuned", "unseen"), default="all")
    arguments = parser.parse_args()
    for unit, sets in (("policy", WHOLE), ("passage", PARTS)):
        for corpus, read in sets.items():
            show(unit, corpus, counted(corpus, halved(read(arguments.folder), arguments.half)))
    coverage()
    speed(arguments.folder)


def halved(policies: Iterable[Policy], half: str) -> Iterator[Policy]:
    """Every policy, or every second one."""
    wanted = {"all": (0, 1), "tuned": (0,), "unseen": (1,)}[half]
    return (policy for n, policy in enumerate(policies) if n % 2 in wanted)


def counted(corpus: str, policies: Iterable[Policy]) -> Counts:
    """By label: hits, misses and false alarms, and how often the quoted sentence lies in a passage with the label."""
    counts: Counts = {label: Counter() for label in LABELS[corpus]}
    for policy in policies:
        text = content("\n".join(passage.text for passage in policy).encode()).text
        found = read_policy(text)
        given = frozenset[str]().union(*(passage.labels for passage in policy))
        for label, one in LABELS[corpus].items():
            places = [found.places[element][0] for element in one["elements"] if found.places[element]]
            counts[label][outcome(bool(places), label in given)] += 1
            if label in given and len(policy) > 1:
                quotes = [" ".join(text[slice(*found.span(place))].split()) for place in places]
                own = " ".join(" ".join(p.text.split()) for p in policy if label in p.labels)
                counts[label]["quoted"] += len(quotes)
                counts[label]["right"] += sum(quote in own for quote in quotes)
    return counts


def outcome(found: bool, given: bool) -> str:
    return "hit" if found and given else "alarm" if found else "miss" if given else "rest"


def f1(counts: Mapping[str, int]) -> float:
    """The harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found."""
    wrong = counts["alarm"] + counts["miss"]
    return 2 * counts["hit"] / (2 * counts["hit"] + wrong) if counts["hit"] or wrong else 1.0


def share(counts: Mapping[str, int], wrong: str) -> str:
    """Precision (against alarms) or recall (against misses)."""
    of = counts["hit"] + counts[wrong]
    return f"{counts['hit'] / of:.2f}" if of else "none"


def coverage() -> None:
    """Which elements the labels measure."""
    mapped = [one["elements"] for labels in LABELS.values() for one in labels.values()]
    alone = {names[0] for names in mapped if len(names) == 1}
    together = {name for names in mapped for name in names} - alone
    print("\nmeasured by a label of its own:", ", ".join(e for e in elements() if e in alone))
    print("measured only together with others:", ", ".join(e for e in elements() if e in together))
    print("not measured:", ", ".join(e for e in elements() if e not in alone | together))


def show(unit: str, corpus: str, counts: Counts) -> None:
    total = sum(counts.values(), Counter())
    n = total["hit"] + total["miss"]
    print(
        f"\n{corpus}, by {unit}: F1 {f1(total):.3f} over all labels (with a label: {n}, without: {sum(total[k] for k in ('alarm', 'rest'))})"
    )
    for label, own in counts.items():
        given = own["hit"] + own["miss"]
        quoted = f"  quoted in place {own['right']}/{own['quoted']}" if own["quoted"] else ""
        named = ", ".join(LABELS[corpus][label]["elements"])
        print(
            f"  {label:18} F1 {f1(own):.2f}  P {share(own, 'alarm')}  R {share(own, 'miss')}"
            f"  with {given:4}  without {own['alarm'] + own['rest']:4}{quoted}  ({named})"
        )


def speed(folder: Path) -> None:
    """Bytes of policies a second, of one core, best of three."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((folder / "capp130" / "original").glob("*.txt"))]
    texts += [path.read_text(encoding="utf-8") for path in sorted((folder / "viodroid").glob("original_policy_*.txt"))]
    size = sum(len(text.encode()) for text in texts)
    read_policy(texts[0])  # compiles the word lists
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        for text in texts:
            read_policy(text)
        best = min(best, time.process_time() - begun)
    print(f"\nspeed: {size / best / 1e6:.1f} MB/s over {len(texts)} policies, {size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
