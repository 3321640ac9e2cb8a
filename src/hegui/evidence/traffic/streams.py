"""Conversations out of packets: TCP put in order, names from DNS and TLS, HTTP requests, and logins sent in the clear."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from hegui.evidence.files import Unreadable
from hegui.evidence.traffic import http
from hegui.evidence.traffic.flows import Capture, Flow, moment
from hegui.evidence.traffic.joining import Side, Stream, joined
from hegui.evidence.traffic.packets import Packet, Reader

_SYN, _ACK = 2, 16
Secrets = Callable[[Sequence[str]], dict[int, bytes]]
_Key = tuple[bytes, int, bytes, int, bool]


@dataclass(slots=True)
class _Talk:
    """One conversation; the client is who sent first, or who asked for the connection."""

    at: float
    client: bytes
    server: bytes
    cport: int
    sport: int
    tcp: bool
    sent: Side = field(default_factory=Side)
    got: Side = field(default_factory=Side)


def read(data: bytes, secrets: Secrets | None = None) -> Capture:
    """The flows of a pcap or pcapng file; *secrets* opens TLS: from the servers of its TCP conversations, what was sent in each that it can."""
    reader = Reader(data)
    sides: dict[_Key, tuple[_Talk, Side]] = {}
    begun: list[_Talk] = []
    names: dict[bytes, str] = {}
    capture = Capture("pcapng" if data[:4] == b"\x0a\x0d\x0d\x0a" else "pcap", [], "packets", 0)
    for packet in reader:
        if not packet.tcp and packet.sport in (53, 5353):
            names.update(_answers(bytes(packet.payload)))
        if opens := _opens(packet):
            capture.probes.append((packet.at, _address(packet.source), packet.dport))
        _put(begun, sides, packet, opens)
    if reader.frames and reader.unknown == reader.frames:
        raise Unreadable("unknown_link")
    streams = [talk for talk in begun if talk.tcp]
    opened = secrets([f"{_address(talk.server)}:{talk.sport}" for talk in streams]) if secrets else {}
    inside = {id(streams[number]): sent for number, sent in opened.items()}
    for talk in begun:
        sent = inside.get(id(talk))
        capture.flows += _flows(talk, names) if sent is None else _opened(talk, sent, names)
    capture.flows.sort(key=lambda flow: (flow.at is None, flow.at))
    capture.units, capture.cut = reader.frames, reader.cut
    capture.first = None if reader.first is None else moment(reader.first)
    capture.last = None if reader.last is None else moment(reader.last)
    return capture


def _put(begun: list[_Talk], sides: dict[_Key, tuple[_Talk, Side]], packet: Packet, opens: bool) -> None:
    """Add a packet to its conversation, found in *sides* by the addresses of either direction; a new one is added to *begun* too."""
    key = (packet.source, packet.sport, packet.target, packet.dport, packet.tcp)
    start = (packet.sequence + 1) & 0xFFFFFFFF if opens else None
    talk, side = sides.get(key, (None, None))
    if talk is None or side is None or (start is not None and not _goes_on(talk, side, start)):
        back = (packet.target, packet.dport, packet.source, packet.sport, packet.tcp)
        if (packet.tcp and packet.flags & (_SYN | _ACK) == _SYN | _ACK) or _is_served(packet):
            # the capture began in the middle: the answer is seen first
            talk = _Talk(packet.at, packet.target, packet.source, packet.dport, packet.sport, packet.tcp)
            side, other = talk.got, talk.sent
        else:
            talk = _Talk(packet.at, packet.source, packet.target, packet.sport, packet.dport, packet.tcp)
            side, other = talk.sent, talk.got
        sides[key], sides[back] = (talk, side), (talk, other)
        begun.append(talk)
    if start is not None:
        side.start = start
    side.add(packet)


def _goes_on(talk: _Talk, side: Side, start: int) -> bool:
    """Whether asking for a connection belongs to one that is there, and is not the ports of one that is over used again."""
    return side is talk.sent and (not side.pieces or side.start == start)


def _opens(packet: Packet) -> bool:
    return packet.tcp and packet.flags & (_SYN | _ACK) == _SYN


def _is_served(packet: Packet) -> bool:
    return packet.sport < 1024 <= packet.dport


def _opened(talk: _Talk, inside: bytes, names: dict[bytes, str]) -> Iterator[Flow]:
    """A conversation that was encrypted on its way and that the keys open; of its parts it is not known which came when."""
    sealed = joined(talk.sent, talk.tcp)
    host = _sni(sealed.data) or names.get(talk.server, "") or _address(talk.server)
    ip = _address(talk.server)
    if http.spoken(inside):
        for flow in http.requests(Stream(inside, [0], [talk.at]), ip, talk.sport, host, "https"):
            flow.until = sealed.last
            yield flow
        return
    yield Flow(
        moment(talk.at), host, ip, talk.sport, "tls", True, [("payload", inside)], len(inside), until=sealed.last
    )


def _flows(talk: _Talk, names: dict[bytes, str]) -> Iterator[Flow]:
    stream = joined(talk.sent, talk.tcp)
    if talk.tcp and not http.spoken(stream.data) and talk.sent.start is None and http.spoken(_begin(talk.got)):
        talk = _turned(talk)  # the capture began in the middle, with an answer
        stream = joined(talk.sent, talk.tcp)
    sent, ip, host = stream.data, _address(talk.server), names.get(talk.server, "")
    if talk.tcp and http.spoken(sent):
        yield from http.requests(stream, ip, talk.sport, host or ip, "http")
        return
    secured = talk.tcp and (sent[:2] == b"\x16\x03" or (b"\x16\x03\x01" in sent[:600] and _sni(sent) != ""))
    sealed = bool(secured) or _is_sealed(talk, sent)
    protocol = _protocol(talk, sent)
    flow = Flow(moment(talk.at), _sni(sent) or host or ip, ip, talk.sport, protocol, sealed, sent=talk.sent.size)
    flow.until = stream.last
    clear = sent[: sent.find(b"\x16\x03")] if secured else b"" if flow.encrypted else sent
    if clear:
        flow.logins = _logins(clear, _begin(talk.got, talk.tcp), talk.sport)
        flow.parts.append(("payload", clear))
    yield flow


def _begin(side: Side, tcp: bool = True) -> bytes:
    return joined(side, tcp, most=4096).data


def _turned(talk: _Talk) -> _Talk:
    return _Talk(talk.at, talk.server, talk.client, talk.sport, talk.cport, talk.tcp, talk.got, talk.sent)


def _sni(sent: bytes) -> str:
    """The host that a TLS client asks for (RFC 6066), the first ClientHello in what was sent; empty where none is."""
    hello = sent.find(b"\x16\x03")
    if hello < 0 or sent[hello + 5 : hello + 6] != b"\x01":
        return ""
    body = sent[hello + 9 : hello + 9 + 16384]
    try:
        place = 34
        place += 1 + body[place]
        place += 2 + int.from_bytes(body[place : place + 2])
        place += 1 + body[place]
        end = place + 2 + int.from_bytes(body[place : place + 2])
        place += 2
        while place + 4 <= min(end, len(body)):
            kind, length = int.from_bytes(body[place : place + 2]), int.from_bytes(body[place + 2 : place + 4])
            if kind == 0:
                return (
                    body[place + 9 : place + 9 + int.from_bytes(body[place + 7 : place + 9])]
                    .decode("ascii", "replace")
                    .lower()
                )
            place += 4 + length
    except IndexError:
        pass
    return ""


_NAMED_PORTS = {21: "ftp", 22: "ssh", 23: "telnet", 25: "smtp", 53: "dns", 80: "http", 110: "pop3", 123: "ntp", 143: "imap", 443: "tls", 587: "smtp", 1883: "mqtt", 2323: "telnet", 5353: "mdns"}  # fmt: skip


def _protocol(talk: _Talk, sent: bytes) -> str:
    if sent[:2] == b"\x16\x03":
        return "tls"
    if sent[:4] == b"SSH-":
        return "ssh"
    if not talk.tcp and talk.sport == 443:
        return "quic"
    return _NAMED_PORTS.get(talk.sport, "tcp" if talk.tcp else "udp")


def _is_sealed(talk: _Talk, sent: bytes) -> bool:
    return (
        sent[:4] == b"SSH-"
        or (not talk.tcp and talk.sport == 443)
        or (talk.tcp and talk.sport == 443 and sent[:1] in (b"\x14", b"\x15", b"\x17"))
    )


_LOGIN = {
    "ftp": re.compile(rb"^PASS [^\r\n]+", re.MULTILINE | re.IGNORECASE),
    "pop3": re.compile(rb"^PASS [^\r\n]+", re.MULTILINE | re.IGNORECASE),
    "imap": re.compile(rb"^\S+ LOGIN \S+ \S+", re.MULTILINE | re.IGNORECASE),
    "smtp": re.compile(rb"^AUTH (?:LOGIN|PLAIN)", re.MULTILINE | re.IGNORECASE),
    "telnet": re.compile(rb"[\x20-\x7e]{2,}\r[\n\x00]"),
}
_ASKS = re.compile(rb"(?:login|password): ?$", re.MULTILINE | re.IGNORECASE)


def _logins(sent: bytes, got: bytes, port: int) -> list[str]:
    """The protocols in which a password was sent in the clear, once for each time."""
    if re.match(rb"\* OK", got):
        name = "imap"
    elif re.match(rb"\+OK", got):
        name = "pop3"
    elif re.match(rb"220[ -]", got):
        name = "ftp" if re.search(rb"^USER |^PASS ", sent, re.MULTILINE | re.IGNORECASE) else "smtp"
    else:
        name = _NAMED_PORTS.get(port, "")
    if name == "telnet" and not _ASKS.search(got):
        return []
    pattern = _LOGIN.get(name)
    return [name] * len(pattern.findall(sent)) if pattern else []


def _answers(payload: bytes) -> dict[bytes, str]:
    """Names by address from a DNS answer (RFC 1035); nothing of a damaged one."""
    found: dict[bytes, str] = {}
    try:
        questions, answers = int.from_bytes(payload[4:6]), int.from_bytes(payload[6:8])
        place, asked = 12, ""
        for _ in range(questions):
            asked, place = _name(payload, place)
            place += 4
        for _ in range(min(answers, 100)):
            _, place = _name(payload, place)
            kind, length = int.from_bytes(payload[place : place + 2]), int.from_bytes(payload[place + 8 : place + 10])
            data = payload[place + 10 : place + 10 + length]
            if (kind, length) in ((1, 4), (28, 16)) and asked and len(data) == length:
                found[data] = asked
            place += 10 + length
    except (IndexError, UnicodeDecodeError):
        pass
    return found


def _name(payload: bytes, place: int) -> tuple[str, int]:
    labels: list[str] = []
    after: int | None = None
    for _ in range(128):
        length = payload[place]
        if length == 0:
            return ".".join(labels).lower(), (place + 1 if after is None else after)
        if length >= 0xC0:
            after = place + 2 if after is None else after
            place = (length & 0x3F) << 8 | payload[place + 1]
            continue
        labels.append(payload[place + 1 : place + 1 + length].decode("ascii"))
        place += 1 + length
    raise IndexError


def _address(raw: bytes) -> str:
    return str(ipaddress.ip_address(raw))
