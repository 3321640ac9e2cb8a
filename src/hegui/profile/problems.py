"""What is wrong with a profile: one sentence a problem, in both languages, with its line, its key and the mend.

The sentences stand in ``messages.yaml``: what is wrong and, after the semicolon, what to do. They never repeat an address or a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any, NoReturn

from hegui import yaml12
from hegui.errors import ProfileError
from hegui.text import LANGS, Lang, Text, text_of

_SHOWN_CHARACTERS = 60
_LONGEST_WORD = 100


@cache
def data(name: str) -> Any:
    """A data file of this room."""
    return yaml12.load(files("hegui.profile").joinpath(name).read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem, of a kind of messages.yaml; ``line`` counts from 1, 0 is the file as a whole.

    ``values`` fill the sentence: what the user wrote is shortened when shown, a Text goes by language. Where ``word`` is none of
    the ``known``, the sentence names the nearest of them; that is sought only for problems that are shown.
    """

    kind: str
    line: int = 0
    key: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def remark(self) -> bool:
        """Whether the profile can be used all the same."""
        return bool(data("messages.yaml")[self.kind].get("remark", False))

    @property
    def text(self) -> Text:
        """What is wrong, and after the semicolon how to mend it."""
        kind, values = self.kind, dict(self.values)
        if "known" in values and (near := nearest(values["word"], values["known"])):
            kind, values["near"] = f"{kind}_near", near
        message = text_of({lang: data("messages.yaml")[kind][lang] for lang in LANGS})
        return Text(*(message.in_(lang).format_map({k: _said(v, lang) for k, v in values.items()}) for lang in LANGS))

    def at(self, file: str) -> Text:
        """``file:line: key: what; mend`` in both languages."""
        place = ": ".join(part for part in (f"{file}:{self.line}" if self.line else file, self.key) if part)
        return Text(f"{place}: {self.text.en}", f"{place}: {self.text.zh}")


def problem(kind: str, line: int = 0, key: str = "", **values: object) -> Problem:
    """A problem of a kind; *values* fill its sentence."""
    return Problem(kind, line, key, values)


def refuse(file: str, problems: Iterable[Problem]) -> NoReturn:
    """Raise the ProfileError that lists *problems*, the first twenty by line."""
    found = sorted(problems, key=lambda each: each.line)
    most = data("bounds.yaml")["most_problems"]
    lines = [each.at(file) for each in found[:most]]
    if len(found) > 1:
        lines.insert(0, problem("several", count=len(found)).at(file))
    if len(found) > most:
        lines.append(problem("more", count=len(found) - most).text)
    raise ProfileError("\n".join(line.en for line in lines), "\n".join(line.zh for line in lines))


def _said(value: object, lang: Lang) -> object:
    if isinstance(value, Text):
        return value.in_(lang)
    if isinstance(value, list | tuple):
        return ("、" if lang == "zh" else ", ").join(shown(each) for each in value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return shown(value) if isinstance(value, str) else value


def shown(value: object) -> str:
    """What the user wrote, short and without control characters."""
    text = "".join(c if c.isprintable() else "?" for c in str(value)[: _SHOWN_CHARACTERS + 1])
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like *word*; None where none is."""
    close = get_close_matches(word[:_LONGEST_WORD].lower(), list(known), n=1)
    return close[0] if close else None
