"""``hegui scan firmware``: what images and root file systems hold, and what stands against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from hegui.dates import today
from hegui.evidence.firmware import collector
from hegui.scan.app import apps_of
from hegui.scan.frame import Progress, Row, by, ending, framed, gather, rows, shown
from hegui.scan.rules import finding
from hegui.text import Lang, Text

_KEYS = ("private_key", "host_key")
_PASSWORD_RULES = {"default": "default_credentials", "empty": "empty_password"}
_PARTS = ("account", "service", "secret", "component", "endpoint", "app")


def scan(
    paths: Sequence[str],
    *,
    on: date | None = None,
    sbom: Path | None = None,
    engine: str = "local",
    cache: bool = True,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The images and root file systems at *paths*, as the JSON of ``hegui scan firmware``; InputError where a path is not there.

    Their parts are also written to *sbom*, as a CycloneDX document.
    """
    facts = gather(collector, paths, engine=engine, cache=cache, progress=progress)
    parts = {part: by(facts, f"firmware_{part}", "source", "image") for part in _PARTS}
    inside = {(row["source"], row["app"]): told for row, told in apps_of(facts, lambda row: row["app"], on or today())}
    images = []
    for row in rows(facts, "firmware_image"):
        path = shown(paths, row, "image")
        held = {part: parts[part][row["source"], row["image"]] for part in _PARTS}
        images.append(
            {
                "path": path,
                "sha256": row["sha256"],
                "unpacked": row["roots"],
                "files": row["files"],
                "accounts": _only(held["account"], "user", "uid", "login", "password", "list", "where"),
                "services": _only(held["service"], "name", "kind", "started_by", "remote"),
                "secrets": [{"path": one["where"], "kind": one["kind"]} for one in held["secret"]],
                "endpoints": [_endpoint(one) for one in held["endpoint"]],
                "components": _only(held["component"], "name", "version", "how", "where"),
                "apps": [
                    _app(one, inside.get((row["source"], f"{Path(path).absolute().name}/{one['path']}")))
                    for one in held["app"]
                ],
                "findings": list(_findings(path, held, on or today())),
            }
        )
    result = framed(collector, facts, paths, "images", images)
    if sbom:
        from hegui.scan.firmware_sbom import write

        write(result, sbom)
    return result


_OF_APP = (
    "package",
    "label",
    "version",
    "target_sdk",
    "packed",
    "permissions",
    "sdks",
    "calls",
    "endpoints",
    "findings",
)


def _app(one: Row, told: Row | None) -> Row:
    """A preinstalled app, with what was read of it; of one that could not be read only where it lies."""
    read = {name: told[name] for name in _OF_APP} if told else {}
    return {
        "path": one["path"],
        "privileged": one["privileged"],
        "sha256": one["sha256"],
        "read": told is not None,
        **read,
    }


def _endpoint(one: Row) -> Row:
    return {
        "host": one["host"],
        "cleartext": one["cleartext"],
        "update": one["for_updates"],
        "checked": one["checked"],
        "where": one["where"],
    }


def _only(found: list[Row], *columns: str) -> list[Row]:
    return [{column: row[column] for column in columns} for row in found]


def _findings(path: str, held: Mapping[str, list[Row]], on: date) -> Iterator[Row]:
    for one in held["account"]:
        if one["login"] and one["password"] in _PASSWORD_RULES:
            yield _found(_PASSWORD_RULES[one["password"]], path, one["where"], on, user=one["user"])
    for one in held["service"]:
        if one["kind"] == "debug":
            yield _found("debug_interface", path, one["started_by"], on, name=one["name"])
        elif one["remote"] and one["kind"] in ("clear_shell", "shell"):
            weaker = "context" if one["kind"] == "shell" else None
            yield _found("remote_shell", path, one["started_by"], on, weaker, name=one["name"])
    for one in held["secret"]:
        rule = "private_key" if one["kind"] in _KEYS else "hard_coded_secret"
        weaker = "context" if one["kind"] == "encrypted_private_key" else None
        yield _found(rule, path, one["where"], on, weaker, kind=one["kind"])
    for one in held["endpoint"]:
        if one["for_updates"] and one["cleartext"]:
            yield _found("cleartext_update", path, one["where"], on, host=one["host"])
        if one["for_updates"] and one["checked"] is False:
            yield _found("unsigned_update", path, one["where"], on, host=one["host"])
    if held["app"]:
        privileged = sum(one["privileged"] for one in held["app"])
        yield finding("firmware", "preinstalled_app", path, on, {"n": len(held["app"]), "privileged": privileged})


def _found(rule: str, path: str, where: str, on: date, strength: str | None = None, **words: str) -> Row:
    return finding("firmware", rule, f"{path}#{where}", on, words, strength)


_IMAGE = Text(
    "{path}: {files} files, accounts {accounts}, services {services}, parts {components}, apps {apps}",
    "{path}：文件 {files} 个，账户 {accounts} 个，服务 {services} 项，组件 {components} 个，应用程序 {apps} 个",
)
_NOTHING = Text("  Nothing was found against it.", "  未发现问题。")


def render(result: Mapping[str, Any], lang: Lang) -> str:
    """The answer of ``scan`` for a terminal."""
    lines = []
    for one in result["images"]:
        counts = {key: len(one[key]) for key in ("accounts", "services", "components", "apps")}
        lines.append(_IMAGE.in_(lang).format(path=one["path"], files=one["files"], **counts))
        lines += [
            f"  ! {f['where'].removeprefix(one['path'])} {f['reason'][lang]} ({', '.join(f['articles'])})"
            for f in one["findings"]
        ]
        if not one["findings"]:
            lines.append(_NOTHING.in_(lang))
    return "\n".join([*lines, *ending(result, lang)])
