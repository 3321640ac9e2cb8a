"""What a dossier says: dossier.json, law.json and the checks used, from a judgement and the facts behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hegui import cases, checks
from hegui.checks import Check
from hegui.dossier import handling
from hegui.evidence import wording
from hegui.facts import Facts, registers
from hegui.judge import Judgement
from hegui.judge.findings import role_word
from hegui.judge.scope import SUBJECT_KINDS, Applies
from hegui.law import Law
from hegui.law.corpus import CORE
from hegui.law.model import Obligation, Tier
from hegui.text import Text

FORMAT = 1
MOST_ROWS = 200
MOST_CASES = 3

SELF_CHECK = Text(
    "This is the operator's own self-check. It is neither a certificate nor an assessment report.",
    "本文件为运营者自查结果，不是证书，也不是测评报告。",
)
_HYPOTHETICAL = Text(
    "Hypothetical: the facts of {on} were moved as a whole to {as_if}.", "假设情形：{on}的事实整体移至{as_if}判定。"
)
_WHAT_IF = Text("Hypothetical price: {kinds} assumed.", "假设定价：假定存在{kinds}。")
_OUT_OF_SCOPE = Text("No machine should judge this; counsel decides.", "不宜由机器判断，由法务决定。")


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for a whole run: the law, the checks, the days and how it was called."""

    law: Law
    checks: Mapping[str, Check]
    on: date
    as_if: date | None
    what_if: Sequence[Mapping[str, Any]]
    version: str
    command: str
    likeness: cases.Likeness | None = None  # other decided cases to look among than those of the project alone

    @property
    def judged_on(self) -> date:
        """The day as of which the law was applied."""
        return self.as_if or self.on


def document_of(judgement: Judgement, facts: Facts, frame: Frame) -> dict[str, Any]:
    """dossier.json: what was checked, as of when, by which version and law, with totals, roles and exposure."""
    operator = judgement.operator
    return {
        "format": FORMAT,
        "hegui": frame.version,
        "command": frame.command,
        "statement": SELF_CHECK.as_json(),
        "operator": operator["operator"],
        "operator_name": {"en": operator["name_en"], "zh": operator["name_zh"]},
        "operator_kind": operator["kind"],
        "on": frame.on.isoformat(),
        "as_if": frame.as_if.isoformat() if frame.as_if else None,
        "law_versions": [f"{i.id}@{i.version}" for i in _instruments(judgement, frame)],
        "warnings": [w.as_json() for w in _warnings(frame)],
        "totals": judgement.totals,
        "roles": [
            {
                "role": r.role,
                "title": frame.law.roles[r.role].title.as_json(),
                "state": r.state,
                "because": r.because.as_json(),
                "articles": list(r.articles),
            }
            for r in judgement.roles
        ],
        "applicability": [_applicability(a, frame) for a in judgement.applicability],
        "exposure": judgement.exposure,
        "people": [
            {"role": p["role"], "role_name": role_word(p["role"]).as_json(), "name": p["name"]}
            for p in _rows(facts, "person")
        ],
        "sources": [_source(s) for s in _rows(facts, "source")],
        "coverage": _rows(facts, "coverage"),
        "reading": _rows(facts, "reading"),
        "unreadable": _capped(_rows(facts, "unreadable"), "path", "reason"),
        "skipped": _capped(_rows(facts, "skipped"), "what", "why"),
        "attestations": [_plain(r) for r in _rows(facts, "attestation")],
        "exceptions": [_plain(r) for r in _rows(facts, "exception")],
        "handling": handling.compared(_rows(facts, "handling")),
        "blind_spots": [
            {"kind": kind, "texts": [t.as_json() for t in spots]}
            for kind, spots in wording.blind_spots(_kinds(facts)).items()
        ],
    }


