"""``hegui scan app``: what packages of apps contain and call, whose the code is, and what stands against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from hegui import yaml12
from hegui.dates import SHANGHAI, today
from hegui.errors import InputError
from hegui.evidence.app import collector
from hegui.evidence.app.data import app_type, app_types, read_sdks
from hegui.evidence.traffic.places import place_of
from hegui.facts import Facts
from hegui.recognise.pi.families import families
from hegui.scan.frame import Progress, Row, by, ending, framed, gather, rows, shown
from hegui.scan.rules import articles, finding
from hegui.scan.traffic import moment
from hegui.text import Lang, Text

_ASKED_AT_RUN = 23  # the API level since which phones ask for permissions one by one


def scan(
    paths: Sequence[str],
    *,
    app_type: str | None = None,
    sdks: str | None = None,
    runtime: str | None = None,
    consent_at: str | None = None,
    on: date | None = None,
    engine: str = "local",
    cache: bool = True,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The apps at *paths*, as the JSON of ``hegui scan app``; raises InputError where an option cannot be used or a path is not there."""
    options = {
        "app_type": _type(app_type),
        "sdks": _sdks(sdks),
        "runtime": _file(runtime, "--runtime"),
        "consent_at": moment(consent_at) if consent_at else None,
    }
    facts = gather(collector, paths, engine=engine, cache=cache, progress=progress, options=options)
    apps = [told for _, told in apps_of(facts, lambda row: shown(paths, row, "app"), on or today())]
    return framed(collector, facts, paths, "apps", apps)


def apps_of(facts: Facts, place: Callable[[Row], str], on: date) -> Iterator[tuple[Row, Row]]:
    """Every app of some facts, with the JSON of it; *place* says where it lies."""
    tables = {
        name: by(facts, name, "source", "app") for name in ("app_permission", "app_sdk", "app_call", "app_endpoint")
    }
    for row in rows(facts, "app"):
        parts = {name: table[row["source"], row["app"]] for name, table in tables.items()}
        path = place(row)
        found = [_behaving(one, on) for one in _findings(path, row, parts, on)]
        yield row, _as_json(path, row, parts, found, on)


def _type(given: str | None) -> str | None:
    if given is None:
        return None
    found = app_type(given)
    if found is None:
        known = ", ".join(f"{one.number} {one.code}" for one in app_types().values())
        raise InputError(
            f"--type {given}: no such type of app; write one of {known}",
            f"--type {given}：没有这一应用类型，可填：{known}",
        )
    return found.code


def _sdks(given: str | None) -> str | None:
    place = _file(given, "--sdks")
    if place:
        try:
            read_sdks(Path(place).read_text(encoding="utf-8-sig"))
        except (OSError, ValueError):
            raise InputError(
                f"--sdks {given}: the list cannot be read; write CSV with the columns name, vendor, prefixes",
                f"--sdks {given}：无法读取该清单，请按 name、vendor、prefixes 等列编写 CSV",
            ) from None
    return place


def _file(given: str | None, option: str) -> str | None:
    if given is None:
        return None
    if not Path(given).is_file():
        raise InputError(f"{option} {given}: there is no such file", f"{option} {given}：文件不存在")
    return str(Path(given).absolute())


def _as_json(path: str, row: Row, parts: Mapping[str, list[Row]], found: list[Row], on: date) -> Row:
    same = (
        "format",
        "package",
        "label",
        "version",
        "version_code",
        "sha256",
        "min_sdk",
        "target_sdk",
        "type",
        "packed",
        "packer",
    )
    switches = ("schemes", "certificates", "debuggable", "backup", "cleartext", "exported", "policy")
    return {
        "path": path,
        **{name: row[name] for name in (*same, *switches)},
        "permissions": [
            {name: one[name] for name in ("name", "kind", "level", "necessary", "used")}
            for one in parts["app_permission"]
        ],
        "sdks": [
            {name: one[name] for name in ("name", "vendor", "type", "evidence", "where")} for one in parts["app_sdk"]
        ],
        "calls": [
            {
                "api": one["api"],
                "kind": one["kind"],
                "from": one["caller"],
                "owner": one["owner"],
                "sdk": one["sdk"],
                "evidence": "called" if one["how"] == "called" else "contains",
                "consent": one["consent"],
                "at": one["at"].astimezone(SHANGHAI).isoformat() if one["at"] else None,
            }
            for one in parts["app_call"]
        ],
        "endpoints": [
            {"host": one["host"], "cleartext": one["cleartext"], "place": _place(one["host"]), "where": one["where"]}
            for one in parts["app_endpoint"]
        ],
        "behaviours": _behaviours(found, on),
        "findings": found,
    }


def _place(host: str) -> str | None:
    """Where an address is registered; of a name that is not known, since nothing is looked up."""
    return place_of(host) if host.replace(".", "").isdigit() else None


@cache
def _known_behaviours() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml12.load(
        files("hegui.scan").joinpath("app_behaviours.yaml").read_text(encoding="utf-8")
    )
    return found


def _of_behaviour(number: str, on: date) -> list[str]:
    """The paragraph of the method that a behaviour is, while it is in force."""
    return [cite for cite in articles([f"apps.behaviours_{number[0]}"], on) if cite.endswith(f"/{number}")]


def _behaving(found: Row, on: date) -> Row:
    """A finding with the paragraphs of the method to which its rule speaks."""
    numbers = [number for number, one in _known_behaviours().items() if found["rule"] in one["rules"]]
    return {
        **found,
        "articles": [*found["articles"], *(cite for number in numbers for cite in _of_behaviour(number, on))],
    }


