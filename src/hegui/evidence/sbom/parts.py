"""Lists of parts: CycloneDX and SPDX in every syntax, validated with the schemas and rules of their own makers' libraries."""

from __future__ import annotations

import json
import logging
import re
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hegui.evidence.files import Unreadable
from hegui.evidence.sbom.validating import json_valid, xml_valid
from hegui.recognise.encodings import decode

DEEPEST = 100  # components within components
_LARGEST_TO_CHECK = 1_000_000  # characters of an SPDX document whose rules are checked


@dataclass(frozen=True, slots=True)
class Part:
    """One component: ``ref`` is what other entries of the same list call it."""

    name: str
    version: str
    purl: str
    ref: str = ""


@dataclass(slots=True)
class Bom:
    """One list of parts. ``valid`` is None where no validator knows the version, or it is too large to check; ``stated`` are vulnerabilities that it names itself."""

    format: str
    version: str
    valid: bool | None
    top: int  # components at the top level
    parts: list[Part]
    stated: list[Mapping[str, Any]] = field(default_factory=list)  # CycloneDX vulnerabilities, VEX among them
    at: str = ""


def read(data: bytes) -> Bom:
    """The list of parts in these bytes; Unreadable where they are none, or a damaged one."""
    text = decode(data)
    if text is None:
        raise Unreadable("no_bom")
    if "<!ENTITY" in text[:100_000]:
        raise Unreadable("xml_entities")
    document = _json(text)
    if isinstance(document, dict):
        document = _dict(document.get("sbom")) or document  # as a code host wraps what it exports
        if "bomFormat" in document or "cyclonedx" in str(document.get("$schema", "")):
            return _cyclonedx_json(document)
        if "@graph" in document and "spdx" in str(document.get("@context", "")).lower():
            return _spdx_3(document)
        if "spdxVersion" in document:
            return _spdx_2(json.dumps(document), document)
    if re.search(r"<(?:\w+:)?bom[\s>]", text[:4000]) and "cyclonedx.org" in text[:4000]:
        return _cyclonedx_xml(text)
    if re.search(r"spdxVersion|SPDXVersion|spdx\.org/rdf", text[:200_000]):
        return _spdx_2(text, document)
    raise Unreadable("no_bom")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise Unreadable("nested_too_deep") from None
    except ValueError:
        if text.lstrip()[:1] in "{[":
            raise Unreadable("damaged_json") from None
        return None


def _cyclonedx_json(document: Mapping[str, Any]) -> Bom:
    version = str(document.get("specVersion", ""))
    return Bom(
        format="CycloneDX",
        version=version,
        valid=json_valid(version, document),
        top=len(_list(document.get("components"))),
        parts=[*_components(_list(document.get("components")), 0), *_components([_inner(document)], 0)],
        stated=[v for v in _list(document.get("vulnerabilities")) if isinstance(v, dict)],
        at=str(_dict(document.get("metadata")).get("timestamp") or ""),
    )


def _inner(document: Mapping[str, Any]) -> Any:
    """The parts that the product described by the document lists within itself."""
    return {"components": _list(_dict(_dict(document.get("metadata")).get("component")).get("components"))}


def _components(entries: Iterable[Any], depth: int) -> Iterator[Part]:
    if depth > DEEPEST:
        raise Unreadable("nested_too_deep")
    for entry in entries:
        if not isinstance(entry, dict):
            continue
        if name := str(entry.get("name") or ""):
            group = str(entry.get("group") or "")
            full = f"{group}/{name}" if group else name
            ref = str(entry.get("bom-ref") or "")
            yield Part(full, str(entry.get("version") or ""), str(entry.get("purl") or ""), ref)
        yield from _components(_list(entry.get("components")), depth + 1)


def _cyclonedx_xml(text: str) -> Bom:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException, ElementTree

    try:
        root = ElementTree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except DefusedXmlException:
        raise Unreadable("xml_entities") from None
    except (ParseError, ValueError, RecursionError):
        raise Unreadable("damaged_xml") from None
    version = (re.search(r"/bom/(\d+\.\d+)", root.tag) or ["", ""])[1]
    space = root.tag.partition("}")[0] + "}"

    def entry(node: Any, depth: int = 0) -> dict[str, Any]:
        if depth > DEEPEST:
            raise Unreadable("nested_too_deep")
        found: dict[str, Any] = {k: node.findtext(space + k) for k in ("group", "name", "version", "purl")}
        inner = [entry(child, depth + 1) for child in node.findall(f"{space}components/{space}component")]
        return {**found, "bom-ref": node.get("bom-ref"), "components": inner}

    top = [entry(node) for node in root.findall(f"{space}components/{space}component")]
    return Bom(
        format="CycloneDX",
        version=version,
        valid=xml_valid(version, text),
        top=len(top),
        parts=list(_components(top, 0)),
        stated=[_stated(node, space) for node in root.iter(f"{space}vulnerability")],
        at=root.findtext(f"{space}metadata/{space}timestamp") or "",
    )


