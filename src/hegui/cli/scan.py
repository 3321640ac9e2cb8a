"""One collector alone."""

from __future__ import annotations

import json
import sys
from datetime import date

import click

from hegui.cli.answering import answer
from hegui.cli.options import ENGINE, JSON, LANG, NO_CACHE, ON, verb
from hegui.text import Lang


@click.group()
def scan() -> None:
    """One collector and its checks, no profile needed."""


@scan.command("logs")
@click.argument("paths", nargs=-1, required=True)
@ON
@click.option("--months", type=click.IntRange(1, 1200), help="The window in months. [default: the law's]")
@click.option("--max-gap", default="1d", show_default=True, help="List silences longer than this: 6h, 1d, 2w.")
@click.option("--timezone", default="Asia/Shanghai", show_default=True, help="Zone of zone-less stamps.")
@click.option("--hash", "hashed", is_flag=True, help="Add the sha256 of each member.")
@ENGINE
@NO_CACHE
@JSON
@LANG
@verb
def scan_logs(
    paths: tuple[str, ...],
    on: date | None,
    months: int | None,
    max_gap: str,
    timezone: str,
    hashed: bool,
    engine: str,
    no_cache: bool,
    as_json: bool,
    lang: Lang,
) -> None:
    """How far back log archives reach, and what is missing from them."""
    from hegui.scan import logs

    result = logs.scan(
        paths, on=on, months=months, max_gap=max_gap, timezone=timezone, hash=hashed, engine=engine, cache=not no_cache
    )
    answer(result, logs.render, as_json, lang)
    sys.exit(2 if result["unreadable"] and not result["sources"] else 0)


@scan.command("data")
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--depth",
    type=click.Choice(["names", "sample", "full"]),
    default="sample",
    show_default=True,
    help="How much is read.",
)
@click.option("--spans", is_flag=True, help="Print the places of personal information as JSON lines, never the values.")
@ON
@ENGINE
@NO_CACHE
@JSON
@LANG
@verb
def scan_data(
    paths: tuple[str, ...],
    depth: str,
    spans: bool,
    on: date | None,
    engine: str,
    no_cache: bool,
    as_json: bool,
    lang: Lang,
) -> None:
    """Where personal information lies, in what form, and how sure that is."""
    from hegui.scan import data

    result = data.scan(paths, depth=depth, on=on, engine=engine, cache=not no_cache, spans=spans)
    if spans:
        for one in result["spans"]:
            click.echo(json.dumps(one, ensure_ascii=False))
        return
    answer(result, data.render, as_json, lang)
    sys.exit(2 if result["unreadable"] and not result["assets"] else 0)
