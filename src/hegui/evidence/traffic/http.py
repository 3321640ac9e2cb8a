"""HTTP as a client sent it over one connection: HTTP/1, HTTP/2 and the messages of web sockets, in whatever order they follow each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hegui.evidence.traffic import http2, websocket
from hegui.evidence.traffic.flows import Flow, request, sent_later
from hegui.evidence.traffic.joining import Stream

_REQUEST = re.compile(
    rb"(?:GET|POST|PUT|HEAD|DELETE|OPTIONS|PATCH|CONNECT|PROPFIND|NOTIFY|M-SEARCH|SUBSCRIBE) \S+ HTTP/1\.[01]\r?\n"
)
_HEADER = re.compile(rb"^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*\r?$", re.MULTILINE)
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]*\r\n")


def spoken(sent: bytes) -> bool:
    """Whether what was sent begins with a request."""
    return bool(_REQUEST.match(sent)) or sent.startswith(http2.PREFACE)


def requests(stream: Stream, ip: str, port: int, host: str, scheme: str) -> Iterator[Flow]:
    """The requests in a stream, each to the host that it names, else to *host*."""
    sent, place = stream.data, 0
    while not sent.startswith(http2.PREFACE, place) and (found := _REQUEST.search(sent, place)):
        end = sent.find(b"\r\n\r\n", found.end() - 2)
        head_end, body_start = (end, end + 4) if end >= 0 else (len(sent), len(sent))
        headers = [(n.decode("latin-1"), v.decode("latin-1")) for n, v in _HEADER.findall(sent[found.end() : head_end])]
        said = {name.lower(): value for name, value in headers}
        body, place = _body(sent, body_start, said)
        path = found[0].split(b" ")[1].decode("latin-1")
        named = _host(said.get("host", "")) or host
        flow = request(stream.at(found.start()), ip, scheme, named, port, path, headers, body)
        yield flow
        if said.get("upgrade", "").lower() == "websocket" and not _REQUEST.match(sent, place):
            for at, message in websocket.messages(sent, place):
                yield sent_later(flow, stream.at(at), message)
            return
    for one in http2.requests(sent, place):
        said = dict(one.headers)
        headers = [(name, value) for name, value in one.headers if not name.startswith(":")]
        named, path = _host(said.get(":authority", "")) or host, said.get(":path", "")
        yield request(stream.at(one.place), ip, scheme, named, port, path, headers, bytes(one.body))


def _host(authority: str) -> str:
    return authority.rsplit("]", 1)[-1].split(":")[0]


def _body(sent: bytes, start: int, said: dict[str, str]) -> tuple[bytes, int]:
    """The body of a request and where it ends: by its length, by its chunks, or at the next request."""
    if "chunked" in said.get("transfer-encoding", "").lower():
        body = bytearray()
        while size := _CHUNK.match(sent, start):
            length = int(size[1], 16)
            body += sent[size.end() : size.end() + length]
            start = size.end() + length + 2
            if length == 0:
                break
        return bytes(body), start
    if (length_said := said.get("content-length", "")).isdigit():
        end = start + int(length_said)
        return sent[start:end], min(end, len(sent))
    return b"", start
