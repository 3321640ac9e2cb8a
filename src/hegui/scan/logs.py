"""``hegui scan logs``: what log files reach back to, day by day, and what is wrong with them."""

from __future__ import annotations

import glob
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from hegui import yaml12
from hegui.dates import add_months, today
from hegui.engine import Source, places, run
from hegui.errors import InputError
from hegui.evidence.logs import collector
from hegui.evidence.logs.families import INSIDE
from hegui.evidence.logs.formats import format_of
from hegui.evidence.logs.parts import NUMBERS
from hegui.evidence.logs.words import words
from hegui.facts import Facts
from hegui.scan.frame import OPERATOR, Progress, Row, rows
from hegui.scan.logs_showing import say
from hegui.text import LANGS, Lang

ONE_DAY = timedelta(days=1)
IMPLAUSIBLE = 0.001
"""A silence less probable than this, by the log's own rhythm, is not believed."""
AMBIGUOUS = "ambiguous_dates"
_GAP = re.compile(r"(\d+) ?([smhdw])")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}


def scan(
    paths: Sequence[str],
    *,
    on: date | None = None,
    months: int | None = None,
    max_gap: timedelta | str = ONE_DAY,
    timezone: str = "Asia/Shanghai",
    hash: bool = False,
    engine: str = "local",
    cache: bool = True,
    rehash: bool = False,
    formats: Path | str | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """What the logs under *paths* hold, as the JSON of ``hegui scan logs``.

    The window looked at is *months* long (default: what the law asks on that day) and ends on *on*; where that is not given, on
    the day of a source's last record. *formats* is a YAML file with formats of the user's own. Raises InputError where an option
    cannot be used.
    """
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise InputError(
            f"there is no time zone {timezone!r}; write it like Asia/Shanghai",
            f"没有名为“{timezone}”的时区；请写作 Asia/Shanghai 的形式",
        ) from None
    window = Window(on, months if months is not None else law_months(on or today()), zone)
    options = {"timezone": timezone, "max_gap": int(gap_of(max_gap).total_seconds()), "hash": hash}
    if formats is not None:
        options["formats"] = own_formats(Path(formats))
    taken_at = datetime.now(UTC)
    sources = [
        Source(OPERATOR, str(n), "logs", _absolute(path), places.shown(path), taken_at=taken_at, options=options)
        for n, path in enumerate(_expanded(paths))
    ]
    facts = run(collector, sources, engine, cache, progress, rehash=rehash).facts
    names = {source.id: source.name for source in sources}
    unreadable = [_reason(row, "path", "reason", "unreadable", names) for row in rows(facts, "unreadable")]
    ambiguous = {(row["source"], row["path"]) for row in rows(facts, "unreadable") if row["reason"] == AMBIGUOUS}
    found = [_source(row, facts_of, window, names, hash, ambiguous) for row, facts_of in _families(facts)]
    settings = [_setting(row, window, names) for row in rows(facts, "log_setting")]
    coverage = rows(facts, "coverage")
    return {
        "sources": found,
        "settings": settings,
        "unreadable": unreadable,
        "coverage": {
            "unit": "files",
            "population": sum(row["population"] for row in coverage),
            "examined": sum(row["examined"] for row in coverage),
            "how": "all",
            "skipped": [_reason(row, "what", "why", "skipped", names) for row in rows(facts, "skipped")],
        },
        "blind_spots": [text.as_json() for text in collector.blind_spots],
    }


def render(result: Mapping[str, Any], lang: Lang, width: int | None = None) -> str:
    """The answer of ``scan`` for a terminal."""
    from hegui.scan.logs_showing import render

    return render(result, lang, width)


def gap_of(raw: str | timedelta) -> timedelta:
    """Read ``--max-gap``: a number and s, m, h, d or w. Raises InputError."""
    if isinstance(raw, timedelta):
        return raw
    match = _GAP.fullmatch(raw.strip())
    if not match or not int(match[1]):
        raise InputError(
            f"--max-gap {raw!r} is no length of time; write it like 1d, 12h or 30m",
            f"--max-gap 的“{raw}”不是时长；请写作 1d、12h 或 30m 的形式",
        )
    return timedelta(seconds=int(match[1]) * _UNITS[match[2]])


def own_formats(path: Path) -> dict[str, Any]:
    """The formats of a YAML file: by name, each with ``lines`` (see formats.yaml). Raises InputError."""
    try:
        if not path.is_file():  # a device has no end
            raise OSError
        raw = yaml12.load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise InputError(f"{path} cannot be read as YAML", f"{path} 无法按 YAML 读取") from None
    raw = raw.get("formats", raw) if isinstance(raw, dict) else None
    try:
        for name, spec in (raw or {}).items():
            format_of(str(name), spec)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        detail = str(error) if isinstance(error, ValueError) else "every format needs 'lines', a list of patterns"
        raise InputError(f"{path}: {detail}", f"{path}：日志格式写法有误（{detail}）") from None
    if not raw:
        raise InputError(
            f"{path} names no format; write name: {{lines: ['{{iso}} ']}}",
            f"{path} 中没有格式；请写作 名称: {{lines: ['{{iso}} ']}}",
        )
    return dict(raw)


def law_months(day: date) -> int:
    """The months that the law in force on *day* asks logs to be kept. Raises InputError where it asks for none."""
    from hegui.law import load

    number = load().number("log_retention.months", day)
    if number is None:
        raise InputError(
            f"no law here asks for logs to be kept on {day}; give --months",
            f"{day} 尚无法律要求留存日志；请用 --months 指定月数",
        )
    return int(number.value)


class Window:
    """The months that a source must reach back over."""

    def __init__(self, on: date | None, months: int, zone: ZoneInfo) -> None:
        self._on, self._months, self._zone = on, months, zone

    @property
    def days(self) -> int:
        """The days of a window that ends on the day asked for, or today."""
        end = self._on or today()
        return (end - add_months(end, -self._months)).days

    def of(self, span: Mapping[str, Any], gaps: Sequence[Mapping[str, Any]], ambiguous: bool = False) -> Row:
        """Start, end, and whether the records reach back to the start: null where they cannot show it.

        They cannot where there are none, where they end before the window does, where the year of records that seem to reach
        back was inferred, where their dates are *ambiguous*, or where an implausible silence lies over the start (a clock that
        was set wrong for a while).
        Records that begin inside the window do not reach back, whatever their year.
        """
        if span["first"] is None:
            as_of = self._on
            reaches_back = None
        else:
            first, last = (span[end].astimezone(self._zone).date() for end in ("first", "last"))
            as_of = self._on or last
            start = add_months(as_of, -self._months)
            ends_early = last < as_of - ONE_DAY
            doubtful = ends_early or span["year_inferred"] or any(self._hides(start, gap) for gap in gaps)
            reaches_back = None if ambiguous else False if first > start else None if doubtful else True
        start_day = add_months(as_of, -self._months) if as_of else None
        return {"from": _iso(start_day), "as_of": _iso(as_of), "reaches_back": reaches_back}

    def _hides(self, start: date, gap: Mapping[str, Any]) -> bool:
        """Whether a silence lies over the window's start and is not one that this log often has."""
        begins, ends = (gap[end].astimezone(self._zone).date() for end in ("gap_from", "gap_to"))
        probability = gap["probability"]
        return begins <= start < ends and (probability is None or probability < IMPLAUSIBLE)


def _expanded(paths: Iterable[str]) -> list[str]:
    """The paths, with patterns that no shell has expanded replaced by what they match."""
    found: list[str] = []
    for path in paths:
        if places.is_url(path):
            found.extend(_addresses(path))
            continue
        matches = [] if Path(path).exists() else sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - a whole path
        found.extend(matches or [path])
    return list(dict.fromkeys(found))


def _addresses(url: str) -> list[str]:
    try:
        return places.expanded(url)
    except OSError:
        return [url]


def _absolute(path: str) -> str:
    return path if places.is_url(path) else str(Path(path).absolute())


def _families(facts: Facts) -> Iterable[tuple[Row, dict[str, list[Row]]]]:
    """Each span with the rows of the other tables that belong to it."""
    belonging: dict[str, dict[tuple[str, str], list[Row]]] = {}
    for table, column in (("log_gap", "path"), ("log_day", "path"), ("log_loss", "path"), ("log_member", "family")):
        groups = belonging[table] = defaultdict(list)
        for row in rows(facts, table):
            groups[row["source"], row[column]].append(row)
    hashes = {row["exhibit"]: row["sha256"] for row in rows(facts, "exhibit")}
    for span in rows(facts, "log_span"):
        key = span["source"], span["path"]
        own = {table: groups[key] for table, groups in belonging.items()}
        yield span, {**own, "sha256": [{m["path"]: hashes[m["exhibit"]] for m in own["log_member"]}]}


def _source(
    span: Row,
    own: Mapping[str, list[Row]],
    window: Window,
    names: Mapping[str, str],
    hash: bool,
    ambiguous: Container[tuple[str, str]],
) -> Row:
    doubtful = any((span["source"], member["path"]) in ambiguous for member in own["log_member"])
    name = names[span["source"]]
    shown_in = window._zone if span["zone_inferred"] else UTC
    counted = ("format", "category", "files", "bytes", "lines", "undated_lines")
    found = {
        "path": _shown(name, span["path"]),
        **{key: span[key] for key in counted},
        "first": _iso(span["first"], shown_in),
        "last": _iso(span["last"], shown_in),
        **{key: span[key] for key in ("year_inferred", "zone_inferred", "days_with_events", "days_without")},
        "gaps": [
            {
                "from": _iso(gap["gap_from"], shown_in),
                "to": _iso(gap["gap_to"], shown_in),
                "seconds": gap["seconds"],
                "implausible": gap["probability"],
            }
            for gap in own["log_gap"]
        ],
        "out_of_order": span["out_of_order"],
        "sequence_holes": [
            {
                **{key: loss[key] for key in ("after", "missing")},
                "from": _iso(loss["lost_from"], shown_in),
                "to": _iso(loss["lost_to"], shown_in),
            }
            for loss in own["log_loss"]
            if loss["kind"] == NUMBERS
        ],
        "missing_members": [_shown(name, path) for path in span["missing_members"]],
        "damaged_members": [_shown(name, path) for path in span["damaged_members"]],
        "misdated_members": [_shown(name, path) for path in span["misdated_members"]],
        "cleared_events": span["cleared_events"],
        "window": window.of(span, own["log_gap"], doubtful),
        "days": {_iso(day["day"]): day["records"] for day in own["log_day"]},
    }
    if hash:
        found["members"] = [
            {
                "path": _shown(name, member["path"]),
                **{key: member[key] for key in ("bytes", "lines", "undated_lines")},
                "first": _iso(member["first"], shown_in),
                "last": _iso(member["last"], shown_in),
                "sha256": own["sha256"][0][member["path"]],
            }
            for member in own["log_member"]
        ]
    return found


def _setting(row: Row, window: Window, names: Mapping[str, str]) -> Row:
    """A retention setting, and whether it deletes before the law's months are over: context, never a proof of what is kept."""
    early = None if row["days"] is None else row["days"] < window.days
    code = "setting_keeps" if early is None else "setting_early" if early else "setting_enough"
    values = {"name": row["name"], "days": None if row["days"] is None else f"{row['days']:g}", "asked": window.days}
    reason = {lang: say(code, lang, **values) for lang in LANGS}
    found = {"path": _shown(names[row["source"]], row["path"]), **{key: row[key] for key in ("kind", "name", "days")}}
    return {**found, "deletes_early": early, "strength": "context", "reason": reason}


def _shown(name: str, path: str) -> str:
    """A path within a source, as somebody who named the source would name it."""
    if places.is_url(name):
        own = name.rstrip("/").rpartition("/")[2]
        inside = path.partition(INSIDE)
        return name + "".join(inside[1:]) if inside[0] == own else f"{name.rstrip('/')}/{path}"
    return str(Path(name, path)) if Path(name).is_dir() else name + path.removeprefix(Path(name).name)


def _reason(row: Row, place: str, code: str, group: str, names: Mapping[str, str]) -> Row:
    name = names[row["source"]]
    path = name if row[place] == name else _shown(name, row[place])
    text = words()[group].get(row[code])
    said = text.as_json() if text else {"en": row[code], "zh": row[code]}
    return {place: path, code: said, "code": row[code], **({"detail": row["detail"]} if row["detail"] else {})}


def _iso(at: date | datetime | None, zone: Any = UTC) -> str | None:
    if isinstance(at, datetime):
        return at.astimezone(zone).isoformat()
    return None if at is None else at.isoformat()
