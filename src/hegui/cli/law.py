"""The dated law."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from hegui.cli.answering import answer
from hegui.cli.options import DAY, FOLDER, JSON, LANG, ON, verb
from hegui.text import Lang

OVERLAYS = click.option(
    "--law",
    "overlays",
    type=FOLDER,
    multiple=True,
    help="Folder of own law data, as under 'law' in hegui.yaml; may repeat.",
)


@click.group()
def law() -> None:
    """The dated law: show, diff, search, coverage, timeline."""


@law.command("show")
@click.argument("cite")
@ON
@OVERLAYS
@JSON
@LANG
@verb
def law_show(cite: str, on: date | None, overlays: tuple[Path, ...], as_json: bool, lang: Lang) -> None:
    """An article as of a day: csl/21 --on 2018-01-01, or csl@2026/23."""
    from hegui import dates
    from hegui.law import load, show, verbs, words

    the_law = load(overlays)
    with words.of(the_law):
        answer(verbs.show(cite, on or dates.today(), the_law), show.article, as_json, lang)


@law.command("diff")
@click.argument("first", type=DAY)
@click.argument("second", type=DAY)
@JSON
@LANG
@verb
def law_diff(first: date, second: date, as_json: bool, lang: Lang) -> None:
    """What changed in the law between two days."""
    from hegui.law import show, verbs

    answer(verbs.diff(first, second), show.diff, as_json, lang)


@law.command("search")
@click.argument("words", nargs=-1, required=True)
@ON
@OVERLAYS
@JSON
@LANG
@verb
def law_search(words: tuple[str, ...], on: date | None, overlays: tuple[Path, ...], as_json: bool, lang: Lang) -> None:
    """Articles and obligations that hold all the words, in either language."""
    from hegui import dates
    from hegui.law import load, show, verbs
    from hegui.law.words import of

    the_law = load(overlays)
    with of(the_law):
        answer(verbs.search(" ".join(words), on or dates.today(), the_law), show.search, as_json, lang)


@law.command("coverage")
@JSON
@LANG
@verb
def law_coverage(as_json: bool, lang: Lang) -> None:
    """How much of the law has an obligation, and what settles it."""
    from hegui import checks
    from hegui.law import show, verbs

    deciding = {check.obligation for check in checks.load().values() if check.strength == "decides"}
    answer(verbs.coverage(deciding), show.coverage, as_json, lang)


@law.command("timeline")
@click.argument("thing")
@OVERLAYS
@JSON
@LANG
@verb
def law_timeline(thing: str, overlays: tuple[Path, ...], as_json: bool, lang: Lang) -> None:
    """How an obligation or article stood over time."""
    from hegui.law import load, show, verbs, words

    the_law = load(overlays)
    with words.of(the_law):
        answer(verbs.timeline(thing, the_law), show.timeline, as_json, lang)
