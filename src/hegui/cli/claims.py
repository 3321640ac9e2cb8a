"""A claimant's position."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from hegui.cli.answering import print_json, write, write_bytes
from hegui.cli.options import FOLDER, JSON, LANG, ON, verb
from hegui.errors import unwritable
from hegui.text import LANGS, Lang


@click.command()
@click.argument("file", type=FOLDER)
@ON
@click.option("--out", type=FOLDER, help="Folder for the memo: claim.html, claim.en.docx, claim.zh.docx, claim.json.")
@JSON
@LANG
@verb
def claim(file: Path, on: date | None, out: Path | None, as_json: bool, lang: Lang) -> None:
    """What an injured person can ask: basis, elements, damages, limitation, court, open questions."""
    from hegui import claims, dates

    result = claims.answer(file, on or dates.today())
    for line in (*result["warnings"], *result["remarks"]):
        click.echo(line[lang], err=True)
    if out is not None:
        papers = {each: claims.docx(result, each) for each in LANGS}
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(out, error) from None
        write(out / "claim.html", claims.html(result, lang))
        for each, paper in papers.items():
            write_bytes(out / f"claim.{each}.docx", paper)
        write(out / "claim.json", claims.as_json(result))
    if as_json:
        print_json(result)
        return
    click.echo(claims.render(result, lang))
    if out is not None:
        click.echo(out / "claim.html")
