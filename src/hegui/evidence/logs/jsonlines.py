"""JSON lines: one object a line, its time under a key that the sample shows, however deep."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import yaml12
from hegui.recognise.orders import Values, in_turn
from hegui.recognise.times import Clock, Reading, value

FORMAT = "json_lines"
DEEPEST = 8
MOSTLY = 0.5

Path = tuple[str | int, ...]


def json_reader(sample: Sequence[bytes]) -> JsonLines | None:
    """What reads the time of one line, where most sampled lines are objects with one; else None."""
    objects = [found for line in sample if (found := _object(line)) is not None]
    if not objects or len(objects) < MOSTLY * len(sample):
        return None
    times = times_in(objects) or (times_in(objects, inside_lists=True) if len(objects) > 1 else None)
    return JsonLines(times) if times else None


@dataclass(frozen=True, slots=True)
class JsonLines:
    """Reads the times of lines."""

    times: TimesIn

    def read(self, line: bytes) -> Reading | None:
        """The time of one line."""
        found = _object(line)
        return None if found is None else self.times.of(found)


@dataclass(frozen=True, slots=True)
class TimesIn:
    """Reads the time of objects from the first of some places in them that holds one. *utc*: those whose names stand for UTC."""

    paths: Sequence[Path]
    utc: Container[Path]
    values: Values

    def of(self, found: Mapping[str, Any]) -> Reading | None:
        """The time of one object."""
        for path in self.paths:
            if (time := self.values.read(at_path(found, path))) is not None:
                return in_utc(time) if path in self.utc else time
        return None


def times_in(objects: Sequence[Mapping[str, Any]], inside_lists: bool = False) -> TimesIn | None:
    """What reads the times of objects like these; None where they hold none."""
    paths = time_paths(objects, inside_lists)
    if not paths:
        return None
    utc = {path for path in paths if any(_says_utc(found, path) for found in objects)}
    return TimesIn(paths, utc, Values(str(at_path(found, path)) for found in objects for path in paths))


def _says_utc(found: Mapping[str, Any], path: Path) -> bool:
    beside = at_path(found, path[:-1])
    return isinstance(beside, dict) and path[-1] in beside and is_utc(str(path[-1]), beside)


def time_paths(objects: Sequence[Mapping[str, Any]], inside_lists: bool = False) -> list[Path]:
    """Where the objects hold their time: known keys first (most telling, then shallowest), any key with times else.

    A key whose times are all the same or stand in no order (when a user was created) is asked last, and only
    where no other text is in order. *inside_lists*: the first element of a list is looked into as well
    (OpenTelemetry has its records there).
    """
    leaves = (leaf for found in objects for leaf in _leaves(found, (), inside_lists))
    held, text = defaultdict[Path, list[int]](list), set[Path]()
    for path, leaf in leaves:
        if (time := value(leaf)) is not None:
            held[path].append(time.micros)
            if isinstance(leaf, str):
                text.add(path)
    known = sorted(
        (path for path in held if _rank(path) < len(_keys())),
        key=lambda path: (not in_turn(held[path]), _rank(path), len(path)),
    )
    others = sorted((path for path in held if len(held[path]) >= MOSTLY * len(objects)), key=len)
    if known and not in_turn(held[known[0]]):
        return [path for path in others if path in text and in_turn(held[path])][:1] or known
    return known or others


def _object(line: bytes) -> dict[str, Any] | None:
    start = line.find(b"{")
    if start < 0 or line[:start].strip(b"\0 \t,[\x1e\xef\xbb\xbf"):
        return None
    try:
        found = json.loads(line[start:].rstrip(b"\r ,]").decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _leaves(found: Mapping[str, Any], way: Path, inside_lists: bool) -> Iterator[tuple[Path, Any]]:
    for key, leaf in found.items():
        below: Path = (*way, key)
        while inside_lists and isinstance(leaf, list) and leaf and len(below) < DEEPEST:
            below, leaf = (*below, 0), leaf[0]
        if isinstance(leaf, dict) and len(below) < DEEPEST:
            yield from _leaves(leaf, below, inside_lists)
        else:
            yield below, leaf


def _rank(path: Path) -> int:
    return rank(next((str(step) for step in reversed(path) if isinstance(step, str)), ""))


def at_path(found: Any, path: Path) -> Any:
    """What stands in an object at a path; None for nothing."""
    for step in path:
        if isinstance(found, dict):
            found = found.get(step)
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return None
    return found


def rank(name: str) -> int:
    """How telling a name is for a time; the lower the more."""
    plain = _plain(name)
    return _keys().get(plain, _keys().get(plain.removesuffix("utc"), len(_keys())))


def is_utc(name: str, beside: Iterable[str]) -> bool:
    """Whether a time of that name, in a record with other names *beside* it, is UTC where it names no zone (see ``utc_names.yaml``)."""
    plain = _plain(name)
    if plain.startswith("utc") or plain.endswith(("utc", "gmt")):
        return True
    needed = _utc_names().get(plain)
    return needed is not None and any(_plain(other) == needed for other in beside)


def in_utc(time: Reading) -> Reading:
    """A time of a clock whose zone its name tells."""
    return Reading(Clock.UTC, time.micros) if time.clock is Clock.LOCAL else time


@cache
def _keys() -> dict[str, int]:
    raw = yaml12.load(files(__package__).joinpath("json_keys.yaml").read_text(encoding="utf-8"))
    return {_plain(key): rank for rank, key in reversed(list(enumerate(raw)))}


@cache
def _utc_names() -> dict[str, str]:
    raw = yaml12.load(files(__package__).joinpath("utc_names.yaml").read_text(encoding="utf-8"))
    return {one["name"]: one["beside"] for one in raw}


def _plain(name: str) -> str:
    """A name without case and without what joins its words; kept whole where it is nothing else."""
    return "".join(c for c in name.lower() if c.isalnum()) or name
