"""What a report says, in which order: duties from findings, the worst of them, what to do next, what could not be seen."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hegui.dossier import with_tier

Finding = Mapping[str, Any]
Json = Mapping[str, Any]

PROOFS = ("measured", "registered", "attested", None)  # the strongest first
ORDER = ("not_met", "unproven", "met", "not_applicable")
WORST = 3  # failures that page one names
VERSIONS = 3  # versions of instruments that page one names
STEPS = 5
GAPS = 3


@dataclass(frozen=True, slots=True)
class Duty:
    """One obligation with its findings, worst and best proven first; its verdict is that of its worst subject.

    ``most`` is what its acts, or for an unproven duty its first fine, can cost the operator at most in CNY; infinite where open.
    """

    id: str
    group: str
    title: Json
    law: Json
    verdict: str
    counts: Mapping[str, int]
    findings: Sequence[Finding]
    acts: Sequence[Json]
    most: float

    @property
    def has_evidence(self) -> bool:
        """Whether anything was looked at: an exhibit, or a check that answered."""
        return any(finding["exhibits"] or finding["check"] for finding in self.findings)

    @property
    def open(self) -> list[Finding]:
        """What is not met or unproven."""
        return [finding for finding in self.findings if finding["verdict"] in ("not_met", "unproven")]

    @property
    def settled(self) -> Mapping[str, int]:
        """How many findings are met or not applicable."""
        return {verdict: self.counts[verdict] for verdict in ("met", "not_applicable")}

    @property
    def articles(self) -> list[str]:
        """The articles its findings rest on; acts of different days can meet different versions."""
        return list(dict.fromkeys(article for finding in self.findings for article in finding["articles"]))

    @property
    def sanctions(self) -> list[Json]:
        """The tiers that can follow, each once; applied where any finding's is."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for finding in self.findings:
            for sanction in finding["sanctions"]:
                one = found.setdefault((sanction["article"], sanction["tier"]), dict(sanction))
                one["applied"] = one["applied"] or sanction["applied"]
        return list(found.values())

    @property
    def arguable(self) -> bool:
        """Whether what is open binds the operator only in a role that is arguable."""
        return bool(self.open) and all(finding.get("role_state") == "arguable" for finding in self.open)

    @property
    def missing(self) -> list[Json]:
        """What its unproven findings lack, each once."""
        return list({m["en"]: m for f in self.findings if f["verdict"] == "unproven" for m in f["missing"]}.values())


def duties(document: Json, findings: Sequence[Finding], law: Json) -> list[Duty]:
    """Every obligation that has findings: the failed before the unproven, the dearest first."""
    grouped: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        grouped[finding["obligation"]].append(finding)
    acts = acts_by_finding(document["exposure"])
    made = [_duty(id_, group, acts, law) for id_, group in grouped.items()]
    return sorted(made, key=lambda duty: (ORDER.index(duty.verdict), duty.arguable, -duty.most, duty.id))


@dataclass(frozen=True, slots=True)
class Group:
    """The duties of one law, or of laws about one thing, in the order of ``duties``."""

    id: str
    title: Json
    duties: Sequence[Duty]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of its duties have each verdict, and all."""
        return {"all": len(self.duties), **Counter(duty.verdict for duty in self.duties)}


def groups(some: Iterable[Duty], law: Json) -> list[Group]:
    """Duties by the law they stand in, the Cybersecurity Law first; every duty stands in one group."""
    grouped: dict[str, list[Duty]] = defaultdict(list)
    for duty in some:
        grouped[duty.group].append(duty)
    titles: Mapping[str, Json] = law.get("groups", {})
    order = [*titles, *(group for group in grouped if group not in titles)]
    return [Group(id_, titles.get(id_, {"en": id_, "zh": id_}), grouped[id_]) for id_ in order if id_ in grouped]


def acts_by_finding(exposure: Json) -> Mapping[str, list[Json]]:
    """The priced acts that each finding is part of; those of an arguable role where no other prices it."""
    found: dict[str, list[Json]] = defaultdict(list)
    for some in (exposure, *exposure["readings"]):
        known = set(found)
        for act in some["acts"]:
            for finding in act["findings"]:
                if finding not in known:
                    found[finding].append(act)
    return found


def steps(some: Iterable[Duty]) -> list[Duty]:
    """What to do next, at most five: mend what is not met, the dearest first; then prove what could be proven now."""
    ranked = [duty for duty in some if duty.verdict in ("not_met", "unproven")]
    ranked.sort(key=lambda duty: (duty.verdict != "not_met", duty.arguable, not duty.missing, -duty.most, duty.id))
    return ranked[:STEPS]


def unseen(some: Sequence[Duty]) -> list[tuple[Json, int]]:
    """The missing inputs that most findings wait for, each with the number of them, at most three."""
    texts: dict[str, Json] = {}
    waiting: Counter[str] = Counter()
    for duty in some:
        for finding in duty.findings:
            for missing in finding["missing"] if finding["verdict"] == "unproven" else ():
                texts[missing["en"]] = missing
                waiting[missing["en"]] += 1
    return [(texts[en], n) for en, n in sorted(waiting.items(), key=lambda item: (-item[1], item[0]))[:GAPS]]


def versions(document: Json, law: Json) -> list[Json]:
    """The versions of instruments that were applied, with the days they are in force."""
    in_force = {cite.partition("/")[0]: article["in_force"] for cite, article in law.get("articles", {}).items()}
    return [{"id": id_, "in_force": in_force.get(id_, (None, None))} for id_ in document["law_versions"]]


def people(document: Json) -> Mapping[str, str]:
    """The names in the profile, by role."""
    return {person["role"]: person["name"] for person in document.get("people", ())}


def _duty(id_: str, group: Sequence[Finding], acts: Mapping[str, list[Json]], law: Json) -> Duty:
    counts = Counter(finding["verdict"] for finding in group)
    verdict = next(v for v in ORDER if counts[v])
    known = law.get("obligations", {}).get(id_, {})
    own = {(a["article"], a["tier"], tuple(a["findings"])): a for f in group for a in acts.get(f["id"], ())}
    return Duty(
        id=id_,
        group=known.get("group") or id_.partition(".")[0],
        title=known.get("title") or group[0]["title"],
        law=known,
        verdict=verdict,
        counts=counts,
        findings=sorted(group, key=lambda f: (ORDER.index(f["verdict"]), PROOFS.index(f["proof"]), f["id"])),
        acts=list(own.values()),
        most=_most(own.values()) if own else _first_fine(group[0], law),
    )


def _most(acts: Iterable[Json]) -> float:
    return max((math.inf if act["max"] is None else act["max"] for act in acts), default=0)


def _first_fine(finding: Finding, law: Json) -> float:
    """The most that the tiers cost which open with the breach itself."""
    tiers = [with_tier(law, sanction) for sanction in finding["sanctions"]]
    return max(
        (t["operator_cny"][1] or 0 for t in tiers if t.get("operator_cny") and not t.get("opened_by")), default=0
    )
