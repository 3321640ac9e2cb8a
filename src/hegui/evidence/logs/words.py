"""The collector's words in both languages, from ``words.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from hegui import yaml12
from hegui.text import Text, text_of


@cache
def words() -> Mapping[str, Mapping[str, Text]]:
    """The words of each group (``unreadable``, ``skipped``, ``formats``, ``blind_spots``) by code."""
    raw = yaml12.load(files(__package__).joinpath("words.yaml").read_text(encoding="utf-8"))
    return {group: {code: text_of(text) for code, text in codes.items()} for group, codes in raw.items()}
