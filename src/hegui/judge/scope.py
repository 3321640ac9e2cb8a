"""Who must do what: every obligation × subject that the judge expects an answer for, and every one that does not apply, with the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    """The roles of one operator on a day, and for every obligation of the law of that day whether and to what it applies."""
    subjects, overrides = list(subjects), list(overrides)
    states = roles(law, on, operator, subjects, overrides)
    by_role = {state.role: state for state in states}
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for subject in subjects:
        by_kind[subject["kind"]].append(subject)
    duties = (o for o in law.obligations.values() if law.article_on(o, on))
    return states, [_applies(o, operator, by_role, by_kind, overrides, on) for o in duties]


def _applies(
    duty: Obligation,
    operator: Row,
    by_role: Mapping[str, RoleState],
    by_kind: Mapping[str, list[Row]],
    overrides: list[Row],
    on: date,
) -> Applies:
    name = operator["operator"]
    bearers = sorted((by_role[b] for b in duty.bearers if b in by_role), key=lambda state: _STRENGTH[state.state])
    if not bearers or bearers[0].state == "excluded":
        because = bearers[0].because if bearers else Text("It binds others than operators.", "该义务不约束运营者。")
        return Applies(duty, name, None, because, ())
    role = bearers[0]
    mine = [row for row in overrides if row["obligation"] == duty.id and row["applies"] is False]
    if whole := next((row for row in mine if row["subject"] is None), None):
        return Applies(duty, name, None, _counsel(whole), ())
    fitting = [s for s in by_kind[duty.subject] if _fits(duty, s, on)]
    out = {row["subject"]: _counsel(row) for row in mine}
    kept = tuple(s for s in fitting if s["subject"] not in out)
    excluded = tuple((s, out[s["subject"]]) for s in fitting if s["subject"] in out)
    if not kept and not excluded:
        return Applies(duty, name, role, _none_of(duty, by_kind[duty.subject]), ())
    return Applies(duty, name, role, role.because, kept, excluded)


def _fits(duty: Obligation, subject: Row, on: date) -> bool:
    """Whether a subject is of a kind and level that the duty reaches, and stood on the day; an unknown level stays in."""
    if subject["since"] is not None and subject["since"] > on:
        return False
    if duty.nature == "state" and subject["until"] is not None and subject["until"] < on:
        return False
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
