"""``hegui init``: the questions, a first hegui.yaml, its schema for editors and empty registers; nothing is ever overwritten."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from hegui.errors import InputError, because
from hegui.facts import registers
from hegui.profile.asking import Answer, Asked, Group, answers, questions
from hegui.profile.drafting import RegisterFile, draft
from hegui.profile.editors import SCHEMA_FILE, schema_text
from hegui.profile.loading import FILE, read_tree
from hegui.profile.places import Spot
from hegui.profile.problems import Problem, problem, refuse
from hegui.profile.templates import register_templates
from hegui.profile.tree import Items
from hegui.text import Lang, Text

REGISTERS = "registers"

Prompt = Callable[..., str]  # as click.prompt: the words, default= and show_default=

_LAW = Text("The law: ", "依据：")


def ask(answer: Answer, lang: Lang, registers: tuple[RegisterFile, ...] = ()) -> str:
    """Put every question to *answer* and give the text of a commented hegui.yaml that loads."""
    return draft(answers(answer), lang, registers)


def init(folder: Path, answers_file: Path | None, registers_dir: Path | None, lang: Lang, prompt: Prompt) -> list[Path]:
    """Write hegui.yaml, its schema and empty registers (by default in ``registers`` beside it); gives what was written.

    The answers come from a YAML file of question keys, or are asked with *prompt*. InputError where a file exists already, an answer
    cannot be used or nothing can be written.
    """
    registers_dir = registers_dir if registers_dir is not None else folder / REGISTERS
    templates = {registers_dir / name: content for name, content in register_templates(lang).items()}
    profile, schema = folder / FILE, folder / SCHEMA_FILE
    _refuse_existing([profile, schema, *templates])
    answer = answers_of(answers_file) if answers_file is not None else _asking(prompt, lang)
    text = ask(answer, lang, tuple(_register_files(folder, registers_dir)))
    files = {profile: text.encode("utf-8"), schema: schema_text().encode("utf-8"), **templates}
    _write(files)
    return list(files)


def answers_of(path: Path) -> Answer:
    """The answers of a YAML file: question keys by group, lists for what repeats; see questions.yaml."""
    root, problems = read_tree(path)
    whole = Spot(root, "")
    given: dict[str, tuple[int, str]] = {}
    for group in questions():
        spots = whole.each(group.key) if group.repeats else iter(whole.inner(group.key))
        for number, spot in enumerate(spots, 1):
            prefix = f"{group.key}.{number}." if group.repeats else f"{group.key}."
            problems += _unknown(spot, group)
            given |= {prefix + key: (spot.block.lines[key], _said(value)) for key, value in spot.block.items()}
    known = [group.key for group in questions()]
    problems += [
        problem("unknown_key", root.lines[key], key, word=key, known=known) for key in root if key not in known
    ]
    if problems:
        refuse(str(path), problems)

    def answer(asked: Asked) -> str:
        line, said = given.get(asked.key, (0, ""))
        if asked.complaint is not None:
            en, zh = Problem("answer_refused", line, asked.key, {"complaint": asked.complaint}).at(str(path))
            raise InputError(en, zh)
        return said

    return answer


def _unknown(spot: Spot, group: Group) -> Iterator[Problem]:
    """Keys that no question of the group has, and a repeated group without the answer that it begins with."""
    known = [question.key for question in group.questions]
    for key in spot.block:
        if key not in known:
            yield spot.problem("unknown_key", key, word=key, known=known)
    if group.repeats and not spot.text(known[0]):
        line = next(iter(spot.block.lines.values()), 0)
        yield problem("missing", line, f"{spot.label}.{known[0]}", word=known[0])


def _said(value: object) -> str:
    if isinstance(value, Items):
        return ", ".join(_said(each) for each in value)
    return value if isinstance(value, str) else ""


def _asking(prompt: Prompt, lang: Lang) -> Answer:
    def answer(asked: Asked) -> str:
        lines = ["", asked.complaint.in_(lang)] if asked.complaint else [""]
        lines += [
            asked.question.ask.in_(lang),
            f"  {_LAW.in_(lang)}{asked.question.why.in_(lang)} [{asked.question.cite}]",
        ]
        lines += [f"  {n:>2} {words.in_(lang)}" for n, words in enumerate(asked.choices.values(), 1)]
        return prompt("\n".join(lines), default=asked.question.default, show_default=bool(asked.question.default))

    return answer


def _register_files(folder: Path, registers_dir: Path) -> Iterator[RegisterFile]:
    for register in registers().values():
        place = Path(os.path.relpath(registers_dir / f"{register.id}.csv", folder))
        yield RegisterFile(register.id, register.title, place.as_posix())


def _refuse_existing(paths: list[Path]) -> None:
    found = [path for path in paths if path.exists() or path.is_symlink()]
    if found:
        lines = [problem("exists").at(str(path)) for path in found]
        raise InputError("\n".join(line.en for line in lines), "\n".join(line.zh for line in lines))


def _write(files: Mapping[Path, bytes]) -> None:
    """All of the files or none: each is written beside its place first, then all are moved there."""
    written: dict[Path, Path] = {}
    moved: list[Path] = []
    path = Path()
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f".{path.name}.part")
            written[part] = path
            part.write_bytes(content)
        for part, path in written.items():
            part.replace(path)
            moved.append(path)
    except OSError as error:
        for each in moved:
            each.unlink()
        en, zh = problem("not_writable", reason=because(error)).at(str(path))
        raise InputError(en, zh) from None
    finally:
        for part in written:
            part.unlink(missing_ok=True)
