"""Which known flaws stand in which parts: packages by ecosystem and name, versions by the ecosystem's own order, VEX honoured."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

from hegui import yaml12
from hegui.evidence.sbom.advisories import Advisory, Known, Range, Seen, Statement
from hegui.evidence.sbom.parts import Part

_PURL = re.compile(
    r"^pkg:/*(?P<type>[A-Za-z0-9.+-]+)/(?P<name>[^@?#]+)(?:@(?P<version>[^?#]*))?(?:\?(?P<qualifiers>[^#]*))?"
)


@dataclass(frozen=True, slots=True)
class Flaw:
    """A known flaw in a part. ``status`` is what a maker says of it (VEX), empty where nobody does."""

    id: str
    component: str
    version: str
    severity: str
    published: str | None
    known: str | None
    fixed: str | None
    status: str


@cache
def ecosystems() -> dict[str, dict[str, str]]:
    """The ecosystems of ``ecosystems.yaml``."""
    text = files("hegui.evidence.sbom").joinpath("ecosystems.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = yaml12.load(text)
    return found


def flaws(parts: Sequence[Part], known: Iterable[Known]) -> list[Flaw]:
    """The flaws of parts, each part and flaw once, by name."""
    advisories: dict[tuple[str, str], list[Advisory]] = defaultdict(list)
    seen: dict[str, list[Seen]] = defaultdict(list)
    statements: dict[str, list[Statement]] = defaultdict(list)
    for one in known:
        if isinstance(one, Advisory):
            spec = ecosystems().get(one.ecosystem.partition(":")[0])
            if spec:
                advisories[spec["purl"], _plain(spec["purl"], one.package)].append(one)
        elif isinstance(one, Seen):
            if one.id:
                seen[_last(_named(one.component)[0])].append(one)
        else:
            statements[one.id].append(one)
    found: dict[tuple[str, str, str], Flaw] = {}
    for part in parts:
        for flaw in (*_by_advisory(part, advisories), *_by_report(part, seen)):
            key = (flaw.id, part.name, part.version)
            said = _status(part, flaw.id, statements)
            found[key] = _joined(found.get(key), replace(flaw, status=said))
    return sorted(found.values(), key=lambda f: (f.component, f.version, f.id))


def _joined(one: Flaw | None, other: Flaw) -> Flaw:
    if one is None:
        return other
    known = min((k for k in (one.known, other.known) if k), default=None)
    return replace(
        one,
        known=known,
        severity=one.severity or other.severity,
        published=one.published or other.published,
        fixed=one.fixed or other.fixed,
    )


def _by_advisory(part: Part, advisories: dict[tuple[str, str], list[Advisory]]) -> Iterator[Flaw]:
    purl = _PURL.match(part.purl)
    if not purl:
        return
    kind, name = purl["type"].lower(), unquote(purl["name"])
    version = unquote(purl["version"] or "") or part.version
    for advisory in advisories.get((kind, _plain(kind, name)), ()):
        if not version or not _same_release(advisory.ecosystem, purl["qualifiers"] or ""):
            continue
        scheme = ecosystems()[advisory.ecosystem.partition(":")[0]]["versions"]
        hit = next((r for r in advisory.ranges if _within(scheme, version, r)), None)
        if hit or version in advisory.versions:
            fixed = hit.fixed if hit else None
            yield Flaw(advisory.id, part.name, version, advisory.severity, advisory.published, None, fixed, "")


def _by_report(part: Part, seen: dict[str, list[Seen]]) -> Iterator[Flaw]:
    for one in seen.get(_last(part.name), ()):
        version = one.version or _named(one.component)[1]
        if not version or not part.version or version == part.version:
            yield Flaw(one.id, part.name, part.version, one.severity, one.published, one.known, one.fixed, "")


def _status(part: Part, flaw: str, statements: dict[str, list[Statement]]) -> str:
    """What a maker says of a flaw in this part: the last statement that names it, or names the product without a version."""
    said = ""
    for one in statements.get(flaw, ()):
        name, version = _named(one.product)
        if _last(name) == _last(part.name) and version in ("", part.version):
            said = one.status
    return said


def _named(product: str) -> tuple[str, str]:
    """Name and version of what a report or a maker names by its package URL or by its name alone."""
    purl = _PURL.match(product)
    return (unquote(purl["name"]), unquote(purl["version"] or "")) if purl else (product, "")


def _same_release(ecosystem: str, qualifiers: str) -> bool:
    """Whether an advisory for a release of a distribution is for the one the part comes from; not told apart where either is silent."""
    release = ecosystem.partition(":")[2].lower().removeprefix("v")
    distro = re.search(r"distro=([^&]+)", qualifiers)
    if not release or not distro:
        return True
    number = re.search(r"\d[\d.]*", unquote(distro[1]))
    return not number or f"{number[0]}.".startswith(f"{release}.")


def _within(scheme: str, version: str, span: Range) -> bool:
    one = _version(scheme, version)
    if one is None:
        return False
    try:
        if span.introduced not in ("0", "") and _before(scheme, one, span.introduced):
            return False
        if span.fixed is not None:
            return _before(scheme, one, span.fixed)
        if span.last is not None:
            last = _version(scheme, span.last)
            return last is not None and bool(one <= last)
    except TypeError:
        return False
    return True


def _before(scheme: str, one: Any, other: str) -> bool:
    border = _version(scheme, other)
    return border is not None and bool(one < border)


@lru_cache(maxsize=200_000)
def _version(scheme: str, text: str) -> Any:
    from univers.version_range import RANGE_CLASS_BY_SCHEMES
    from univers.versions import InvalidVersion

    order: Any = RANGE_CLASS_BY_SCHEMES[scheme].version_class
    try:
        return order(text)
    except (InvalidVersion, ValueError, TypeError, AttributeError):
        return None


def _plain(kind: str, name: str) -> str:
    """A package's name as its ecosystem compares it: PyPI knows no case and no ``_``, Maven's group and artifact are one."""
    name = name.replace(":", "/").lower() if kind in ("maven", "pypi", "github", "composer", "npm") else name
    if kind == "pypi":
        return re.sub(r"[-_.]+", "-", name)
    return name.rpartition("/")[2] if kind in ("deb", "apk", "rpm") else name


@lru_cache(maxsize=100_000)
def _last(name: str) -> str:
    """The last piece of a name, in lower case: reports name parts with and without their group."""
    return re.split(r"[/:]", name.lower())[-1]
