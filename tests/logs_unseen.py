"""Logs of many programs, written from what their makers document: two records a day from 3 December 2025 on, none for a week in spring."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8))
START = datetime(2025, 12, 3, 1, 12, 5, 123456, tzinfo=UTC)
DAYS = 220
QUIET = range(120, 127)
TIMES = [START + timedelta(days=day, hours=5 * k, seconds=37 * day % 3600) for day in range(DAYS) if day not in QUIET for k in (0, 1)]  # fmt: skip
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
RUSSIAN = ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"]

Render = Callable[[datetime, datetime, int], str]
"""The lines of a record, from its time in Shanghai, its time in UTC and its number."""


@dataclass(frozen=True)
class Unseen:
    """A log: what writes a record, lines before the first one, encoding, and how its year stands."""

    render: Render
    head: str = ""
    encoding: str = "utf-8"
    yearless: bool = False

    def text(self, times: Sequence[datetime] = TIMES) -> str:
        """The whole log."""
        return self.head + "".join(self.render(t.astimezone(SHANGHAI), t, n) + "\n" for n, t in enumerate(times))


def iso(t: datetime, between: str = " ") -> str:
    return t.strftime(f"%Y-%m-%d{between}%H:%M:%S")


def month(t: datetime) -> str:
    return MONTHS[t.month - 1]


def bsd(t: datetime) -> str:
    return f"{month(t)} {t.day:2d} {t:%H:%M:%S}"


def half(t: datetime) -> str:
    return "上午" if t.hour < 12 else "下午"


LOGS: dict[str, Unseen] = {
    # web
    "iis": Unseen(
        lambda _, u, n: f"{iso(u)} 10.0.0.1 GET /p{n} - 443 - 10.1.2.3 Mozilla/5.0 200 0 0 15\r",
        head="#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Date: 2025-12-03 00:00:01\r\n"
        "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken\r\n",
    ),
    "gin": Unseen(lambda t, _, n: f'[GIN] {t:%Y/%m/%d - %H:%M:%S} | 200 |      1.2ms |  10.0.0.{n % 250} | GET      "/"'),
    "haproxy": Unseen(lambda t, _, n: f"{bsd(t)} lb haproxy[9]: 10.0.0.1:{n} [{t:%d}/{month(t)}/{t:%Y:%H:%M:%S}.123] web srv/1 0/0/1 200"),
    "thinkphp": Unseen(lambda t, _, n: f"{'-' * 63}\n[{iso(t, 'T')}+08:00] 10.0.0.1 GET a.cn/i{n}\n[运行时间：0.01s]"),
    # devices and security products
    "fortigate over syslog": Unseen(lambda t, _, n: f'{bsd(t)} fw date={t:%Y-%m-%d} time={t:%H:%M:%S} devname="FG" logid="{n:010d}"'),
    "palo alto over syslog": Unseen(lambda t, _, n: f"<14>{bsd(t)} PA 1,{t:%Y/%m/%d %H:%M:%S},0018,TRAFFIC,end,{n},{t:%Y/%m/%d %H:%M:%S},10.0.0.1"),
    "topsec over syslog": Unseen(lambda t, _, n: f'<134>{bsd(t)} Topsec id=tos time="{iso(t)}" fw=T pri=6 type=ac sport={n}'),
    "sangfor atrust": Unseen(lambda t, u, n: f"<158>{bsd(t)} localhost sdp-console@adminAuditLog[1]: " + json.dumps({"actor": {"id": n}, "event": {"timestamp": round(u.timestamp() * 1000)}})),
    "shterm": Unseen(lambda t, _, n: f"<134>{bsd(t)} shterm log: 时间={iso(t)} 用户=zhang{n} 动作=登录"),
    "cef with rt": Unseen(lambda t, _, n: f"{bsd(t)} host CEF:0|V|P|1.0|{n}|x|5|src=10.0.0.1 rt={month(t)} {t:%d %Y %H:%M:%S}"),
    "nx-os": Unseen(lambda t, _, n: f"{t.year} {bsd(t)} N7K %ETHPORT-5-IF_UP: Interface Ethernet1/{n} is up"),
    "zxr10": Unseen(lambda t, _, n: f"An alarm {n} level 5 occurred at {t:%H:%M:%S %m-%d-%Y} sent by ZXR10 MCP %OAM% user login"),
    "windows dhcp": Unseen(
        lambda t, _, n: f"10,{t:%m/%d/%y},{t:%H:%M:%S},Assign,10.0.0.1,pc{n},00155D000000,,{n},0,,,,,,,,,0\r",
        head="\t\tMicrosoft DHCP Service Activity Log\r\n\r\nEvent ID  Meaning\r\n00\tThe log was started.\r\n\r\nID,Date,Time,Description,IP Address,Host Name\r\n",
    ),
    "flow log": Unseen(lambda _, u, n: f"2 123456789010 eni-1 10.0.0.1 10.0.0.2 {n} 22 6 20 4249 {int(u.timestamp())} {int(u.timestamp())} ACCEPT OK", head="version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n"),
    # databases and middleware
    "mysql general": Unseen(lambda _, u, n: f"{iso(u, 'T')}.123456Z\t{n:5d} Query\tselect a,\nb from t\nwhere c = {n}", head="mysqld, Version: 8.0.33. started with:\n"),
    "mysql audit": Unseen(lambda _, u, n: f"<AUDIT_RECORD>\n  <TIMESTAMP>{iso(u, 'T')} UTC</TIMESTAMP>\n  <RECORD_ID>{n}</RECORD_ID>\n  <NAME>Query</NAME>\n</AUDIT_RECORD>"),
    "rabbitmq 3.6": Unseen(lambda t, _, n: f"\n=INFO REPORT==== {t.day}-{month(t)}-{t:%Y::%H:%M:%S} ===\naccepting AMQP connection <0.{n}.0>"),
    "redis 4": Unseen(lambda t, _, n: f"{n}:M {t:%d} {month(t)} {t:%H:%M:%S}.123 * Background saving started", yearless=True),
    "wazuh": Unseen(lambda t, _, n: f"** Alert {n}: - syslog,sshd,\n{t.year} {month(t)} {t:%d %H:%M:%S} host->/var/log/secure\nRule: 5716 (level 5)\nSrc IP: 10.0.0.1\n"),
    "weblogic": Unseen(lambda t, _, n: f"<{t.year}-{t.month}-{t.day} {half(t)}{(t.hour - 1) % 12 + 1:02d}时{t:%M分%S秒} CST> <Notice> <WebLogicServer> <BEA-{n}>", encoding="gb18030"),
    "websphere": Unseen(lambda t, _, n: f"[{t:%y}-{t.month}-{t.day} {t.hour}:{t:%M:%S}:123 CST] {n:08x} WsServerImpl  A   WSVR0001I: open"),
    # tables and JSON
    "events as csv": Unseen(lambda t, _, n: f'信息,{t.year}/{t.month}/{t.day} {t.hour}:{t:%M:%S},Security,{n},登录,"已成功登录。\n\n使用者:\n\t安全 ID: SYSTEM"', head="级别,日期和时间,来源,事件 ID,任务类别\n", encoding="gb18030"),
    "day first": Unseen(lambda t, _, n: f"a{n},{t:%d/%m/%Y %H:%M:%S},x", head="user,timestamp,action\n"),
    "day first, two digits": Unseen(lambda t, _, n: f"{t:%d/%m/%y %H:%M:%S} INFO order {n}"),
    "bare digits": Unseen(lambda t, _, n: f"zhang|10.0.0.1|login{n}|{t:%Y%m%d%H%M%S}|ok"),
    "digits to the millisecond": Unseen(lambda t, _, n: f"{n},{t:%Y%m%d%H%M%S}123,ok", head="id,czsj,jg\n"),
    "when the user was created": Unseen(lambda _, u, n: json.dumps({"user": {"created": "2015-01-01T00:00:00Z"}, "happened": iso(u, "T") + "Z", "n": n})),
    "a random date besides": Unseen(lambda _, u, n: json.dumps({"created": f"{2010 + n * 7 % 14}-0{n % 9 + 1}-1{n % 9}T00:00:00Z", "zeit": iso(u, "T") + "Z"})),
    # what a level, a name or a key leads
    "level before the time": Unseen(lambda t, _, n: f"{('INFO', 'WARNING')[n % 2]:9}{iso(t, 'T')} - [10.0.0.{n % 250}] made up"),
    "thread and level before the time": Unseen(lambda t, _, n: f"Thread-{n}::DEBUG::{iso(t)},123::made::{n}"),
    "nestjs": Unseen(lambda t, _, n: f"[Nest] 7  - {t:%m/%d/%Y}, {(t.hour - 1) % 12 + 1}:{t:%M:%S} {'AM' if t.hour < 12 else 'PM'}     LOG [Made] up {n}"),
    "zabbix": Unseen(lambda t, _, n: f"  {1000 + n}:{t:%Y%m%d:%H%M%S}.123 made up"),
    "db2": Unseen(lambda t, _, n: f"{t:%Y-%m-%d-%H.%M.%S}.123456+480 I{n}A456         LEVEL: Info\nPID     : 123\n"),
    "mikrotik 6": Unseen(lambda t, _, n: f"{month(t).lower()}/{t:%d/%Y %H:%M:%S} system,info,account user admin logged in"),
    "asterisk": Unseen(lambda t, _, n: f"[{bsd(t)}] NOTICE[{n}] made.c: up", yearless=True),
    "logfmt": Unseen(lambda _, u, n: f'level=info ts={iso(u, "T")}.123Z caller=made.go:1 msg="up {n}"'),
    "zones as GMT+08:00": Unseen(lambda t, _, n: f'login,10.0.0.1,"{t:%Y/%m/%d %H:%M:%S} GMT+08:00",normal', head="event,ip,time,level\n"),
    # times whose name says that they are UTC
    "office 365": Unseen(lambda _, u, n: json.dumps({"CreationTime": iso(u, "T"), "Id": n, "Workload": "AzureActiveDirectory"})),
    "office 365 as csv": Unseen(lambda _, u, n: f'r{n},{iso(u, "T")}.0000000,15,"{{""Workload"":""x""}}"', head="RecordId,CreationDate,RecordType,AuditData\n"),
    "a heading with UTC": Unseen(lambda _, u, n: f"{n},{iso(u)},made up", head="id,Timestamp (UTC),what\n"),
    # encodings and languages
    "utf-16 without a mark": Unseen(lambda t, _, n: f"{iso(t)} INFO 用户登录 {n}", encoding="utf-16-le"),
    "russian months": Unseen(lambda t, _, n: f"{RUSSIAN[t.month - 1]} {t.day:2d} {t:%H:%M:%S} host sshd[{n}]: x", yearless=True),
}  # fmt: skip
