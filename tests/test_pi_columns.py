"""Columns: what their names say, what their values say, and what stands when the two disagree; the form values are kept in."""

from __future__ import annotations

import base64
import hashlib
import importlib
import os
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

import pytest

from hegui.recognise.pi import classify
from hegui.recognise.pi.columns import Tally
from hegui.recognise.pi.judging import judged
from hegui.recognise.pi.masks import masked
from hegui.recognise.pi.naming import named, table_of_people
from hegui.recognise.pi.stored import form_of
from hegui.recognise.pi.validators import luhn, resident_check

REAL = Path(__file__).parent.parent.parent / "shared" / "real" / "pi" / "db"
BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
MOBILES = [f"138{n:08}" for n in range(20)]
MASKED_MOBILES = [f"138****{n:04}" for n in range(20)]


def resident(n: int, year: int = 1990) -> str:
    body = f"110101{year}0307{n:03}"
    return body + resident_check(body)


def card(n: int) -> str:
    body = f"622202{n:012}"
    return body + next(c for c in "0123456789" if luhn(body + c))


def kinds(name: str, values: list[str], table: str = "") -> list[str]:
    return [kept.kind for kept in classify(name, values, table).kinds]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("sfzh", "cn_resident_id"),
        ("身份证号", "cn_resident_id"),
        ("id_card_no", "cn_resident_id"),
        ("xm", "person_name"),
        ("user.realName", "person_name"),
        ("sjh", "cn_mobile"),
        ("contactPhone", "cn_mobile"),
        ("紧急联系人手机号", "cn_mobile"),
        ("yhkh", "bank_card"),
        ("jtdz", "address"),
        ("home_address", "address"),
        ("csrq", "birth_date"),
        ("cph", "vehicle_plate"),
        ("wx_openid", "wechat_id"),
        ("zjxy", "religion"),
        ("民族", "ethnicity"),
        ("blood_type", "health"),
        ("fingerprint", "biometric"),
        ("zzmm", "political"),
        ("user_pwd", "credential_password"),
        ("access_token", "credential_secret"),
        ("sfzmhm", "cn_resident_id"),
        ("绑定手机", "cn_mobile"),
        ("frdb", "person_name"),
        ("现居住地", "address"),
        ("工资卡号", "bank_card"),
        ("UNISCID", "cn_uscc"),
        ("ryzd", "health"),
        ("残疾类别", "health"),
        ("nation", "ethnicity"),
        ("ntHash", "credential_password"),
        ("toubaorendianhua", "cn_mobile"),  # a role and a word in full pinyin
        ("tbrsfzh", "cn_resident_id"),  # and in its initials
        ("haopaihaoma", "vehicle_plate"),
        ("FBirthday", "birth_date"),  # after the letter of a type
        ("cPsnMobilePhone", "cn_mobile"),
        ("receiveraddress", "address"),
        ("phone_home", "cn_mobile"),
        ("身分證字號", "cn_resident_id"),
        ("聯絡電話", "cn_mobile"),
        ("氏名", "person_name"),
        ("手机号码(必填)", "cn_mobile"),
        ("民族码", "ethnicity"),
        ("外国人永久居留身份证号", "foreigner_id"),
    ],
)
def test_names_speak_in_english_pinyin_initials_and_chinese(name: str, kind: str):
    assert kind in [k.id for k in named(name)]


@pytest.mark.parametrize(
    "name",
    [
        *(
            "pwd_update_date",
            "email_verified",
            "phone_type",
            "密码状态",
            "order_no",
            "amount",
            "created_at",
            "unit_price",
        ),
        *(
            "图片链接地址",
            "手机品牌",
            "身份证件类型码",
            "tls.fingerprint",
            "next_page_token",
            "session_id",
            "secretVersionId",
        ),
    ],
)
def test_properties_and_other_things_are_no_kind(name: str):
    assert named(name) == []


