"""JSON and JSON lines: a list of objects, an object that holds one such list, or one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from hegui.evidence.files import Unreadable
from hegui.evidence.registers.sheets import Numbered, Sheet

LARGEST = 64 * 1024 * 1024  # characters; objects take many times their text


def sheet(text: str) -> Sheet:
    """The one sheet of a JSON text: records numbered from 1 in a list, by their line in JSON lines."""
    if len(text) > LARGEST:
        raise Unreadable("too_large", f"{len(text)} characters")
    try:
        records = list(enumerate(_records(json.loads(text)), 1))
    except json.JSONDecodeError:
        records = _lines(text)
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        raise Unreadable("broken_json") from None
    if records and not any(isinstance(record, dict) for _, record in records):
        raise Unreadable("not_records")
    headings = tuple(dict.fromkeys(key for _, record in records if isinstance(record, dict) for key in record))
    return Sheet(None, headings, lambda positions: _rows(records, [headings[at] for at in positions]))


def _rows(records: Iterable[tuple[int, Any]], keys: Sequence[str]) -> Numbered:
    for number, record in records:
        yield number, [record.get(key) for key in keys] if isinstance(record, dict) else None


def _records(whole: Any) -> list[Any]:
    if isinstance(whole, dict):
        lists, inner = _held(whole, list), _held(whole, dict)
        if (
            not lists and len(inner) == 1 and not _held(inner[0], dict)
        ):  # the answer of a service: {"data": {"list": […]}}
            lists = _held(inner[0], list)
        if len(lists) == 1:
            return list(lists[0])
        if lists or inner:
            raise Unreadable("not_records")
        return [whole]
    if isinstance(whole, list):
        return whole
    raise Unreadable("not_records")


def _held(record: dict[str, Any], kind: type[Any]) -> list[Any]:
    return [value for value in record.values() if isinstance(value, kind)]


def _lines(text: str) -> list[tuple[int, Any]]:
    """One object a line; a line that is none is None. A text of which no line is an object is broken JSON."""
    records = [(number, _line(line)) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not any(isinstance(record, dict) for _, record in records):
        raise Unreadable("broken_json")
    return records


def _line(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
