"""The files of a dossier, whether it lies in a folder or in one .zip; nothing outside it is ever read."""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from hegui.errors import DossierError

MEMBERS = 100_000
MEMBER_BYTES = 512 * 2**20
UNSUSPICIOUS_BYTES = 2**20
RATIO = 200  # Deflate reaches 1,032; what Hegui writes stays below 60
CHUNK = 2**20


class TornError(DossierError):
    """A file or archive whose bytes cannot be taken out whole."""


class Tree(Protocol):
    """Named files; names are relative, with forward slashes, sorted."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every file."""
        ...

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """One file, to be read once."""
        ...


def open_tree(path: Path) -> Tree:
    """The files under a dossier folder or in a dossier .zip; DossierError when there is nothing that could be one."""
    if path.is_dir():
        return Folder(path, tuple(sorted(_walk(path))))
    if path.is_file():
        return _archive(path)
    raise DossierError(
        f"{path}: there is no such dossier; give the folder or .zip that hegui audit wrote.",
        f"{path}：没有这个卷宗；请给出 hegui audit 写出的文件夹或 .zip 文件。",
    )


def is_safe(name: str) -> bool:
    """Whether a name stays inside the dossier on every system: no root, drive, backslash, empty or climbing part."""
    return "\\" not in name and "\0" not in name and ":" not in name and not {"", ".", ".."} & set(name.split("/"))


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a stream, piece by piece."""
    while piece := stream.read(CHUNK):
        yield piece


@dataclass(frozen=True, slots=True)
class Folder:
    """A dossier in a folder."""

    root: Path
    names: tuple[str, ...]

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """A regular file; a link or a pipe is refused, so that nothing outside the folder is read."""
        path = self.root / name
        if not stat.S_ISREG(path.lstat().st_mode):
            raise TornError(
                f"{name} is a link or a special file; a dossier holds plain files only.",
                f"{name} 是链接或特殊文件；卷宗只包含普通文件。",
            )
        return path.open("rb")


@dataclass(frozen=True, slots=True)
class Archive:
    """A dossier in a .zip; ``members`` maps its names to those in the archive, which may lie in one folder."""

    path: Path
    members: dict[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """Every file."""
        return tuple(sorted(self.members))

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """One member, unpacked while it is read."""
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.members[name]) as stream:
                yield stream
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as wrong:
            raise TornError(
                f"{name} cannot be taken out of {self.path.name}: it is damaged. Use another copy of the dossier.",
                f"无法从 {self.path.name} 中取出 {name}：其内容已损坏。请使用卷宗的另一份副本。",
            ) from wrong


def _walk(root: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(root):
        here = Path(folder)
        links = [name for name in folders if (here / name).is_symlink()]
        for name in (*files, *links):
            yield (here / name).relative_to(root).as_posix()


def _archive(path: Path) -> Archive:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError) as wrong:
        raise _not_an_archive(path) from wrong
    names = [info.filename for info in members]
    if len(names) > MEMBERS or len(set(names)) < len(names):
        raise _refused(path, "too many members, or two of one name", "成员过多，或有重名成员")
    for info in members:
        if not is_safe(info.filename) or stat.S_ISLNK(info.external_attr >> 16):
            name = repr(info.filename)
            raise _refused(path, f"the member {name} leads outside it", f"成员 {name} 指向卷宗之外")
        if _is_bomb(info):
            name = repr(info.filename)
            raise _refused(path, f"the member {name} is too large", f"成员 {name} 过大")
    folder = _common_folder(names)
    return Archive(path, {name.removeprefix(folder): name for name in names})


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    if info.file_size > MEMBER_BYTES:
        return True
    return info.file_size > UNSUSPICIOUS_BYTES and info.file_size > RATIO * max(info.compress_size, 1)


def _common_folder(names: list[str]) -> str:
    """The one folder that holds everything, as file managers make when a folder is zipped by hand."""
    tops = {name.split("/")[0] for name in names}
    return f"{tops.pop()}/" if len(tops) == 1 and all("/" in name for name in names) else ""


def _not_an_archive(path: Path) -> DossierError:
    with path.open("rb") as stream:
        begins_as_zip = stream.read(2) == b"PK"
    if begins_as_zip:
        return TornError(
            f"{path.name} is damaged: the archive cannot be opened. Use another copy of the dossier.",
            f"{path.name} 已损坏：压缩包无法打开。请使用卷宗的另一份副本。",
        )
    return DossierError(
        f"{path} is no dossier: neither a folder nor a .zip archive.",
        f"{path} 不是卷宗：既不是文件夹，也不是 .zip 压缩包。",
    )


def _refused(path: Path, en: str, zh: str) -> DossierError:
    return DossierError(
        f"{path.name} is refused: {en}. Hegui never writes such an archive.",
        f"拒绝打开 {path.name}:{zh}。Hegui 不会写出这样的压缩包。",
    )
