"""What is done with dossiers: explain, report, compare, verify."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from hegui.cli.answering import answer, print_or_write
from hegui.cli.options import FOLDER, JSON, LANG, verb
from hegui.errors import InputError
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
@click.option(
    "--to", default="html", show_default=True, help="html (others in later releases), or dossier with --redact."
)
@click.option("--out", type=FOLDER, help="File to write. [default: standard output]")
@click.option("--redact", is_flag=True, help="Take out flaws, addresses and names of people.")
@LANG
@verb
def report_(dossier_path: Path, to: str, out: Path | None, redact: bool, lang: Lang) -> None:
    """Render a report from the dossier alone; with --redact one that can leave the team or the country."""
    from hegui import dossier, report

    if to == "dossier":
        click.echo(_copy(dossier_path, out, redact))
    elif redact:
        with TemporaryDirectory() as folder:
            copy = dossier.redact(dossier_path, Path(folder) / "copy", report.html)
            print_or_write(report.render(dossier.read(copy), to, lang), out)
    else:
        print_or_write(report.render(dossier.read(dossier_path), to, lang), out)


def _copy(dossier_path: Path, out: Path | None, redact: bool) -> Path:
    """A redacted copy of the whole dossier; a whole copy needs no verb."""
    from hegui import dossier, report

    if out is None or not redact:
        raise InputError(
            "--to dossier writes a redacted copy: give --redact, and the folder of the copy with --out",
            "--to dossier 用于写出脱敏副本：请加 --redact，并以 --out 指定副本的文件夹",
        )
    return dossier.redact(dossier_path, out, report.html)


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
