"""Names in policies: companies, and software development kits."""

from __future__ import annotations

import re
from collections.abc import Iterator

_COMPANY = re.compile(
    r"(?P<zh>[一-鿿A-Za-z0-9·（）()]{2,30}?(?: \([一-鿿]{2,6}\) )?(?:股份有限公司|有限责任公司|有限公司))"
    r"|(?P<en>\b(?:[A-Z0-9][\w&'’.-]*,? ){1,5}(?:Inc|LLC|Ltd|Limited|Corp|Corporation|GmbH|Co|PLC|plc|LLP|B\.V|S\.A|Pte|Pty|AB|AG|SAS|Oy|ApS|KG|SpA|Srl|BV)\b)"
)
# What stands before a name in a sentence and is no part of it.
_BEFORE = re.compile(
    r".*(?:以下简称|我们(?!的)|本公司|是由|由|即|系|指的是|指|是|为|向|与|给|和|及|至|的|[：:“”、，,]|公司名称|运营者|提供方|开发者|授权|委托|包括|主体)(?=[一-鿿A-Za-z])"
)
_BRACKET = re.compile(r"^[（(][^）)]*[）)]?|^[）)]")
_KIT = '[^“”"「」《》：:，,。；;|、（(\\n]'  # what names of kits are made of
_SDK = re.compile(r"(?P<name>[A-Za-z一-鿿·+\-]{2,20}?) ?SDK", re.IGNORECASE)
_BEFORE_SDK = re.compile(
    r".*(?:使用|接入|集成|嵌入|包括|包含|第三方|通过|调用|提供|名称|服务商|合作|由|的|了解|了|对于|于|以|请|等|及|和|与|或|在|主体|该|the|our|use|uses|and|or|an|a)",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    rf"(?:SDK|产品|插件|控件|服务|^|[|\s])\s*(?:的)?名称[：:]\s*(?P<name>{_KIT}{{2,30}}?)(?=\s|[，,。；;|]|$)",
    re.IGNORECASE,
)
_PROVIDED = re.compile(
    rf"(?:^|[\s\d.、）)])[“\"「]?(?P<name>{_KIT}{{2,24}}?)[”\"」]?(?:[\s一-鿿]{{0,8}})[：:，,]\s*(?:该 ?SDK)?由[“\"]?{_KIT}{{2,24}}?[”\"]?提供"
)
_NO_SDK = frozenset(
    [
        "相关",
        "其他",
        "此类",
        "该",
        "这些",
        "各类",
        "某些",
        "以下",
        "上述",
        "本",
        "类",
        "外部",
        "需要",
        "party",
        "third",
        "this",
        "these",
        "such",
        "push",
    ]
)


def companies(sentence: str) -> Iterator[str]:
    """The companies that a sentence names, as it writes them."""
    for match in _COMPANY.finditer(sentence):
        name = _BRACKET.sub("", _BEFORE.sub("", match["zh"])) if match["zh"] else match["en"].strip(" ,")
        if len(name) > 5 or match["en"]:
            yield name


def sdks(sentence: str) -> Iterator[str]:
    """The kits that a sentence names by that word."""
    for match in _SDK.finditer(sentence):
        name = _BEFORE_SDK.sub("", match["name"]).strip("-· ")
        if len(name) >= 2 and name.lower() not in _NO_SDK:
            yield name + " SDK"


def kits(sentence: str) -> Iterator[str]:
    """The kits that a sentence of a list of kits names: after a label, or with who provides them."""
    for pattern in (_LABELLED, _PROVIDED):
        for match in pattern.finditer(sentence):
            if len(name := match["name"].strip(" *“”")) >= 2:
                yield name
