"""Amounts of money as people write them: 30000, 30,000, 3万, 1.5万元, CNY 2,000, 人民币 3 万元."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

SCALES = {"": 1, "千": 1_000, "万": 10_000, "萬": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
OURS = r"(?:CNY|RMB|¥|人民币)?"
AMOUNT = re.compile(
    rf"{OURS}\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>百万|千万|[千万萬亿]?)\s*(?:元|CNY|RMB|yuan)?", re.IGNORECASE
)
OTHER = re.compile(r"USD|EUR|HKD|JPY|GBP|TWD|MOP|\$|€|£|美元|欧元|港元|港币|日元|英镑|新台币|澳门元", re.IGNORECASE)
LONGEST = 40
MOST = 10**15


class OtherMoneyError(ValueError):
    """An amount that is not in CNY."""


def parse(written: str) -> tuple[int, bool]:
    """Whole CNY, and whether it stood there as plain digits; ValueError where it is no amount.

    >>> parse("1.5万元")
    (15000, False)
    """
    text = unicodedata.normalize("NFKC", written[:LONGEST]).strip()
    if OTHER.search(text):
        raise OtherMoneyError(written)
    found = AMOUNT.fullmatch(text)
    if found is None or len(written) > LONGEST:
        raise ValueError(written)
    amount = Decimal(found["number"].replace(",", "")) * SCALES[found["scale"]]
    if amount > MOST:
        raise ValueError(written)
    return int(amount.to_integral_value()), text.isdigit()
