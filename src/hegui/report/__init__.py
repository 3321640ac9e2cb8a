"""How a dossier is shown: the page, and what the terminal says. Everything from the dossier alone."""

from hegui.report.page import html

__all__ = ["html"]
