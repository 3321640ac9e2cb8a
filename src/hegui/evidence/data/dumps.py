"""SQL dumps: the rows of INSERT and COPY statements, by table, without running anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from hegui.evidence.data.parts import MOST_COLUMNS, Item, Table, batches
from hegui.evidence.files import LARGEST, Unreadable
from hegui.recognise.pi.decode import encoding_of

_NAME = r"[`\"\[]?([\w$]+)[`\"\]]?"
_CREATE = re.compile(rf"(?i)create\s+table\s+(?:if\s+not\s+exists\s+)?(?:{_NAME}\.)?{_NAME}\s*\(")
_CLOSED = re.compile(r"(?m)^\s*\)")
_INSERT = re.compile(rf"(?is)insert\s+(?:ignore\s+)?into\s+(?:{_NAME}\.)?{_NAME}\s*(\([^()]*\))?\s*values\s*")
_COPY = re.compile(rf"(?im)^copy\s+(?:{_NAME}\.)?{_NAME}\s*\(([^()]*)\)\s+from\s+stdin;\r?\n")
_COLUMN = re.compile(rf"^\s*{_NAME}\s+[a-zA-Z]")
_COMMENT = re.compile(r"(?i)\bcomment\s+'([^'(（]*)")
_NO_COLUMN = re.compile(r"(?i)^\s*(?:primary|unique|key|index|constraint|foreign|check|fulltext)\b")
_VALUE = re.compile(
    r"\s*(?:'((?:[^'\\]|\\.|'')*)'|\"((?:[^\"\\]|\\.|\"\")*)\"|([^,()']+(?:\([^()]*\))?))\s*(,|\))", re.DOTALL
)

LONGEST_STATEMENT = 100_000  # characters of CREATE TABLE


class _Torn(Exception):  # noqa: N818 - never leaves this module
    """A statement that does not end as it should; what follows is not looked at, as it could be anything."""


def tables(item: Item) -> Iterator[Table]:
    """The tables that a dump fills. Raises Unreadable: too_large; broken_sql after the tables before the break."""
    if item.size() > LARGEST:
        raise Unreadable("too_large")
    data = item.read()
    text = data.decode(encoding_of(data), "replace")
    known = {match[2]: _declared(text, match.end()) for match in islice(_CREATE.finditer(text), MOST_COLUMNS)}
    rows: dict[str, list[list[str | None]]] = {}
    names: dict[str, list[str]] = {}
    torn = False
    try:
        for match in _INSERT.finditer(text):
            if match[3]:
                names[match[2]] = [name.strip(' `"[]\n') for name in match[3][1:-1].split(",")]
            rows.setdefault(match[2], []).extend(_rows(text, match.end()))
        for match in _COPY.finditer(text):
            names[match[2]] = [name.strip(' "') for name in match[3].split(",")]
            rows.setdefault(match[2], []).extend(_copied(text, match.end()))
    except _Torn:
        torn = True
    for table, found in rows.items():
        width = max(map(len, found), default=0)
        if 0 < width <= MOST_COLUMNS:
            columns = names.get(table) or list(known.get(table, {}))
            titled = tuple(columns[n] if n < len(columns) else f"#{n + 1}" for n in range(width))
            yield Table("sql", table, titled, batches(found, width), len(found), comments=known.get(table, {}))
    if torn:
        raise Unreadable("broken_sql")


def _declared(text: str, at: int) -> dict[str, str]:
    """The column names and comments of a CREATE TABLE statement, one a line as dumps write them."""
    closed = _CLOSED.search(text, at, at + LONGEST_STATEMENT)
    lines = text[at : closed.start() if closed else at].splitlines()
    found = {}
    for line in lines:
        if not _NO_COLUMN.match(line) and (match := _COLUMN.match(line)):
            comment = _COMMENT.search(line)
            found[match[1]] = comment[1] if comment else ""
    return found


def _copied(text: str, at: int) -> list[list[str | None]]:
    """The lines of a COPY statement up to its full stop."""
    end = text.find("\n\\.", at - 1)
    if end < 0:
        raise _Torn
    return [[None if cell == r"\N" else cell for cell in line.split("\t")] for line in text[at:end].splitlines()]


def _rows(text: str, at: int) -> list[list[str | None]]:
    """The tuples after VALUES."""
    rows: list[list[str | None]] = []
    while at < len(text) and text[at] == "(":
        at += 1
        row: list[str | None] = []
        closed = False
        while not closed:
            match = _VALUE.match(text, at)
            if match is None:
                raise _Torn
            at, closed = match.end(), match[4] == ")"
            row.append(_value(match))
        rows.append(row)
        while at < len(text) and text[at] in ", \r\n\t":
            at += 1
    return rows


def _value(match: re.Match[str]) -> str | None:
    if match[3] is not None:
        bare = match[3].strip()
        return None if bare.lower() in ("null", "default") else bare
    quoted = match[1] if match[1] is not None else match[2]
    return re.sub(r"\\(.)", r"\1", quoted.replace("''", "'"))
