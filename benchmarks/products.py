"""How fast products are read: captures, an app, firmware, and parts against advisories. Prints one figure a line, in processor time.

    python benchmarks/products.py [--mb 8]

``--mb``: how large the captures and the app are. The app needs the tools that build Android packages.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import app_kept
import firmware_kept
import traffic_kept
from hegui.scan import app, firmware, sbom, traffic

PARTS = 10_000
ADVISORIES = 20_000
CANARIES = ["imei=861234567890123", "cn_mobile=13912345678", "mac=02:4B:9D:11:7A:C3"]
CLASSES, METHODS = 300, 60  # of one executable of the app; it is put in as often as the size asks for
MB = 1_000_000


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--mb", type=int, default=8)
    size = options.parse_args().mb * MB
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        _captures(place, size)
        _app(place, size)
        _firmware(place, size)
        _parts(place)
    print(f"peak: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _timed(scan: Callable[..., dict[str, Any]], *given: Any, **options: Any) -> tuple[float, dict[str, Any]]:
    """The processor time of a scan and what it says; the first of two runs loads what is loaded once."""
    for _ in range(2):
        started = time.process_time()
        answer = scan(*given, cache=False, **options)
        took = time.process_time() - started
    return took, answer


def _captures(place: Path, size: int) -> None:
    for name, data in (("har", _har(size)), ("pcap", _pcap(size))):
        path = place / f"capture.{name}"
        path.write_bytes(data)
        took, answer = _timed(traffic.scan, [str(path)], canaries=CANARIES)
        flows = answer["captures"][0]["flows"]
        assert sum(any(one["canary"] for one in flow["carries"]) for flow in flows) == len(flows) // 10
        print(f"{name}: {len(data) / MB:.0f} MB, {len(flows):,} flows: {len(data) / MB / took:.0f} MB/s")


def _body(number: int) -> bytes:
    """What an app sends: names, numbers and hashes; in every tenth the test identity's own IMEI."""
    shuffled = random.Random(number)
    events = [
        {
            "event": f"page_view_{n}",
            "at": 1_763_600_000 + number,
            "cost": shuffled.random(),
            "id": f"{shuffled.getrandbits(128):032x}",
        }
        for n in range(6)
    ]
    return json.dumps({"device": "861234567890123" if number % 10 == 9 else "a1", "events": events}).encode()


def _har(size: int) -> bytes:
    answer = json.dumps(
        [{"title": f"item {n}", "price": n, "picture": f"https://img.shop-example.cn/{n}.jpg"} for n in range(150)]
    )
    entries = [
        {
            "startedDateTime": "2026-11-20T10:00:00+08:00",
            "serverIPAddress": "8.8.8.8",
            "request": {
                "method": "POST",
                "url": f"https://api.shop-example.cn/v1/events?page={n}&session={n * 7919:x}",
                "headers": [{"name": "User-Agent", "value": "Mozilla/5.0 (Linux; Android 14)"}],
                "postData": {"mimeType": "application/json", "text": _body(n).decode()},
            },
            "response": {"status": 200, "content": {"mimeType": "application/json", "text": answer}},
        }
        for n in range(size // (len(answer) * 9 // 8 + 1500) // 10 * 10)
    ]
    return json.dumps({"log": {"version": "1.2", "entries": entries}}).encode()


def _pcap(size: int) -> bytes:
    """Requests with answers of 40 kB, in segments as networks cut them."""
    answer = b"HTTP/1.1 200 OK\r\n\r\n" + random.Random(1).randbytes(40_000)
    frames = []
    for n in range(size // 44_000 // 10 * 10):
        port, asked = 1025 + n % 60_000, traffic_kept.post(_body(n), "application/json")
        there = {"sport": port, "dport": 80}
        back = {"sport": 80, "dport": port, "source": "8.8.8.8", "target": "10.0.0.2"}
        for data, way in ((asked, there), (answer, back)):
            frames += [
                traffic_kept.frame(data[at : at + 1400], sequence=1 + at, **way) for at in range(0, len(data), 1400)
            ]
    return traffic_kept.pcap(frames)


def _app(place: Path, size: int) -> None:
    if reason := app_kept.without_tools():
        print(f"app: not measured, {reason}")
        return
    classes = {
        f"com/example/shop/part{n // 20}/Class{n}": (
            "java/lang/Object",
            "".join(
                app_kept.method(
                    f"method{m}()V", app_kept.IMEI, f'const-string v1, "https://api{n}.shop-example.cn/{m}"'
                )
                for m in range(METHODS)
            ),
        )
        for n in range(CLASSES)
    }
    code = app_kept.dex(place, classes)
    noise = random.Random(2).randbytes(size // 4)  # a library, as apps have
    more = {f"classes{n}.dex": code for n in range(2, 2 + size // len(code))}
    path = app_kept.built(place / "app", code=code, files={**more, "lib/arm64-v8a/libshop.so": noise}, signed=False)
    took, answer = _timed(app.scan, [str(path)])
    assert answer["apps"][0]["calls"]
    read = len(code) * (1 + len(more)) + len(noise)
    print(
        f"app: {read / MB:.0f} MB unpacked, {1 + len(more)} executables: {took:.1f} s, {20 * MB / read * took:.1f} s for 20 MB"
    )


def _firmware(place: Path, size: int) -> None:
    filler = random.Random(3).randbytes(64_000).decode("latin-1")
    files = firmware_kept.camera() | {f"usr/lib/module{n}.so": "\x7fELF" + filler for n in range(size // 64_000)}
    path = firmware_kept.tree(place / "rootfs", files)
    took, answer = _timed(firmware.scan, [str(path)])
    assert any(one["rule"] == "default_credentials" for one in answer["images"][0]["findings"])
    print(f"firmware: a root file system of {size / MB:.0f} MB: {size / MB / took:.0f} MB/s")


def _parts(place: Path) -> None:
    _write(place)
    took, answer = _timed(sbom.scan, [str(place / "bom.json")], advisories=[str(place / "advisories")])
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
