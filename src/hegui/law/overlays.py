"""Whether an overlay fits the law it adds to: every cite exists, every role and code has words, and no dates overlap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from hegui.errors import LawError
from hegui.law import cite as cites
from hegui.law.corpus import Law
from hegui.law.model import Span


def check(law: Law, folders: Sequence[object]) -> Law:
    """The law with its overlays; LawError names the first thing in them that does not fit."""
    where = ", ".join(str(folder) for folder in folders)
    for cite, user in _cites(law):
        if law.instrument_of(cite) is None:
            raise _error(
                where, f"{user} cites {cite}, and no such version is known", f"{user} 引用了 {cite}，但没有该版本"
            )
    for duty in law.obligations.values():
        for cite in (dated.cite for dated in duty.articles):
            if not law.around(cites.parse(cite)):
                en, zh = f"{duty.id} stands under {cite}, which has no text", f"{duty.id} 依据 {cite}，但没有其条文内容"
                raise _error(where, f"{en}; add it to paragraphs.csv", f"{zh}；请补入 paragraphs.csv")
    for user, role in _bearers(law):
        if role not in law.words_by_kind["role"]:
            en, zh = f"{user} binds the role {role}, which has no title", f"{user} 约束角色 {role}，但没有其名称"
            raise _error(where, f"{en}; add it to roles.yaml", f"{zh}；请补入 roles.yaml")
    for thing, spans in _dated(law).items():
        for earlier, later in pairwise(sorted(spans, key=lambda span: span.start or date.min)):
            if earlier.end is None or (later.start or date.min) <= earlier.end:
                en, zh = f"{thing} holds twice on {later.start}", f"{thing} 在 {later.start} 重复有效"
                raise _error(where, f"{en}; end the earlier one before", f"{zh}；请先结束较早的一项")
    return law


def _error(where: str, en: str, zh: str) -> LawError:
    return LawError(f"law data of {where}: {en}", f"{where} 的法律数据：{zh}")


def _cites(law: Law) -> Iterator[tuple[str, str]]:
    """Every cite of duties, clauses, numbers and roles, with what cites it."""
    for duty in law.obligations.values():
        yield from ((dated.cite, duty.id) for dated in (*duty.articles, *duty.liability))
    yield from ((tier.clause, "tiers.csv") for tier in law.tiers)
    yield from ((number.article, number.key) for number in law.numbers)
    yield from ((cite, role.id) for role in law.roles.values() for cite in role.cites)
    yield from ((cite, rule.role) for rule in law.role_rules for cite in rule.articles)
    yield from ((paragraph.cite, "paragraphs.csv") for paragraph in law.paragraphs.values())


def _bearers(law: Law) -> Iterator[tuple[str, str]]:
    things: Iterable[tuple[str, Sequence[str]]] = (
        *((duty.id, duty.bearers) for duty in law.obligations.values()),
        *((paragraph.cite, paragraph.bearers) for paragraph in law.paragraphs.values()),
        *((rule.role, (rule.role,)) for rule in law.role_rules),
    )
    return ((user, role) for user, roles in things for role in roles)


def _dated(law: Law) -> dict[str, list[Span]]:
    """What may hold once only on a day: a version of an instrument, a number."""
    found: dict[str, list[Span]] = defaultdict(list)
    for instrument in law.instruments:
        found[instrument.id].append(instrument.span)
    for number in law.numbers:
        found[number.key].append(number.span)
    return found
