"""How fast log archives are measured, beside what everybody knows: ``wc -l``, ``gzip -dc``, DuckDB, Polars, lnav, GoAccess, the Rust parser of EVTX.

    python benchmarks/logs.py [--gigabytes 1] [--folder DIR] [--evtx FILE]

Makes its files itself (fixed seed), prints wall and processor time of each measurement and the ratios, all in one run, and removes
the files. Each work is done several times and the best times count; files are in the page cache. What is not installed is said and left
out. On a busy machine only the ratios of processor time mean anything.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import psutil

START = datetime(2025, 1, 1, tzinfo=UTC)
RECORDS = 4096
EVTX = Path(__file__).parents[2] / "shared/real/logs/evtx/post-Security.evtx"
EVTX_HEAD, EVTX_CHUNK = 4096, 65536
OTHER_TOOLS = 100_000_000
"""Tools that read far slower get so many bytes."""

AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
    "curl/8.4.0",
)
PATHS = ("/", "/index.html", "/api/v1/items/7", "/static/js/app.3f2a.js", "/login", "/search?q=logs&page=2")
DAYS = {"access": "%d/%b/%Y:", "iso": "%Y-%m-%d ", "syslog": "%b %e ", "json": "%Y-%m-%dT"}
DUCKDB = """
select count(*), epoch(min(stamp)), epoch(max(stamp)) from (
  select strptime(regexp_extract(line, '\\[([^\\]]+)\\]', 1), '%d/%b/%Y:%H:%M:%S %z') as stamp
  from read_csv('{path}', columns = {{'line': 'varchar'}}, delim = '\\x01', quote = '', escape = '', header = false, auto_detect = false))
