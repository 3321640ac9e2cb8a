"""Policies: what the published rules of a service tell people, sentence by sentence, in Chinese and in English.

A policy is read as text, cut into sentences, and each sentence is told by groups of words (data). Which elements it has, what it
declares and what it hides behind vague words follow by rules (data); the same text gives the same facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from hegui.engine import Shard, Source
from hegui.evidence.files import Ledger, Unreadable, listed, merged, read_whole, sha256_of
from hegui.evidence.policy.fetching import fetched, is_address
from hegui.evidence.policy.reading import Policy, read_policy
from hegui.evidence.policy.recording import record
from hegui.evidence.prose.opening import content
from hegui.facts import Facts
from hegui.recognise.shapes import masked
from hegui.text import Text

LEAST_CHARACTERS = 40  # a page with less text than this was not written to be read


class Policies:
    """Reads sources of kind ``policy``: a file, a folder of versions, or an address.

    Options of a source: ``dated``, the day from which the version applies; ``published_at``, its public address.
    """

    kind = "policy"
    version = "2"
    blind_spots: tuple[Text, ...] = (
        Text(
            "That a policy states something does not show that it is true, understood or done.",
            "政策中载明的内容，并不表明其属实、易懂或者得到执行。",
        ),
        Text(
            "Sentences are told by their words; unusual wording may be missed, and tables in pictures are not read.",
            "语句按用词识别，少见的表述可能遗漏；图片中的表格不予读取。",
        ),
        Text(
            "Lists of SDKs or partners behind a link are read only where they are handed over as well.",
            "以链接另行公示的 SDK 清单或者合作方名单，须一并提交方可读取。",
        ),
    )

    def shards(self, source: Source) -> Iterator[Shard]:
        """One shard a file or address."""
        folder = Path(source.location)
        if not is_address(source.location) and folder.is_dir():
            for name in listed(folder):
                yield Shard(source, name)
        else:
            yield Shard(source, "")

    def read(self, shard: Shard) -> Facts:
        """The facts of one policy; one that cannot be read is a row in ``unreadable``."""
        ledger = Ledger(shard.source)
        path = masked(shard.path or _name(shard.source))
        try:
            data = _bytes(shard)
            exhibit = ledger.exhibit(path, sha256_of(data), "measured")
            found = content(data)
            policy = read_policy(found.text)
            if policy.characters < LEAST_CHARACTERS:
                raise Unreadable("no_text")
        except Unreadable as problem:
            ledger.unreadable(path, problem.reason, problem.detail)
            ledger.cover("files", 1, 0)
            return ledger.facts()
        if found.cut:
            ledger.skip(path, found.cut)
        record(ledger, shard.source, path, policy, exhibit, dated=_dated(shard.source, policy))
        ledger.cover("files", 1, 1)
        return ledger.facts()

    def merge(self, source: Source, parts: Iterable[Facts]) -> Facts:
        """The facts of all versions; one row of coverage."""
        return merged(parts)


collector = Policies()


def _name(source: Source) -> str:
    return source.name if is_address(source.location) else Path(source.name).name


def _bytes(shard: Shard) -> bytes:
    if is_address(shard.source.location):
        return fetched(shard.source.location)
    return read_whole(Path(shard.source.location, shard.path))


def _dated(source: Source, policy: Policy) -> date | None:
    declared: date | None = source.options.get("dated")
    return declared or policy.declared.version
