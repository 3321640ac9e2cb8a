"""Decided cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hegui.cli.answering import answer
from hegui.cli.options import FOLDER, JSON, LANG, ON, verb
from hegui.text import Lang

if TYPE_CHECKING:
    from hegui.cases import Cases

EXTRA = click.option(
    "--cases", "--file", "extra", type=FOLDER, multiple=True, help="A CSV of your own cases, same columns."
)
WHERE = click.option("--where", multiple=True, metavar="FIELD=VALUE", help="category=data_security, year=2024, …")
LIMIT = click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="List so many.")


@click.group()
def cases() -> None:
    """Decided cases: search, show, stats, similar, backtest."""


@cases.command("search")
@click.argument("words", nargs=-1)
@WHERE
@LIMIT
@EXTRA
@JSON
@LANG
@verb
def cases_search(
    words: tuple[str, ...], where: tuple[str, ...], limit: int, extra: tuple[Path, ...], as_json: bool, lang: Lang
) -> None:
    """Cases that hold all the words, in either language, newest first."""
    from hegui.cases import show, verbs

    answer_cases(verbs.search(" ".join(words), where, limit, extra), show.search, as_json, lang)


@cases.command("show")
@click.argument("case")
@EXTRA
@JSON
@LANG
@verb
def cases_show(case: str, extra: tuple[Path, ...], as_json: bool, lang: Lang) -> None:
    """One case, with its source and the obligations it failed."""
    from hegui.cases import show, verbs

    answer_cases(verbs.show(case, extra), show.case, as_json, lang)


@cases.command("stats")
@click.option(
    "--by", multiple=True, help="year, authority, category, respondent, measure, amount, amendment. [default: all]"
)
@WHERE
@click.option("--chart", type=FOLDER, help="Write the first of them as a bar chart, FILE.svg or FILE.png.")
@EXTRA
@JSON
@LANG
@verb
def cases_stats(
    by: tuple[str, ...], where: tuple[str, ...], chart: Path | None, extra: tuple[Path, ...], as_json: bool, lang: Lang
) -> None:
    """How many, what came of them, how much: medians, quartiles and ranges."""
    from hegui.cases import chart as charts
    from hegui.cases import show, verbs

    result = verbs.statistics(by, where, extra)
    if chart is not None:
        charts.write(chart, result, lang)
    answer_cases(result, show.statistics, as_json, lang)


@cases.command("similar")
@click.argument("obligation")
@click.option("--respondent", help="school, healthcare, internet_platform, …")
@click.option(
    "--sub-issue", "sub_issues", multiple=True, help="logs_not_retained, … [default: those of the obligation]"
)
@click.option("--circumstance", "circumstances", multiple=True, help="refusal, consequence, …")
@ON
@LIMIT
@EXTRA
@JSON
@LANG
@verb
def cases_similar(
    obligation: str,
    respondent: str | None,
    sub_issues: tuple[str, ...],
    circumstances: tuple[str, ...],
    on: date | None,
    limit: int,
    extra: tuple[Path, ...],
    as_json: bool,
    lang: Lang,
) -> None:
    """Cases that resemble a failure of an obligation, with the reasons, and what they show."""
    from hegui import dates
    from hegui.cases import show, verbs

    result = verbs.similar(obligation, on or dates.today(), respondent, sub_issues, circumstances, limit, extra)
    answer_cases(result, show.similar, as_json, lang)


@cases.command("backtest")
@click.argument("file", type=FOLDER)
@JSON
@LANG
@verb
def cases_backtest(file: Path, as_json: bool, lang: Lang) -> None:
    """Does the judge agree with what authorities did? Articles, tiers, fines, measures, authorities."""
    from hegui.cases import show, verbs

    answer_cases(verbs.backtest(file), show.backtest, as_json, lang)


def own_cases(files: tuple[Path, ...], lang: Lang) -> Cases | None:
    """The project's cases with those of the user's files, whose oddities go to standard error; None where there are no files."""
    if not files:
        return None
    from hegui.cases import load, show, verbs

    loaded = load(files)
    for problem in show.problems({"problems": verbs.problems(loaded)}, lang):
        click.echo(problem, err=True)
    return loaded


def answer_cases(
    result: dict[str, Any], render: Callable[[dict[str, Any], Lang], str], as_json: bool, lang: Lang
) -> None:
    """The answer, with what was wrong in files of cases on standard error."""
    from hegui.cases import show

    for problem in show.problems(result, lang):
        click.echo(problem, err=True)
    answer(result, render, as_json, lang)
