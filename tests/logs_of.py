"""Log files for the tests of the logs collector, made up line by line."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hegui.scan.logs import scan

REAL = Path(__file__).resolve().parents[2] / "shared" / "real"
WHERE_REAL_IS = "the real evidence is not beside this checkout (../shared/real)"
LINES = "%Y-%m-%dT%H:%M:%S+08:00"


def line(at: datetime, form: str = "{at:%Y-%m-%d %H:%M:%S} INFO made up\n") -> str:
    return form.format(at=at)


def days(first: str, count: int, *, per_day: int = 4, leave_out: Iterable[str] = ()) -> list[datetime]:
    """Evenly spread times on *count* days from *first* (local), but for the days left out."""
    start = datetime.fromisoformat(first)
    step = timedelta(days=1) / per_day
    times = [start + step * n + timedelta(minutes=7) for n in range(count * per_day)]
    return [at for at in times if f"{at:%Y-%m-%d}" not in set(leave_out)]


def write(path: Path, times: Sequence[datetime], form: str = "{at:%Y-%m-%d %H:%M:%S} INFO made up\n") -> Path:
    """A log file of these times, gzipped where its name says so, last written when its last record was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(line(at, form) for at in times).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    if times:
        touch(path, times[-1])
    return path


def touch(path: Path, at: datetime) -> None:
    """Set the time of last writing; a time without a zone is UTC."""
    stamp = (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    os.utime(path, (stamp, stamp))


def scanned(*paths: Path, **options: Any) -> dict[str, Any]:
    """A scan that asks no law and keeps nothing."""
    return scan([str(path) for path in paths], **{"months": 6, "cache": False, **options})


def one(*paths: Path, **options: Any) -> dict[str, Any]:
    """The single source of a scan."""
    (source,) = scanned(*paths, **options)["sources"]
    return source
