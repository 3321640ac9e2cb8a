"""Law data of one's own: named in the profile, judged with the rest, refused with one sentence where it does not fit."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import ROOT
from hegui import audit
from hegui import law as room
from hegui.cli import main
from hegui.errors import LawError

EXAMPLE = ROOT / "examples" / "extend" / "law" / "house_rules"
DUTY = "house.trading_logs"

PROFILE = """\
hegui: 1
law: [house_rules]
operators:
  - id: broker
    name: {en: Broker, zh: 券商}
    kind: company
    systems: [{id: trade, name: {en: Trading, zh: 交易}}]
"""


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLE, tmp_path / "house_rules")
    path = tmp_path / "hegui.yaml"
    path.write_text(PROFILE, encoding="utf-8")
    return path


def test_the_duty_of_an_overlay_is_judged_with_the_others(profile: Path, tmp_path: Path) -> None:
    loaded = audit.load([profile])
    facts = audit.collect(loaded, cache=False)
    (one,) = audit.audit(facts, on=date(2026, 11, 21), out=tmp_path / "d", law_folders=loaded[0].law)
    (finding,) = [f for f in one.findings if f["obligation"] == DUTY]
    assert (finding["verdict"], finding["articles"]) == ("unproven", ["house-rules@2025/1"])
    roles = {role["role"]: role for role in one.document["roles"]}
    assert roles["trading_member"]["state"] == "established"
    page = (one.folder / "report.html").read_text(encoding="utf-8")
    assert "House rules of the exchange" in page
    assert "交易所内部规定" in page
    (without,) = audit.audit(facts, on=date(2026, 11, 21), out=tmp_path / "e")
    assert DUTY not in {f["obligation"] for f in without.findings}


@pytest.mark.parametrize(
    ("on", "article", "years"), [("2024-05-01", "house-rules@2024/1", 1), ("2026-01-01", "house-rules@2025/1", 2)]
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_law_show_speaks_of_an_overlay_in_its_own_words(on: str, article: str, years: int, lang: str) -> None:
    said = CliRunner().invoke(main, ["law", "show", "house-rules/1", "--law", str(EXAMPLE), "--on", on, "--lang", lang])
    assert said.exit_code == 0, said.output
    assert article in said.output
    assert {"en": "Member of the exchange", "zh": "交易所会员"}[lang] in said.output
    assert f"{years} " in said.output


def test_law_search_and_timeline_find_the_duty_of_an_overlay() -> None:
    for arguments in (["search", "trading", "logs", "--on", "2026-01-01"], ["timeline", DUTY]):
        said = CliRunner().invoke(main, ["law", *arguments, "--law", str(EXAMPLE), "--lang", "en"])
        assert DUTY in said.output, said.output


def _replace(name: str, old: str, new: str):
    def spoil(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return spoil


WRONG = {
    "a column is missing": (_replace("paragraphs.csv", "text_zh", "zh"), "paragraphs.csv, entry 1", "text_zh", "缺少"),
    "dates overlap": (
        _replace("instruments.csv", "2025-06-30", "2025-12-31"), "house-rules holds twice on 2025-07-01", "end the earlier", "重复有效"),
    "numbers overlap": (_replace("numbers.csv", "2025-06-30", ""), "house_logs.years holds twice on 2025-07-01", "end the earlier", "重复有效"),
    "a version is not known": (
        _replace("obligations.yaml", "house-rules@2025/1", "house-rules@2026/1"), "obligations.yaml, entry 1", "no house-rules@2026", "没有 house-rules@2026"),
    "an article has no text": (
        _replace("obligations.yaml", "house-rules@2025/1", "house-rules@2025/7"), "house-rules@2025/7", "add it to paragraphs.csv", "请补入"),
    "a number cites nothing known": (_replace("numbers.csv", "house-rules@2024/1", "hause-rules@2024/1"), "hause-rules@2024/1", "no such version", "没有该版本"),
    "a role has no title": (_replace("obligations.yaml", "[trading_member]", "[broker]"), "the role broker", "add it to roles.yaml", "请补入"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_an_overlay_that_does_not_fit_is_refused_with_one_sentence_in_both_languages(tmp_path: Path, case: str) -> None:
    spoil, where, mend, zh = WRONG[case]
    folder = tmp_path / "house_rules"
    shutil.copytree(EXAMPLE, folder)
    spoil(folder)
    with pytest.raises(LawError) as wrong:
        room.load([folder])
    assert str(folder) in wrong.value.text.en
    assert where in wrong.value.text.en
    assert mend in wrong.value.text.en
    assert zh in wrong.value.text.zh


def test_an_audit_with_an_overlay_that_does_not_fit_ends_with_2_and_writes_nothing(
    profile: Path, tmp_path: Path
) -> None:
    _replace("obligations.yaml", "house-rules@2025/1", "house-rules@2026/1")(tmp_path / "house_rules")
    said = CliRunner().invoke(main, ["audit", str(profile), "--out", str(tmp_path / "d"), "--lang", "en"])
    assert said.exit_code == 2
    assert "no house-rules@2026" in said.output
    assert not (tmp_path / "d").exists()


def test_the_columns_of_the_example_are_those_of_the_law_data() -> None:
    china = Path(room.__file__).parent / "china"
    for name, own in (("instruments.csv", china), ("numbers.csv", china), ("paragraphs.csv", china / "csl")):
        heads = [_heads(folder / name) for folder in (EXAMPLE, own)]
        assert heads[0] == heads[1], name


def _heads(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as lines:
        return next(csv.reader(lines))
