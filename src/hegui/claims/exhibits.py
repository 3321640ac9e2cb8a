"""Exhibits: quoted by id and sha256, never copied. Of a dossier's findings only id and verdict are taken, of a capture only counts."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from hegui.claims.data import data, sentence
from hegui.claims.model import Act, Exhibit
from hegui.claims.shape import Reader
from hegui.profile.problems import shown
from hegui.text import Text

FINDINGS = "findings.json"
MOST_BYTES = 256 * 2**20  # of findings or of a capture's answer
UNSHOWN = {"met", "unproven", "not_applicable"}  # verdicts that do not show a breach
Values = Mapping[str, Any]


def exhibit(values: Values, acts: Iterable[Act], folder: Path, reader: Reader) -> Exhibit:
    """An exhibit with its file looked at, where there is one."""
    kind = data("shape.yaml")["codes"]["exhibit_kind"][values["kind"]]
    path = folder / values["path"] if values.get("path") else None
    digest, doubt = values.get("sha256"), None
    quotes: tuple[Mapping[str, Any], ...] = ()
    if path is not None:
        quotes, found, doubt = _looked_at(values, path, reader)
        if digest and found and digest != found:
            reader.remark("hash_differs", values["_line"], "exhibits", id=values["id"])
            doubt = sentence("hash_differs", id=values["id"])
        digest = digest or found
    about = values.get("acts") or tuple(act.id for act in acts)
    shows = values.get("shows") or tuple(kind["shows"])
    return Exhibit(
        id=values["id"],
        kind=values["kind"],
        what=values.get("what"),
        date=values.get("date"),
        sha256=digest,
        path=values.get("path"),
        acts=about,
        shows=shows,
        made_in=values.get("made_in"),
        legalised=values.get("legalised"),
        fixed=kind["fixed"] or digest is not None,
        quotes=quotes,
        doubt=doubt or (_too_early(values, about, acts, reader) if "act" in shows else None),
    )


def _looked_at(values: Values, path: Path, reader: Reader) -> tuple[tuple[Values, ...], str | None, Text | None]:
    """What is quoted from the file, its sha256, and why it proves less than it seems to."""
    line = values["_line"]
    try:
        if values["kind"] == "dossier_findings":
            return _findings(values, path, reader)
        if not path.is_file():
            raise FileNotFoundError
        with path.open("rb") as file:
            found = file_digest(file, "sha256").hexdigest()
    except OSError:
        reader.remark("no_exhibit_file", line, "exhibits", id=values["id"], path=values["path"])
        return (), None, None
    if values["kind"] == "capture" and path.suffix == ".json":
        return _capture(values, path, reader), found, None
    return (), found, None


def _findings(values: Values, path: Path, reader: Reader) -> tuple[tuple[Values, ...], str | None, Text | None]:
    try:
        raw = _read_findings(path)
        listed = {finding["id"]: finding["verdict"] for finding in json.loads(raw)}
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        reader.remark("no_dossier", values["_line"], "exhibits", id=values["id"])
        return (), None, sentence("no_dossier", id=values["id"])
    asked: Sequence[str] = values.get("findings") or ()
    for finding in asked:
        if finding not in listed:
            reader.remark("no_finding", values["_line"], "exhibits", id=values["id"], finding=finding)
    quotes = tuple({"finding": id_, "verdict": listed[id_]} for id_ in asked if id_ in listed)
    shown_one = any(quote["verdict"] not in UNSHOWN for quote in quotes)
    return quotes, sha256(raw).hexdigest(), None if shown_one else sentence("finding_not_shown")


def _read_findings(path: Path) -> bytes:
    if not path.is_dir() and not path.is_file():
        raise FileNotFoundError
    if path.is_dir():
        with (path / FINDINGS).open("rb") as file:
            return file.read(MOST_BYTES)
    with zipfile.ZipFile(path) as archive:
        name = next(n for n in [*archive.namelist(), ""] if n == FINDINGS or n.endswith(f"/{FINDINGS}") or not n)
        with archive.open(name) as member:
            return member.read(MOST_BYTES)


def _capture(values: Values, path: Path, reader: Reader) -> tuple[Values, ...]:
    """How many flows carried which kind of information to which host, by the capture's own answer; no value of any person."""
    counts: dict[tuple[str, str], int] = {}
    try:
        with path.open("rb") as file:
            document = json.loads(file.read(MOST_BYTES))
        for capture in document["captures"]:
            for flow in capture["flows"]:
                for kind in sorted({str(carried["kind"]) for carried in flow.get("carries") or ()}):
                    key = (shown(flow.get("host") or "?"), shown(kind))
                    counts[key] = counts.get(key, 0) + 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        reader.remark("no_capture", values["_line"], "exhibits", id=values["id"])
        return ()
    return tuple({"host": host, "kind": kind, "flows": n} for (host, kind), n in sorted(counts.items()))


def _too_early(values: Values, about: Sequence[str], acts: Iterable[Act], reader: Reader) -> Text | None:
    """Evidence of an act cannot be older than the act."""
    day: date | None = values.get("date")
    starts = [act.start for act in acts if act.id in about]
    if day is None or not starts or not all(start and day < start for start in starts):
        return None
    reader.remark("early_exhibit", values["_line"], "exhibits", id=values["id"], date=day)
    return sentence("early_exhibit", id=values["id"], date=day)
