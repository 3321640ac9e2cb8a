"""The formats of log lines: read from ``formats.yaml``, recognised by sampling content, never by a file's name alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import yaml12
from hegui.recognise.orders import ORDERS, Dates, in_turn
from hegui.recognise.times import DAY, EPOCH, LEAP_YEAR, LEAP_YEAR_DAYS, PATTERNS, Clock, Reading, reading
from hegui.text import Text, text_of

NEARLY_AS_MANY = 0.9
WEAK_BELOW = 0.2
MOSTLY = 0.5
GLANCE = 40
"""So many sampled lines are looked at first, to leave out the formats that do not fit at all."""
LEADING = b"\0\xef\xbb\xbf"
"""NULs, left where a file was truncated while it was written, and the byte-order mark of UTF-8."""
ESCAPE = b"\x1b"
COLOURED = 512
_HEAD = re.compile(PATTERNS["bsd"])
_COLOURS = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern of lines, whose group ``time`` is the stamp of that kind; as sources: the stamp, and all up to its end."""

    kind: str
    line: re.Pattern[bytes]
    stamp: bytes
    head: bytes


@dataclass(frozen=True, slots=True)
class Format:
    """A line format.

    ``utc``: its zone-less stamps are UTC by its own rule; ``exact``: chosen only where none fits more lines;
    ``long``: its records have many lines each.
    """

    id: str
    title: Text
    patterns: tuple[Pattern, ...]
    utc: bool = False
    weak: bool = False
    exact: bool = False
    long: bool = False

    @property
    def numbered(self) -> bool:
        """Whether its lines carry a number that rises from record to record."""
        return any("seq" in pattern.line.groupindex for pattern in self.patterns)

    def match(self, line: bytes) -> re.Match[bytes] | None:
        """The first pattern that fits the line from its start; what may stand before the first record does not count."""
        return self.match_bare(bare(line))

    def match_bare(self, line: bytes) -> re.Match[bytes] | None:
        """The same for a line without it."""
        for pattern in self.patterns:
            if match := pattern.line.match(line):
                return match
        return None

    def dates(self) -> Dates | None:
        """What takes in the dates of its stamps, where they might be read in another order."""
        kinds = {pattern.kind for pattern in self.patterns} & ORDERS.keys()
        return Dates(min(kinds), said=not self.exact) if kinds else None

    def time(self, match: re.Match[bytes]) -> Reading | None:
        """The time of a matched line; none where another stamp of the line, its ``head``, names another day."""
        found = reading(match)
        if found and (head := match.groupdict().get("head")) and not _same_day(head, found):
            return None
        if found and self.utc and found.clock is Clock.LOCAL:
            return Reading(Clock.UTC, found.micros)
        return found


def bare(line: bytes) -> bytes:
    """The line without what may stand before its first record, and without the colours that a terminal shows it in."""
    if line[:1] in LEADING:
        line = line.lstrip(LEADING)
    if ESCAPE in line[:COLOURED]:
        line = _COLOURS.sub(b"", line[:COLOURED]) + line[COLOURED:]
    return line


@cache
def formats() -> tuple[Format, ...]:
    """Every text format Hegui knows, most specific first."""
    raw = yaml12.load(files(__package__).joinpath("formats.yaml").read_text(encoding="utf-8"))
    return tuple(format_of(id, spec) for id, spec in raw.items())


def format_of(id: str, spec: Mapping[str, Any]) -> Format:
    """A format from its YAML: ``lines`` (patterns), and optionally ``title``, ``zone: utc``, ``weak: true``, ``exact: true``, ``long: true``.

    Raises ValueError where a pattern names no stamp kind, an unknown one, or is no regular expression.
    """
    return Format(
        id=id,
        title=text_of(spec.get("title", id)),
        patterns=tuple(_pattern(id, line) for line in spec["lines"]),
        utc=spec.get("zone") == "utc",
        weak=bool(spec.get("weak", False)),
        exact=bool(spec.get("exact", False)),
        long=bool(spec.get("long", False)),
    )


def usable(own: Mapping[str, Any]) -> bool:
    """Whether formats of the user's own, by name, can be used as they are written."""
    try:
        return all(format_of(id, spec) for id, spec in own.items())
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


