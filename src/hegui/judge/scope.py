"""Who must do what: every obligation × subject that the judge expects an answer for, and every one that does not apply, with the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hegui.judge.roles import RoleState, roles
from hegui.law import Law
from hegui.law.model import Obligation
from hegui.text import Text

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Applies:
    """Whether an obligation applies to an operator, the fact that decides it, and to which subjects."""

    obligation: Obligation
    operator: str
    role: RoleState | None  # the strongest role that brings it in; None where none does
    because: Text
    subjects: tuple[Row, ...]  # empty: does not apply
    excluded: tuple[tuple[Row, Text], ...] = ()  # subjects that counsel has taken out, with the reason


_STRENGTH = {"established": 0, "arguable": 1, "excluded": 2}


def scope(
    law: Law, on: date, operator: Row, subjects: Iterable[Row], overrides: Iterable[Row]
) -> tuple[list[RoleState], list[Applies]]:
    """The roles of one operator up to a day, and for every obligation of the law of that day whether and to what it applies.

    A state binds in the roles of the day. What may be over, an event or the state of a thing that ended, binds in the strongest role
    that the operator ever had; those are the roles given back. A duty stands under the articles that address one of these roles.
    """
    subjects, overrides = list(subjects), list(overrides)
    today = {state.role: state for state in roles(law, on, operator, subjects, overrides)}
    ever = dict(today)
    for day in last_days(subjects, on):
        for state in roles(law, day, operator, subjects, overrides):
            ever[state.role] = min(ever[state.role], state, key=_strength)
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for subject in subjects:
        by_kind[subject["kind"]].append(subject)
    excluded = frozenset(role for role, state in ever.items() if state.state == "excluded")
    found = []
    for whole in law.obligations.values():
        role = _bearer(whole, today, ever)
        duty = whole if role is None or role.state == "excluded" else law.narrowed(whole, excluded)
        if law.article_on(duty, on):
            found.append(_applies(duty, law.first_day(duty), operator, role, by_kind, overrides, on))
    return list(ever.values()), found


def _bearer(duty: Obligation, today: Mapping[str, RoleState], ever: Mapping[str, RoleState]) -> RoleState | None:
    """The strongest role that brings a duty in; None where no operator has one."""

    def strongest(states: Mapping[str, RoleState]) -> RoleState | None:
        return min((states[b] for b in duty.bearers if b in states), key=_strength, default=None)

    role = strongest(today) if duty.nature == "state" else strongest(ever)
    if role is not None and role.state == "excluded" and duty.subject != "operator":
        return strongest(ever)
    return role


def last_days(subjects: Iterable[Row], on: date) -> list[date]:
    """The days before *on* on which subjects ended, each once."""
    return sorted({s["until"] for s in subjects if s["until"] is not None and s["until"] < on})


def ending(applicability: Iterable[Applies], day: date) -> list[Applies]:
    """Of what applied on a day, the states of the subjects that ended on it."""
    found = []
    for applies in applicability:
        if applies.obligation.nature == "state":
            subjects = tuple(s for s in applies.subjects if s["until"] == day)
            excluded = tuple((s, why) for s, why in applies.excluded if s["until"] == day)
            if subjects or excluded:
                found.append(replace(applies, subjects=subjects, excluded=excluded))
    return found


def before_law(day: date, start: date) -> Text:
    """Why the law does not reach what was over on *day*."""
    return Text(
        f"It was completed on {day}, before the duty came into force on {start}; the law does not reach it.",
        f"该行为完成于{day}，早于义务生效日{start}，法律不溯及。",
    )


def _applies(
    duty: Obligation,
    start: date,
    operator: Row,
    role: RoleState | None,
    by_kind: Mapping[str, list[Row]],
    overrides: list[Row],
    on: date,
) -> Applies:
    name = operator["operator"]
    if role is None or role.state == "excluded":
        because = role.because if role else Text("It binds others than operators.", "该义务不约束运营者。")
        return Applies(duty, name, None, because, ())
    mine = [row for row in overrides if row["obligation"] == duty.id and row["applies"] is False]
    if whole := next((row for row in mine if row["subject"] is None), None):
        return Applies(duty, name, None, _counsel(whole), ())
    fitting = [s for s in by_kind[duty.subject] if _fits(duty, s, on)]
    out = {row["subject"]: _counsel(row) for row in mine}
    kept = tuple(s for s in fitting if s["subject"] not in out)
    excluded = tuple((s, out[s["subject"]]) for s in fitting if s["subject"] in out) + _over_before(
        duty, start, by_kind
    )
    if not kept and not excluded:
        return Applies(duty, name, role, _none_of(duty, by_kind[duty.subject]), ())
    return Applies(duty, name, role, role.because, kept, excluded)


def _strength(state: RoleState) -> int:
    return _STRENGTH[state.state]


def _fits(duty: Obligation, subject: Row, on: date) -> bool:
    """Whether a subject is of a kind and level that the duty reaches, and stood on the day."""
    if subject["since"] is not None and subject["since"] > on:
        return False
    if duty.nature == "state" and subject["until"] is not None and subject["until"] < on:
        return False
    return _reaches(duty, subject)


def _over_before(duty: Obligation, start: date, by_kind: Mapping[str, list[Row]]) -> tuple[tuple[Row, Text], ...]:
    """Subjects whose state was over before the duty bound, from *start* on, with that reason."""
    if duty.nature != "state":
        return ()
    over = (s for s in by_kind[duty.subject] if s["until"] is not None and s["until"] < start)
    return tuple((s, before_law(s["until"], start)) for s in over if _reaches(duty, s))


def _reaches(duty: Obligation, subject: Row) -> bool:
    """Whether a subject is of a kind and level that the duty reaches; an unknown level stays in."""
    if duty.subject_kinds and not set(duty.subject_kinds) & set(subject["kinds"] or ()):
        return False
    return duty.min_level is None or subject["level"] is None or subject["level"] >= duty.min_level


def _counsel(row: Row) -> Text:
    return Text(
        f"Counsel holds that it does not apply ({row['made_on']}): {row['because_en']}",
        f"法务认为不适用（{row['made_on']}）：{row['because_zh']}",
    )


def _none_of(duty: Obligation, all_of_kind: list[Row]) -> Text:
    kind = SUBJECT_KINDS[duty.subject]
    if not all_of_kind:
        return Text(f"The profile names no {kind.en}.", f"档案中没有{kind.zh}。")
    if duty.min_level is not None:
        return Text(
            f"No {kind.en} is graded at level {duty.min_level} or above.", f"没有{duty.min_level}级及以上的{kind.zh}。"
        )
    return Text(f"No {kind.en} of the kinds it reaches stands on this day.", f"该日没有属于其适用类别的{kind.zh}。")


SUBJECT_KINDS: Mapping[str, Text] = {
    "operator": Text("operator", "运营者"),
    "system": Text("system", "系统"),
    "service": Text("service", "服务"),
    "product": Text("product", "产品"),
    "data_set": Text("data set", "数据集"),
    "page": Text("page", "页面"),
    "app": Text("app", "应用程序"),
    "account_base": Text("account base", "账号库"),
    "processor": Text("processor", "受托方"),
}
