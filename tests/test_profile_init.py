"""`hegui init`: questions with their article, a commented profile that loads, empty registers, and nothing ever overwritten."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hegui import profile
from hegui.errors import InputError
from hegui.evidence.registers.headings import layout
from hegui.facts import registers
from hegui.profile.asking import Asked, questions
from hegui.text import LANGS, Lang

ANSWERS = """\
operator: {name: 示例商店有限公司, name_en: Example Shop Ltd, kind: 企业, turnover: "80,000,000", cii: 否}
people: {legal_representative: 王某某, responsible_person: 李某, responsible_since: 2019-01-01}
systems:
  - {name: Shop, since: 2016-05-01, level: 2, logs: evidence/shop}
  - {name: 内网}
services:
  - {name: 网店, kinds: [website, 电子商务], since: 2016-05-01, system: 1, accounts: yes}
products:
  - {name: Camera, kinds: firmware, collects: true}
data_sets:
  - {name: 客户, personal: yes, persons: 120000, system: 内网}
evidence: {documents: papers}
"""


def no_prompt(*_: object, **__: object) -> str:
    raise AssertionError("a file of answers asks nothing")


def begun(folder: Path, answers: str, lang: Lang = "en") -> profile.Profile:
    path = folder / "answers.yaml"
    path.write_text(answers, encoding="utf-8")
    profile.init(folder / "audit", path, None, lang, no_prompt)
    return profile.load(folder / "audit")


@pytest.mark.parametrize("lang", LANGS)
def test_when_answers_are_given_then_the_profile_that_is_written_loads_and_says_them(
    tmp_path: Path, lang: Lang
) -> None:
    loaded = begun(tmp_path, ANSWERS, lang)
    assert loaded.remarks == ()
    (operator,) = loaded.operators
    assert (operator.id, operator.name) == ("example-shop-ltd", ("Example Shop Ltd", "示例商店有限公司"))
    assert (operator.kind, operator.annual_turnover_cny) == ("company", 80_000_000)
    assert [(p.role, p.name) for p in operator.people] == [
        ("legal_representative", "王某某"),
        ("responsible_person", "李某"),
    ]
    assert [(s.id, s.level) for s in operator.systems] == [("shop", 2), ("system-2", None)]
    assert operator.services[0].kinds == ("website", "e_commerce")
    assert operator.services[0].system == "shop"
    assert operator.account_bases[0].service == operator.services[0].id
    assert operator.products[0].collects_user_information is True
    assert (operator.data_sets[0].persons, operator.data_sets[0].system) == (120_000, "system-2")
    logs, papers, *rest = operator.sources
    assert (logs.id, logs.path, logs.about) == ("shop-logs", "evidence/shop", ("system/shop",))
    assert papers.path == "papers"
    assert [(loaded.path.parent / source.path).is_file() for source in rest if source.path] == [True] * len(registers())


def test_the_profile_is_commented_in_the_language_asked_for_and_names_its_schema(tmp_path: Path) -> None:
    for lang, word in zip(LANGS, ("Article 23", "第23条"), strict=True):
        (tmp_path / lang).mkdir()
        begun(tmp_path / lang, ANSWERS, lang)
        text = (tmp_path / lang / "audit" / "hegui.yaml").read_text(encoding="utf-8")
        assert text.startswith("# yaml-language-server: $schema=hegui.schema.json\n")
        comments = "\n".join(line.split("# ", 1)[1] for line in text.splitlines() if "# " in line)
        assert word in comments
        assert "[csl@2026/23(1)]" in comments
    assert (tmp_path / "zh" / "audit" / "hegui.schema.json").read_text(encoding="utf-8") == profile.schema_text()


def test_the_examples_in_the_comments_can_be_used_as_they_stand(tmp_path: Path) -> None:
    begun(
        tmp_path,
        "operator: {name: 甲, kind: company}\npeople: {legal_representative: 王某某, responsible_person: 李某}\n",
    )
    path = tmp_path / "audit" / "hegui.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(re.sub(r"^( *)# (- |[a-z_]+: )", r"\1\2", line) for line in lines), encoding="utf-8")
    (operator,) = profile.load(path).operators
    for among in ("people", "systems", "services", "products", "data_sets", "account_bases"):
        assert getattr(operator, among), among
    for among in ("sources", "attestations", "exceptions", "overrides", "circumstances"):
        assert getattr(operator, among), among


def test_register_templates_have_a_heading_that_the_collector_matches_and_open_in_a_spreadsheet(tmp_path: Path) -> None:
    begun(tmp_path, ANSWERS, "zh")
    for register in registers().values():
        path = tmp_path / "audit" / "registers" / f"{register.id}.csv"
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        with path.open(encoding="utf-8-sig", newline="") as file:
            (heading,) = csv.reader(file)
        assert heading == [f"{column.title.zh} / {column.title.en}" for column in register.columns if column.headings]
        assert [matched.column.name for matched in layout(register, heading).columns] == [
            column.name for column in register.columns if column.headings
        ]
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in heading)


def test_a_page_explains_every_column_in_both_languages(tmp_path: Path) -> None:
    begun(tmp_path, ANSWERS)
    page = (tmp_path / "audit" / "registers" / "README.md").read_text(encoding="utf-8")
    for register in registers().values():
        for column in (column for column in register.columns if column.headings):
            assert f"| {column.title.en} / {column.title.zh}" in page
            assert column.means.zh in page


def test_when_a_folder_for_registers_is_named_then_the_profile_points_there(tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(ANSWERS, encoding="utf-8")
    profile.init(tmp_path / "audit", answers, tmp_path / "books", "en", no_prompt)
    incident = next(s for s in profile.load(tmp_path / "audit").operators[0].sources if s.id == "incident-register")
    assert incident.path == "../books/incident.csv"
    assert (tmp_path / "books" / "incident.csv").is_file()


@pytest.mark.parametrize("name", ["hegui.yaml", "hegui.schema.json", "registers/incident.csv"])
def test_when_a_file_exists_then_nothing_is_asked_and_nothing_written(tmp_path: Path, name: str) -> None:
    existing = tmp_path / name
    existing.parent.mkdir(exist_ok=True)
    existing.write_text("mine")
    with pytest.raises(InputError, match="never overwritten") as caught:
        profile.init(tmp_path, None, None, "en", no_prompt)
    assert "不会覆盖" in caught.value.text.zh
    assert existing.read_text() == "mine"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [existing]


def test_when_writing_breaks_off_then_nothing_half_written_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, moved = Path.replace, []

    def full(self: Path, target: Path) -> Path:
        if moved:
            raise OSError(28, "No space left on device")
        moved.append(target)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(InputError, match="the disk is full"):
        begun(tmp_path, ANSWERS)
    assert moved
    assert [path for path in (tmp_path / "audit").rglob("*") if path.is_file()] == []


def test_when_the_folder_is_a_file_then_the_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "audit").write_text("a file")
    with pytest.raises(InputError, match="cannot be written"):
        begun(tmp_path, ANSWERS)


# an answer · line · key · English and Chinese words of the sentence
REFUSED = [
    ("kind: 企业", "kind: firm", 1, "operator.kind", "use one of: company", "可用：company"),
    ("name: 示例商店有限公司, ", "", 0, "operator.name", "an answer is needed here", "此处必须回答"),
    ("cii: 否", "cii: perhaps", 1, "operator.cii", "answer yes or no", "请回答是或者否"),
    ('"80,000,000"', "much", 1, "operator.turnover", "should be a whole number", "应为整数"),
    ("2019-01-01", "2019/1/1", 2, "people.responsible_since", "write it like 2019-01-01", "请写作 2019-01-01"),
    ("level: 2", "level: 7", 4, "systems.1.level", "should be 5 or less", "不得大于 5"),
    ("evidence/shop", "ftp://host/logs", 4, "systems.1.logs", "is an address, not a path", "是地址而不是路径"),
    ("{name: 内网}", "{level: 2}", 5, "systems[#2].name", "is missing", "缺少该键"),
    ("system: 1", "system: 9", 7, "services.1.system", "'9' is not known here", "此处没有“9”"),
    ("evidence: {documents", "evidence: {docments", 12, "docments", "did you mean 'documents'?", "是否为“documents”？"),
    ("evidence: {", "evidnce: {", 12, "evidnce", "did you mean 'evidence'?", "是否为“evidence”？"),
    ("name: Camera", 'name: "Cam\\eera"', 9, "", "control character", "控制字符"),
]


@pytest.mark.parametrize(("right", "wrong", "line", "key", "en", "zh"), REFUSED)
def test_when_an_answer_of_a_file_cannot_be_used_then_its_line_key_and_mend_are_named(
    tmp_path: Path, right: str, wrong: str, line: int, key: str, en: str, zh: str
) -> None:
    assert right in ANSWERS
    with pytest.raises(InputError) as caught:
        begun(tmp_path, ANSWERS.replace(right, wrong, 1))
    text = caught.value.text
    place = f"answers.yaml:{line}: " if line else "answers.yaml: "
    assert place in text.en
    assert key in text.en
    assert en in text.en
    assert zh in text.zh
    assert not (tmp_path / "audit").exists()


def scripted(said: dict[str, list[str]]) -> tuple[Callable[..., str], list[str]]:
    """A person who answers questions that contain certain words, in turn, and says nothing to the others."""
    heard: list[str] = []

    def prompt(text: str, default: str = "", show_default: bool = False) -> str:
        heard.append(text)
        for words, answers in said.items():
            if words in text and answers:
                return answers.pop(0)
        return default

    return prompt, heard


def test_when_a_person_answers_then_each_question_names_its_article_and_a_bad_answer_is_asked_again(
    tmp_path: Path,
) -> None:
    said = {"全称": ["", "甲公司"], "哪类主体": ["x", "1"], "一个网络或信息系统的名称": ["内网"], "第几级": ["九", "3"]}
    prompt, heard = scripted(said)
    profile.init(tmp_path, None, None, "zh", prompt)
    (operator,) = profile.load(tmp_path).operators
    assert (operator.name.zh, operator.kind, operator.systems[0].level) == ("甲公司", "company", 3)
    assert all(re.search(r"依据：.*第\d+条.*\[[a-z-]+@\d{4}/.+\]", text) for text in heard)
    assert [text.splitlines()[1] for text in heard if "应为整数" in text] == ["应为整数；请只写数字，如 2"]
    assert any("此处必须回答" in text for text in heard)
    assert any("1 公司、企业" in text for text in heard)


LINES = st.text(max_size=30)


@settings(max_examples=80)
@given(st.data())
def test_when_any_answers_are_accepted_then_the_profile_that_comes_of_them_loads(data: st.DataObject) -> None:
    usable = {
        "line": st.one_of(LINES, st.sampled_from(["甲", "a: b", '"', "{{ x }}", "# no", "null", "a\\b", "- x"])),
        "path": st.sampled_from(["", "logs", "日志 文件夹", "../x", 'a"b', "#x"]),
        "day": st.sampled_from(["", "2016-05-01", "2026-11-21"]),
        "number": st.sampled_from(["", "0", "1,000,000", "99999999999"]),
        "level": st.sampled_from(["", "1", "5"]),
        "yes_no": st.sampled_from(["", "yes", "否"]),
    }

    def answer(asked: Asked) -> str:
        if asked.complaint is not None:
            return next(iter(asked.choices), {"yes_no": "yes"}.get(asked.question.kind, "甲"))
        if asked.question.kind in usable:
            return data.draw(usable[asked.question.kind]) if not re.search(r"\.[4-9]\.", asked.key) else ""
        return ", ".join(
            data.draw(
                st.lists(st.sampled_from(list(asked.choices)), max_size=1 if asked.question.kind != "codes" else 3)
            )
        )

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hegui.yaml"
        path.write_text(profile.ask(answer, data.draw(st.sampled_from(LANGS))), encoding="utf-8")
        assert len(profile.load(path).operators) == 1


def test_follow_up_questions_depend_on_earlier_ones_of_their_group() -> None:
    for group in questions():
        keys = [question.key for question in group.questions]
        for question in group.questions:
            assert set(question.when) <= set(keys[: keys.index(question.key)])
            assert question.to is None or question.to in [other.key for other in questions()]
