"""Parts of an image with their versions: package lists, names of files, and the words of programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath

from hegui import yaml12

_LISTS = re.compile(r"(?:^|/)(?:opkg|ipkg|dpkg)/(?:status|status\.d/[^/]+)$|(?:^|/)opkg/info/[^/]+\.control$")
_ALPINE = re.compile(r"(?:^|/)lib/apk/db/installed$")
_LIBRARY = re.compile(r"^(?:lib)?([A-Za-z][\w+]*?)(?:-(\d+\.\d+(?:\.\d+)*)\.so|\.so\.(\d+\.\d+\.\d+\w*))$")
_MODULES = re.compile(r"(?:^|/)lib/modules/(\d+\.\d+\.\d+)[^/]*/")
_RELEASE = re.compile(r"(?:^|/)(?:os-release|openwrt_release)$")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+~:_-]{0,80}")
# C libraries and their companions carry the version of the whole in the names of their files.
_C_LIBRARY = frozenset({"c", "m", "pthread", "rt", "dl", "crypt", "nsl", "resolv", "util", "ld", "thread_db", "uClibc"})
# Of these the number behind .so is that of the part; of others it is the number of an interface, which is no version.
_NUMBERED = frozenset(
    {"z", "bz2", "lzma", "crypto", "ssl", "pcap", "lua", "mbedtls", "polarssl", "wolfssl", "readline", "ncurses"}
)


@dataclass(frozen=True, slots=True)
class Component:
    """One part; ``how`` says from what it is known."""

    name: str
    version: str
    how: str
    where: str


@dataclass(frozen=True, slots=True)
class Signature:
    """The words in which a program states its version."""

    name: str
    hint: bytes
    find: re.Pattern[bytes]
    vendor: str


@cache
def signatures() -> tuple[Signature, ...]:
    """The signatures of components.yaml."""
    raw = yaml12.load(files("hegui.evidence.firmware").joinpath("components.yaml").read_text(encoding="utf-8"))
    return tuple(
        Signature(name, one["hint"].encode(), re.compile(one["find"].encode()), one["vendor"])
        for name, one in raw.items()
    )


def components(name: str, data: bytes) -> Iterator[Component]:
    """The parts that a file shows."""
    if _LISTS.search(name):
        yield from _packages(data.decode("utf-8", "replace"), name, "Package", "Version", ": ")
    elif _ALPINE.search(name):
        yield from _packages(data.decode("utf-8", "replace"), name, "P", "V", ":")
    elif _RELEASE.search(name):
        yield from _release(data.decode("utf-8", "replace"), name)
    else:
        yield from _named(name)
        yield from _stated(name, data)


def _packages(text: str, where: str, key: str, version: str, mark: str) -> Iterator[Component]:
    for stanza in re.split(r"\n\s*\n", text):
        fields = dict(line.split(mark, 1) for line in stanza.splitlines() if mark in line and not line.startswith(" "))
        name, number = fields.get(key, "").strip(), fields.get(version, "").strip()
        if name and _VERSION.fullmatch(number) and "not-installed" not in fields.get("Status", ""):
            yield Component(name[:100], number, "package", where)


def _release(text: str, where: str) -> Iterator[Component]:
    said = dict(re.findall(r"(?m)^([A-Z_]+)=[\"']?([^\"'\n]*)[\"']?$", text))
    name = said.get("ID") or said.get("DISTRIB_ID")
    number = said.get("VERSION_ID") or said.get("DISTRIB_RELEASE") or ""
    if name and _VERSION.fullmatch(number):
        yield Component(name.lower()[:100], number, "file_name", where)


def _named(name: str) -> Iterator[Component]:
    if match := _MODULES.search(name):
        yield Component("linux_kernel", match[1], "file_name", name[: match.end()])
    if match := _LIBRARY.match(PurePosixPath(name).name):
        stem, version = match[1], match[2] or match[3]
        if stem in _C_LIBRARY and match[2]:
            family = "uclibc" if version.startswith(("0.9", "1.0")) else "glibc"
            yield Component(family, version, "file_name", name)
        elif stem not in _C_LIBRARY:
            yield Component(f"lib{stem}", version, "file_name" if match[2] or stem in _NUMBERED else "interface", name)


def _stated(name: str, data: bytes) -> Iterator[Component]:
    for signature in signatures():
        if signature.hint in data and (match := signature.find.search(data)):
            yield Component(signature.name, match[1].decode("ascii", "replace"), "text", name)
