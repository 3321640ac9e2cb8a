"""A profile is read whole or refused with every problem: file, line, key, what is wrong and how to mend it, in both languages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hegui import profile
from hegui.errors import ProfileError

EXAMPLE = """\
# yaml-language-server: $schema=hegui.schema.json
hegui: 1
operators:
  - id: shop-co
    name: {en: Example Shop Ltd, zh: 示例商店有限公司}
    kind: company
    sector: e_commerce
    region: CN-31
    annual_turnover_cny: 80000000
    cii: {notified: false}
    people:
      - {role: legal_representative, name: 王某某, since: 2015-03-01}
      - {role: responsible_person, name: 李某, since: 2019-01-01}
      - {role: counsel, name: 张某, since: 2020-01-01, until: 2030-01-01}
    systems:
      - {id: shop, name: {en: Shop, zh: 网店}, since: 2016-05-01, until: null, level: 2, kinds: []}
      - {id: archive, name: 归档, since: 2016-05-01, part_of: shop}
    services:
      - {id: web, name: 网站, kinds: [website, e_commerce], system: shop, since: 2016-05-01}
    products:
      - {id: cam, name: Camera, kinds: [network_product, firmware], collects_user_information: true}
    data_sets:
      - {id: customers, name: 客户, system: shop, personal: true, sensitive: false, persons: 120000, handled_by: [cloud-co]}
    account_bases:
      - {id: members, name: 会员, service: web}
    sources:
      - {id: shop-logs, kind: logs, about: [system/shop], path: evidence/shop, as_of: 2026-11-20, complete: {by: responsible_person}}
      - {id: incidents, kind: register, register: incident, path: registers/incidents.csv, as_of: 2026-11-20}
      - {id: graded, kind: register, register: grading, url: "postgresql://db.example.org/registers", table: grading}
      - id: papers
        kind: documents
        path: documents
        documents:
          - file: policy.md
            document: security_policy
            dated: 2016-01-01
            owner: responsible_person
            approved: {by: legal_representative, on: 2016-02-01}
            published_at: https://www.example.org/policy
            about: [service/web]
    attestations:
      - {id: a1, obligation: csl.log_retention, about: system/archive, says: none, by: responsible_person, on: 2026-11-01, until: 2037-05-01, words: 未留存。}
    exceptions:
      - {id: e1, obligation: csl.log_retention, about: system/archive, by: legal_representative, on: 2026-11-01, until: 2037-05-01, reason: {en: Budget., zh: 预算。}}
    overrides:
      - {role: ciio, state: excluded, by: counsel, on: 2026-01-05, because: {en: Not notified., zh: 未被通知。}}
      - {obligation: csl.log_retention, about: system/shop, applies: false, by: counsel, on: 2026-01-05, because: 试验。}
    circumstances:
      - {kind: mass_leak, obligation: csl.log_retention, about: system/shop, at: 2026-10-01, value: 100, source: papers, note: 说明。}
  - {id: cloud-co, name: 云公司, kind: company}
