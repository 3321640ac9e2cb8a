"""The small files that show exhibits: out of the fact table that carried them, into the dossier's ``exhibits/``."""

from __future__ import annotations

import base64
import hashlib

from hegui.facts import Facts, table_of

TABLE = "exhibit_file"


def taken_out(facts: Facts) -> tuple[Facts, dict[str, bytes]]:
    """The facts without the bytes of exhibit files, and those bytes by file name; a file that is not what its hash says is left out."""
    if TABLE not in facts:
        return facts, {}
    rows = facts[TABLE].to_pylist()
    found = {row["name"]: base64.b64decode(row["base64"] or "") for row in rows}
    whole = {row["name"]: found[row["name"]] for row in rows if _sha256(found[row["name"]]) == row["sha256"]}
    named = [{**row, "base64": None} for row in rows if row["name"] in whole]
    return {**facts, TABLE: table_of(TABLE, named)}, whole


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
