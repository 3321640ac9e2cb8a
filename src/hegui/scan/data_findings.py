"""What a scan of data finds against, with the articles of the day: rules are data, each points to the duties it speaks to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from hegui import yaml12
from hegui.checks import thresholds
from hegui.law import load
from hegui.text import Text


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of ``data_rules.yaml``."""

    strength: str
    duties: tuple[str, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class _Broken:
    """A rule that an asset or one of its fields goes against, with the words to fill in."""

    rule: str
    field: str = ""
    words: tuple[tuple[str, object], ...] = ()


def findings(asset: Mapping[str, Any], on: date) -> Iterator[dict[str, Any]]:
    """The findings of one asset of the answer."""
    for broken in (*_of_fields(asset), *_of_backups(asset, on)):
        rule, words = rules()[broken.rule], dict(broken.words)
        yield {
            "rule": broken.rule,
            "where": f"{asset['path']}/{broken.field}" if broken.field else asset["path"],
            "strength": rule.strength,
            "reason": Text(rule.reason.en.format(**words), rule.reason.zh.format(**words)).as_json(),
            "articles": list(articles(rule.duties, on)),
        }


def articles(duties: tuple[str, ...], on: date) -> tuple[str, ...]:
    """The articles under which duties stand on a day, each once."""
    law = load()
    return tuple(dict.fromkeys(cite for duty in duties for cite in law.article_on(law.obligations[duty], on)))


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


@cache
def rules() -> dict[str, Rule]:
    """Every rule, by its id."""
    raw = yaml12.load(files("hegui.scan").joinpath("data_rules.yaml").read_text(encoding="utf-8"))
    return {name: Rule(one["strength"], tuple(one["duties"]), Text(one["en"], one["zh"])) for name, one in raw.items()}
