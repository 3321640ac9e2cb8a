"""Documents are read whatever their format; what they name is measured, what they are is declared."""

from __future__ import annotations

import hashlib
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents_kept import PLAN, PLAN_TOPICS, TAKEN_AT, one, pdf, read, real, word
from hegui import yaml12
from hegui.evidence.documents.topics import topic_titles, topics_named
from hegui.evidence.prose.placeholders import is_placeholder


def test_a_declared_document_is_a_row_with_what_is_declared_and_what_is_measured(tmp_path: Path):
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "plan.md").write_text("# " + PLAN, encoding="utf-8")
    declared = {
        "file": "plans/plan.md",
        "document": "emergency_plan",
        "dated": date(2026, 1, 5),
        "owner": "responsible_person",
        "approved": {"by": "legal_representative", "on": date(2026, 1, 8)},
        "published_at": None,
        "about": ("service/web",),
    }
    rows = read(tmp_path, declared)
    (row,), (exhibit,) = rows["document"], rows["exhibit"]
    assert row == {
        "operator": "op",
        "source": "papers",
        "document": "emergency_plan",
        "path": "plans/plan.md",
        "title": "网络安全事件应急预案",
        "characters": len(("#" + PLAN).replace("\n", "")),
        "placeholder": False,
        "dated": date(2026, 1, 5),
        "owner": "responsible_person",
        "approved_by": "legal_representative",
        "approved_on": date(2026, 1, 8),
        "published_at": None,
        "about": ["service/web"],
        "names_topics": PLAN_TOPICS,
        "exhibit": "papers:plans/plan.md",
    }
    assert exhibit["sha256"] == hashlib.sha256((tmp_path / "plans" / "plan.md").read_bytes()).hexdigest()
    assert (exhibit["locator"], exhibit["proof"], exhibit["taken_at"]) == ("plans/plan.md", "measured", TAKEN_AT)
    assert (rows["coverage"][0]["population"], rows["coverage"][0]["examined"]) == (1, 1)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plan.txt", PLAN.encode()),
        ("plan.txt", PLAN.encode("gb18030")),
        ("plan.txt", b"\xef\xbb\xbf" + PLAN.encode()),
        ("plan.txt", PLAN.encode("utf-16")),
        ("plan.md", f"# {PLAN}".encode()),
        ("plan.docx", word(*PLAN.splitlines())),
        ("plan.docx", word(PLAN.splitlines()[0], table=tuple(PLAN.splitlines()[1:]))),
        (
            "plan.html",
            f"<html><title>网络安全事件应急预案</title><style>p</style><body><p>{PLAN}</p></body></html>".encode(),
        ),
        ("plan.htm", f'<meta charset="gb2312"><h1>{PLAN}</h1>'.encode("gb18030")),
        ("plan", f'<!doctype html><meta charset="big5"><p>{PLAN}'.encode("big5hkscs", "ignore")),
    ],
)
def test_the_same_plan_in_any_format_and_encoding(tmp_path: Path, name: str, data: bytes):
    (row,) = one(tmp_path, name, data)["document"]
    if b"big5" not in data:
        assert row["title"] == "网络安全事件应急预案"
        assert row["names_topics"] == PLAN_TOPICS
    assert row["characters"] > 20


def test_pdf_text_and_title(tmp_path: Path):
    (row,) = one(tmp_path, "plan.pdf", pdf("Emergency plan", "Drills are held every year.", title="Plan 2026"))[
        "document"
    ]
    assert (row["title"], row["names_topics"]) == ("Plan 2026", ["drill"])
    (row,) = one(tmp_path, "plan.pdf", pdf("Emergency plan", "Reporting"))["document"]
    assert (row["title"], row["names_topics"]) == ("Emergency plan", ["reporting"])


def test_scripts_styles_and_deleted_text_say_nothing(tmp_path: Path):
    page = "<p>plan</p><script>drill()</script><style>.report{}</style><!-- recovery --><noscript>team</noscript><p>a &lt; b</p>"
    (row,) = one(tmp_path, "p.html", page.encode())["document"]
    assert row["names_topics"] == []
    assert row["characters"] == len("plana<b")


def test_files_that_nobody_declared_are_named_and_not_read(tmp_path: Path):
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "13800138000.txt").write_text("x", encoding="utf-8")
    (tmp_path / ".hidden").write_text("x", encoding="utf-8")
    rows = read(tmp_path, {"file": "plan.txt", "document": "emergency_plan"})
    assert [(row["what"], row["why"]) for row in rows["skipped"]] == [("138****8000.txt", "not_declared")]
    assert (rows["coverage"][0]["population"], rows["coverage"][0]["examined"]) == (2, 1)


