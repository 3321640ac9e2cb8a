"""Addresses that stand in a package: in the executables, the resources, the native libraries and the files it brings."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from hegui.evidence.app.data import hosts

_MARK = re.compile(rb"://")  # a plain text is found far faster than a pattern
_SCHEME = re.compile(rb"(https?|wss?)$", re.IGNORECASE)
_REST = re.compile(rb"([0-9A-Za-z\-._]{3,253})(?::\d{1,5})?([/?#][!-~]{0,200})?")
_WIDE = re.compile(rb"(?:h\0t\0t\0p\0(?:s\0)?:\0/\0/\0)(?:[!-~]\0){3,253}")
_HOST = re.compile(r"(?=.{4,253}$)(?:[0-9a-z_](?:[0-9a-z_-]{0,61}[0-9a-z])?\.)+[a-z][a-z0-9-]{1,62}$")
_POLICY = re.compile(r"privacy|yinsi|yszc|yinsizhengce|personal[-_]?info", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A host that a package names, whether in the clear, and in which of its files."""

    host: str
    cleartext: bool
    where: str


class Endpoints:
    """Gathers hosts, and the addresses of privacy policies among them."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, bool], str] = {}
        self.policies: list[str] = []

    def look(self, where: str, data: bytes, wide: bool = False) -> None:
        """Note the addresses in the bytes of a file; *wide* where strings may be in UTF-16."""
        self._note(where, data)
        if wide:
            for match in _WIDE.finditer(data):
                self._note(where, match[0][::2])

    def _note(self, where: str, data: bytes) -> None:
        for mark in _MARK.finditer(data):
            scheme, rest = _SCHEME.search(data[max(0, mark.start() - 5) : mark.start()]), _REST.match(data, mark.end())
            if not scheme or not rest:
                continue
            host, name = rest[1].decode("ascii").lower().rstrip("."), scheme[1].decode("ascii").lower()
            if _is_host(host):
                self._found.setdefault((host, name in ("http", "ws")), where)
                path = (rest[2] or b"").decode("ascii").split("?")[0]
                if _POLICY.search(path):
                    self.policies.append(f"{name}://{host}{path}")

    def all(self) -> Iterator[Endpoint]:
        """What was found, in the order of the names."""
        return (Endpoint(host, cleartext, where) for (host, cleartext), where in sorted(self._found.items()))


@cache
def _is_host(host: str) -> bool:
    """Whether a name is one of a host that can be called: not a namespace, an example or an address of the device itself."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return bool(_HOST.match(host)) and not any(_is_below(host, name) for name in hosts()["names"])
    return address.is_global


def _is_below(host: str, name: str) -> bool:
    return host == name or host.endswith("." + name)


def texts(names: Iterable[str]) -> Iterator[str]:
    """Of the names of entries those of files in which addresses may stand as text."""
    return (name for name in names if name.lower().endswith(_TEXTS) or "assets/" in name or "res/raw/" in name)


_TEXTS = (".html", ".htm", ".js", ".json", ".xml", ".properties", ".txt", ".ini", ".cfg", ".yaml", ".yml", ".conf")
