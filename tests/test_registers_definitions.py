"""The definitions of the registers (registers/*.yaml) hold together."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from hegui import yaml12
from hegui.evidence import wording
from hegui.evidence.registers.words import cells, is_never_read, normal
from hegui.facts import TYPES, Register, registers

SUBJECT_KINDS = {"operator", "system", "service", "product"}
ALL = sorted(registers().values(), key=lambda register: register.id)
WANTED = """appointment grading measure drill incident account notice rights_request consent flaw order training complaint inventory
impact_assessment transfer processor backup filing certificate commitment supplier review vulnerability kept_record outage"""
_REASON = re.compile(r"(?:Unreadable|Wrong|Refused)\(\s*\"(\w+)\"|skip\([^\n]+, \"(\w+)\"")
each_register = pytest.mark.parametrize("register", ALL, ids=lambda register: register.id)


def test_the_registers_that_the_duties_ask_for_are_defined():
    assert {register.id for register in ALL} == set(WANTED.split())


@each_register
def test_a_file_is_named_after_its_register_and_says_what_a_row_is(register: Register):
    raw = yaml12.load((files("hegui") / "registers" / f"{register.id}.yaml").read_text(encoding="utf-8"))
    assert raw["id"] == register.id
    assert register.about in SUBJECT_KINDS
    assert {key for spec in raw["columns"].values() for key in spec} <= {
        "type",
        "title",
        "means",
        "required",
        "headings",
        "codes",
    }


@each_register
def test_every_column_has_a_type_titles_and_meaning_in_both_languages(register: Register):
    for column in register.columns:
        assert column.type in TYPES
        assert all(column.title)
        assert all(column.means)
        assert re.search(r"[\u4e00-\u9fff]", column.title.zh)
        assert column.means.en.endswith(".")
        assert column.means.zh.endswith("。")
        assert column.type in ("code", "texts", "int") or not column.codes
        assert column.type != "code" or column.codes


@each_register
def test_no_heading_stands_for_two_columns(register: Register):
    owners: dict[str, set[str]] = {}
    for column in register.columns:
        for heading in (column.name, *column.title, *column.headings):
            owners.setdefault(normal(heading), set()).add(column.name)
    assert {heading: names for heading, names in owners.items() if len(names) > 1} == {}


@each_register
def test_no_word_stands_for_two_codes(register: Register):
    for column in register.columns:
        owners: dict[str, set[str]] = {}
        for code, words in column.codes.items():
            for word in (code, *words):
                assert normal(word)
                owners.setdefault(word.casefold() if "*" in word else normal(word), set()).add(code)
        assert {word: codes for word, codes in owners.items() if len(codes) > 1} == {}, column.name


@each_register
def test_a_register_with_times_says_which_are_known_to_the_day_only(register: Register):
    names = {column.name for column in register.columns}
    assert ("day_only" in names) == any(column.type == "time" for column in register.columns)


@each_register
def test_no_column_collides_with_what_every_register_row_carries(register: Register):
    assert not {column.name for column in register.columns} & {"operator", "source", "row_number", "exhibit"}


@each_register
def test_a_column_of_times_ends_in_at_and_a_column_of_days_does_not(register: Register):
    for column in register.columns:
        assert (column.type == "time") == column.name.endswith("_at")


def test_people_appear_in_registers_by_role_or_number_but_in_the_appointments():
    """Beside the appointments, whose name the reader masks, nothing in a definition asks who somebody is or what was said."""
    asking = {
        f"{register.id}.{column.name}"
        for register in ALL
        for column in register.columns
        for heading in (column.title.zh, *column.headings)
        if re.search(r"姓名|身份证|手机|邮箱|住址|昵称|发布者|举报人|正文|原文|链接|网址|IP地址", heading)
    }
    assert asking == {"appointment.person"} == set(cells()["names"])


def test_notices_have_no_column_of_text_but_their_number_their_service_and_a_hash():
    notice = registers()["notice"]
    texts = {f"notice.{column.name}" for column in notice.columns if column.type == "text"}
    assert texts == {"notice.notice", "notice.subject", "notice.digest"}
    assert texts - {"notice.subject"} <= set(cells()["forms"])


def test_rules_of_cells_name_columns_that_exist():
    known = {f"{register.id}.{column.name}" for register in ALL for column in register.columns}
    assert set(cells()["names"]) | set(cells()["forms"]) | set(cells()["unique"]) <= known
    assert set(cells()["ahead"]) <= {name.partition(".")[2] for name in known}


def test_every_reason_has_its_words():
    folder = files("hegui")
    code_files = [
        *(folder / "evidence" / "registers").iterdir(),
        folder / "evidence" / "files.py",
        folder / "recognise" / "packages.py",
    ]
    given = {
        reason
        for entry in code_files
        if entry.name.endswith(".py")
        for found in _REASON.findall(entry.read_text(encoding="utf-8"))
        for reason in found
        if reason
    }
    assert given
    assert given <= set(wording.words())


@pytest.mark.parametrize(
    ("heading", "never"),
    [
        ("举报人手机号", True),
        ("发布内容", True),
        ("身份证号码", True),
        ("IP地址", True),
        ("user_name", True),
        ("Comment text", True),
        ("处置部门", False),
        ("shipment", False),
        ("经办科室", False),
    ],
)
def test_headings_of_speech_names_and_addresses_are_told(heading: str, never: bool):
    assert is_never_read(heading) is never
