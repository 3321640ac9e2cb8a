"""Checks: questions in SQL over the facts, one folder each.

A check is a folder ``<topic>/<name>/`` with three files: ``check.yaml`` (its words), ``check.sql`` (its question) and
``situations.yaml`` (small tables of facts and the sentence each must lead to). The query names, for each expected subject, the
sentence that applies; the verdict follows from the sentence. Checks come with Hegui, from a folder that the profile names, or from
a package with the entry point ``hegui.checks``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import yaml

from hegui import facts, yaml12
from hegui.errors import CheckError
from hegui.evidence.policy.elements import elements
from hegui.recognise.pi.families import families
from hegui.text import Text, text_of

Verdict = Literal["met", "not_met", "unproven", "not_applicable"]
VERDICTS: tuple[Verdict, ...] = ("met", "not_met", "unproven", "not_applicable")
STRENGTHS = ("decides", "supports", "context")
COLUMN_TYPES = ("date", "number", "money", "id", "ids", "code", "codes", "share")

# What the query may not hold: the law's numbers come from law_number(), other thresholds from threshold().
_REFUSED = re.compile(
    r"(?P<literal>(?<![\w.])\d+(\.\d+)?(?![\w.]))|\b(?P<word>interval|date\s*'|timestamp\s*'|insert|update|delete|create|drop"
    r"|attach|copy|install|load|pragma|set|call|read_\w+|getenv)",
    re.IGNORECASE,
)
_HARMLESS_NUMBERS = {"0", "1"}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a check can answer: its key, the verdict it means and its template in both languages.

    ``attestable``: evidence is simply absent, so that a named role's word may settle it.
    """

    key: str
    verdict: Verdict
    template: Text
    attestable: bool

    def columns(self) -> set[str]:
        """The columns that the template names."""
        return {name for words in self.template for name in _PLACEHOLDER.findall(words)}


@dataclass(frozen=True, slots=True)
class Check:
    """One check as its folder says; ``columns`` maps a column of the query to its type, ``optional`` may be null."""

    id: str
    title: Text
    obligation: str
    subject: str
    strength: str
    needs: tuple[str, ...]
    columns: Mapping[str, str]
    optional: frozenset[str]
    sentences: Mapping[str, Sentence]
    sql: str
    files: Mapping[str, str]  # the folder's files as they were read, kept in the dossier


@cache
def built_in() -> Mapping[str, Check]:
    """The checks that come with Hegui, by id."""
    return _read_tree(Path(str(files("hegui"))) / "checks")


def load(folders: Iterable[Path] = ()) -> dict[str, Check]:
    """All checks: built in, from packages, and from the folders that a profile names; an id used twice is an error."""
    found = dict(built_in())
    roots = [Path(str(files(entry.value))) for entry in entry_points(group="hegui.checks")]
    for root in (*roots, *folders):
        if not root.is_dir():
            raise CheckError(f"{root.name}: no such folder of checks", f"{root.name}：没有这个检查文件夹")
        for name, check in _read_tree(root).items():
            if name in found:
                raise CheckError(f"check {name} exists twice", f"检查 {name} 重复")
            found[name] = check
    return found


def words() -> Mapping[str, Text]:
    """The words for codes that sentences and missing inputs use."""
    return _words()


@cache
def shared() -> str:
    """What every check may ask beside the fact tables, as SQL: for all topics, then for each; kept with each check in a dossier."""
    root = Path(str(files("hegui"))) / "checks"
    parts = (root / "shared.sql", *sorted(root.glob("*/shared.sql")))
    return "\n".join(part.read_text(encoding="utf-8") for part in parts)


@cache
def thresholds() -> Mapping[str, float]:
    """Thresholds that are Hegui's own and not the law's, such as how old evidence may be."""
    raw = yaml12.load((files("hegui") / "checks" / "thresholds.yaml").read_text(encoding="utf-8"))
    return {key: entry["value"] for key, entry in raw.items()}


