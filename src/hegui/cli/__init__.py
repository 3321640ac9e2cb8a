"""The command line: one function a verb, no logic. Heavy rooms are imported where a verb needs them."""

from __future__ import annotations

import click

from hegui import __version__
from hegui.cli.cases import cases
from hegui.cli.claims import claim
from hegui.cli.dossiers import compare, explain, report_, verify
from hegui.cli.judging import audit, collect, init
from hegui.cli.law import law
from hegui.cli.papers import calendar, grade, request
from hegui.cli.plans import brief, plan
from hegui.cli.scan import scan


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hegui")
def main() -> None:
    """Hegui 合规: does the evidence show that China's Cybersecurity Law was met, and what does a failure cost?"""


for _verb in (
    init,
    request,
    collect,
    audit,
    grade,
    law,
    scan,
    cases,
    claim,
    plan,
    brief,
    calendar,
    explain,
    report_,
    compare,
    verify,
):
    main.add_command(_verb)
