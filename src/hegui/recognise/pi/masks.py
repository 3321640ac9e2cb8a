"""Values as they may be shown: the shape stays, the person goes."""

from __future__ import annotations

STARS = 12
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


def _ends(kind: str, length: int) -> tuple[int, int]:
    if kind == "cn_mobile" and length >= 11:
        return length - 8, 4
    if length >= 14:
        return 4, 4
    if length >= 8:
        return 2, 2
    return (1, 0) if length > 1 else (0, 0)
