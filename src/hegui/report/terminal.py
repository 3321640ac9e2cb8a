"""What the terminal says of an audit, a finding, a comparison, a verification: plain lines that fit a screen."""

from __future__ import annotations

import math
import shutil
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hegui.report import values, view
from hegui.report.words import as_text, labels, listed, say, visible, word
from hegui.text import Lang, Text

if TYPE_CHECKING:
    from rich.text import Text as Line

Json = Mapping[str, Any]

SIGNS = {"met": "√", "not_met": "×", "unproven": "?", "not_applicable": "–"}
STYLES = {"met": "green", "not_met": "bold red", "unproven": "yellow", "not_applicable": "dim"}
WIDEST = 110
SHOWN = 3  # failures and steps that fit a screen
ROWS = 5  # fact rows of each table in an explanation


class Page:
    """Lines in one language, wrapped to a width; colours only where asked for."""

    def __init__(self, lang: Lang, width: int | None, colour: bool) -> None:
        self._lang: Lang = lang
        self._width = min(width or shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)
        self._colour = colour
        self._lines: list[tuple[Line, int]] = []

    def of(self, text: Any) -> str:
        """A text in the page's language, harmless to a terminal."""
        return visible(as_text(text).in_(self._lang))

    def say(self, key: str, **given: Any) -> str:
        """A label with its values."""
        return self.of(say(key, **given))

    def line(self, text: Any = "", style: str = "", indent: int = 0) -> None:
        """One paragraph; all its lines are indented alike."""
        from rich.text import Text as Line

        from hegui.law.layout import wrap  # here, so that pages are rendered without the law

        self._lines.append((Line(wrap(self.of(text), width=self._width - indent), style=style), indent))

    def heading(self, key: str) -> None:
        """An empty line and a bold one."""
        self.line()
        self.line(labels()[key], "bold")

    def verdict(self, verdict: str, text: str, indent: int = 0) -> None:
        """A line that begins with the sign of a verdict, in its colour."""
        self.line(f"{SIGNS[verdict]} {text}", STYLES[verdict], indent)

    def __str__(self) -> str:
        from rich.console import Console
        from rich.padding import Padding

        out = StringIO()
        console = Console(
            file=out,
            width=self._width,
            force_terminal=self._colour,
            color_system="standard" if self._colour else None,
            highlight=False,
            emoji=False,
            markup=False,
        )
        for line, indent in self._lines:
            console.print(Padding(line, (0, 0, 0, indent)) if indent else line)
        return "\n".join(printed.rstrip() for printed in out.getvalue().splitlines())


def summary(
    document: Json,
    findings: Sequence[Json],
    folder: Path,
    lang: Lang,
    width: int | None = None,
    colour: bool = False,
) -> str:
    """One screen for a tired engineer: counts, price, the worst, what to do, what could not be seen, where the report lies."""
    page = Page(lang, width, colour)
    counts, exposure = document["totals"]["findings"], document["exposure"]
    duties = view.duties(document, findings, {})
    page.line(document["operator_name"], "bold")
    page.line(say("screen.frame", on=document["on"], law=_law(document["law_versions"])))
    for warning in document["warnings"]:
        page.line(warning, "yellow")
    page.line()
    for verdict in view.ORDER:
        page.verdict(verdict, page.say("screen.count", n=counts[verdict], verdict=labels()[f"verdict.{verdict}"]))
    held = document["totals"]["obligations"]
    page.line(say("of_findings", m=counts["all"]), "dim")
    page.line(say("by_obligation", counts=values.counted(held), m=held["all"]), "dim")
    page.heading("exposure.title")
    _exposure(page, exposure, {r["role"]: r["title"] for r in document["roles"]})
    if failed := [duty for duty in duties if duty.verdict == "not_met"]:
        page.heading("worst.title")
        for duty in failed[:SHOWN]:
            _failure(page, duty)
        if len(failed) > SHOWN:
            page.line(say("screen.more", n=len(failed) - SHOWN), "dim", 2)
    if steps := view.steps(duties):
        page.heading("screen.next")
        for number, duty in enumerate(steps[:SHOWN], 1):
            page.line(f"{number}. {page.say(f'next.{duty.verdict}', title=duty.title)}", indent=2)
    page.heading("unseen.title")
    page.line(say("screen.unseen", unproven=counts["unproven"], **_unseen(document)), indent=2)
    page.line()
    page.line(say("screen.report", path=folder / "report.html"))
    page.line(document["statement"], "dim")
    return str(page)


def _law(versions: Sequence[str]) -> Text:
    """The versions of instruments applied, as many as fit a line."""
    first, more = listed(list(versions[: view.VERSIONS])), len(versions) - view.VERSIONS
    return say("screen.more_law", law=first, n=more) if more > 0 else first


def explanation(explained: Json, lang: Lang, width: int | None = None, colour: bool = False) -> str:
    """The way back from a verdict, step by step, as ``dossier.explain`` found it."""
    page = Page(lang, width, colour)
    page.line(explained["finding"], "bold")
    page.verdict(explained["verdict"], page.of(_known(explained)))
    page.line(explained["reason"])
    for missing in explained["missing"]:
        page.line(say("screen.missing", what=missing), indent=2)
    if explained["verdict"] != "met" and explained["settled_by"]:
        page.line(say("next.settle", what=explained["settled_by"]), indent=2)
    page.heading("finding.check")
    _check(page, explained["check"])
    page.heading("screen.facts")
    for table in explained["facts"]:
        _facts(page, table)
    page.heading("exhibits.title")
    _exhibits(page, explained)
    page.heading("articles.title")
    for article in (*explained["articles"], *explained["liability"]):
        _article(page, article)
    if explained["sanctions"]:
        page.heading("duty.sanctions")
        for tier in explained["sanctions"]:
            _tier(page, tier)
    if explained["check"]:
        page.heading("screen.query")
        for row in explained["check"]["sql"].splitlines():
            page.line(row, "dim", 2)
    return str(page)


