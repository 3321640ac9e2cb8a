"""Whether a CycloneDX document keeps to its schema: the schemas that its makers' library ships, with a validator that is fast on thousands of parts."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any


def _schemas() -> Traversable:
    return files("cyclonedx.schema").joinpath("_res")


def json_valid(version: str, document: Any) -> bool | None:
    """Whether a JSON document is valid; None where no schema of its version is known, or no validator installed."""
    try:
        validator = _validator(version)
    except ImportError:
        return None
    return None if validator is None else bool(validator.is_valid(document))


@cache
def _validator(version: str) -> Any:
    import jsonschema_rs

    for kind in ("-strict", ""):  # up to 1.3 the strict schema is a file of its own
        schema = _schemas().joinpath(f"bom-{version}{kind}.SNAPSHOT.schema.json")
        if schema.is_file():
            return jsonschema_rs.validator_for(_json(schema), retriever=_retrieve, validate_formats=True)
    return None


def _retrieve(address: str) -> Any:
    """A schema that another refers to, from the same folder; nothing is fetched."""
    name = address.rpartition("/")[2].replace(".SNAPSHOT", "")
    return _json(_schemas().joinpath(name.replace(".schema.json", ".SNAPSHOT.schema.json")))


def _json(schema: Traversable) -> Any:
    return json.loads(schema.read_text(encoding="utf-8"))


def xml_valid(version: str, text: str) -> bool | None:
    """Whether an XML document is valid; None as for JSON. Without a version it is of no known namespace."""
    try:
        from cyclonedx.schema import SchemaVersion
        from cyclonedx.validation.xml import XmlValidator
    except ImportError:
        return None
    known = next((v for v in SchemaVersion if v.to_version() == version), None)
    if known is None:
        return None if version else False
    return XmlValidator(known).validate_str(text) is None
