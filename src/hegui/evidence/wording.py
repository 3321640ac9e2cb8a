"""The words of all collectors: why something was unreadable or skipped, and what each collector cannot see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from hegui import yaml12
from hegui.evidence import collectors
from hegui.text import Text, text_of

_GROUPS = ("unreadable", "skipped")


@cache
def words() -> Mapping[str, Text]:
    """Reasons by code, of every collector that comes with Hegui."""
    found: dict[str, Text] = {}
    for folder in files("hegui.evidence").iterdir():
        path = folder / "words.yaml"
        if path.is_file():
            raw = yaml12.load(path.read_text(encoding="utf-8"))
            found |= {code: text_of(text) for group in _GROUPS for code, text in raw.get(group, {}).items()}
    return found


def why(code: str) -> Text:
    """The words for a reason; a collector of somebody else's may use codes that have none here."""
    return words().get(code, Text(code, code))


def blind_spots(kinds: Iterable[str]) -> dict[str, tuple[Text, ...]]:
    """What the collectors of these kinds of source cannot see."""
    known = collectors()
    return {kind: known[kind].blind_spots for kind in kinds if kind in known}
