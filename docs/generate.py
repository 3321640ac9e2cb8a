"""Write the reference pages from the code, and put the files of worked examples into the how-to pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from hegui import checks, facts, law
from hegui.cli import main as cli

ROOT = Path(__file__).parent.parent
HERE = ROOT / "docs" / "reference"
NOTE = "<!-- Written by docs/generate.py from the code; change the code, not this page. -->\n"


def pages() -> Mapping[str, str]:
    """Every reference page by file name."""
    made = {
        "commands.md": commands(),
        "facts.md": fact_tables(),
        "registers.md": registers(),
        "checks.md": all_checks(),
        "obligations.md": obligations(),
        "numbers.md": numbers(),
    }
    return {name: f"{NOTE}\n{text.rstrip()}\n" for name, text in made.items()}


def commands() -> str:
    """The help of every verb."""

    def walk(command: click.Command, name: str) -> Iterator[str]:
        with click.Context(command, info_name=name) as context:
            yield f"## `{name}`\n\n```text\n{command.get_help(context)}\n```\n"
            if isinstance(command, click.Group):
                for child in command.list_commands(context):
                    found = command.get_command(context, child)
                    if found is not None:
                        yield from walk(found, f"{name} {child}")

    return "# Commands\n\n" + "\n".join(walk(cli, "hegui"))


def fact_tables() -> str:
    """Every fact table: what a row means, and its columns."""
    parts = ["# Fact tables\n\nA check's query reads these tables. Every row carries its operator.\n"]
    for table in facts.tables().values():
        parts.append(
            f"## `{table.name}`\n\n{table.row.en} {table.row.zh}\n\n| column | type | meaning | 含义 |\n|---|---|---|---|"
        )
        parts += [f"| `{c.name}` | {c.type} | {c.means.en} | {c.means.zh} |" for c in table.columns]
        parts.append("")
    return "\n".join(parts)


def registers() -> str:
    """Every register: its columns, the headings they are known by and the codes they may hold."""
    parts = [
        "# Registers\n\nHeadings are matched in English and Chinese. `hegui init --registers DIR` writes empty templates.\n"
    ]
    for register in facts.registers().values():
        parts.append(
            f"## `{register.id}` {register.title.en} / {register.title.zh}\n\n{register.row.en} {register.row.zh}\n"
        )
        parts.append("| column | type | required | headings | codes | meaning |\n|---|---|---|---|---|---|")
        for column in register.columns:
            headings = ", ".join(dict.fromkeys((column.title.en, column.title.zh, *column.headings)))
            codes = ", ".join(f"`{code}`" for code in column.codes)
            required = "yes" if column.required else ""
            parts.append(f"| `{column.name}` | {column.type} | {required} | {headings} | {codes} | {column.means.en} |")
        parts.append("")
    return "\n".join(parts)


def all_checks() -> str:
    """Every check: what it asks and every sentence it can answer."""
    parts = [
        "# Checks\n\nThe verdict follows from the sentence. Only a check that *decides* makes an obligation met or not met.\n"
    ]
    for check in checks.built_in().values():
        parts.append(f"## `{check.id}` {check.title.en} / {check.title.zh}\n")
        parts.append(
            f"Obligation `{check.obligation}`, for each {check.subject}; it *{check.strength}*. Reads {', '.join(check.needs)}.\n"
        )
        parts.append("| sentence | verdict | English | 中文 |\n|---|---|---|---|")
        parts += [f"| `{s.key}` | {s.verdict} | {s.template.en} | {s.template.zh} |" for s in check.sentences.values()]
        parts.append("")
    return "\n".join(parts)


def obligations() -> str:
    """Every obligation with its dated articles and clauses, and what settles it."""
    parts = [
        "# Obligations\n\n| id | obligation | articles | liability | judged by | what settles it |\n|---|---|---|---|---|---|"
    ]
    for duty in law.load().obligations.values():
        articles = "<br>".join(f"`{a.cite}`" for a in duty.articles)
        liability = "<br>".join(f"`{a.cite}`" for a in duty.liability) or "none named"
        title = f"{duty.title.en}<br>{duty.title.zh}"
        parts.append(f"| `{duty.id}` | {title} | {articles} | {liability} | {duty.settling} | {duty.settled_by.en} |")
    return "\n".join(parts)


def numbers() -> str:
    """Every number of the law that a query may use."""
    parts = [
        "# Numbers of the law\n\n| key | value | unit | article | from | to | read |\n|---|---|---|---|---|---|---|"
    ]
    for n in law.load().numbers:
        parts.append(
            f"| `{n.key}` | {n.value:g} | {n.unit} | `{n.article}` | {n.span.start or ''} | {n.span.end or ''} | {n.confidence} |"
        )
    return "\n".join(parts)


def filled(page: str) -> str:
    """A how-to page with the files that it shows as they are now."""

    def block(match: re.Match[str]) -> str:
        text = (ROOT / match["file"]).read_text(encoding="utf-8").rstrip()
        return f"{match['head']}{text}\n```\n"

    return re.sub(r"(?P<head><!-- file: (?P<file>\S+) -->\n```\w+\n).*?\n```\n", block, page, flags=re.DOTALL)


def main() -> None:
    """Write the pages."""
    HERE.mkdir(exist_ok=True)
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8")
    for path in (ROOT / "docs" / "how-to").glob("*.md"):
        path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
