"""From a file to its parts: the kind is told by content first and name second; archives are opened a few levels deep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from hegui.evidence.data import arrow, avro, delimited, documents, dumps, json_lines, office, prose, sqlite
from hegui.evidence.data.parts import Item, Part
from hegui.evidence.files import LARGEST, Unreadable
from hegui.recognise import containers

HEAD = 1 << 14
LARGEST_MEMBER = 64 * 1024 * 1024
MAGIC = (
    (b"SQLite format 3\0", "sqlite"),
    (b"PAR1", "parquet"),
    (b"ORC", "orc"),
    (b"%PDF-", "pdf"),
    (b"\xd0\xcf\x11\xe0", "ole"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"Rar!", "unknown"),
    (b"7z\xbc\xaf", "unknown"),
    (b"Obj\x01", "avro"),
)
SUFFIXES = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".xml": "xml",
    ".svg": "xml",
    ".eml": "email",
    ".mbox": "email",
    ".sql": "sql",
    ".pkl": "pickle",
    ".pickle": "pickle",
}
_MAIL = re.compile(rb"(?:From \S+ |(?:Return-Path|Received|Delivered-To|Message-ID|MIME-Version|From): )")
_SQL = re.compile(rb"(?i)\binsert\s+(?:into\b|\[)|\breplace\s+into\b|\bcreate\s+table\b|^COPY\s+\S+\s*\(", re.MULTILINE)


def parts(item: Item, depth: int = 0) -> Iterator[tuple[Item, Part]]:
    """The parts of a file, each with the file or member it is of; raises Unreadable."""
    with item.open() as file:
        head = file.read(HEAD)
    if not head:
        raise Unreadable("empty_file")
    container = containers.kind_of(head)
    if container == "plain":
        yield from ((item, part) for part in _plain(item, head))
    elif (
        container == "zip"
        and item.size() <= LARGEST
        and (office_parts := office.package_parts(item.read())) is not None
    ):
        yield from ((item, part) for part in office_parts)
    elif depth == containers.DEEPEST:
        raise Unreadable("too_deep")
    else:
        for member in _members(item, container):
            yield from parts(member, depth + 1)


def _members(item: Item, container: str) -> Iterator[Item]:
    """What lies in a container, one member in memory at a time."""
    try:
        with item.open() as file:
            if container in containers.ARCHIVES:
                for name, stream in containers.entries(container, file):
                    yield Item(f"{item.name}!{name}", data=_all(stream))
            else:
                inner = (
                    str(PurePath(item.name).with_suffix(""))
                    if PurePath(item.name).suffix in (".gz", ".bz2", ".xz", ".zst", ".lz4", ".tgz")
                    else item.name
                )
                yield Item(
                    inner + (".tar" if item.name.endswith(".tgz") else ""),
                    data=_all(containers.inflate(container, _Raw(file))),
                )
    except containers.Damage as damage:
        raise Unreadable(damage.code) from None
    except NotImplementedError:  # a member of a version that no reader knows
        raise Unreadable("corrupt") from None


class _Raw:
    """A file as a stream."""

    def __init__(self, file: object) -> None:
        self._read = file.readinto  # type: ignore[attr-defined]

    def readinto(self, target: memoryview, /) -> int:
        return int(self._read(target) or 0)


def _all(stream: containers.Stream) -> bytes:
    data = bytearray()
    while piece := containers.Whole(stream).read(1 << 20):
        data += piece
        if len(data) > LARGEST_MEMBER:
            raise Unreadable("too_large")
    return bytes(data)


def _plain(item: Item, head: bytes) -> Iterator[Part]:
    kind = next((kind for magic, kind in MAGIC if head.startswith(magic)), None) or _text_kind(item, head)
    if kind == "sqlite":
        yield from sqlite.tables(item)
    elif kind == "parquet":
        yield arrow.parquet(item)
    elif kind == "orc":
        yield arrow.orc(item)
    elif kind == "avro":
        yield avro.table(item)
    elif kind == "pdf":
        yield office.pdf(item)
    elif kind == "ole":
        yield from office.sheets(item.read(), "xls")
    elif kind in ("csv", "tsv"):
        yield delimited.table(item, "\t" if kind == "tsv" else None)
    elif kind == "json":
        yield documents.json_table(item)
    elif kind == "jsonl":
        yield json_lines.json_lines(item)
    elif kind in ("html", "xml"):
        yield prose.markup(item, kind)
    elif kind == "email":
        yield prose.mail(item)
    elif kind == "sql":
        yield from dumps.tables(item)
    elif kind == "text":
        yield prose.text(item)
    else:
        raise Unreadable(
            {"picture": "no_text_layer", "program": "not_data", "pickle": "runs_code"}.get(kind, "unknown_format")
        )


def _text_kind(item: Item, head: bytes) -> str:
    """The kind of a text file by its name, checked against its first bytes, or by those alone."""
    suffix = SUFFIXES.get(PurePath(item.name.rpartition("!")[2]).suffix.lower())
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if suffix == "pickle" or (head[:1] == b"\x80" and head[1:2] in b"\x02\x03\x04\x05"):
        return "pickle"
    if _is_binary(head):
        return "unknown"
    if suffix in ("json", "jsonl") or start[:1] in (b"{", b"["):
        return _json_kind(item, start, suffix)
    if suffix in ("html", "xml", "email"):
        return suffix
    if suffix == "sql":
        return "sql" if _SQL.search((item.read() if item.size() <= LARGEST else head).replace(b"\0", b"")) else "text"
    if suffix in ("csv", "tsv"):
        return suffix
    if start[:14].lower() in (b"<!doctype html",) or start[:5].lower() in (b"<html", b"<?xml"):
        return "xml" if start.startswith(b"<?xml") else "html"
    return "email" if _MAIL.match(head) and b"@" in head else "text"


def _json_kind(item: Item, start: bytes, suffix: str | None) -> str:
    """JSON lines begin with a whole object on each line; what looks like JSON and is none is text."""
    import json

    first, _, rest = start.partition(b"\n")
    whole = first.startswith(b"{") and first.rstrip().endswith(b"}")
    if whole and (rest.lstrip()[:1] == b"{" or (suffix != "json" and not rest.strip())):
        return "jsonl"
    if suffix is None and item.size() > LARGEST // 4:
        return "text"
    if suffix is None:
        try:
            json.loads(item.read())
        except (ValueError, RecursionError):
            return "text"
    return "json" if suffix != "jsonl" or start[:1] == b"[" else "jsonl"


def _is_binary(head: bytes) -> bool:
    """Bytes that are no text in any encoding: zeros that are not those of UTF-16, many control characters (0x01 parts cells)."""
    from hegui.recognise.pi.decode import encoding_of

    if encoding_of(head).startswith("utf-16") or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    control = sum(head.count(bytes([n])) for n in (*range(2, 9), *range(14, 27), 127))
    return head.count(0) > 0 or control > 0.02 * len(head)
