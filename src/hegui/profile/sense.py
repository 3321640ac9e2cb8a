"""The sense of a profile: what each value means beside the others. Reads the tree, as ``references`` does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qsl, urlsplit

from hegui.profile.days import days
from hegui.profile.places import Spot
from hegui.profile.problems import Problem
from hegui.profile.references import references
from hegui.profile.tree import Block

_SECRET = re.compile(r"pass|pwd|secret|token|credential|api_?key|access_?key|signature", re.IGNORECASE)
_TRUE = {"true", "yes", "on", "y", "t", "1"}


def sense(root: object, today: date) -> Iterator[Problem]:
    """Everything in a tree that contradicts itself, leads nowhere or gives a secret away; remarks among it."""
    if not isinstance(root, Block):
        return
    whole = Spot(root, "")
    yield from references(whole)
    for operator in whole.each("operators"):
        yield from days(operator, today)
        yield from _sources(operator)
        yield from _decisions(operator)
        yield from _nobodies(operator)
        for spot in operator.each("data_sets"):
            if _is_true(spot, "sensitive") and "personal" in spot.block and not _is_true(spot, "personal"):
                yield spot.problem("sensitive_not_personal", "sensitive")


def url_variable(source: str) -> str:
    """The environment variable that holds the address of a database, with its credentials."""
    return f"HEGUI_{source.upper().replace('-', '_')}_URL"


def _is_true(spot: Spot, key: str) -> bool:
    return (spot.text(key) or "").strip().lower() in _TRUE


_AT_AN_ADDRESS = ("logs", "data", "page", "policy")


def _sources(operator: Spot) -> Iterator[Problem]:
    for source in operator.each("sources"):
        if source.text("kind") == "logs" and not source.texts("about"):
            yield source.problem("about_nothing", "kind")
        if source.text("kind") == "register":
            yield from _register(source)
        if source.text("kind") in _AT_AN_ADDRESS:
            yield from _placed(source)
        for paper in source.each("documents"):
            yield from _public(paper)


def _register(source: Spot) -> Iterator[Problem]:
    variable = url_variable(source.text("id") or "<source>")
    path, table, url = (source.text(key) for key in ("path", "table", "url"))
    if path is not None and (table or url):
        yield source.problem("two_places", "path")
    elif url is not None and table is None:
        yield source.problem("no_table", "url")
    elif path is None and table is None:
        yield source.problem("no_place", "kind", variable=variable)
    if url is not None and _holds_secret(url):
        yield source.problem("credentials", "url", variable=variable)
    elif url is not None and not _is_url(url):
        yield source.problem("no_url", "url", example="postgresql://db.example.org/registers")


def _placed(source: Spot) -> Iterator[Problem]:
    """Evidence at a path or at an address: one of the two, and no secret in the address."""
    path, url = source.text("path"), source.text("url")
    variable = url_variable(source.text("id") or "<source>")
    if path is not None and url is not None:
        yield source.problem("path_and_url", "path")
    elif path is None and url is None and source.text("kind") != "data":
        yield source.problem("path_or_url", "kind")
    elif path is None and url is None:
        yield source.problem("no_place", "kind", variable=variable)
    if url is not None and _holds_secret(url):
        code = {"data": "credentials", "logs": "service_credentials"}.get(
            source.text("kind") or "", "public_credentials"
        )
        yield source.problem(code, "url", variable=variable)
    elif url is not None and not _is_url(url):
        example = "s3://bucket/logs" if source.text("kind") == "logs" else "https://www.example.org/"
        yield source.problem("no_url", "url", example=example)


def _public(paper: Spot) -> Iterator[Problem]:
    url = paper.text("published_at")
    if url is not None and _holds_secret(url):
        yield paper.problem("public_credentials", "published_at")
    elif url is not None and not (_is_url(url) and url.lower().startswith(("http://", "https://"))):
        yield paper.problem("no_url", "published_at", example="https://www.example.org/privacy")


def _is_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.scheme and (parts.netloc or parts.path)) and "://" in url
    except ValueError:
        return False


def _holds_secret(url: str) -> bool:
    """Whether an address names a user, or has a parameter that sounds like a secret."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "@" in url
    return "@" in parts.netloc or any(
        value and _SECRET.search(name) for name, value in parse_qsl(f"{parts.query}&{parts.fragment}")
    )


def _decisions(operator: Spot) -> Iterator[Problem]:
    """Counsel decides one thing once."""
    first: dict[tuple[str | None, ...], int] = {}
    for spot in operator.each("overrides"):
        what = tuple(spot.text(key) for key in ("role", "obligation", "about"))
        key = next((key for key in ("role", "obligation") if key in spot.block), None)
        if key is None:
            continue
        if what in first:
            yield spot.problem("decided_twice", key, first=first[what])
        first.setdefault(what, spot.block.lines[key])


def _nobodies(operator: Spot) -> Iterator[Problem]:
    """Roles whose word is relied on although nobody is named for them."""
    held = {person.text("role") for person in operator.each("people")}
    spots = [(s, "by") for among in ("attestations", "exceptions", "overrides") for s in operator.each(among)]
    for source in operator.each("sources"):
        spots += [(complete, "by") for complete in source.inner("complete")]
        for paper in source.each("documents"):
            spots += [(paper, "owner"), *((approval, "by") for approval in paper.inner("approved"))]
    for spot, key in spots:
        if (role := spot.text(key)) and role not in held:
            yield spot.problem("nobody", key, role=role)
