"""How fast log archives are measured, beside what everybody knows: ``wc -l``, ``gzip -dc``, DuckDB, Polars, lnav, GoAccess.

    python benchmarks/logs.py [--gigabytes 3] [--folder DIR]

Makes its files itself (fixed seed), prints one line a measurement and the ratios in one run, and removes the files. Each command is
run several times and the best time counts; files are in the page cache. What is not installed is said and left out.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

START = 1_735_689_600
AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
    "curl/8.4.0",
)
PATHS = ("/", "/index.html", "/api/v1/items/7", "/static/js/app.3f2a.js", "/login", "/search?q=logs&page=2")
DUCKDB = """
select count(*), epoch(min(stamp)), epoch(max(stamp)) from (
  select strptime(regexp_extract(line, '\\[([^\\]]+)\\]', 1), '%d/%b/%Y:%H:%M:%S %z') as stamp
  from read_csv('{path}', columns = {{'line': 'varchar'}}, delim = '\\x01', quote = '', escape = '', header = false, auto_detect = false))
"""


def lines(kind: str, seed: int = 5) -> Iterator[str]:
    """Records of one kind, about one a second, without end."""
    odd = random.Random(seed)
    at = float(START)
    while True:
        at += odd.expovariate(1.0)
        when = datetime.fromtimestamp(int(at), UTC)
        milli = int(at % 1 * 1000)
        address = ".".join(str(odd.randrange(1, 255)) for _ in range(4))
        if kind == "access":
            yield f'{address} - - [{when:%d/%b/%Y:%H:%M:%S} +0000] "GET {odd.choice(PATHS)} HTTP/1.1" 200 {odd.randrange(99_999)} "https://example.com/" "{odd.choice(AGENTS)}"\n'
        elif kind == "iso":
            yield f"{when:%Y-%m-%d %H:%M:%S},{milli:03d} INFO  [worker-{odd.randrange(16)}] com.example.Handler: request from {address} handled in {odd.randrange(900)} ms with result OK\n"
        elif kind == "syslog":
            yield f"{when:%b} {when.day:2d} {when:%H:%M:%S} host{odd.randrange(5)} sshd[{odd.randrange(30_000)}]: Accepted publickey for service from {address} port {odd.randrange(65_535)} ssh2\n"
        else:
            yield f'{{"level":"info","ts":"{when:%Y-%m-%dT%H:%M:%S}.{milli:03d}Z","msg":"request done","status":200,"remote":"{address}","ms":{odd.randrange(900)}}}\n'


def make(path: Path, kind: str, size: int) -> Path:
    """A file of so many bytes of one kind of record."""
    with path.open("w", encoding="ascii", newline="") as file:
        written = 0
        for line in lines(kind):
            written += file.write(line)
            if written >= size:
                return path
    return path


def best(work: Callable[[], object], times: int = 5) -> float:
    """The shortest of several runs, in seconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def command(*words: str) -> Callable[[], object]:
    return lambda: subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


def measured(path: Path, engine: str = "local", *, hashed: bool = False) -> Callable[[], object]:
    from hegui.engine import Source, run
    from hegui.evidence.logs import collector

    source = Source("bench", "bench", "logs", str(path), path.name, options={"hash": hashed})
    return lambda: run(collector, [source], engine, cache=False)


def report(name: str, seconds: float, size: int, beside: str = "") -> None:
    print(f"{name:<44} {seconds:8.3f} s {size / seconds / 1e9:8.2f} GB/s   {beside}", flush=True)