def test_one_file_that_is_two_documents_is_one_exhibit(tmp_path: Path):
    (tmp_path / "book.txt").write_text(PLAN, encoding="utf-8")
    rows = read(tmp_path, *({"file": "book.txt", "document": kind} for kind in ("emergency_plan", "security_policy")))
    assert [row["document"] for row in rows["document"]] == ["emergency_plan", "security_policy"]
    assert len(rows["exhibit"]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "本制度适用于XX公司全体员工。",
        "第一条 为加强[公司名称]的网络安全管理",
        "负责人:(请填写姓名)",
        "应急联系人待补充",
        "Lorem ipsum dolor sit amet",
        "The [Company Name] security policy",
        "Contact: to be completed",
        "{{ operator }} shall report incidents",
        "单位:________ 姓名:________ 部门:________ 审批:________",
        "本预案自    年    月    日起施行。批准人____ 日期____ 编号____",
    ],
)
def test_unfilled_templates_are_seen(text: str):
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        PLAN,
        "本制度自2026年1月5日起施行。",
        "您可以点击此处填写申请表。",
        "现有措施有待完善的,应当及时改进。",
        "路径:【我】-【我的订单】-【地址】",
        "附件一:登记表\n姓名:____ 日期:____\n" + PLAN * 20,  # a form in the annex of a real plan
        "a_b = __init__",
    ],
)
def test_filled_documents_are_no_templates(text: str):
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    ("kind", "text", "topics"),
    [
        ("emergency_plan", "a drilled hole", []),  # whole words only
        ("emergency_plan", "DRILLS", ["drill"]),
        ("pi_rules", "我们的SDK和未成年人条款", ["sdk_list", "minors"]),
        (
            "notice_procedure",
            "立即停止传输,采取消除等处置措施,保存有关记录,并向有关主管部门报告",
            ["stop", "removal", "records", "reporting"],
        ),
        ("other", PLAN, []),
    ],
)
def test_topics_are_named_by_the_words_of_their_kind(kind: str, text: str, topics: list[str]):
    assert topics_named(kind, text) == topics


def test_the_lists_of_words_hold_together():
    raw = yaml12.load((files("hegui.evidence.documents") / "topics.yaml").read_text(encoding="utf-8"))
    for kind, topics in raw.items():
        for topic, entry in topics.items():
            assert set(entry) == {"title", "en", "zh"}, (kind, topic)
            assert all(entry.values())
            assert all(topic in topics_named(kind, f"- {word} -") for word in entry["en"] + entry["zh"]), (kind, topic)
    assert set(topic_titles()) == set(raw)


@given(st.text(max_size=300))
def test_any_text_can_be_asked(text: str):
    assert is_placeholder(text) in (True, False)
    for kind in topic_titles():
        assert set(topics_named(kind, text)) <= set(topic_titles()[kind])


# Real policies that nobody here wrote


def test_real_chinese_policies_are_no_templates_and_name_most_topics():
    folder = real("capp130", "original")
    rows = read(folder, *({"file": path.name, "document": "pi_rules"} for path in sorted(folder.iterdir())))
    assert len(rows["document"]) == 4
    for row in rows["document"]:
        assert row["characters"] > 10_000
        assert not row["placeholder"]
        assert {"purposes", "rights_delete", "third_parties", "minors", "contact"} <= set(row["names_topics"])


def test_a_real_chinese_pdf_has_a_text_layer():
    (row,) = read(real("capp130"), {"file": "Annotation_Guidelines_Chinese_Version.pdf", "document": "other"})[
        "document"
    ]
    assert row["characters"] > 400


def test_real_policy_files_of_every_kind_give_a_row_or_a_reason():
    folder = real()
    names = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.stat().st_size < 300_000
    )
    names = names[::5]
    rows = read(folder, *({"file": name, "document": "pi_rules"} for name in names))
    assert sorted(row["path"] for row in rows["document"] + rows["unreadable"]) == names


def test_real_pages_in_every_encoding_give_a_row_or_a_reason():
    folder = real().parent / "pi" / "encodings"
    names = sorted(path.name for path in folder.iterdir())
    rows = read(folder, *({"file": name, "document": "other"} for name in names))
    assert sorted(row["path"] for row in rows["document"] + rows["unreadable"]) == names
    assert {row["reason"] for row in rows["unreadable"]} <= {"unknown_encoding"}
    readable = {row["path"] for row in rows["document"]}
    assert {name for name in names if name.startswith(("GB2312", "utf-8", "UTF-16"))} <= readable
