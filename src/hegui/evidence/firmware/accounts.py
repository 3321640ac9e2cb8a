"""Accounts of a device from its passwd and shadow files: name, number, shell, and the field that holds the hash."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

_ELSEWHERE = ("x", "")  # the password field of passwd where shadow holds the hash
_NO_LOGIN = ("nologin", "false", "sync", "halt", "shutdown", "null", "git-shell")
_LONGEST = 256


@dataclass(frozen=True, slots=True)
class Account:
    """One account; ``secret`` is the field of its hash and leaves this room only as a state."""

    user: str
    uid: int | None
    login: bool
    secret: str
    where: str


def is_passwd(name: str) -> bool:
    """Whether a path is a list of accounts, or a kept copy of one."""
    return PurePosixPath(name).name.strip("-._~").split(".")[0].lower() == "passwd" and "bin/" not in name


def is_shadow(name: str) -> bool:
    """Whether a path is a list of hashes, or a kept copy of one."""
    return PurePosixPath(name).name.strip("-._~").split(".")[0].lower() == "shadow"


def accounts(passwd: Mapping[str, str], shadow: Mapping[str, str]) -> Iterator[Account]:
    """The accounts of files by path; a shadow file serves the passwd file beside it, or else any that lacks one."""
    hashes = {path: dict(_hashes(text)) for path, text in shadow.items()}
    named: set[str] = set()
    for path, text in passwd.items():
        beside = [h for other, h in hashes.items() if PurePosixPath(other).parent == PurePosixPath(path).parent]
        for user, field, uid, shell in _lines(text):
            named.add(user)
            place = next((h[user] for h in (*beside, *hashes.values()) if user in h), None)
            secret = place if field in _ELSEWHERE and place is not None else field
            yield Account(user, uid, _logs_in(shell), secret, path)
    for path, found in hashes.items():
        for user, secret in found.items():
            if user not in named:
                yield Account(user, None, True, secret, path)


def _lines(text: str) -> Iterator[tuple[str, str, int | None, str]]:
    for line in text.splitlines():
        fields = line.split(":")
        if len(fields) == 7 and _is_name(fields[0]):
            uid = int(fields[2]) if fields[2].isascii() and fields[2].isdigit() and len(fields[2]) < 11 else None
            yield fields[0], fields[1], uid, fields[6].strip()


def _hashes(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        fields = line.split(":")
        if 8 <= len(fields) <= 9 and _is_name(fields[0]):
            yield fields[0], fields[1]


def _is_name(text: str) -> bool:
    return 0 < len(text) < _LONGEST and text.isprintable() and not text.startswith(("#", "+", " "))


def _logs_in(shell: str) -> bool:
    """Whether a shell lets somebody in; an empty field means the standard shell."""
    return PurePosixPath(shell).name not in _NO_LOGIN