def _behaviours(found: list[Row], on: date) -> list[Row]:
    """The behaviours of the 2019 method: what static evidence can say of each, and which findings speak to it."""
    rules = {one["rule"] for one in found}
    return [
        {
            "behaviour": number,
            "articles": _of_behaviour(number, on),
            "says": one["says"],
            "findings": [rule for rule in one["rules"] if rule in rules],
            "reason": Text(one["en"], one["zh"]).as_json(),
        }
        for number, one in _known_behaviours().items()
    ]


def _findings(path: str, row: Row, parts: Mapping[str, list[Row]], on: date) -> Iterator[Row]:
    yield from _of_calls(path, parts["app_call"], on)
    yield from _of_permissions(path, row, parts["app_permission"], on)
    yield from _of_sdks(path, parts, on)
    yield from _of_package(path, row, parts["app_endpoint"], on)


def _of_calls(path: str, calls: list[Row], on: date) -> Iterator[Row]:
    for one in calls:
        if one["consent"] == "before" and one["kind"]:
            rule = "called_before_consent" if one["how"] == "called" else "reached_before_consent"
            words = {"kind": _kind(one["kind"]), "api": one["api"], "owner": one["sdk"] or _OWN}
            yield finding("app", rule, f"{path}#{one['caller']}", on, words)


def _of_permissions(path: str, row: Row, permissions: list[Row], on: date) -> Iterator[Row]:
    dangerous = [one for one in permissions if one["level"] == "dangerous" and one["kind"]]
    for one in dangerous:
        where = f"{path}#{one['name']}"
        if one["necessary"] is False:
            type_ = app_types()[row["type"]]
            words = {"permission": one["name"], "kind": _kind(one["kind"]), "type": type_.title}
            found = finding("app", "permission_beyond_necessary", where, on, words)
            others = {cite for cite in articles(["apps.necessary"], on) if not cite.endswith(f"({type_.number})")}
            yield {**found, "articles": [cite for cite in found["articles"] if cite not in others]}
        if one["used"] is False:
            yield finding("app", "permission_unused", where, on, {"permission": one["name"]})
    if dangerous and (row["target_sdk"] or 1) < _ASKED_AT_RUN:
        yield finding("app", "permissions_at_install", path, on, {"level": row["target_sdk"] or 1, "n": len(dangerous)})


def _of_sdks(path: str, parts: Mapping[str, list[Row]], on: date) -> Iterator[Row]:
    kinds: dict[str, list[str]] = {}
    for one in parts["app_call"]:
        if one["sdk"] and one["kind"] and one["kind"] not in kinds.setdefault(one["sdk"], []):
            kinds[one["sdk"]].append(one["kind"])
    for one in parts["app_sdk"]:
        if one["name"] in kinds and one["type"] not in _OWN_MEANS:
            titles = [_kind(kind) for kind in kinds[one["name"]]]
            listed = Text(", ".join(title.en for title in titles), "、".join(title.zh for title in titles))
            yield finding(
                "app",
                "sdk_reads",
                f"{path}#{one['where']}",
                on,
                {"sdk": one["name"], "vendor": one["vendor"], "kinds": listed},
            )


def _of_package(path: str, row: Row, endpoints: list[Row], on: date) -> Iterator[Row]:
    clear = sum(one["cleartext"] for one in endpoints)
    standing = {
        "packed": row["packed"],
        "policy_not_found": row["policy"] is None,
        "cleartext_allowed": row["cleartext"] and clear > 0,
        "debuggable": row["debuggable"],
        "backup_allowed": row["backup"],
        "exported_component": bool(row["exported"]),
        "unsigned": not row["schemes"],
        "old_signature": row["schemes"] == ["v1"],
    }
    words: dict[str, Mapping[str, object]] = {
        "packed": {"packer": row["packer"] or _UNKNOWN},
        "cleartext_allowed": {"n": clear},
        "exported_component": {"n": len(row["exported"])},
    }
    for rule, stands in standing.items():
        if stands:
            yield finding("app", rule, path, on, words.get(rule))


def _kind(kind: str) -> Text:
    return families()[kind].title if kind in families() else Text(kind, kind)


_OWN_MEANS = ("library", "framework")  # runs for the app itself and sends nothing of its own
_OWN = Text("the app itself", "应用自身")
_UNKNOWN = Text("unknown", "不明")
_APP = Text(
    "{path}: {package} {version}, made for API level {target_sdk}, {permissions} permissions, {sdks} SDKs, {calls} calls, {endpoints} hosts",
    "{path}：{package} {version}，目标 API 级别 {target_sdk}，权限 {permissions} 项，SDK {sdks} 个，调用 {calls} 处，域名 {endpoints} 个",
)
_SDK = Text("  {name} ({vendor}): {evidence}", "  {name}（{vendor}）：{evidence}")
_EVIDENCE = {
    "contains": Text("contained", "包含"),
    "calls": Text("contained and called by other code", "包含并被其他代码调用"),
}


def render(result: Mapping[str, Any], lang: Lang) -> str:
    """The answer of ``scan`` for a terminal: each app, its SDKs, and what stands against it."""
    lines = []
    for one in result["apps"]:
        counts = {name: len(one[name]) for name in ("permissions", "sdks", "calls", "endpoints")}
        said = {name: one[name] or _UNKNOWN.in_(lang) for name in ("package", "version", "target_sdk")}
        lines.append(_APP.in_(lang).format(path=one["path"], **said, **counts))
        for sdk in one["sdks"]:
            lines.append(
                _SDK.in_(lang).format(
                    name=sdk["name"], vendor=sdk["vendor"], evidence=_EVIDENCE[sdk["evidence"]].in_(lang)
                )
            )
        lines += [f"  ! {f['reason'][lang]} ({', '.join(f['articles'])})" for f in one["findings"]]
    return "\n".join([*lines, *ending(result, lang)])
