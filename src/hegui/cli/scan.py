"""One collector alone: a verb for each kind of evidence, all with the same frame."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from hegui.cli.answering import answer
from hegui.cli.options import ENGINE, FOLDER, JSON, LANG, NO_CACHE, ON, REHASH, verb
from hegui.text import COLON, Lang

Option = Callable[[Callable[..., None]], Any]
FAIL_ON = click.option("--fail-on", type=click.Choice(["finding"]), help="Exit status 1 where something is found.")
NOTHING: dict[Lang, str] = {"en": "there is nothing to read in it", "zh": "其中没有可读取的内容"}
FRAME = (FAIL_ON, ENGINE, NO_CACHE, JSON, LANG)


@click.group()
def scan() -> None:
    """One collector and its checks, no profile needed."""


def kind(name: str, things: str, says: str, *own: Option) -> None:
    """Add a kind of scan: ``hegui.scan.<name>`` has ``scan``, which takes the paths and its *own* options, and ``render``.

    *things* is what the answer lists. Exit status 2 where nothing could be read.
    """

    def run(
        paths: tuple[str, ...], no_cache: bool, as_json: bool, lang: Lang, fail_on: str | None, **given: Any
    ) -> None:
        room = import_module(f"hegui.scan.{name}")
        result = room.scan(paths, cache=not no_cache, **given)
        if "spans" in result:
            for one in result["spans"]:
                click.echo(json.dumps(one, ensure_ascii=False))
            return
        answer(result, room.render, as_json, lang)
        if not result[things]:
            first = (result["unreadable"] or [{"path": paths[0], "reason": NOTHING}])[0]
            click.echo(f"{first['path']}{COLON[lang]}{first['reason'][lang]}", err=True)
            sys.exit(2)
        sys.exit(1 if fail_on and _found(result, things) else 0)

    command: Callable[..., None] = verb(run)
    options: list[Option] = [click.argument("paths", nargs=-1, required=True), *own, *FRAME]
    for option in reversed(options):
        command = option(command)
    scan.command(name, help=says)(command)


def _found(result: Mapping[str, Any], things: str) -> bool:
    """Whether a scan found something: findings, known flaws, or a window that is not reached."""
    if result.get("findings") or result.get("vulnerabilities"):
        return True
    return any(one.get("findings") or one.get("window", {}).get("reaches_back") is False for one in result[things])


kind(
    "logs",
    "sources",
    "How far back log archives reach, and what is missing from them.",
    ON,
    click.option("--months", type=click.IntRange(1, 1200), help="The window in months. [default: the law's]"),
    click.option("--max-gap", default="1d", show_default=True, help="List silences longer than this: 6h, 1d, 2w."),
    click.option("--timezone", default="Asia/Shanghai", show_default=True, help="Zone of zone-less stamps."),
    click.option("--hash", is_flag=True, help="Add the sha256 of each member."),
    click.option("--formats", metavar="FILE", help="YAML with line formats of your own: name: {lines: ['{iso} ']}."),
    REHASH,
)
kind(
    "data",
    "assets",
    "Where personal information lies, in what form, and how sure that is.",
    click.option(
        "--depth",
        type=click.Choice(["names", "sample", "full"]),
        default="sample",
        show_default=True,
        help="How much is read.",
    ),
    click.option(
        "--spans", is_flag=True, help="Print the places of personal information as JSON lines, never the values."
    ),
    ON,
)
kind(
    "page",
    "pages",
    "What pages ask of people, in a real browser: addresses, saved pages and folders, MHTML, HAR, recordings.",
    click.option(
        "--viewport",
        type=click.Choice(["desktop", "phone", "both"]),
        default="both",
        show_default=True,
        help="Seen as on.",
    ),
    click.option("--out", type=FOLDER, help="Where screenshots and recordings go. [default: the user's cache folder]"),
    ON,
)
kind(
    "policy",
    "policies",
    "What policies tell people, and what they leave out: files, folders, or addresses.",
    click.option("--compare", is_flag=True, help="Services side by side, and what changed between versions."),
    click.option("--promises", help="A register of public commitments to hold against the versions."),
    ON,
)
kind(
    "app",
    "apps",
    "What packages of apps contain and call, whose the code is, and where it may send.",
    click.option(
        "--type", "app_type", metavar="CODE", help="Which of the 39 common types of app it is: a code or its number."
    ),
    click.option("--sdks", metavar="FILE", help="A CSV file with more SDKs: name, vendor, prefixes."),
    click.option("--runtime", metavar="FILE", help="A monitor's log as JSON lines: time, api, stack."),
    click.option("--consent-at", metavar="TIME", help="When consent was given in the monitor's log."),
    ON,
)
kind(
    "firmware",
    "images",
    "What images of firmware, or their unpacked root file systems, hold: accounts, services, secrets, parts, apps.",
    click.option(
        "--sbom", type=click.Path(path_type=Path), metavar="FILE", help="Also write the parts as CycloneDX JSON."
    ),
    ON,
)
kind(
    "traffic",
    "captures",
    "What captures (HAR, pcap, pcapng, mitmproxy) show was sent, to whom, and in which form.",
    click.option(
        "--canary",
        "canaries",
        multiple=True,
        metavar="KIND=VALUE",
        help="A value of the declared test identity; may be given again.",
    ),
    click.option(
        "--first-party", multiple=True, metavar="HOST", help="A host of the operator itself; may be given again."
    ),
    click.option("--consent-at", metavar="TIME", help="When consent was given in the capture."),
    click.option("--keylog", metavar="FILE", help="The TLS keys that the test device wrote down; needs tshark."),
    click.option("--transfers", metavar="FILE", help="The register of transfers abroad, to set beside what was sent."),
    ON,
)
kind(
    "scans",
    "scans",
    "What the reports of scanners say: nmap, OpenSCAP, Trivy, Grype, Nuclei, testssl, ZAP and some forty more.",
)
kind(
    "sbom",
    "boms",
    "What products are made of, and which known flaws stand in it.",
    click.option(
        "--advisories",
        multiple=True,
        help="A file or folder of advisories, reports or VEX statements; may be given again.",
    ),
    ON,
)
