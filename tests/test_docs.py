"""The documentation is true: reference pages match the code, worked examples run, every verb is told."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from conftest import ROOT, TODAY, module
from hegui import checks, engine, facts, law
from hegui.checks.situations import mismatches, situations
from hegui.cli import main as cli

EXTEND = ROOT / "examples" / "extend"


GENERATE = module(ROOT / "docs" / "generate.py")
PAGES = GENERATE.pages()


@pytest.mark.parametrize("name", PAGES)
def test_reference_page_matches_the_code(name):
    assert (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8") == PAGES[name], "run `make docs`"


def verbs(command, name):
    yield name
    for child, found in getattr(command, "commands", {}).items():
        yield from verbs(found, f"{name} {child}")


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
@pytest.mark.parametrize("verb", sorted(cli.commands))
def test_readme_names_every_verb(readme, verb):
    assert f"hegui {verb}" in (ROOT / readme).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "how-to").glob("add-*.md")), ids=lambda p: p.name)
def test_how_to_shows_the_files_that_the_tests_run(page):
    text = page.read_text(encoding="utf-8")
    assert "<!-- file: examples/extend/" in text
    assert text == GENERATE.filled(text), "run `make docs`"


def test_links_between_pages_lead_somewhere():
    for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")):
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} links to {target}"


def test_the_obligation_of_the_how_to_is_usable(tmp_path):
    import shutil

    own = shutil.copytree(Path(law.__file__).parent / "china", tmp_path / "china")
    duties = own / "csl" / "obligations.yaml"
    duties.write_text(
        duties.read_text(encoding="utf-8") + (EXTEND / "obligation.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    found = law.read(own)
    duty = found.obligations["example.yearly_training"]
    assert found.article_on(duty, datetime(2026, 11, 21, tzinfo=UTC).date()) == ("csl@2026/23(1)",)


def test_the_check_of_the_how_to_answers_its_situations():
    check = checks.load([EXTEND / "checks"])["emergency/plan_exercised"]
    assert [m for s in situations(check) for m in mismatches(check, s, law.load().numbers)] == []


def test_the_register_of_the_how_to_is_usable():
    from hegui import yaml12

    register = facts.register_of(yaml12.load((EXTEND / "machine_room_check.yaml").read_text(encoding="utf-8")))
    assert [(c.name, c.type) for c in register.columns] == [
        ("checked_on", "date"),
        ("devices", "int"),
        ("faults", "int"),
    ]


@pytest.mark.parametrize(
    ("text", "drills", "unreadable"),
    [("DTSTART;VALUE=DATE:20260301\nDTSTART:20260901T090000\n", 2, 0), ("DTSTART:soon\n", 0, 1)],
    ids=["two drills", "a date that is none"],
)
def test_the_collector_of_the_how_to_reads_a_calendar(tmp_path, text, drills, unreadable):
    path = tmp_path / "drills.ics"
    path.write_text(text, encoding="utf-8")
    collector = module(EXTEND / "collector" / "drill_calendar.py").collector
    source = engine.Source("op", "drills", "drill_calendar", str(path), "drills.ics", taken_at=datetime.now(UTC))
    found = engine.run(collector, [source], cache=False).facts
    assert found["drill"].num_rows == drills if drills else "drill" not in found
    assert ("unreadable" in found) == bool(unreadable)


def test_the_collector_of_the_how_to_is_used_by_a_profile_once_its_package_is_installed(tmp_path):
    """In a process of its own: what is installed is looked up once."""
    shutil.copy(EXTEND / "collector" / "drill_calendar.py", tmp_path)
    installed = tmp_path / "drill_calendar-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: drill-calendar\nVersion: 1\n", encoding="utf-8")
    (installed / "entry_points.txt").write_text(
        "[hegui.collectors]\ndrill_calendar = drill_calendar:collector\n", encoding="utf-8"
    )
    (tmp_path / "drills.ics").write_text("DTSTART:20260301T090000\n", encoding="utf-8")
    (tmp_path / "hegui.yaml").write_text(
        "hegui: 1\noperators:\n- id: op\n  name: {en: Op, zh: 甲}\n  kind: company\n"
        "  sources:\n  - {id: drills, kind: drill_calendar, path: drills.ics, as_of: 2026-11-20}\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-c", "from hegui.cli import main; main()", "audit", "hegui.yaml", "--on", "2026-11-21"]
    kept = tmp_path / "dossier"
    ran = subprocess.run(
        [*command, "--out", kept, "--no-cache"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode in (0, 1), ran.stderr
    seen = duckdb.read_parquet(str(kept / "facts" / "drill.parquet")).fetchall()
    assert [date(2026, 3, 1) in row for row in seen] == [True]


def test_the_tutorial_shows_what_the_example_says(audited):

    counts = audited(TODAY)[1]["totals"]["findings"]
    shown = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    for verdict in ("not_met", "unproven", "met", "not_applicable"):
        assert re.search(rf"\b{counts[verdict]}  {verdict.replace('_', ' ')}\n", shown), verdict
    assert f"of {counts['all']} findings" in shown