def _stated(node: Any, space: str) -> Mapping[str, Any]:
    """A vulnerability of the XML in the keys of the JSON."""

    def texts(path: str) -> list[str]:
        return [found.text or "" for found in node.findall("/".join(space + step for step in path.split("/")))]

    return {
        "id": next(iter(texts("id")), ""),
        "published": next(iter(texts("published")), None),
        "analysis": {"state": next(iter(texts("analysis/state")), "")},
        "ratings": [{"severity": severity} for severity in texts("ratings/rating/severity")],
        "affects": [{"ref": ref} for ref in texts("affects/target/ref")],
    }


def _spdx_2(text: str, document: Any) -> Bom:
    """SPDX 2 in JSON, YAML, tag-value, RDF or XML, by the format's own library; it reads files only, so the text is put into one.

    It needs some ten seconds a megabyte: of larger lists in JSON and tag-value the packages are read here, and none is called valid.
    """
    tagged = re.search(r"^SPDXVersion:", text, re.MULTILINE) is not None
    plain = document if isinstance(document, dict) else _tag_values(text) if tagged else {}
    if plain and len(text) > _LARGEST_TO_CHECK:
        return _spdx_plain(plain, None)
    try:
        from spdx_tools.spdx.parser.parse_anything import parse_file
        from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document
    except ImportError:
        raise Unreadable("no_parts_support") from None
    if isinstance(document, dict):
        ending = ".json"
    elif text.lstrip().startswith("<"):
        ending = ".rdf.xml" if "rdf:RDF" in text[:2000] else ".xml"
    else:
        ending = ".spdx" if tagged else ".yaml"
    logging.getLogger("spdx_tools").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # its grammar leaves the file of its own tables open once
        path = Path(folder, "bom" + ending)
        path.write_text(text, encoding="utf-8")
        try:
            parsed = parse_file(str(path), encoding="utf-8")
            problems = validate_full_spdx_document(parsed)
        except Exception:  # noqa: BLE001 - beside its own error the library lets those of its JSON, YAML, RDF and XML parsers escape
            return _spdx_plain(plain, False)
    parts = [
        Part(
            p.name,
            p.version or "",
            next((r.locator for r in p.external_references if "purl" in r.reference_type), ""),
            p.spdx_id,
        )
        for p in parsed.packages
    ]
    return Bom(
        format="SPDX",
        version=parsed.creation_info.spdx_version.removeprefix("SPDX-"),
        valid=not problems,
        top=len(parts),
        parts=parts,
        at=parsed.creation_info.created.isoformat() + "+00:00",
    )


def _spdx_plain(document: Mapping[str, Any], valid: bool | None) -> Bom:
    """The packages of an SPDX document, also of one that breaks its own rules, as the lists of many tools do."""
    parts = [
        Part(str(p.get("name")), str(p.get("versionInfo") or ""), _locator(p), str(p.get("SPDXID") or ""))
        for p in _list(document.get("packages"))
        if isinstance(p, dict) and p.get("name")
    ]
    version = str(document.get("spdxVersion", "")).removeprefix("SPDX-")
    made = str(_dict(document.get("creationInfo")).get("created") or "")
    if not parts and not made:
        raise Unreadable("damaged_bom")
    return Bom("SPDX", version, valid, len(parts), parts, at=made)


def _tag_values(text: str) -> Mapping[str, Any]:
    """The packages of a tag-value document in the keys of the JSON; what stands of files and licences is passed over."""
    found: dict[str, Any] = {"packages": []}
    now = found
    for line in text.splitlines():
        tag, _, value = (part.strip() for part in line.partition(":"))
        if tag == "PackageName":
            now = {"name": value, "externalRefs": []}
            found["packages"].append(now)
        elif tag == "SPDXVersion":
            found["spdxVersion"] = value
        elif tag == "Created":
            found["creationInfo"] = {"created": value}
        elif tag in ("FileName", "SnippetSPDXID", "LicenseID", "Relationship"):
            now = found
        elif tag == "PackageVersion":
            now["versionInfo"] = value
        elif tag == "SPDXID":
            now.setdefault("SPDXID", value)
        elif tag == "ExternalRef" and now is not found and len(words := value.split()) == 3:
            now["externalRefs"].append({"referenceType": words[1], "referenceLocator": words[2]})
    return found


def _locator(package: Mapping[str, Any]) -> str:
    references = (r for r in _list(package.get("externalRefs")) if isinstance(r, dict))
    return next((str(r.get("referenceLocator")) for r in references if r.get("referenceType") == "purl"), "")


def _spdx_3(document: Mapping[str, Any]) -> Bom:
    graph = [node for node in _list(document["@graph"]) if isinstance(node, dict)]
    packages = [
        node for node in graph if str(node.get("type", "")).endswith("Package")
    ]  # of software, models and data sets
    made = next((node for node in graph if node.get("type") == "CreationInfo"), {})
    return Bom(
        format="SPDX",
        version=str(made.get("specVersion", "3.0")),
        valid=None,
        top=len(packages),
        parts=[
            Part(
                str(p.get("name", "")),
                str(p.get("software_packageVersion") or ""),
                str(p.get("software_packageUrl") or ""),
                str(p.get("spdxId") or ""),
            )
            for p in packages
        ],
        at=str(made.get("created", "")),
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
