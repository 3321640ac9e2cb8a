"""The JSON Schema of hegui.yaml, by which editors complete keys, explain them in both languages and mark mistakes."""

from __future__ import annotations

import json
from typing import Any

from hegui.profile.model import File

SCHEMA_FILE = "hegui.schema.json"


def schema() -> dict[str, Any]:
    """The JSON Schema of hegui.yaml (draft 2020-12). What only the whole file shows, such as a dangling reference, it cannot say."""
    found = File.model_json_schema()
    for model in (found, *found["$defs"].values()):
        model.pop("description", None)  # a docstring, for readers of the code alone
        for field in model["properties"].values():
            field.pop("title", None)
            if field.get("type") == "array":  # a list may be left empty, which YAML reads as null
                field["type"] = ["array", "null"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found, "title": "hegui.yaml"}


def schema_text() -> str:
    """The schema as ``hegui.schema.json`` holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"