@cache
def _words() -> Mapping[str, Text]:
    raw = yaml12.load((files("hegui") / "checks" / "words.yaml").read_text(encoding="utf-8"))
    return {
        **{key: text_of(entry) for key, entry in raw.items()},
        **{f"kind.{kind}": family.title for kind, family in families().items()},
        **{f"element.{element}": title for element, title in elements().items()},
    }


def _read_tree(root: Path) -> dict[str, Check]:
    folders = sorted(path.parent for path in root.glob("*/*/check.yaml"))
    return {check.id: check for check in map(read, folders)}


def read(folder: Path) -> Check:
    """Read one check folder; a folder that breaks the contract is a CheckError that names the file and the mend."""
    name = f"{folder.parent.name}/{folder.name}"
    parts = {part: folder / part for part in ("check.yaml", "check.sql", "situations.yaml")}
    if missing := [part for part, path in parts.items() if not path.is_file()]:
        raise CheckError(f"check {name}: {missing[0]} is missing; add it", f"检查 {name}：缺少 {missing[0]}，请补充")
    texts = {part: path.read_text(encoding="utf-8") for part, path in parts.items()}
    try:
        raw = yaml12.load(texts["check.yaml"])
        check = _parse(name, raw, texts)
    except (yaml.YAMLError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise CheckError(
            f"check {name}: check.yaml cannot be used: {error}", f"检查 {name}：check.yaml 无法使用：{error}"
        ) from None
    _refuse_literals(check)
    return check


def _parse(name: str, raw: Mapping[str, Any], texts: Mapping[str, str]) -> Check:
    columns = {column: kind.rstrip("?") for column, kind in (raw.get("columns") or {}).items()}
    check = Check(
        id=name,
        title=text_of(raw["title"]),
        obligation=raw["obligation"],
        subject=raw["subject"],
        strength=raw["strength"],
        needs=tuple(raw["needs"]),
        columns=columns,
        optional=frozenset(column for column, kind in (raw.get("columns") or {}).items() if kind.endswith("?")),
        sentences={
            key: Sentence(key, s["verdict"], Text(s["en"], s["zh"]), bool(s.get("attestable", False)))
            for key, s in raw["sentences"].items()
        },
        sql=texts["check.sql"],
        files={**texts, "shared.sql": shared()},
    )
    if check.strength not in STRENGTHS:
        raise ValueError(f"strength {check.strength}; one of {', '.join(STRENGTHS)}")
    if unknown := set(columns.values()) - set(COLUMN_TYPES):
        raise ValueError(f"column type {', '.join(sorted(unknown))}; one of {', '.join(COLUMN_TYPES)}")
    if unknown := set(check.needs) - set(facts.tables()):
        raise ValueError(f"needs {', '.join(sorted(unknown))}, which is no fact table")
    for sentence in check.sentences.values():
        if sentence.verdict not in VERDICTS:
            raise ValueError(f"sentence {sentence.key}: verdict {sentence.verdict}; one of {', '.join(VERDICTS)}")
        if unknown := sentence.columns() - set(columns) - {"subject", "instance"}:
            raise ValueError(
                f"sentence {sentence.key} names {', '.join(sorted(unknown))}, which columns does not declare"
            )
        if sentence.attestable and sentence.verdict != "unproven":
            raise ValueError(f"sentence {sentence.key}: only an unproven sentence can be attestable")
    return check


def _refuse_literals(check: Check) -> None:
    """Refuse numbers, dates and statements in the query: a threshold belongs into data, where it has a name and a source."""
    bare = re.sub(r"--[^\n]*", "", check.sql)
    bare = re.sub(r"'(?:[^']|'')*'", lambda m: "date'" if re.fullmatch(r"'\d{4}-\d\d.*'", m[0]) else "''", bare)
    for match in _REFUSED.finditer(bare):
        found = match[0].strip()
        if match["literal"] and found in _HARMLESS_NUMBERS:
            continue
        raise CheckError(
            f"check {check.id}: check.sql holds {found!r}; take numbers from law_number() or threshold(), dates from the facts",
            f"检查 {check.id}：check.sql 中出现 {found!r}；数值应取自 law_number() 或 threshold()，日期应取自事实表",
        )