def law_of(judgement: Judgement, frame: Frame) -> dict[str, Any]:
    """law.json: the articles, obligations, clauses, numbers and words that the dossier uses, so that it stands by itself."""
    law, day = frame.law, frame.judged_on
    duties = [a.obligation for a in judgement.applicability]
    cites = {c for f in judgement.findings for c in (*f["articles"], *f["liability"])}
    cites |= {act["article"] for act in judgement.exposure["acts"]}
    cites |= {c for d in duties for c in (*law.article_on(d, day), *law.liability_on(d, day))}
    past = {(c, d) for f in judgement.findings if (d := _past_day(f, day)) for c in f["liability"]}
    clauses = sorted({*past, *((c, day) for c in cites)})
    days = {day, *(d for _, d in past)}
    return {
        "articles": {cite: _article(law, cite) for cite in sorted(cites)},
        "obligations": {d.id: _obligation(d, law, day) for d in duties},
        "groups": {group: _group(law, group).as_json() for group in _groups(duties)},
        "clauses": [_tier(t) for t in dict.fromkeys(t for c, d in clauses for t in law.tiers_of(c, d))],
        "numbers": [
            {"key": n.key, "value": n.value, "unit": n.unit, "article": n.article, "confidence": n.confidence}
            for n in law.numbers
            if any(n.span.holds(d) for d in days)
        ],
        "words": {code: text.as_json() for code, text in sorted(_words(law).items())},
    }


def _groups(duties: Iterable[Obligation]) -> list[str]:
    """The groups of some duties, the Cybersecurity Law first."""
    return sorted({duty.group for duty in duties}, key=lambda group: (group != CORE, group))


def _group(law: Law, group: str) -> Text:
    """The title of a group; an overlay without one goes by its folder."""
    return law.words_by_kind["group"].get(group, Text(group, group))


def _past_day(finding: Mapping[str, Any], day: date) -> date | None:
    """The day of an event or of the end of a state before *day*: it has the law of its own."""
    raw = finding["at"] or finding["until"]
    past = date.fromisoformat(raw) if raw else None
    return past if past is not None and past < day else None


def cases_of(judgement: Judgement, frame: Frame) -> list[dict[str, Any]]:
    """cases.json: decided cases that resemble what is not met, with the findings they resemble and why.

    Their ids go into ``similar_cases`` of those findings.
    """
    found: dict[str, dict[str, Any]] = {}
    for finding in judgement.findings:
        if finding["verdict"] != "not_met":
            continue
        matches = cases.similar(finding, judgement.operator["kind"], frame.judged_on, MOST_CASES, frame.likeness)
        finding["similar_cases"] = [match.case.id for match in matches]
        finding["cases_show"] = [text.as_json() for text in cases.shown([match.case for match in matches])]
        for match in matches:
            case = found.setdefault(match.case.id, _case(match.case))
            case["findings"].append({"id": finding["id"], "reasons": [reason.as_json() for reason in match.reasons]})
    return list(found.values())


def checks_of(judgement: Judgement, frame: Frame) -> dict[str, Mapping[str, str]]:
    """The folders of the checks that were asked for this operator's obligations."""
    duties = {a.obligation.id for a in judgement.applicability if a.subjects}
    return {check.id: check.files for check in frame.checks.values() if check.obligation in duties}


def _instruments(judgement: Judgement, frame: Frame) -> list[Any]:
    used = {c.split("/")[0] for f in judgement.findings for c in (*f["articles"], *f["liability"])}
    used |= {act["article"].split("/")[0] for act in judgement.exposure["acts"]}
    some = [i for i in frame.law.instruments if f"{i.id}@{i.version}" in used]
    return sorted(some, key=lambda i: i.id != CORE)


def _warnings(frame: Frame) -> list[Text]:
    found = list(frame.law.warnings(frame.judged_on))
    if frame.as_if:
        found.insert(0, Text(*(t.format(on=frame.on, as_if=frame.as_if) for t in _HYPOTHETICAL)))
    if frame.what_if:
        kinds = ", ".join(row["circumstance"] for row in frame.what_if)
        found.insert(0, Text(*(t.format(kinds=kinds) for t in _WHAT_IF)))
    return found


