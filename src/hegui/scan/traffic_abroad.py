"""What captures show went abroad, beside the routes that the register of transfers declares and the numbers that the provisions turn on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from hegui import yaml12
from hegui.errors import InputError
from hegui.evidence.registers import collector as registers
from hegui.facts import Facts
from hegui.law import load
from hegui.recognise.pi.families import families, lineage
from hegui.scan.frame import Row, gather, rows

NUMBERS = {
    "contract_persons": "export_contract.persons",
    "assessment_persons": "export_assessment.persons",
    "assessment_sensitive_persons": "export_assessment_sensitive.persons",
}
"""From how many people since 1 January a contract or certification, and from how many an assessment, is asked."""


def registered(place: str) -> list[Row]:
    """The rows of a register of transfers; raises InputError where it has none that can be read."""
    facts = gather(registers, [place], cache=False, options={"register": "transfer"})
    found = rows(facts, "transfer")
    if not found:
        raise InputError(
            f"{place}: no row of a register of transfers can be read in it",
            f"{place}：未能读到数据出境台账的任何记录",
        )
    return found


def crossing(facts: Facts, transfers: Sequence[Row] | None, on: date) -> Row:
    """The answer's part on what went abroad: what was seen, what is registered (None: no register was given), and the law's numbers."""
    numbers = {name: load().number(key, on) for name, key in NUMBERS.items()}
    return {
        "seen": list(_seen(rows(facts, "traffic_abroad"), transfers)),
        "registered": None if transfers is None else _counted(transfers),
        "numbers": {name: number and int(number.value) for name, number in numbers.items()},
        "articles": sorted({number.article for number in numbers.values() if number}),
    }


def routes(transfers: Sequence[Row], place: str, kind: str) -> list[str]:
    """The routes under which a register lets a kind go to a place; none where it names no such transfer."""
    found = {str(one["route"] or "none") for one in transfers if _is_to(one, place) and _covers(one["kinds"], kind)}
    return sorted(found)


def _seen(abroad: Sequence[Row], transfers: Sequence[Row] | None) -> Iterator[Row]:
    """A row a place and kind, over all captures. Values of two captures are not told apart, so that the most of one is given."""
    grouped: dict[tuple[str, str], list[Row]] = {}
    for row in abroad:
        grouped.setdefault((row["place"], row["kind"]), []).append(row)
    for (place, kind), some in sorted(grouped.items()):
        yield {
            "place": place,
            "kind": kind,
            "sensitive": kind in families() and families()[kind].sensitive,
            "recipients": sorted({row["recipient"] for row in some if row["recipient"]}),
            "flows": sum(row["flows"] for row in some),
            "canary_flows": sum(row["canaries"] for row in some),
            "values": max(row["values"] for row in some),
            "routes": None if transfers is None else routes(transfers, place, kind),
        }


def _counted(transfers: Sequence[Row]) -> Row:
    """The people whom the provisions count: without those who are exempt; those with sensitive information apart."""
    counting = [one for one in transfers if one["place"] != "cn" and one["route"] != "exempt"]
    sensitive = [one["sensitive_persons"] or 0 for one in counting]
    return {
        "transfers": len(counting),
        "persons": sum(one["persons"] or 0 for one in counting) - sum(sensitive),
        "sensitive_persons": sum(sensitive),
        "uncounted": sum(one["persons"] is None or one["sensitive_persons"] is None for one in counting),
    }


def _is_to(transfer: Row, place: str) -> bool:
    return str(transfer["place"]) in (place.lower(), "other")


def _covers(registered_kinds: Sequence[str] | None, kind: str) -> bool:
    """Whether kinds of a register cover a kind of a capture; a row that names none, or others, may mean any."""
    if not registered_kinds or "other" in registered_kinds or kind not in families():
        return True
    meant = {one for name in registered_kinds for one in as_families().get(name, [name])}
    return any(one in meant for one in lineage(kind))


@cache
def as_families() -> Mapping[str, list[str]]:
    """The kinds of captures for which those of a register stand that have another name."""
    raw: Mapping[str, list[str]] = yaml12.load(
        files("hegui.scan").joinpath("traffic_abroad.yaml").read_text(encoding="utf-8")
    )
    return raw
