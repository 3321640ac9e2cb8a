"""What ``hegui.yaml`` may say: operators with their people, systems, services, products, data and account bases.

Frozen pydantic models, used at the border and inside; every description is for people and stands in both languages.
"""

from __future__ import annotations

from hegui.profile.evidence import Source
from hegui.profile.kinds import (
    Amount,
    Count,
    Day,
    FilePath,
    Format,
    HarmDegree,
    HarmedObject,
    Id,
    Level,
    Line,
    Many,
    Model,
    OperatorKind,
    PersonRole,
    ProductKind,
    Region,
    Sector,
    ServiceKind,
    SystemKind,
    Words,
    described,
)
from hegui.profile.statements import AcceptedException, Attestation, Circumstance, Override


class CriticalInfrastructure(Model):
    """Whether the operator was told that it runs critical information infrastructure."""

    notified: bool = described("Whether the protection department said so.", "保护工作部门是否已通知认定。")
    by: Words | None = described("The department.", "认定部门。", None)
    on: Day | None = described("When.", "通知日期。", None)


class Person(Model):
    """A person in a role."""

    role: PersonRole = described("The role.", "职务。")
    name: Line = described("Name of the person.", "姓名。")
    since: Day | None = described("Appointed on.", "任命日期。", None)
    until: Day | None = described("Left on; empty: still in the role.", "离任日期；空表示在任。", None)


class _Subject(Model):
    """Something a verdict can be about."""

    id: Id = described("Id, unique among its kind.", "标识，在同类对象中唯一。")
    name: Words = described("Name.", "名称。")


class _Running(_Subject):
    """Something that runs for a time."""

    since: Day | None = described("In operation since.", "自何日运行。", None)
    until: Day | None = described("Ended on; empty: still running.", "终止日期；空表示仍在运行。", None)


class Harm(Model):
    """Whom a failure would harm, and how gravely; where it would harm several, the one that gives the highest level."""

    object: HarmedObject = described("Whom it would harm.", "受侵害的客体。")
    degree: HarmDegree = described("How gravely.", "侵害程度。")


class Impact(Model):
    """What would follow if a system failed, by the two sides from which its MLPS level is found."""

    information: Harm | None = described(
        "Harm if its business information were damaged.", "业务信息安全被破坏时的侵害。", None
    )
    service: Harm | None = described("Harm if its service were damaged.", "系统服务安全被破坏时的侵害。", None)


class System(_Running):
    """A network or information system."""

    level: Level | None = described(
        "MLPS level, 1 to 5; empty: not graded.", "网络安全保护等级，1 至 5；空表示未定级。", None
    )
    impact: Impact | None = described("What would follow if it failed.", "系统被破坏后的影响。", None)
    kinds: Many[SystemKind] = described("Kinds of system.", "系统类别。", ())
    part_of: Id | None = described("The system that it is part of.", "所属的上级系统。", None)


class Service(_Running):
    """A service that others use."""

    kinds: Many[ServiceKind] = described(
        "What it does; decides which duties reach it.", "业务类别，决定适用哪些义务。", ()
    )
    system: Id | None = described("The system that carries it.", "承载该服务的系统。", None)


class Product(_Running):
    """A product put on the market."""

    kinds: Many[ProductKind] = described("Kinds of product.", "产品类别。", ())
    collects_user_information: bool | None = described(
        "Whether it collects user information; empty: not known.", "是否收集用户信息；空表示不明。", None
    )


class DataSet(_Subject):
    """Data that is kept or handled."""

    system: Id | None = described("The system that holds it.", "存放数据的系统。", None)
    personal: bool = described("Whether it holds personal information.", "是否含个人信息。")
    sensitive: bool = described("Whether some of it is sensitive.", "是否含敏感个人信息。", False)
    persons: Count | None = described("How many persons it is about.", "涉及的人数。", None)
    handled_for: Id | None = described("The operator on whose behalf it is handled.", "受哪一运营者委托处理。", None)
    handled_by: Many[Id] = described(
        "Operators that handle it on behalf of this one.", "受本运营者委托处理的运营者。", ()
    )


class AccountBase(_Subject):
    """The accounts of the users of a service."""

    service: Id | None = described("The service whose users they are.", "所属服务。", None)


class Operator(Model):
    """One legal entity that is checked."""

    id: Id = described("Id, unique in the file.", "标识，在文件内唯一。")
    name: Words = described("Name.", "名称。")
    kind: OperatorKind = described("Kind of entity.", "主体类型。")
    sector: Sector | None = described(
        "Sector, a short code such as e_commerce.", "行业，简短代码，如 e_commerce。", None
    )
    region: Region | None = described("Where it is seated, as CN-31.", "所在地区，如 CN-31。", None)
    annual_turnover_cny: Amount | None = described(
        "Turnover of the previous year, CNY.", "上一年度营业额（元）。", None
    )
    cii: CriticalInfrastructure | None = described("Critical information infrastructure.", "关键信息基础设施。", None)
    people: Many[Person] = described("People by role.", "各职务人员。", ())
    systems: Many[System] = described("Networks and information systems.", "网络和信息系统。", ())
    services: Many[Service] = described("Services.", "服务。", ())
    products: Many[Product] = described("Products.", "产品。", ())
    data_sets: Many[DataSet] = described("Data.", "数据。", ())
    account_bases: Many[AccountBase] = described("Accounts of users.", "用户账号库。", ())
    sources: Many[Source] = described("Where the evidence lies.", "证据来源。", ())
    attestations: Many[Attestation] = described("What named roles state.", "指定职务的声明。", ())
    exceptions: Many[AcceptedException] = described("Findings accepted for a time.", "在一定期限内接受的结论。", ())
    overrides: Many[Override] = described("What counsel decided on applicability.", "法务对是否适用的决定。", ())
    circumstances: Many[Circumstance] = described(
        "Facts that can raise or lower a penalty.", "影响处罚轻重的情节。", ()
    )


class File(Model):
    """The whole of hegui.yaml."""

    hegui: Format = described("Version of this format.", "格式版本。")
    operators: Many[Operator] = described("Who is checked.", "受检查的运营者。", min_length=1)
    checks: Many[FilePath] = described(
        "Folders of own checks, relative to hegui.yaml.", "自有检查文件夹，相对于 hegui.yaml。", ()
    )
    law: Many[FilePath] = described(
        "Folders of own law data (of a sector, a place, the house), relative to hegui.yaml.",
        "自有法律数据文件夹（行业、地方、内部规定），相对于 hegui.yaml。",
        (),
    )
    cases: Many[FilePath] = described(
        "Files of own decided cases (CSV), relative to hegui.yaml.", "自有案例文件（CSV），相对于 hegui.yaml。", ()
    )
