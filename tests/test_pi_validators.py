"""Validators: each standard's own examples, every way of being wrong, and the array kernels beside them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegui.recognise.pi import spans, validate
from hegui.recognise.pi.digits import numbers
from hegui.recognise.pi.sweep import PAD, padded, sweep
from hegui.recognise.pi.validators import Answer, bank_card, imei, luhn, mobile, resident_check, resident_id, uscc_check

DIGITS = "0123456789"


@pytest.mark.parametrize(
    ("kind", "value", "answer"),
    [
        ("cn_resident_id", "11010519491231002X", "YES"),  # the example of GB 11643-1999
        ("cn_resident_id", "440524188001010014", "NO"),  # its other example: born in 1880
        ("cn_resident_id", "110105194912310021", "NO"),
        ("cn_resident_id", "110105194913310028", "NO"),
        ("cn_resident_id", "000000199001011234", "NO"),
        ("cn_resident_id", "110105491231002", "CANNOT_TELL"),  # 15 digits carry no check
        ("cn_resident_id", "110105491331002", "NO"),
        ("cn_resident_id", "11010520991231002X", "NO"),
        ("cn_uscc", "91350100M000100Y43", "YES"),  # the example of GB 32100-2015
        ("cn_uscc", "91350100M000100Y44", "NO"),
        ("cn_uscc", "91350100I000100Y43", "NO"),
        ("cn_mobile", "13800138000", "YES"),
        ("cn_mobile", "+86 138 0013 8000", "YES"),
        ("cn_mobile", "0086-13800138000", "YES"),
        ("cn_mobile", "12800138000", "NO"),
        ("cn_mobile", "15400138000", "NO"),  # not given to any operator
        ("cn_landline", "010-88888888", "YES"),
        ("cn_landline", "(0755) 28888888", "YES"),
        ("cn_landline", "010-18888888", "NO"),
        ("cn_landline", "0300-8888888", "NO"),
        ("bank_card", "4111 1111 1111 1111", "YES"),
        ("bank_card", "4111111111111112", "NO"),
        ("bank_card", "1111111111111117", "NO"),
        ("imei", "490154203237518", "CANNOT_TELL"),  # the example of 3GPP TS 23.003: a reporting body of the past
        ("imei", "490154203237517", "NO"),
        ("imsi", "460001234567890", "YES"),
        ("vin", "1M8GDM9AXKP042788", "YES"),  # the example of 49 CFR 565
        ("vin", "1M8GDM9A0KP042788", "NO"),
        ("vin", "1M8GDM9AXKPO42788", "NO"),
        ("ip", "10.1.2.3", "YES"),
        ("ip", "127.0.0.1", "NO"),
        ("ip", "255.255.255.0", "NO"),
        ("ip", "256.1.1.1", "NO"),
        ("ip", "2001:db8::1", "YES"),
        ("mac", "00:1a:2b:3c:4d:5e", "YES"),
        ("mac", "ff:ff:ff:ff:ff:ff", "NO"),
        ("email", "a.b@example.com.cn", "YES"),
        ("email", "icon@2x.png", "NO"),
        ("email", "a..b@example.com", "NO"),
        ("geo_point", "39.9042,116.4074", "CANNOT_TELL"),
        ("geo_point", "139.9042,116.4074", "NO"),
        ("birth_date", "1990-02-30", "NO"),
        ("birth_date", "1990年2月3日", "CANNOT_TELL"),
        ("person_name", "欧阳修", "CANNOT_TELL"),
        ("person_name", "有限公司", "NO"),
        ("wechat_id", "anything", "CANNOT_TELL"),
        ("foreigner_id", "931148196310140302", "YES"),
        ("foreigner_id", "931148196310140303", "NO"),
        ("foreigner_id", "USA310081101012", "CANNOT_TELL"),
        ("cn_landline", "010-88888888转8012", "YES"),
        ("cn_landline", "0755-28888888-801", "YES"),
        ("mac", "01:1a:2b:3c:4d:5e", "CANNOT_TELL"),  # the bit of groups, of none that is known
        ("mac", "01:00:5e:00:00:fb", "NO"),
        ("person_name", "Savings Account", "NO"),
    ],
)
def test_each_standards_examples(kind: str, value: str, answer: str):
    assert validate(kind, value).name == answer


def test_when_a_county_had_ended_before_the_number_could_be_given_then_it_cannot_tell():
    chongwen = "11010320120101001"  # merged into Dongcheng in 2010
    assert resident_id(chongwen + resident_check(chongwen)) is Answer.CANNOT_TELL
    chongwen = "11010319800101001"
    assert resident_id(chongwen + resident_check(chongwen)) is Answer.YES


@given(st.integers(1, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(sequence: int, place: int, by: int):
    body = f"11010119900307{sequence:03}"
    good = body + resident_check(body)
    bad = good[:place] + str((int(good[place]) + by) % 10) + good[place + 1 :]
    assert resident_id(good) is Answer.YES
    assert resident_id(bad) is Answer.NO


@given(st.text(DIGITS, min_size=11, max_size=19))
def test_the_arrays_say_what_the_validators_say(number: str):
    block = padded(number.encode())
    found = {f.kind: Answer(int(f.answer[0])) for f in numbers(block, sweep(block).number) if len(f.start)}
    if len(number) == 18 or (len(number) == 15 and number[:3] != "460" and imei(number) is not Answer.YES):
        assert found.get("cn_resident_id", Answer.NO) == resident_id(number)
    if len(number) in (11, 13):
        assert found.get("cn_mobile", Answer.NO) == mobile(number)
    if len(number) in (16, 17, 19):
        assert found.get("bank_card", Answer.NO) == bank_card(number)


@given(st.text(DIGITS, min_size=3, max_size=3), st.dates(), st.sampled_from(["110101", "440305", "820000", "110199"]))
def test_the_arrays_judge_resident_numbers_alike(sequence: str, day: object, area: str):
    body = f"{area}{day:%Y%m%d}{sequence}"
    if len(body) != 17:
        return
    number = body + resident_check(body)
    block = padded(number.encode())
    found = [f for f in numbers(block, sweep(block).number) if f.kind == "cn_resident_id" and len(f.start)]
    assert (Answer(int(found[0].answer[0])) if found else Answer.NO) == resident_id(number)


def test_a_table_of_a_thousand_cards_passes_at_once():
    bodies = [f"622202{n:012}" for n in range(1000)]
    cards = [b + next(c for c in DIGITS if luhn(b + c)) for b in bodies]
    block = padded("\n".join(cards).encode())
    places = sweep(block)
    assert len(places.number.start) == 1000
    assert np.array_equal(places.number.start[:2], [PAD, PAD + 20])
    assert len([s for s in spans("\n".join(cards)) if s.kind == "bank_card"]) == 1000


def test_the_check_of_a_credit_code_is_that_of_the_standard():
    assert uscc_check("91350100M000100Y4") == "3"
