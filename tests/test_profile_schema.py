"""The JSON Schema that editors use: committed as generated, bilingual, and of one mind with the loader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from hegui import profile
from hegui.profile.model import File
from hegui.yaml12 import load as plain
from test_profile_loading import EXAMPLE

RENEW = "renew it: python -c \"import hegui.profile as p; open('src/hegui/profile/hegui.schema.json', 'w', encoding='utf-8').write(p.schema_text())\""


def as_json(value: Any) -> Any:
    """YAML as an editor sees it: days are words."""
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def valid(text: str) -> bool:
    checker = jsonschema.Draft202012Validator(profile.schema(), format_checker=jsonschema.FormatChecker())
    return checker.is_valid(as_json(plain(text)))


def test_the_committed_schema_is_the_one_that_the_model_gives() -> None:
    committed = files("hegui.profile").joinpath(profile.SCHEMA_FILE).read_text(encoding="utf-8")
    assert committed == profile.schema_text(), RENEW


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(profile.schema())


def test_the_example_is_valid() -> None:
    assert valid(EXAMPLE)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("kind: company", "knid: company"),
        ("kind: company", "kind: compny"),
        ("kind: logs", "kind: log"),
        ("level: 2", "level: 6"),
        ("register: incident,", "register: incidents,"),
        ("about: [system/shop], path", "about: [shop], path"),
        ("since: 2015-03-01", "since: 2015年"),
        ("by: counsel, on", "by: auditor, on"),
        ("until: 2037-05-01, words", "words"),
    ],
)
def test_what_the_loader_refuses_by_its_shape_editors_mark(right: str, wrong: str) -> None:
    assert right in EXAMPLE
    assert not valid(EXAMPLE.replace(right, wrong, 1))


def test_a_list_may_be_left_empty() -> None:
    assert valid("hegui: 1\noperators:\n  - {id: a, name: A, kind: company, systems: }\n")


def fields(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, model in {"File": schema, **schema["$defs"]}.items():
        for key, field in model["properties"].items():
            yield f"{name}.{key}", field


def test_every_key_is_described_in_both_languages() -> None:
    for name, field in fields(File.model_json_schema()):
        assert re.search(r"[A-Za-z].*[一-鿿]", field["description"]), name


def test_codes_are_explained_in_both_languages() -> None:
    lists = re.findall(
        r'"enum": (\[[^\]]*\])[^\]]*?"enumDescriptions": (\[[^\]]*\])', json.dumps(profile.schema(), ensure_ascii=False)
    )
    assert len(lists) >= 10
    for codes, meanings in lists:
        assert len(json.loads(codes)) == len(json.loads(meanings))
        assert all(re.search(r"[一-鿿]", meaning) for meaning in json.loads(meanings))
