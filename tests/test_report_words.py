"""Labels and values: both languages, side by side."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from hegui.report import values
from hegui.report.words import glossary, labels, say, visible, word
from hegui.text import Text

BUILT = {  # keys put together from a kind and a code
    "verdict", "proof", "strength", "state", "kind", "source", "unit", "says", "role", "next", "key", "compare", "calendar.shade", "log_category",
    "handling.cell", "handling.cell.called", "handling.cell.sent", "handling.column", "handling.gap", "flows.from", "flows.legend"
}  # fmt: skip


@pytest.mark.parametrize("key", labels())
def test_a_label_has_both_languages_and_the_same_blanks(key: str) -> None:
    label = labels()[key]
    assert label.en.strip()
    assert label.zh.strip()
    blanks = [sorted(re.findall(r"\{(\w+)", text)) for text in label]
    assert blanks[0] == blanks[1]


def test_chinese_is_written_in_chinese() -> None:
    worded = {key: label for key, label in labels().items() if re.search("[a-z]", re.sub(r"\{.*?\}", "", label.en))}
    texts = {key: label.zh for key, label in worded.items()} | {means.zh: means.zh for _, means in glossary()}
    for key, text in texts.items():
        assert re.search("[\u4e00-\u9fff]", text), key
        assert not re.search("[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]", text), key


def test_no_label_is_left_over() -> None:
    room = files("hegui.report")
    sources = [p.read_text(encoding="utf-8") for p in room.iterdir() if p.name.endswith(".py")]
    sources += [p.read_text(encoding="utf-8") for p in (room / "templates").iterdir()]
    written = "\n".join(sources)
    unused = {
        key
        for key in labels()
        if not re.search(rf"""['"]{re.escape(key)}['"]""", written)
        and key.rpartition(".")[0] not in BUILT
        and not re.search(rf"""~ '\.{re.escape(key.rpartition(".")[2])}'""", written)
    }
    assert unused == set()


@pytest.mark.parametrize(("least", "most", "en", "zh"), [
    (0, 0, "no fine", "无罚款"),
    (0, 50_000, "up to CNY 50,000", "最高5万元"),
    (10_000, 50_000, "CNY 10,000 – 50,000", "1万元至5万元"),
    (5_000, 50_000, "CNY 5,000 – 50,000", "5,000元至5万元"),
    (50_000, 50_000, "CNY 50,000", "5万元"),
    (12_345, 67_890_100, "CNY 12,345 – 67,890,100", "12,345元至6,789.01万元"),
    (0, 10_000_000, "up to CNY 10,000,000", "最高1,000万元"),
    (0, 150_000_000, "up to CNY 150,000,000", "最高1.5亿元"),
    (50_000, None, "CNY 50,000 or more, upper limit not known", "5万元以上，上限不明"),
    (0, None, "amount not known", "数额不明"),
])  # fmt: skip
def test_a_price_in_words(least: int, most: int | None, en: str, zh: str) -> None:
    assert values.price(least, most) == Text(en, zh)


@pytest.mark.parametrize(("tier", "en"), [
    ({"fined": False}, "no fine"),
    ({"fined": True, "operator_cny": [10_000, 50_000]}, "CNY 10,000 – 50,000"),
    ({"fined": True, "operator_cny": [None, None], "multiple": [1, 10, "illegal_income"]}, "1–10 × illegal income"),
    ({"fined": True, "operator_cny": [None, 500_000], "multiple": [1, 5.5, "illegal_income"]}, "up to CNY 500,000 or 1–5.5 × illegal income"),
    ({"fined": True, "operator_cny": [None, 50_000_000], "multiple": [None, 0.05, "turnover"]}, "up to CNY 50,000,000 or up to 5 % of the turnover"),
    ({"fined": True}, "amount not known"),
])  # fmt: skip
def test_the_fine_of_a_tier_in_words(tier: dict[str, object], en: str) -> None:
    assert values.fine(tier, {"illegal_income": {"en": "illegal income", "zh": "违法所得"}}).en == en


@pytest.mark.parametrize(("span", "en", "zh"), [
    (["2026-05-20", "2026-11-20"], "2026-05-20 to 2026-11-20", "2026-05-20至2026-11-20"),
    (["2026-05-20", None], "since 2026-05-20", "自2026-05-20起"),
    ([None, "2025-12-31"], "until 2025-12-31", "至2025-12-31止"),
    ([None, None], "not known", "不明"),
    (["2026-05-20T00:00:00+08:00", "2026-05-20T23:30:00+08:00"], "2026-05-20 to 2026-05-20 23:30", "2026-05-20至2026-05-20 23:30"),
    (["2026-05-20T23:59:00+00:00", "2026-05-21T07:59:30+08:00"], "2026-05-21 07:59", "2026-05-21 07:59"),
])  # fmt: skip
def test_a_period_in_words(span: list[str | None], en: str, zh: str) -> None:
    assert values.period(span) == Text(en, zh)


def test_a_code_takes_the_word_the_dossier_kept_then_the_reports_then_itself() -> None:
    kept = {"base": {"en": "first finding", "zh": "首次发现"}, "source.logs": {"en": "log files", "zh": "日志文件"}}
    assert word("tier", "base", kept).zh == "首次发现"
    assert word("source", "logs", kept).en == "log files"
    assert word("source", "logs", {}).en == "logs"
    assert word("measure", "unheard_of", {}) == Text("unheard_of", "unheard_of")
    assert word("role", None, {}).en == "–"


def test_a_value_in_both_languages_goes_into_each() -> None:
    assert say("next.not_met", title=Text("a plan", "预案")) == Text("Mend: a plan", "整改：预案")


def test_what_could_steer_a_terminal_or_turn_the_text_is_shown_as_a_sign() -> None:
    assert visible("a\x1b[31m\u202eb\x00\udce9\nc") == "a�[31m�b��\nc"
