"""Which kind of capture some bytes are, told by their beginning, and reading it."""

from __future__ import annotations

import gzip
import io
import zlib

from hegui.evidence.files import LARGEST, Unreadable
from hegui.evidence.traffic import har, mitm, streams
from hegui.evidence.traffic.flows import Capture

_PCAP = (b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4", b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d", b"\x0a\x0d\x0d\x0a")


def opened(data: bytes, secrets: streams.Secrets | None = None) -> Capture:
    """The capture in these bytes; Unreadable where they are none. A single layer of gzip is undone. *secrets*: see streams."""
    if data[:2] == b"\x1f\x8b":
        data = _unpacked(data)
    if data[:4] in _PCAP:
        return streams.read(data, secrets)
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"{" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return har.read(data)
    if data[:12].split(b":")[0].isdigit():
        return mitm.read(data)
    raise Unreadable("no_capture")


def _unpacked(data: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as file:
            plain = file.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error):
        raise Unreadable("damaged_capture") from None
    if len(plain) > LARGEST:
        raise Unreadable("too_large")
    return plain
