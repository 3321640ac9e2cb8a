"""What an injured person can ask, on which basis, until when and before which court, and what is missing to prove it.

``answer`` reads ``claim.yaml`` and selects by date, role and facts from the data beside this code; the law is in the data. ``html``
and ``docx`` make the memo, ``render`` one screen. A claimant's files never meet a respondent's: no profile is read, and of a
dossier only ids and verdicts of findings and the sha256 are quoted.
"""

from __future__ import annotations

from hegui.claims.answering import answer, as_json
from hegui.claims.page import html
from hegui.claims.paper import docx
from hegui.claims.screen import render
from hegui.claims.shape import SCHEMA_FILE, schema, schema_text

__all__ = ["SCHEMA_FILE", "answer", "as_json", "docx", "html", "render", "schema", "schema_text"]