def _applicability(applies: Applies, frame: Frame) -> dict[str, Any]:
    duty = applies.obligation
    machineless = duty.settling == "not_for_a_machine"
    return {
        "obligation": duty.id,
        "title": duty.title.as_json(),
        "applies": bool(applies.subjects) and applies.role is not None,
        "role": applies.role.role if applies.role else None,
        "role_state": applies.role.state if applies.role else None,
        "because": (_OUT_OF_SCOPE if machineless else applies.because).as_json(),
        "articles": list(frame.law.article_on(duty, frame.judged_on)),
        "settling": duty.settling,
        "settled_by": duty.settled_by.as_json(),
        "subject": SUBJECT_KINDS[duty.subject].as_json(),
        "subjects": len(applies.subjects),
    }


def _article(law: Law, cite: str) -> dict[str, Any]:
    paragraph = law.paragraphs.get(cite)
    instrument = law.instrument_of(cite)
    return {
        "name": law.name(cite).as_json(),
        "text": paragraph.text.as_json() if paragraph else None,
        "uncertain": paragraph.uncertain.as_json() if paragraph and paragraph.uncertain else None,
        "confidence": paragraph.confidence if paragraph else (instrument.confidence if instrument else "memory"),
        "source": paragraph.source if paragraph else None,
        "in_force": [_iso(instrument.span.start), _iso(instrument.span.end)] if instrument else [None, None],
    }


def _case(case: cases.Case) -> dict[str, Any]:
    return {
        "id": case.id,
        "decided_on": case.decided_on,
        "authority": case.authority,
        "respondent_kind": case.respondent_kind,
        "measures": list(case.measures),
        "operator_fine_cny": case.operator_fine,
        "individual_fine_cny": case.individual_fine,
        "summary": case.summary.as_json(),
        "source": case.source_title,
        "source_url": case.source_url,
        "confidence": case.confidence,
        "findings": [],
    }


def _obligation(duty: Obligation, law: Law, day: date) -> dict[str, Any]:
    return {
        "group": duty.group,
        "title": duty.title.as_json(),
        "text": duty.text.as_json(),
        "nature": duty.nature,
        "bearers": list(duty.bearers),
        "articles": list(law.article_on(duty, day)),
        "liability": list(law.liability_on(duty, day)),
        "authorities": _authorities(law, duty, day),
        "settling": duty.settling,
        "settled_by": duty.settled_by.as_json(),
    }


def _authorities(law: Law, duty: Obligation, day: date) -> dict[str, str]:
    """Who is likely to act where a duty fails, the usual one first, each with how sure that is."""
    found: dict[str, str] = {}
    for clause in law.liability_on(duty, day):
        for authority, certainty in law.likely_authorities(clause, day):
            found.setdefault(authority, certainty)
    return found


def _tier(tier: Tier) -> dict[str, Any]:
    return {
        "article": tier.clause,
        "tier": tier.tier,
        "trigger": tier.trigger.as_json(),
        "opened_by": list(tier.opened_by),
        "fined": tier.fined,
        "may": tier.may,
        "operator_cny": [tier.operator_min, tier.operator_max],
        "multiple": [tier.multiple_min, tier.multiple_max, tier.multiple_of],
        "individuals": tier.individuals,
        "individual_cny": [tier.individual_min, tier.individual_max],
        "measures": list(tier.measures),
        "measures_optional": list(tier.measures_optional),
        "authorities": list(tier.authorities),
        "note": tier.note.as_json(),
        "confidence": tier.confidence,
    }


def _words(law: Law) -> Mapping[str, Text]:
    titles = {f"register.{register.id}": register.title for register in registers().values()}
    return {**law.words, **wording.words(), **checks.words(), **titles}


def _source(row: Mapping[str, Any]) -> dict[str, Any]:
    return _plain({k: v for k, v in row.items() if k not in ("operator", "exhibit")})


def _capped(rows: Sequence[Mapping[str, Any]], what: str, why: str) -> dict[str, Any]:
    shown = [
        {"source": r["source"], "what": r[what], "why": wording.why(r[why]).as_json(), "detail": r["detail"]}
        for r in rows[:MOST_ROWS]
    ]
    return {"total": len(rows), "rows": shown}


def _rows(facts: Facts, table: str) -> list[dict[str, Any]]:
    return facts[table].to_pylist() if table in facts else []


def _kinds(facts: Facts) -> Iterable[str]:
    return sorted({row["kind"] for row in _rows(facts, "source")})


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
