"""The sources that a profile declares, as the engine takes them."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

from hegui import engine
from hegui.facts import registers
from hegui.profile.evidence import Data, Documents, Register, Source
from hegui.profile.loading import Profile
from hegui.profile.model import Operator
from hegui.profile.references import SUBJECTS
from hegui.profile.sense import url_variable

_COMMON = {"id", "about", "as_of", "complete", "timezone", "kind", "path"}


def sources(profile: Profile, taken_at: datetime) -> list[engine.Source]:
    """The sources of all operators, in the order of the profile.

    ``location`` is the absolute path, or the address of the database without credentials ("" where only the environment has it).
    ``options`` holds ``timezone``; of a register also ``register``, ``subjects`` (id by name or id, so that rows may name a system as
    people do), and for a database ``table``, ``url`` and ``url_variable`` (the environment variable with the whole address); of
    documents also ``documents``, each a mapping with the keys of hegui.yaml; of all others their own keys.
    """
    folder = profile.path.parent
    return [_source(operator, each, folder, taken_at) for operator in profile.operators for each in operator.sources]


def _source(operator: Operator, source: Source, folder: Path, taken_at: datetime) -> engine.Source:
    return engine.Source(
        operator=operator.id,
        id=source.id,
        kind=source.kind,
        location=_location(source, folder),
        name=_name(source),
        as_of=source.as_of,
        taken_at=taken_at,
        options=_options(operator, source, folder),
    )


def _location(source: Source, folder: Path) -> str:
    if source.path is not None:
        return str(folder / source.path)
    return getattr(source, "url", None) or ""


def _name(source: Source) -> str:
    """What may be shown: the path as the profile writes it, of an absolute one its last part; or the table."""
    if isinstance(source, Register) and source.table is not None:
        return source.table
    if source.path is not None and Path(source.path).is_absolute():
        return Path(source.path).name
    return source.path or getattr(source, "url", None) or source.id


def _options(operator: Operator, source: Source, folder: Path) -> dict[str, Any]:
    options: dict[str, Any] = {"timezone": source.timezone}
    if isinstance(source, Documents):
        options["documents"] = [document.model_dump() for document in source.documents]
    if isinstance(source, Register):
        options |= {"register": source.register_, "subjects": _called(operator, source.register_)}
        if source.path is None:
            options |= {"table": source.table, "url": source.url, "url_variable": url_variable(source.id)}
    elif not isinstance(source, Documents):
        options |= source.model_dump(exclude=_COMMON)
    if isinstance(source, Data) and source.path is None:
        options["url_variable"] = url_variable(source.id)
    # paths, as those of the sources themselves, count from the profile
    for key in ("advisories", "test_identity", "sdks", "runtime"):
        if named := options.get(key):
            options[key] = (
                [str(folder / one) for one in named] if isinstance(named, tuple | list) else str(folder / named)
            )
    return options


def _called(operator: Operator, register: str) -> dict[str, str]:
    """The subjects that a register's rows may be about, by what people call them; a name that two of them share is left out.

    Rows about the operator as a whole can still name the systems concerned.
    """
    meant: dict[str, set[str]] = defaultdict(set)
    for subject in getattr(operator, SUBJECTS.get(registers()[register].about, "systems")):
        for word in (*subject.name, subject.id):
            meant[word].add(subject.id)
    return {word: next(iter(ids)) for word, ids in meant.items() if len(ids) == 1}
