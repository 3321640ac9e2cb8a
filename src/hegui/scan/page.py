"""``hegui scan page``: what pages ask of people, seen in a real browser, as one document."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from hegui import yaml12
from hegui.dates import today
from hegui.engine import Source, run
from hegui.engine.cache import cache_folder
from hegui.errors import unwritable
from hegui.evidence.page import collector
from hegui.evidence.page.lexicon import words
from hegui.evidence.wording import why
from hegui.facts import Facts
from hegui.scan.frame import OPERATOR, Progress, Row, by, rows
from hegui.scan.rules import articles
from hegui.text import Lang, Text

VIEWPORTS = {"desktop": ("desktop",), "phone": ("phone",), "both": ("desktop", "phone")}


def scan(
    paths: Sequence[str],
    *,
    on: date | None = None,
    viewport: str = "both",
    out: Path | None = None,
    engine: str = "local",
    cache: bool = True,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The pages at *paths* (addresses, saved pages and folders, MHTML, HAR, recordings), as the JSON of ``hegui scan page``.

    *viewport* is desktop, phone or both. Screenshots and the other exhibits are written below *out* (default: the user's cache
    folder).
    """
    options = {"pages": list(paths), "viewports": VIEWPORTS[viewport]}
    source = Source(OPERATOR, "0", "page", "", "pages", taken_at=datetime.now(UTC), options=options)
    facts = run(collector, [source], engine, cache, progress).facts
    pictures = _written(facts, out or cache_folder() / "pages")
    pages = _pages(facts, pictures, on or today())
    coverage = rows(facts, "coverage")
    return {
        "pages": pages,
        "findings": [finding for page in pages for finding in page["findings"]],
        "unreadable": [
            {"path": row["path"], "reason": why(row["reason"]).as_json(), "detail": row["detail"]}
            for row in rows(facts, "unreadable")
        ],
        "coverage": {
            "unit": "pages",
            "population": sum(row["population"] for row in coverage),
            "examined": sum(row["examined"] for row in coverage),
            "how": "all",
            "skipped": [],
        },
        "blind_spots": [text.as_json() for text in collector.blind_spots],
    }


def render(result: Mapping[str, Any], lang: Lang) -> str:
    """The answer of ``scan`` for a terminal."""
    from hegui.scan.page_showing import render

    return render(result, lang)


def _pages(facts: Facts, pictures: Mapping[str, str], on: date) -> list[Row]:
    controls = by(facts, "page_control", "page", "viewport")
    requests = by(facts, "page_request", "page", "viewport")
    found = by(facts, "page_finding", "page", "viewport")
    return [
        _page(row, pictures, controls[key], requests[key], found[key], on)
        for row in rows(facts, "page")
        for key in [(row["page"], row["viewport"])]
    ]


def _page(
    row: Row, pictures: Mapping[str, str], controls: list[Row], requests: list[Row], found: list[Row], on: date
) -> Row:
    notes = words("notes")
    return {
        "path": row["page"],
        "url": row["url"],
        "title": row["title"],
        "sha256": row["sha256"],
        "screenshot": pictures.get(row["picture"] or ""),
        "viewport": row["viewport"],
        "tls": row["tls"],
        "notes": [{"note": note, "text": notes[note].as_json()} for note in row["notes"]],
        "controls": [_control(one) for one in controls],
        "policy": {"href": row["policy_href"], "clicks": row["policy_clicks"], "reached": row["policy_reached"]},
        **{f"requests_{name}": _requests(requests, phase) for phase, name in _PHASES.items()},
        "findings": [finding for one in found if (finding := _finding(one, on))["articles"]],
    }


_PHASES = {"before": "before_consent", "refused": "after_refusal", "accepted": "after_acceptance"}


def _control(row: Row) -> Row:
    pairs = zip(row["agreements"], row["agreement_hrefs"], strict=True)
    return {
        "selector": row["selector"],
        "role": row["role"],
        "label": row["label"],
        "checked_at_load": row["checked"],
        "font_px": row["font_px"],
        "contrast": row["contrast"],
        "visible": row["visible"],
        "agreements": [{"text": text, "href": href or None} for text, href in pairs],
        "purposes": row["purposes"],
        "means": row["means"],
        "made_as": row["made_as"],
        "required": row["required"],
        "position": {"x": row["x"], "y": row["y"]},
    }


def _requests(requests: list[Row], phase: str) -> list[Row]:
    keys = ("host", "third_party", "sets_cookie", "tracker", "requests")
    return [{key: row[key] for key in keys} for row in requests if row["phase"] == phase]


def _finding(row: Row, on: date) -> Row:
    return {
        "rule": row["rule"],
        "where": row["where"],
        "strength": row["strength"],
        "reason": Text(row["reason_en"], row["reason_zh"]).as_json(),
        "articles": articles(duties()[row["rule"]], on),
        "page": row["page"],
        "viewport": row["viewport"],
    }


@cache
def duties() -> Mapping[str, Sequence[str]]:
    """The duties that each rule speaks to."""
    raw: Mapping[str, Sequence[str]] = yaml12.load(
        files("hegui.scan").joinpath("page_rules.yaml").read_text(encoding="utf-8")
    )
    return raw


def _written(facts: Facts, folder: Path) -> dict[str, str]:
    """Write the exhibits and say where each lies, by its name."""
    places = {}
    for row in rows(facts, "exhibit_file"):
        data = base64.b64decode(row["base64"])
        if hashlib.sha256(data).hexdigest() != row["sha256"]:
            continue
        path = folder / row["name"].removeprefix("pages/")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except OSError as error:
            raise unwritable(folder, error) from None
        places[row["name"]] = str(path)
    return places
