"""SQL dumps: the rows of INSERT and COPY statements, by table, without running anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

from hegui.evidence.data.parts import MOST_COLUMNS, Item, Table, batches
from hegui.evidence.files import LARGEST, Unreadable
from hegui.recognise.pi.decode import encoding_of

_NAME = r"[`\"\[]?([\w$]+)[`\"\]]?"
_CREATE = re.compile(rf"(?i)create\s+table\s+(?:if\s+not\s+exists\s+)?(?:{_NAME}\.)?{_NAME}\s*\(")
_CLOSED = re.compile(r"(?m)^\s*\)")
_INSERT = re.compile(
    rf"(?is)(?:insert|replace)\s+(?:ignore\s+)?(?:into\s+)?(?:{_NAME}\.)?{_NAME}\s*(\([^()]*\))?\s*values\s*(?=\()"
)
_COPY = re.compile(rf"(?im)^copy\s+(?:{_NAME}\.)?{_NAME}\s*\(([^()]*)\)\s+from\s+stdin;\r?\n")
_COLUMN = re.compile(rf"^\s*{_NAME}\s+[a-zA-Z]")
_COMMENT = re.compile(r"(?i)(?:\bcomment\s+['\"]|--\s*)([^'\"(（]*)")
_COMMENT_ON = re.compile(rf"(?i)comment\s+on\s+column\s+(?:{_NAME}\.)?{_NAME}\.{_NAME}\s+is\s+'([^'(（]*)")
_NO_COLUMN = re.compile(r"(?i)^\s*(?:primary|unique|key|index|constraint|foreign|check|fulltext)\b")
_VALUE = re.compile(  # quoted, maybe after N, b, x or a character set and before a cast; or bare, maybe a call
    r"\s*(?:(?:[NEBX]|_\w+\s?)?'((?:[^'\\]|\\.|'')*)'(?:::[\w ]+)?|\"((?:[^\"\\]|\\.|\"\")*)\"|([^,()']+(?:\((?:[^()']|'[^']*'|\([^()]*\))*\))?))\s*(,|\))",
    re.DOTALL | re.IGNORECASE,
)

LONGEST_STATEMENT = 100_000  # characters of CREATE TABLE
MOST_TORN = 20  # statements after which a dump is not read further


class _Torn(Exception):  # noqa: N818 - never leaves this module
    """A statement that does not end as it should."""


def tables(item: Item) -> Iterator[Table]:
    """The tables that a dump makes or fills. Raises Unreadable: too_large; after them broken_sql where a statement does not end."""
    if item.size() > LARGEST:
        raise Unreadable("too_large")
    data = item.read()
    text = data.decode(encoding_of(data), "replace")
    known = {match[2]: _declared(text, match.end()) for match in islice(_CREATE.finditer(text), MOST_COLUMNS)}
    for comment in _COMMENT_ON.finditer(text):
        known.setdefault(comment[2], {})[comment[3]] = comment[4]
    rows: dict[str, list[list[str | None]]] = {table: [] for table, columns in known.items() if columns}
    names: dict[str, list[str]] = {}
    torn = 0
    for statement in chain(_INSERT.finditer(text), _COPY.finditer(text)):
        table, columns = statement[2], statement[3]
        if columns:
            names[table] = [name.strip(' `"[]()\r\n\t') for name in columns.split(",")]
        read = _rows if statement.re is _INSERT else _copied
        try:
            rows.setdefault(table, []).extend(read(text, statement.end()))
        except _Torn:
            torn += 1
        if torn == MOST_TORN:
            break
    for table, found in rows.items():
        columns = names.get(table) or list(known.get(table, {}))
        width = max(map(len, found), default=len(columns))
        if 0 < width <= MOST_COLUMNS:
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


def _copied(text: str, at: int) -> Iterator[list[str | None]]:
    """The lines of a COPY statement up to its full stop."""
    end = text.find("\n\\.", at - 1)
    if end < 0:
        raise _Torn
    for line in text[at:end].splitlines():
        yield [None if cell == r"\N" else cell for cell in line.split("\t")]


def _rows(text: str, at: int) -> Iterator[list[str | None]]:
    """The tuples after VALUES."""
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
        yield row
        while at < len(text) and text[at] in ", \r\n\t":
            at += 1


def _value(match: re.Match[str]) -> str | None:
    if match[3] is not None:
        bare = match[3].strip()
        if within := re.search(r"'([^']*)'", bare):  # to_date('1990-03-07', 'YYYY-MM-DD'), cast(N'…' as varchar)
            return within[1]
        return None if bare.lower() in ("null", "default") else bare
    quoted = match[1] if match[1] is not None else match[2]
    return re.sub(r"\\(.)", r"\1", quoted.replace("''", "'"))
