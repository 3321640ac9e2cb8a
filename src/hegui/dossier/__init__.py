"""What is kept: one audit, one dossier, hashed and never changed again.

    dossier.json   what was checked, as of when, by which version, law date and command; totals; exposure
    findings.json  every finding
    law.json       the articles, numbers, clauses and words used, so that the dossier can be shown after any upgrade
    checks/        the queries and sentences used
    cases.json     the decided cases it refers to
    facts/         the fact tables, Parquet
    exhibits/      small copies: screenshots, excerpts (redacted)
    report.html    self-contained, both languages
    MANIFEST.json  sha256 and size of every other file

A dossier is a folder or one .zip of it; everything here takes either. A redacted copy of one leaves most facts behind.
"""

from hegui.dossier.comparing import compare
from hegui.dossier.exhibits import taken_out
from hegui.dossier.explaining import explain, with_tier
from hegui.dossier.manifest import Entry
from hegui.dossier.reading import Dossier, read
from hegui.dossier.redacting import redact
from hegui.dossier.sealing import seal, unseal
from hegui.dossier.verifying import LIMITS, Alteration, verification, verify
from hegui.dossier.writing import pack, write

__all__ = [
    "LIMITS",
    "Alteration",
    "Dossier",
    "Entry",
    "compare",
    "explain",
    "pack",
    "read",
    "redact",
    "seal",
    "taken_out",
    "unseal",
    "verification",
    "verify",
    "with_tier",
    "write",
]
