"""Lists of parts and what is known of flaws in them. The clock that counts runs from when the operator knew, which a report can show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from hegui.engine import Shard, Source
from hegui.evidence.files import Ledger, Unreadable, listed, merged, read_whole, sha256_of
from hegui.evidence.sbom import advisories, parts
from hegui.evidence.sbom.advisories import Advisory, Known
from hegui.evidence.sbom.matching import ecosystems, flaws
from hegui.facts import Facts
from hegui.recognise.shapes import masked
from hegui.text import Text


class Sbom:
    """Reads sources of kind ``sbom``: one list of parts or a folder of them; one shard, for all are held against the same advisories.

    Option ``advisories``: files and folders of advisories, scanners' reports and VEX statements.
    """

    kind = "sbom"
    version = "3"
    blind_spots: tuple[Text, ...] = (
        Text(
            "A part that the list leaves out is not seen, nor a flaw that the advisories given do not name.",
            "清单未列出的组件以及所提供公告未载明的漏洞，均无法发现。",
        ),
        Text(
            "That a part has a known flaw does not show that the product can be attacked through it.",
            "组件存在已知漏洞，并不表明产品可被利用该漏洞攻击。",
        ),
        Text(
            "When the operator knew is shown only by a dated report or by its register of flaws, never by the date of publication.",
            "运营者何时知悉，仅能由载明日期的报告或者漏洞台账证明，不以漏洞公开日期推定。",
        ),
    )

    def shards(self, source: Source) -> Iterator[Shard]:
        """One shard: the lists share their advisories."""
        yield Shard(source, "")

    def read(self, shard: Shard) -> Facts:
        """The facts of every list; a file that is none is a row in ``unreadable``."""
        ledger = Ledger(shard.source)
        known = _known(
            ledger,
            [Path(place) for place in shard.options.get("advisories", shard.source.options.get("advisories", ()))],
        )
        place = Path(shard.source.location)
        names = list(listed(place)) if place.is_dir() else [""]
        read = sum(_read(ledger, place / name if name else place, name or place.name, known) for name in names)
        ledger.cover("files", len(names), read)
        return ledger.facts()

    def merge(self, source: Source, parts: Iterable[Facts]) -> Facts:
        """The facts as they are."""
        return merged(parts)


def _known(ledger: Ledger, places: Sequence[Path]) -> list[Known]:
    known: list[Known] = []
    for place in places:
        for path in [place / name for name in listed(place)] if place.is_dir() else [place]:
            try:
                known += advisories.read(read_whole(path))
            except Unreadable as problem:
                ledger.unreadable(masked(path.name), problem.reason, problem.detail)
    for ecosystem in sorted(
        {one.ecosystem.partition(":")[0] for one in known if isinstance(one, Advisory)} - ecosystems().keys()
    ):
        ledger.skip(masked(ecosystem), "unknown_ecosystem")
    return known


def _read(ledger: Ledger, path: Path, name: str, known: Sequence[Known]) -> int:
    """One list of parts into the ledger; how many were read, 1 or 0."""
    try:
        data = read_whole(path)
        bom = parts.read(data)
    except Unreadable as problem:
        ledger.unreadable(masked(name), problem.reason, problem.detail)
        return 0
    made = moment(bom.at)
    exhibit = ledger.exhibit(name, sha256_of(data), "measured", until=made)
    ledger.add(
        "bom",
        bom=name,
        format=bom.format,
        version=bom.version,
        valid=bom.valid,
        components=bom.top,
        parts=len(bom.parts),
        made_at=made,
        exhibit=exhibit,
    )
    called = {part.ref: (part.purl or part.name, part.version) for part in bom.parts if part.ref}
    stated = advisories.cyclonedx(bom.stated, called, bom.at or None)
    unordered: set[str] = set()
    found = flaws(bom.parts, [*known, *stated], unordered)
    for part in sorted(unordered):
        ledger.skip(masked(f"{name}#{part}"), "no_version_order")
    for flaw in found:
        ledger.add(
            "bom_flaw",
            bom=name,
            id=flaw.id,
            aliases=list(flaw.aliases),
            component=flaw.component,
            version=flaw.version,
            severity=flaw.severity,
            published=moment(flaw.published),
            known_since=moment(flaw.known),
            fixed_in=flaw.fixed,
            status=flaw.status or None,
            exhibit=exhibit,
        )
    return 1


def moment(text: str | None) -> datetime | None:
    """A time as advisories write it; one without an offset is UTC, as their formats ask; None where it is none."""
    try:
        found = datetime.fromisoformat((text or "")[:26].rstrip("Z") if "Z" in (text or "") else text or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


collector = Sbom()
