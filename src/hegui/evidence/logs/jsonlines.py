"""JSON lines: one object a line, its time under a key that the sample shows, however deep."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import yaml12
from hegui.recognise.times import Reading, value

FORMAT = "json_lines"
DEEPEST = 5
MOSTLY = 0.5

Path = tuple[str, ...]


def json_reader(sample: Sequence[bytes]) -> Callable[[bytes], Reading | None] | None:
    """What reads the time of one line, where most sampled lines are objects with one; else None."""
    objects = [found for line in sample if (found := _object(line)) is not None]
    paths = time_paths(objects) if len(objects) >= MOSTLY * len(sample) else []
    if not paths:
        return None

    def read(line: bytes) -> Reading | None:
        found = _object(line)
        if found is None:
            return None
        return next((time for path in paths if (time := value(at_path(found, path))) is not None), None)

    return read


def time_paths(objects: Sequence[Mapping[str, Any]]) -> list[Path]:
    """Where the objects hold their time: known keys first (most telling, then shallowest), any key with times else."""
    held = Counter(path for found in objects for path, leaf in _leaves(found, ()) if value(leaf) is not None)
    known = [path for path in held if rank(path[-1]) < len(_keys())]
    if known:
        return sorted(known, key=lambda path: (rank(path[-1]), len(path)))
    return sorted((path for path in held if held[path] >= MOSTLY * len(objects)), key=len)


def _object(line: bytes) -> dict[str, Any] | None:
    start = line.find(b"{")
    if start < 0 or line[:start].strip(b"\0 \t,[\x1e\xef\xbb\xbf"):
        return None
    try:
        found = json.loads(line[start:].rstrip(b"\r ,]").decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _leaves(found: Mapping[str, Any], way: Path) -> Iterator[tuple[Path, Any]]:
    for key, leaf in found.items():
        if isinstance(leaf, dict) and len(way) < DEEPEST:
            yield from _leaves(leaf, (*way, key))
        else:
            yield (*way, key), leaf


def at_path(found: Any, path: Path) -> Any:
    """What stands in an object at a path; None for nothing."""
    for key in path:
        if not isinstance(found, dict):
            return None
        found = found.get(key)
    return found


def rank(name: str) -> int:
    """How telling a name is for a time; the lower the more."""
    return _keys().get(name.lower().strip("@_ "), len(_keys()))


@cache
def _keys() -> dict[str, int]:
    raw = yaml12.load(files(__package__).joinpath("json_keys.yaml").read_text(encoding="utf-8"))
    return {key.strip("@_"): rank for rank, key in enumerate(raw)}
