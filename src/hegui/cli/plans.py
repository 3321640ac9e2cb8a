"""What is to be mended, and the papers for an authority: plan, brief."""

from __future__ import annotations

from pathlib import Path

import click

from hegui.cli.answering import print_json, print_or_write, write_bytes
from hegui.cli.options import FOLDER, JSON, LANG, verb
from hegui.text import Lang

SINCE = click.option("--since", type=FOLDER, help="An earlier dossier: what of it the later one shows mended.")


@click.command()
@click.argument("dossier_path", metavar="DOSSIER", type=FOLDER)
@click.option(
    "--to", default="text", show_default=True, help="text, markdown, xlsx, ics or docx (rectification report)."
)
@click.option("--out", type=FOLDER, help="File to write. [default: standard output; xlsx and docx: PLAN.* here]")
@SINCE
@JSON
@LANG
@verb
def plan(dossier_path: Path, to: str, out: Path | None, since: Path | None, as_json: bool, lang: Lang) -> None:
    """What to mend, by when, by whom, with which proof; ordered by the exposure it removes."""
    from hegui import dossier
    from hegui.rectify import plan_formats
    from hegui.report import planning

    result = planning.plan(dossier.read(dossier_path), dossier.read(since) if since else None)
    if as_json:
        print_json(result)
        return
    rendered = plan_formats.render(result, to, lang)
    for remark in rendered.remarks:
        click.echo(remark.in_(lang), err=True)
    _hand_over(rendered.content, out, f"plan.{to}")


@click.command()
@click.argument("dossier_path", metavar="DOSSIER", type=FOLDER)
@click.option("--to", default="html", show_default=True, help="html (prints on two sheets), docx or text.")
@click.option(
    "--order", "number", help="Number of the demand that calls in. [default: the latest interview or open demand]"
)
@click.option("--out", type=FOLDER, help="File to write. [default: standard output; docx: brief.docx here]")
@JSON
@LANG
@verb
def brief(dossier_path: Path, to: str, number: str | None, out: Path | None, as_json: bool, lang: Lang) -> None:
    """The two pages that a legal representative takes to an interview."""
    from hegui import dossier
    from hegui.report import brief as briefs
    from hegui.report import brief_files, planning

    d = dossier.read(dossier_path)
    result = briefs.content(d, planning.plan(d), number)
    if as_json:
        print_json(result)
    else:
        _hand_over(brief_files.render(result, to, lang), out, f"brief.{to}")


def _hand_over(content: str | bytes, out: Path | None, name: str) -> None:
    """Print a text or write it; the bytes of a file always go into one."""
    if isinstance(content, str):
        print_or_write(content, out)
    else:
        write_bytes(out or Path(name), content)
        click.echo(out or Path(name))
