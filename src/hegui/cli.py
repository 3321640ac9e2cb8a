"""The command line: one function a verb, no logic. Heavy rooms are imported where a verb needs them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hegui import __version__
from hegui.errors import InputError
from hegui.text import Lang, default_lang

if TYPE_CHECKING:
    from hegui.facts import Facts
    from hegui.profile import Profile

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """An ISO date."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the date or say how to write it."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day; write it like 2026-11-21", param, ctx)


DAY = Day()
_lang = click.option(
    "--lang", type=click.Choice(["en", "zh"]), default=default_lang, help="Language of words. [default: the locale]"
)
_json = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
_on = click.option("--on", type=DAY, default=None, help="Judge as of this day. [default: today in Shanghai]")
_engine = click.option("--engine", default="local", show_default=True, help="local, processes or dask://HOST:PORT.")
_no_cache = click.option("--no-cache", is_flag=True, help="Read everything again.")
_folder = click.Path(path_type=Path)


def verb(function: F) -> F:
    """A verb that answers unusable input with one sentence and exit status 2."""

    @wraps(function)
    def answered(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except InputError as error:
            click.echo(error.text.in_(kwargs.get("lang") or default_lang()), err=True)
            sys.exit(2)
        except KeyboardInterrupt:
            click.echo(
                {"en": "Stopped; nothing was written.", "zh": "已中止，未写入任何内容。"}[
                    kwargs.get("lang") or default_lang()
                ],
                err=True,
            )
            sys.exit(130)

    return answered  # type: ignore[return-value]  # wraps() keeps the signature that click reads


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hegui")
def main() -> None:
    """Hegui 合规: does the evidence show that China's Cybersecurity Law was met, and what does a failure cost?"""


@main.command()
@click.argument("folder", type=_folder, default=Path())
@click.option("--answers", type=_folder, help="A YAML file of answers instead of questions.")
@click.option("--registers", type=_folder, help="Write empty register templates into this folder.")
@_lang
@verb
def init(folder: Path, answers: Path | None, registers: Path | None, lang: Lang) -> None:
    """Ask about the operator and write a commented hegui.yaml."""
    from hegui.profile import starting

    for written in starting.init(folder, answers, registers, lang, click.prompt):
        click.echo(written)


@main.command()
@click.argument("profiles", type=_folder, nargs=-1)
@click.option("--out", type=_folder, required=True, help="Folder for the sealed facts.")
@_engine
@_no_cache
@_lang
@verb
def collect(profiles: tuple[Path, ...], out: Path, engine: str, no_cache: bool, lang: Lang) -> None:
    """Read the evidence into sealed facts, to be judged elsewhere."""
    from hegui import audit as room
    from hegui import dossier

    loaded = _load(profiles or _HERE, lang)
    with _progress(lang) as progress:
        found = room.collect(loaded, where=engine, cache=not no_cache, progress=progress)
    dossier.seal(out, found)
    click.echo(out)


@main.command()
@click.argument("profiles", type=_folder, nargs=-1)
@click.option("--facts", "sealed", type=_folder, help="Judge sealed facts instead of reading evidence.")
@_on
@click.option("--as-if", type=DAY, help="Move the facts as a whole to this day (hypothetical).")
@click.option("--what-if", default="", metavar="KIND=VALUE,…", help="Price as if these circumstances held.")
@click.option("--out", type=_folder, help="Folder of the dossier. [default: dossiers/OPERATOR-DATE]")
@click.option(
    "--fail-on", type=click.Choice(["unproven"]), help="Exit with 3 where nothing is not met but something unproven."
)
@_engine
@_no_cache
@_json
@_lang
@verb
def audit(
    profiles: tuple[Path, ...],
    sealed: Path | None,
    on: date | None,
    as_if: date | None,
    what_if: str,
    out: Path | None,
    fail_on: str | None,
    engine: str,
    no_cache: bool,
    as_json: bool,
    lang: Lang,
) -> None:
    """Judge the evidence; keep a dossier with its report."""
    from hegui import audit as room
    from hegui import dates, dossier, report
    from hegui.judge.assumed import assumed
    from hegui.law import load as load_law

    circumstances = assumed(what_if, load_law())
    loaded = _load(profiles or (() if sealed else _HERE), lang)
    if sealed is not None:
        found = dossier.unseal(sealed)
    else:
        with _progress(lang) as progress:
            found = room.collect(loaded, where=engine, cache=not no_cache, progress=progress)
    audits = room.audit(
        found,
        on=on or dates.today(),
        out=out,
        as_if=as_if,
        what_if=circumstances,
        check_folders=[folder for one in loaded for folder in one.checks],
        command=_command(),
    )
    if as_json:
        documents = [room.json_of(one) for one in audits]
        _print_json(documents[0] if len(documents) == 1 else {"audits": documents})
    else:
        for one in audits:
            click.echo(report.summary(one.document, one.findings, one.folder, lang, colour=_colour()))
    sys.exit(_status([f["verdict"] for one in audits for f in one.findings], fail_on))


@main.command()
@click.argument("profiles", type=_folder, nargs=-1)
@_on
@click.option("--to", default="text", show_default=True, help="text, markdown or csv.")
@click.option("--out", type=_folder, help="File to write. [default: standard output]")
@_json
@_lang
@verb
def request(profiles: tuple[Path, ...], on: date | None, to: str, out: Path | None, as_json: bool, lang: Lang) -> None:
    """The evidence request list: who hands over what, for which article."""
    from hegui import checks, dates
    from hegui.law import load as load_law
    from hegui.rectify import requests, showing

    loaded = _load(profiles or _HERE, lang)
    known = checks.load(folder for one in loaded for folder in one.checks)
    result = requests.requests(_papers(loaded), load_law(), known, on or dates.today())
    if as_json:
        _print_json(result)
    else:
        _print_or_write(showing.rendered(result, to, lang), out)


@main.command()
@click.argument("profiles", type=_folder, nargs=-1)
@_on
@_json
@_lang
@verb
def grade(profiles: tuple[Path, ...], on: date | None, as_json: bool, lang: Lang) -> None:
    """MLPS level of each system, why, and what that level asks."""
    from hegui import dates
    from hegui.judge import grading
    from hegui.law import load as load_law

    found = _papers(_load(profiles or _HERE, lang))
    _answer(grading.grade(found, load_law(), on or dates.today()), grading.render, as_json, lang)


@main.command()
@click.argument("profiles", type=_folder, nargs=-1)
@_on
@click.option("--ics", "ics_file", type=_folder, help="Also write an iCalendar file.")
@_json
@_lang
@verb
def calendar(profiles: tuple[Path, ...], on: date | None, ics_file: Path | None, as_json: bool, lang: Lang) -> None:
    """What falls due: assessments, filings, reports, orders, statements that end."""
    from hegui import dates
    from hegui.law import load as load_law
    from hegui.rectify import due, ics, showing

    result = due.due(_papers(_load(profiles or _HERE, lang)), load_law("all"), on or dates.today())
    if ics_file is not None:
        _write(ics_file, ics.ics(result, lang))
    _answer(result, showing.calendar_text, as_json, lang)


@main.group()
def law() -> None:
    """The dated law: show, diff, search, coverage, timeline."""


@law.command("show")
@click.argument("cite")
@_on
@_json
@_lang
@verb
def law_show(cite: str, on: date | None, as_json: bool, lang: Lang) -> None:
    """An article as of a day: csl/21 --on 2018-01-01, or csl@2026/23."""
    from hegui import dates
    from hegui.law import show, verbs

    day = on or dates.today()
    _answer(verbs.show(cite, day), show.article, as_json, lang)


@law.command("diff")
@click.argument("first", type=DAY)
@click.argument("second", type=DAY)
@_json
@_lang
@verb
def law_diff(first: date, second: date, as_json: bool, lang: Lang) -> None:
    """What changed in the law between two days."""
    from hegui.law import show, verbs

    _answer(verbs.diff(first, second), show.diff, as_json, lang)


@law.command("search")
@click.argument("words", nargs=-1, required=True)
@_on
@_json
@_lang
@verb
def law_search(words: tuple[str, ...], on: date | None, as_json: bool, lang: Lang) -> None:
    """Articles and obligations that hold all the words, in either language."""
    from hegui import dates
    from hegui.law import show, verbs

    _answer(verbs.search(" ".join(words), on or dates.today()), show.search, as_json, lang)


@law.command("coverage")
@_json
@_lang
@verb
def law_coverage(as_json: bool, lang: Lang) -> None:
    """How much of the law has an obligation, and what settles it."""
    from hegui import checks
    from hegui.law import show, verbs

    deciding = {check.obligation for check in checks.load().values() if check.strength == "decides"}
    _answer(verbs.coverage(deciding), show.coverage, as_json, lang)


@law.command("timeline")
@click.argument("thing")
@_json
@_lang
@verb
def law_timeline(thing: str, as_json: bool, lang: Lang) -> None:
    """How an obligation or article stood over time."""
    from hegui.law import show, verbs

    _answer(verbs.timeline(thing), show.timeline, as_json, lang)


@main.group()
def scan() -> None:
    """One collector and its checks, no profile needed."""


@scan.command("logs")
@click.argument("paths", nargs=-1, required=True)
@_on
@click.option("--months", type=click.IntRange(1, 1200), help="The window in months. [default: the law's]")
@click.option("--max-gap", default="1d", show_default=True, help="List silences longer than this: 6h, 1d, 2w.")
@click.option("--timezone", default="Asia/Shanghai", show_default=True, help="Zone of zone-less stamps.")
@click.option("--hash", "hashed", is_flag=True, help="Add the sha256 of each member.")
@_engine
@_no_cache
@_json
@_lang
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
    _answer(result, logs.render, as_json, lang)
    sys.exit(2 if result["unreadable"] and not result["sources"] else 0)


@main.group()
def cases() -> None:
    """Decided cases: search, show, stats, similar, backtest."""


_extra = click.option("--file", "extra", type=_folder, multiple=True, help="A CSV of your own cases, same columns.")
_where = click.option("--where", multiple=True, metavar="FIELD=VALUE", help="category=data_security, year=2024, …")
_limit = click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="List so many.")


