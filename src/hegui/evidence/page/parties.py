"""For whom a box asks consent: the companies that its words name, and those whose agreements it is tied to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hegui.evidence.page.lexicon import pattern

Item = Mapping[str, Any]

LONGEST = 12  # signs of a name that an agreement bears in Chinese
_TITLED = re.compile(r"《([^《》]{2,40})》")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_BEHIND_COMPANY = re.compile(r"(?<=有限公司)|(?<=责任公司)")
_EDGES = " ,.;:&-–—'’\"“”()（）"


@dataclass(frozen=True, slots=True)
class Parties:
    """Who is named: a company that the page shows as its own, and others."""

    own: str | None
    others: tuple[str, ...]


def parties(control: Item, snapshot: Item) -> Parties:
    """Those for whom a box asks. A name that the page bears elsewhere is its own; of its own, only a company's full name counts."""
    label = control["label"]
    elsewhere = f"{snapshot['title']} {snapshot['text'].replace(label, ' ')}"
    for titled in (*_titled(control), label):
        elsewhere = elsewhere.replace(titled, " ")
    companies = list(companies_in(label))
    own = next((name for name in companies if name in elsewhere), None)
    holders = [name for titled in _titled(control) if (name := holder_of(titled))]
    shown = elsewhere.lower()
    others = [name for name in companies if name != own] + [name for name in holders if name.lower() not in shown]
    return Parties(own, tuple(dict.fromkeys(others)))


def companies_in(text: str) -> Iterator[str]:
    """The companies that a text names in full.

    >>> list(companies_in("我同意授权乙信用管理有限公司查询我的信用信息"))
    ['乙信用管理有限公司']
    """
    for part in _BEHIND_COMPANY.split(text):
        for found in pattern("company").finditer(part):
            yield from (name for name in found.groups() if name)


def holder_of(agreement: str) -> str | None:
    """Whose agreement a title names; None where it names a kind of agreement alone.

    >>> holder_of("《芝麻服务协议》"), holder_of("《中国移动认证服务条款》"), holder_of("Sesame Terms of Service")
    ('芝麻', '中国移动', 'Sesame')
    >>> holder_of("《信用服务协议》"), holder_of("Privacy Policy"), holder_of("《用户服务协议》")
    (None, None, None)
    """
    company = next(companies_in(agreement), None)
    if company:
        return company
    parts = pattern("agreement_kind").split(_bare(agreement))
    names = [name for part in parts if (name := part.strip(_EDGES))]
    if len(names) != 1 or len(names[0]) < 2 or len(names[0]) > LONGEST * (1 if _HAN.search(names[0]) else 3):
        return None
    return names[0]


def _bare(agreement: str) -> str:
    titled = _TITLED.search(agreement)
    return titled[1] if titled else agreement


def _titled(control: Item) -> list[str]:
    """The titles of agreements: of the links of a box, and in its words."""
    linked = [agreement["text"] for agreement in control["agreements"]]
    return list(dict.fromkeys([*linked, *_TITLED.findall(control["label"])]))
