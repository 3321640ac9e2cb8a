"""Logs of monitors (Frida scripts and the like): JSON lines with the time, the call and its stack. What a monitor saw was called."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hegui.dates import SHANGHAI
from hegui.evidence.app.data import Api, apis
from hegui.evidence.files import Unreadable
from hegui.recognise.encodings import decode

_FRAME = re.compile(r"^\s*(?:at\s+)?([\w.$]+)\.([\w$<>]+)\s*(?:\(.*)?$")
_SYSTEM = ("android.", "java.", "javax.", "dalvik.", "com.android.", "libcore.", "sun.", "kotlin.")
_CONSENT = ("consent", "agreed", "同意")


@dataclass(frozen=True, slots=True)
class Seen:
    """A call that a monitor saw; ``stack`` holds the classes and methods above it, the nearest first."""

    at: datetime | None
    api: str
    kind: str | None
    stack: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Log:
    """What a monitor wrote: the calls, when consent was given if it says so, and the lines that say nothing."""

    calls: tuple[Seen, ...]
    consent_at: datetime | None
    unread: int


def read(data: bytes) -> Log:
    """A log; Unreadable where no line of it names a call."""
    text = decode(data)
    calls, consent, unread = [], None, 0
    for number, line in enumerate((text or "").splitlines(), 1):
        if not line.strip():
            continue
        row = _object(line)
        if row is not None and str(row.get("event", "")).lower() in _CONSENT:
            consent = consent or _moment(row.get("time"))
        elif row is not None and isinstance(row.get("api"), str):
            api = row["api"].replace("/", ".").split("(")[0]
            calls.append(Seen(_moment(row.get("time")), api, _kind(api, row), tuple(_frames(row.get("stack"))), number))
        else:
            unread += 1
    if not calls:
        raise Unreadable("runtime_log")
    return Log(tuple(calls), consent, unread)


def _object(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _moment(value: Any) -> datetime | None:
    """A time as ISO 8601 (China's where it names no zone) or as seconds or milliseconds since 1970."""
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
        found = datetime.fromisoformat(str(value))
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def _kind(api: str, row: dict[str, Any]) -> str | None:
    """The kind of personal information that a call reads, by the same entries as code is read by."""
    class_, _, name = api.rpartition(".")
    given = f"{row.get('args', '')} {row.get('arguments', '')}"
    found = next((one for one in apis() if _is_of(one, class_, name)), None)
    if found is None:
        return next((one.kind for one in apis() if any(text in given for text in one.texts)), None)
    return found.kind if found.beside is None or found.beside in given else None


def _is_of(entry: Api, class_: str, name: str) -> bool:
    return name in entry.methods and any(class_ == one or class_ == one.rpartition(".")[2] for one in entry.classes)


def _frames(stack: Any) -> Iterator[str]:
    """Class and method of each frame that is the app's or an SDK's."""
    lines: Sequence[Any] = stack if isinstance(stack, list) else str(stack or "").splitlines()
    for line in lines:
        match = _FRAME.match(str(line))
        if match and not match[1].startswith(_SYSTEM):
            yield f"{match[1]}.{match[2]}"
