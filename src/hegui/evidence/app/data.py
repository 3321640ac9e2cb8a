"""What the collector knows of Android and its market, from the files beside this one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from hegui import yaml12
from hegui.text import Text


@dataclass(frozen=True, slots=True)
class Sdk:
    """A software development kit: the packages of its classes, its native libraries, and who says so since when."""

    name: str
    vendor: str
    type: str
    prefixes: tuple[str, ...]
    libraries: tuple[str, ...]
    source: str
    date: str


@dataclass(frozen=True, slots=True)
class Api:
    """Calls or constants by which an app reads a kind of personal information.

    ``beside`` is a text that must stand in the same method; ``texts`` tell by themselves.
    """

    kind: str
    classes: tuple[str, ...]
    methods: tuple[str, ...]
    fields: tuple[str, ...]
    texts: tuple[str, ...]
    beside: str | None
    permissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission of the platform or a maker: its level, and the kind of personal information it opens."""

    name: str
    level: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class AppType:
    """One of the common types of app, with the kinds of personal information its basic function needs."""

    code: str
    number: int
    title: Text
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Packer:
    """A hardening product, known by its native libraries, its stand-in classes or its files."""

    name: str
    vendor: str
    libraries: tuple[str, ...]
    classes: tuple[str, ...]
    files: tuple[str, ...]


def _text(name: str) -> str:
    return files("hegui.evidence.app").joinpath(name).read_text(encoding="utf-8")


def _rows(text: str) -> Iterable[dict[str, str]]:
    return csv.DictReader(io.StringIO("\n".join(line for line in text.splitlines() if not line.startswith("#"))))


def _several(cell: str | None) -> tuple[str, ...]:
    return tuple((cell or "").split())


@cache
def attributes() -> Mapping[int, str]:
    """Names of the attributes of manifests, by number."""
    found: Mapping[int, str] = yaml12.load(_text("attributes.yaml"))
    return found


@cache
def sdks() -> tuple[Sdk, ...]:
    """The dictionary of SDKs that comes with Hegui."""
    return tuple(read_sdks(_text("sdks.csv")))


def read_sdks(text: str) -> list[Sdk]:
    """SDKs from a CSV file with the columns name, vendor, type, prefixes, libraries, source, date; a list of Exodus Privacy is read too.

    Name, vendor (or website) and one of prefixes (or code_signature) and libraries are needed; raises ValueError where one is missing.
    """
    found = []
    for row in _rows(text):
        vendor = row.get("vendor") or urlsplit(row.get("website") or "").hostname
        prefixes, libraries = _prefixes(row), _several(row.get("libraries"))
        if row.get("code_signature") == "":  # a tracker that is known by its hosts alone
            continue
        if not row.get("name") or not vendor or not (prefixes or libraries):
            raise ValueError(row.get("name") or "?")
        words = (row.get("type") or "", prefixes, libraries, row.get("source") or "", row.get("date") or "")
        found.append(Sdk(row["name"], vendor, *words))
    return found


def _prefixes(row: Mapping[str, str]) -> tuple[str, ...]:
    given = _several(row.get("prefixes") or (row.get("code_signature") or "").replace("\\", "").replace("|", " "))
    return tuple(prefix.rstrip(".") for prefix in given)


@cache
def apis() -> tuple[Api, ...]:
    """The calls that read personal information."""
    return tuple(
        Api(
            kind=one["kind"],
            classes=tuple(one.get("classes", ())),
            methods=tuple(one.get("methods", ())),
            fields=tuple(one.get("fields", ())),
            texts=tuple(one.get("texts", ())),
            beside=one.get("beside"),
            permissions=tuple(one.get("permissions", ())),
        )
        for one in yaml12.load(_text("apis.yaml"))
    )


@cache
def permissions() -> Mapping[str, Permission]:
    """The permissions that are known, by name."""
    return {
        row["name"]: Permission(row["name"], row["level"], row["kind"] or None)
        for row in _rows(_text("permissions.csv"))
    }


@cache
def app_types() -> Mapping[str, AppType]:
    """The common types of app, by code."""
    return {
        code: AppType(code, one["number"], Text(one["en"], one["zh"]), tuple(one["kinds"]))
        for code, one in yaml12.load(_text("types.yaml")).items()
    }


def app_type(given: str | None) -> AppType | None:
    """The type that a code, a number or a Chinese name stands for."""
    return next((one for one in app_types().values() if given in (one.code, str(one.number), one.title.zh)), None)


@cache
def packers() -> tuple[Packer, ...]:
    """The hardening products that are known."""
    return tuple(
        Packer(name, one["vendor"], *(tuple(one.get(key, ())) for key in ("libraries", "classes", "files")))
        for name, one in yaml12.load(_text("packers.yaml")).items()
    )


@cache
def hosts() -> Mapping[str, Any]:
    """Hosts that name things and are never called: namespaces, examples, licences."""
    found: Mapping[str, Any] = yaml12.load(_text("hosts.yaml"))
    return found
