"""What can go wrong, as a tree.

    HeguiError
    └── InputError         something the user gave cannot be used: exit status 2
        ├── LawError       a citation or date that no law here answers
        ├── ProfileError   hegui.yaml: file, line, key and the mend
        ├── DossierError   a dossier that is missing, torn or altered
        └── CheckError     a check folder that breaks its contract

Bad *evidence* is never an exception: it is a row in the fact table ``unreadable`` and makes its subjects *unproven*.
Every message says what is wrong, where, and what to do, in both languages.
"""

from __future__ import annotations

import errno
from pathlib import Path

from hegui.text import Text


class HeguiError(Exception):
    """The root of all errors that Hegui raises itself."""


class InputError(HeguiError):
    """Unusable input; ``text`` is the sentence for the user in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.text = Text(en, zh)


class LawError(InputError):
    """A citation, date or search that the law data cannot answer."""


class ProfileError(InputError):
    """A profile that cannot be used."""


class DossierError(InputError):
    """A dossier that cannot be read or is not whole."""


class CheckError(InputError):
    """A check folder that breaks the contract of ``hegui.checks``."""


def because(error: OSError) -> Text:
    """Why the system refused a file; the system itself says it in one language only."""
    return _REFUSALS.get(error.errno or 0, Text("the system refused", "系统拒绝访问"))


def unwritable(path: Path, error: OSError) -> InputError:
    """A place of the user's where nothing can be written."""
    reason = because(error)
    return InputError(
        f"{path}: cannot be written ({reason.en}); choose another place",
        f"{path}：无法写入（{reason.zh}），请另选位置",
    )


_NO_PERMISSION = Text("no permission", "没有权限")
_REFUSALS = {
    errno.ENOENT: Text("there is no such file or folder", "文件或文件夹不存在"),
    errno.EACCES: _NO_PERMISSION,
    errno.EPERM: _NO_PERMISSION,
    errno.EISDIR: Text("it is a folder", "这是文件夹"),
    errno.ENOTDIR: Text("a part of the path is no folder", "路径中有一部分不是文件夹"),
    errno.EEXIST: Text("it exists already", "已经存在"),
    errno.ENOTEMPTY: Text("the folder is not empty", "文件夹不为空"),
    errno.ENOSPC: Text("the disk is full", "磁盘已满"),
    errno.EROFS: Text("the disk can only be read", "磁盘为只读"),
    errno.ENAMETOOLONG: Text("the name is too long", "名称过长"),
    errno.ELOOP: Text("its links lead in a circle", "链接循环"),
}
