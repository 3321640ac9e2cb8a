"""The facts that a profile states, as the rest of the program takes them.

Every row points to its line in the profile; what a profile says is *attested*, no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from hegui.facts import Facts, facts_of
from hegui.profile.evidence import Documents, Register
from hegui.profile.loading import Profile
from hegui.profile.model import Operator
from hegui.profile.references import PROFILE
from hegui.profile.statements import RoleOverride
from hegui.text import Text

Row = dict[str, Any]
Rows = dict[str, list[Row]]

_TABLES = (
    "operator",
    "subject",
    "impact",
    "person",
    "source",
    "source_about",
    "attestation",
    "circumstance",
    "exception",
    "override",
    "exhibit",
)


def facts(profile: Profile, taken_at: datetime) -> Facts:
    """What the profile states, by fact table. An expired attestation keeps its row: its ``until`` tells that it counts for nothing."""
    rows: Rows = {table: [] for table in _TABLES}
    names = {operator.id: operator.name for operator in profile.operators}
    for index, operator in enumerate(profile.operators):
        at = _Exhibits(profile, index, taken_at)
        rows["operator"].append(_operator(operator))
        rows["subject"] += _subjects(operator, names)
        rows["impact"] += _impacts(operator, at)
        rows["person"] += _people(operator, at)
        rows["source"] += _sources(operator, at, profile.path.parent)
        rows["source_about"] += _source_abouts(operator)
        rows["attestation"] += _attestations(operator, at)
        rows["exception"] += _exceptions(operator)
        rows["override"] += _overrides(operator, at)
        rows["circumstance"] += _circumstances(operator, at)
        rows["exhibit"] += at.rows.values()
    return facts_of(rows)


class _Exhibits:
    """The lines of one operator's part of the profile, as exhibits; items on one line share theirs."""

    def __init__(self, profile: Profile, operator: int, taken_at: datetime) -> None:
        self._profile, self._operator, self._taken_at = profile, operator, taken_at
        self.rows: dict[str, Row] = {}

    def __call__(self, among: str, item: int) -> str:
        """The exhibit of an item of a list."""
        locator = f"{self._profile.path.name}#line={self._profile.line(self._operator, among, item)}"
        exhibit = f"{PROFILE}:{locator}"
        self.rows[exhibit] = {
            "operator": self._profile.operators[self._operator].id,
            "exhibit": exhibit,
            "source": PROFILE,
            "locator": locator,
            "sha256": self._profile.sha256,
            "taken_at": self._taken_at,
            "proof": "attested",
        }
        return exhibit


def _operator(operator: Operator) -> Row:
    return {
        "operator": operator.id,
        "name_en": operator.name.en,
        "name_zh": operator.name.zh,
        "kind": operator.kind,
        "sector": operator.sector,
        "region": operator.region,
        "turnover_cny": operator.annual_turnover_cny,
        "cii_notified": operator.cii.notified if operator.cii else None,
    }


def _subjects(operator: Operator, names: Mapping[str, Text]) -> Iterator[Row]:
    """The operator itself, what it runs and keeps, and those that handle data on its behalf."""
    yield _subject(operator.id, "operator", operator.id, operator.name, kinds=[operator.kind])
    for system in operator.systems:
        row = _subject(operator.id, "system", system.id, system.name, system.part_of, system.kinds)
        yield {**row, "since": system.since, "until": system.until, "level": system.level}
    for service in operator.services:
        row = _subject(operator.id, "service", service.id, service.name, service.system, service.kinds)
        yield {**row, "since": service.since, "until": service.until}
    for product in operator.products:
        kinds = [
            *product.kinds,
            *(["collects_user_information"] if product.collects_user_information is not False else []),
        ]
        row = _subject(operator.id, "product", product.id, product.name, kinds=kinds)
        yield {**row, "since": product.since, "until": product.until}
    for data_set in operator.data_sets:
        kinds = [kind for kind in ("personal", "sensitive") if getattr(data_set, kind)]
        row = _subject(operator.id, "data_set", data_set.id, data_set.name, data_set.system, kinds)
        yield {**row, "persons": data_set.persons}
    for base in operator.account_bases:
        yield _subject(operator.id, "account_base", base.id, base.name, base.service)
    for handler in dict.fromkeys(handler for data_set in operator.data_sets for handler in data_set.handled_by):
        yield _subject(operator.id, "processor", handler, names[handler])


