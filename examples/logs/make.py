"""Ten log archives of made-up records, and the page of the documentation that shows what Hegui reads from them.

python examples/logs/make.py [FOLDER]     write the archives to FOLDER (default: write docs/how-to/read-logs.md)
"""

from __future__ import annotations

import gzip
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "read-logs.md"
LAST = date(2026, 6, 30)
TEMPLATE = Path(__file__).parent / "page.md"

Line = Callable[[datetime], str]
Keeps = Callable[[date], bool]


def _always(_: date) -> bool:
    return True


def _workdays(day: date) -> bool:
    return day.weekday() < 5


def _hours(day: date) -> range:
    """When something is written: little at the week's end, more towards its middle."""
    return range(8, 20, 6 if day.weekday() >= 5 else 4 - abs(2 - day.weekday()))


def _hole(day: date) -> bool:
    return not date(2026, 4, 6) <= day <= date(2026, 4, 19)


EVENT = (
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='made-up'/><EventID>4624</EventID>"
    "<TimeCreated SystemTime='{at:%Y-%m-%dT%H:%M:%S}.0000000Z'/></System></Event>\n"
)

# name: (a record, days kept, on which days something is written)
FORMATS: dict[str, tuple[Line, int, Keeps]] = {
    "access.log": (
        lambda at: f'192.0.2.7 - - [{at:%d/%b/%Y:%H:%M:%S} +0800] "GET / HTTP/1.1" 200 512\n', 200, _always,
    ),
    "nginx-error.log": (lambda at: f"{at:%Y/%m/%d %H:%M:%S} [error] 7#7: made up\n", 190, _workdays),
    "auth.log": (lambda at: f"{at:%b} {at.day:2d} {at:%H:%M:%S} host sshd[7]: Accepted publickey for made\n", 200, _always),
    "router.log": (
        lambda at: f"<189>{at:%b} {at.day:2d} {at:%Y %H:%M:%S}+08:00 HW %%01IFNET/4/LINK_STATE(l)[1]: made up\n", 200, _always,
    ),
    "audit.log": (
        lambda at: f"type=SYSCALL msg=audit({int(at.replace(tzinfo=UTC).timestamp()) - 28_800}.123:"
        f"{at.toordinal()}): made up\n", 120, _always,
    ),
    "u_ex2026.log": (lambda at: f"{at:%Y-%m-%d %H:%M:%S} 192.0.2.7 GET / - 443 - 192.0.2.9 200\n", 200, _always),
    "app.json": (lambda at: f'{{"time": "{at:%Y-%m-%dT%H:%M:%S}+08:00", "msg": "made up"}}\n', 200, _hole),
    "mysql.log": (lambda at: f"{at:%Y-%m-%dT%H:%M:%S}.000000+08:00 7 [Note] mysqld: made up\n", 190, _always),
    "Security.xml": (lambda at: EVENT.format(at=at - timedelta(hours=8)), 200, _workdays),
    "bastion.csv": (lambda at: f"甲,{at:%Y/%m/%d %H:%M:%S},主机一,成功\n", 210, _workdays),
}  # fmt: skip
HEADS = {
    "u_ex2026.log": "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip sc-status\n"
}
HEADS["bastion.csv"] = "用户,操作时间,资源,结果\n"


def make(folder: Path) -> None:
    """Write the archives: a few records on each day that is kept."""
    for name, (line, kept, writes) in FORMATS.items():
        days = [LAST - timedelta(days=n) for n in reversed(range(kept))]
        times = [datetime(d.year, d.month, d.day, hour, 7) for d in days if writes(d) for hour in _hours(d)]
        data = (HEADS.get(name, "") + "".join(map(line, times))).encode("gb18030" if name == "bastion.csv" else "utf-8")
        path = folder / (f"{name}.gz" if name == "access.log" else name)
        path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
        written = datetime(2026, 7, 1, tzinfo=UTC).timestamp()
        os.utime(path, (written, written))


def page() -> str:
    """The page, its calendars made by reading the archives."""
    from hegui.scan.logs import render, scan

    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        make(folder)
        shown = []
        for name in FORMATS:
            (path,) = folder.glob(f"{name}*")
            result = scan([str(path)], on=LAST, cache=False)
            text = render(result, "en", 80).split("\n\neach square")[0].replace(f"{folder}/", "")
            shown.append(f"```text\n{text.rstrip()}\n```")
    return TEMPLATE.read_text(encoding="utf-8").replace("{calendars}", "\n\n".join(shown))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        make(Path(sys.argv[1]))
    else:
        PAGE.write_text(page(), encoding="utf-8")
