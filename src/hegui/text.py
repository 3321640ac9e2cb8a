"""Words for people: every sentence exists in English and in Chinese, side by side."""

from __future__ import annotations

import locale
import os
from typing import Literal, NamedTuple

Lang = Literal["en", "zh"]
LANGS: tuple[Lang, Lang] = ("en", "zh")
COLON = {"en": ": ", "zh": "："}


class Text(NamedTuple):
    """One sentence in both languages; written ``TXT`` in the interface, ``{"en": …, "zh": …}`` in JSON."""

    en: str
    zh: str

    def in_(self, lang: Lang) -> str:
        """The sentence in one language."""
        return self.zh if lang == "zh" else self.en

    def as_json(self) -> dict[str, str]:
        """The JSON shape of a sentence."""
        return {"en": self.en, "zh": self.zh}


def text_of(raw: object) -> Text:
    """Read a ``{"en": …, "zh": …}`` mapping, as the data files write it; a plain string stands for both languages."""
    if isinstance(raw, str):
        return Text(raw, raw)
    if isinstance(raw, dict) and set(raw) == {"en", "zh"} and all(isinstance(v, str) for v in raw.values()):
        return Text(raw["en"], raw["zh"])
    raise ValueError(f"expected a text in both languages {{en: …, zh: …}}, got {type(raw).__name__}")


def default_lang() -> Lang:
    """The language of the user's locale: Chinese where it says so, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"
