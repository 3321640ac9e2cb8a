"""Empty registers to fill in: a CSV file each, headed in both languages, and a page that explains every column in both."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from hegui.facts import Register, RegisterColumn, registers
from hegui.profile.problems import data
from hegui.text import Lang

README = "README.md"


def register_templates(lang: Lang) -> dict[str, bytes]:
    """File name to content: ``<register>.csv`` (UTF-8 with BOM, as spreadsheets want it) with a heading row in both languages, *lang*
    first, and README.md."""
    found = {f"{register.id}.csv": _csv(register, lang) for register in registers().values()}
    return {**found, README: "".join(_explained()).encode("utf-8")}


def _columns(register: Register) -> list[RegisterColumn]:
    """The columns that people fill in; one without other headings is filled by the reader."""
    return [column for column in register.columns if column.headings]


def _csv(register: Register, lang: Lang) -> bytes:
    written = io.StringIO()
    titles = (column.title if lang == "en" else reversed(column.title) for column in _columns(register))
    csv.writer(written).writerow([" / ".join(title) for title in titles])
    return written.getvalue().encode("utf-8-sig")


def _explained() -> Iterator[str]:
    words = data("templates.yaml")
    yield f"# {words['title']['en']} / {words['title']['zh']}\n\n{words['intro']['en']}\n\n{words['intro']['zh']}\n"
    for register in registers().values():
        yield f"\n## {register.id}.csv: {register.title.en} / {register.title.zh}\n\n{register.row.en} {register.row.zh}\n\n"
        yield (
            "| "
            + " | ".join(f"{words[key]['en']} / {words[key]['zh']}" for key in ("column", "type", "means"))
            + " |\n"
        )
        yield "|---|---|---|\n"
        for column in _columns(register):
            kind = words["types"][column.type]
            needed = f" **{words['needed']['en']} / {words['needed']['zh']}**" if column.required else ""
            yield f"| {column.title.en} / {column.title.zh}{needed} | {kind['en']} / {kind['zh']} | {_meaning(column)} |\n"


def _meaning(column: RegisterColumn) -> str:
    codes = ", ".join(f"`{code}`" for code in column.codes)
    means = f"{column.means.en} {column.means.zh}{f' {codes}' if codes else ''}"
    return means.replace("|", "\\|")
