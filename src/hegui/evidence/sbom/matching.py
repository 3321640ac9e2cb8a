"""Which known flaws stand in which parts: packages by ecosystem and name, versions by the ecosystem's own order, VEX honoured."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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


_START = object()  # before all versions


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
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Everything that it is called, in lower case."""
        return frozenset(name.lower() for name in (self.id, *self.aliases))


@dataclass(frozen=True, slots=True)
class Package:
    """A part as its ecosystem knows it: ``origin`` is the distribution that its package URL names, ``upstream`` what it was built from."""

    type: str
    names: tuple[str, ...]
    version: str
    origin: str
    distro: str


@cache
def ecosystems() -> dict[str, dict[str, Any]]:
    """The ecosystems of ``ecosystems.yaml``."""
    text = files("hegui.evidence.sbom").joinpath("ecosystems.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = yaml12.load(text)
    return found


@cache
def _origins() -> frozenset[str]:
    return frozenset(name for one in ecosystems().values() for name in one.get("from", ()))


def flaws(parts: Sequence[Part], known: Iterable[Known], unordered: set[str] | None = None) -> list[Flaw]:
    """The flaws of parts, each part and flaw once under whatever names, by part.

    *unordered* takes the parts whose versions could not be put in the order of their ecosystem while an advisory names them.
    """
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
            statements[one.id.lower()].append(one)
    found: list[Flaw] = []
    for part in parts:
        of_part: list[Flaw] = []
        for flaw in (*_by_advisory(part, advisories, unordered), *_by_report(part, seen)):
            same = next((one for one in of_part if one.names & flaw.names), None)
            if same:
                of_part.remove(same)
            of_part.append(_joined(same, flaw))
        found += (replace(one, status=_status(part, one.names, statements)) for one in of_part)
    return sorted(dict.fromkeys(found), key=lambda f: (f.component, f.version, f.id))


def _joined(one: Flaw | None, other: Flaw) -> Flaw:
    if one is None:
        return other
    names = dict.fromkeys((*one.aliases, other.id, *other.aliases))
    return replace(
        one,
        known=min((k for k in (one.known, other.known) if k), default=None),
        severity=one.severity or other.severity,
        published=min((p for p in (one.published, other.published) if p), default=None),
        fixed=one.fixed or other.fixed,
        aliases=tuple(name for name in names if name != one.id),
    )


def _package(part: Part) -> Package | None:
    """What a package URL says of a part."""
    purl = _PURL.match(part.purl)
    if not purl:
        return None
    kind, name = purl["type"].lower(), unquote(purl["name"])
    said = dict(pair.split("=", 1) for pair in (purl["qualifiers"] or "").split("&") if "=" in pair)
    version = unquote(purl["version"] or "") or part.version
    if "epoch" in said and ":" not in version:
        version = f"{said['epoch']}:{version}"
    upstream = re.sub(r"@.*$|-[^-]+-[^-]+\.src\.rpm$", "", unquote(said.get("upstream", "")))
    names = dict.fromkeys(_plain(kind, one) for one in (name, upstream) if one)
    return Package(kind, tuple(names), version, name.partition("/")[0].lower(), unquote(said.get("distro", "")))


def _by_advisory(
    part: Part, advisories: dict[tuple[str, str], list[Advisory]], unordered: set[str] | None
) -> Iterator[Flaw]:
    package = _package(part)
    if not package or not package.version:
        return
    for advisory in (one for name in package.names for one in advisories.get((package.type, name), ())):
        spec = ecosystems()[advisory.ecosystem.partition(":")[0]]
        if not _same_release(advisory.ecosystem, spec, package):
            continue
        hit = _affected(spec["versions"], package.version, advisory)
        if hit is None and unordered is not None:
            unordered.add(f"{part.name} {package.version}")
        if hit and hit.affected:
            yield Flaw(
                advisory.id,
                part.name,
                package.version,
                advisory.severity,
                advisory.published,
                None,
                hit.fixed,
                "",
                advisory.aliases,
            )


@dataclass(frozen=True, slots=True)
class Hit:
    """Whether a version is affected, and the first later one that is not."""

    affected: bool
    fixed: str | None


def _affected(scheme: str, version: str, advisory: Advisory) -> Hit | None:
    """Whether an advisory's versions or ranges hold a version; None where its order cannot be told."""
    if version in advisory.versions:
        hits = [_within(scheme, version, span) for span in advisory.ranges]
        return Hit(True, next((hit.fixed for hit in hits if hit), None))
    hits = [_within(scheme, version, span) for span in advisory.ranges]
    for hit in hits:
        if hit and hit.affected:
            return hit
    mine = _version(scheme, version)
    if not advisory.ranges and mine is not None and any(_version(scheme, one) == mine for one in advisory.versions):
        return Hit(True, None)
    return None if mine is None or None in hits else Hit(False, None)


def _by_report(part: Part, seen: dict[str, list[Seen]]) -> Iterator[Flaw]:
    for one in seen.get(_last(part.name), ()):
        version = one.version or _named(one.component)[1]
        if not version or not part.version or version == part.version:
            yield Flaw(
                one.id, part.name, part.version, one.severity, one.published, one.known, one.fixed, "", one.aliases
            )


def _status(part: Part, names: Iterable[str], statements: dict[str, list[Statement]]) -> str:
    """What a maker says of a flaw in this part: the last statement that names it, or names the product without a version."""
    said = ""
    for one in (statement for name in sorted(names) for statement in statements.get(name, ())):
        name, version = _named(one.product)
        if _last(name) == _last(part.name) and version in ("", part.version):
            said = one.status
    return said


def _named(product: str) -> tuple[str, str]:
    """Name and version of what a report or a maker names by its package URL or by its name alone."""
    purl = _PURL.match(product)
    return (unquote(purl["name"]), unquote(purl["version"] or "")) if purl else (product, "")


def _same_release(ecosystem: str, spec: Mapping[str, Any], package: Package) -> bool:
    """Whether an advisory of a distribution is for the one that a part comes from, and for its release; not told apart where either is silent."""
    if "from" in spec and package.origin in _origins() - set(spec["from"]):
        return False
    release = re.search(r"\d[\d.]*", ecosystem.partition(":")[2])
    number = re.search(r"\d[\d.]*", package.distro)
    return not release or not number or f"{number[0]}.".startswith(f"{release[0]}.")


def _within(scheme: str, version: str, span: Range) -> Hit | None:
    """What the events of a range, in the order of their versions, say of one version, as the schema of OSV has it evaluated."""
    mine = _version(scheme, version)
    events = [(event, text, _version(scheme, text) if text not in ("0", "") else _START) for event, text in span.events]
    if mine is None or any(at is None for _, _, at in events):
        return None
    affected, fixed = False, None
    try:
        for event, text, at in (
            sorted(events, key=lambda one: (one[2] is not _START, one[2])) if len(events) > 1 else events
        ):
            passed = at is _START or at <= mine
            if event == "last_affected":
                affected = affected and (not passed or at == mine)
            elif passed:
                affected = event == "introduced"
            elif event == "fixed" and fixed is None:
                fixed = text
    except TypeError:
        return None
    return Hit(affected, fixed)


@lru_cache(maxsize=200_000)
def _version(scheme: str, text: str) -> Any:
    from univers.version_range import RANGE_CLASS_BY_SCHEMES
    from univers.versions import InvalidVersion

    order: Any = RANGE_CLASS_BY_SCHEMES[scheme].version_class
    if scheme == "apk":
        text = re.sub(
            r"_(?:cvs|svn|git|hg)(?=\d|-|$)", "_p", text
        )  # its library does not know these; they too come after the release
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