def test_what_means_little_speaks_only_in_a_table_about_people():
    assert [kind.id for kind in named("sr", "employee")] == ["birth_date"]
    assert named("mm", "products") == named("xm", "orders") == named("name", "member_level") == []
    assert kinds("mm", ["120", "88", "45"], "products") == []


def test_a_comment_says_what_a_name_leaves_open():
    tally = Tally("f1", "t", "身份证号码,见[编码表]")
    assert [kind.id for kind in tally.kinds_by_name()] == ["cn_resident_id"]
    tally.add(["无", "-", "1"])
    assert [(kept.kind, kept.confidence) for kept in judged(tally).kinds] == [("cn_resident_id", 0.6)]
    for name, comment in (("user_id", "病历id"), ("pic_url", "图片地址"), ("is_default", "是否默认地址")):
        assert "address" not in [kind.id for kind in Tally(name, "t", comment).kinds_by_name()]
        assert "health" not in [kind.id for kind in Tally(name, "t", comment).kinds_by_name()]


@pytest.mark.parametrize("name", ["phone", "mobile", "联系电话", "tel"])
def test_an_empty_column_has_the_kind_of_its_name(name: str):
    assert [(kept.kind, kept.count) for kept in judged(Tally(name)).kinds][:1] == [("cn_mobile", 0)]


def test_a_masked_name_is_one_of_a_person():
    field = classify("real_name", ["王*", "李**", "张*明"] * 4)
    assert ([kept.kind for kept in field.kinds], field.form.form) == (["person_name"], "masked")


def test_name_and_values_together_are_surest():
    both = classify("mobile", MOBILES)
    values = classify("col7", MOBILES)
    assert (both.klass, both.kinds[0].kind, both.kinds[0].valid) == ("personal", "cn_mobile", 20)
    assert values.kinds[0].kind == "cn_mobile"
    assert both.confidence > values.confidence > 0.9
    assert "20/20" in both.because.zh


def test_when_the_values_are_something_else_then_the_name_does_not_carry():
    assert kinds("phone", ["yes", "no", "maybe", "later"]) == []
    assert kinds("name", ["Rock", "Jazz", "Heavy Metal"], "genre") == []
    assert kinds("address", ["0x7ffe", "0x8000"]) == []
    assert kinds("id", [str(n) for n in range(100)]) == []


def test_a_random_number_column_is_not_read_as_cards():
    values = [str(6222020000000000 + n * 1237) for n in range(500)]  # one in ten passes the Luhn sum
    assert kinds("order_no", values) == []


def test_sensitive_outranks_personal_and_the_sample_is_masked():
    field = classify("证件号码", [resident(n) for n in range(1, 50)])
    assert (field.klass, field.form.form) == ("sensitive_personal", "plain")
    assert field.kinds[0].sample == "1101**********" + resident(1)[-4:]
    assert classify("kahao", [card(n) for n in range(30)]).klass == "sensitive_personal"


def test_children_are_counted():
    assert classify("sfzh", [resident(n, 2020) for n in range(1, 6)] + [resident(9)]).children == 5


def test_what_free_text_holds_counts_too():
    field = classify("remark", ["无", "请联系13800138000", "已退款", "无"])
    assert [(k.kind, k.count) for k in field.kinds] == [("cn_mobile", 1)]


def test_labels_only_kinds_are_never_searched_for_in_words():
    assert kinds("content", ["他信佛教", "患者有糖尿病", "汉族", "党员"]) == []
    assert classify("religion", ["佛教", "无"]).klass == "sensitive_personal"
    assert classify("religion", ["佛教", "无"]).kinds[0].sample in (None, "********")


def test_a_column_of_chinese_names_is_seen_without_a_name():
    assert kinds("col3", ["王小明", "李娜", "张伟", "刘洋", "陈静", "欧阳修文"]) == ["person_name"]


def test_places_are_no_people():
    assert kinds("name", ["高雄", "黄石", "安阳", "洛阳", "沈阳", "贵阳"], "cities") == []


