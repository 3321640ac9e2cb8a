"""Rows of the fact table ``handling``, and a dossier that compares them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dossier_bundle as bundle
from hegui.dossier import Dossier
from hegui.dossier.handling import compared
from hegui.facts import tables


def row(side: str, kind: str | None, recipient: str | None = None, **more: Any) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(column.name for column in tables()["handling"].columns)
    return empty | {"side": side, "kind": kind, "recipient": recipient, **more}


def dossier(folder: Path, rows: list[dict[str, Any]]) -> Dossier:
    document = bundle.parts()["document"]
    return bundle.write(folder, document={**document, "handling": compared(rows)})