"""
PEAK = """
import sys
from pathlib import Path
from hegui.engine import Source, run
from hegui.evidence.logs import collector
run(collector, [Source("bench", "bench", "logs", sys.argv[1], "log")], cache=False)
print(next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")))
"""

Work = Callable[[], object]


class Taken(NamedTuple):
    """Seconds on the clock on the wall, and of all processors."""

    wall: float
    cpu: float


def record(kind: str, odd: random.Random) -> tuple[str, str]:
    """What stands before and after the time of one record."""
    address = ".".join(str(odd.randrange(1, 255)) for _ in range(4))
    milli = f"{odd.randrange(1000):03d}"
    if kind == "access":
        asked = f'"GET {odd.choice(PATHS)} HTTP/1.1" 200 {odd.randrange(99_999)} "https://example.com/" "{odd.choice(AGENTS)}"'
        return f"{address} - - [", f" +0000] {asked}\n"
    if kind == "iso":
        text = f"[worker-{odd.randrange(16)}] com.example.Handler: request from {address} handled in {odd.randrange(900)} ms with result OK"
        return "", f",{milli} INFO  {text}\n"
    if kind == "syslog":
        text = f"Accepted publickey for service from {address} port {odd.randrange(65_535)} ssh2"
        return "", f" host{odd.randrange(5)} sshd[{odd.randrange(30_000)}]: {text}\n"
    text = f'"msg":"request done","status":200,"remote":"{address}","ms":{odd.randrange(900)}'
    return '{"level":"info","ts":"', f'.{milli}Z",{text}}}\n'


def make(path: Path, kind: str, size: int) -> Path:
    """A file of so many bytes of one kind of record, one a second on average."""
    odd = random.Random(5)
    records = [record(kind, odd) for _ in range(RECORDS)]
    clocks = [f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}" for second in range(86_400)]
    written, day = 0, START
    with path.open("w", encoding="ascii", newline="") as file:
        while written < size:
            date = day.strftime(DAYS[kind])
            seconds = sorted(odd.choices(range(86_400), k=86_400))
            pairs = odd.choices(records, k=len(seconds))
            written += file.write(
                "".join([f"{a}{date}{clocks[s]}{b}" for s, (a, b) in zip(seconds, pairs, strict=True)])
            )
            day += timedelta(days=1)
    return path


def processor() -> float:
    """Processor seconds of this process, of those it waited for, and of those that live below it (a pool's)."""
    own, waited = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    living = [process.cpu_times() for process in psutil.Process().children(recursive=True)]
    below = sum(t.user + t.system + t.children_user + t.children_system for t in living)
    return own.ru_utime + own.ru_stime + waited.ru_utime + waited.ru_stime + below


def best(work: Work, times: int = 3) -> Taken:
    """The shortest times of several runs."""
    taken = []
    for _ in range(times):
        cpu, wall = processor(), time.perf_counter()
        work()
        taken.append(Taken(time.perf_counter() - wall, processor() - cpu))
    return Taken(min(t.wall for t in taken), min(t.cpu for t in taken))


def command(*words: str) -> Work:
    return lambda: subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


def measured(path: Path, engine: str = "local", **options: Any) -> Work:
    from hegui.engine import Source, run
    from hegui.evidence.logs import collector

    source = Source("bench", "bench", "logs", str(path), path.name, options={"hash": False, **options})
    return lambda: run(collector, [source], engine, cache=False)


def report(name: str, taken: Taken, size: int, beside: str = "") -> None:
    print(
        f"{name:<40} {taken.wall:8.3f} s {taken.cpu:8.3f} s {size / taken.wall / 1e9:7.2f} GB/s   {beside}", flush=True
    )


def slower(ours: Taken, theirs: Taken, name: str) -> str:
    return f"{ours.wall / theirs.wall:.2f} x {name} ({ours.cpu / theirs.cpu:.2f} x of processor time)"


def faster(ours: Taken, theirs: Taken, name: str) -> str:
    return f"{theirs.wall / ours.wall:.1f} x faster than {name} ({theirs.cpu / ours.cpu:.1f} x of processor time)"


def plain(folder: Path, size: int) -> Taken:
    """Combined access log, against wc -l on one core and the DuckDB and Polars queries on all; what one core takes."""
    path = make(folder / "access.log", "access", size)
    size = path.stat().st_size
    counted = best(command("wc", "-l", str(path)), 5)
    report("wc -l, access log", counted, size)
    alone = best(measured(path), 5)
    report("hegui, one core", alone, size, slower(alone, counted, "wc -l"))
    hashed = best(measured(path, hash=True))
    report("hegui, one core, with SHA-256", hashed, size, slower(hashed, counted, "wc -l"))
    together = best(measured(path, "processes"))
    report("hegui, all cores", together, size)
    hashed = best(measured(path, "processes", hash=True))
    report("hegui, all cores, with SHA-256", hashed, size)
    for name, query in queries(path).items():
        taken = best(query, 1)
        report(f"{name}, all cores", taken, size, f"hegui is {faster(together, taken, name)}")
    peak = subprocess.run([sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True).stdout
    print(f"{'memory of hegui at its highest':<40} {int(peak) / 1024:8.0f} MiB")
    path.unlink()
    return Taken(alone.wall / size, alone.cpu / size)


def queries(path: Path) -> dict[str, Work]:
    """The same question asked of DuckDB and, where installed, Polars."""
    import duckdb

    duckdb.sql("set enable_progress_bar = false")
    found: dict[str, Work] = {"DuckDB": lambda: duckdb.sql(DUCKDB.format(path=path)).fetchall()}
    if importlib.util.find_spec("polars"):
        found["Polars"] = lambda: _polars(path)
    else:
        print("Polars: not installed")
    return found


def _polars(path: Path) -> object:
    import polars

    frame = polars.scan_csv(path, has_header=False, separator="\x01", quote_char=None, new_columns=["line"])
    stamp = polars.col("line").str.extract(r"\[([^\]]+)\]").str.strptime(polars.Datetime, "%d/%b/%Y:%H:%M:%S %z")
    return frame.select(stamp.min().alias("first"), stamp.max().alias("last"), polars.len()).collect()


def tools(folder: Path, size: int) -> None:
    """lnav and GoAccess, which read the same lines for people."""
    path = make(folder / "access.log", "access", min(size, OTHER_TOOLS))
    size = path.stat().st_size
    ours = best(measured(path))
    for tool, words in (
        ("lnav", ["-n", "-c", ";select count(*), min(log_time), max(log_time) from access_log"]),
        ("goaccess", ["--log-format=COMBINED", "-o", str(folder / "report.json")]),
    ):
        if shutil.which(tool):
            taken = best(command(tool, *words, str(path)), 1)
            report(tool, taken, size, f"hegui on one core is {faster(ours, taken, tool)}")
        else:
            print(f"{tool}: not installed")
    path.unlink()


def packed(folder: Path, size: int) -> None:
    """The access log in gzip."""
    path = make(folder / "access.log", "access", size)
    size = path.stat().st_size
    subprocess.run(["gzip", str(path)], check=True)
    path = path.with_suffix(".log.gz")
    ordinary = best(command("gzip", "-dc", str(path)))
    report("gzip -dc", ordinary, size)
    ours = best(measured(path))
    report("hegui, gzip", ours, size, faster(ours, ordinary, "gzip -dc"))
    path.unlink()


def others(folder: Path, size: int, access: Taken) -> None:
    """The other text formats; *access*: what a byte of the access log takes."""
    for kind in ("iso", "syslog", "json"):
        path = make(folder / f"{kind}.log", kind, size)
        bytes_ = path.stat().st_size
        counted = best(command("wc", "-l", str(path)))
        ours = best(measured(path))
        rate = f"{access.cpu * bytes_ / ours.cpu:.2f} of the rate of the access log"
        report(f"hegui, one core, {kind}", ours, bytes_, f"{slower(ours, counted, 'wc -l')}; {rate}")
        path.unlink()


def events(folder: Path, size: int, real: Path) -> None:
    """The chunks of a real EVTX file over and over, against the Rust parser behind its binding."""
    if not real.exists() or not importlib.util.find_spec("evtx"):
        print("EVTX: no file given (--evtx), or its reader is not installed")
        return
    from evtx import PyEvtxParser

    whole = real.read_bytes()
    chunks = [whole[at : at + EVTX_CHUNK] for at in range(EVTX_HEAD, len(whole), EVTX_CHUNK)]
    used = b"".join(chunk for chunk in chunks if chunk.startswith(b"ElfChnk\0"))
    path = folder / "events.evtx"
    with path.open("wb") as file:
        file.write(whole[:EVTX_HEAD])
        for _ in range(size // len(used)):
            file.write(used)
    size = path.stat().st_size
    rust = best(lambda: sum(1 for _ in PyEvtxParser(str(path), number_of_threads=1).records()))
    report("the Rust parser, one core, EVTX", rust, size)
    ours = best(measured(path))
    report("hegui, one core, EVTX", ours, size, slower(ours, rust, "the Rust parser"))
    path.unlink()


def again(folder: Path, size: int) -> None:
    """A second audit of what has not changed, and of what has without showing it."""
    from hegui.engine import Source, run
    from hegui.evidence.logs import collector

    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    path = make(folder / "again.log", "access", size)
    size = path.stat().st_size
    source = Source("bench", "bench", "logs", str(path), path.name)
    first = best(lambda: run(collector, [source]), 1)
    second = best(lambda: run(collector, [source]))
    report("hegui, first audit (with SHA-256)", first, size)
    report("hegui, second audit", second, size, faster(second, first, "the first"))
    run(collector, [source], rehash=True)
    rehashed = best(lambda: run(collector, [source], rehash=True), 1)
    report("hegui, second audit with --rehash", rehashed, size, faster(rehashed, first, "the first"))
    before = path.stat()
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"~")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    noticed = not run(collector, [source], rehash=True).reused
    print(f"--rehash, one byte changed, size and time not: {'noticed' if noticed else 'NOT NOTICED'}")
    path.unlink()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--gigabytes", type=float, default=1.0)
    asked.add_argument("--folder", type=Path, default=None, help="where the files are made (and removed)")
    asked.add_argument("--evtx", type=Path, default=EVTX, help="a Windows event log whose chunks are used")
    options = asked.parse_args()
    size = int(options.gigabytes * 1e9)
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    print(f"{os.cpu_count()} cores; {load:.1f} processes waiting for each when this began")
    print(f"{'':<40} {'wall':>10} {'processor':>10}")
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        access = plain(folder, size)
        packed(folder, size // 4)
        others(folder, size // 4, access)
        events(folder, size // 8, options.evtx)
        again(folder, size // 2)
        tools(folder, size)


if __name__ == "__main__":
    main()
