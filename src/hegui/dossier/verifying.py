"""Is a dossier whole and unaltered?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from hegui.dossier.manifest import MANIFEST, Entry, decode, encode, measure, origin
from hegui.dossier.reading import read_bytes
from hegui.dossier.tree import TornError, Tree, open_tree
from hegui.errors import DossierError
from hegui.text import Text

LIMITS = Text(
    "The manifest is not signed until a later release: whoever rewrites a file and MANIFEST.json together is not found "
    "out here. Keep the fingerprint (the sha256 of MANIFEST.json) in another place, and compare it.",
    "清单在后续版本才会签名：若有人同时改写文件与 MANIFEST.json，此处无法发现。"
    "请将指纹（MANIFEST.json 的 SHA-256）另行保存，以便比对。",
)


@dataclass(frozen=True, slots=True)
class Alteration:
    """One file that is not as it was written."""

    kind: Literal["changed", "missing", "added"]
    file: str
    sentence: Text

    def as_json(self) -> dict[str, object]:
        """The JSON shape of an alteration."""
        return {"kind": self.kind, "file": self.file, "sentence": self.sentence.as_json()}


def verify(path: Path) -> list[Alteration]:
    """Everything in which a dossier differs from its manifest, by file name; empty when it is whole and unaltered.

    Finds any flipped bit, any added or missing file, and a manifest not written as Hegui writes it. It cannot find a
    consistent rewrite of file and manifest together (``LIMITS``). DossierError when the path holds no dossier at all.
    """
    try:
        tree = open_tree(path)
    except TornError as torn:
        return [Alteration("changed", path.name, torn.text)]
    if not {MANIFEST, "dossier.json"} & set(tree.names):
        raise DossierError(
            f"{path} is no dossier: it has neither MANIFEST.json nor dossier.json.",
            f"{path} 不是卷宗：既没有 MANIFEST.json，也没有 dossier.json。",
        )
    if MANIFEST not in tree.names:
        return [_missing(MANIFEST)]
    try:
        raw = read_bytes(tree, MANIFEST)
        entries = decode(raw)
    except (DossierError, ValueError):
        return [_changed_manifest()]
    found = [] if encode(entries, origin(raw)) == raw else [_changed_manifest()]
    return sorted(found + _differences(tree, entries), key=lambda a: a.file)


def verification(path: Path) -> dict[str, Any]:
    """``verify`` as one JSON document: whether the dossier is whole, what was altered, its fingerprint, the limits.

    ``redacted_copy_of`` is the fingerprint of the dossier that a redacted copy was made of, null of a dossier itself.

    The fingerprint, the sha256 of MANIFEST.json, stands for the whole dossier and is worth keeping elsewhere; null when
    there is none to take.
    """
    alterations = verify(path)
    return {
        "whole": not alterations,
        "fingerprint": _fingerprint(path),
        "redacted_copy_of": _origin(path),
        "alterations": [alteration.as_json() for alteration in alterations],
        "limits": LIMITS.as_json(),
    }


def _fingerprint(path: Path) -> str | None:
    try:
        return hashlib.sha256(read_bytes(open_tree(path), MANIFEST)).hexdigest()
    except DossierError:
        return None


def _origin(path: Path) -> str | None:
    try:
        return origin(read_bytes(open_tree(path), MANIFEST))
    except (DossierError, ValueError, AttributeError):
        return None


def _differences(tree: Tree, entries: tuple[Entry, ...]) -> list[Alteration]:
    recorded = {entry.path: entry for entry in entries}
    present = set(tree.names) - {MANIFEST}
    missing = [_missing(name) for name in recorded.keys() - present]
    added = [_added(name) for name in present - recorded.keys()]
    changed = [_changed(name) for name in recorded.keys() & present if not _is_as_recorded(tree, recorded[name])]
    return missing + added + changed


def _is_as_recorded(tree: Tree, entry: Entry) -> bool:
    try:
        return measure(tree, entry.path) == entry
    except (TornError, OSError):
        return False


def _changed(name: str) -> Alteration:
    return Alteration(
        "changed",
        name,
        Text(f"{name} was changed after the dossier was written.", f"{name} 在卷宗写成后被改动。"),
    )


def _missing(name: str) -> Alteration:
    return Alteration("missing", name, Text(f"{name} is missing from the dossier.", f"卷宗中缺少 {name}。"))


def _added(name: str) -> Alteration:
    return Alteration(
        "added",
        name,
        Text(f"{name} was added after the dossier was written.", f"{name} 是卷宗写成后加入的文件。"),
    )


def _changed_manifest() -> Alteration:
    return Alteration(
        "changed",
        MANIFEST,
        Text(f"{MANIFEST} is not as Hegui writes it.", f"{MANIFEST} 与 Hegui 写出的形式不符。"),
    )
