"""Flow files of mitmproxy: records of typed netstrings, each one flow (mitmproxy's own format, read without mitmproxy)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from hegui.evidence.files import Unreadable
from hegui.evidence.traffic.flows import Capture, Flow, moment, request, sent_later

DEEPEST = 40


def read(data: bytes) -> Capture:
    """The flows of a .mitm file; what breaks off at its end is said."""
    flows: list[Flow] = []
    place, cut, records = 0, False, 0
    while place < len(data):
        try:
            record, place = _value(data, place, 0)
        except (ValueError, IndexError):
            cut = True
            break
        records += 1
        if isinstance(record, dict):
            flows += _flows(record)
    if not records:
        raise Unreadable("no_capture")
    times = [flow.at for flow in flows if flow.at]
    return Capture("mitm", flows, "records", records, min(times, default=None), max(times, default=None), cut=cut)


def _flows(record: Mapping[str, Any]) -> Iterator[Flow]:
    """The request of a record, and the messages that its client sent over the web socket it opened."""
    asked = record.get("request")
    if not isinstance(asked, dict):
        return
    headers = [
        (_text(pair[0]), _text(pair[1]))
        for pair in asked.get("headers") or ()
        if isinstance(pair, list) and len(pair) == 2
    ]
    said = {name.lower(): value for name, value in headers}
    host = _text(asked.get("authority")) or said.get("host", "") or _text(asked.get("host"))
    server = record.get("server_conn")
    peer = (server.get("peername") or server.get("ip_address")) if isinstance(server, dict) else None
    ip = _text(peer[0]) if isinstance(peer, list) and peer else None
    body = asked.get("content") or b""
    port = asked.get("port")
    flow = request(
        _moment(asked.get("timestamp_start")),
        ip,
        _text(asked.get("scheme")),
        host.rsplit("]", 1)[-1].split(":")[0],
        port if isinstance(port, int) else None,
        _text(asked.get("path")),
        headers,
        body if isinstance(body, bytes) else b"",
    )
    yield flow
    socket = record.get("websocket")
    for message in (socket.get("messages") or ()) if isinstance(socket, dict) else ():
        if isinstance(message, list) and len(message) > 3 and message[1] is True and isinstance(message[2], bytes):
            yield sent_later(flow, _moment(message[3]), message[2])


def _moment(value: Any) -> datetime | None:
    return moment(float(value)) if isinstance(value, int | float) else None


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    return value if isinstance(value, str) else ""


def _value(data: bytes, place: int, depth: int) -> tuple[Any, int]:
    """One typed netstring: its length, a colon, that many bytes, and a mark that says what they are."""
    colon = data.index(b":", place, place + 12)
    start, end = colon + 1, colon + 1 + int(data[place:colon])
    if depth > DEEPEST or end >= len(data) or end < start:
        raise ValueError
    raw, mark = data[start:end], data[end : end + 1]
    if mark in (b"]", b"}"):
        items, at = [], 0
        while at < len(raw):
            item, at = _value(raw, at, depth + 1)
            items.append(item)
        if mark == b"]":
            return items, end + 1
        return {_text(name): value for name, value in zip(items[::2], items[1::2], strict=False)}, end + 1
    return _plain(raw, mark), end + 1


def _plain(raw: bytes, mark: bytes) -> Any:
    match mark:
        case b",":
            return raw
        case b";":
            return raw.decode("utf-8", "replace")
        case b"#":
            return int(raw)
        case b"^":
            return float(raw)
        case b"!":
            return raw == b"true"
        case b"~":
            return None
    raise ValueError
