"""The running of shards: a map with a bounded number of shards under way, and a merge that streams."""

from __future__ import annotations

import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

from hegui.engine.cache import Cache
from hegui.engine.contracts import Collector, Shard, Source
from hegui.errors import InputError
from hegui.facts import Facts, join, table_of

AHEAD = 8
"""So many shards a worker are under way or waiting to be merged."""

PRELOADED = ("numpy", "pyarrow", "hegui.engine")
"""Imported once, in the process that workers are forked from: it has no threads of ours, and stays for the next run.
So is the module ``reading`` of the first collector, where it has one."""

RETRIES = 3
CONNECT_SECONDS = 10

COLLECTOR_ERROR = "collector_error"
WORKER_LOST = "worker_lost"

Progress = Callable[[str, int, int], None]
"""Told after each shard: the name of its source, how many are done, and how many are known of."""

Result = Callable[[], Facts]


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run found: the facts of all its sources, how many shards there were, and how many came from the cache."""

    facts: Facts
    shards: int
    reused: int


def run(
    collector: Collector,
    sources: Iterable[Source],
    engine: str = "local",
    cache: bool = True,
    progress: Progress | None = None,
    *,
    rehash: bool = False,
) -> RunResult:
    """Read *sources* with *collector* where *engine* says: ``local``, ``processes`` or ``dask://HOST:PORT``.

    Shards that have not changed come from the user's cache; *rehash*: not changed in any byte, else by size, time and place. What goes wrong inside a collector becomes a row of
    ``unreadable`` with the reason ``collector_error`` and the name of the exception's class. Raises InputError for an
    engine that does not exist or cannot be reached.
    """
    with _executor(engine, f"{type(collector).__module__}.reading") as (executor, workers):
        reader = _Reader(collector, executor, Cache(collector, rehash=rehash) if cache else None)
        gathered = [
            _merged(collector, source, reader.told((result() for _, result in group), source, progress))
            for source, group in groupby(reader.results(sources, AHEAD * workers), key=lambda pair: pair[0])
        ]
    found = join([*gathered, {"reading": table_of("reading", reader.rows())}])
    return RunResult(found, reader.counts["shards"], reader.counts["reused"])


class _Reader:
    """Starts shards and keeps count of them."""

    def __init__(self, collector: Collector, executor: Executor | None, cache: Cache | None) -> None:
        self.counts = Counter[str]()
        self._sources: list[tuple[Source, Counter[str]]] = []
        self._collector, self._executor, self._cache = collector, executor, cache

    def results(self, sources: Iterable[Source], most: int) -> Iterator[tuple[Source, Result]]:
        """Each source with the results of its shards, in order, *most* of them under way; one empty result opens a source."""
        under_way: deque[tuple[Source, Result]] = deque()
        for source in sources:
            for result in chain([dict], self._started(source)):
                under_way.append((source, result))
                if len(under_way) > most:
                    yield under_way.popleft()
        yield from under_way

    def told(self, parts: Iterable[Facts], source: Source, progress: Progress | None) -> Iterator[Facts]:
        """The same parts; *progress* hears of each."""
        for part in parts:
            if part:
                self.counts["done"] += 1
                if progress:
                    progress(source.name, self.counts["done"], self.counts["shards"])
                yield part

    def rows(self) -> list[dict[str, Any]]:
        """How each source was read, as rows of ``reading``."""
        return [
            {"operator": source.operator, "source": source.id, "shards": n["shards"], "reused": n["reused"]}
            for source, n in self._sources
        ]

    def _started(self, source: Source) -> Iterator[Result]:
        own = Counter[str]()
        self._sources.append((source, own))
        try:
            for shard in self._collector.shards(source):
                self.counts["shards"] += 1
                own["shards"] += 1
                yield self._result(shard, own)
        except Exception as error:  # noqa: BLE001 - whatever it is, one source must not end the run
            failure = _failure(source, "", COLLECTOR_ERROR, error)
            yield lambda: failure

    def _result(self, shard: Shard, own: Counter[str]) -> Result:
        """Set a shard going; what is returned waits for its part."""
        cache = self._cache
        key = cache.key(shard) if cache else None
        if cache and key and (held := cache.load(key)) is not None:
            self.counts["reused"] += 1
            own["reused"] += 1
            return lambda: held
        read = self._submitted(shard)

        def result() -> Facts:
            part = read()
            if cache and key and not ("unreadable" in part and part["unreadable"].num_rows):
                cache.store(key, part)
            return part

        return result

    def _submitted(self, shard: Shard) -> Result:
        if self._executor is None:
            return lambda: guarded_read(self._collector, shard)
        try:
            future = self._executor.submit(guarded_read, self._collector, shard)
        except Exception as error:  # noqa: BLE001 - the pool is broken, whichever way its kind says so
            failure = _failure(shard.source, shard.path, WORKER_LOST, error)
            return lambda: failure

        def waited() -> Facts:
            try:
                return future.result()
            except Exception as error:  # noqa: BLE001 - reading raises nothing, so it is the worker that failed
                return _failure(shard.source, shard.path, WORKER_LOST, error)

        return waited


def guarded_read(collector: Collector, shard: Shard) -> Facts:
    """Read a shard; an exception becomes a row with its class, never with its words, which may hold data."""
    try:
        return collector.read(shard)
    except Exception as error:  # noqa: BLE001 - whatever it is, one shard must not end the run
        return _failure(shard.source, shard.path, COLLECTOR_ERROR, error)


def _merged(collector: Collector, source: Source, parts: Iterable[Facts]) -> Facts:
    try:
        return collector.merge(source, parts)
    except Exception as error:  # noqa: BLE001 - whatever it is, one source must not end the run
        return _failure(source, "", COLLECTOR_ERROR, error)


def _failure(source: Source, path: str, reason: str, error: Exception) -> Facts:
    row = {"operator": source.operator, "source": source.id, "path": path or source.name, "reason": reason}
    return {"unreadable": table_of("unreadable", [{**row, "detail": type(error).__name__}])}


@contextmanager
def _executor(engine: str, reading: str) -> Iterator[tuple[Executor | None, int]]:
    """The executor of an engine (None: this process) and its number of workers; interrupted, it drops what has not begun.

    *reading*: the module that the workers will want.
    """
    if engine == "local":
        yield None, 0
        return
    scheme, _, address = engine.partition("://")
    if engine == "processes":
        with _processes(reading) as pool:
            yield pool
    elif scheme == "dask" and address:
        with _cluster(address) as pool:
            yield pool
    else:
        raise InputError(
            f"there is no engine {engine!r}; use local, processes or dask://HOST:PORT",
            f"没有名为“{engine}”的引擎；可用 local、processes 或 dask://主机:端口",
        )


@contextmanager
def _processes(reading: str) -> Iterator[tuple[Executor, int]]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_all_start_methods, get_context

    context = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
    context.set_forkserver_preload([*PRELOADED, reading])
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    ignore_interrupt = (signal.SIGINT, signal.SIG_IGN)
    pool = ProcessPoolExecutor(workers, context, initializer=signal.signal, initargs=ignore_interrupt)
    try:
        yield pool, workers
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


@contextmanager
def _cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """The workers of a running Dask cluster; a shard whose worker dies is read again by another."""
    try:
        from distributed import Client
    except ImportError:
        raise InputError(
            "the Dask engine needs a package that is not installed: pip install 'hegui[cluster]'",
            "Dask 引擎所需的软件包未安装：pip install 'hegui[cluster]'",
        ) from None
    connect: Any = Client
    try:
        client = connect(f"tcp://{address}", timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError):
        raise InputError(f"no Dask scheduler answers at {address}", f"{address} 处没有 Dask 调度器应答") from None
    with client:
        executor = client.get_executor(pure=False, retries=RETRIES)
        try:
            yield executor, max(1, sum(client.nthreads().values()))
        finally:
            executor.shutdown(wait=False)