class Reader:
    """Reads the times of lines of a format by their heads: what stands behind the stamp is not looked at."""

    anchor = b""

    def __init__(self, format: Format) -> None:
        self._format = format
        self.format, self.shaped = format.id, not format.weak
        self._heads = tuple(re.compile(pattern.head, re.DOTALL) for pattern in format.patterns)
        self._stamps = tuple(re.compile(pattern.stamp, re.DOTALL) for pattern in format.patterns)
        self.dates = format.dates()

    def match(self, line: bytes) -> re.Match[bytes] | None:
        """The head of a line, whose group ``time`` is the stamp; what may stand before the first record does not count."""
        line = bare(line)
        for head in self._heads:
            if match := head.match(line):
                return match
        return None

    def read(self, line: bytes) -> Reading | None:
        """The time of a line."""
        match = self.match(line)
        return None if match is None else self._time(match)

    def cut(self, text: bytes, at: int | None) -> Reading | None:
        """The time of a stamp that was cut out of a line with one byte after it, as ``stamps.Read`` wants it."""
        for pattern in self._stamps if at is None else self._heads:
            match = pattern.match(text)
            if match and match.span("time") == (at or 0, len(text) - 1):
                return self._time(match)
        return None

    def _time(self, match: re.Match[bytes]) -> Reading | None:
        if self.dates is not None:
            self.dates.add(match)
        return self._format.time(match)


def recognise(sample: Sequence[bytes], known: Iterable[Format], guesses: Sequence[Format] = ()) -> Format | None:
    """The format that the sampled lines are in: of all that fit nearly as many lines as the best one does, the first.

    Good *guesses* only make it faster: what cannot fit nearly as many lines as one of them is given up early.
    """
    known = list(known)
    sample = [bare(line) for line in sample]
    guessed = {guess.id: share_of(guess, sample) for guess in guesses if not guess.weak and guess in known}
    least = NEARLY_AS_MANY * max(guessed.values(), default=0.0)
    if least < MOSTLY:
        least = 0.0
        glance = [*sample[: GLANCE // 2], *sample[GLANCE // 2 :][-GLANCE // 2 :]]
        likely = [format for format in known if any(_dates(format, line) for line in glance)] or known
    else:
        likely = [format for format in known if not format.weak]
    shares = [(f, guessed[f.id] if f.id in guessed else share_of(f, sample, least)) for f in likely]
    strong = max((share for format, share in shares if not format.weak), default=0.0)
    weak = strong < WEAK_BELOW and not any(share for format, share in shares if format.long)
    best = max((share for format, share in shares if weak or not format.weak), default=0.0)
    enough = {True: best, False: NEARLY_AS_MANY * best}
    fitting = [f for f, share in shares if share and share >= enough[f.exact] and (weak or not f.weak)]
    if fitting and (fitting[0].exact or fitting[0].dates()):
        return min((f for f in fitting if f.exact or f is fitting[0]), key=lambda f: _reach(f, sample))
    return next((f for f in fitting if not f.weak or in_turn(_times(f, sample))), None)


def share_of(format: Format, sample: Sequence[bytes], least: float = 0.0) -> float:
    """The share of the sampled lines, bare ones, that a format dates; 0 where it is below *least*."""
    allowed = round((1 - least) * len(sample))
    failed = 0
    for line in sample:
        if not _dates(format, line):
            failed += 1
            if failed > allowed:
                return 0.0
    return 1 - failed / len(sample) if sample else 0.0


def _dates(format: Format, line: bytes) -> bool:
    match = format.match_bare(line)
    return match is not None and format.time(match) is not None


def _same_day(head: bytes, found: Reading) -> bool:
    """Whether a stamp without a year is of the same day of the year as a time, or of a day beside it: clocks have zones."""
    match = _HEAD.fullmatch(head)
    other = reading(match) if match else None
    if other is None:
        return False
    day = date.fromordinal(EPOCH + found.micros // DAY).replace(year=LEAP_YEAR).timetuple().tm_yday - 1
    apart = abs(day - other.micros // DAY)
    return min(apart, LEAP_YEAR_DAYS - apart) <= 1


def _reach(format: Format, sample: Sequence[bytes]) -> int:
    """How far the times lie apart that a format finds in the sampled lines."""
    found = _times(format, sample)
    return max(found) - min(found)


def _times(format: Format, sample: Sequence[bytes]) -> list[int]:
    return [
        time.micros for line in sample if (match := format.match(line)) and (time := format.time(match)) is not None
    ]


_KIND = re.compile(r"\{([a-z_]+)\}")


def _pattern(id: str, line: str) -> Pattern:
    kinds = _KIND.findall(line)
    if len(kinds) != 1 or kinds[0] not in PATTERNS:
        raise ValueError(f"format {id}: a line pattern names exactly one stamp kind of {', '.join(sorted(PATTERNS))}")
    before, after = _KIND.split(line)[0], _KIND.split(line)[2]
    stamp = b"(?P<time>" + PATTERNS[kinds[0]] + b")"
    head = before.encode() + stamp
    try:
        return Pattern(kinds[0], re.compile(head + after.encode(), re.DOTALL), stamp, head)
    except re.error as error:
        raise ValueError(f"format {id}: {error}") from None


@cache
def titles() -> Mapping[str, Text]:
    """The title of every format that a log can turn out to be in."""
    from hegui.evidence.logs.words import words

    return {**{format.id: format.title for format in formats()}, **words()["formats"]}
