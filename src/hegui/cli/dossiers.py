"""What is done with dossiers: explain, report, compare, verify."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from hegui.cli.answering import answer, print_or_write
from hegui.cli.options import FOLDER, JSON, LANG, verb
from hegui.text import Lang


@click.command()
@click.argument("dossier_path", metavar="DOSSIER", type=FOLDER)
@click.argument("finding")
@JSON
@LANG
@verb
def explain(dossier_path: Path, finding: str, as_json: bool, lang: Lang) -> None:
    """The way from a verdict back to article, check, facts and bytes."""
    from hegui import dossier, report

    answer(dossier.explain(dossier.read(dossier_path), finding), report.explanation, as_json, lang)


@click.command("report")
@click.argument("dossier_path", metavar="DOSSIER", type=FOLDER)
@click.option("--to", default="html", show_default=True, help="html (others in later releases).")
@click.option("--out", type=FOLDER, help="File to write. [default: standard output]")
@LANG
@verb
def report_(dossier_path: Path, to: str, out: Path | None, lang: Lang) -> None:
    """Render a report from the dossier alone."""
    from hegui import dossier, report

    print_or_write(report.render(dossier.read(dossier_path), to, lang), out)


@click.command()
@click.argument("before", type=FOLDER)
@click.argument("after", type=FOLDER)
@JSON
@LANG
@verb
def compare(before: Path, after: Path, as_json: bool, lang: Lang) -> None:
    """What changed between two dossiers; 1 where something is newly not met."""
    from hegui import dossier, report

    result = dossier.compare(dossier.read(before), dossier.read(after))
    answer(result, report.comparison, as_json, lang)
    sys.exit(1 if result["newly_not_met"] else 0)


@click.command()
@click.argument("dossier_path", metavar="DOSSIER", type=FOLDER)
@JSON
@LANG
@verb
def verify(dossier_path: Path, as_json: bool, lang: Lang) -> None:
    """Whether a dossier is whole and unaltered; 1 where it is not."""
    from hegui import dossier, report

    result = dossier.verification(dossier_path)
    answer(result, report.verification, as_json, lang)
    sys.exit(0 if result["whole"] else 1)
