"""Shapes of values: what a cell looks like without what it says, and text with personal numbers taken out."""

from __future__ import annotations

import re

_LONGEST = 30
_NUMBERS = re.compile(
    r"(?<![0-9A-Za-z])(?<!\d-)(?:"
    r"(?P<id>(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)\d{4}"  # province, city, county
    r"(?:(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]|\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}))"
    r"|(?P<card>[3-6]\d{15,18})"
    r"|(?P<mobile>1[3-9]\d[ -]?\d{4}[ -]?\d{4})"
    r"|(?P<mail>[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,200}\.[A-Za-z]{2,10})"
    r")(?![0-9A-Za-z])(?!-\d)",
    re.ASCII,
)


def shape(value: object) -> str:
    """What a value looks like: digits as 9, letters as a, other script as 字, the rest as it is, cut to 30 characters.

    >>> shape("2026-13-45")
    '9999-99-99'
    """
    return "".join(_shape_of(character) for character in str(value)[:_LONGEST])


def masked(text: str) -> str:
    """Text with resident identity numbers, card numbers, mobile numbers and e-mail addresses masked in shape.

    >>> masked("call 13800138000")
    'call 138****8000'
    """
    return _NUMBERS.sub(_mask, text)


def masked_name(name: str) -> str:
    """A person's name reduced to its first character.

    >>> masked_name("王小明")
    '王**'
    """
    name = name.strip()
    return name[:1] + "*" * min(len(name) - 1, 3)


def _shape_of(character: str) -> str:
    if character.isnumeric():
        return "9"
    if character.isalnum():
        return "a" if character.isascii() else "字"
    return character if character.isprintable() else " "


def _mask(match: re.Match[str]) -> str:
    found = match[0]
    if match["mail"]:
        return found[0] + "***" + found[found.index("@") :]
    if match["mobile"]:
        return found[:3] + "****" + found[-4:]
    if match["card"] and not _luhn(found):
        return found
    return found[:4] + "*" * (len(found) - 8) + found[-4:]


def _luhn(digits: str) -> bool:
    """Whether the last digit of a card number is its check digit (ISO/IEC 7812)."""
    doubled = [int(d) * (2 if at % 2 else 1) for at, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
