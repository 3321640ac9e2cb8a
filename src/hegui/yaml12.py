"""YAML as people mean it: ``on``, ``no`` and ``yes`` are words (YAML 1.2), only ``true`` and ``false`` are truth values."""

from __future__ import annotations

import re
from typing import Any

import yaml


class Loader(yaml.CSafeLoader):
    """The fast safe loader without the truth values of YAML 1.1."""


_BOOL = "tag:yaml.org,2002:bool"
Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))


def load(text: str) -> Any:
    """The value of one YAML document; raises yaml.YAMLError."""
    return yaml.load(text, Loader=Loader)