"""


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "hegui.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refused(path: Path) -> ProfileError:
    with pytest.raises(ProfileError) as caught:
        profile.load(path)
    return caught.value


def test_when_the_profile_is_whole_then_it_loads_without_remarks(tmp_path: Path) -> None:
    loaded = profile.load(written(tmp_path, EXAMPLE))
    assert [operator.id for operator in loaded.operators] == ["shop-co", "cloud-co"]
    assert loaded.remarks == ()
    shop = loaded.operators[0]
    assert shop.name == ("Example Shop Ltd", "示例商店有限公司")
    assert shop.systems[0].level == 2
    assert shop.attestations[0].says == "none"  # a word, not the null of YAML
    assert shop.overrides[0].on.isoformat() == "2026-01-05"  # a key, not the truth value of YAML 1.1


def test_when_a_folder_holds_a_profile_then_the_folder_is_enough(tmp_path: Path) -> None:
    path = written(tmp_path, EXAMPLE)
    assert profile.load(tmp_path) == profile.load(path)


def test_when_a_list_is_left_empty_then_it_is_an_empty_list(tmp_path: Path) -> None:
    text = "hegui: 1\noperators:\n  - {id: a, name: A, kind: company, systems: , people: ~}\n"
    assert profile.load(written(tmp_path, text)).operators[0].systems == ()


def test_when_values_repeat_through_an_alias_then_they_are_shared(tmp_path: Path) -> None:
    text = EXAMPLE.replace(
        "because: {en: Not notified., zh: 未被通知。}", "because: &why {en: Not notified., zh: 未被通知。}"
    )
    text = text.replace("because: 试验。", "because: *why")
    shop = profile.load(written(tmp_path, text)).operators[0]
    assert shop.overrides[1].because == ("Not notified.", "未被通知。")


# what the profile says instead of what it should · line · key · English and Chinese words of the sentence and its mend
BROKEN = [
    ("hegui: 1", "hegui: 2", 2, "hegui", "write 'hegui: 1'", "请写“hegui: 1”"),
    ("kind: company\n    sector", "knid: company\n    sector", 6, "operators[shop-co].knid", "did you mean 'kind'?", "是否为“kind”？"),
    ("kind: company\n    sector", "zzz: 1\n    kind: company\n    sector", 6, "zzz", "the keys here are: id, name, kind", "可用的键：id、name、kind"),
    ("kind: company\n    sector", "kind: compny\n    sector", 6, "kind", "did you mean 'company'?", "是否为“company”？"),
    ("kind: company\n    sector", "kind:\n    sector", 6, "kind", "has no value; write one", "没有值；请填写"),
    ("  - id: shop-co", "  - id: Shop Co", 4, "id", "use lower-case letters", "请使用小写字母"),
    ("sector: e_commerce", "sector: E-Commerce", 7, "sector", "such as e_commerce", "如 e_commerce"),
    ("region: CN-31", "region: Shanghai", 8, "region", "write it like CN-31", "请写作如 CN-31"),
    ("cny: 80000000", "cny: 8000万", 9, "annual_turnover_cny", "should be a number", "应为数字"),
    ("cny: 80000000", "cny: -1", 9, "annual_turnover_cny", "should be 0 or more", "不得小于 0"),
    ("cny: 80000000", "cny: .nan", 9, "annual_turnover_cny", "should be a number", "应为数字"),
    ("{notified: false}", "{notified: maybe}", 10, "cii.notified", "should be true or false", "应为 true（是）或者 false（否）"),
    ("{notified: false}", "yes", 10, "cii", "should hold keys and values, not a single value", "应为键和值，而不是单个值"),
    ("role: legal_representative", "role: legal_rep", 12, "people[#1].role", "did you mean 'legal_representative'?", "是否为"),
    ("name: 王某某", "name: [王某某]", 12, "people[#1].name", "should be one text, not a list", "应为一段文字，而不是列表"),
    ("since: 2015-03-01", "since: 2015/3/1", 12, "since", "write it like 2015-03-01", "请写作 2015-03-01"),
    ("since: 2015-03-01", "since: 2015年3月1日", 12, "since", "write it like 2015-03-01", "请写作 2015-03-01"),
    ("since: 2015-03-01", "since: 2015-02-30", 12, "since", "is not a day", "不是日期"),
    ("since: 2015-03-01", "since: 1015-03-01", 12, "since", "check the year", "请检查年份"),
    ("until: 2030-01-01", "until: 2019-01-01", 14, "people[#3].until", "2019-01-01 lies before 2020-01-01", "2019-01-01 早于 2020-01-01"),
    ("level: 2", "level: two", 16, "systems[shop].level", "should be a whole number", "应为整数"),
    ("level: 2", "level: 6", 16, "level", "should be 5 or less", "不得大于 5"),
    ("{en: Shop, zh: 网店}", "{en: Shop}", 16, "systems[shop].name", "both languages", "中英文齐全"),
    ("{en: Shop, zh: 网店}", "{en: Shop, zh: 网店, fr: x}", 16, "systems[shop].name", "both languages", "中英文齐全"),
    ("id: archive, name: 归档", "id: shop, name: 归档", 17, "systems[shop].id", "stands twice among systems, first in line 16", "首次出现在第 16 行"),
    ("part_of: shop", "part_of: archive", 17, "part_of", "goes in a circle: archive → archive", "循环引用：archive → archive"),
    ("part_of: shop", "part_of: shpo", 17, "part_of", "there is no system 'shpo'; did you mean 'shop'?", "没有系统“shpo”；是否为“shop”？"),
    ("kinds: [website, e_commerce]", "kinds: website", 19, "services[web].kinds", "should be a list", "应为列表"),
    ("kinds: [website, e_commerce]", "kinds: [web_site]", 19, "kinds[#1]", "did you mean 'website'?", "是否为“website”？"),
    ("system: shop, since: 2016-05-01}", "system: zzz, since: 2016-05-01}", 19, "system", "add it, or correct the id", "请添加，或者改正标识"),
    ("personal: true, sensitive: false", "personal: false, sensitive: true", 23, "sensitive", "set 'personal: true'", "请改为“personal: true”"),
    ("personal: true, ", "", 23, "data_sets[customers].personal", "is missing; add 'personal: …'", "请添加“personal: ……”"),
    ("persons: 120000", "persons: 12e4x", 23, "persons", "should be a whole number", "应为整数"),
    ("handled_by: [cloud-co]", "handled_by: [clod-co]", 23, "handled_by", "did you mean 'cloud-co'?", "是否为“cloud-co”？"),
    ("handled_by: [cloud-co]", "handled_by: [shop-co]", 23, "handled_by", "shop-co → shop-co", "委托处理成循环"),
    ("kind: logs", "kind: log", 27, "sources[shop-logs].kind", "did you mean 'logs'?", "是否为“logs”？"),
    ("kind: logs, ", "", 27, "sources[shop-logs].kind", "is missing", "缺少该键"),
    ("about: [system/shop], path", "about: [system/shp], path", 27, "about", "there is no system 'shp'", "没有系统“shp”"),
    ("about: [system/shop], path", "about: [shop], path", 27, "about[#1]", "write kind/id, such as system/shop", "请写作“种类/标识”"),
    ("about: [system/shop], path", "tabel: x, about: [system/shop], path", 27, "tabel", "the keys here are: id, about", "可用的键"),
    ("path: evidence/shop", "path: sftp://host/logs", 27, "path", "is an address, not a path", "是地址而不是路径"),
    ("id: shop-logs", "id: profile", 27, "id", "kept for the profile itself", "专指档案本身"),
    ("as_of: 2026-11-20, complete", "as_of: 2090-11-20, complete", 27, "as_of", "lies in the future", "尚未到来"),
    ("complete: {by: responsible_person}}", "timezone: Beijing}", 27, "timezone", "write it like Asia/Shanghai", "请写作如 Asia/Shanghai"),
    ("register: incident,", "register: incidents,", 28, "register", "did you mean 'incident'?", "是否为“incident”？"),
    (", path: registers/incidents.csv", "", 28, "sources[incidents]", "HEGUI_INCIDENTS_URL", "没有写明位置"),
    ("path: registers/incidents.csv", "path: x.csv, table: t", 28, "path", "in a file and in a database at once", "请只保留"),
    (", table: grading}", "}", 29, "url", "the database needs a table", "请添加“table: ……”"),
    ("//db.example.org", "//u:s3cret@db.example.org", 29, "url", "HEGUI_GRADED_URL", "请从此处删除"),
    ("org/registers", "org/registers?password=s3cret", 29, "url", "or into the keyring", "密钥环"),
    ('"postgresql://db.example.org/registers"', "db", 29, "url", "is no address", "不是地址"),
    ("document: security_policy", "document: security_polcy", 35, "documents[#1].document", "did you mean 'security_policy'?", "是否为"),
    ("on: 2016-02-01}", "on: 2090-02-01}", 38, "approved.on", "lies in the future", "尚未到来"),
    ("//www.example.org/policy", "//u:s3cret@www.example.org", 39, "published_at", "give the public address only", "请只写公开地址"),
    ("https://www.example.org/policy", "intranet", 39, "published_at", "write it like https://www.example.org/privacy", "不是地址"),
    ("says: none", "says: never", 42, "attestations[a1].says", "use one of: done, none, none_happened", "可用：done、none、none_happened"),
    ("until: 2037-05-01, words", "words", 42, "attestations[a1].until", "add 'until: …'", "请添加“until: ……”"),
    ("on: 2026-11-01, until: 2037-05-01, words", "on: 2016-11-01, until: 2037-05-01, words", 42, "on", "before the law began (2017-06-01)", "早于法律施行之日（2017-06-01）"),
    ("csl.log_retention, about: system/archive, says", "csl, about: system/archive, says", 42, "obligation", "write it like csl.log_retention", "请写作如 csl.log_retention"),
    ("until: 2037-05-01, reason", "reason", 44, "exceptions[e1].until", "add 'until: …'", "请添加“until: ……”"),
    ("until: 2037-05-01, reason", "until: 2026-10-01, reason", 44, "until", "lies before 2026-11-01 ('on')", "早于 2026-11-01（“on”）"),
    ("role: ciio", "role: cio", 46, "overrides[#1].role", "did you mean 'ciio'?", "是否为“ciio”？"),
    ("by: counsel, on: 2026-01-05, because: {", "by: auditor, on: 2026-01-05, because: {", 46, "by", "only counsel decides", "只能由法务决定"),
    ("{role: ciio, state", "{role: ciio, obligation: csl.x, state", 46, "overrides[#1]", "one of the two", "二者之一"),
    ("obligation: csl.log_retention, about: system/shop, applies: false", "role: ciio, state: arguable", 47, "role", "decided twice, first in line 46", "首次在第 46 行"),
    ("kind: mass_leak", "kind: leak", 49, "circumstances[#1].kind", "did you mean 'mass_leak'?", "是否为“mass_leak”？"),
    ("at: 2026-10-01", "at: 2017-05-31", 49, "at", "before the law began", "早于法律施行之日"),
    ("source: papers", "source: paper", 49, "source", "there is no source 'paper'", "没有证据来源“paper”"),
    ("id: cloud-co,", "id: shop-co,", 50, "id", "stands twice among operators, first in line 4", "首次出现在第 4 行"),
    ("kind: company}\n", "kind: company}\nchecks: [no-such-folder]\n", 51, "checks[#1]", "no such folder", "没有这个文件夹"),
    ("kind: company}\n", "kind: company}\nlaw: [no-such-folder]\n", 51, "law[#1]", "no such folder", "没有这个文件夹"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "line", "key", "en", "zh"), BROKEN)
def test_when_one_thing_is_wrong_then_its_line_key_and_mend_are_named(
    tmp_path: Path, right: str, wrong: str, line: int, key: str, en: str, zh: str
) -> None:
    assert right in EXAMPLE
    path = written(tmp_path, EXAMPLE.replace(right, wrong, 1))
    error = refused(path)
    for said, words in ((error.text.en, en), (error.text.zh, zh)):
        assert any(
            each.startswith(f"{path}:{line}: ") and key in each.split(": ")[1] and words in each
            for each in said.splitlines()
        ), said


def test_when_an_address_holds_a_password_then_no_message_repeats_it(tmp_path: Path) -> None:
    text = EXAMPLE.replace("//db.example.org", "//u:s3cret@db.example.org").replace("//www.", "//u:s3cret@www.")
    assert "s3cret" not in "".join(refused(written(tmp_path, text)).text)


# YAML that breaks off · the line · words of the sentence
UNREADABLE = [
    ("hegui: 1\noperators:\n\t- id: a\n", 3, "indented with a tab; use spaces", "请改用空格"),
    ("hegui：1\noperators：\n", 1, "the colon is a fullwidth one", "全角冒号"),
    ("hegui: 1\noperators：\n  - id: a\n", 2, "the colon is a fullwidth one", "全角冒号"),
    ("hegui: 1\noperators:\n  - id: a\n    name: b: c\n", 4, "a second ': '", "第二个“: ”"),
    ("hegui: 1\noperators\n", 2, "a key without ': '", "键后缺少"),
    ("hegui: 1\noperators: [\n", 2, "not closed", "未闭合"),
    ("hegui: 1\noperators: {a: 1\n", 2, "not closed", "未闭合"),
    ('hegui: 1\nname: "abc\n', 2, "a quote is not closed", "引号未闭合"),
    ("hegui: 1\n operators:\n   - a\n  - b\n", 2, "indentation", "缩进"),
    ("hegui: 1\n---\nhegui: 1\n", 2, "a second document begins", "第二个文档"),
    ("hegui: !!python/object/apply:os.system [x]\n", 1, "is not used here; remove it", "请删除"),
    ("hegui: *nothing\n", 1, "the alias *nothing names nothing", "别名 *nothing"),
    ("hegui: &me [*me]\n", 1, "the alias *me names nothing", "别名 *me"),
    ("? [a]\n: b\n", 1, "stands as a key", "作为键"),
    ("hegui: " + "[" * 500 + "]" * 500 + "\n", 1, "levels deep", "嵌套超过"),
    ("hegui: 1\noperators: a\x07b\n", 2, "control character", "控制字符"),
    ("- a\n", 1, "should hold keys and values", "应由键和值组成"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "en", "zh"), UNREADABLE)
def test_when_the_yaml_breaks_off_then_the_line_and_the_likeliest_reason_are_named(
    tmp_path: Path, text: str, line: int, en: str, zh: str
) -> None:
    path = written(tmp_path, text)
    error = refused(path)
    assert error.text.en.startswith(f"{path}:{line}: ")
    assert en in error.text.en
    assert zh in error.text.zh


def test_when_a_key_stands_twice_then_both_lines_are_named(tmp_path: Path) -> None:
    error = refused(written(tmp_path, EXAMPLE.replace("kind: company\n", "kind: company\n    kind: school\n", 1)))
    assert ":7: kind: the key stands twice, first in line 6; keep one" in error.text.en
    assert "首次出现在第 6 行" in error.text.zh


def test_when_an_escaped_control_character_hides_in_a_value_then_it_is_refused(tmp_path: Path) -> None:
    error = refused(written(tmp_path, EXAMPLE.replace("name: Camera", 'name: "Cam\\eera"')))
    assert ":21: " in error.text.en
    assert "\x1b" not in error.text.en


def test_when_aliases_multiply_then_they_are_refused(tmp_path: Path) -> None:
    laughs = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    laughs += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    error = refused(written(tmp_path, "\n".join(laughs)))
    assert "aliases counted in full" in error.text.en
    assert "别名按展开计算" in error.text.zh


def test_when_the_file_is_huge_then_it_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "hegui.yaml"
    with path.open("wb") as file:
        file.truncate(17 * 2**20)
    error = refused(path)
    assert "is larger than 16 MiB" in error.text.en
    assert "超过 16 MiB" in error.text.zh


# the bytes of a file · words of the sentence
BYTES = [
    (b"", "is empty", "内容为空"),
    (b"# only a note\n", "is empty", "内容为空"),
    ("hegui: 1\n# 合规档案\n".encode("gb18030"), "looks like GB18030", "另存为 UTF-8"),
    ("hegui: 1\n# 合规档案\n".encode("gb18030"), "iconv -f GB18030 -t UTF-8 hegui.yaml", "iconv -f GB18030"),
    ("hegui: 1\n".encode("utf-16"), "is UTF-16", "UTF-16"),
    (b"hegui: 1\n\xff\xff\xff\x80\n", "is no UTF-8 text", "不是 UTF-8 文本"),
    (b"\x00" * 100, "control character", "控制字符"),
]


@pytest.mark.parametrize(("raw", "en", "zh"), BYTES)
def test_when_the_bytes_are_no_utf8_text_then_the_encoding_is_named(
    tmp_path: Path, raw: bytes, en: str, zh: str
) -> None:
    error = refused(written(tmp_path, raw))
    assert en in error.text.en
    assert zh in error.text.zh


def test_when_the_file_begins_with_a_byte_order_mark_then_it_is_read(tmp_path: Path) -> None:
    assert profile.load(written(tmp_path, b"\xef\xbb\xbf" + EXAMPLE.encode())).operators


def test_when_there_is_no_file_then_the_sentence_says_so(tmp_path: Path) -> None:
    error = refused(tmp_path / "absent.yaml")
    assert (
        str(error)
        == f"{tmp_path / 'absent.yaml'}: there is no such file; check the path, or write a new hegui.yaml with 'hegui init'"
    )
    assert "没有这个文件" in error.text.zh


def test_when_a_folder_holds_no_profile_then_the_sentence_says_so(tmp_path: Path) -> None:
    error = refused(tmp_path)
    assert "is a folder without a hegui.yaml" in error.text.en
    assert "没有 hegui.yaml" in error.text.zh


def test_when_the_path_is_a_pipe_then_it_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "is no plain file" in refused(tmp_path / "pipe").text.en


def test_when_much_is_wrong_then_twenty_problems_are_listed_by_line_and_the_rest_counted(tmp_path: Path) -> None:
    people = "\n".join(f"      - {{role: nobody, name: n{n}}}" for n in range(30))
    text = f"hegui: 1\noperators:\n  - id: a\n    name: A\n    kind: company\n    people:\n{people}\n"
    error = refused(written(tmp_path, text))
    first, *listed, last = error.text.en.splitlines()
    assert first.endswith(": 30 problems")
    assert [line.split(":")[1] for line in listed] == [str(n) for n in range(7, 27)]
    assert last == "… and 10 more; mend these first"
    assert error.text.zh.splitlines()[0].endswith("共 30 处问题")


def test_when_shape_and_sense_are_both_wrong_then_both_are_reported(tmp_path: Path) -> None:
    text = EXAMPLE.replace("level: 2", "level: two").replace("system: shop, since", "system: shpo, since")
    error = refused(written(tmp_path, text))
    assert "should be a whole number" in error.text.en
    assert "there is no system 'shpo'" in error.text.en


def test_when_operators_handle_a_data_set_for_each_other_then_the_circle_is_shown(tmp_path: Path) -> None:
    text = (
        "hegui: 1\noperators:\n"
        "  - {id: a, name: A, kind: company, data_sets: [{id: d, name: D, personal: true, handled_for: b}]}\n"
        "  - {id: b, name: B, kind: company, data_sets: [{id: d, name: D, personal: true, handled_for: a}]}\n"
    )
    assert "a → b → a" in refused(written(tmp_path, text)).text.en
    mutual = text.replace("handled_for: a}", "handled_by: [a]}")  # both say that a handles it for b
    assert profile.load(written(tmp_path, mutual)).remarks == ()


def test_when_a_circle_is_long_then_its_ends_are_shown(tmp_path: Path) -> None:
    systems = ", ".join(f"{{id: s{n}, name: S, part_of: s{(n + 1) % 500}}}" for n in range(500))
    text = f"hegui: 1\noperators:\n  - {{id: a, name: A, kind: company, systems: [{systems}]}}\n"
    error = refused(written(tmp_path, text))
    assert ": s0 → s1 → s2 → s3 → s4 → s5 → … → s0;" in error.text.en


# what the profile says instead · line · words of the remark
REMARKS = [
    ("role: counsel, name", "role: auditor, name", 46, "nobody in 'people' holds the role 'counsel'", "没有人担任“counsel”"),
    ("as_of: 2026-11-20}", "as_of: 2016-11-20}", 28, "before the law began (2017-06-01)", "早于法律施行之日"),
    ("since: 2016-05-01, part_of", "since: 2090-05-01, part_of", 17, "until then it is not judged", "在此之前不作判定"),
    ("until: 2037-05-01, words", "until: 2026-11-02, words", 42, "on later days it counts for nothing", "对此后的日期不再有效"),
    ("about: [system/shop], path", "path", 27, "about no system", "未写明所属系统"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "other", "line", "en", "zh"), REMARKS)
def test_when_something_is_odd_but_usable_then_the_profile_loads_with_a_remark(
    tmp_path: Path, right: str, other: str, line: int, en: str, zh: str
) -> None:
    path = written(tmp_path, EXAMPLE.replace(right, other, 1))
    remarks = profile.load(path).remarks
    assert any(r.en.startswith(f"{path}:{line}: ") and en in r.en and zh in r.zh for r in remarks), remarks


def test_when_something_began_before_the_law_then_that_is_neither_problem_nor_remark(tmp_path: Path) -> None:
    text = EXAMPLE.replace("2016-05-01", "1999-01-01").replace("2015-03-01", "1999-01-01")
    assert profile.load(written(tmp_path, text)).remarks == ()
