"""A policy is read whatever its file: which elements it has, with the quoted place, and what it declares."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
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
    assert all(above < n for n, s in enumerate(cut) for above in s.above)


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


def above(text: str) -> list[list[str]]:
    """For each sentence, what it stands under."""
    cut = sentences(text)
    return [[text[cut[place].start : cut[place].end].strip() for place in one.above] for one in cut]


@pytest.mark.parametrize(
    ("text", "under"),
    [
        ("一、权利\n您可以删除。\n", ["一、权利"]),
        ("## Rights\n### Access\nYou may see it.\n", ["## Rights", "### Access"]),
        ("**信息安全**\n我们加密。\n", ["**信息安全**"]),
        ("Who receives data\nParcels are carried by X.\n", ["Who receives data"]),
        ("We collect:\n- your name\n", ["We collect:"]),
        ("我们收集以下信息：\n（1）姓名；\n", ["我们收集以下信息："]),
        ("一、目的\n| 信息 | 用途 |\n|---|---|\n| 姓名 | 注册 |\n", ["| 信息 | 用途 |", "一、目的"]),
        ("We collect:\n- your name\nNothing else is kept by us.\n", []),
    ],
)
def test_a_sentence_stands_under_its_heading_its_lead_in_or_the_first_row_of_its_table(text: str, under: list[str]):
    assert above(text)[-1] == under


def test_an_abbreviation_ends_no_sentence_and_a_wrapped_line_goes_on():
    assert len(sentences("Our officer is Ms. Ek of Oak Ltd. in Bonn.")) == 1
    assert "cn_mobile" not in read_policy("We collect names. We do not\ncollect your phone number.").declared.kinds


def test_what_a_heading_denies_is_not_declared():
    said = "一、我们收集的信息\n为了注册，我们收集您的姓名。\n二、我们不收集的信息\n- 身份证号码\n- 精确地理位置\n"
    assert read_policy(said).declared.kinds == ("person_name",)


def test_kits_of_a_list_are_named_by_labels_providers_and_headings():
    said = (
        "我们接入的第三方SDK清单如下：\n\n**甲地图**\n\n运营方：甲软件有限公司\n\n**乙统计SDK**\n\n运营方：乙科技有限公司\n\n"
        "“丙推送”：由“丙网络有限公司”提供，用于推送。\n名称：丁支付控件 提供者：丁信息有限公司 用途：支付\n"
    )
    found = read_policy(said).declared
    assert set(found.sdks) == {"甲地图", "乙统计 SDK", "丙推送", "丁支付控件"}
    assert {"甲软件有限公司", "乙科技有限公司", "丙网络有限公司", "丁信息有限公司"} <= {
        *found.recipients,
        found.handler,
    }


def test_a_table_is_read_by_its_first_row_in_any_file(tmp_path: Path):
    rows = [("Information", "Why we need it", "Kept for"), ("Name, telephone", "To book", "6 years")]
    cells = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in rows)
    nav = "<nav><a href='/'>Complaints</a></nav>"
    (tmp_path / "p.html").write_text(f"<html><body>{nav}<h1>Privacy policy</h1><table>{cells}</table></body></html>")
    (tmp_path / "p.md").write_text("# Privacy policy\n\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows))
    for name in ("p.html", "p.md"):
        found = read(tmp_path / name)
        assert {"kinds", "purposes", "retention_period"} <= present(found), name
        assert "complaint_channel" not in present(found)
        assert {(row["amount"], row["value"]) for row in found["policy_declared"] if row["what"] == "retention"} == {
            (6, "years")
        }


def test_the_lines_of_a_pdf_are_joined_where_only_the_page_ends_them(tmp_path: Path):
    (tmp_path / "p.pdf").write_bytes(
        pdf(
            "Privacy policy",
            "We will keep the e-mail address that you gave us when you registered for",
            "two years after your last visit and we will then delete it for good.",
        )
    )
    assert "retention_period" in present(read(tmp_path / "p.pdf"))


@pytest.mark.parametrize(
    ("sentence", "element", "stated"),
    [
        ("您可以通过相关链接查看第三方的数据使用规则。", "rights_access", False),
        ("您可以在“我的”中查看、修改个人资料。", "rights_access", True),
        ("填写版权投诉表单。", "complaint_channel", False),
        ("您可以拨打客服热线投诉。", "complaint_channel", True),
        ("我们严格限制共享、转移、披露个人信息的情形。", "rights_copy", False),
        ("您可以复印病历。", "rights_copy", True),
        ("We use no third-party SDKs.", "sdk_list", False),
        ("* Export: gives you everything as a zip", "rights_copy", True),
        ("密码经 PBKDF2 算法处理。", "automated_decisions", False),
        ("We do not sell your personal information.", "rights_withdraw", False),
        ("We shop at https://shop.example/ daily.", "security_measures", False),
        ("住院病历保管不少于三十年。", "retention_period", True),
        ("Stripe may pass data to its parent in Dublin.", "minors", False),
    ],
)
def test_words_of_another_matter_state_no_element(sentence: str, element: str, stated: bool):
    assert bool(read_policy(sentence).places[element]) is stated
