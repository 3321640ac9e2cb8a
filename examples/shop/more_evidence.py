"""The example operator's other evidence: files and databases, a page, traffic, a scanner's report, the parts of a product.

Numbers, names and passwords are made here from a fixed seed and belong to nobody; the capture is of a declared test identity.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SHANGHAI = timezone(timedelta(hours=8))
PEOPLE = 300
FAMILY, GIVEN = "王李张刘陈杨赵黄", ("示例", "例甲", "例乙", "例丙", "样本")
COMMON_PASSWORDS = ("123456", "password", "111111", "888888", "qwerty")
COUNTER = "https://stat.counter.example/v1/seen"
TEST_IDENTITY = {"cn_mobile": "13912340000", "geo_point": "31.230416,121.473701"}


def write_evidence(folder: Path, on: date) -> None:
    """Write everything below *folder* as it stood on the day *on*."""
    chance = random.Random(20211101)
    for part in ("data", "pages", "traffic", "scans", "parts"):
        (folder / part).mkdir(exist_ok=True)
    _write_data(folder / "data", on, chance)
    shutil.copy(HERE / "page" / "annual_bill.json", folder / "pages")
    _write_traffic(folder / "traffic", on)
    _write_ports(folder / "scans" / "nmap.xml", on)
    _write_parts(folder / "parts", on)


def _write_data(folder: Path, on: date, chance: random.Random) -> None:
    """Customers with hashed passwords, a list that was to be deleted, and old orders of which the inventory knows nothing."""
    people = [(chance.choice(FAMILY) + chance.choice(GIVEN), f"139{chance.randrange(10**8):08}") for _ in range(PEOPLE)]
    _customers(folder / "customers.sqlite", people, on)
    day = on - timedelta(days=500)
    _csv(folder / "campaign.csv", ["姓名", "手机号", "参加日期"], [(*one, day) for one in people[:120]])
    orders = [(*one, f"示例市示例路{n}号", on - timedelta(days=2000 + n)) for n, one in enumerate(people[120:200])]
    _csv(folder / "old_orders.csv", ["收货人", "手机号", "收货地址", "下单日期"], orders)


def _customers(path: Path, people: Sequence[tuple[str, str]], on: date) -> None:
    """Accounts of the shop, passwords as bare MD5."""
    path.unlink(missing_ok=True)
    rows = [
        (number, name, mobile, _md5(COMMON_PASSWORDS[number % 5]), str(on - timedelta(days=30 + number)))
        for number, (name, mobile) in enumerate(people)
    ]
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            "create table customers (id integer, real_name text, mobile text, password text, created_at text)"
        )
        database.executemany("insert into customers values (?, ?, ?, ?, ?)", rows)
        database.commit()


def _csv(path: Path, heading: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        writer.writerows(rows)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


# --- traffic -----------------------------------------------------------------------------------------------------------


def _write_traffic(folder: Path, on: date) -> None:
    """What the test identity's browser sent: a counter of visitors gets its position before consent, and its number hashed after."""
    start = datetime.combine(on - timedelta(days=2), time(10), SHANGHAI)
    login = {"mobile": TEST_IDENTITY["cn_mobile"], "code": "246810"}
    entries = [
        _request(start, "https://www.shop.example/", "203.0.113.10"),
        _request(start + timedelta(seconds=1), COUNTER, "198.51.100.7", {"at": TEST_IDENTITY["geo_point"]}),
        _request(start + timedelta(seconds=4), "https://www.shop.example/api/login", "203.0.113.10", login),
        _request(start + timedelta(seconds=5), COUNTER, "198.51.100.7", {"visitor": _md5(login["mobile"])}),
    ]
    document = {"log": {"version": "1.2", "creator": {"name": "example", "version": "1"}, "entries": entries}}
    _json(folder / "web.har", document)
    lines = "".join(f'{kind}: "{value}"\n' for kind, value in TEST_IDENTITY.items())
    (folder / "test_identity.yaml").write_text(lines, encoding="utf-8")


def _request(at: datetime, url: str, address: str, body: Mapping[str, str] | None = None) -> dict[str, Any]:
    request: dict[str, Any] = {"method": "POST" if body else "GET", "url": url, "headers": []}
    if body:
        request["postData"] = {"mimeType": "application/json", "text": json.dumps(body)}
    return {
        "startedDateTime": at.isoformat(),
        "serverIPAddress": address,
        "request": request,
        "response": {"status": 200},
    }


# --- a scan and a list of parts ----------------------------------------------------------------------------------------


def _write_ports(path: Path, on: date) -> None:
    """A port scan of the payment gateway."""
    start = int(datetime.combine(on - timedelta(days=9), time(2), SHANGHAI).timestamp())
    states = {22: "open", 443: "open", 3306: "open", 8080: "closed"}
    ports = "".join(
        f'<port protocol="tcp" portid="{port}"><state state="{state}"/></port>' for port, state in states.items()
    )
    text = f'<?xml version="1.0"?>\n<nmaprun scanner="nmap" start="{start}"><host><status state="up"/><address addr="192.0.2.20" addrtype="ipv4"/><ports>{ports}</ports></host></nmaprun>\n'
    path.write_text(text, encoding="utf-8")


def _write_parts(folder: Path, on: date) -> None:
    """The parts of the till, and a scanner's report on them: from its day on the operator knew."""
    parts = {"openssl": "1.0.1f", "busybox": "1.21.1", "zlib": "1.2.8"}
    components = [
        {"type": "library", "name": name, "version": version, "purl": f"pkg:generic/{name}@{version}"}
        for name, version in parts.items()
    ]
    _json(
        folder / "till.json",
        {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components},
    )
    flaw = {"id": "CVE-2014-0160", "severity": "High", "fix": {"versions": ["1.0.1g"], "state": "fixed"}}
    found = datetime.combine(on - timedelta(days=40), time(9), SHANGHAI).isoformat()
    match = {"vulnerability": flaw, "artifact": {"name": "openssl", "version": parts["openssl"]}}
    _json(folder / "grype.json", {"matches": [match], "descriptor": {"name": "grype", "timestamp": found}})


def _json(path: Path, document: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