def test_a_name_beside_a_mobile_number_is_that_of_a_person():
    assert table_of_people("data", ["id", "name", "mobile"]) == ""
    assert table_of_people("cities", ["id", "name", "population"]) == "cities"
    assert kinds("name", ["John Smith", "Mary Ann Lee", "Bob Stone"], table_of_people("data", ["name", "mobile"])) == [
        "person_name"
    ]
    assert kinds("name", ["iPhone 15", "Pixel 9"], "") == []


def test_a_tally_fed_in_pieces_is_the_same_as_at_once():
    pieces, whole = Tally("mobile"), Tally("mobile")
    whole.add(MOBILES)
    for value in MOBILES:
        pieces.add([value])
    assert pieces.counts["cn_mobile"].valid == whole.counts["cn_mobile"].valid == 20


@pytest.mark.parametrize(
    ("values", "form", "algorithm", "salted"),
    [
        (["138****8000", "139****1234"], "masked", None, None),
        (["王*明", "李**", "*小红", "欧阳某"], "masked", None, None),
        ([hashlib.md5(str(n).encode()).hexdigest() for n in range(20)], "hashed", "md5", None),
        ([hashlib.md5(b"123456").hexdigest()] * 3, "hashed", "md5", False),
        ([hashlib.sha256(str(n % 5).encode()).hexdigest() for n in range(40)], "hashed", "sha256", False),
        (["$2b$12$" + "a" * 53], "hashed", "stretched", True),
        (["$6$salt$" + "b" * 86], "hashed", "stretched", True),
        (["{SSHA}abcdefgh", "{SSHA}ijklmnop"], "hashed", "sha1", True),
        (["{SHA}abcdefgh", "{SHA}ijklmnop"], "hashed", "sha1", False),
        ([f"sha1$salt{n}${n:040x}" for n in range(5)], "hashed", "sha1", True),
        ([f"{n:032x}:salt{n}" for n in range(5)], "hashed", "md5", True),
        (["*6BB4837EB74329105EE4568DDA7DC67ED2CA2AD9"], "hashed", "sha1", False),  # MySQL's, of 123456
        (["32ED87BDB5FDC5E9CBA88547376818D4"], "hashed", "md5", False),  # NTLM's, of 123456
        (["$P$B" + "a" * 30], "hashed", "stretched", True),  # phpass
        ([os.urandom(16 * (1 + n % 3)).hex() for n in range(60)], "encrypted", None, None),
        ([uuid.UUID(int=n, version=4).hex for n in range(9)], "unknown", None, None),
        (["ENC(abcd)", "ENC(efgh)"], "encrypted", None, None),
        (
            [base64.b64encode(os.urandom(16)).decode() for _ in range(40)],
            "encrypted",
            None,
            None,
        ),  # one block, more often than MD5
        ([base64.b64encode(os.urandom(40 + n)).decode() for n in range(40)], "encrypted", None, None),  # GCM
        ([os.urandom(32 + 16 * (n % 7 == 0)).hex() for n in range(60)], "encrypted", None, None),
        (
            [base64.b64encode(f"1380013{n:04}{'x' * (n % 9)}".encode()).decode() for n in range(40)],
            "unknown",
            None,
            None,
        ),  # text
        ([base64.b64encode(os.urandom(16 * (1 + n % 4))).decode() for n in range(40)], "encrypted", None, None),
        (["13800138000", "13900139000"], "unknown", None, None),
        ([], "unknown", None, None),
    ],
)
def test_the_form_is_told_by_shape(values: list[str], form: str, algorithm: str | None, salted: bool | None):
    told = form_of(values)
    assert (told.form, told.algorithm, told.salted) == (form, algorithm, salted)


