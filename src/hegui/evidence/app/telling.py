"""The facts of one app, written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from hegui.evidence.app import runtime
from hegui.evidence.app.data import AppType, Sdk, apis, app_type, permissions, read_sdks, sdks
from hegui.evidence.app.owners import NOBODY, Owners
from hegui.evidence.app.reading import App, read
from hegui.evidence.app.tree import plain
from hegui.evidence.files import Ledger, Unreadable, read_whole, sha256_of
from hegui.recognise.encodings import decode
from hegui.recognise.pi.families import covers
from hegui.recognise.shapes import masked

_LARGEST = 1024 * 1024 * 1024


def tell(ledger: Ledger, path: Path, name: str, options: Mapping[str, Any]) -> None:
    """Write the facts of the app at a path; Unreadable where it, or a file that an option names, cannot be read."""
    given = options.get("app_type")
    type_ = app_type(given)
    if given and type_ is None:
        raise Unreadable("app_type")
    known = _sdks(options)
    data = read_whole(path, _LARGEST)
    app = read(data, known)
    exhibit = ledger.exhibit(name, sha256_of(data), "measured")
    _app(ledger, name, app, type_, exhibit, sha256_of(data))
    _permissions(ledger, name, app, type_, exhibit)
    for sdk in app.sdks:
        ledger.add(
            "app_sdk",
            app=name,
            name=sdk.sdk.name,
            vendor=sdk.sdk.vendor,
            type=sdk.sdk.type,
            evidence=sdk.evidence,
            where=sdk.where,
            exhibit=exhibit,
        )
    _calls(ledger, name, app, exhibit)
    for one in app.endpoints:
        ledger.add(
            "app_endpoint", app=name, host=one.host, cleartext=one.cleartext, where=_entry(one.where), exhibit=exhibit
        )
    for entry in app.damaged:
        ledger.skip(f"{name}!{_entry(entry)}", "damaged_entry")
    if app.packed:
        ledger.skip(name, "packed", app.packing.product)
    elif not app.coded:
        ledger.skip(name, "no_code")
    if options.get("runtime"):
        _runtime(ledger, name, known, options)


def _entry(name: str) -> str:
    """The name of an entry as it may be shown."""
    return masked(plain(name))


def _sdks(options: Mapping[str, Any]) -> Sequence[Sdk]:
    """The SDKs that come with Hegui and those of the user's own file, whose prefixes go before theirs."""
    if not options.get("sdks"):
        return sdks()
    try:
        return [*sdks(), *read_sdks(decode(read_whole(Path(options["sdks"]))) or "")]
    except ValueError:
        raise Unreadable("sdk_list") from None


def _app(ledger: Ledger, name: str, app: App, type_: AppType | None, exhibit: str, sha256: str) -> None:
    said = app.manifest
    ledger.add(
        "app",
        app=name,
        format=app.format,
        package=said.package,
        label=said.label,
        version=said.version,
        version_code=said.version_code,
        sha256=sha256,
        min_sdk=said.min_sdk,
        target_sdk=said.target_sdk,
        type=type_.code if type_ else None,
        packed=app.packed,
        packer=app.packing.product,
        schemes=list(app.signing.schemes),
        certificates=list(app.signing.certificates),
        debuggable=said.debuggable,
        backup=said.backup,
        cleartext=said.cleartext,
        exported=[one.name for one in said.components if one.exported and not one.guarded and not one.launcher],
        policy=_entry(app.policy) if app.policy else None,
        exhibit=exhibit,
    )


def _permissions(ledger: Ledger, name: str, app: App, type_: AppType | None, exhibit: str) -> None:
    used = {permission for call in app.calls for permission in call.permissions}
    tellable = {permission for api in apis() for permission in api.permissions}
    for one in app.manifest.requested:
        known = permissions().get(one)
        kind = known.kind if known else None
        ledger.add(
            "app_permission",
            app=name,
            name=one,
            kind=kind,
            level=known.level if known else None,
            necessary=None if type_ is None or kind is None else is_necessary(kind, type_),
            used=(one in used) if one in tellable and app.seen else None,
            exhibit=exhibit,
        )
        if kind and known and known.level == "dangerous":
            ledger.add("handling", side="contained", kind=kind, where=one, exhibit=exhibit)


def is_necessary(kind: str, type_: AppType) -> bool:
    """Whether a kind is on the necessary list of a type, itself or by a broader or narrower name."""
    return any(covers(needed, kind) or covers(kind, needed) for needed in type_.kinds)


def _calls(ledger: Ledger, name: str, app: App, exhibit: str) -> None:
    for call in app.calls:
        caller, consent = f"{call.caller}.{call.method}", "before" if call.early else None
        ledger.add(
            "app_call",
            app=name,
            api=call.api,
            kind=call.kind,
            caller=caller,
            owner="SDK" if call.sdk else "app",
            sdk=call.sdk.name if call.sdk else None,
            how="contained",
            consent=consent,
            exhibit=exhibit,
        )
        recipient = call.sdk.vendor if call.sdk else None
        ledger.add("handling", side="contained", kind=call.kind, recipient=recipient, where=caller, exhibit=exhibit)


def _runtime(ledger: Ledger, name: str, known: Sequence[Sdk], options: Mapping[str, Any]) -> None:
    data = read_whole(Path(options["runtime"]))
    log = runtime.read(data)
    consent_at = datetime.fromisoformat(options["consent_at"]) if options.get("consent_at") else log.consent_at
    times = [call.at for call in log.calls if call.at]
    place = f"{name}#runtime"
    exhibit = ledger.exhibit(place, sha256_of(data), "measured", min(times, default=None), max(times, default=None))
    owners = Owners(known)
    for call in log.calls:
        caller = call.stack[0] if call.stack else None
        number = next((n for frame in call.stack if (n := owners.of(frame.rpartition(".")[0])) != NOBODY), NOBODY)
        sdk = None if number == NOBODY else known[number]
        consent = None if consent_at is None or call.at is None else "after" if call.at >= consent_at else "before"
        ledger.add(
            "app_call",
            app=name,
            api=call.api,
            kind=call.kind,
            caller=caller,
            owner="SDK" if sdk else "app",
            sdk=sdk.name if sdk else None,
            how="called",
            consent=consent,
            at=call.at,
            exhibit=exhibit,
        )
        if call.kind:
            ledger.add(
                "handling",
                side="called",
                kind=call.kind,
                recipient=sdk.vendor if sdk else None,
                consent=consent,
                where=f"{place}:{call.line}",
                at=call.at,
                exhibit=exhibit,
            )
    for _ in range(log.unread):
        ledger.skip(place, "not_json")
