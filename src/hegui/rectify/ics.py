"""The calendar as iCalendar (RFC 5545): whole days and instants, identifiers that stay the same from run to run, no person's name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hegui.dates import start_of
from hegui.rectify.words import words
from hegui.text import Lang

Json = Mapping[str, Any]

_LINE_OCTETS = 75  # RFC 5545, 3.1
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def ics(result: Json, lang: Lang) -> str:
    """The answer of ``due`` as an iCalendar stream, lines ended by CR LF; its stamp is the day of asking, so that it is reproducible."""
    stamp = _instant(start_of(date.fromisoformat(result["on"])))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Hegui//Calendar//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [line for entry in result["due"] for line in _event(entry, stamp, lang)]
    return "".join(f"{fold(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def escaped(text: str) -> str:
    """A text as a TEXT value (RFC 5545, 3.3.11)."""
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> str:
    """A content line in pieces of at most 75 octets, no character cut in two (RFC 5545, 3.1)."""
    pieces, octets = [""], 0
    for character in line:
        size = len(character.encode("utf-8"))
        if octets + size > _LINE_OCTETS:
            pieces.append("")
            octets = 1  # the blank that marks the continuation
        pieces[-1] += character
        octets += size
    return "\r\n ".join(pieces)


def _event(entry: Json, stamp: str, lang: Lang) -> Iterator[str]:
    said = words("due.yaml", "strength")[entry["strength"]].in_(lang)
    yield "BEGIN:VEVENT"
    yield f"UID:{hashlib.sha256(entry['id'].encode('utf-8')).hexdigest()[:32]}@hegui"
    yield f"DTSTAMP:{stamp}"
    yield from _when(entry["due"])
    yield f"SUMMARY:{escaped(entry['title'][lang])}"
    yield f"DESCRIPTION:{escaped('; '.join([said, *entry['articles']]))}"
    yield f"CATEGORIES:{escaped(said)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _when(due: str) -> Iterator[str]:
    if "T" in due:
        yield f"DTSTART:{_instant(datetime.fromisoformat(due))}"
    else:
        day = date.fromisoformat(due)
        yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
