"""The privacy policy that a package brings with it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hegui.evidence.app.package import Package
from hegui.recognise.encodings import decode

_LARGEST = 2 * 1024 * 1024
_NAME = re.compile(r"privacy|yinsi|隐私|agreement|policy", re.IGNORECASE)
_TITLE = re.compile(
    r"隐私(?:权)?(?:保护)?(?:政策|声明|指引|条款|协议)|privacy\s+(?:policy|notice|statement)", re.IGNORECASE
)
_SHORTEST = 500  # characters; anything shorter only names a policy
_ENDINGS = (".html", ".htm", ".txt", ".md")


def policy_in(parts: Iterable[Package]) -> str | None:
    """The name of the entry that is a privacy policy, if there is one: first those whose names say so."""
    for part in parts:
        names = [name for name in part.matching(*_ENDINGS) if not name.startswith("META-INF/")]
        for name in sorted(names, key=lambda name: (not _NAME.search(name), name)):
            if part.size(name) <= _LARGEST:
                text = decode(part.read(name, _LARGEST)) or ""
                if len(text) >= _SHORTEST and _TITLE.search(text[:4000]):
                    return name
    return None
