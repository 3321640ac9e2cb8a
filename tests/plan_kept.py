"""A small dossier for plans and briefs: findings that are chosen, judged and priced for real, and kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from hegui import dossier, facts
from hegui.judge.exposure import exposure
from hegui.law import load
from hegui.text import Text

LAW = load()
ON = date(2026, 11, 21)
FOUR = ("met", "not_met", "unproven", "not_applicable")


def finding(duty: str, verdict: str = "not_met", subject: str = "shop", **more: Any) -> dict[str, Any]:
    """One finding of a duty about a system."""
    known = LAW.obligations[duty]
    at = more.get("at")
    return {
        "id": "/".join(filter(None, (duty, "system", subject, at))),
        "obligation": duty,
        "title": known.title.as_json(),
        "subject": {"kind": "system", "id": subject, "name": {"en": f"System {subject}", "zh": f"系统{subject}"}},
        "instance": None,
        "role": "network_operator",
        "role_state": "established",
        "at": None,
        "from": None,
        "until": None,
        "verdict": verdict,
        "proof": "registered",
        "strength": "decides",
        "articles": list(LAW.article_on(known, ON)),
        "liability": list(LAW.liability_on(known, ON)),
        "reason": {"en": f"What was found about {subject}.", "zh": f"关于{subject}的事实。"},
        "missing": [{"en": "the register", "zh": "台账"}] if verdict == "unproven" else [],
        "settled_by": known.settled_by.as_json(),
        "exhibits": [
            {
                "source": "s",
                "locator": f"{duty}.csv#row=2",
                "sha256": "0" * 64,
                "period": [None, None],
                "taken_at": None,
            }
        ],
        "coverage": {"population": 1, "examined": 1, "unit": "rows", "how": {"en": "all", "zh": "全部"}, "skipped": []},
        "sanctions": [],
        "exceptions": [],
        "similar_cases": [],
        "check": None,
        "sentence": None,
        **more,
    }


def order(**more: Any) -> dict[str, Any]:
    """One row of the register of orders."""
    return {
        "operator": "o",
        "source": "order",
        "authority": "police",
        "number": "字1号",
        "kind": "order",
        "received_on": date(2026, 10, 1),
        **more,
    }


def write(
    folder: Path,
    findings: Sequence[Mapping[str, Any]],
    orders: Iterable[Mapping[str, Any]] = (),
    circumstances: Iterable[Mapping[str, Any]] = (),
    people: Mapping[str, str] | None = None,
    on: date = ON,
    **document: Any,
) -> dossier.Dossier:
    """Price the findings, keep the dossier, and open it."""
    rows = [{**dict.fromkeys(("subject", "value", "at")), "operator": "o", **row} for row in circumstances]
    operator = {"operator": "o", "name_en": "Example", "name_zh": "示例公司", "kind": "company"}
    named = [{"role": role, "name": name, "since": None, "until": None} for role, name in (people or {}).items()]
    persons = [{"operator": "o", **one} for one in named]
    own = facts.facts_of({"operator": [operator], "order": orders, "circumstance": rows, "person": persons})
    some = list(findings)
    priced = exposure(LAW, on, operator, some, rows, named)
    count = {verdict: sum(f["verdict"] == verdict for f in some) for verdict in FOUR}
    said = {
        "format": 1,
        "hegui": "0",
        "command": "hegui audit",
        "statement": {"en": "A self-check.", "zh": "自查。"},
        "operator": "o",
        "operator_name": {"en": "Example", "zh": "示例公司"},
        "operator_kind": "company",
        "on": on.isoformat(),
        "as_if": None,
        "law_versions": [],
        "warnings": [],
        "totals": {
            "findings": {"all": len(some), **count},
            "obligations": {"all": len(some), **count, "not_for_a_machine": 0},
        },
        "roles": [],
        "applicability": [],
        "exposure": priced,
        "people": [{**one, "role_name": Text(one["role"], one["role"]).as_json()} for one in named],
        "sources": [],
        "coverage": [],
        "unreadable": {"total": 0, "rows": []},
        "skipped": {"total": 0, "rows": []},
        "attestations": [],
        "exceptions": [],
        "blind_spots": [],
        **document,
    }
    duties = {f["obligation"] for f in some}
    kept = {
        "articles": {},
        "obligations": {
            id_: {"title": LAW.obligations[id_].title.as_json(), "text": LAW.obligations[id_].text.as_json()}
            for id_ in duties
        },
        "clauses": [],
        "numbers": [],
        "words": {code: text.as_json() for code, text in LAW.words.items()},
    }
    dossier.write(
        folder,
        document=said,
        findings=some,
        law=kept,
        checks={},
        cases=[],
        facts=own,
        exhibits={},
        page=lambda _: "<html></html>",
    )
    return dossier.read(folder)
