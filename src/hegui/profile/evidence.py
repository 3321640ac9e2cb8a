"""Where the evidence lies: the sources that a profile declares."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib.metadata import entry_points
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Tag
from pydantic.json_schema import SkipJsonSchema

from hegui.profile.kinds import (
    About,
    Day,
    DocumentKind,
    FilePath,
    Id,
    Line,
    Many,
    Model,
    PersonRole,
    RegisterId,
    Timezone,
    described,
)


class Complete(Model):
    """Whose word it is that the source is all there is."""

    by: PersonRole = described("The role that says so.", "由谁声明。")


class Approval(Model):
    """Who approved a document, and when."""

    by: PersonRole = described("The role that approved it.", "批准人职务。")
    on: Day = described("When it was approved.", "批准日期。")


class Document(Model):
    """One document of a folder of documents."""

    file: FilePath = described("File, relative to the path of the source.", "文件，相对于证据来源的路径。")
    document: DocumentKind = described("What it is.", "文件种类。")
    dated: Day | None = described("Its own date.", "文件日期。", None)
    owner: PersonRole | None = described("The role that owns it.", "归口职务。", None)
    approved: Approval | None = described("Who approved it, and when.", "由谁批准、何时批准。", None)
    published_at: Line | None = described("Public address where it can be read.", "公开地址。", None)
    about: Many[About] = described("What it is about, as service/web.", "涉及的对象，如 service/web。", ())


class _Source(Model):
    """What every source says of itself."""

    tag: ClassVar[str]

    id: Id = described("Id, unique for the operator.", "标识，在运营者内唯一。")
    about: Many[About] = described("What it speaks about, as system/shop.", "涉及的对象，如 system/shop。", ())
    as_of: Day | None = described("The day it speaks for.", "证据所反映的日期。", None)
    complete: Complete | None = described(
        "Who says that it is all there is; empty: nobody says so.", "由谁声明其为全部；空表示无人声明。", None
    )
    timezone: Timezone = described("Time zone of stamps that name none.", "未注明时区的时间所用时区。", "Asia/Shanghai")


class _Place(_Source):
    """Evidence that lies at a path or at an address."""

    path: FilePath | None = described(
        "File or folder, relative to hegui.yaml.", "文件或文件夹，相对于 hegui.yaml。", None
    )
    url: Line | None = described("Address, instead of a path.", "网址，与路径二选一。", None)


class _Local(_Source):
    """Evidence that lies at a path."""

    path: FilePath = described("File or folder, relative to hegui.yaml.", "文件或文件夹，相对于 hegui.yaml。")


LogCategory = Literal[
    "network_device",
    "firewall",
    "operating_system",
    "authentication",
    "application",
    "database",
    "security_product",
    "change",
    "bastion",
]


class LogFormat(Model):
    """How the operator's own program writes its log lines."""

    lines: Many[Line] = described(
        "Patterns from the start of a line (regular expressions), each with one stamp kind in braces, as {iso}.",
        "自行首起的正则表达式，各含一种时间写法，如 {iso}。",
    )
    zone: Literal["utc"] | None = described(
        "utc: stamps without a zone are UTC.", "utc：未注明时区的时间为 UTC。", None
    )


class Logs(_Place):
    """An archive of log files."""

    tag: ClassVar[str] = "kind=logs"

    kind: Literal["logs"] = described("Log files.", "日志文件。")
    url: Line | None = described(
        "Address that fsspec knows, as s3://bucket/folder, instead of a path; credentials come from the environment.",
        "fsspec 可读取的地址，如 s3://bucket/folder，与路径二选一；凭证取自环境变量。",
        None,
    )
    category: LogCategory | None = described(
        "Which kind of log it is; empty: told by its content.", "日志类别；为空则按内容判定。", None
    )
    formats: dict[Id, LogFormat] = described("Line formats of the operator's own.", "运营者自有的日志行格式。", {})


class Register(_Source):
    """A register that the operator keeps, in a file or in a table of a database."""

    tag: ClassVar[str] = "kind=register"

    kind: Literal["register"] = described("A register.", "台账。")
    register_: RegisterId = described("Which register it is.", "何种台账。", alias="register")
    path: FilePath | None = described("File, relative to hegui.yaml.", "文件，相对于 hegui.yaml。", None)
    url: Line | None = described(
        "Address of the database, without user and password: those come from HEGUI_<SOURCE>_URL or the keyring.",
        "数据库地址，不含用户名和密码；用户名和密码取自环境变量 HEGUI_<来源>_URL 或密钥环。",
        None,
    )
    table: Line | None = described("Table of the database.", "数据库表名。", None)


class Documents(_Source):
    """A folder of documents: policies, manuals, plans, letters."""

    tag: ClassVar[str] = "kind=documents"

    kind: Literal["documents"] = described("Documents.", "文件资料。")
    path: FilePath = described("Folder, relative to hegui.yaml.", "文件夹，相对于 hegui.yaml。")
    documents: Many[Document] = described("What lies in it.", "其中的文件。", ())


