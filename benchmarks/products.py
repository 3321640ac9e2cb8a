"""How fast products are read: parts against advisories. Prints one figure a line; run it as ``python benchmarks/products.py``."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

from hegui.scan import sbom

PARTS = 10_000
ADVISORIES = 20_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        _write(place)
        started = time.perf_counter()
        answer = sbom.scan([str(place / "bom.json")], advisories=[str(place / "advisories")], cache=False)
        took = time.perf_counter() - started
    assert answer["boms"][0]["valid"] is True
    print(
        f"parts: {PARTS:,} parts against {ADVISORIES:,} advisories: {took:.1f} s, {len(answer['vulnerabilities']):,} flaws"
    )


def _write(place: Path) -> None:
    components = [
        {"type": "library", "name": f"part{n}", "version": f"1.{n % 50}.0", "purl": f"pkg:npm/part{n}@1.{n % 50}.0"}
        for n in range(PARTS)
    ]
    bom = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components}
    (place / "bom.json").write_text(json.dumps(bom), encoding="utf-8")
    (place / "advisories").mkdir()
    for batch in range(20):
        known = [
            {
                "id": f"X-{n}",
                "affected": [
                    {
                        "package": {"name": f"part{n // 2}", "ecosystem": "npm"},
                        "ranges": [{"type": "SEMVER", "events": [{"introduced": "1.0.0"}, {"fixed": f"1.{n % 40}.0"}]}],
                    }
                ],
            }
            for n in range(batch * ADVISORIES // 20, (batch + 1) * ADVISORIES // 20)
        ]
        (place / "advisories" / f"{batch}.json").write_text(json.dumps(known), encoding="utf-8")


if __name__ == "__main__":
    main()
