"""How long it takes to judge many operators in one process, beside judging them one by one.

    python benchmarks/judge.py [--operators 1000]

The example operator's facts are collected once and repeated under other names. Printed: wall and CPU seconds for all in one go, for a few one by
one and what that would be for all, and the ratio.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parent.parent / "examples" / "shop"))

ON = date(2026, 11, 21)
FEW = 10


def main() -> None:
    """Collect, repeat, judge and print."""
    import generate

    from hegui import audit, checks, facts, judge, law

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--operators", type=int, default=1000)
    many = parser.parse_args().operators
    with tempfile.TemporaryDirectory() as folder:
        generate.generate(Path(folder), ON)
        one = audit.collect(audit.load([Path(folder) / "hegui.yaml"]), cache=False)
    the_law, the_checks = law.load(), checks.load()
    everyone = facts.join(_renamed(one, f"operator-{n}") for n in range(many))

    start, used = time.perf_counter(), time.process_time()
    judgements = judge.judge(everyone, the_law, the_checks, ON)
    together, used = time.perf_counter() - start, time.process_time() - used
    start = time.perf_counter()
    for _ in range(FEW):
        judge.judge(one, the_law, the_checks, ON)
    each = (time.perf_counter() - start) / FEW

    findings = sum(len(j.findings) for j in judgements)
    rows = sum(table.num_rows for table in everyone.values())
    print(f"{many} operators, {rows:,} facts, {findings:,} findings")
    print(
        f"judged together: {together:.1f} s ({used:.1f} s of CPU); one alone: {each:.2f} s; {many} one by one would take {each * many:.0f} s"
    )
    print(f"together / one by one: {together / (each * many):.3f}")


def _renamed(facts: dict[str, pa.Table], operator: str) -> dict[str, pa.Table]:
    """The same facts under another operator's name."""
    renamed = {}
    for name, table in facts.items():
        table = table.set_column(0, "operator", pa.array([operator] * table.num_rows, pa.string()))
        renamed[name] = table
    subject = renamed["subject"]
    names = [
        operator if kind == "operator" else s
        for kind, s in zip(*(subject.column(c).to_pylist() for c in ("kind", "subject")), strict=True)
    ]
    at = subject.schema.get_field_index("subject")
    renamed["subject"] = subject.set_column(at, "subject", pa.array(names, pa.string()))
    return renamed


if __name__ == "__main__":
    main()
