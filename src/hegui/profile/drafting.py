"""From answers to the text of a first hegui.yaml, with comments in one language (``hegui.yaml.jinja``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import count
from typing import Any

import yaml

from hegui import yaml12
from hegui.profile.asking import questions
from hegui.profile.editors import SCHEMA_FILE
from hegui.profile.kinds import code_words
from hegui.profile.references import PROFILE
from hegui.text import Lang, Text

_PAPERS = "papers"  # the source of documents, as the template calls it
_LONGEST_STEM = 40


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A register template that a profile points to; ``path`` as the profile writes it."""

    id: str
    title: Text
    path: str


def draft(given: Mapping[str, Any], lang: Lang, registers: Iterable[RegisterFile] = ()) -> str:
    """The text of a profile from the answers that ``asking.answers`` gives, with a source for each register template."""
    from jinja2 import Environment, StrictUndefined

    asked = {(group.key, question.key): question for group in questions() for question in group.questions}

    def why(group: str, key: str) -> str:
        question = asked[group, key]
        return f"{question.why.in_(lang)} [{question.cite}]"

    def say(en: str, zh: str) -> str:
        return Text(en, zh).in_(lang)

    def meaning(codes: str, code: str) -> str:
        return code_words(codes)[code][lang]

    # what is written is YAML and not HTML: every free answer passes through the quoting filter
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
    environment.filters["q"] = _quoted
    template = environment.from_string(files("hegui.profile").joinpath("hegui.yaml.jinja").read_text(encoding="utf-8"))
    arranged = _arranged(given, registers)
    return template.render(**arranged, why=why, say=say, meaning=meaning, schema=SCHEMA_FILE, papers=_PAPERS)


def _arranged(given: Mapping[str, Any], registers: Iterable[RegisterFile]) -> dict[str, Any]:
    """The answers as the template wants them: ids made, links resolved, people and account bases listed."""
    operator = {
        **given["operator"],
        "id": _id(given["operator"]["name_en"] or given["operator"]["name"], "operator", []),
    }
    zh, en = operator["name"], operator["name_en"]
    operator["words"] = f"{{en: {_quoted(en)}, zh: {_quoted(zh)}}}" if en else _quoted(zh)
    lists = {name: _with_ids(given[name], name) for name in ("systems", "services", "products", "data_sets")}
    for item in (*lists["services"], *lists["data_sets"]):
        item["system"] = lists["systems"][int(item["system"]) - 1]["id"] if item["system"] else None
    sources: list[str] = [_PAPERS, PROFILE]
    for system in lists["systems"]:
        system["log_source"] = _id(f"{system['id']}-logs", "logs", sources)
    people = given["people"]
    return {
        "operator": operator,
        "people": [
            {
                "role": role,
                "name": people[role],
                "since": people["responsible_since"] if role == "responsible_person" else None,
            }
            for role in ("legal_representative", "responsible_person", "pi_officer")
            if people[role]
        ],
        **lists,
        "account_bases": [
            {"id": service["id"], "name": service["name"], "service": service["id"]}
            for service in lists["services"]
            if service["accounts"]
        ],
        "evidence": given["evidence"],
        "registers": [
            {
                "id": each.id,
                "title": each.title,
                "path": each.path,
                "source": _id(f"{each.id}-register", "register", sources),
            }
            for each in registers
        ],
    }


def _with_ids(items: Sequence[Mapping[str, Any]], among: str) -> list[dict[str, Any]]:
    taken: list[str] = []
    word = among.removesuffix("s").replace("_", "-")
    return [{**item, "id": _id(item["name"], f"{word}-{n}", taken)} for n, item in enumerate(items, 1)]


def _id(name: str, fallback: str, taken: list[str]) -> str:
    """An id from a name: its Latin letters and digits, else *fallback*, counted where it is *taken*, which is added to."""
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:_LONGEST_STEM].strip("-") if name.isascii() else ""
    stem = stem if yaml12.load(stem) == stem else fallback  # no word that YAML reads as a number, a day or nothing
    wanted = next(each for n in count(1) if (each := stem if n == 1 else f"{stem}-{n}") not in taken)
    taken.append(wanted)
    return wanted


def _quoted(text: str) -> str:
    """A text as a double-quoted YAML scalar on one line."""
    written: str = yaml.dump(text, Dumper=yaml.CSafeDumper, default_style='"', allow_unicode=True, width=2**30)
    return written.strip()
