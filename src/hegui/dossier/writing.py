"""Write a dossier: all of it or nothing, and never over an old one."""

from __future__ import annotations

import json
import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hegui.dossier.manifest import MANIFEST, encode, measure
from hegui.dossier.reading import REPORT, Dossier, read
from hegui.dossier.tree import chunks, is_safe, open_tree
from hegui.errors import DossierError, because
from hegui.facts import Facts

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first time a .zip can name; the same dossier gives the same archive


def write(
    out_dir: Path,
    *,
    document: Mapping[str, Any],
    findings: Sequence[Mapping[str, Any]],
    law: Mapping[str, Any],
    checks: Mapping[str, Mapping[str, str]],
    cases: Sequence[Mapping[str, Any]],
    facts: Facts,
    exhibits: Mapping[str, bytes],
    page: Callable[[Dossier], str],
    copy_of: str | None = None,
) -> Path:
    """Write one dossier to ``out_dir``, which must be absent or an empty folder; returns it.

    ``checks`` maps check id (``logs/six_months``) to file name to text; ``exhibits`` file name to bytes. ``page`` makes
    report.html from the dossier as written, so that what is shown now can be shown again after any upgrade. ``copy_of`` is
    the fingerprint of the dossier that a redacted copy was made of. Everything is built in a folder beside ``out_dir`` and renamed at the end: an interrupted or failed run leaves nothing.
    """
    with built_beside(out_dir) as root:
        for name, value in (("dossier", document), ("findings", findings), ("law", law), ("cases", cases)):
            _put(root, f"{name}.json", _json(value))
        for check, texts in checks.items():
            for file, text in texts.items():
                _put(root, f"checks/{check}/{file}", text.encode())
        for name, raw in exhibits.items():
            _put(root, f"exhibits/{name}", raw)
        put_facts(root, facts)
        put_manifest(root, copy_of)
        _put(root, REPORT, page(read(root)).encode())
        put_manifest(root, copy_of)
    return out_dir


def pack(path: Path) -> Path:
    """One .zip of a dossier folder, beside it and under its name; the same folder always gives the same bytes."""
    if not path.is_dir():
        raise DossierError(f"{path} is not a dossier folder.", f"{path} 不是卷宗文件夹。")
    to = path.resolve().with_name(f"{path.resolve().name}.zip")
    _refuse_existing(to)
    partial = to.with_name(f".{to.name}.{secrets.token_hex(4)}")
    try:
        _zip(path, partial)
        open_tree(partial)
        partial.rename(to)
    except OSError as wrong:
        raise _cannot_write(to, wrong) from wrong
    finally:
        partial.unlink(missing_ok=True)
    return to


def _zip(path: Path, to: Path) -> None:
    tree = open_tree(path)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in tree.names:
            info = zipfile.ZipInfo(name, EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            with tree.open(name) as stream, archive.open(info, "w") as member:
                for piece in chunks(stream):
                    member.write(piece)


@contextmanager
def built_beside(out_dir: Path) -> Iterator[Path]:
    """A new folder that takes the name ``out_dir`` when all went well, and vanishes when anything went wrong."""
    _refuse_existing(out_dir)
    out_dir = out_dir.resolve()
    partial = out_dir.with_name(f".{out_dir.name}.{secrets.token_hex(4)}")
    try:
        partial.mkdir(parents=True)
        yield partial
        if out_dir.is_dir():
            out_dir.rmdir()
        partial.rename(out_dir)
    except OSError as wrong:
        raise _cannot_write(out_dir, wrong) from wrong
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _refuse_existing(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not (out.is_dir() and not any(out.iterdir()))):
        raise DossierError(
            f"{out} already exists; a dossier is never changed. Give a new name, or move the old one away.",
            f"{out} 已存在；卷宗一经写成不再改动。请另取名称，或先移走旧卷宗。",
        )


def _cannot_write(out: Path, wrong: OSError) -> DossierError:
    reason = because(wrong)
    return DossierError(
        f"{out} cannot be written: {reason.en}. Nothing was left behind.",
        f"无法写入 {out}：{reason.zh}。未留下任何残余文件。",
    )


def _put(root: Path, name: str, raw: bytes) -> None:
    if not is_safe(name):
        raise DossierError(f"{name!r} cannot name a file of a dossier.", f"{name!r} 不能作为卷宗中的文件名。")
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


def put_facts(root: Path, facts: Facts) -> None:
    """Write every fact table under ``facts/``."""
    import pyarrow.parquet as pq

    folder = root / "facts"
    folder.mkdir()
    for name, table in facts.items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")


def put_manifest(root: Path, copy_of: str | None = None) -> None:
    """Write the manifest of all that lies in a folder."""
    tree = open_tree(root)
    _put(root, MANIFEST, encode(tuple(measure(tree, name) for name in tree.names if name != MANIFEST), copy_of))


def _json(value: Any) -> bytes:
    # A file name that is not UTF-8 carries lone surrogates; written as JSON escapes they come back as they were.
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False).encode("utf-8", "backslashreplace") + b"\n"
