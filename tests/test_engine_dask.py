"""The Dask engine, on a real scheduler with workers in processes of their own."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from hegui.engine import Source, run
from hegui.errors import InputError
from hegui.evidence.logs import collector
from logs_of import days, write

pytest.importorskip("distributed", reason="Dask is not installed")
TAKEN_AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def cluster(tmp_path):
    """A scheduler's address and its two workers."""
    place = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(place)]
    worker = ["worker", "--scheduler-file", str(place), "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    started = [subprocess.Popen([*dask, *scheduler], **quiet)]
    try:
        started += [subprocess.Popen([*dask, *worker], **quiet, cwd=tmp_path) for _ in range(2)]
        yield _address(place), started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


def _address(place):
    import json

    from distributed import Client

    deadline = time.monotonic() + 60
    while not place.exists() or not place.read_text().strip().endswith("}"):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    address = json.loads(place.read_text())["address"]
    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    return address.removeprefix("tcp://")


@pytest.fixture
def logs(tmp_path):
    for n in range(40):
        write(tmp_path / "logs" / f"app.log.{n}", days(f"2026-0{1 + n // 28}-{1 + n % 28:02d}", 1, per_day=500))
    return tmp_path / "logs"


def facts(logs, engine, **options):
    source = Source("op", "s", "logs", str(logs), "x", taken_at=TAKEN_AT)
    found = run(collector, [source], engine, cache=False, **options).facts
    return {name: table.to_pylist() for name, table in found.items()}


@pytest.mark.slow
def test_the_facts_are_those_of_a_local_run(cluster, logs):
    assert facts(logs, f"dask://{cluster[0]}") == facts(logs, "local") == facts(logs, "processes")


@pytest.mark.slow
def test_a_worker_killed_in_mid_run_loses_nothing_and_counts_nothing_twice(cluster, logs):
    address, workers = cluster

    def kill(name, done, of):
        if done == 3:
            workers[0].kill()

    assert facts(logs, f"dask://{address}", progress=kill) == facts(logs, "local")


def test_a_scheduler_that_does_not_answer_is_said(logs, monkeypatch):
    monkeypatch.setattr("hegui.engine.running.CONNECT_SECONDS", 1)
    with pytest.raises(InputError) as error:
        facts(logs, "dask://127.0.0.1:1")
    assert "127.0.0.1:1" in error.value.text.zh