def comparison(compared: Json, lang: Lang, width: int | None = None, colour: bool = False) -> str:
    """What changed between two dossiers, the bad news first."""
    page = Page(lang, width, colour)
    before, after = compared["before"], compared["after"]
    page.line(say("screen.compared", before=before["on"], after=after["on"]), "bold")
    for warning in compared["warnings"]:
        page.line(warning, "yellow")
    for side in (before, after):
        counts = values.counted(side["totals"]["findings"])
        price = _price(side["exposure"]["operator_cny"])
        page.line(say("screen.side", on=side["on"], counts=counts, price=price))
    for group in ("newly_not_met", "mended", "changed", "new", "gone"):
        if compared[group]:
            page.heading(f"compare.{group}")
        for change in compared[group]:
            now = change["after"] or change["before"]
            page.verdict(now, f"{change['id']}  {page.of(_change(change))}", 2)
            page.line(change["reason"], indent=4)
    page.line()
    page.line(say("compare.unchanged", n=compared["unchanged"]["all"]))
    return str(page)


def verification(verified: Json, lang: Lang, width: int | None = None, colour: bool = False) -> str:
    """Whether a dossier is whole, and what was altered."""
    page = Page(lang, width, colour)
    if verified["whole"]:
        page.line(labels()["verify.whole"], "green")
    else:
        page.line(labels()["verify.altered"], "bold red")
    for alteration in verified["alterations"]:
        page.line(alteration["sentence"], indent=2)
    if verified["fingerprint"]:
        page.line(say("verify.fingerprint", sha256=verified["fingerprint"]))
    page.line(verified["limits"], "dim")
    return str(page)


def _exposure(page: Page, exposure: Json, roles: Mapping[str, Json]) -> None:
    if exposure["acts"]:
        page.line(say("screen.operator", price=_price(exposure["operator_cny"])), "bold", 2)
        for person in exposure["individuals"]:
            page.line(say("screen.person", who=word("role", person["role"], {}), price=_price(person)), indent=2)
    elif not exposure["readings"]:
        page.line(labels()["exposure.unpriced" if exposure["not_priced"] else "exposure.nothing"], indent=2)
    for reading in exposure["readings"]:
        page.line(
            say("screen.reading", role=as_text(roles[reading["role"]]), price=_price(reading["operator_cny"])), "dim", 2
        )


def _price(amount: Json) -> Text:
    return values.price(amount["min"], amount["max"])


def _failure(page: Page, duty: view.Duty) -> None:
    price = values.price(0, None if math.isinf(duty.most) else duty.most) if duty.acts else labels()["none"]
    page.verdict("not_met", f"{page.of(duty.title)}  {page.of(listed(duty.articles))}  {page.of(price)}", 2)
    page.line(duty.findings[0]["reason"], indent=4)


def _unseen(document: Json) -> dict[str, Any]:
    return {"unreadable": document["unreadable"]["total"], "skipped": document["skipped"]["total"]}


def _known(explained: Json) -> Any:
    told = [labels()[f"verdict.{explained['verdict']}"]]
    told += [labels()[f"{kind}.{explained[kind]}"] for kind in ("proof", "strength") if explained[kind]]
    return listed([*told, *([explained["at"]] if explained["at"] else [])])


def _check(page: Page, check: Json | None) -> None:
    if check is None:
        page.line(labels()["screen.no_check"], indent=2)
        return
    page.line(f"{check['id']}: {page.of(check['title'])}", indent=2)
    if check["template"]:
        page.line(f"{check['sentence']}: {page.of(check['template'])}", "dim", 2)


def _facts(page: Page, table: Json) -> None:
    page.line(say("screen.rows", table=table["table"], n=table["total"]), indent=2)
    for row in table["rows"][:ROWS]:
        held = (f"{name}={value}" for name, value in row.items() if value is not None and name != "operator")
        page.line("  ".join(held), "dim", 4)


def _exhibits(page: Page, explained: Json) -> None:
    if explained["exhibits_total"] > len(explained["exhibits"]):
        shown, all_ = len(explained["exhibits"]), explained["exhibits_total"]
        page.line(say("first_of", shown=shown, all=all_, file="facts/"), indent=2)
    for exhibit in explained["exhibits"]:
        page.line(f"{exhibit['source']}: {exhibit['locator']}", indent=2)
        page.line(
            say("screen.period", period=values.period(exhibit["period"]), at=values.moment(exhibit["taken_at"])),
            "dim",
            4,
        )
        if exhibit["recompute"]:
            page.line(f"{exhibit['recompute']}\n{exhibit['sha256']}", "dim", 4)


def _article(page: Page, article: Json) -> None:
    name = page.of(article.get("name", ""))
    period = page.of(values.period(article.get("in_force", (None, None))))
    memory = page.say("screen.memory") if article.get("confidence") == "memory" else ""
    page.line(f"{article['article']}  {name}  {period} {memory}".rstrip(), indent=2)
    if article.get("text"):
        page.line(article["text"], "dim", 4)


def _tier(page: Page, tier: Json) -> None:
    applied = page.say("screen.applied") if tier["applied"] else ""
    trigger = page.of(tier.get("trigger", ""))
    page.line(f"{tier['article']}  {trigger}  {page.of(values.fine(tier, {}))} {applied}".rstrip(), indent=2)


def _change(change: Json) -> Any:
    before, after = (
        labels()[f"verdict.{v}"] if v else labels()["compare.absent"] for v in (change["before"], change["after"])
    )
    return say("compare.change", before=before, after=after)
