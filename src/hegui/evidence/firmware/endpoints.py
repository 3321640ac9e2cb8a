"""Addresses that an image names, which of them bring updates, and whether a signature is checked there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath

from hegui import yaml12

_URL = re.compile(
    rb"(?<![A-Za-z])(?P<scheme>https?|ftp|ftps|tftp|mqtts?|wss?|rtsps?|coaps?)://(?:[^\s/@\"'<>:]{1,64}(?::[^\s/@\"'<>]{0,64})?@)?"
    rb"(?P<host>(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,18}|(?:\d{1,3}\.){3}\d{1,3})(?P<rest>(?::\d{1,5})?(?:/[^\s\"'<>\\\0]{0,300})?)"
)
_LONGEST_SCHEME, _LONGEST_URL = 6, 1200
_CLEAR = frozenset({b"http", b"ftp", b"tftp", b"mqtt", b"ws", b"rtsp", b"coap"})
_FETCHED = re.compile(
    rb"(?i)firmware|fw[_-]?(?:up|ver|url|server)|\bota\b|[/_.-]ota[/_.-]|upgrade|sysupgrade|fota|update|\.(?:img|trx|swu|ipk|chk|rom)\b|\.bin\b"
)
_FETCHING = re.compile(rb"\b(?:wget|curl|tftp|ftpget|uclient-fetch|fetch|aria2c)\b")
_CHECKING = re.compile(
    rb"(?i)openssl\s+(?:dgst|pkeyutl|rsautl|cms|smime)\b[^\n]*-verify|usign\s+-V|\busign\b[^\n]*-V|gpgv?\b[^\n]*--?verify|\bgpgv\b|signify\s+-V|"
    rb"minisign\s+-\w*V|\bucert\b|cosign\s+verify|fwtool\b|RSA_verify|EVP_(?:Digest)?Verify|check_signature|verify_signature|signature_verif|mbedtls_pk_verify"
)
_NAMED_SO = re.compile(rb"[=:>][ \t]*[\"']?$")  # what stands before the value of a setting
_PAGES = frozenset({".html", ".htm", ".js", ".css", ".svg", ".asp", ".php", ".txt", ".md", ".pat"})
_FEED = re.compile(rb"(?m)^\s*(?:src(?:/gz)?\s+\S+|dest_feed\s+\S+)\s+(?P<url>\S+)")
_TRUSTED = re.compile(rb"(?m)^\s*deb\s+\[[^\]\n]*trusted=yes[^\]\n]*\]\s+(?P<url>\S+)")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One host; ``checked`` says of an update whether its signature is checked in the same file."""

    host: str
    cleartext: bool
    update: bool
    checked: bool | None


def endpoints(name: str, data: bytes) -> Iterator[Endpoint]:
    """The addresses that a file names, each once."""
    path = PurePosixPath(name)
    if path.name.startswith(("opkg", "customfeeds", "distfeeds")) or "/opkg" in f"/{name}":
        found = _feeds(data, _FEED, re.search(rb"(?m)^\s*option\s+check_signature", data) is not None)
    elif path.name.endswith((".list", ".sources")) and "apt" in path.parts:
        found = _feeds(data, _TRUSTED, False)
    else:
        found = _named(data, path.suffix.lower() not in _PAGES)
    yield from dict.fromkeys(found)


def _feeds(data: bytes, feed: re.Pattern[bytes], checked: bool) -> Iterator[Endpoint]:
    for match in feed.finditer(data):
        if address := _URL.match(match["url"]):
            yield Endpoint(_host(address), address["scheme"] in _CLEAR, True, checked)


def _named(data: bytes, settings: bool) -> Iterator[Endpoint]:
    """The addresses in a file. Updates are fetched where it fetches at all, or where a setting is named for them."""
    program = data.startswith(b"\x7fELF")
    found = [match for match in _addresses(data) if not _is_name_only(_host(match))]
    fetching = bool(found) and (program or _FETCHING.search(data) is not None)
    checked: bool | None = None
    for match in found:
        start = data.rfind(b"\n", 0, match.start()) + 1 if not program else match.start()
        before = data[max(start, match.start() - 200) : match.start()]
        fetched = fetching and _FETCHED.search(before + match[0]) is not None
        if fetched and checked is None:
            checked = _CHECKING.search(data) is not None
        named = settings and _NAMED_SO.search(before) is not None and _FETCHED.search(before) is not None
        clear = match["scheme"].lower() in _CLEAR
        yield Endpoint(_host(match), clear, fetched or named, checked if fetched else None)


def _addresses(data: bytes) -> Iterator[re.Match[bytes]]:
    """Every address, by its colon and slashes: a search for these alone is many times faster than one for the whole."""
    at = data.find(b"://")
    while at >= 0:
        match = _URL.search(data, max(0, at - _LONGEST_SCHEME), at + _LONGEST_URL)
        if match and match.end("scheme") == at:
            yield match
        at = data.find(b"://", at + 1)


def _host(match: re.Match[bytes]) -> str:
    return match["host"].decode("ascii").lower()


def _is_name_only(host: str) -> bool:
    parts = host.split(".")
    return any(".".join(parts[n:]) in _names() for n in range(len(parts) - 1)) or host.startswith(
        ("127.", "0.", "255.")
    )


@cache
def _names() -> frozenset[str]:
    raw = yaml12.load(files("hegui.evidence.firmware").joinpath("endpoints.yaml").read_text(encoding="utf-8"))
    return frozenset(raw["named"])
