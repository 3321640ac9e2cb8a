"""A plan in the formats that people ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hegui.errors import InputError
from hegui.rectify import plan_files, plan_shown, rectification
from hegui.text import Lang, Text

FORMATS = ("text", "markdown", "xlsx", "ics", "docx")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text or the bytes of a file, with remarks for the reader."""

    content: str | bytes
    remarks: tuple[Text, ...] = ()


def render(plan: Mapping[str, Any], to: str, lang: Lang) -> Rendered:
    """The plan in a format; InputError for a format that is none."""
    match to:
        case "text":
            return Rendered(plan_shown.text(plan, lang))
        case "markdown":
            return Rendered(plan_shown.as_markdown(plan, lang))
        case "xlsx":
            return Rendered(plan_files.xlsx(plan, lang))
        case "ics":
            undated = plan_files.undated(plan)
            return Rendered(plan_files.calendar(plan, lang), (undated,) if undated else ())
        case "docx":
            return Rendered(rectification.docx(plan, lang))
    raise InputError(
        f"--to {to}: there is no such format; one of {', '.join(FORMATS)}",
        f"--to {to}：没有这种格式；可用：{'、'.join(FORMATS)}",
    )
