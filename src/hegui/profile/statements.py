"""What is said about obligations: attestations, exceptions, counsel's overrides and circumstances."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Discriminator, Tag

from hegui.profile.kinds import (
    About,
    Amount,
    CircumstanceKind,
    Counsel,
    Day,
    Id,
    LawRole,
    Model,
    Obligation,
    PersonRole,
    RoleState,
    Says,
    Words,
    described,
)


class Attestation(Model):
    """A named role states, for a time, something that was not measured; past ``until`` it counts for nothing."""

    id: Id = described("Id, unique for the operator.", "标识，在运营者内唯一。")
    obligation: Obligation = described("The obligation, as csl.log_retention.", "所涉义务，如 csl.log_retention。")
    about: About | None = described("What it is about; empty: every subject.", "涉及的对象；空表示全部对象。", None)
    says: Says = described("What is stated.", "声明的内容。")
    by: PersonRole = described("The role that states it.", "声明人职务。")
    on: Day = described("When it was stated.", "声明日期。")
    until: Day = described("It counts until this day.", "有效期至。")
    words: Words | None = described("Its words.", "声明原文。", None)


class AcceptedException(Model):
    """A named role accepts a finding for a time; it labels the finding and never hides it."""

    id: Id = described("Id, unique for the operator.", "标识，在运营者内唯一。")
    obligation: Obligation = described("The obligation.", "所涉义务。")
    about: About | None = described("What it is about; empty: every subject.", "涉及的对象；空表示全部对象。", None)
    by: PersonRole = described("The role that accepts it.", "接受人职务。")
    on: Day = described("When it was accepted.", "接受日期。")
    until: Day = described("Until when.", "有效期至。")
    reason: Words = described("Why.", "理由。")


class _Decided(Model):
    """Who decided that something applies or not, when and why."""

    tag: ClassVar[str]

    by: Counsel = described("Counsel alone decides this.", "只能由法务决定。")
    on: Day = described("When it was decided.", "决定日期。")
    because: Words = described("Why; the report shows it.", "理由，将在报告中显示。")


class RoleOverride(_Decided):
    """Counsel decides whether the law addresses the operator in a role."""

    tag: ClassVar[str] = "decides=role"

    role: LawRole = described("The role.", "角色。")
    state: RoleState = described("Whether it applies.", "是否属于该角色。")


class ObligationOverride(_Decided):
    """Counsel decides whether an obligation applies."""

    tag: ClassVar[str] = "decides=obligation"

    obligation: Obligation = described("The obligation.", "所涉义务。")
    about: About | None = described("What it is about; empty: every subject.", "涉及的对象；空表示全部对象。", None)
    applies: bool = described("Whether it applies.", "是否适用。")


def _tag(raw: Any) -> str | None:
    named = [key for key in ("role", "obligation") if isinstance(raw, dict) and key in raw]
    return f"decides={named[0]}" if len(named) == 1 else None


Override = Annotated[
    Annotated[RoleOverride, Tag(RoleOverride.tag)] | Annotated[ObligationOverride, Tag(ObligationOverride.tag)],
    Discriminator(_tag, custom_error_type="override_form", custom_error_message="neither role nor obligation, or both"),
]


class Circumstance(Model):
    """A fact that can open a penalty tier; without an obligation it opens one only in a hypothetical."""

    kind: CircumstanceKind = described("What happened.", "情节种类。")
    obligation: Obligation | None = described("The obligation it belongs to.", "所涉义务。", None)
    about: About | None = described("What it is about.", "涉及的对象。", None)
    at: Day = described("When.", "发生日期。")
    value: Amount | None = described("Amount: persons or CNY.", "数值：人数或元。", None)
    source: Id | None = described("The source that shows it.", "可以证明的证据来源。", None)
    note: Words | None = described("More about it.", "说明。", None)
