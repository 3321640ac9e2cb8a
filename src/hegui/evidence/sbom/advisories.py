"""What is known of flaws in parts: OSV advisories, the findings of scanners, CSAF, and VEX statements on whether a product is affected."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from hegui import yaml12
from hegui.evidence.files import Unreadable
from hegui.recognise.encodings import decode

WORDS = ("critical", "high", "medium", "low", "none")  # the ratings of CVSS 3.1, the gravest first


@dataclass(frozen=True, slots=True)
class Range:
    """The events of a flaw in the versions of a package: introduced, fixed, last_affected or limit, each at a version; in no order."""

    events: tuple[tuple[str, str], ...]

    @property
    def fixed(self) -> str | None:
        """The first version that is named as fixed."""
        return next((version for event, version in self.events if event == "fixed"), None)


@dataclass(frozen=True, slots=True)
class Advisory:
    """A known flaw of one package: ``ecosystem`` as OSV names it, with its release after a colon where it has one."""

    id: str
    aliases: tuple[str, ...]
    ecosystem: str
    package: str
    ranges: tuple[Range, ...]
    versions: frozenset[str]
    severity: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A flaw that a scanner's report finds in a part, and when it was made: from then on the reader of the report knew."""

    id: str
    aliases: tuple[str, ...]
    component: str
    version: str
    severity: str
    published: str | None
    fixed: str | None
    known: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """What a maker says of a flaw in a product (VEX): affected, not_affected, fixed or under_investigation."""

    id: str
    product: str
    status: str


Known = Advisory | Seen | Statement


def read(data: bytes) -> list[Known]:
    """Everything known in one file: OSV (JSON, YAML, or lists of them), osv-scanner, Grype, Trivy, pip-audit, OpenVEX, CSAF, CycloneDX.

    Raises Unreadable where it is none of them, or where ranges of versions cannot be compared on this machine.
    """
    document = _document(data)
    known = list(_known(document))
    if any(isinstance(one, Advisory) for one in known) and find_spec("univers") is None:
        raise Unreadable("no_parts_support")
    if known or _is_empty_report(document):
        return known
    raise Unreadable("no_advisory")


def _document(data: bytes) -> Any:
    text = decode(data)
    if text is None:
        raise Unreadable("no_advisory")
    try:
        return json.loads(text)
    except RecursionError:
        raise Unreadable("nested_too_deep") from None
    except ValueError:
        if text.lstrip()[:1] in ("{", "["):
            raise Unreadable("damaged_json") from None
    import yaml

    try:
        return yaml12.load(text)
    except (yaml.YAMLError, RecursionError, ValueError):
        raise Unreadable("no_advisory") from None


def _is_empty_report(document: Any) -> bool:
    keys = ("affected", "results", "matches", "Results", "statements", "dependencies", "vulnerabilities")
    return isinstance(document, dict) and any(isinstance(document.get(key), list) for key in keys)


def _known(document: Any) -> Iterator[Known]:
    if isinstance(document, list):
        for one in document:
            yield from _known(one)
    elif not isinstance(document, dict):
        return
    elif _has(document, "affected") and "id" in document:
        yield from osv(document)
    elif _has(document, "statements"):
        yield from _openvex(document)
    elif "csaf_version" in _dict(document.get("document")):
        yield from _csaf(document)
    elif _has(document, "matches"):
        yield from _grype(document)
    elif _has(document, "Results"):
        yield from _trivy(document)
    elif _has(document, "results"):
        yield from _osv_scanner(document)
    elif _has(document, "dependencies") and "bomFormat" not in document:
        yield from _pip_audit(document)
    elif "bomFormat" in document:
        yield from cyclonedx(_dicts(document, "vulnerabilities"), {}, None)


