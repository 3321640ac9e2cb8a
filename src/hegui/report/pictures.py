"""The screenshots that a finding's exhibits point to, inline."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from hegui.dossier import Dossier
from hegui.dossier.reading import read_bytes

EACH = 2  # pictures shown with one finding
MOST_BYTES = 8_000_000  # of all pictures in a report; the others lie in exhibits/


def pictures(d: Dossier) -> Callable[[Mapping[str, Any]], list[dict[str, str]]]:
    """What gives the pictures of a finding: name and ``data:`` address; every picture is shown once, where it is first met."""
    files: dict[str, list[str]] = defaultdict(list)
    for row in d.facts("exhibit_file").to_pylist():
        if row["media"] == "image/png" and f"exhibits/{row['name']}" in d.tree.names:
            files[row["exhibit"]].append(f"exhibits/{row['name']}")
    left = MOST_BYTES
    shown: set[str] = set()

    def of(finding: Mapping[str, Any]) -> list[dict[str, str]]:
        nonlocal left
        found = []
        names = [name for e in finding["exhibits"] for name in files.get(f"{e['source']}:{e['locator']}", ())]
        for name in names[:EACH]:
            if name in shown:
                continue
            data = read_bytes(d.tree, name)
            if len(data) > left:
                continue
            left -= len(data)
            shown.add(name)
            found.append({"name": name, "src": f"data:image/png;base64,{base64.b64encode(data).decode()}"})
        return found

    return of
