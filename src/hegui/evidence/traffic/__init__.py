"""Captures of traffic: what a device or a page really sent, to whom, where that is registered, in which form, encrypted or not.

HAR, pcap, pcapng and mitmproxy's flow files. Captures belong to declared test identities: their own values are the canaries that
decide; what only looks like personal information supports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from hegui.engine import Shard, Source
from hegui.evidence.files import Ledger, Unreadable, merged, read_whole, sha256_of, shard_a_file, stamped, told
from hegui.evidence.traffic.flows import Flow, bursts
from hegui.facts import Facts
from hegui.recognise.shapes import masked
from hegui.text import Text


class Traffic:
    """Reads sources of kind ``traffic``: a capture, or a folder of them.

    Options: ``canaries`` (kind → values of the declared test identity), ``test_identity`` (a YAML file with the same), ``first_party``
    (hosts of the operator), ``consent_at`` (when consent was given, ISO 8601 with offset), ``keylog`` (the TLS keys of the test device).
    """

    kind = "traffic"
    version = "4"
    blind_spots: tuple[Text, ...] = (
        Text(
            "What was sent inside TLS or QUIC is not seen without the keys; only its time, size, host and address are.",
            "没有密钥时，TLS 或者 QUIC 加密内容不可见，仅能看到时间、大小、域名和地址。",
        ),
        Text(
            "An address is placed where it is registered, by the offline table of the extra traffic, and without that extra nowhere; a server may stand elsewhere.",
            "地址所在地以 traffic 附加组件中的离线登记表为准，未安装时不判断所在地；服务器的实际位置可能不同。",
        ),
        Text(
            "A value that an app encrypts or hashes with a salt of its own is not recognised.",
            "应用自行加密或者加盐哈希后的取值无法识别。",
        ),
        Text(
            "A capture shows what was sent while it ran; that something was not sent then does not show that it never is.",
            "抓包仅反映抓取期间的发送情况；期间未发送，不表明从不发送。",
        ),
    )

    def shards(self, source: Source) -> Iterator[Shard]:
        """One shard a capture."""
        return shard_a_file(source, **stamped(source, "test_identity", "keylog"))

    def read(self, shard: Shard) -> Facts:
        """The facts of one capture; a file that is none is a row in ``unreadable``."""
        return told(shard, _read)

    def merge(self, source: Source, parts: Iterable[Facts]) -> Facts:
        """The facts of all captures; one row of coverage a unit."""
        return merged(parts)


def _read(ledger: Ledger, path: Path, name: str, options: Mapping[str, Any]) -> None:
    from hegui.evidence.traffic import secrets
    from hegui.evidence.traffic.abroad import Sent, abroad
    from hegui.evidence.traffic.canaries import sought
    from hegui.evidence.traffic.carrying import carried
    from hegui.evidence.traffic.opening import opened
    from hegui.evidence.traffic.parties import Parties
    from hegui.evidence.traffic.places import place_of
    from hegui.evidence.traffic.vendors import vendor_of

    data = read_whole(path)
    values = _identity(options)
    keys = options.get("keylog") if values else None  # only a declared test identity's traffic is opened
    capture = opened(data, partial(secrets.opened, path, Path(keys)) if keys and secrets.available() else None)
    canaries = sought(tuple((kind, tuple(some)) for kind, some in values.items())) if values else None
    parties = Parties(options.get("first_party", ()), [flow.host for flow in capture.flows], capture.format)
    consent = datetime.fromisoformat(options["consent_at"]) if options.get("consent_at") else None
    exhibit = ledger.exhibit(name, sha256_of(data), "measured", capture.first, capture.last)
    sent: list[Sent] = []
    for number, (flow, carries) in enumerate(zip(capture.flows, carried(capture.flows, canaries), strict=True), 1):
        third, place = parties.is_third(flow.host), place_of(flow.ip)
        recipient = (vendor_of(flow.host) or masked(flow.host)) if third else None
        side = _side(flow, consent)
        sent.append((place, recipient, carries))
        ledger.add(
            "traffic_flow",
            capture=name,
            number=number,
            at=flow.at,
            host=masked(flow.host),
            ip=flow.ip,
            place=place,
            protocol=flow.protocol,
            encrypted=flow.encrypted,
            third_party=third,
            sent=flow.sent,
            logins=len(flow.logins),
            consent=side,
            exhibit=exhibit,
        )
        for one in carries:
            ledger.add(
                "traffic_carried",
                capture=name,
                number=number,
                kind=one.kind,
                how=one.how,
                part=one.where,
                canary=one.certain,
                exhibit=exhibit,
            )
            ledger.add(
                "handling",
                side="sent",
                kind=one.kind,
                recipient=recipient,
                place=place,
                consent=side,
                where=f"{name}#flow={number} {masked(flow.host)}",
                at=flow.at or capture.first,
                exhibit=exhibit,
            )
    for row in abroad(sent):
        ledger.add("traffic_abroad", capture=name, **row, exhibit=exhibit)
    rules = _bursts()
    found = list(bursts(capture.probes, frozenset(rules["ports"]), rules["connections"], rules["seconds"]))
    ledger.add(
        "traffic_capture",
        capture=name,
        format=capture.format,
        flows=len(capture.flows),
        units=capture.units,
        first=capture.first,
        last=capture.last,
        cut=capture.cut,
        scanners=len(found),
        exhibit=exhibit,
    )
    ledger.cover(capture.unit, capture.units, capture.units)


def _side(flow: Flow, consent: datetime | None) -> str | None:
    """Whether a flow was sent before or after consent; None where nothing says so, or where it went on from before to after."""
    if consent is None or flow.at is None:
        return None
    if flow.at >= consent:
        return "after"
    return "before" if (flow.until or flow.at) < consent else None


def _identity(options: Mapping[str, Any]) -> dict[str, list[str]]:
    """The values of the test identity, from the option and from its file."""
    from hegui import yaml12

    given: dict[str, Any] = dict(options.get("canaries") or {})
    if place := options.get("test_identity"):
        import yaml

        try:
            read = yaml12.load(read_whole(Path(place)).decode())
        except (yaml.YAMLError, UnicodeDecodeError):
            raise Unreadable("test_identity") from None
        if not isinstance(read, dict):
            raise Unreadable("test_identity")
        given |= read
    return {
        str(kind): [str(v) for v in (value if isinstance(value, list) else [value])] for kind, value in given.items()
    }


def _bursts() -> Mapping[str, Any]:
    from importlib.resources import files

    from hegui import yaml12

    found: Mapping[str, Any] = yaml12.load(
        files("hegui.evidence.traffic").joinpath("bursts.yaml").read_text(encoding="utf-8")
    )
    return found


collector = Traffic()
