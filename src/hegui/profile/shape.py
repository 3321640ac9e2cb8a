"""The shape of a profile: what pydantic refuses, said in plain words with line, key and mend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from hegui.profile.evidence import SOURCE_KINDS
from hegui.profile.kinds import Model
from hegui.profile.model import File
from hegui.profile.places import find
from hegui.profile.problems import Problem, data, problem
from hegui.text import Text

Place = Sequence[str | int]


def shaped(root: object) -> tuple[File | None, list[Problem]]:
    """The profile that a tree holds, or what is wrong with its shape."""
    try:
        return File.model_validate(root), []
    except ValidationError as refused:
        return None, [problem_of(root, error) for error in refused.errors(include_url=False) if not _follows(error)]


def known_keys(place: Place) -> list[str]:
    """The keys that the mapping at a place may have."""
    return [field.alias or name for name, field in _model_at(place).model_fields.items()]


def _follows(error: ErrorDetails) -> bool:
    """Whether pydantic calls a list too short only because items in it were refused."""
    return error["type"] == "too_short" and bool(error["input"])


def problem_of(root: object, error: ErrorDetails) -> Problem:
    """What pydantic refuses in a tree, as a problem."""
    kind, place, given = error["type"], error["loc"], error["input"]
    context: Mapping[str, Any] = error.get("ctx", {})
    if kind == "extra_forbidden":
        return problem("unknown_key", *find(root, place), word=str(place[-1]), known=known_keys(place))
    if kind == "source_kind":
        return _source_kind(root, place, given)
    if kind == "missing":
        return problem("missing", *find(root, place), word=place[-1])
    if given is None:
        return problem("empty", *find(root, place))
    if kind in ("model_type", "model_attributes_type") and isinstance(given, str) and "：" in given:
        return problem("fullwidth_colon", *find(root, place))
    sentence = data("messages.yaml")["types"].get(kind, kind if kind in data("messages.yaml") else "unusable")
    return problem(sentence, *find(root, place), **{"found": _found(given), **context})


def _source_kind(root: object, place: Place, given: object) -> Problem:
    if not isinstance(given, dict):
        return problem("no_block", *find(root, place), found=_found(given))
    place = [*place, "kind"]
    kind = given.get("kind")
    if isinstance(kind, str):
        return problem("unknown_word", *find(root, place), word=kind, known=SOURCE_KINDS)
    if kind is None:
        return problem("missing", *find(root, place), word="kind")
    return problem("no_one_text", *find(root, place), found=_found(kind))


def _found(given: object) -> Text:
    """What was written instead, by its sort: the value itself might be anything."""
    for sort, word in ((dict, "a_block"), (list, "a_list")):
        if isinstance(given, sort):
            return problem(word).text
    return problem("a_text").text


def _model_at(place: Place) -> type[Model]:
    """The model of the mapping that holds the last step of a place."""
    model: type[Model] = File
    variants: list[type[Model]] = []
    for step in place[:-1]:
        if isinstance(step, int):
            continue
        if chosen := next((v for v in variants if getattr(v, "tag", None) == step), None):
            model, variants = chosen, []
            continue
        field = next(f for name, f in model.model_fields.items() if step == (f.alias or name))
        variants = list(_models_in(field.annotation))
        model = variants[0]
    return model


def _models_in(annotation: object) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    else:
        parts: Iterable[object] = get_args(annotation)
        for part in parts:
            yield from _models_in(part)