def osv(document: Mapping[str, Any]) -> Iterator[Advisory]:
    """An OSV record: one advisory a package; none where it was withdrawn."""
    if document.get("withdrawn"):
        return
    for affected in _dicts(document, "affected"):
        package = _dict(affected.get("package"))
        name, ecosystem = str(package.get("name", "")), str(package.get("ecosystem", ""))
        if not name or not ecosystem:
            continue
        ranges = (r for r in _dicts(affected, "ranges") if r.get("type") != "GIT")
        yield Advisory(
            id=str(document["id"]),
            aliases=_aliases(document),
            ecosystem=ecosystem,
            package=name,
            ranges=tuple(Range(events) for r in ranges if (events := tuple(_events(r)))),
            versions=frozenset(str(v) for v in affected.get("versions") or ()),
            severity=severity_of(document) or severity_of(affected),
            published=_text(document.get("published")),
        )


_EVENTS = ("introduced", "fixed", "last_affected", "limit")


def _events(span: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for event in _dicts(span, "events"):
        yield from ((kind, str(event[kind])) for kind in _EVENTS if kind in event)


def severity_of(record: Mapping[str, Any]) -> str:
    """The record's own word for how grave a flaw is, else the rating of its CVSS vector; empty where it has neither."""
    for key in ("database_specific", "ecosystem_specific"):
        if word := _dict(record.get(key)).get("severity"):
            return str(word).lower()
    for one in _dicts(record, "severity"):
        if rated := _rated(str(one.get("score", ""))):
            return rated
    return ""


@lru_cache(maxsize=50_000)
def _rated(vector: str) -> str:
    try:
        from cvss import CVSS2, CVSS3, CVSS4
        from cvss.exceptions import CVSSError
    except ImportError:
        raise Unreadable("no_parts_support") from None
    kind = CVSS4 if vector.startswith("CVSS:4") else CVSS3 if vector.startswith("CVSS:3") else CVSS2
    try:
        return str(kind(vector).severities()[0]).lower() if kind is not CVSS4 else str(kind(vector).severity).lower()
    except (CVSSError, ValueError, KeyError, AttributeError):
        return ""


def _osv_scanner(document: Mapping[str, Any]) -> Iterator[Seen]:
    for result in _dicts(document, "results"):
        for package in _dicts(result, "packages"):
            named = _dict(package.get("package"))
            for flaw in _dicts(package, "vulnerabilities"):
                yield Seen(
                    str(flaw.get("id", "")),
                    _aliases(flaw),
                    str(named.get("name", "")),
                    str(named.get("version", "")),
                    severity_of(flaw),
                    _text(flaw.get("published")),
                    _first_fixed(flaw, str(named.get("name", ""))),
                    None,
                )


def _first_fixed(flaw: Mapping[str, Any], name: str) -> str | None:
    ranges = (r for a in osv(flaw) if a.package == name for r in a.ranges)
    return next((r.fixed for r in ranges if r.fixed), None)


def _grype(document: Mapping[str, Any]) -> Iterator[Seen]:
    at = _text(_dict(document.get("descriptor")).get("timestamp"))
    for match in _dicts(document, "matches"):
        flaw, part = _dict(match.get("vulnerability")), _dict(match.get("artifact"))
        fixed = _dict(flaw.get("fix")).get("versions") or [None]
        aliases = tuple(str(r.get("id")) for r in _dicts(match, "relatedVulnerabilities"))
        yield Seen(
            str(flaw.get("id", "")),
            aliases,
            str(part.get("name", "")),
            str(part.get("version", "")),
            str(flaw.get("severity", "")).lower(),
            None,
            _text(fixed[0]),
            at,
        )


def _trivy(document: Mapping[str, Any]) -> Iterator[Seen]:
    at = _text(document.get("CreatedAt"))
    for result in _dicts(document, "Results"):
        for flaw in _dicts(result, "Vulnerabilities"):
            yield Seen(
                str(flaw.get("VulnerabilityID", "")),
                tuple(str(v) for v in flaw.get("VendorIDs") or ()),
                str(flaw.get("PkgName", "")),
                str(flaw.get("InstalledVersion", "")),
                str(flaw.get("Severity", "")).lower(),
                _text(flaw.get("PublishedDate")),
                _text(flaw.get("FixedVersion")),
                at,
            )


def _pip_audit(document: Mapping[str, Any]) -> Iterator[Seen]:
    for part in _dicts(document, "dependencies"):
        for flaw in _dicts(part, "vulns"):
            fixed = flaw.get("fix_versions") or [None]
            name, version = str(part.get("name", "")), str(part.get("version", ""))
            yield Seen(str(flaw.get("id", "")), _aliases(flaw), name, version, "", None, _text(fixed[0]), None)


def _openvex(document: Mapping[str, Any]) -> Iterator[Statement]:
    for statement in _dicts(document, "statements"):
        flaw = statement.get("vulnerability")
        named = _dict(flaw).get("name") or _dict(flaw).get("@id") if isinstance(flaw, dict) else flaw
        for product in statement.get("products") or ():
            place = _dict(product).get("@id") if isinstance(product, dict) else product
            inner = [str(_dict(s).get("@id")) for s in _dict(product).get("subcomponents") or ()]
            for one in inner or [str(place)]:
                yield Statement(str(named), one, str(statement.get("status", "")))


_CSAF = {
    "known_affected": "affected",
    "first_affected": "affected",
    "last_affected": "affected",
    "known_not_affected": "not_affected",
    "fixed": "fixed",
    "first_fixed": "fixed",
    "under_investigation": "under_investigation",
}


def _csaf(document: Mapping[str, Any]) -> Iterator[Statement]:
    products = dict(_csaf_products(_dict(document.get("product_tree")), 0))
    for flaw in _dicts(document, "vulnerabilities"):
        named = flaw.get("cve") or next((i.get("text") for i in _dicts(flaw, "ids")), "")
        for kind, ids in _dict(flaw.get("product_status")).items():
            for product in ids if isinstance(ids, list) else ():
                yield Statement(str(named), products.get(str(product), str(product)), _CSAF.get(kind, kind))


def _csaf_products(node: Mapping[str, Any], depth: int) -> Iterator[tuple[str, str]]:
    if depth > 50:
        return
    for product in (
        *_dicts(node, "full_product_names"),
        _dict(node.get("product")),
        *(_dict(r.get("full_product_name")) for r in _dicts(node, "relationships")),
    ):
        if "product_id" in product:
            helper = _dict(product.get("product_identification_helper"))
            yield str(product["product_id"]), str(helper.get("purl") or product.get("name") or product["product_id"])
    for branch in _dicts(node, "branches"):
        yield from _csaf_products(branch, depth + 1)


_CYCLONEDX = {
    "resolved": "fixed",
    "resolved_with_pedigree": "fixed",
    "not_affected": "not_affected",
    "false_positive": "not_affected",
}


def cyclonedx(
    flaws: Sequence[Mapping[str, Any]], parts: Mapping[str, tuple[str, str]], at: str | None
) -> Iterator[Known]:
    """The vulnerabilities that a CycloneDX document states, with its analysis of each as VEX. *parts*: name and version by reference."""
    for flaw in flaws:
        named = str(flaw.get("id", ""))
        state = _CYCLONEDX.get(str(_dict(flaw.get("analysis")).get("state", "")))
        ratings = sorted(
            (str(r.get("severity", "")).lower() for r in _dicts(flaw, "ratings")),
            key=lambda word: WORDS.index(word) if word in WORDS else len(WORDS),
        )
        for target in _dicts(flaw, "affects"):
            ref = str(target.get("ref", ""))
            name, version = parts.get(ref) or parts.get(ref.rpartition("#")[2]) or (ref.rpartition("#")[2], "")
            if state:
                yield Statement(named, name, state)
            aliases = tuple(str(r.get("id")) for r in _dicts(flaw, "references"))
            yield Seen(
                named, aliases, name, version, ratings[0] if ratings else "", _text(flaw.get("published")), None, at
            )


def _aliases(record: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(alias) for alias in record.get("aliases") or ())


def _text(value: Any) -> str | None:
    return str(value) if value not in (None, "") else None


def _has(document: Mapping[str, Any], key: str) -> bool:
    return isinstance(document.get(key), list)


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(record: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = record.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
