"""``hegui scan traffic``: what captures show was sent, to whom, in which form, and what stands against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hegui.dates import SHANGHAI, today
from hegui.errors import InputError
from hegui.evidence.traffic import collector
from hegui.evidence.traffic.abroad import HOME
from hegui.evidence.traffic.canaries import SHORTEST
from hegui.evidence.traffic.places import table_date
from hegui.evidence.traffic.secrets import available
from hegui.evidence.traffic.vendors import vendor_of
from hegui.recognise.pi.families import families
from hegui.scan.frame import Progress, Row, by, framed, gather, rows, shown
from hegui.scan.rules import finding
from hegui.scan.traffic_abroad import crossing, registered, routes
from hegui.scan.traffic_showing import forms, grouped, render, whose

__all__ = ["moment", "render", "scan"]


def scan(
    paths: Sequence[str],
    *,
    canaries: Sequence[str] = (),
    first_party: Sequence[str] = (),
    consent_at: str | None = None,
    keylog: str | None = None,
    transfers: str | None = None,
    on: date | None = None,
    engine: str = "local",
    cache: bool = True,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The captures at *paths*, as the JSON of ``hegui scan traffic``.

    *canaries* are values of the declared test identity, written ``kind=value``; they are never shown, kept or cached. *transfers* is the
    operator's register of transfers abroad. Raises InputError where an option cannot be used or a path is not there.
    """
    declared = registered(transfers) if transfers else None
    day = on or today()
    options = {
        "canaries": _canaries(canaries),
        "first_party": list(first_party),
        "consent_at": moment(consent_at) if consent_at else None,
        "keylog": _keys(keylog, canaries) if keylog else None,
    }
    facts = gather(collector, paths, engine=engine, cache=cache and not canaries, progress=progress, options=options)
    flows, carried, abroad = (
        by(facts, f"traffic_{what}", "source", "capture") for what in ("flow", "carried", "abroad")
    )
    captures = []
    for row in rows(facts, "traffic_capture"):
        key = row["source"], row["capture"]
        path = shown(paths, row, "capture")
        listed = _flows(flows[key], carried[key])
        captures.append(
            {
                "path": path,
                "format": row["format"],
                "units": row["units"],
                "first": _iso(row["first"]),
                "last": _iso(row["last"]),
                "cut": row["cut"],
                "flows": [flow for flow, _ in listed],
                "findings": [
                    *_findings(path, row, listed, day),
                    *(_unregistered(path, abroad[key], declared, day) if declared is not None else ()),
                ],
            }
        )
    dated = table_date()
    more = {
        "cross_border": crossing(facts, declared, day),
        "places": {"as_of": dated.isoformat() if dated else None},
    }
    return framed(collector, facts, paths, "captures", captures, more)


def _canaries(given: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in given:
        kind, mark, value = one.partition("=")
        if not mark or kind not in families():
            known = ", ".join(sorted(families()))
            raise InputError(
                f"--canary must read kind=value with one of these kinds: {known}",
                f"--canary 应写作“种类=值”，种类为：{known}",
            )
        if len(value.encode()) < SHORTEST:
            raise InputError(
                f"--canary {kind}: the value is too short to be told from other text; give at least 4 letters or digits, or 2 Chinese characters",
                f"--canary {kind}：取值过短，无法与其他内容区分；请至少给出 4 个字母或者数字，或者 2 个汉字",
            )
        found.setdefault(kind, []).append(value)
    return found


def _keys(place: str, canaries: Sequence[str]) -> str:
    if not Path(place).is_file():
        raise InputError(f"{place}: there is no such file", f"{place}：文件不存在")
    if not canaries:
        raise InputError(
            "--keylog opens the traffic of a declared test identity only; name it with --canary",
            "--keylog 仅用于解密所声明测试身份的流量；请用 --canary 给出测试身份",
        )
    if not available():
        raise InputError(
            "--keylog needs tshark, which is not installed; on Debian: apt install tshark",
            "--keylog 需要 tshark，当前未安装；Debian 系统可运行：apt install tshark",
        )
    return str(Path(place).absolute())


def moment(written: str) -> str:
    """A time that the user wrote as ``--consent-at``, in ISO 8601; raises InputError where it is none."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise InputError(
            f"--consent-at {written!r} is no time; write it like 2026-11-21T10:00:00+08:00",
            f"--consent-at “{written}”不是时间；请写作如 2026-11-21T10:00:00+08:00",
        ) from None
    return (found if found.tzinfo else found.replace(tzinfo=SHANGHAI)).isoformat()


def _flows(flows: list[Row], carried: list[Row]) -> list[tuple[Row, list[Row]]]:
    """The flows in the shape of the answer, each with what it carries."""
    by_number: dict[int, list[Row]] = {}
    for row in carried:
        by_number.setdefault(row["number"], []).append(row)
    return [
        (
            {
                "at": _iso(row["at"]),
                "host": row["host"],
                "vendor": vendor_of(row["host"]),
                "ip": row["ip"],
                "place": row["place"],
                "protocol": row["protocol"],
                "encrypted": row["encrypted"],
                "third_party": row["third_party"],
                "consent": row["consent"],
                "logins": row["logins"],
                "carries": [
                    {"kind": c["kind"], "how": c["how"], "where": c["part"], "canary": c["canary"]}
                    for c in by_number.get(row["number"], ())
                ],
            },
            by_number.get(row["number"], []),
        )
        for row in flows
    ]


def _findings(path: str, capture: Row, flows: list[tuple[Row, list[Row]]], on: date) -> Iterator[Row]:
    for number, (flow, carried) in enumerate(flows, 1):
        where = f"{path}#flow={number}"
        if flow["logins"]:
            words = {"protocol": flow["protocol"], "n": flow["logins"], "host": flow["host"]}
            yield finding("traffic", "login_in_clear", where, on, words)
        yield from _against(flow, carried, where, on)
    if capture["scanners"]:
        yield finding("traffic", "scanning_burst", path, on, {"n": capture["scanners"]})


def _against(flow: Row, carried: list[Row], where: str, on: date) -> Iterator[Row]:
    for (kind, canary), hows in grouped(carried).items():
        words = {"what": whose(kind, canary), "how": forms(hows), "place": flow["place"], "host": flow["host"]}
        certainty = None if canary else "supports"
        if flow["consent"] == "before":
            yield finding("traffic", "sent_before_consent", where, on, words, certainty)
        if not flow["encrypted"]:
            yield finding("traffic", "sent_in_clear", where, on, words, certainty)
        if flow["third_party"]:
            yield finding("traffic", "sent_to_third_party", where, on, words)
        if flow["place"] not in (None, HOME):
            yield finding("traffic", "sent_abroad", where, on, words)


def _unregistered(path: str, abroad: list[Row], declared: list[Row], on: date) -> Iterator[Row]:
    for one in abroad:
        if not routes(declared, one["place"], one["kind"]):
            words = {"what": whose(one["kind"], one["canaries"] > 0), "place": one["place"], "n": one["flows"]}
            yield finding("traffic", "abroad_unregistered", path, on, words)


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(SHANGHAI).isoformat() if moment else None
