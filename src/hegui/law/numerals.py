"""Numbers as Chinese law writes them."""

from __future__ import annotations

DIGITS = "〇一二三四五六七八九"
UNITS = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))


def chinese_number(number: int) -> str:
    """A number from 1 to 9999 in Chinese numerals.

    >>> chinese_number(21), chinese_number(134), chinese_number(1007)
    ('二十一', '一百三十四', '一千零七')
    """
    words, gap = "", False
    for unit, name in UNITS:
        digit, number = divmod(number, unit)
        if digit:
            words += ("零" if gap else "") + DIGITS[digit] + name
        gap = not digit and bool(words)
    return words.removeprefix("一") if words.startswith("一十") else words
