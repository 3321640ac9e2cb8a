"""What was sent, as every reader of captures gives it: to whom, when, whether encrypted, and the parts of it that can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(slots=True)
class Flow:
    """One request, or one conversation that is no HTTP. ``parts`` are (where, bytes): query, header, cookie, body or payload.

    ``logins`` counts credentials sent in the clear, by protocol; the credentials themselves are not kept.
    """

    at: datetime | None
    host: str
    ip: str | None
    port: int | None
    protocol: str
    encrypted: bool
    parts: list[tuple[str, bytes]] = field(default_factory=list)
    sent: int = 0  # bytes
    coding: str = ""  # of the body, as Content-Encoding names it
    media: str = ""  # of the body, as Content-Type names it
    logins: list[str] = field(default_factory=list)
    until: datetime | None = None  # when the last of it was sent, where it is a longer conversation


@dataclass(slots=True)
class Capture:
    """One capture: its flows, what one unit of it is (entries, packets, flows) and how many were read."""

    format: str
    flows: list[Flow]
    unit: str
    units: int
    first: datetime | None = None
    last: datetime | None = None
    probes: list[tuple[float, str, int]] = field(
        default_factory=list
    )  # connection attempts: time, from, port; see bursts
    cut: bool = False  # the file breaks off


def request(
    at: datetime | None,
    ip: str | None,
    scheme: str,
    host: str,
    port: int | None,
    path: str,
    headers: Iterable[tuple[str, str]],
    body: bytes,
) -> Flow:
    """An HTTP request as a flow: query, headers, cookies and body apart."""
    host = _as_bytes(host.lower().rstrip(".")).decode("utf-8", "replace")
    flow = Flow(at, host, ip, port, "http", scheme in ("https", "wss"))
    flow.parts.append(("query", _as_bytes(path)))
    flow.sent = len(path) + len(body)
    for name, value in headers:
        raw = _as_bytes(value)
        flow.sent += len(raw)
        match name.lower():
            case "cookie":
                flow.parts.append(("cookie", raw))
            case "content-encoding":
                flow.coding = value.lower().strip()
            case "content-type":
                flow.media = value.lower()
            case "authorization" if value[:6].lower() == "basic " and not flow.encrypted:
                flow.logins.append("http_basic")
            case _:
                flow.parts.append(("header", _as_bytes(name) + b": " + raw))
    if body:
        flow.parts.append(("body", body))
    return flow


def _as_bytes(text: str) -> bytes:
    """The bytes of a text, those that were no text among them; what stands for no byte is a question mark."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def sent_later(opening: Flow, at: datetime | None, message: bytes) -> Flow:
    """A message that was sent over the web socket which a request opened."""
    flow = Flow(at, opening.host, opening.ip, opening.port, "websocket", opening.encrypted, sent=len(message))
    flow.parts.append(("payload", message))
    return flow


def moment(seconds: float) -> datetime | None:
    """An epoch as a time; None where no calendar has it."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def bursts(probes: Iterable[tuple[float, str, int]], ports: frozenset[int], many: int, seconds: float) -> Iterator[str]:
    """The addresses that tried *many* connections to *ports* within *seconds*: how a botnet looks for its next victims."""
    times: dict[str, list[float]] = {}
    for at, sender, port in probes:
        if port in ports:
            times.setdefault(sender, []).append(at)
    for sender, tried in times.items():
        tried.sort()
        if any(later - earlier <= seconds for earlier, later in zip(tried, tried[many - 1 :], strict=False)):
            yield sender
