"""What `hegui init` writes, the registers collector reads: every template of every register, in both languages."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from hegui.facts import RegisterColumn, registers
from hegui.profile.templates import README
from registers_kept import kept, read, reasons, source, why

SAMPLE = {
    "text": "A-1",
    "date": "2026-01-05",
    "time": "2026-01-05 10:20",
    "int": "3",
    "float": "0.5",
    "bool": "是",
    "texts": "shop",
}


def sample(column: RegisterColumn) -> str:
    """A cell that fits the column."""
    return "ab" * 32 if column.name == "digest" else next(iter(column.codes), SAMPLE.get(column.type, ""))


@pytest.fixture
def written(hegui: Callable[..., Result], tmp_path: Path) -> Callable[[str], Path]:
    """The folder of templates that the command writes in a language."""
    answers = tmp_path / "answers.yaml"
    answers.write_text(ANSWERS, encoding="utf-8")

    def folder(lang: str) -> Path:
        made = tmp_path / lang
        result = hegui("init", made, "--answers", answers, "--registers", made / "kept", "--lang", lang)
        assert result.exit_code == 0, result.stderr
        return made / "kept"

    return folder


ANSWERS = "operator: {name: 小店, name_en: Small, kind: company}\n"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_there_is_a_template_for_every_register_and_a_page_that_explains_them(written, lang: str):
    assert {path.name for path in written(lang).iterdir()} == {README, *(f"{name}.csv" for name in registers())}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_empty_template_is_a_readable_empty_register(written, lang: str):
    folder = written(lang)
    for name in registers():
        rows = read(source(folder / f"{name}.csv", name))
        (coverage,) = rows["coverage"]
        assert (coverage["population"], coverage["examined"], why(rows), reasons(rows)) == (0, 0, [], []), name


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_row_in_a_template_fills_every_column_of_its_register(written, tmp_path: Path, lang: str):
    """No heading of a template is unknown, none stands for another column, and no column is without a heading."""
    folder = written(lang)
    for name, register in registers().items():
        asked = [column for column in register.columns if column.headings]
        line = io.StringIO()
        csv.writer(line).writerow([sample(column) for column in asked])
        data = (folder / f"{name}.csv").read_bytes() + line.getvalue().encode()
        rows = kept(tmp_path, "t.csv", data, register=name)
        assert (why(rows), reasons(rows)) == ([], []), name
        (row,) = rows[name]
        assert [column.name for column in asked if row[column.name] is None] == [], name
        assert {column.name for column in register.columns} - {column.name for column in asked} <= {"day_only"}
