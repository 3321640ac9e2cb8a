"""How well and how fast pages are judged: precision and recall on the labelled pages, seconds a page, ten at once.

python benchmarks/pages.py
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from hegui.evidence.page import browser, recorder
from hegui.evidence.page.places import open_place
from hegui.scan import page
from pages_kept import by_rule, labels, score


def quality() -> None:
    labelled = labels()
    began = time.perf_counter()
    result = page.scan(list(labelled), cache=False)
    took = time.perf_counter() - began
    found = defaultdict(set)
    for finding in result["findings"]:
        found[finding["page"]].add(finding["rule"])
    scored = score(found, labelled)
    clean = sum(not rules for rules in labelled.values())
    pairs = scored.hit + len(scored.missed)
    print(
        f"pages {len(labelled)} ({clean} clean), labels {pairs}, unreadable {len(result['unreadable'])}, {took:.1f} s"
    )
    print(f"precision {scored.precision:.3f} ({scored.hit}/{scored.hit + len(scored.extra)})")
    print(f"recall    {scored.recall:.3f} ({scored.hit}/{pairs})")
    print("labels by rule:", ", ".join(f"{rule} {n}" for rule, n in sorted(by_rule(labelled).items())))
    for name, rule in scored.extra:
        print(f"  extra  {name}: {rule}")
    for name, rule in scored.missed:
        print(f"  missed {name}: {rule}")


async def speed(count: int = 10) -> None:
    places = [open_place(path) for path in list(labels())[:count]]
    async with browser.started() as warm:
        await recorder.record(warm, places[0], "desktop")
        one_by_one = []
        for place in places:
            began = time.perf_counter()
            await recorder.record(warm, place, "desktop")
            one_by_one.append(time.perf_counter() - began)
        began = time.perf_counter()
        await asyncio.gather(*(recorder.record(warm, place, "desktop") for place in places))
        together = time.perf_counter() - began
    print(
        f"one by one: median {sorted(one_by_one)[count // 2]:.2f} s, slowest {max(one_by_one):.2f} s a page (limit 3 s)"
    )
    print(f"{count} at once: {together:.1f} s, {sum(one_by_one) / together:.1f} times as fast as one by one")


if __name__ == "__main__":
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    quality()
    asyncio.run(speed())
