"""Whatever is done to a profile, it loads or is refused with words; nothing else ever comes out."""

from __future__ import annotations

import random
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hegui import profile
from hegui.errors import ProfileError
from hegui.yaml12 import load as plain
from test_profile_loading import EXAMPLE

TAKEN_AT = datetime(2026, 11, 21, tzinfo=UTC)

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        [
            "shop",
            "system/shop",
            "cloud-co",
            "2026-02-30",
            "9999-12-31",
            "none",
            "logs",
            "register",
            "x://u:p@h",
            "a" * 3000,
        ]
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)


def outcome(raw: bytes) -> None:
    """Load bytes as a profile; a refusal names the file in both languages, and what loads becomes facts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hegui.yaml"
        path.write_bytes(raw)
        loaded = loaded_or_refused(path)
        if isinstance(loaded, ProfileError):
            assert loaded.text.en.startswith(str(path))
            assert loaded.text.zh.startswith(str(path))
        else:
            assert profile.facts(loaded, TAKEN_AT)["operator"].num_rows == len(loaded.operators)
            profile.sources(loaded, TAKEN_AT)


def loaded_or_refused(path: Path) -> profile.Profile | ProfileError:
    try:
        return profile.load(path)
    except ProfileError as error:
        return error


def places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    steps = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [path, *(place for step, inner in steps for place in places(inner, (*path, step)))]


def changed(tree: Any, path: tuple[Any, ...], value: Any, drop: bool) -> Any:
    if not path:
        return value
    copy = dict(tree) if isinstance(tree, dict) else list(tree)
    if drop and len(path) == 1:
        del copy[path[0]]
    else:
        copy[path[0]] = changed(tree[path[0]], path[1:], value, drop)
    return copy


@settings(max_examples=150)
@given(st.data())
def test_when_any_value_of_a_profile_is_replaced_or_removed_then_it_loads_or_is_refused(data: st.DataObject) -> None:
    tree = plain(EXAMPLE)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(tree)))
        tree = changed(tree, path, data.draw(VALUES), data.draw(st.booleans()))
        if not isinstance(tree, dict):
            break
    outcome(yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "surrogatepass"))


@settings(max_examples=150)
@given(st.integers(), st.integers(1, 5))
def test_when_any_characters_of_a_profile_are_changed_then_it_loads_or_is_refused(seed: int, edits: int) -> None:
    chance = random.Random(seed)
    text = list(EXAMPLE)
    for _ in range(edits):
        at = chance.randrange(len(text))
        text[at : at + chance.choice([0, 1, 1, 30])] = chance.choice(
            ["", " ", "\t", "\n", ":", "{", "]", "&a ", "*a", "'", "：", "- ", "\x00", "🔒"]
        )
    outcome("".join(text).encode())


@settings(max_examples=100)
@given(st.binary(max_size=200))
@example(b"? ")
@example(b"%YAML 1.2\n---\n")
@example(b"hegui: 1\noperators: [&a {id: *a}]\n")
def test_when_the_bytes_are_anything_then_they_load_or_are_refused(raw: bytes) -> None:
    outcome(raw)
