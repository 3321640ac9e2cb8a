"""Documents: policies, manuals, plans, letters. Each declared file exists, has a hash, a date, an owner, an approval, and says something.

The profile declares what each file is; its text is measured, not judged: how long it is, whether it is an unfilled template, and
which topics it names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from hegui.engine import Shard, Source
from hegui.evidence.documents.topics import topics_named
from hegui.evidence.files import Ledger, Unreadable, listed, merged, read_whole, sha256_of
from hegui.evidence.prose.opening import content
from hegui.evidence.prose.placeholders import is_placeholder
from hegui.evidence.prose.texts import Content
from hegui.facts import Facts
from hegui.recognise.shapes import masked
from hegui.text import Text

LONGEST_TITLE = 120


class Documents:
    """Reads sources of kind ``documents``.

    Option of a source: ``documents``, what the profile declares of each file: ``file``, ``document`` (its kind), ``dated``, ``owner``,
    ``approved`` {by, on}, ``published_at``, ``about``.
    """

    kind = "documents"
    version = "2"
    blind_spots: tuple[Text, ...] = (
        Text(
            "That a document names a topic does not show that what it says is right, known or followed.",
            "文件提及某一主题，并不表明其内容正确、为人所知或得到执行。",
        ),
        Text(
            "Dates, owners and approvals are those the profile declares; signatures and seals are not examined.",
            "日期、归口部门和批准信息以档案声明为准，未查验签名和印章。",
        ),
        Text("Scanned pages without a text layer are not read.", "没有文字层的扫描件不予读取。"),
    )

    def shards(self, source: Source) -> Iterator[Shard]:
        """One shard a declared file, and one for the files that nobody declared."""
        declared: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for entry in source.options.get("documents", ()):
            declared[entry["file"]].append(entry)
        for name, entries in declared.items():
            yield Shard(source, name, options={"declared": entries})
        folder = Path(source.location)
        others = [name for name in listed(folder) if name not in declared] if folder.is_dir() else []
        if others or not declared:
            yield Shard(source, "", options={"others": others})

    def read(self, shard: Shard) -> Facts:
        """The facts of one declared file; a file that cannot be read is a row in ``unreadable``."""
        ledger = Ledger(shard.source)
        folder = Path(shard.source.location)
        if declared := shard.options.get("declared"):
            try:
                _read(ledger, folder, shard.path, declared)
                ledger.cover("files", 1, 1)
            except Unreadable as problem:
                ledger.unreadable(shard.path, problem.reason, problem.detail)
                ledger.cover("files", 1, 0)
            return ledger.facts()
        if not folder.is_dir():
            ledger.unreadable(shard.source.name, "not_a_folder" if folder.exists() else "not_found")
        others = shard.options["others"]
        for name in others:
            ledger.skip(masked(name), "not_declared")
        ledger.cover("files", len(others), 0)
        return ledger.facts()

    def merge(self, source: Source, parts: Iterable[Facts]) -> Facts:
        """The facts of all files; one row of coverage."""
        return merged(parts)


collector = Documents()


def _read(ledger: Ledger, folder: Path, name: str, declared: Iterable[Mapping[str, Any]]) -> None:
    data = read_whole(_inside(folder, name))
    exhibit = ledger.exhibit(name, sha256_of(data), "measured")
    found = content(data)
    if found.cut:
        ledger.skip(name, found.cut)
    for entry in declared:
        _add(ledger, name, entry, found, exhibit)


def _add(ledger: Ledger, name: str, entry: Mapping[str, Any], found: Content, exhibit: str) -> None:
    approved = entry.get("approved") or {}
    ledger.add(
        "document",
        document=entry["document"],
        path=name,
        title=masked(found.title)[:LONGEST_TITLE] if found.title else None,
        characters=len("".join(found.text.split())),
        placeholder=is_placeholder(found.text),
        dated=entry.get("dated"),
        owner=entry.get("owner"),
        approved_by=approved.get("by"),
        approved_on=approved.get("on"),
        published_at=entry.get("published_at"),
        about=list(entry.get("about") or ()),
        names_topics=topics_named(entry["document"], found.text),
        exhibit=exhibit,
    )


def _inside(folder: Path, name: str) -> Path:
    """The path of a declared file, which must lie in the folder, also after links were followed."""
    if folder.is_file():
        raise Unreadable("not_a_folder")
    try:
        path = (folder / name).resolve()
        inside = path.is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):  # a zero byte in the name, a ring of links
        raise Unreadable("not_found") from None
    if not inside:
        raise Unreadable("outside_folder")
    return path
