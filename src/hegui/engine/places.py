"""Where evidence lies: paths of this machine, and addresses that fsspec knows (``s3://``, ``oss://``, ``hdfs://``, ``sftp://``, ``https://`` …).

Credentials come from the environment, as each service reads them. What stands before an ``@`` in an address is shown to nobody.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

_URL = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_CREDENTIALS = re.compile(r"(?<=://)[^/@]*@")
_QUERY = re.compile(r"\?.*$", re.DOTALL)
GLOB = frozenset("*?[")


class Status(NamedTuple):
    """What a place says of its file without reading it; ``mark`` changes when the file does (ETag, inode)."""

    size: int
    modified_ns: int
    mark: str


def is_url(location: str) -> bool:
    """Whether a location is an address, not a path."""
    return _URL.match(location) is not None


def shown(location: str) -> str:
    """A location as it may be shown: without user, password and query (which may be a signature)."""
    return _QUERY.sub("", _CREDENTIALS.sub("", location)) if is_url(location) else location


def beneath(location: str, path: str) -> str:
    """The location of a path within a location; of the location itself where the path is empty."""
    if not is_url(location):
        return str(Path(location, path))
    return f"{location.rstrip('/')}/{path}" if path else location


def is_folder(location: str) -> bool:
    """Whether a location can be listed. Raises OSError."""
    if not is_url(location):
        return Path(location).is_dir()
    files, path = _filesystem(location)
    with _troubles():
        return bool(files.isdir(path)) and not files.isfile(path)


def status(location: str) -> Status:
    """The status of a file. Raises OSError."""
    if not is_url(location):
        found = Path(location).stat()
        return Status(found.st_size, found.st_mtime_ns, str(found.st_ino))
    files, path = _filesystem(location)
    with _troubles():
        return _status(files.info(path))


def opened(location: str) -> IO[bytes]:
    """An address opened for reading anywhere in it. Raises OSError."""
    files, path = _filesystem(location)
    with _troubles():
        return cast("IO[bytes]", files.open(path, "rb"))


def listed(location: str) -> Iterator[tuple[str, Status]]:
    """The files below an address, in order, with their status. Raises OSError."""
    files, path = _filesystem(location)
    with _troubles():
        found = files.find(path, detail=True)
    root = path.rstrip("/") + "/"
    for name, told in sorted(found.items()):
        yield name.removeprefix(root).lstrip("/"), _status(told)


def expanded(location: str) -> list[str]:
    """The addresses that a pattern stands for; the address itself where it is none or fits nothing."""
    scheme, _, rest = location.partition("://")
    if not GLOB & set(_QUERY.sub("", rest) if scheme.startswith("http") else rest):
        return [location]
    files, path = _filesystem(location)
    with _troubles():
        found = sorted(files.glob(path))
    return [str(files.unstrip_protocol(name)) for name in found] or [location]


def _status(told: dict[str, Any]) -> Status:
    mark = str(told.get("ETag") or told.get("etag") or told.get("md5") or "")
    when = next(
        (told[key] for key in ("mtime", "LastModified", "last_modified", "modified", "created") if told.get(key)), 0
    )
    if isinstance(when, datetime):
        when = when.timestamp()
    return Status(int(told.get("size") or 0), int(float(when) * 1e9) if isinstance(when, int | float) else 0, mark)


def _filesystem(location: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise NoReaderError from None
    with _troubles():
        files, path = url_to_fs(location)
    with suppress(AttributeError):
        files.invalidate_cache()
    return files, str(path)


class NoReaderError(OSError):
    """The package that reads such addresses is not installed."""


class _troubles:  # noqa: N801 - used as a statement
    """Whatever a filesystem raises, as OSError without its words, which may hold the address and its credentials."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        if error is None or not isinstance(error, Exception):
            return
        if isinstance(error, ImportError) or (isinstance(error, ValueError) and "rotocol" in str(error)):
            raise NoReaderError from None
        if isinstance(error, FileNotFoundError):
            raise FileNotFoundError(2, os.strerror(2)) from None
        code = getattr(error, "status", None) or getattr(error, "errno", None)
        if isinstance(error, PermissionError) or code in (401, 403) or "Credential" in type(error).__name__:
            raise PermissionError(13, os.strerror(13)) from None
        raise OSError(5, os.strerror(5)) from None
