"""What a profile states becomes facts, each pointing to its line; what it declares becomes sources."""

from __future__ import annotations

import hashlib
import pickle
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from hegui import facts, profile
from test_profile_loading import EXAMPLE, written

TAKEN_AT = datetime(2026, 11, 21, 8, tzinfo=UTC)


@pytest.fixture
def loaded(tmp_path: Path) -> profile.Profile:
    (tmp_path / "evidence" / "shop").mkdir(parents=True)
    return profile.load(written(tmp_path, EXAMPLE))


def rows(loaded: profile.Profile, table: str) -> list[dict[str, Any]]:
    return profile.facts(loaded, TAKEN_AT)[table].to_pylist()


def test_every_table_has_the_columns_that_facts_yaml_gives_it(loaded: profile.Profile) -> None:
    for name, table in profile.facts(loaded, TAKEN_AT).items():
        assert table.schema == facts.schema(name)


def test_an_operator_is_a_row_and_also_a_subject(loaded: profile.Profile) -> None:
    operator, cloud = rows(loaded, "operator")
    assert operator["name_zh"] == "示例商店有限公司"
    assert (operator["turnover_cny"], operator["cii_notified"], cloud["cii_notified"]) == (80_000_000, False, None)
    assert {"shop-co", "cloud-co"} <= {row["subject"] for row in rows(loaded, "subject") if row["kind"] == "operator"}


# kind, id · part of · kinds · since · level
SUBJECTS = [
    ("operator", "shop-co", None, ["company"], None, None),
    ("system", "shop", None, [], date(2016, 5, 1), 2),
    ("system", "archive", "shop", [], date(2016, 5, 1), None),
    ("service", "web", "shop", ["website", "e_commerce"], date(2016, 5, 1), None),
    ("product", "cam", None, ["network_product", "firmware", "collects_user_information"], None, None),
    ("data_set", "customers", "shop", ["personal"], None, None),
    ("account_base", "members", "web", [], None, None),
    ("processor", "cloud-co", None, [], None, None),
]


def test_everything_a_verdict_can_be_about_is_a_subject(loaded: profile.Profile) -> None:
    found = [
        (r["kind"], r["subject"], r["part_of"], r["kinds"], r["since"], r["level"])
        for r in rows(loaded, "subject")
        if r["operator"] == "shop-co"
    ]
    assert found == SUBJECTS


def test_every_statement_points_to_its_line_and_is_attested(loaded: profile.Profile) -> None:
    text = loaded.path.read_bytes()
    exhibits = {row["exhibit"]: row for row in rows(loaded, "exhibit")}
    lines = text.decode().splitlines()
    marks = {
        "person": ("role", "role: {}"),
        "source": ("source", "id: {}"),
        "attestation": ("attestation", "id: {}"),
        "circumstance": ("circumstance", "kind: {}"),
        "override": ("by_role", "by: {}"),
    }
    for table, (column, mark) in marks.items():
        for row in rows(loaded, table):
            exhibit = exhibits[row["exhibit"]]
            number = int(exhibit["locator"].removeprefix("hegui.yaml#line="))
            assert mark.format(row[column]) in lines[number - 1]
            assert exhibit["exhibit"] == f"profile:{exhibit['locator']}"
            assert exhibit["sha256"] == hashlib.sha256(text).hexdigest()
            assert (exhibit["proof"], exhibit["taken_at"]) == ("attested", TAKEN_AT)


def test_a_source_is_given_where_something_lies_at_its_place(loaded: profile.Profile) -> None:
    given = {row["source"]: row["given"] for row in rows(loaded, "source")}
    assert given == {"shop-logs": True, "incidents": False, "graded": True, "papers": False}


def test_a_source_says_what_it_is_and_by_whose_word_it_is_complete(loaded: profile.Profile) -> None:
    by_id = {row["source"]: row for row in rows(loaded, "source")}
    assert (by_id["shop-logs"]["complete"], by_id["shop-logs"]["complete_by"]) == (True, "responsible_person")
    assert (by_id["incidents"]["complete"], by_id["incidents"]["what"]) == (False, "incident")
    assert by_id["shop-logs"]["as_of"] == date(2026, 11, 20)
    abouts = {(row["source"], row["kind"], row["subject"]) for row in rows(loaded, "source_about")}
    assert abouts == {("shop-logs", "system", "shop"), ("papers", "service", "web")}


def test_statements_keep_their_words_and_days(loaded: profile.Profile) -> None:
    (attestation,) = rows(loaded, "attestation")
    assert (attestation["says"], attestation["by_role"]) == ("none", "responsible_person")
    assert (attestation["made_on"], attestation["until"]) == (date(2026, 11, 1), date(2037, 5, 1))
    (exception,) = rows(loaded, "exception")
    assert (exception["reason_en"], exception["reason_zh"]) == ("Budget.", "预算。")
    role, duty = rows(loaded, "override")
    assert (role["role"], role["state"], role["obligation"], role["applies"]) == ("ciio", "excluded", None, None)
    assert (duty["obligation"], duty["kind"], duty["subject"], duty["applies"]) == (
        "csl.log_retention",
        "system",
        "shop",
        False,
    )
    (circumstance,) = rows(loaded, "circumstance")
    assert (circumstance["circumstance"], circumstance["value"], circumstance["at"]) == (
        "mass_leak",
        100,
        date(2026, 10, 1),
    )


