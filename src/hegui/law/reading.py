"""Law data from folders: tables that a lawyer edits, read into the classes of ``model``.

A folder holds files of these names, at its top or in folders of their own, one a group of instruments:

instruments.csv   versions of instruments, with their dates
structure.csv     how each article is divided;  paragraphs.csv  what each piece says
obligations.yaml  what bearers must do;  roles.yaml  who they are
tiers.csv         what each liability clause costs;  authorities.csv  who is likely to act under it
numbers.csv       numbers of the law by key;  words.yaml  words for every code

``state.yaml`` at the top of the first folder has the day up to which the law was read. Later folders add to it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import yaml

from hegui import yaml12
from hegui.errors import LawError
from hegui.law import rows
from hegui.law.corpus import CORE, Law
from hegui.law.rows import Row
from hegui.text import Text, text_of

T = TypeVar("T")
Named = tuple[str, T]  # with the name of the file that it comes from


def read(folder: Traversable, overlays: Sequence[Traversable] = ()) -> Law:
    """All law data of a folder and of the *overlays*.

    LawError names the file and entry that cannot be used, or the two files that define the same thing.
    """
    files = _Files([*_found(folder, ""), *(file for one in overlays for file in _overlay(one))])
    instruments = _unique(files.entries("instruments.csv", rows.instrument), lambda i: f"{i.id}@{i.version}")
    spans = {f"{i.id}@{i.version}": i.span for i in instruments}
    structure = files.entries("structure.csv", lambda row: (row["cite"], row["chapter"], rows.shape(row)))
    roles = _unique(files.parts("roles.yaml", "roles", rows.role), lambda role: role.id)
    return Law(
        instruments=tuple(instruments),
        shapes={cite: shape for _, (cite, _, shape) in structure},
        chapters={cite: chapter for _, (cite, chapter, _) in structure},
        paragraphs={p.cite: p for p in _unique(files.entries("paragraphs.csv", rows.paragraph), lambda p: p.cite)},
        obligations={
            o.id: o
            for o in _unique(
                files.entries("obligations.yaml", rows.obligation, lambda file: (file.group, spans)), lambda o: o.id
            )
        },
        tiers=tuple(tier for _, tier in files.entries("tiers.csv", rows.tier)),
        numbers=tuple(_unique(files.entries("numbers.csv", rows.number), lambda n: f"{n.key} from {n.span.start}")),
        competences=tuple(_unique(files.entries("authorities.csv", rows.competence), lambda c: c.clause)),
        roles={r.id: r for r in roles},
        role_rules=tuple(rule for _, rule in files.parts("roles.yaml", "rules", rows.rule)),
        words_by_kind=_words(files, {role.id: role.title for role in roles}),
        last_seen=next(day for key, day in files.pairs("state.yaml") if key == "last_seen"),
    )


@dataclass(frozen=True, slots=True)
class _File:
    name: str  # as a person finds it: csl/obligations.yaml
    group: str
    path: Traversable


class _Files:
    """All files of the folders, in order."""

    def __init__(self, files: Iterable[_File]) -> None:
        self._files = list(files)
        self._mappings: dict[str, Mapping[str, Any]] = {}  # YAML files that are read more than once

    def entries(
        self, kind: str, make: Callable[..., T], more: Callable[[_File], tuple[Any, ...]] = lambda _: ()
    ) -> list[Named[T]]:
        """The entries of all files of one kind; *more* gives what *make* wants beside the entry."""
        read_one = _list_of if kind.endswith(".yaml") else _csv
        return [one for file in self._of(kind) for one in _each(file, read_one(file), make, more(file))]

    def parts(self, kind: str, key: str, make: Callable[[Row], T]) -> list[Named[T]]:
        """The entries under one key of all YAML files of one kind."""
        return [one for file in self._of(kind) for one in _each(file, self._mapping(file).get(key) or (), make, ())]

    def pairs(self, kind: str) -> Iterator[tuple[str, Any]]:
        """The keys and values of all YAML files of one kind."""
        return (pair for file in self._of(kind) for pair in self._mapping(file).items())

    def _mapping(self, file: _File) -> Mapping[str, Any]:
        if file.name not in self._mappings:
            self._mappings[file.name] = _of_type(file, dict, Text("keys with values", "键和值"))
        return self._mappings[file.name]

    def _of(self, kind: str) -> Iterator[_File]:
        return (file for file in self._files if file.path.name == kind)


def _found(folder: Traversable, prefix: str, within: str = "") -> Iterator[_File]:
    """The files of a folder before those of its subfolders, the core group first."""
    inside = sorted(folder.iterdir(), key=lambda path: (path.is_dir(), path.name != CORE, path.name))
    for path in inside:
        if not path.is_dir():
            yield _File(f"{prefix}{path.name}", within, path)
        else:
            yield from _found(path, f"{prefix}{path.name}/", within or path.name)


def _overlay(folder: Traversable) -> Iterator[_File]:
    if not folder.is_dir():
        raise LawError(f"no folder {folder} with law data", f"没有法律数据目录 {folder}")
    return _found(folder, f"{folder}/", folder.name)


def _csv(file: _File) -> list[Row]:
    try:
        with file.path.open(encoding="utf-8-sig") as lines:
            return list(csv.DictReader(lines))
    except (ValueError, csv.Error) as wrong:
        raise _unusable(file.name, wrong) from wrong


def _list_of(file: _File) -> list[Row]:
    found: list[Row] = _of_type(file, list, Text("a list of entries", "条目列表"))
    return found


def _of_type(file: _File, wanted: type, words: Text) -> Any:
    try:
        found = yaml12.load(file.path.read_text(encoding="utf-8"))
    except (ValueError, yaml.YAMLError) as wrong:
        raise _unusable(file.name, wrong) from wrong
    if not isinstance(found, wanted):
        raise LawError(f"{file.name} must hold {words.en}", f"{file.name} 应为{words.zh}")
    return found


def _unusable(name: str, wrong: Exception) -> LawError:
    return LawError(f"{name}: cannot be read: {wrong}", f"{name} 无法读取：{wrong}")


def _each(file: _File, entries: Iterable[Row], make: Callable[..., T], more: tuple[Any, ...]) -> list[Named[T]]:
    made = []
    for number, entry in enumerate(entries, 1):
        try:
            made.append((file.name, make(entry, *more)))
        except (ValueError, KeyError, TypeError, AttributeError, LawError) as wrong:
            why = _why(wrong)
            raise LawError(
                f"{file.name}, entry {number}: cannot be used: {why.en}",
                f"{file.name} 第 {number} 条无法使用：{why.zh}",
            ) from wrong
    return made


def _why(wrong: Exception) -> Text:
    match wrong:
        case LawError():
            return wrong.text
        case KeyError():
            return Text(f"it has no {wrong}", f"缺少 {wrong}")
        case _:
            return Text(str(wrong), str(wrong))


def _unique(found: Iterable[Named[T]], key: Callable[[T], str]) -> list[T]:
    """What was found; LawError where two entries have the same key."""
    homes: dict[str, str] = {}
    kept = []
    for name, one in found:
        if (known := key(one)) in homes:
            raise LawError(
                f"{known} is defined twice: in {homes[known]} and in {name}",
                f"{known} 重复定义：见 {homes[known]} 和 {name}",
            )
        homes[known] = name
        kept.append(one)
    return kept


def _words(files: _Files, roles: dict[str, Text]) -> dict[str, dict[str, Text]]:
    """Words by kind and code; roles have theirs, addressees that are no role of a profile are among the words."""
    words: dict[str, dict[str, Text]] = {}
    for kind, codes in files.pairs("words.yaml"):
        words.setdefault(kind, {}).update((code, text_of(text)) for code, text in codes.items())
    addressees = words.pop("role", {})
    return words | {"role": roles | addressees}