class Data(_Place):
    """Files and databases in which personal information may lie."""

    tag: ClassVar[str] = "kind=data"

    kind: Literal["data"] = described("Files and databases.", "文件和数据库。")
    url: Line | None = described(
        "Address of the database, without user and password: those come from HEGUI_<SOURCE>_URL or the keyring; or of files that "
        "fsspec knows, as s3://bucket/folder: credentials come from the environment.",
        "数据库地址，不含用户名和密码；用户名和密码取自环境变量 HEGUI_<来源>_URL 或密钥环。也可为 fsspec 可读取的文件地址，"
        "如 s3://bucket/folder，凭证取自环境变量。",
        None,
    )
    depth: Literal["names", "sample", "full"] = described("How much is read.", "读取深度。", "sample")


class Page(_Place):
    """A page on which people are asked: an address, a saved page, a recording."""

    tag: ClassVar[str] = "kind=page"

    kind: Literal["page"] = described("Pages.", "页面。")


class Policy(_Place):
    """A privacy policy, or the versions of one in a folder."""

    tag: ClassVar[str] = "kind=policy"

    kind: Literal["policy"] = described("Privacy policies.", "隐私政策。")
    dated: Day | None = described(
        "The day from which the version applies; empty: as its text says.", "版本生效日期；空表示以正文所载为准。", None
    )
    published_at: Line | None = described("Public address where it can be read.", "公开地址。", None)


class App(_Local):
    """A package of an app as it is handed out."""

    tag: ClassVar[str] = "kind=app"

    kind: Literal["app"] = described("Packages of apps.", "应用安装包。")
    app_type: Line | None = described(
        "Which of the 39 common types of app it is, as a code.", "属于39类常见App中的哪一类（代码）。", None
    )
    sdks: FilePath | None = described("CSV file with more SDKs.", "补充 SDK 清单（CSV 文件）。", None)
    runtime: FilePath | None = described(
        "A monitor's log of what the app called, as JSON lines.", "应用调用行为的监测日志（每行一个 JSON 对象）。", None
    )
    consent_at: Line | None = described(
        "When consent was given in the monitor's log, as a time with its offset.",
        "监测过程中作出同意的时间（含时区）。",
        None,
    )


class Firmware(_Local):
    """An image of firmware, or its unpacked root file system."""

    tag: ClassVar[str] = "kind=firmware"

    kind: Literal["firmware"] = described("Firmware.", "固件。")


class Traffic(_Local):
    """Captures of what declared test identities sent."""

    tag: ClassVar[str] = "kind=traffic"

    kind: Literal["traffic"] = described("Captures of traffic.", "流量抓包文件。")
    test_identity: FilePath | None = described(
        "File with the values of the declared test identity, kind: value; they are never shown.",
        "测试身份的取值文件（种类: 值），其内容不会显示。",
        None,
    )
    first_party: Many[Line] = described("Hosts of the operator itself.", "运营者自身的域名。", ())
    consent_at: Line | None = described(
        "When consent was given in the capture, as a time with its offset.",
        "抓包过程中作出同意的时间（含时区）。",
        None,
    )


class Scans(_Local):
    """Reports of scanners."""

    tag: ClassVar[str] = "kind=scans"

    kind: Literal["scans"] = described("Reports of scanners.", "扫描工具报告。")


class Sbom(_Local):
    """Lists of the parts of a product."""

    tag: ClassVar[str] = "kind=sbom"

    kind: Literal["sbom"] = described("Lists of parts.", "物料清单。")
    advisories: Many[FilePath] = described(
        "Files or folders with advisories, reports and VEX statements.",
        "漏洞公告、扫描报告和 VEX 声明的文件或文件夹。",
        (),
    )


class Added(_Place):
    """Evidence that the collector of another package reads."""

    tag: ClassVar[str] = "kind=added"

    kind: Line = described("The kind that the collector reads.", "采集器所读取的种类。")


_KINDS = (Logs, Register, Documents, Data, Page, Policy, App, Firmware, Traffic, Scans, Sbom)
SOURCE_KINDS = tuple(kind.tag.removeprefix("kind=") for kind in _KINDS)


def _tag(raw: Any) -> str | None:
    kind = raw.get("kind") if isinstance(raw, dict) else None
    if kind in SOURCE_KINDS:
        return f"kind={kind}"
    return Added.tag if kind in _added() else None


@cache
def _added() -> Collection[str]:
    """The kinds of source that installed collectors read, ours among them."""
    return entry_points(group="hegui.collectors").names


Source = Annotated[
    Annotated[Logs, Tag(Logs.tag)]
    | Annotated[Register, Tag(Register.tag)]
    | Annotated[Documents, Tag(Documents.tag)]
    | Annotated[Data, Tag(Data.tag)]
    | Annotated[Page, Tag(Page.tag)]
    | Annotated[Policy, Tag(Policy.tag)]
    | Annotated[App, Tag(App.tag)]
    | Annotated[Firmware, Tag(Firmware.tag)]
    | Annotated[Traffic, Tag(Traffic.tag)]
    | Annotated[Scans, Tag(Scans.tag)]
    | Annotated[Sbom, Tag(Sbom.tag)]
    | Annotated[SkipJsonSchema[Added], Tag(Added.tag)],  # editors know the kinds of the project
    Discriminator(_tag, custom_error_type="source_kind", custom_error_message="no kind of source"),
]
