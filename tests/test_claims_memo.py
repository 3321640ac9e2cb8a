"""The memo of any claim can be made, in every form; and the file of the how-to is answered."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims_written import answered, remarks, written
from conftest import ROOT
from hegui import claims
from hegui.claims.data import data

CODES = data("shape.yaml")["codes"]
WHO = [f"kind: {kind}" for kind in CODES["claimant_kind"]] + [
    "kind: person, consumer: true",
    "kind: person, born: 2012-01-01",
]
TAILS = [
    "",
    "harms: [{kind: property_loss, amount: 10}, {kind: mental, serious: true}, {kind: respondent_gain, amount: 9万}]\n",
    "exhibits: [{id: e, kind: capture, made_in: US}]\nasked: [{of: r, what: stop, on: 2022-02-02, answer: agreed}]\n",
    "proceedings: [{kind: civil_abroad, began: 2022-01-01}, {kind: civil, began: 2022-01-01, ended: 2023-01-01}]\n",
]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(CODES["role"])),
    st.sampled_from(sorted(CODES["wrong"])),
    st.sampled_from(["CN", "HK", "US"]),
    st.sampled_from(WHO),
    st.sampled_from(TAILS),
    st.one_of(st.none(), st.dates(date(2015, 1, 1), date(2026, 11, 22))),
    st.booleans(),
)
def test_any_claim_has_a_memo(tmp_path, role, wrong, place, who, tail, day, stands):
    days = {} if day is None else {"since": day.isoformat()} if stands else {"on": day.isoformat()}
    found = answered(tmp_path, date(2026, 11, 22), role=role, wrong=wrong, place=place, who=who, tail=tail, **days)
    assert claims.html(found).endswith("</html>")
    for lang in ("en", "zh"):
        assert found["readings"][0]["title"][lang] in claims.render(found, lang)
    cited = {c for r in found["readings"] for b in r["bases"] for c in (*b["cites"], *b["rules"])}
    assert cited <= set(found["sources"])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_claim_with_nothing_but_an_act_has_a_word_document(tmp_path, lang):
    pytest.importorskip("docx")
    assert claims.docx(answered(tmp_path, date(2026, 11, 22)), lang)[:2] == b"PK"


def test_words_of_the_file_cannot_steer_the_page(tmp_path):
    text = "hegui: 1\ntitle: '<script>alert(1)</script> \u202egnp'\n"
    path = written(
        tmp_path,
        text
        + "claimants: [{id: a, kind: person, name: '<b>x</b>'}]\nrespondents: [{id: r, roles: [platform]}]\n"
        + "acts: [{id: x, what: '<img src=x>', wrong: leak, on: 2022-01-01}]\n",
    )
    found = claims.answer(path, date(2022, 6, 1))
    page = claims.html(found)
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>x" not in page
    assert "\u202e" not in page
    assert "\u202e" not in claims.render(found, "en")
    assert "<time>2022-01-01</time>" in page


def test_a_part_that_an_earlier_one_says_is_named_and_not_said_again(tmp_path):
    page = claims.html(answered(tmp_path, date(2026, 11, 22), on="2022-01-01", role="network_operator, app_store"))
    assert page.count("Orders to stop, to remove and to eliminate danger are not subject") == 1
    assert "As in part 3" in page


def test_the_file_of_the_how_to_is_answered(tmp_path):
    page = (ROOT / "docs" / "how-to" / "claim.md").read_text(encoding="utf-8")
    [text] = re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)
    found = claims.answer(written(tmp_path, text), date(2023, 6, 1))
    assert [r["role"] for r in found["readings"]] == ["pi_processor", "network_operator"]
    assert "is no sha256" in remarks(found)  # the page leaves it out