def test_passwords_in_plain_and_in_hashes():
    assert classify("password", ["hunter22", "letmein!", "qwerty12"]).form.form == "plain"
    weak = classify("password", [hashlib.md5(str(n).encode()).hexdigest() for n in range(30)]).form
    assert (weak.form, weak.weak) == ("hashed", True)
    assert not classify("password", ["$2b$12$" + "a" * 53] * 3).form.weak
    assert classify("mobile", ["138****8000", "139****1234"]).form.form == "masked"


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("cn_resident_id", "110101199003074610", "1101**********4610"),
        ("cn_mobile", "13800138000", "138****8000"),
        ("email", "zhang@example.com", "z***@***.com"),
        ("person_name", "王小明", "王**"),
        ("credential_password", "hunter22", "********"),
        ("qq_id", "12345", "1****"),
        ("account_id", "a", "*"),
    ],
)
def test_masks_keep_the_shape_only(kind: str, value: str, shown: str):
    assert masked(kind, value) == shown


def test_the_columns_of_a_real_database_are_classed_right():
    path = REAL / "Chinook_Sqlite.sqlite"
    if not path.is_file():
        pytest.skip("the real databases are not beside the checkout")
    truth = {f"Customer.{c}" for c in ("FirstName", "LastName", "Address", "Phone", "Fax", "Email")}
    truth |= {f"Employee.{c}" for c in ("FirstName", "LastName", "BirthDate", "Address", "Phone", "Fax", "Email")}
    truth |= {"Invoice.BillingAddress"}
    got, columns = set(), 0
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        for (table,) in db.execute("select name from sqlite_master where type = 'table'").fetchall():
            cursor = db.execute(f'select * from "{table}"')
            rows = cursor.fetchall()
            for n, (name, *_) in enumerate(cursor.description):
                columns += 1
                field = classify(name, [None if row[n] is None else str(row[n]) for row in rows], table)
                if field.klass != "none":
                    got.add(f"{table}.{name}")
    assert columns == 64
    assert got == truth


@pytest.mark.parametrize("seed", [1, 2])
def test_the_columns_of_many_tables_are_classed_right(seed: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(BENCHMARKS)
    columns = importlib.import_module("data_columns")
    kinds, _, _, f1, wrong = columns.scores(list(columns.generated(seed)))
    assert kinds > 200
    assert f1 >= 0.95, wrong


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (MASKED_MOBILES, "cn_mobile"),
        ([f"110101********{n:03}X" for n in range(20)], "cn_resident_id"),
        ([f"6222********{n:04}" for n in range(20)], "bank_card"),
        ([f"z{n}***@example.com" for n in range(20)], "email"),
    ],
)
def test_masked_values_say_what_they_were_where_the_name_does_not(values: list[str], kind: str):
    field = classify("c7", values)
    assert [(kept.kind, kept.sample) for kept in field.kinds] == [(kind, None)]
    assert field.form.form == "masked"


def test_numbers_one_below_the_other_are_no_position():
    assert kinds("temperature", [f"{20 + n / 7:.4f}" for n in range(60)]) == []


def test_the_last_word_of_a_name_says_what_is_meant():
    assert [kind.id for kind in named("password_reset_token")] == ["credential_secret"]


@pytest.mark.parametrize(
    ("values", "klass", "stored"),
    [
        (["s3cret-1", "hunter22", "letmein!"] * 5, "credential", "plain"),
        (["guest@example.org"] * 9, "personal", "plain"),  # anonymous log-ins
        (["用户设置的登录密码"] * 9, "none", "unknown"),  # a sentence about passwords
        (
            ["8Jq2mZr0wXy5TtUe1Ka9Lp3s", "Qw7Er5Ty2Ui8Op1As6Df4Gh0", "Zx9Cv3Bn5Mq1We7Rt2Yu8Io6"] * 5,
            "credential",
            "unknown",
        ),
    ],
)
def test_a_password_column_is_judged_by_its_values_too(values: list[str], klass: str, stored: str):
    field = classify("password", values)
    assert (field.klass, field.form.form) == (klass, stored)
