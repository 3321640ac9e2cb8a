"""Recordings as fact tables: the page, its controls and requests, what the rules found, what it asks for, and the exhibits."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from typing import Any

from hegui.evidence.files import Ledger, sha256_of
from hegui.evidence.page import consent, har
from hegui.evidence.page.network import is_third_party, trackers_in
from hegui.evidence.page.parties import parties
from hegui.evidence.page.places import SAVED
from hegui.evidence.page.rules import judge, look_of
from hegui.evidence.page.shots import masked_text
from hegui.recognise.pi.families import families

LONGEST_LABEL = 300
Recording = Mapping[str, Any]


def put(ledger: Ledger, name: str, recording: Recording) -> None:
    """Add everything a recording shows."""
    snapshot, viewport = recording["snapshot"], recording["viewport"]
    sha256 = sha256_of(recording["html"].encode())
    exhibit = ledger.exhibit(f"{name}#{viewport}", sha256, "measured")
    keys = {"page": name, "viewport": viewport, "exhibit": exhibit}
    picture = _files(ledger, name, recording, exhibit)
    _page(ledger, recording, keys, sha256, picture)
    for control in snapshot["controls"]:
        _control(ledger, control, snapshot, keys)
    for field, kind in consent.asked_fields(snapshot):
        where = {"where": f"{name} {field['selector']}", "exhibit": exhibit}
        ledger.add("handling", side="asked", kind=kind.kind, **where)
    for control in consent.agreed(snapshot):
        _allowed(ledger, control, snapshot, {"where": f"{name} {control['selector']}", "exhibit": exhibit})
    _requests(ledger, recording, keys)
    for found in judge(recording):
        said = {"reason_en": found.reason.en, "reason_zh": found.reason.zh}
        ledger.add("page_finding", rule=found.rule, where=found.where, strength=found.strength, **said, **keys)


def _page(ledger: Ledger, recording: Recording, keys: Mapping[str, Any], sha256: str, picture: str | None) -> None:
    snapshot, policy = recording["snapshot"], recording.get("policy") or {}
    asks = consent.asks(snapshot)
    reached = bool(policy) and ((policy["status"] or 0) < 400)
    ledger.add(
        "page",
        url=recording["given"] if recording["url"].startswith(SAVED) else masked_text(recording["url"]),
        title=masked_text(snapshot["title"]),
        sha256=sha256,
        picture=picture,
        tls=recording["tls"],
        notes=recording["notes"],
        policy_href=_shown(policy.get("href")),
        policy_clicks=policy.get("clicks") if reached else None,
        policy_reached=policy.get("reached"),
        collects=consent.collects(snapshot),
        asks=len(asks) + len(consent.consents(snapshot)),
        refused=(recording.get("refused") or {}).get("found"),
        **keys,
    )


def _control(ledger: Ledger, control: Mapping[str, Any], snapshot: Mapping[str, Any], keys: Mapping[str, Any]) -> None:
    font, ratio = look_of(control)
    label = masked_text(control["label"])[:LONGEST_LABEL]
    ledger.add(
        "page_control",
        selector=control["selector"],
        role=control["role"],
        made_as=control["made_as"],
        means=consent.kind_of(control, snapshot),
        label=label,
        checked=control["checked"],
        required=control["required"],
        visible=control["visible"],
        font_px=font,
        contrast=ratio,
        x=control["box"]["x"],
        y=control["box"]["y"],
        purposes=consent.purposes_of(control["label"]),
        agreements=[masked_text(a["text"]) for a in control["agreements"]],
        agreement_hrefs=[_shown(a["href"]) or "" for a in control["agreements"]],
        **keys,
    )


def _shown(href: str | None) -> str | None:
    """Where a link points; within a saved page as it was written."""
    return masked_text(href.removeprefix(f"{SAVED}/")) if href else None


def _allowed(ledger: Ledger, control: Mapping[str, Any], snapshot: Mapping[str, Any], where: Mapping[str, Any]) -> None:
    """What a box allows: each purpose it names, to whom it names as the one who may act; a box for terms names no purpose."""
    named = parties(control, snapshot)
    told = consent.kind_of(control, snapshot) == consent.CONSENT
    found: list[str | None] = [*consent.purposes_of(control["label"])] if told else []
    for purpose in found or ([None] if named.own or named.others else []):
        for other in named.others or (None,):
            ledger.add(
                "handling",
                side="asked",
                kind=purpose if purpose in families() else None,
                purpose=purpose,
                entity=named.own,
                recipient=masked_text(other) if other else None,
                **where,
            )


def _requests(ledger: Ledger, recording: Recording, keys: Mapping[str, Any]) -> None:
    """One row a host and phase: before any choice, after refusing, after accepting."""
    host = recording["host"]
    phases = {"before": (recording["requests"], recording["traces"])}
    for phase in ("refused", "accepted"):
        if tried := recording.get(phase):
            phases[phase] = ([r for r in tried["requests"] if r["phase"] == phase], tried["traces"])
    for phase, (requests, traces) in phases.items():
        following = trackers_in(requests, host, traces)
        jar = {cookie["domain"] for cookie in traces["cookies"]}
        for other in dict.fromkeys(r["host"] for r in requests if not r["main"]):
            sent = [r for r in requests if r["host"] == other and not r["main"]]
            ledger.add(
                "page_request",
                phase=phase,
                host=other,
                requests=len(sent),
                third_party=is_third_party(sent[0], host),
                sets_cookie=any(r["set_cookies"] for r in sent) or other in jar,
                tracker=other in following,
                **keys,
            )


def _files(ledger: Ledger, name: str, recording: Recording, exhibit: str) -> str | None:
    """The files that show a page: picture, text, document, requests and the recording; the name of the picture."""
    stem = hashlib.sha256(os.fsencode(f"{name}#{recording['viewport']}")).hexdigest()[:12]
    kept = {
        "txt": ("text/plain", masked_text(recording["snapshot"]["text"]).encode()),
        "html": ("text/html", recording["html"].encode()),
        "har": ("application/json", json.dumps(har.har_of(recording), ensure_ascii=False).encode()),
    }
    picture = recording.get("picture")
    if isinstance(picture, str):
        picture = base64.b64decode(picture)
    if picture:
        kept["png"] = ("image/png", picture)
    kept["json"] = ("application/json", _recording_bytes(recording, picture))
    for ending, (media, data) in kept.items():
        ledger.add(
            "exhibit_file",
            exhibit=exhibit,
            name=f"pages/{stem}-{recording['viewport']}.{ending}",
            sha256=sha256_of(data),
            media=media,
            base64=base64.b64encode(data).decode(),
        )
    return f"pages/{stem}-{recording['viewport']}.png" if picture else None


def _recording_bytes(recording: Recording, picture: bytes | None) -> bytes:
    """The recording with personal information masked, so that it can be judged again without a browser."""
    kept = {**recording, "picture": base64.b64encode(picture).decode() if picture else None}
    return json.dumps(_masked(kept), ensure_ascii=False, sort_keys=True).encode("utf-8", "backslashreplace")


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return masked_text(value) if len(value) < 200_000 and any(c.isdigit() or c == "@" for c in value) else value
    if isinstance(value, dict):
        return {key: value[key] if key in _PLAIN else _masked(value[key]) for key in value}
    return [_masked(one) for one in value] if isinstance(value, list) else value


_PLAIN = frozenset(
    ("colour", "fill", "stroke", "stroke_colour", "paint", "picture", "selector", "line", "behind", "html", "requests")
)
