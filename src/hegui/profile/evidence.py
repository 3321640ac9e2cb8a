"""Where the evidence lies: the sources that a profile declares."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Tag

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


class Logs(_Source):
    """An archive of log files."""

    tag: ClassVar[str] = "kind=logs"

    kind: Literal["logs"] = described("Log files.", "日志文件。")
    path: FilePath = described("File or folder, relative to hegui.yaml.", "文件或文件夹，相对于 hegui.yaml。")


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


SOURCE_KINDS = ("logs", "register", "documents")


def _tag(raw: Any) -> str | None:
    kind = raw.get("kind") if isinstance(raw, dict) else None
    return f"kind={kind}" if kind in SOURCE_KINDS else None


Source = Annotated[
    Annotated[Logs, Tag(Logs.tag)] | Annotated[Register, Tag(Register.tag)] | Annotated[Documents, Tag(Documents.tag)],
    Discriminator(_tag, custom_error_type="source_kind", custom_error_message="no kind of source"),
]
