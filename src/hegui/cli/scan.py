"""One collector alone."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click

from hegui.cli.answering import answer
from hegui.cli.options import ENGINE, FOLDER, JSON, LANG, NO_CACHE, ON, REHASH, verb
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
@click.option("--formats", metavar="FILE", help="YAML with line formats of your own: name: {lines: ['{iso} ']}.")
@ENGINE
@NO_CACHE
@REHASH
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
    formats: str | None,
    engine: str,
    no_cache: bool,
    rehash: bool,
    as_json: bool,
    lang: Lang,
) -> None:
    """How far back log archives reach, and what is missing from them."""
    from hegui.scan import logs

    result = logs.scan(
        paths,
        on=on,
        months=months,
        max_gap=max_gap,
        timezone=timezone,
        hash=hashed,
        formats=formats,
        engine=engine,
        cache=not no_cache,
        rehash=rehash,
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


@scan.command("scans")
@click.argument("paths", nargs=-1, required=True)
@ENGINE
@NO_CACHE
@JSON
@LANG
@verb
def scan_scans(paths: tuple[str, ...], engine: str, no_cache: bool, as_json: bool, lang: Lang) -> None:
    """What the reports of scanners say: nmap, OpenSCAP, Trivy, Grype, Nuclei, testssl, ZAP and some forty more."""
    from hegui.scan import scans

    result = scans.scan(paths, engine=engine, cache=not no_cache)
    answer(result, scans.render, as_json, lang)
    sys.exit(2 if result["unreadable"] and not result["scans"] else 0)


@scan.command("policy")
@click.argument("paths", nargs=-1, required=True)
@click.option("--compare", is_flag=True, help="Services side by side, and what changed between versions.")
@click.option("--promises", help="A register of public commitments to hold against the versions.")
@click.option("--fail-on", type=click.Choice(["finding"]), help="Exit status 1 where something is found.")
@ON
@ENGINE
@NO_CACHE
@JSON
@LANG
@verb
def scan_policy(
    paths: tuple[str, ...],
    compare: bool,
    promises: str | None,
    fail_on: str | None,
    on: date | None,
    engine: str,
    no_cache: bool,
    as_json: bool,
    lang: Lang,
) -> None:
    """What policies tell people, and what they leave out: files, folders, or addresses."""
    from hegui.scan import policy

    result = policy.scan(paths, on=on, compare=compare, promises=promises, engine=engine, cache=not no_cache)
    answer(result, policy.render, as_json, lang)
    if result["unreadable"] and not result["policies"]:
        sys.exit(2)
    sys.exit(1 if fail_on and result["findings"] else 0)


@scan.command("sbom")
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--advisories", multiple=True, help="A file or folder of advisories, reports or VEX statements; may be given again."
)
@ON
@ENGINE
@NO_CACHE
@JSON
@LANG
@verb
def scan_sbom(
    paths: tuple[str, ...],
    advisories: tuple[str, ...],
    on: date | None,
    engine: str,
    no_cache: bool,
    as_json: bool,
    lang: Lang,
) -> None:
    """What products are made of, and which known flaws stand in it."""
    from hegui.scan import sbom

    result = sbom.scan(paths, advisories=advisories, on=on, engine=engine, cache=not no_cache)
    answer(result, sbom.render, as_json, lang)
    sys.exit(2 if result["unreadable"] and not result["boms"] else 0)


@scan.command("page")
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--viewport", type=click.Choice(["desktop", "phone", "both"]), default="both", show_default=True, help="Seen as on."
)
@click.option("--out", type=FOLDER, help="Where screenshots and recordings go. [default: the user's cache folder]")
@click.option("--fail-on", type=click.Choice(["finding"]), help="Exit status 1 where something is found.")
@ON
@ENGINE
@NO_CACHE
@JSON
@LANG
@verb
def scan_page(
    paths: tuple[str, ...],
    viewport: str,
    out: Path | None,
    fail_on: str | None,
    on: date | None,
    engine: str,
    no_cache: bool,
    as_json: bool,
    lang: Lang,
) -> None:
    """What pages ask of people, in a real browser: addresses, saved pages and folders, MHTML, HAR, recordings."""
    from hegui.scan import page

    result = page.scan(paths, on=on, viewport=viewport, out=out, engine=engine, cache=not no_cache)
    answer(result, page.render, as_json, lang)
    if result["unreadable"] and not result["pages"]:
        sys.exit(2)
    sys.exit(1 if fail_on and result["findings"] else 0)


@scan.command("traffic")
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--canary",
    "canaries",
    multiple=True,
    metavar="KIND=VALUE",
    help="A value of the declared test identity; may be given again.",
)
@click.option("--first-party", multiple=True, metavar="HOST", help="A host of the operator itself; may be given again.")
@click.option("--consent-at", metavar="TIME", help="When consent was given in the capture.")
@click.option("--keylog", metavar="FILE", help="The TLS keys that the test device wrote down; needs tshark.")
@ON
@ENGINE
@NO_CACHE
@JSON
@LANG
@verb
def scan_traffic(
    paths: tuple[str, ...],
    canaries: tuple[str, ...],
    first_party: tuple[str, ...],
    consent_at: str | None,
    keylog: str | None,
    on: date | None,
    engine: str,
    no_cache: bool,
    as_json: bool,
    lang: Lang,
) -> None:
    """What captures (HAR, pcap, pcapng, mitmproxy) show was sent, to whom, and in which form."""
    from hegui.scan import traffic

    result = traffic.scan(
        paths,
        canaries=canaries,
        first_party=first_party,
        consent_at=consent_at,
        keylog=keylog,
        on=on,
        engine=engine,
        cache=not no_cache,
    )
    answer(result, traffic.render, as_json, lang)
    sys.exit(2 if result["unreadable"] and not result["captures"] else 0)


@scan.command("firmware")
@click.argument("paths", nargs=-1, required=True)
@click.option("--sbom", type=click.Path(path_type=Path), metavar="FILE", help="Also write the parts as CycloneDX JSON.")
@ON
@ENGINE
@NO_CACHE
@JSON
@LANG
@verb
def scan_firmware(
    paths: tuple[str, ...],
    sbom: Path | None,
    on: date | None,
    engine: str,
    no_cache: bool,
    as_json: bool,
    lang: Lang,
) -> None:
    """What images of firmware, or their unpacked root file systems, hold: accounts, services, secrets, parts, apps."""
    from hegui.scan import firmware

    result = firmware.scan(paths, on=on, engine=engine, cache=not no_cache)
    if sbom:
        from hegui.scan.firmware_sbom import write

        write(result, sbom)
    answer(result, firmware.render, as_json, lang)
    sys.exit(2 if result["unreadable"] and not result["images"] else 0)
