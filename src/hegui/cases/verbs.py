"""What a person asks of the cases, answered as the documents that ``--json`` prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from hegui.cases import backtest as backtesting
from hegui.cases import reading
from hegui.cases.corpus import the_law
from hegui.cases.index import FIELDS, Index
from hegui.cases.likeness import Likeness, shown, summary
from hegui.cases.mapping import mapped, question, sub_issue_words
from hegui.cases.model import Case, Cases
from hegui.cases.stats import DIMENSIONS, stats
from hegui.cases.words import say, word
from hegui.errors import InputError
from hegui.text import Text

Document = dict[str, Any]


def search(query: str, where: Iterable[str], limit: int, extra: Iterable[Path]) -> Document:
    """Cases that hold every word, newest first: ``{"n", "summary", "cases", "problems"}``, at most *limit* of them listed."""
    cases = reading.load(extra)
    found = _selected(cases, query, where)
    return {
        "n": len(found),
        "summary": summary(found).as_json() if found else None,
        "cases": [as_json(case) for case in found[:limit]],
        "problems": problems(cases),
    }


def show(case_id: str, extra: Iterable[Path]) -> Document:
    """One case, with the obligations that it failed by the mapping; InputError names the nearest id."""
    cases = reading.load(extra)
    case = next((case for case in cases.all if case.id == case_id), None)
    if case is None:
        raise _unknown("no_case", case_id, [case.id for case in cases.all])
    law = the_law()
    duties = [law.obligations[name] for name in mapped(law, question(case)).obligations]
    failed = [{"id": duty.id, "title": duty.title.as_json()} for duty in duties]
    return {**as_json(case), "obligations": failed, "note": say("bias").as_json(), "problems": problems(cases)}


def statistics(by: Sequence[str], where: Iterable[str], extra: Iterable[Path]) -> Document:
    """Statistics over the cases that *where* selects, by each dimension of *by* (all of them by default)."""
    for dimension in by:
        if dimension not in DIMENSIONS:
            raise _input("no_dimension", written=dimension, known=", ".join(DIMENSIONS))
    cases = reading.load(extra)
    found = _selected(cases, "", where)
    told = summary(found).as_json() if found else None
    return {"summary": told, **stats(found, by or DIMENSIONS), "problems": problems(cases)}


def similar(
    obligation: str,
    on: date,
    respondent: str | None,
    sub_issues: Sequence[str],
    circumstances: Sequence[str],
    limit: int,
    extra: Iterable[Path],
) -> Document:
    """Cases that resemble a failure of an obligation: ``{"matches": [CASE with reasons], "shown": [TXT]}``."""
    duties = the_law().obligations
    if obligation not in duties:
        raise _unknown("no_obligation", obligation, list(duties))
    cases = reading.load(extra)
    matches = Likeness(cases.all).similar(obligation, on, respondent, sub_issues, circumstances, limit)
    return {
        "obligation": obligation,
        "title": duties[obligation].title.as_json(),
        "matches": [{**as_json(match.case), **match.as_json()} for match in matches],
        "shown": [text.as_json() for text in shown([match.case for match in matches])],
        "problems": problems(cases),
    }


def backtest(path: Path) -> Document:
    """The shape ``cases backtest`` of the interface."""
    return backtesting.backtest(reading.read(path))


def as_json(case: Case) -> Document:
    """One case with its codes in words."""
    return {
        "id": case.id,
        "decided_on": case.decided_on,
        "authority": case.authority,
        "authority_kind": _coded("authority_kind", case.authority_kind),
        "level": _coded("level", case.level),
        "region": case.region,
        "respondent": case.respondent,
        "respondent_kind": _coded("respondent_kind", case.respondent_kind),
        "sector": case.sector,
        "category": _coded("category", case.category),
        "sub_issues": [{"code": code, "text": sub_issue_words(code).as_json()} for code in case.sub_issues],
        "stated": case.instrument_articles,
        "articles": list(case.cites),
        "measures": [_coded("measures", code) for code in case.measures],
        "operator_fine_cny": case.operator_fine,
        "amount_unknown": case.amount_unknown,
        "individual_fine_cny": case.individual_fine,
        "individual_role": case.individual_role,
        "summary": case.summary.as_json(),
        "source": {"title": case.source_title, "url": case.source_url},
        "confidence": _coded("confidence", case.confidence),
    }


def _coded(kind: str, code: str) -> Document:
    return {"code": code, "text": word(kind, code).as_json()}


def _selected(cases: Cases, query: str, where: Iterable[str]) -> list[Case]:
    index = Index(cases.all)
    return [cases.all[place] for place in index.find(query, [_condition(written) for written in where])]


def _condition(written: str) -> tuple[str, str]:
    field, equals, value = (part.strip() for part in written.partition("="))
    if field not in FIELDS or not equals:
        raise _input("no_field", written=written, fields=", ".join(FIELDS))
    return field, value


def problems(cases: Cases) -> list[Document]:
    """What was wrong with the lines of files of cases."""
    return [{"line": p.line, "id": p.case, "dropped": p.dropped, "why": p.text.as_json()} for p in cases.problems]


def _unknown(key: str, written: str, known: Sequence[str]) -> InputError:
    near = get_close_matches(written, known, 1)
    return _input(key, id=written, near=say("near", near=near[0]) if near else Text("", ""))


def _input(key: str, **values: object) -> InputError:
    return InputError(*say(key, **values))
