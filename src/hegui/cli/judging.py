"""The main job: init, collect, audit."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from hegui.cli.answering import HERE, colour, law_of, load, print_json, progress_on
from hegui.cli.cases import own_cases
from hegui.cli.options import DAY, ENGINE, FOLDER, JSON, LANG, NO_CACHE, ON, REHASH, verb
from hegui.text import Lang


@click.command()
@click.argument("folder", type=FOLDER, default=Path())
@click.option("--answers", type=FOLDER, help="A YAML file of answers instead of questions.")
@click.option("--registers", type=FOLDER, help="Write empty register templates into this folder.")
@LANG
@verb
def init(folder: Path, answers: Path | None, registers: Path | None, lang: Lang) -> None:
    """Ask about the operator and write a commented hegui.yaml."""
    from hegui.profile import starting

    for written in starting.init(folder, answers, registers, lang, click.prompt):
        click.echo(written)


@click.command()
@click.argument("profiles", type=FOLDER, nargs=-1)
@click.option("--out", type=FOLDER, required=True, help="Folder for the sealed facts.")
@ENGINE
@NO_CACHE
@REHASH
@LANG
@verb
def collect(profiles: tuple[Path, ...], out: Path, engine: str, no_cache: bool, rehash: bool, lang: Lang) -> None:
    """Read the evidence into sealed facts, to be judged elsewhere."""
    from hegui import audit as room
    from hegui import dossier

    loaded = load(profiles or HERE, lang)
    with progress_on(lang) as progress:
        found = room.collect(loaded, where=engine, cache=not no_cache, rehash=rehash, progress=progress)
    dossier.seal(out, found)
    click.echo(out)


@click.command()
@click.argument("profiles", type=FOLDER, nargs=-1)
@click.option("--facts", "sealed", type=FOLDER, help="Judge sealed facts instead of reading evidence.")
@ON
@click.option("--as-if", type=DAY, help="Move the facts as a whole to this day (hypothetical).")
@click.option("--what-if", default="", metavar="KIND=VALUE,…", help="Price as if these circumstances held.")
@click.option("--out", type=FOLDER, help="Folder of the dossier. [default: dossiers/OPERATOR-DATE]")
@click.option(
    "--fail-on", type=click.Choice(["unproven"]), help="Exit with 3 where nothing is not met but something unproven."
)
@click.option(
    "--cases", "case_files", type=FOLDER, multiple=True, help="A CSV of your own decided cases to compare with too."
)
@click.option("--redact", is_flag=True, help="Also keep a copy without flaws, addresses and names: FOLDER-redacted.")
@ENGINE
@NO_CACHE
@REHASH
@JSON
@LANG
@verb
def audit(
    profiles: tuple[Path, ...],
    sealed: Path | None,
    on: date | None,
    as_if: date | None,
    what_if: str,
    out: Path | None,
    fail_on: str | None,
    case_files: tuple[Path, ...],
    redact: bool,
    engine: str,
    no_cache: bool,
    rehash: bool,
    as_json: bool,
    lang: Lang,
) -> None:
    """Judge the evidence; keep a dossier with its report."""
    from hegui import audit as room
    from hegui import dates, dossier, report
    from hegui.judge.assumed import assumed

    loaded = load(profiles or (() if sealed else HERE), lang)
    decided = own_cases(tuple(dict.fromkeys((*(file for one in loaded for file in one.cases), *case_files))), lang)
    circumstances = assumed(what_if, law_of(loaded))
    if sealed is not None:
        found = dossier.unseal(sealed)
    else:
        with progress_on(lang) as progress:
            found = room.collect(loaded, where=engine, cache=not no_cache, rehash=rehash, progress=progress)
    audits = room.audit(
        found,
        on=on or dates.today(),
        out=out,
        as_if=as_if,
        what_if=circumstances,
        check_folders=[folder for one in loaded for folder in one.checks],
        decided=decided,
        law_folders=dict.fromkeys(folder for one in loaded for folder in one.law),
        command=_command(),
    )
    for one in audits if redact else ():
        dossier.redact(one.folder, one.folder.with_name(f"{one.folder.name}-redacted"), report.html)
    if as_json:
        documents = [room.json_of(one) for one in audits]
        print_json(documents[0] if len(documents) == 1 else {"audits": documents})
    else:
        for one in audits:
            click.echo(report.summary(one.document, one.findings, one.folder, lang, colour=colour()))
    sys.exit(_status([f["verdict"] for one in audits for f in one.findings], fail_on))


def _status(verdicts: list[str], fail_on: str | None) -> int:
    if "not_met" in verdicts:
        return 1
    return 3 if fail_on == "unproven" and "unproven" in verdicts else 0


def _command() -> str:
    """The command as it was typed, without machine paths."""
    return " ".join(["hegui", *(Path(a).name if Path(a).is_absolute() else a for a in sys.argv[1:])])
