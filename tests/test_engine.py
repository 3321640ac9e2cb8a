"""The running of shards: what is found is the same wherever it runs, and nothing that goes wrong is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hegui.engine import Shard, Source, place_of, run
from hegui.engine.cache import Cache, cache_folder
from hegui.errors import InputError
from hegui.facts import join, table_of
from hegui.text import Text

FIRST, SECOND = (datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2))


@dataclass(frozen=True)
class Bytes:
    """A collector that finds out how many bytes each file of a folder has; it fails where a file says so."""

    kind: str = "bytes"
    version: str = "1"
    blind_spots: tuple[Text, ...] = ()

    def shards(self, source):
        if source.name == "unlistable":
            raise OSError("a name that nobody should read")
        return [Shard(source, path.name) for path in sorted(Path(source.location).iterdir())]

    def read(self, shard):
        content = place_of(shard).read_text()
        if content == "fail":
            raise ValueError(content)
        if content == "die":
            import os

            os._exit(9)
        row = {"operator": shard.source.operator, "source": shard.source.id, "unit": "bytes", "how": shard.path}
        exhibit = {"operator": shard.source.operator, "exhibit": shard.path, "taken_at": shard.source.taken_at}
        return {
            "coverage": table_of("coverage", [{**row, "population": len(content)}]),
            "exhibit": table_of("exhibit", [exhibit]),
        }

    def merge(self, source, parts):
        return join(parts)


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def folder(tmp_path):
    for n in range(20):
        (tmp_path / f"{n:02d}").write_text("x" * n)
    return tmp_path


def source(folder, taken_at=FIRST, **options):
    return Source("op", "one", "bytes", str(folder), folder.name, taken_at=taken_at, options=options)


def sizes(result):
    table = result.facts["coverage"]
    return dict(zip(table.column("how").to_pylist(), table.column("population").to_pylist(), strict=True))


def reasons(result):
    return [(row["path"], row["reason"], row["detail"]) for row in result.facts["unreadable"].to_pylist()]


@pytest.mark.parametrize("engine", ["local", "processes"])
def test_every_shard_is_read_once_and_in_order(folder, engine):
    result = run(Bytes(), [source(folder)], engine, cache=False)
    assert list(sizes(result).items()) == [(f"{n:02d}", n) for n in range(20)]
    assert (result.shards, result.reused) == (20, 0)


def test_what_has_not_changed_is_taken_from_the_cache_with_its_first_taken_at(folder):
    run(Bytes(), [source(folder)])
    (folder / "07").write_text("changed")
    again = run(Bytes(), [source(folder, SECOND)])
    assert (again.shards, again.reused) == (20, 19)
    assert [(row["shards"], row["reused"]) for row in again.facts["reading"].to_pylist()] == [(20, 19)]
    taken = dict(zip(*(again.facts["exhibit"].column(c).to_pylist() for c in ("exhibit", "taken_at")), strict=True))
    assert {name for name, at in taken.items() if at == SECOND} == {"07"}
    assert sizes(again)["07"] == 7


@pytest.mark.parametrize("change", [{"collector": Bytes(version="2")}, {"options": {"zone": "x"}}, {"cache": False}])
def test_another_version_or_option_reads_again(folder, change):
    run(Bytes(), [source(folder)])
    again = run(
        change.get("collector", Bytes()), [source(folder, **change.get("options", {}))], cache=change.get("cache", True)
    )
    assert again.reused == 0


@pytest.mark.parametrize(
    "spoil", [lambda raw: raw[:-5], lambda raw: b"", lambda raw: raw[:40] + bytes([raw[40] ^ 1]) + raw[41:]]
)
def test_a_spoilt_entry_is_read_again_and_mended(folder, spoil):
    first = run(Bytes(), [source(folder)])
    for entry in cache_folder().rglob("*.arrow"):
        entry.write_bytes(spoil(entry.read_bytes()))
    assert run(Bytes(), [source(folder)]).reused == 0
    assert run(Bytes(), [source(folder)]).reused == 20
    assert sizes(run(Bytes(), [source(folder)])) == sizes(first)


def test_a_cache_that_cannot_be_written_stops_nothing(folder, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    assert len(sizes(run(Bytes(), [source(folder)]))) == 20


@pytest.mark.parametrize("engine", ["local", "processes"])
def test_an_exception_is_a_row_with_its_class_and_without_its_words(folder, engine):
    (folder / "03").write_text("fail")
    result = run(Bytes(), [source(folder)], engine)
    assert reasons(result) == [("03", "collector_error", "ValueError")]
    assert len(sizes(result)) == 19
    (folder / "03").write_text("good")
    assert "unreadable" not in run(Bytes(), [source(folder)], engine).facts


def test_a_source_that_cannot_be_listed_is_a_row(folder):
    lost = Source("op", "two", "bytes", "/nowhere", "unlistable")
    result = run(Bytes(), [lost, source(folder)])
    assert reasons(result) == [("unlistable", "collector_error", "OSError")]
    assert len(sizes(result)) == 20


def test_a_worker_that_is_killed_costs_no_verdict(folder):
    (folder / "19").write_text("die")
    result = run(Bytes(), [source(folder)], "processes", cache=False)
    lost = {path for path, reason, _ in reasons(result) if reason == "worker_lost"}
    assert "19" in lost
    assert lost | set(sizes(result)) == {f"{n:02d}" for n in range(20)}


def test_interrupted_nothing_is_left_half_written(folder, monkeypatch):
    def interrupt(name, done, of):
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(Bytes(), [source(folder)], progress=interrupt)
    entries = [path for path in cache_folder().rglob("*") if path.is_file()]
    assert entries
    assert all(path.suffix == ".arrow" for path in entries)
    assert run(Bytes(), [source(folder)]).reused == len(entries)


def test_progress_hears_of_each_shard(folder):
    heard = []
    run(Bytes(), [source(folder)], progress=lambda name, done, of: heard.append((done, of)))
    assert [done for done, _ in heard] == list(range(1, 21))
    assert heard[-1] == (20, 20)


def test_sources_do_not_mix(tmp_path):
    for name in ("a", "b", "empty"):
        (tmp_path / name).mkdir()
    (tmp_path / "a" / "1").write_text("x")
    (tmp_path / "b" / "1").write_text("yy")
    sources = [Source("op", name, "bytes", str(tmp_path / name), name) for name in ("a", "empty", "b")]
    table = run(Bytes(), sources, cache=False).facts["coverage"]
    assert list(zip(table.column("source").to_pylist(), table.column("population").to_pylist(), strict=True)) == [
        ("a", 1),
        ("b", 2),
    ]


@pytest.mark.parametrize("engine", ["", "cluster", "dask", "dask://"])
def test_an_engine_that_does_not_exist_is_said_in_both_languages(folder, engine):
    with pytest.raises(InputError) as error:
        run(Bytes(), [source(folder)], engine)
    assert "dask://" in error.value.text.en
    assert "dask://" in error.value.text.zh


def test_a_shard_that_is_no_file_has_no_key(folder):
    assert Cache(Bytes()).key(Shard(source(folder), "gone")) is None
