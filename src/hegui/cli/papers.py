"""Papers of an operator: request, grade, calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from hegui.cli.answering import HERE, answer, law_of, load, papers, print_json, print_or_write, write
from hegui.cli.options import FOLDER, JSON, LANG, ON, verb
from hegui.text import Lang


@click.command()
@click.argument("profiles", type=FOLDER, nargs=-1)
@ON
@click.option("--to", default="text", show_default=True, help="text, markdown or csv.")
@click.option("--out", type=FOLDER, help="File to write. [default: standard output]")
@JSON
@LANG
@verb
def request(profiles: tuple[Path, ...], on: date | None, to: str, out: Path | None, as_json: bool, lang: Lang) -> None:
    """The evidence request list: who hands over what, for which article."""
    from hegui import checks, dates
    from hegui.rectify import requests, showing

    loaded = load(profiles or HERE, lang)
    known = checks.load(folder for one in loaded for folder in one.checks)
    result = requests.requests(papers(loaded), law_of(loaded), known, on or dates.today())
    if as_json:
        print_json(result)
    else:
        print_or_write(showing.rendered(result, to, lang), out)


@click.command()
@click.argument("profiles", type=FOLDER, nargs=-1)
@ON
@click.option(
    "--list",
    "list_file",
    type=FOLDER,
    help="Also write the control points with what the evidence shows: .csv or .xlsx.",
)
@JSON
@LANG
@verb
def grade(profiles: tuple[Path, ...], on: date | None, list_file: Path | None, as_json: bool, lang: Lang) -> None:
    """MLPS level of each system, why, and what that level asks."""
    from hegui import audit, checks, dates
    from hegui.judge import grading
    from hegui.rectify import control_points

    loaded, day = load(profiles or HERE, lang), on or dates.today()
    found = papers(loaded) if list_file is None else audit.collect(loaded)
    if list_file is not None:
        known = checks.load(folder for one in loaded for folder in one.checks)
        control_points.write(control_points.lines(found, law_of(loaded), known, day), list_file, lang)
    answer(grading.grade(found, law_of(loaded), day), grading.render, as_json, lang)


@click.command()
@click.argument("profiles", type=FOLDER, nargs=-1)
@ON
@click.option("--ics", "ics_file", type=FOLDER, help="Also write an iCalendar file.")
@JSON
@LANG
@verb
def calendar(profiles: tuple[Path, ...], on: date | None, ics_file: Path | None, as_json: bool, lang: Lang) -> None:
    """What falls due: assessments, filings, reports, orders, statements that end."""
    from hegui import dates
    from hegui.rectify import due, ics, showing

    loaded = load(profiles or HERE, lang)
    result = due.due(papers(loaded), law_of(loaded), on or dates.today())
    if ics_file is not None:
        write(ics_file, ics.ics(result, lang))
    answer(result, showing.calendar_text, as_json, lang)
