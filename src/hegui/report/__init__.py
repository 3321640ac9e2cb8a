"""How a dossier is shown: the page, and what the terminal says. Everything from the dossier alone."""

from __future__ import annotations

from hegui.dossier import Dossier
from hegui.errors import InputError
from hegui.report.page import html
from hegui.report.terminal import comparison, explanation, summary, verification
from hegui.text import Lang

__all__ = ["comparison", "explanation", "html", "render", "summary", "verification"]

LATER = ("pdf", "xlsx", "docx", "oscal", "ocsf", "sarif", "junit", "markdown")


def render(d: Dossier, to: str, lang: Lang = "en") -> str:
    """A dossier in a format; InputError for those that come with a later release, and for unknown ones."""
    if to == "html":
        return html(d, lang)
    if to in LATER:
        raise InputError(
            f"--to {to} comes with a later release; html works now, and prints to PDF from any browser.",
            f"--to {to} 将在后续版本提供；目前可用 html，可在浏览器中打印为 PDF。",
        )
    raise InputError(
        f"--to {to}: there is no such format; html works now, {', '.join(LATER)} come with later releases.",
        f"--to {to}：没有这种格式；目前可用 html，{'、'.join(LATER)} 将在后续版本提供。",
    )
