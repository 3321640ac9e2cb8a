"""HAR, the archive of a browser's requests (HAR 1.2). Only what was sent is examined; a response is not something one sent."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from hegui.evidence.files import Unreadable
from hegui.evidence.traffic.flows import Capture, Flow, moment, request, sent_later
from hegui.recognise.encodings import decode

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")  # no text has them


def read(data: bytes) -> Capture:
    """The requests of a HAR; entries that say too little are left out and counted by nobody's word."""
    try:
        document = _document(data)
    except (ValueError, RecursionError):
        raise Unreadable("damaged_har") from None
    entries = _dict(_dict(document).get("log")).get("entries")
    if not isinstance(entries, list):
        raise Unreadable("damaged_har")
    flows = [flow for entry in entries for flow in _flows(_dict(entry))]
    times = [flow.at for flow in flows if flow.at]
    return Capture("har", flows, "entries", len(entries), min(times, default=None), max(times, default=None))


def _document(data: bytes) -> Any:
    try:
        return json.loads(data)
    except UnicodeDecodeError:  # not Unicode, as JSON should be
        return json.loads(decode(data) or "")


def _flows(entry: Mapping[str, Any]) -> Iterator[Flow]:
    """The request of an entry, and the messages that were sent over the web socket it opened."""
    asked = _dict(entry.get("request"))
    try:
        url = urlsplit(str(asked.get("url", "")))
        port = url.port
    except ValueError:
        return
    if not url.hostname:
        return
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
    yield flow
    for message in _list(entry.get("_webSocketMessages")):
        if message.get("type") == "send":
            yield sent_later(flow, _seconds(message.get("time")), _message(message))


def _cookies(asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The cookies of a request, where it lists them and has no header that says the same."""
    if not any(name.lower() == "cookie" for name, _ in _pairs(asked.get("headers"))):
        yield from _pairs(asked.get("cookies"))


def _body(post: Mapping[str, Any]) -> bytes:
    text = post.get("text")
    if isinstance(text, str) and text:
        if "base64" in (post.get("encoding"), post.get("_encoding")) and (plain := _from_base64(text)):
            return plain
        return text.encode("latin-1") if _is_bytes(text) else text.encode("utf-8", "surrogatepass")
    return "&".join(f"{name}={value}" for name, value in _pairs(post.get("params"))).encode("utf-8", "surrogatepass")


def _is_bytes(text: str) -> bool:
    """Whether a text stands for bytes, written one character a byte: it has characters that no text has."""
    return not text.isascii() and max(text) < "\u0100" and bool(_CONTROL.search(text))


def _message(message: Mapping[str, Any]) -> bytes:
    """What a message of a web socket holds; a binary one (opcode 2) is written in base64."""
    text = str(message.get("data", ""))
    return (message.get("opcode") == 2 and _from_base64(text)) or text.encode("utf-8", "surrogatepass")


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


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


def _seconds(value: Any) -> datetime | None:
    return moment(float(value)) if isinstance(value, int | float) else None


def _list(value: Any) -> list[Mapping[str, Any]]:
    return [_dict(one) for one in value] if isinstance(value, list) else []


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
