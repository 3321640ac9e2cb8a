"""A policy is read whatever its file: which elements it has, with the quoted place, and what it declares."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents_kept import pdf, word
from hegui.evidence.policy.elements import elements
from hegui.evidence.policy.lexicon import data
from hegui.evidence.policy.reading import read_policy
from hegui.evidence.policy.sentences import sentences
from hegui.recognise.pi.families import families
from policy_kept import CHINESE, ENGLISH, declared, of_text, present, read


def test_a_full_chinese_policy_has_every_element_but_none_that_it_lacks(tmp_path: Path):
    rows = of_text(tmp_path, CHINESE)
    assert set(elements()) - present(rows) == set()
    (policy,) = rows["policy"]
    assert (policy["title"], policy["language"], policy["handler"]) == (
        "云杉商城隐私政策",
        "zh",
        "北京云杉网络科技有限公司",
    )
    assert (policy["dated"], policy["cross_border"], policy["placeholder"]) == (date(2026, 1, 12), False, False)


def test_an_english_policy(tmp_path: Path):
    rows = of_text(tmp_path, ENGLISH)
    (policy,) = rows["policy"]
    assert (policy["language"], policy["handler"], policy["dated"]) == ("en", "Heron Software Ltd", date(2026, 3, 3))
    assert policy["cross_border"] is True
    lacking = set(elements()) - present(rows)
    assert {
        "minors",
        "sdk_list",
        "complaint_channel",
        "security_measures",
        "sensitive_kinds",
        "policy_changes",
    } <= lacking
    assert {"purposes", "kinds", "retention_period", "third_parties", "rights_access", "rights_delete"} <= present(rows)
    terms = {(row["what"], row["amount"], row["value"]) for row in rows["policy_declared"] if row["amount"]}
    assert terms == {("retention", 2, "years"), ("answer", 30, "days")} or ("answer", 30, "days") in terms


def test_the_quoted_place_is_the_sentence(tmp_path: Path):
    quotes = {
        row["element"]: (row["start"], row["end"], row["quote"]) for row in of_text(tmp_path, CHINESE)["policy_element"]
    }
    start, end, quote = quotes["retention_period"]
    assert CHINESE[start:end] == quote == "订单信息保存三年。"
    start, end, quote = quotes["minors"]
    assert CHINESE[start:end] == "未满十四周岁的儿童使用前，须由监护人同意。"


def test_what_is_declared(tmp_path: Path):
    rows = of_text(tmp_path, CHINESE)
    kinds = declared(rows, "kind")
    assert {"cn_mobile", "person_name", "address", "orders", "browsing", "face", "device_identifier"} <= kinds
    assert kinds <= set(families())
    assert declared(rows, "recipient") == {"杭州快雁物流有限公司"}
    assert declared(rows, "sdk") == {"友盟 SDK"}
    assert {"registration", "personalisation", "delivery"} <= declared(rows, "purpose")
    terms = {(row["what"], row["amount"], row["value"]) for row in rows["policy_declared"] if row["amount"]}
    assert {("answer", 15, "working_days"), ("retention", 3, "years")} <= terms


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("我们不会收集您的身份证号码。", "cn_resident_id"),
        ("我们承诺不收集您的人脸信息。", "face"),
        ("We do not collect your precise location.", "geo_point"),
        ("We never collect biometric data.", "biometric"),
    ],
)
def test_what_is_denied_is_not_declared(sentence: str, kind: str):
    filler = "我们会收集您的姓名。" if sentence[0] > "z" else "We collect your name. "
    assert kind not in read_policy(filler + sentence).declared.kinds
    assert "person_name" in read_policy(filler + sentence).declared.kinds


@pytest.mark.parametrize(
    ("sentence", "abroad"),
    [
        ("我们不会向境外提供您的个人信息。", False),
        ("我们目前没有向境外传输个人信息的情形。", False),
        ("我们会将您的个人信息传输给境外关联公司。", True),
        ("We transfer your data to servers outside the European Economic Area.", True),
        ("We do not transfer your data outside China.", False),
        ("我们会收集您的姓名。", None),
    ],
)
def test_whether_it_goes_abroad(sentence: str, abroad: bool | None):
    assert read_policy(sentence).declared.cross_border is abroad


def test_handling_says_kind_purpose_entity_and_recipient(tmp_path: Path):
    rows = of_text(tmp_path, CHINESE)["handling"]
    assert {row["side"] for row in rows} == {"declared"}
    assert {row["entity"] for row in rows} == {"北京云杉网络科技有限公司"}
    given = {(row["kind"], row["recipient"]) for row in rows if row["recipient"]}
    assert {("person_name", "杭州快雁物流有限公司"), ("address", "杭州快雁物流有限公司"), (None, "友盟 SDK")} <= given
    assert ("credential_password", "杭州快雁物流有限公司") not in given


def test_vague_words_that_hide_a_list_are_kept_with_their_sentence(tmp_path: Path):
    vague = [row["quote"] for row in of_text(tmp_path, CHINESE)["policy_declared"] if row["what"] == "vague"]
    assert "为向您个性化推荐商品，我们会收集您的浏览记录等相关信息。" in " ".join(vague)


def test_the_same_text_in_any_file_gives_the_same_elements(tmp_path: Path):
    (tmp_path / "p.html").write_text(
        "<html><body><p>" + CHINESE.replace("\n\n", "</p><p>") + "</p></body></html>", "utf-8"
    )
    (tmp_path / "p.docx").write_bytes(word(*CHINESE.split("\n")))
    (tmp_path / "p.txt").write_bytes(CHINESE.encode("gb18030"))
    (tmp_path / "q.pdf").write_bytes(pdf("We collect your e-mail address in order to create your account."))
    wanted = present(of_text(tmp_path, CHINESE))
    for name in ("p.html", "p.docx", "p.txt"):
        assert present(read(tmp_path / name)) == wanted, name
    assert {"kinds", "purposes"} <= present(read(tmp_path / "q.pdf"))


def test_a_folder_is_its_versions_and_a_declared_date_wins(tmp_path: Path):
    (tmp_path / "a.md").write_text(CHINESE, encoding="utf-8")
    (tmp_path / "b.md").write_text(ENGLISH, encoding="utf-8")
    assert [row["path"] for row in read(tmp_path)["policy"]] == ["a.md", "b.md"]
    assert read(tmp_path / "a.md", dated=date(2020, 1, 1))["policy"][0]["dated"] == date(2020, 1, 1)


def test_numbers_of_people_never_stand_in_a_quote(tmp_path: Path):
    said = "隐私政策。联系我们：负责人手机 13800138000，邮箱 someone@example.com。我们会收集您的姓名和手机号码，用于注册。为您服务是我们的荣幸，请放心使用。"
    rows = of_text(tmp_path, said)
    assert "13800138000" not in str(rows)
    assert "someone@example.com" not in str(rows)


@given(st.text(max_size=400))
def test_sentences_hold_every_character_once_and_in_order(text: str):
    cut = sentences(text)
    assert all(one.end <= two.start for one, two in pairwise(cut))
    assert "".join(text[s.start : s.end] for s in cut).split() == text.split()
    assert all(s.heading < n for n, s in enumerate(cut))


@settings(deadline=None)  # the first example compiles the word lists
@given(st.text(alphabet=st.characters(), max_size=300))
def test_no_text_breaks_the_reading(text: str):
    policy = read_policy(text)
    for places in policy.places.values():
        for place in places:
            start, end = policy.span(place)
            assert policy.text[start:end] == policy.text[start:end].strip() != ""


def test_every_group_that_a_rule_names_exists_and_kinds_are_families():
    known = {*data("lexicon.yaml"), "kind"}
    named = {group.lstrip("!^") for rule in data("elements.yaml").values() for way in rule["when"] for group in way}
    assert named <= known
    assert set(data("kinds.yaml")) <= set(families())