def _subject(
    operator: str, kind: str, subject: str, name: Text, part_of: str | None = None, kinds: Iterable[str] = ()
) -> Row:
    return {
        "operator": operator,
        "kind": kind,
        "subject": subject,
        "name_en": name.en,
        "name_zh": name.zh,
        "part_of": part_of,
        "kinds": list(kinds),
    }


def _impacts(operator: Operator, at: _Exhibits) -> Iterator[Row]:
    for n, system in enumerate(operator.systems):
        for limb, harm in system.impact or ():
            if harm is not None:
                where = {"operator": operator.id, "subject": system.id, "limb": limb, "exhibit": at("systems", n)}
                yield {**where, "object": harm.object, "degree": harm.degree}


def _people(operator: Operator, at: _Exhibits) -> Iterator[Row]:
    for n, person in enumerate(operator.people):
        yield {
            "operator": operator.id,
            "role": person.role,
            "name": person.name,
            "since": person.since,
            "until": person.until,
            "exhibit": at("people", n),
        }


def _sources(operator: Operator, at: _Exhibits, folder: Path) -> Iterator[Row]:
    for n, source in enumerate(operator.sources):
        yield {
            "operator": operator.id,
            "source": source.id,
            "kind": source.kind,
            "what": source.register_ if isinstance(source, Register) else None,
            "as_of": source.as_of,
            "complete": source.complete is not None,
            "complete_by": source.complete.by if source.complete else None,
            "given": source.path is None or _exists(folder / source.path),
            "exhibit": at("sources", n),
        }


def _source_abouts(operator: Operator) -> Iterator[Row]:
    for source in operator.sources:
        papers = source.documents if isinstance(source, Documents) else ()
        abouts = [*source.about, *(about for paper in papers for about in paper.about)]
        for about in dict.fromkeys(abouts):
            yield {"operator": operator.id, "source": source.id, **_about(about)}


def _attestations(operator: Operator, at: _Exhibits) -> Iterator[Row]:
    for n, said in enumerate(operator.attestations):
        yield {
            "operator": operator.id,
            "attestation": said.id,
            "obligation": said.obligation,
            **_about(said.about),
            "says": said.says,
            "by_role": said.by,
            "made_on": said.on,
            "until": said.until,
            "exhibit": at("attestations", n),
        }


def _exceptions(operator: Operator) -> Iterator[Row]:
    for accepted in operator.exceptions:
        yield {
            "operator": operator.id,
            "exception": accepted.id,
            "obligation": accepted.obligation,
            **_about(accepted.about),
            "by_role": accepted.by,
            "made_on": accepted.on,
            "until": accepted.until,
            "reason_en": accepted.reason.en,
            "reason_zh": accepted.reason.zh,
        }


def _overrides(operator: Operator, at: _Exhibits) -> Iterator[Row]:
    for n, decided in enumerate(operator.overrides):
        what: Row
        if isinstance(decided, RoleOverride):
            what = {"role": decided.role, "state": decided.state}
        else:
            what = {"obligation": decided.obligation, "applies": decided.applies, **_about(decided.about)}
        yield {
            "operator": operator.id,
            **what,
            "by_role": decided.by,
            "made_on": decided.on,
            "because_en": decided.because.en,
            "because_zh": decided.because.zh,
            "exhibit": at("overrides", n),
        }


def _circumstances(operator: Operator, at: _Exhibits) -> Iterator[Row]:
    for n, circumstance in enumerate(operator.circumstances):
        yield {
            "operator": operator.id,
            "circumstance": circumstance.kind,
            "obligation": circumstance.obligation,
            **_about(circumstance.about),
            "at": circumstance.at,
            "value": circumstance.value,
            "exhibit": at("circumstances", n),
        }


def _about(about: str | None) -> Row:
    kind, _, subject = (about or "").partition("/")
    return {"kind": kind or None, "subject": subject or None}


def _exists(place: Path) -> bool:
    """Whether something lies there; where that is forbidden to know, the collector will say so."""
    try:
        return place.exists()
    except PermissionError:
        return True
    except OSError:
        return False