@cases.command("search")
@click.argument("words", nargs=-1)
@_where
@_limit
@_extra
@_json
@_lang
@verb
def cases_search(
    words: tuple[str, ...], where: tuple[str, ...], limit: int, extra: tuple[Path, ...], as_json: bool, lang: Lang
) -> None:
    """Cases that hold all the words, in either language, newest first."""
    from hegui.cases import show, verbs

    _answer_cases(verbs.search(" ".join(words), where, limit, extra), show.search, as_json, lang)


@cases.command("show")
@click.argument("case")
@_extra
@_json
@_lang
@verb
def cases_show(case: str, extra: tuple[Path, ...], as_json: bool, lang: Lang) -> None:
    """One case, with its source and the obligations it failed."""
    from hegui.cases import show, verbs

    _answer_cases(verbs.show(case, extra), show.case, as_json, lang)


@cases.command("stats")
@click.option(
    "--by", multiple=True, help="year, authority, category, respondent, measure, amount, amendment. [default: all]"
)
@_where
@click.option("--chart", type=_folder, help="Write the first of them as a bar chart into this SVG file.")
@_extra
@_json
@_lang
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
    _answer_cases(result, show.statistics, as_json, lang)


@cases.command("similar")
@click.argument("obligation")
@click.option("--respondent", help="school, healthcare, internet_platform, …")
@click.option(
    "--sub-issue", "sub_issues", multiple=True, help="logs_not_retained, … [default: those of the obligation]"
)
@click.option("--circumstance", "circumstances", multiple=True, help="refusal, consequence, …")
@_on
@_limit
@_extra
@_json
@_lang
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
    _answer_cases(result, show.similar, as_json, lang)


