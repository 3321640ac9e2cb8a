"""Facts sealed on the host where the evidence lies, to be judged elsewhere: their tables and a manifest of them."""

from __future__ import annotations

from pathlib import Path

from hegui.dossier.reading import read_table
from hegui.dossier.tree import open_tree
from hegui.dossier.verifying import verify
from hegui.dossier.writing import built_beside, put_facts, put_manifest
from hegui.errors import DossierError
from hegui.facts import Facts


def seal(out: Path, facts: Facts) -> Path:
    """Write facts to a new folder, all of them or nothing; returns it."""
    with built_beside(out) as root:
        put_facts(root, facts)
        put_manifest(root)
    return out


def unseal(path: Path) -> Facts:
    """The facts of a sealed folder or of a dossier; DossierError when there are none or they were altered."""
    if altered := verify(path):
        first = altered[0].sentence
        raise DossierError(
            f"{path} was altered and is not judged. {first.en} Collect the facts again.",
            f"{path} 已被改动，不予评判。{first.zh}请重新采集事实。",
        )
    tree = open_tree(path)
    tables = [name for name in tree.names if name.startswith("facts/") and name.endswith(".parquet")]
    if not tables:
        raise DossierError(
            f"{path} holds no facts; give the folder that hegui collect wrote.",
            f"{path} 中没有事实；请给出 hegui collect 写出的文件夹。",
        )
    return {Path(name).stem: read_table(tree, name) for name in tables}
