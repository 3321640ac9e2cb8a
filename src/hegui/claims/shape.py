"""The shape of a claim file: keys, types and codes as ``shape.yaml`` gives them, and the JSON Schema made from it.

What could mean anything (an unknown key, an unknown code) is refused with line and nearest word. What only lacks (a date, an
amount that cannot be read) is a remark, and the value unknown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from hegui.claims import amounts
from hegui.claims.data import at, data, sentence
from hegui.profile.problems import Problem, problem
from hegui.profile.tree import Block, Items
from hegui.text import Text, text_of

T = TypeVar("T")

SCHEMA_FILE = "claim.schema.json"
ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
PLACE = re.compile(r"[A-Z]{2}")
SHA256 = re.compile(r"[0-9a-f]{64}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
TRUTHS = {"true": True, "yes": True, "false": False, "no": False}
UNKNOWN = {"unknown", "不明", "未知"}
EARLIEST, LATEST = date(1900, 1, 1), date(2099, 12, 31)
LONGEST = 2000
OLDEST = 150


class Reader:
    """Reads the blocks of one file and keeps what was wrong with it."""

    def __init__(self, file: str) -> None:
        self.problems: list[Problem] = []
        self.remarks: list[Text] = []
        self._file = file

    def block(self, name: str, block: object, line: int, label: str) -> dict[str, Any]:
        """The values of a block by key; ``_line`` is where it begins."""
        if not isinstance(block, Block):
            self.problems.append(problem("no_block", line, label, found=_sort(block)))
            return {}
        keys = data("shape.yaml")["blocks"][name]
        for key in block:
            if key not in keys:
                self.problems.append(problem("unknown_key", block.lines[key], _join(label, key), word=key, known=keys))
        values: dict[str, Any] = {"_line": line}
        for key, entry in keys.items():
            needed = entry["type"].endswith("!")
            if block.get(key) is not None:
                values[key] = self._value(entry["type"].rstrip("!"), block[key], block.lines[key], _join(label, key))
                if needed and block[key] == []:
                    self.problems.append(problem("none_listed", block.lines[key], _join(label, key)))
            elif needed:
                self.problems.append(problem("missing", line, label, word=key))
        return values

    def _value(self, type_: str, value: object, line: int, label: str) -> Any:
        sort, _, more = type_.partition(":")
        if sort == "blocks":
            found = enumerate(self._items(value, line, label))
            return [self.block(more, item, n, f"{label}[{_call(item, i)}]") for i, (item, n) in found]
        if sort == "many":
            return tuple(self._value(more, item, n, label) for item, n in self._items(value, line, label))
        if sort == "text":
            return self._text(value, line, label)
        if not isinstance(value, str):
            self.problems.append(problem("no_one_text", line, label, found=_sort(value)))
            return None
        if sort == "code":
            return self._code(more, value.strip(), line, label)
        return getattr(self, f"_{sort}")(value.strip()[: LONGEST + 1], line, label)

    def _items(self, value: object, line: int, label: str) -> list[tuple[Any, int]]:
        if isinstance(value, Items):
            return list(zip(value, value.lines, strict=True))
        if isinstance(value, str):
            return [(value, line)]
        self.problems.append(problem("no_list", line, label, found=_sort(value)))
        return []

    def _text(self, value: object, line: int, label: str) -> Text | None:
        try:
            found = text_of(dict(value) if isinstance(value, Block) else value)
        except ValueError:
            self.problems.append(problem("no_words", line, label))
            return None
        return Text(found.en.strip()[:LONGEST], found.zh.strip()[:LONGEST])

    def _code(self, kind: str, value: str, line: int, label: str) -> str | None:
        known = data("shape.yaml")["codes"][kind]
        if value in known:
            return value
        self.problems.append(problem("unknown_word", line, label, word=value, known=list(known)))
        return None

    def _format(self, value: str, line: int, label: str) -> None:
        if value != "1":
            self.problems.append(problem("bad_format", line, label, value=value))

    def _id(self, value: str, line: int, label: str) -> str | None:
        if ID.fullmatch(value):
            return value
        self.problems.append(problem("bad_id", line, label, value=value))
        return None

    def _line(self, value: str, line: int, label: str) -> str | None:
        return value or None

    def _yes_no(self, value: str, line: int, label: str) -> bool | None:
        if value.lower() not in TRUTHS and value.lower() not in UNKNOWN:
            self.problems.append(problem("no_truth", line, label))
        return TRUTHS.get(value.lower())

    def _day(self, value: str, line: int, label: str) -> date | None:
        return self._lenient(value, line, label, "bad_day", _day)

    def _age(self, value: str, line: int, label: str) -> int | None:
        return self._lenient(value, line, label, "bad_age", _age)

    def _place(self, value: str, line: int, label: str) -> str | None:
        return self._lenient(value.upper(), line, label, "bad_place", lambda v: _matched(PLACE, v))

    def _sha256(self, value: str, line: int, label: str) -> str | None:
        return self._lenient(value.lower(), line, label, "bad_sha256", lambda v: _matched(SHA256, v))

    def _amount(self, value: str, line: int, label: str) -> int | None:
        try:
            amount, plain = amounts.parse(value)
        except amounts.OtherMoneyError:
            self.remark("other_money", line, label, value=value)
            return None
        except ValueError:
            self.remark("bad_amount", line, label, value=value)
            return None
        if not plain:
            self.remark("read_amount", line, label, value=value, amount=amount)
        return amount

    def _lenient(self, value: str, line: int, label: str, kind: str, read: Callable[[str], T]) -> T | None:
        if value.lower() in UNKNOWN:
            return None
        try:
            return read(value)
        except ValueError:
            self.remark(kind, line, label, value=value)
            return None

    def remark(self, kind: str, line: int = 0, label: str = "", **values: object) -> None:
        """Keep a remark."""
        self.remarks.append(at(self._file, line, label, sentence(kind, **values)))


def schema() -> dict[str, Any]:
    """The JSON Schema of claim.yaml (draft 2020-12), for editors."""
    blocks = data("shape.yaml")["blocks"]
    found = {name: _block_schema(keys) for name, keys in blocks.items()}
    top = found.pop("claim")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "claim.yaml", **top, "$defs": found}


def schema_text() -> str:
    """The schema as ``claim.schema.json`` holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _block_schema(keys: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    properties = {
        key: {**_type_schema(entry["type"].rstrip("!")), "description": f"{entry['en']} {entry['zh']}"}
        for key, entry in keys.items()
    }
    required = [key for key, entry in keys.items() if entry["type"].endswith("!")]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _type_schema(type_: str) -> dict[str, Any]:
    sort, _, more = type_.partition(":")
    if sort == "blocks":
        return {"type": ["array", "null"], "items": {"$ref": f"#/$defs/{more}"}}
    if sort == "many":
        return {"type": ["array", "string", "null"], "items": _type_schema(more)}
    if sort == "code":
        codes = data("shape.yaml")["codes"][more]
        meanings = [f"{word['en']} {word['zh']}" for word in codes.values()]
        return {"type": "string", "enum": list(codes), "enumDescriptions": meanings}
    return dict(data("types.yaml")[sort])


def _day(value: str) -> date:
    day = date.fromisoformat(value) if DAY.fullmatch(value) else None
    if day is None or not EARLIEST <= day <= LATEST:
        raise ValueError(value)
    return day


def _age(value: str) -> int:
    age = int(value) if value.isascii() and value.isdigit() else -1
    if not 0 <= age <= OLDEST:
        raise ValueError(value)
    return age


def _matched(pattern: re.Pattern[str], value: str) -> str:
    if not pattern.fullmatch(value):
        raise ValueError(value)
    return value


def _sort(value: object) -> Text:
    kind = "a_block" if isinstance(value, dict) else "a_list" if isinstance(value, list) else "a_text"
    return problem(kind).text


def _join(label: str, key: str) -> str:
    return f"{label}.{key}" if label else key


def _call(item: object, index: int) -> str:
    name = item.get("id") if isinstance(item, Block) else None
    return name if isinstance(name, str) and ID.fullmatch(name) else f"#{index + 1}"
