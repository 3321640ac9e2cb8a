"""What a page can be given as: an address, a saved file or folder, MHTML, a HAR, or a recording of ours.

All but an address are replayed: the browser asks, and gets what was kept or nothing. No request leaves the machine.
"""

from __future__ import annotations

import base64
import binascii
import email
import email.policy
import json
import mimetypes
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urldefrag, urlsplit

from hegui.evidence.files import Unreadable, listed, read_whole

SAVED = "http://saved.invalid"
LARGEST_FILE = 32 * 1024 * 1024
LARGEST_RECORDING = 64 * 1024 * 1024
_PAGES = (".html", ".htm", ".xhtml", ".shtml", ".php")
_CID = re.compile(rb"\bcid:[\w.@+=-]+")
_SAVED_ROOT = re.compile(rb"(<template\b[^>]*\s)shadowmode=", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered to a request."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """A page to be read: what it was given as and where the browser starts; ``root`` or ``kept`` answer for the network."""

    given: str
    start: str
    root: Path | None = None
    kept: Mapping[str, Reply] = field(default_factory=dict)
    recording: Mapping[str, Any] | None = None

    @property
    def online(self) -> bool:
        """Whether the network may be asked."""
        return self.root is None and not self.kept

    def reply(self, url: str) -> Reply | None:
        """What was kept for an address; None where nothing was."""
        if self.root is not None:
            return self._from_root(url)
        bare = urldefrag(url)[0]
        return self.kept.get(bare) or self.kept.get(bare.partition("?")[0])

    def _from_root(self, url: str) -> Reply | None:
        if not url.startswith(SAVED + "/"):
            return None
        assert self.root is not None
        name = unquote(urlsplit(url).path, errors="surrogateescape").lstrip("/")
        path = (self.root / name).resolve()
        if not path.is_relative_to(self.root.resolve()):
            return None
        for candidate in (path, path / "index.html", path.with_name(path.name + ".html")):
            if candidate.is_file():
                try:
                    return _file_reply(candidate)
                except Unreadable:
                    return None
        return None


def is_address(place: str) -> bool:
    """Whether a place is an address of the web."""
    return place.lower().startswith(("http://", "https://"))


def open_place(place: str) -> Place:
    """What a place holds; raises Unreadable where it holds no page."""
    if is_address(place):
        return Place(place, place)
    path = Path(place)
    if path.is_dir():
        return _folder(path, place)
    data = read_whole(path, LARGEST_RECORDING)
    head = data[:4096].lstrip()
    if path.suffix.lower() in (".mhtml", ".mht") or head.startswith((b"From: <Saved", b"MIME-Version")):
        return _mhtml(data, place)
    if path.suffix.lower() in (".har", ".json") or (head.startswith(b"{") and path.suffix.lower() not in _PAGES):
        return _json(data, place)
    if not re.search(rb"<[a-z!?]", data[:200_000], re.IGNORECASE):
        raise Unreadable("no_page")
    if len(data) > LARGEST_FILE:
        raise Unreadable("too_large", f"{len(data)} bytes")
    return Place(place, f"{SAVED}/{quote(os.fsencode(path.name))}", root=path.parent)


def pages_in(place: str) -> list[str]:
    """The pages that a place stands for: each saved page of a folder that has no index; else the place itself."""
    path = Path(place)
    if is_address(place) or not path.is_dir() or _index(path):
        return [place]
    found = [str(path / name) for name in listed(path) if name.lower().endswith((*_PAGES, ".mhtml", ".mht", ".har"))]
    return found or [place]


def _index(folder: Path) -> Path | None:
    return next((folder / name for name in ("index.html", "index.htm") if (folder / name).is_file()), None)


def _folder(path: Path, place: str) -> Place:
    index = _index(path)
    if index is None:
        raise Unreadable("no_page")
    return Place(place, f"{SAVED}/{quote(os.fsencode(index.name))}", root=path)


def _file_reply(path: Path) -> Reply:
    data = read_whole(path, LARGEST_FILE)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if path.suffix.lower() in _PAGES:
        kind = "text/html" + _charset_of(data)
    return Reply(200, {"content-type": kind}, data)


def _charset_of(data: bytes) -> str:
    """A charset for a page that names none: UTF-8 where it is that, else the Chinese standard."""
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or _CHARSET.search(data[:4096]):
        return ""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "; charset=gb18030"
    return "; charset=utf-8"


def _mhtml(data: bytes, place: str) -> Place:
    message = email.message_from_bytes(data, policy=email.policy.default)
    kept: dict[str, Reply] = {}
    start = None
    for part in message.walk():
        body = None if part.is_multipart() else part.get_payload(decode=True)
        if not isinstance(body, bytes):
            continue
        kind = str(part["Content-Type"] or "text/html")
        reply = Reply(200, {"content-type": kind}, _of_the_web(body) if kind.startswith("text/") else body)
        addresses = [_web_address(str(given).strip()) for given in _names_of(part) if given]
        kept |= {urldefrag(address)[0]: reply for address in addresses}
        if start is None and addresses and part.get_content_type() in ("text/html", "application/xhtml+xml"):
            start = addresses[0]
    if start is None:
        raise Unreadable("no_page")
    return Place(place, start, kept=kept)


def _names_of(part: Message) -> tuple[str | None, str | None]:
    """By what a part of an MHTML is referred to: its address, and its identity as a ``cid:``."""
    identity = part["Content-ID"]
    return part["Content-Location"], f"cid:{str(identity).strip().strip('<>')}" if identity else None


def _web_address(address: str) -> str:
    """An address at which a browser can be answered; one of no web, such as ``cid:`` or ``file:``, lies in the saved page."""
    return address if is_address(address) else f"{SAVED}/{quote(address, safe='')}"


def _of_the_web(body: bytes) -> bytes:
    """A text with its ``cid:`` references as web addresses and its saved shadow roots as those of the HTML standard."""
    body = _CID.sub(lambda found: _web_address(found[0].decode("ascii", "replace")).encode(), body)
    return _SAVED_ROOT.sub(rb"\1shadowrootmode=", body)


def _json(data: bytes, place: str) -> Place:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise Unreadable("broken_json") from None
    if isinstance(document, dict) and isinstance(document.get("hegui_page"), int):
        return Place(place, str(document.get("url")), recording=document)
    try:
        entries = document["log"]["entries"]
        found = [(entry["request"]["url"], _har_reply(entry["response"])) for entry in entries]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Unreadable("no_page") from None
    kept: dict[str, Reply] = {}
    for url, reply in found:
        if reply is not None and is_address(url):
            kept.setdefault(urldefrag(url)[0], reply)
            if reply.status == 200:
                kept.setdefault(urldefrag(url)[0].partition("?")[0], reply)
    start = next(
        (
            url
            for url, reply in found
            if is_address(url) and reply and reply.status == 200 and _is_html(reply) and reply.body
        ),
        None,
    )
    if start is None:
        raise Unreadable("no_page")
    return Place(place, start, kept=kept)


def _har_reply(response: Mapping[str, Any]) -> Reply | None:
    """The answer of a HAR entry; None where the request never got one."""
    if not response.get("status"):
        return None
    content = response.get("content", {})
    text = content.get("text") or ""
    try:
        body = base64.b64decode(text) if content.get("encoding") == "base64" else text.encode("utf-8")
    except binascii.Error:
        return None
    left_out = {"content-encoding", "content-length", "transfer-encoding", "content-security-policy"}
    headers = {h["name"].lower(): h["value"] for h in response.get("headers", ()) if h["name"].lower() not in left_out}
    kind = headers.get("content-type") or content.get("mimeType") or "application/octet-stream"
    if content.get("encoding") != "base64" and kind.startswith("text/"):
        kind = kind.partition(";")[0] + "; charset=utf-8"
    return Reply(int(response["status"]), {**headers, "content-type": kind}, body)


def _is_html(reply: Reply) -> bool:
    return "html" in reply.headers.get("content-type", "")