def test_when_an_attestation_has_expired_then_its_row_stays_and_says_until_when(tmp_path: Path) -> None:
    text = EXAMPLE.replace("until: 2037-05-01, words", "until: 2026-11-02, words")
    (attestation,) = rows(profile.load(written(tmp_path, text)), "attestation")
    assert attestation["until"] == date(2026, 11, 2)


def test_when_two_people_stand_on_one_line_then_they_share_one_exhibit(tmp_path: Path) -> None:
    people = "people: [{role: counsel, name: A}, {role: auditor, name: B}]"
    text = f"hegui: 1\noperators:\n  - {{id: a, name: A, kind: company, {people}}}\n"
    loaded = profile.load(written(tmp_path, text))
    assert len({row["exhibit"] for row in rows(loaded, "person")}) == len(rows(loaded, "exhibit")) == 1


def test_when_statements_name_no_subject_then_they_are_about_every_subject(tmp_path: Path) -> None:
    text = EXAMPLE.replace("about: system/archive, says", "says")
    (attestation,) = rows(profile.load(written(tmp_path, text)), "attestation")
    assert (attestation["kind"], attestation["subject"]) == (None, None)


def test_sources_lie_beside_the_profile_and_carry_what_their_collector_needs(loaded: profile.Profile) -> None:
    logs, incidents, graded, papers = profile.sources(loaded, TAKEN_AT)
    folder = loaded.path.parent
    assert (logs.operator, logs.kind, logs.location, logs.name) == (
        "shop-co",
        "logs",
        str(folder / "evidence/shop"),
        "evidence/shop",
    )
    assert (logs.as_of, logs.taken_at, logs.options["timezone"]) == (date(2026, 11, 20), TAKEN_AT, "Asia/Shanghai")
    assert incidents.options["register"] == "incident"
    assert graded.location == "postgresql://db.example.org/registers"
    assert (graded.options["table"], graded.options["url_variable"]) == ("grading", "HEGUI_GRADED_URL")
    (policy,) = papers.options["documents"]
    assert (policy["document"], policy["approved"]["on"], policy["about"]) == (
        "security_policy",
        date(2016, 2, 1),
        ("service/web",),
    )


def test_of_an_absolute_path_only_the_last_part_may_be_shown(tmp_path: Path) -> None:
    text = EXAMPLE.replace("path: evidence/shop", f"path: {tmp_path}/archive")
    logs = profile.sources(profile.load(written(tmp_path, text)), TAKEN_AT)[0]
    assert (logs.location, logs.name) == (f"{tmp_path}/archive", "archive")


def test_a_register_may_name_a_subject_as_people_do(loaded: profile.Profile) -> None:
    _, incidents, graded, _ = profile.sources(loaded, TAKEN_AT)
    called = {"Shop": "shop", "网店": "shop", "shop": "shop", "归档": "archive", "archive": "archive"}
    assert incidents.options["subjects"] == graded.options["subjects"] == called


def test_when_two_subjects_share_a_name_then_the_name_leads_to_neither(tmp_path: Path) -> None:
    text = EXAMPLE.replace("name: 归档", "name: 网店")
    graded = profile.sources(profile.load(written(tmp_path, text)), TAKEN_AT)[2]
    assert graded.options["subjects"] == {"Shop": "shop", "shop": "shop", "archive": "archive"}


def test_sources_can_be_sent_to_other_processes(loaded: profile.Profile) -> None:
    sources = profile.sources(loaded, TAKEN_AT)
    assert pickle.loads(pickle.dumps(sources)) == sources


def test_when_a_table_has_no_address_then_the_environment_must_hold_it(tmp_path: Path) -> None:
    text = EXAMPLE.replace('url: "postgresql://db.example.org/registers", ', "")
    graded = profile.sources(profile.load(written(tmp_path, text)), TAKEN_AT)[2]
    assert (graded.location, graded.options["url"], graded.options["url_variable"]) == ("", None, "HEGUI_GRADED_URL")


def test_a_thousand_operators_stand_in_one_file(tmp_path: Path) -> None:
    one = (
        EXAMPLE.split("operators:\n")[1]
        .split("  - {id: cloud-co")[0]
        .replace("handled_by: [cloud-co]", "handled_by: []")
    )
    text = "hegui: 1\noperators:\n" + "".join(one.replace("id: shop-co", f"id: shop-{n}") for n in range(1000))
    path = written(tmp_path, text)
    found = profile.facts(profile.load(path), TAKEN_AT)
    assert found["operator"].num_rows == 1000
    assert found["subject"].num_rows == 7000