def plain(folder: Path, size: int) -> None:
    """Combined access log, against wc -l on one core and the DuckDB and Polars queries on all."""
    path = make(folder / "access.log", "access", size)
    size = path.stat().st_size
    counted = best(command("wc", "-l", str(path)))
    report("wc -l, access log", counted, size)
    for name, work in (
        ("hegui, one core", measured(path)),
        ("hegui, one core, with SHA-256", measured(path, hashed=True)),
        ("hegui, all cores", measured(path, "processes")),
    ):
        seconds = best(work, 3)
        report(name, seconds, size, f"{seconds / counted:5.1f} x wc -l")
    ours = best(measured(path, "processes"), 3)
    for name, query in queries(path).items():
        seconds = best(query, 1)
        report(name, seconds, size, f"hegui on all cores is {seconds / ours:.1f} x faster")
    for tool, words in (
        ("lnav", ["-n", "-c", ";select count(*) from access_log"]),
        ("goaccess", ["--log-format=COMBINED", "-o", "json"]),
    ):
        if shutil.which(tool):
            report(tool, best(command(tool, *words, str(path)), 1), size)
        else:
            print(f"{tool}: not installed")
    packed = folder / "access.log.gz"
    with path.open("rb") as source, gzip.open(packed, "wb", compresslevel=6) as target:
        shutil.copyfileobj(_first(source, size // 4), target, 1 << 20)
    path.unlink()
    unpacked = size // 4
    ordinary = best(command("gzip", "-dc", str(packed)), 3)
    report("gzip -dc", ordinary, unpacked)
    seconds = best(measured(packed), 3)
    report("hegui, gzip", seconds, unpacked, f"{ordinary / seconds:.1f} x faster than gzip -dc")
    packed.unlink()


def queries(path: Path) -> dict[str, Callable[[], object]]:
    """The same question asked of DuckDB and, where installed, Polars."""
    import duckdb

    duckdb.sql("set enable_progress_bar = false")
    found: dict[str, Callable[[], object]] = {
        "DuckDB, all cores": lambda: duckdb.sql(DUCKDB.format(path=path)).fetchall()
    }
    if importlib.util.find_spec("polars"):
        found["Polars, all cores"] = lambda: _polars(path)
    else:
        print("Polars: not installed")
    return found


def _polars(path: Path) -> object:
    import polars

    frame = polars.scan_csv(path, has_header=False, separator="\x01", quote_char=None, new_columns=["line"])
    stamp = polars.col("line").str.extract(r"\[([^\]]+)\]").str.strptime(polars.Datetime, "%d/%b/%Y:%H:%M:%S %z")
    return frame.select(stamp.min().alias("first"), stamp.max().alias("last"), polars.len()).collect()


def _first(file: object, size: int) -> object:
    class First:
        left = size

        def read(self, count: int) -> bytes:
            data = file.read(min(count, self.left))  # type: ignore[attr-defined]
            self.left -= len(data)
            return data

    return First()


def others(folder: Path, size: int) -> None:
    """The other text formats, each with its own figure."""
    for kind in ("iso", "syslog", "json"):
        path = make(folder / f"{kind}.log", kind, size)
        counted = best(command("wc", "-l", str(path)))
        seconds = best(measured(path), 3)
        report(f"hegui, one core, {kind}", seconds, path.stat().st_size, f"{seconds / counted:5.1f} x wc -l")
        path.unlink()


def again(folder: Path, size: int) -> None:
    """A second audit of what has not changed."""
    from hegui.engine import Source, run
    from hegui.evidence.logs import collector

    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    path = make(folder / "again.log", "access", size)
    source = Source("bench", "bench", "logs", str(path), path.name)
    first = best(lambda: run(collector, [source]), 1)
    second = best(lambda: run(collector, [source]), 3)
    report(
        "hegui, second audit (with hash)", second, path.stat().st_size, f"{first / second:.0f} x faster than the first"
    )
    path.unlink()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--gigabytes", type=float, default=3.0)
    asked.add_argument("--folder", type=Path, default=None, help="where the files are made (and removed)")
    options = asked.parse_args()
    size = int(options.gigabytes * 1e9)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        plain(Path(folder), size)
        others(Path(folder), size // 6)
        again(Path(folder), size // 3)


if __name__ == "__main__":
    main()
