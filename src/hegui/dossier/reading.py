"""Open a dossier. What it says is taken from it alone: no law, check or word of the installed version."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hegui.dossier.manifest import MANIFEST, Entry, decode
from hegui.dossier.tree import Tree, open_tree
from hegui.errors import DossierError

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = 1
REPORT = "report.html"


@dataclass(frozen=True, slots=True)
class Dossier:
    """One audit as it was kept, in the JSON shapes of the interface; ``checks`` is check id -> file name -> text."""

    document: Mapping[str, Any]
    findings: Sequence[Mapping[str, Any]]
    law: Mapping[str, Any]
    cases: Sequence[Mapping[str, Any]]
    checks: Mapping[str, Mapping[str, str]]
    manifest: tuple[Entry, ...]
    tree: Tree

    @property
    def fact_tables(self) -> tuple[str, ...]:
        """The names of its fact tables."""
        return tuple(Path(n).stem for n in self.tree.names if n.startswith("facts/") and n.endswith(".parquet"))

    def facts(self, name: str) -> pa.Table:
        """One fact table, read now; an empty one without columns when the dossier has none of that name."""
        import pyarrow as pa

        member = f"facts/{name}.parquet"
        return read_table(self.tree, member) if member in self.tree.names else pa.table({})


def read(path: Path) -> Dossier:
    """Open the dossier in a folder or .zip; DossierError when it is none, torn, or written by a later Hegui."""
    tree = open_tree(path)
    if "dossier.json" not in tree.names:
        raise DossierError(
            f"{path} is no dossier: it has no dossier.json. Give the folder or .zip that hegui audit wrote.",
            f"{path} 不是卷宗：其中没有 dossier.json。请给出 hegui audit 写出的文件夹或 .zip 文件。",
        )
    document = _json(tree, "dossier.json", dict)
    _refuse_later_format(path, document)
    return Dossier(
        document=document,
        findings=_json(tree, "findings.json", list),
        law=_json(tree, "law.json", dict),
        cases=_json(tree, "cases.json", list),
        checks=_checks(tree),
        manifest=_manifest(tree),
        tree=tree,
    )


def read_bytes(tree: Tree, name: str) -> bytes:
    """The whole of one file; DossierError when it is not there or cannot be read."""
    if name not in tree.names:
        raise DossierError(
            f"The dossier is not whole: {name} is missing. hegui verify lists everything that was altered.",
            f"卷宗不完整：缺少 {name}。hegui verify 可列出全部被改动之处。",
        )
    try:
        with tree.open(name) as stream:
            return stream.read()
    except OSError as wrong:
        raise unreadable(name) from wrong


def read_table(tree: Tree, name: str) -> pa.Table:
    """One Parquet file; DossierError when it is damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(pa.BufferReader(read_bytes(tree, name)))
    except (pa.ArrowException, OSError) as wrong:
        raise unreadable(name) from wrong


def unreadable(name: str) -> DossierError:
    """The error for a file that is there but does not read as what it should be."""
    return DossierError(
        f"The dossier is damaged: {name} cannot be read. hegui verify lists everything that was altered.",
        f"卷宗已损坏：无法读取 {name}。hegui verify 可列出全部被改动之处。",
    )


def _json(tree: Tree, name: str, kind: type) -> Any:
    try:
        value = json.loads(read_bytes(tree, name))
    except (ValueError, RecursionError) as wrong:
        raise unreadable(name) from wrong
    if not isinstance(value, kind):
        raise unreadable(name)
    return value


def _checks(tree: Tree) -> dict[str, dict[str, str]]:
    checks: dict[str, dict[str, str]] = {}
    for name in tree.names:
        if name.startswith("checks/"):
            check, _, file = name.removeprefix("checks/").rpartition("/")
            checks.setdefault(check, {})[file] = read_bytes(tree, name).decode("utf-8", "replace")
    return checks


def _manifest(tree: Tree) -> tuple[Entry, ...]:
    try:
        return decode(read_bytes(tree, MANIFEST))
    except ValueError as wrong:
        raise unreadable(MANIFEST) from wrong


def _refuse_later_format(path: Path, document: Mapping[str, Any]) -> None:
    written = document.get("format")
    if not isinstance(written, int):
        raise unreadable("dossier.json")
    if written > FORMAT:
        raise DossierError(
            f"{path} has dossier format {written}; this Hegui reads up to {FORMAT}. Install a newer Hegui.",
            f"{path} 的卷宗格式为 {written}，本版本的 Hegui 只能读取 {FORMAT} 及以下。请安装更新的版本。",
        )
