"""Bad claim files: a clear sentence each, and as much of the answer as the facts allow; exit 2 only where nothing can be used."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims_written import answered, claim_text, remarks, written
from hegui import claims
from hegui.claims import amounts
from hegui.errors import InputError

ON = date(2026, 11, 22)


# --- files that cannot be used ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "claim begins with"),
        ("just words", "claim begins with"),
        ("- a\n- b\n", "claim begins with"),
        ("hegui: 1\n\tclaimants: []\n", "tab"),
        (claim_text(on="2022-01-01").replace("acts:", "actz:"), "did you mean 'acts'"),
        (claim_text(on="2022-01-01").replace("roles: [network_operator]", "roles: [network_operater]"), "did you mean 'network_operator'"),
        (claim_text(on="2022-01-01").replace("hegui: 1", "hegui: 7"), "reads format 1"),
        (claim_text(on="2022-01-01", act="by: nobody"), "names 'nobody'"),
        (claim_text(on="2022-01-01").replace("claimants: [{id: a, kind: person, place: CN}]", "claimants: []"), "lists nothing"),
        ("hegui: 1\nclaimants: [{id: a, kind: person}]\nrespondents: [{id: r}]\n", "add 'acts"),
        (claim_text(on="2022-01-01", tail="harms: 3\n"), "keys and values"),
        (claim_text(on="2022-01-01", who="kind: person}, {id: a, kind: person"), "stands twice"),
        (claim_text(on="2022-01-01", who="kind: !!python/object:os.system person"), "is not used here"),
    ],
)  # fmt: skip
def test_an_unusable_file_is_refused_with_file_line_and_mend(tmp_path, hegui, text, says):
    result = hegui("claim", written(tmp_path, text), "--lang", "en", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "claim.yaml" in result.stderr
    assert says in result.stderr
    assert not (tmp_path / "out").exists()


def test_unknown_keys_are_named_with_their_line(tmp_path):
    text = claim_text(on="2022-01-01", tail="exhibits:\n  - id: e\n    kind: capture\n    sha265: 00\n")
    with pytest.raises(InputError, match=r"claim\.yaml:8: exhibits\[e\]\.sha265: unknown key; did you mean 'sha256'"):
        claims.answer(written(tmp_path, text), ON)


@pytest.mark.parametrize("what", ["missing", "folder", "latin", "utf16"])
def test_what_is_no_text_file_is_refused(tmp_path, hegui, what):
    path = tmp_path / "claim.yaml"
    {
        "missing": lambda: None,
        "folder": path.mkdir,
        "latin": lambda: path.write_bytes(b"title: caf\xe9"),
        "utf16": lambda: path.write_bytes("hegui: 1".encode("utf-16")),
    }[what]()
    result = hegui("claim", path, "--lang", "zh")
    assert result.exit_code == 2
    assert "claim.yaml" in result.stderr


# --- facts that are odd ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({}, "has no date"),
        ({"on": "2022-13-40"}, "is not a day"),
        ({"on": "2022-01-01"}, "does not say when the claimants learned"),
        ({"on": "2031-01-01"}, "lies after 2026-11-22"),
        ({"since": "2022-01-01", "until": "2021-01-01"}, "lies before 2022-01-01"),
        ({"since": "2022-01-01", "until": "2030-01-01"}, "taken as still standing"),
        ({"on": "2022-01-01", "since": "2021-01-01"}, "both a day and a span"),
        ({"on": "2016-01-01"}, "was over before 2017-06-01"),
        ({"on": "2022-01-01", "act": "learned: 2021-01-01"}, "counted from the first day"),
        ({"on": "2022-01-01", "role": "pi_processor, entrusted_processor"}, "cannot be both"),
        ({"on": "2022-01-01", "who": "kind: person, born: 2010-05-01"}, "was under fourteen"),
        ({"on": "2022-01-01", "who": "kind: person, age: 9"}, "was under fourteen"),
        ({"on": "2022-01-01", "who": "kind: person, born: 2014-05-01"}, "no guardian is named"),
        ({"on": "2022-01-01", "who": "kind: person, born: 2024-05-01"}, "born after it happened"),
        ({"on": "2022-01-01", "who": "kind: company, consumer: true"}, "a consumer is a person"),
        ({"on": "2022-01-01", "tail": "harms: [{kind: costs, amount: 3万}]\n"}, "read as CNY 30,000"),
        ({"on": "2022-01-01", "tail": "harms: [{kind: costs, amount: a lot}]\n"}, "is not an amount"),
        ({"on": "2022-01-01", "tail": "harms: [{kind: costs, amount: USD 500}]\n"}, "is not in CNY"),
        ({"on": "2022-01-01", "tail": "exhibits: [{id: e, kind: capture, sha256: abc}]\n"}, "is no sha256"),
        ({"on": "2022-01-01", "tail": "exhibits: [{id: e, kind: capture, date: 2021-01-01}]\n"}, "before the wrong began"),
        ({"on": "2022-01-01", "tail": "exhibits: [{id: e, kind: capture, path: none.json}]\n"}, "there is no file"),
        ({"on": "2022-01-01", "tail": "asked: [{of: r, what: stop, on: 2030-01-01}]\n"}, "lies after"),
        ({"on": "2022-01-01", "place": "Mars"}, "no country or region"),
    ],
)  # fmt: skip
def test_an_odd_fact_is_remarked_and_the_rest_is_answered(tmp_path, hegui, facts, says):
    path = written(tmp_path, claim_text(**facts))
    assert says in remarks(claims.answer(path, ON))
    result = hegui("claim", path, "--on", ON, "--lang", "en")
    assert result.exit_code == 0
    assert says in result.stderr


def test_a_respondent_without_a_role_gets_what_fits_any_role(tmp_path):
    found = answered(tmp_path, ON, on="2022-01-01", role="")
    [reading] = found["readings"]
    assert reading["role"] is None
    assert "general_tort" in {b["id"] for b in reading["bases"]}
    assert "has no role" in remarks(found)


def test_contradictory_roles_are_answered_as_two_readings(tmp_path):
    found = answered(tmp_path, ON, on="2022-01-01", role="pi_processor, entrusted_processor")
    states = {r["role"]: {b["id"]: b["state"] for b in r["bases"]} for r in found["readings"]}
    assert states["pi_processor"]["pipl_damages"] == "holds"
    assert states["entrusted_processor"]["pipl_entrusted"] == "arguable"


def test_an_undated_act_leaves_nothing_beyond_argument(tmp_path):
    [reading] = answered(tmp_path, ON)["readings"]
    assert "holds" not in {b["state"] for b in reading["bases"]}
    assert reading["limitation"] == []
    assert "cannot be computed" in reading["summary"][-1]["en"]


def test_a_child_s_information_is_sensitive_and_the_guardian_acts(tmp_path):
    found = answered(tmp_path, ON, on="2024-01-01", role="pi_processor", who="kind: person, born: 2015-01-01")
    applied = {p["id"] for p in found["readings"][0]["applies"]}
    assert {"child_sensitive", "minor_represented"} <= applied
    assert "guardian_papers" in {p["id"] for p in found["secure"]}


def test_nationality_changes_no_protection(tmp_path):
    one = answered(tmp_path, ON, on="2022-01-01", who="kind: person, nationality: CN")
    other = answered(tmp_path, ON, on="2022-01-01", who="kind: person, nationality: BR")
    assert one["readings"] == other["readings"]


# --- amounts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written_as", "amount"),
    [("30000", 30000), ("30,000", 30000), ("3万", 30000), ("1.5万元", 15000), ("人民币3万元", 30000), ("CNY 2,000", 2000), ("２０００元", 2000), ("2亿", 200_000_000), ("¥88.5", 88)],
)  # fmt: skip
def test_amounts_as_people_write_them(written_as, amount):
    assert amounts.parse(written_as)[0] == amount


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_refused(text):
    with contextlib.suppress(ValueError):
        assert amounts.parse(text)[0] >= 0


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.integers(0, 400),
            st.sampled_from([*"{}[]:,-#&*!|>'\"%@`\n\t ", "万", "：", "2017", "on: ", "\x00"]),
        ),
        max_size=4,
    )
)
def test_a_damaged_file_is_answered_or_refused_never_a_crash(tmp_path, edits):
    text = claim_text(
        on="2022-01-01", who="kind: person, born: 1990-01-01", tail="harms: [{kind: mental, amount: 5000}]\n"
    )
    for at, put in edits:
        text = text[:at] + put + text[at + 1 :]
    with contextlib.suppress(InputError):
        assert claims.answer(written(tmp_path, text), ON)["readings"] is not None