@cases.command("backtest")
@click.argument("file", type=_folder)
@_json
@_lang
@verb
def cases_backtest(file: Path, as_json: bool, lang: Lang) -> None:
    """Does the judge agree with what authorities did? Articles, tiers, fines, measures, authorities."""
    from hegui.cases import show, verbs

    _answer_cases(verbs.backtest(file), show.backtest, as_json, lang)


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
@_on
@_engine
@_no_cache
@_json
@_lang
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
    _answer(result, data.render, as_json, lang)
    sys.exit(2 if result["unreadable"] and not result["assets"] else 0)


@main.command()
@click.argument("dossier_path", metavar="DOSSIER", type=_folder)
@click.argument("finding")
@_json
@_lang
@verb
def explain(dossier_path: Path, finding: str, as_json: bool, lang: Lang) -> None:
    """The way from a verdict back to article, check, facts and bytes."""
    from hegui import dossier, report

    _answer(dossier.explain(dossier.read(dossier_path), finding), report.explanation, as_json, lang)


@main.command("report")
@click.argument("dossier_path", metavar="DOSSIER", type=_folder)
@click.option("--to", default="html", show_default=True, help="html (others in later releases).")
@click.option("--out", type=_folder, help="File to write. [default: standard output]")
@_lang
@verb
def report_(dossier_path: Path, to: str, out: Path | None, lang: Lang) -> None:
    """Render a report from the dossier alone."""
    from hegui import dossier, report

    page = report.render(dossier.read(dossier_path), to, lang)
    if out is None:
        click.echo(page)
    else:
        out.write_text(page, encoding="utf-8")
        click.echo(out)


