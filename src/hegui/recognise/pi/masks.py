"""Values as they may be shown: the shape stays, the person goes."""

from __future__ import annotations

import re

STARS = 12
STARRED = "[*＊•●xX]"
HIDDEN_SHAPES = {  # what values look like whose middle somebody hid
    "person_name": re.compile(r"[\u4e00-\u9fff][*＊●×某]{1,2}[\u4e00-\u9fff]?"),
    "cn_mobile": re.compile(rf"(?:\+?86)?1[3-9]\d{STARRED}{{4,5}}\d{{3,4}}"),
    "cn_resident_id": re.compile(rf"(?=.{{18}}$)\d{{1,6}}{STARRED}{{7,15}}\d{{0,5}}[\dXx]"),
    "bank_card": re.compile(rf"(?=.{{16}}$|.{{19}}$)\d{{4,6}}{STARRED}{{6,11}}\d{{3,4}}"),
    "email": re.compile(rf"[\w.+-]*{STARRED}{{2,}}[\w.+-]*@[\w-]+(?:\.[\w-]+)+"),
}
HIDDEN = frozenset(
    ["credential_password", "credential_secret", "health", "religion", "ethnicity", "biometric", "political"]
)


def masked(kind: str, value: str) -> str:
    """A value of a kind with its middle starred; nothing of a credential, of health or belief is shown.

    >>> masked("cn_resident_id", "110101199003074610")
    '1101**********4610'
    >>> masked("cn_mobile", "13800138000")
    '138****8000'
    """
    value = " ".join(value.split())[:64]
    if kind in HIDDEN:
        return "*" * 8
    if kind == "email":
        local, _, domain = value.rpartition("@")
        return f"{local[:1]}***@***{domain[domain.rfind('.') :] if '.' in domain else ''}"
    if kind == "person_name":
        return value[:1] + "*" * max(1, min(STARS, len(value) - 1))
    if kind in ("address", "geo_point", "birth_date"):
        return value[: min(3, len(value) // 3)] + "*" * STARS
    head, tail = _ends(kind, len(value))
    return value[:head] + "*" * min(STARS, len(value) - head - tail) + (value[len(value) - tail :] if tail else "")


def hidden_kind(value: str) -> str | None:
    """The kind of a value whose middle is starred already.

    >>> hidden_kind("138****8000")
    'cn_mobile'
    """
    return next((kind for kind, shape in HIDDEN_SHAPES.items() if shape.fullmatch(value)), None)


def _ends(kind: str, length: int) -> tuple[int, int]:
    if kind == "cn_mobile" and length >= 11:
        return length - 8, 4
    if length >= 14:
        return 4, 4
    if length >= 8:
        return 2, 2
    return (1, 0) if length > 1 else (0, 0)
