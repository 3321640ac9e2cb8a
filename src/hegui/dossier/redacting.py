"""A redacted copy of a dossier, for readers outside the team or the country: no flaws, no addresses, no names of people.

What is kept is listed in ``redacting.yaml``, not what is dropped: of the facts only the tables and columns that the report draws from.
Each thing taken out becomes a token (``address-3``) that stands for it throughout the copy.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from hegui import yaml12
from hegui.dossier.manifest import MANIFEST
from hegui.dossier.reading import Dossier, read, read_bytes
from hegui.dossier.verifying import verify
from hegui.dossier.writing import write
from hegui.errors import DossierError
from hegui.facts import Facts, tables
from hegui.text import Text, text_of

KINDS = ("name", "flaw", "address")
_PLACE = re.compile(r"(?:row|line)=\d+")
_TELLING = re.compile(r"[\d./\\:@]|[^\x00-\x7f]")  # a plain word is no address and no number of a flaw


def redact(path: Path, to: Path, page: Callable[[Dossier], str]) -> Path:
    """Write the redacted copy of a dossier to ``to``; DossierError where the dossier is not whole."""
    if verify(path):
        raise DossierError(
            f"{path}: this dossier was altered, and a copy would not be one of it; hegui verify lists where.",
            f"{path}：该卷宗已被改动，无法据此制作副本；hegui verify 可列出改动之处。",
        )
    d = read(path)
    fingerprint = hashlib.sha256(read_bytes(d.tree, MANIFEST)).hexdigest()
    tokens = Tokens(_protected(d))
    _learn(d, tokens)
    scrub = _Scrub(tokens)
    scrub.ids = {finding["id"]: _id(finding, scrub) for finding in d.findings}
    findings = [scrub.value(_withheld(f) if _is_flaw(f, d) else f) for f in d.findings]
    document = scrub.value(d.document)
    facts = _facts(d, scrub)
    statement = Text(*(t.format(fingerprint=fingerprint) for t in text_of(_data()["statement"])))
    return write(
        to,
        document={
            **document,
            "command": " ".join(document["command"].split()[:2]),
            "warnings": [statement.as_json(), *document["warnings"]],
            "redacted": {"of": fingerprint, "taken_out": {kind: tokens.count(kind) for kind in KINDS}},
        },
        findings=findings,
        law=scrub.names(d.law),
        checks=scrub.names(d.checks),
        cases=scrub.names(d.cases),
        facts=facts,
        exhibits={},
        page=page,
        copy_of=fingerprint,
    )


@dataclass
class Tokens:
    """What stands for what: the same value always has the same token, whatever its kind."""

    protected: frozenset[str]  # ids that name no person, place or flaw by themselves
    _known: dict[str, str] = field(default_factory=dict)
    _numbers: Counter[str] = field(default_factory=Counter)

    def of(self, kind: str, raw: str) -> str:
        """The token of a value."""
        if raw in self.protected:
            return raw
        if raw not in self._known:
            self._numbers[kind] += 1
            self._known[raw] = f"{kind}-{self._numbers[kind]}"
        return self._known[raw]

    def learn(self, kind: str, raw: str) -> None:
        """A value that is to go wherever it occurs."""
        if len(raw) > 1 and (kind == "name" or _TELLING.search(raw)):
            self.of(kind, raw)

    def count(self, kind: str) -> int:
        """How many values of a kind were taken out."""
        return self._numbers[kind]

    def known(self, kinds: Sequence[str] = KINDS) -> list[str]:
        """The values that have a token of these kinds, the longest first."""
        some = (raw for raw, token in self._known.items() if token.rpartition("-")[0] in kinds)
        return sorted(some, key=lambda raw: (-len(raw), raw))


@dataclass
class _Scrub:
    """Takes out of any JSON value what tokens stand for, and whatever else looks like an address or the number of a flaw."""

    tokens: Tokens
    ids: Mapping[str, str] = field(default_factory=dict)  # of findings, old to new

    def __post_init__(self) -> None:
        self._all = _any_of(self.tokens.known())
        self._names = _any_of(self.tokens.known(("name",)))

    def value(self, value: Any, key: str = "") -> Any:
        """A value without what must go; ``key`` is where it stands."""
        if isinstance(value, Mapping):
            return {k: self._exception(v) if k == "exceptions" else self.value(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [self.value(one, key) for one in value]
        return self._text(value, key) if isinstance(value, str) else value

    def names(self, value: Any) -> Any:
        """A value of public or built-in words: only names of people and ids of findings can stand in it."""
        if isinstance(value, Mapping):
            return {k: self.names(v) for k, v in value.items()}
        if isinstance(value, list | tuple):
            return [self.names(one) for one in value]
        if not isinstance(value, str):
            return value
        return self.ids.get(value) or self._names.sub(partial(self._found, "name"), value)

    def text(self, raw: str) -> str:
        """Words without what must go."""
        raw = self._all.sub(partial(self._found, "address"), raw)
        for kind, pattern in _patterns():
            raw = pattern.sub(partial(self._found, kind), raw)
        return raw

    def _found(self, kind: str, match: re.Match[str]) -> str:
        return self.tokens.of(kind, match[0])

    def _text(self, raw: str, key: str) -> str:
        if raw in self.ids:
            return self.ids[raw]
        if key in _data()["address_keys"]:
            return _located(raw, self.tokens)
        return raw if raw in self.tokens.protected else self.text(raw)

    def _exception(self, rows: Iterable[Mapping[str, Any]]) -> list[Any]:
        words = {"reason": _data()["said"], "reason_en": _data()["said"]["en"], "reason_zh": _data()["said"]["zh"]}
        return [self.value({k: words.get(k, v) for k, v in row.items()}) for row in rows]


def _protected(d: Dossier) -> frozenset[str]:
    """Ids by which a copy is read: of the operator, its sources, and the law's and checks' own."""
    sources = {row["source"] for row in d.document["sources"]}
    own = {d.document["operator"], *d.law.get("obligations", {}), *d.law.get("articles", {}), *d.checks}
    return frozenset(one for one in (*sources, *own) if not any(p.search(one) for _, p in _patterns()))


def _learn(d: Dossier, tokens: Tokens) -> None:
    """Every name, number of a flaw and address that the facts hold and the dossier repeats."""
    repeated = "\n".join(_strings((d.document, d.findings, d.law, d.cases, d.checks)))
    for kind, names in _data()["columns"].items():
        for table in d.fact_tables:
            for column, values in _texts(d, table):
                if column in names:
                    for raw in (one.partition("#")[0] if column == "locator" else one for one in values):
                        if raw in repeated:
                            tokens.learn(kind, raw)
    for finding in d.findings:
        if finding["instance"] and _is_flaw(finding, d):
            tokens.of("flaw", finding["instance"])


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)


def _texts(d: Dossier, table: str) -> Iterator[tuple[str, list[str]]]:
    """The text columns of a fact table that it is known to have, each with its different values."""
    facts = d.facts(table)
    for column in tables()[table].columns if table in tables() else ():
        if column.type in ("text", "texts") and column.name in facts.column_names:
            values = facts[column.name].unique() if column.type == "text" else facts[column.name]
            held = values.to_pylist()
            yield (
                column.name,
                [v for v in held if v] if column.type == "text" else [v for some in held for v in some or ()],
            )


def _is_flaw(finding: Mapping[str, Any], d: Dossier) -> bool:
    """Whether a finding speaks about flaws: by its duty, or by the facts that its check asks."""
    if any(fnmatchcase(finding["obligation"], glob) for glob in _data()["flaws"]["obligations"]):
        return True
    check = d.checks.get(finding["check"] or "", {}).get("check.yaml")
    needs = yaml12.load(check)["needs"] if check else ()
    return any(word in table for table in needs for word in _data()["flaws"]["tables"])


def _withheld(finding: Mapping[str, Any]) -> dict[str, Any]:
    """A finding without what it says about flaws."""
    words = (text.format(title=finding["title"][lang]) for lang, text in _data()["withheld"].items())
    return {**finding, "reason": Text(*words).as_json()}


def _id(finding: Mapping[str, Any], scrub: _Scrub) -> str:
    """The id of a finding without what must not stand in it."""
    subject, instance = finding["subject"], finding["instance"]
    parts = (finding["obligation"], subject["kind"], scrub.text(subject["id"]), instance and scrub.text(instance))
    return "/".join(part for part in parts if part)


def _facts(d: Dossier, scrub: _Scrub) -> Facts:
    """The fact tables that the report draws from."""
    import pyarrow as pa

    found: Facts = {}
    for name, columns in _data()["tables"].items():
        table = d.facts(name)
        if table.num_columns:
            kept = table.select([c for c in columns if c in table.column_names])
            rows = [
                {k: scrub.value(v, "path" if k == "path" else "") for k, v in row.items()} for row in kept.to_pylist()
            ]
            found[name] = pa.Table.from_pylist(rows, schema=kept.schema)
    return found


def _located(raw: str, tokens: Tokens) -> str:
    """An address as its token, with the row or line that it names."""
    place, _, rest = raw.partition("#")
    at = "&".join(_PLACE.findall(rest))
    return tokens.of("address", place) + (f"#{at}" if at else "")


def _any_of(values: Iterable[str]) -> re.Pattern[str]:
    """Any of some values, not inside a longer Latin word or number."""
    some = "|".join(
        (r"(?<![A-Za-z0-9_])" if re.match(r"[A-Za-z0-9_]", v) else "")
        + re.escape(v)
        + (r"(?![A-Za-z0-9_])" if re.search(r"[A-Za-z0-9_]$", v) else "")
        for v in values
    )
    return re.compile(some or r"(?!)")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    # ASCII: a Chinese character beside an address is no part of it.
    return tuple((kind, re.compile(one, re.ASCII)) for kind, some in _data()["patterns"].items() for one in some)


@cache
def _data() -> Mapping[str, Any]:
    raw = files("hegui.dossier").joinpath("redacting.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = yaml12.load(raw)
    return data