@main.command()
@click.argument("before", type=_folder)
@click.argument("after", type=_folder)
@_json
@_lang
@verb
def compare(before: Path, after: Path, as_json: bool, lang: Lang) -> None:
    """What changed between two dossiers; 1 where something is newly not met."""
    from hegui import dossier, report

    result = dossier.compare(dossier.read(before), dossier.read(after))
    _answer(result, report.comparison, as_json, lang)
    sys.exit(1 if result["newly_not_met"] else 0)


@main.command()
@click.argument("dossier_path", metavar="DOSSIER", type=_folder)
@_json
@_lang
@verb
def verify(dossier_path: Path, as_json: bool, lang: Lang) -> None:
    """Whether a dossier is whole and unaltered; 1 where it is not."""
    from hegui import dossier, report

    result = dossier.verification(dossier_path)
    _answer(result, report.verification, as_json, lang)
    sys.exit(0 if result["whole"] else 1)


def _answer(result: dict[str, Any], render: Callable[[dict[str, Any], Lang], str], as_json: bool, lang: Lang) -> None:
    if as_json:
        _print_json(result)
    else:
        click.echo(render(result, lang))


def _answer_cases(
    result: dict[str, Any], render: Callable[[dict[str, Any], Lang], str], as_json: bool, lang: Lang
) -> None:
    """The answer, with what was wrong in files of cases on standard error."""
    from hegui.cases import show

    for problem in show.problems(result, lang):
        click.echo(problem, err=True)
    _answer(result, render, as_json, lang)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def _status(verdicts: list[str], fail_on: str | None) -> int:
    if "not_met" in verdicts:
        return 1
    return 3 if fail_on == "unproven" and "unproven" in verdicts else 0


_HERE = (Path("hegui.yaml"),)


def _load(paths: tuple[Path, ...], lang: Lang) -> list[Profile]:
    """Read profiles; what is odd in them goes to standard error."""
    from hegui import audit as room

    loaded = room.load(paths)
    for remark in (remark for one in loaded for remark in one.remarks):
        click.echo(remark.in_(lang), err=True)
    return loaded


def _papers(loaded: list[Profile]) -> Facts:
    """The facts of profiles and of their registers and documents: what can be read at once."""
    from hegui import audit as room

    return room.collect(loaded, kinds=("register", "documents"))


def _print_or_write(text: str, out: Path | None) -> None:
    if out is None:
        click.echo(text)
    else:
        _write(out, text)
        click.echo(out)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise InputError(
            f"{path.name}: cannot be written ({error.strerror}); choose another place",
            f"{path.name}：无法写入（{error.strerror}），请另选位置",
        ) from None


def _colour() -> bool:
    """Colour on a terminal, unless NO_COLOR asks for none."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _command() -> str:
    """The command as it was typed, without machine paths."""
    return " ".join(["hegui", *(Path(a).name if Path(a).is_absolute() else a for a in sys.argv[1:])])


@contextmanager
def _progress(lang: Lang) -> Iterator[Callable[[str, int, int], None] | None]:
    """Progress on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from hegui.report.progress import bar

    with bar(lang) as update:
        yield update
