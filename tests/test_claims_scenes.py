"""The four scenes of examples/claims answer as expected, and their memos hold together."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from hegui import claims, yaml12

SCENES = ROOT / "examples" / "claims"
EXPECTED = [
    pytest.param(folder, day, expected, id=f"{folder.name} {day}")
    for folder in sorted(path.parent for path in SCENES.glob("*/expected.yaml"))
    for day, expected in yaml12.load((folder / "expected.yaml").read_text(encoding="utf-8")).items()
]
WESTERN_MARK = re.compile(
    r"[\u3400-\u9fff）》”][,;:?!]|[,;:?!][\u3400-\u9fff（《“]|[\u3400-\u9fff]\(|\)[\u3400-\u9fff]"
)


def answer(folder: Path, day: date) -> dict[str, Any]:
    return claims.answer(folder / "claim.yaml", day)


@pytest.mark.parametrize(("folder", "day", "expected"), EXPECTED)
def test_scene_answers_as_expected(folder, day, expected):
    found = answer(folder, day)
    applied = {point["id"] for reading in found["readings"] for point in reading["applies"]}
    assert set(expected["applies"]) <= applied
    states = {r["role"]: {b["id"]: b["state"] for b in r["bases"]} for r in found["readings"]}
    assert states == expected["bases"]
    assert set(expected["cites"]) <= set(found["sources"])
    assert not set(expected["cites_not"]) & set(found["sources"])
    for topic in ("court", "public", "open"):
        assert set(expected[topic]) <= {point["id"] for point in found[topic]}, topic
    days = {f"{p['claimant']}/{p['act']}": p["last_day"] for r in found["readings"] for p in r["limitation"]}
    assert days == {of: last.isoformat() for of, last in expected["last_days"].items()}
    held = {(b["id"], e["element"]): e["state"] for r in found["readings"] for b in r["bases"] for e in b["elements"]}
    for wanted in expected["elements"]:
        assert held[wanted["basis"], wanted["element"]] == wanted["state"], wanted


@pytest.mark.parametrize(("folder", "day", "expected"), EXPECTED)
def test_page_is_self_contained_and_in_both_languages(folder, day, expected):
    found = answer(folder, day)
    page = claims.html(found, "zh")
    assert not re.search(r"<(script|link|img|iframe)\b|url\(|@import|https?://", page)
    assert page.count('lang="en"') > 50
    assert page.count(found["statement"]["zh"]) == 1
    assert 'id="show-zh" autocomplete="off" checked' in page


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("folder", "day", "expected"), EXPECTED)
def test_word_document_has_the_parts_of_the_memo(folder, day, expected, lang):
    docx = pytest.importorskip("docx")
    found = answer(folder, day)
    raw = claims.docx(found, lang)
    assert zipfile.ZipFile(BytesIO(raw)).testzip() is None
    paper = docx.Document(BytesIO(raw))
    heads = [p.text for p in paper.paragraphs if p.style.name == "Heading 1"]
    assert len([head for head in heads if head[0].isdigit()]) >= 8
    for reading in found["readings"]:
        assert any(reading["title"][lang] in head for head in heads)
    other = found["statement"]["zh" if lang == "en" else "en"]
    assert other not in "\n".join(p.text for p in paper.paragraphs)
    assert paper.core_properties.author == ""


def texts(value):
    if isinstance(value, dict):
        if set(value) == {"en", "zh"}:
            yield value
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


@pytest.mark.parametrize(("folder", "day", "expected"), EXPECTED)
def test_every_sentence_stands_in_both_languages_with_the_marks_of_each(folder, day, expected):
    for text in texts(answer(folder, day)):
        assert bool(text["en"]) == bool(text["zh"]), text
        assert not WESTERN_MARK.search(text["zh"]), text["zh"]
        assert "{" not in text["en"] + text["zh"]


def test_verb_prints_one_document_and_writes_the_memo(hegui, tmp_path):
    file = SCENES / "deletion_refused" / "claim.yaml"
    result = hegui("claim", file, "--on", "2023-06-01", "--out", tmp_path / "memo", "--json", "--lang", "en")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == json.loads((tmp_path / "memo" / "claim.json").read_text(encoding="utf-8"))
    assert sorted(p.name for p in (tmp_path / "memo").iterdir()) == [
        "claim.en.docx",
        "claim.html",
        "claim.json",
        "claim.zh.docx",
    ]


def test_terminal_says_the_summary_and_that_it_is_no_advice_once(hegui):
    result = hegui("claim", SCENES / "phone_firmware" / "claim.yaml", "--on", "2017-11-15", "--lang", "en")
    assert result.stdout.count("no legal advice") == 1
    assert "as network operator" in result.stdout
