"""HAR, the archive of a browser's requests (HAR 1.2). Only what was sent is examined; a response is not something one sent."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from hegui.evidence.files import Unreadable
from hegui.evidence.traffic.flows import Capture, Flow, request
from hegui.recognise.encodings import decode


def read(data: bytes) -> Capture:
    """The requests of a HAR; entries that say too little are left out and counted by nobody's word."""
    text = decode(data)
    try:
        document = json.loads(text or "")
    except (ValueError, RecursionError):
        raise Unreadable("damaged_har") from None
    entries = _dict(_dict(document).get("log")).get("entries")
    if not isinstance(entries, list):
        raise Unreadable("damaged_har")
    flows = [flow for entry in entries if (flow := _flow(_dict(entry)))]
    times = [flow.at for flow in flows if flow.at]
    return Capture("har", flows, "entries", len(entries), min(times, default=None), max(times, default=None))


def _flow(entry: Mapping[str, Any]) -> Flow | None:
    asked = _dict(entry.get("request"))
    try:
        url = urlsplit(str(asked.get("url", "")))
        port = url.port
    except ValueError:
        return None
    if not url.hostname:
        return None
    path = url.path + (f"?{url.query}" if url.query else "")
    ip = str(entry.get("serverIPAddress") or "").strip("[]") or None
    headers = [
        *_pairs(asked.get("headers")),
        *(("cookie", f"{name}={value}") for name, value in _cookies(asked)),
    ]
    post = _dict(asked.get("postData"))
    if media := str(post.get("mimeType") or ""):
        headers.append(("content-type", media))
    at = _moment(entry.get("startedDateTime"))
    flow = request(at, ip, url.scheme, url.hostname, port, path, headers, _body(post))
    if not _is_packed(_body(post)):  # browsers write bodies unpacked, proxies as sent
        flow.coding = ""
    return flow


def _cookies(asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The cookies of a request, where it lists them and has no header that says the same."""
    if not any(name.lower() == "cookie" for name, _ in _pairs(asked.get("headers"))):
        yield from _pairs(asked.get("cookies"))


def _body(post: Mapping[str, Any]) -> bytes:
    text = post.get("text")
    if isinstance(text, str) and text:
        if post.get("encoding") == "base64" or post.get("_encoding") == "base64":
            try:
                return base64.b64decode(text, validate=True)
            except (binascii.Error, ValueError):
                pass
        return text.encode("latin-1") if _is_bytes(text) else text.encode("utf-8", "surrogatepass")
    return "&".join(f"{name}={value}" for name, value in _pairs(post.get("params"))).encode("utf-8", "surrogatepass")


def _is_bytes(text: str) -> bool:
    """Whether a text stands for bytes: a packed body that was written one character a byte."""
    return _is_packed(text[:2].encode("utf-8", "surrogatepass")) and all(ord(character) < 256 for character in text)


def _is_packed(body: bytes) -> bool:
    return body[:2] in (b"\x1f\x8b", b"x\x9c", b"x\x01", b"x\xda", b"\x1f\xc2") or body[:4] == b"\x28\xb5\x2f\xfd"


def _pairs(value: Any) -> list[tuple[str, str]]:
    """Names and values of a HAR list; older ones are a mapping."""
    if isinstance(value, dict):
        return [(str(name), str(one)) for name, one in value.items()]
    if not isinstance(value, list):
        return []
    return [(str(one.get("name", "")), str(one.get("value", ""))) for one in value if isinstance(one, dict)]


def _moment(value: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
