"""What a scan of data finds against, with the articles of the day: rules are data, each points to the duties it speaks to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hegui.checks import thresholds
from hegui.law import load
from hegui.scan.rules import finding


@dataclass(frozen=True, slots=True)
class _Broken:
    """A rule that an asset or one of its fields goes against, with the words to fill in."""

    rule: str
    field: str = ""
    words: tuple[tuple[str, object], ...] = ()


def findings(asset: Mapping[str, Any], on: date) -> Iterator[dict[str, Any]]:
    """The findings of one asset of the answer."""
    for broken in (*_of_fields(asset), *_of_backups(asset, on)):
        where = f"{asset['path']}/{broken.field}" if broken.field else asset["path"]
        yield finding("data", broken.rule, where, on, dict(broken.words))


def quantities(assets: list[dict[str, Any]], on: date) -> dict[str, Any]:
    """Of how many persons the largest asset speaks, and which numbers of the law on that day it reaches.

    Persons are never joined over assets, so that there may be more.
    """
    persons = max((asset["persons"] or 0 for asset in assets), default=0)
    known = sorted(
        (n for n in load().numbers if n.unit == "persons" and n.span.holds(on)), key=lambda n: (n.value, n.article)
    )
    return {
        "persons_at_least": persons,
        "children_at_least": max((asset["children"] for asset in assets), default=0),
        "reached": [{"persons": int(n.value), "article": n.article} for n in known if n.value <= persons],
    }


def _of_fields(asset: Mapping[str, Any]) -> Iterator[_Broken]:
    personal = any(field["class"] != "none" for field in asset["fields"])
    for field in asset["fields"]:
        name, digest = field["name"], field.get("hash", {})
        password = any(kind["kind"] == "credential_password" and kind["whole"] for kind in field["kinds"])
        if password and field["stored"] == "plain":
            yield _Broken("plaintext_passwords", name)
        if password and digest.get("weak"):
            yield _Broken("unsalted_fast_hash" if digest["salted"] is False else "fast_hash", name)
        if field["class"] == "sensitive_personal" and field["stored"] == "plain":
            yield _Broken("sensitive_in_plain", name)
        if field["children"]:
            yield _Broken("children", name, (("n", f"{field['children']:,}"),))
        if personal and field["marked_deleted"]:
            yield _Broken("marked_deleted", name, (("n", f"{field['marked_deleted']:,}"),))


def _of_backups(asset: Mapping[str, Any], on: date) -> Iterator[_Broken]:
    backups, most = asset["backups"], int(thresholds()["backup.days"])
    if backups is None:
        return
    if backups["last_success"] is None:
        yield _Broken("backup_failed")
    elif (day := date.fromisoformat(backups["last_success"][:10])) < on - timedelta(days=most):
        yield _Broken("backup_old", words=(("day", day), ("most", most)))
