"""Is this value what its shape says? Each validator answers yes, no, or cannot tell.

*Yes* means that the value passes every test of its standard (a check digit, an issued range, a real date, a full syntax); *cannot
tell* that it fits but carries no proof of its own; *no* that it is something else. Values come with blanks and hyphens already taken out (``compact``).
"""

from __future__ import annotations

import csv
import ipaddress
import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import IntEnum
from functools import cache
from importlib.resources import files

from hegui.recognise.pi.people import is_chinese_name, is_western_name

CODED_SINCE = 1984  # resident identity numbers have been given out since then: an older code could not be in one
SHORT_FORM_UNTIL = 1999  # GB 11643-1999 replaced the 15-digit form
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015, table 2
# GB 32100-2015, table 1: the registering authority and, under each, the kinds of organisation
USCC_KINDS = {
    "1": "1239",
    "2": "19",
    "3": "123459",
    "4": "19",
    "5": "123459",
    "6": "129",
    "7": "129",
    "8": "19",
    "9": "123",
    "A": "19",
    "N": "1239",
    "Y": "1",
}
USCC_AUTHORITIES = frozenset(authority + kind for authority, kinds in USCC_KINDS.items() for kind in kinds)
RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, ISO 7064 MOD 11-2
RESIDENT_CHECKS = "10X98765432"
VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)  # GB 16735
VIN_VALUES: Mapping[str, int] = {
    **{str(n): n for n in range(10)},
    **dict(zip("ABCDEFGH", range(1, 9), strict=True)),
    **dict(zip("JKLMN", range(1, 6), strict=True)),
    **{"P": 7, "R": 9},
    **dict(zip("STUVWXYZ", range(2, 10), strict=True)),
}


class Answer(IntEnum):
    """What a validator says."""

    NO = 0
    CANNOT_TELL = 1
    YES = 2


@cache
def areas() -> Mapping[str, tuple[int | None, int | None]]:
    """County, city and province codes: the first and last year of each in the lists of GB/T 2260 (None: open)."""
    text = files("hegui.recognise.pi").joinpath("areas.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {r["code"]: (int(r["since"]) if r["since"] else None, int(r["until"]) if r["until"] else None) for r in rows}


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a number table beside this module (``mobile``, ``landline``, ``cards``)."""
    text = files("hegui.recognise.pi").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


_BETWEEN = str.maketrans("", "", " -\u00a0\t()（）")


def compact(value: str) -> str:
    """The value without the blanks, hyphens and brackets that people put into numbers."""
    return value.translate(_BETWEEN)


def resident_id(value: str) -> Answer:
    """Resident identity number, GB 11643: known area, real date not in the future, check digit; 15 digits have none.

    An area code that had ended before it could be given out is no proof of error (lists are yearly, registrations late): cannot tell.
    """
    if len(value) == 15 and value.isascii() and value.isdigit():
        since, _ = areas().get(value[:6], (9999, None))
        known = since is None or since <= SHORT_FORM_UNTIL
        return Answer.CANNOT_TELL if known and _real_date("19" + value[6:12]) else Answer.NO
    if len(value) != 18 or not value.isascii() or not value[:17].isdigit() or value[:6] not in areas():
        return Answer.NO
    if not _real_date(value[6:14]) or resident_check(value[:17]) != value[17].upper():
        return Answer.NO
    until = areas()[value[:6]][1]
    return Answer.YES if until is None or until >= max(int(value[6:10]), CODED_SINCE) else Answer.CANNOT_TELL


def foreigner_id(value: str) -> Answer:
    """Card of a foreigner with permanent residence: since 2023 9, province, country, date of birth and check digit; letters before."""
    value = value.upper()
    if len(value) == 15 and value[:3].isalpha() and value[3:].isdigit():
        return Answer.CANNOT_TELL if value[3:5] in provinces() else Answer.NO
    if len(value) != 18 or not value.isascii() or not value[:17].isdigit() or value[0] != "9":
        return Answer.NO
    good = value[1:3] in provinces() and _real_date(value[6:14]) and resident_check(value[:17]) == value[17]
    return Answer.YES if good else Answer.NO


def resident_check(body: str) -> str:
    """The check character of the first 17 digits (GB 11643, ISO 7064 MOD 11-2).

    >>> resident_check("11010519491231002")
    'X'
    """
    return RESIDENT_CHECKS[sum(int(d) * w for d, w in zip(body, RESIDENT_WEIGHTS, strict=True)) % 11]


def uscc(value: str) -> Answer:
    """Unified social credit code, GB 32100: known authority and kind of organisation, known area, check character."""
    value = value.upper()
    if len(value) != 18 or any(c not in USCC_ALPHABET for c in value) or value[:2] not in USCC_AUTHORITIES:
        return Answer.NO
    if not value[2:8].isdigit() or (value[2:4] not in provinces() and value[2:4] != "10"):
        return Answer.NO
    return Answer.YES if uscc_check(value[:17]) == value[17] else Answer.NO


def uscc_check(body: str) -> str:
    """The check character of the first 17 (GB 32100, weights 3^i mod 31)."""
    total = sum(USCC_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return USCC_ALPHABET[-total % 31]


@cache
def provinces() -> frozenset[str]:
    """The first two digits of every area code."""
    return frozenset(code[:2] for code in areas())


def mobile(value: str) -> Answer:
    """Mobile number of the mainland: 11 digits in a range given to an operator; ``+86``, ``0086``, ``86`` may stand before."""
    digits = value.removeprefix("+")
    if len(digits) > 11:
        digits = digits.removeprefix("00" if digits.startswith("0086") else "").removeprefix("86")
    if len(digits) != 11 or not digits.isascii() or not digits.isdigit():
        return Answer.NO
    return Answer.YES if digits[:3] in mobile_ranges() else Answer.NO


@cache
def mobile_ranges() -> frozenset[str]:
    """The first three digits of mobile numbers that are given to an operator."""
    return frozenset(row["prefix"] for row in table("mobile"))


@cache
def landline_areas() -> frozenset[str]:
    """Long-distance area codes, with the leading 0."""
    return frozenset(row["code"] for row in table("landline"))


EXTENSION = re.compile(r"(?<=\d{7})-\d{1,5}$|(?<=\d)\D?(?:转|分机|[xX]|[eE][xX][tT]\.?)\D{0,3}\d{1,5}$")


def landline(value: str) -> Answer:
    """Fixed line: a long-distance area code and 7 or 8 digits that begin with 2 to 8; an extension may follow ``-``, ``转`` or ``x``."""
    value = compact(EXTENSION.sub("", value))
    digits = value.removeprefix("+").removeprefix("00") if value.startswith(("+86", "0086")) else value
    if digits.startswith("86"):
        digits = "0" + digits[2:].removeprefix("0")
    for size in (3, 4):
        rest = digits[size:]
        if digits[:size] in landline_areas() and rest.isdigit() and rest[0] in "2345678":
            return Answer.YES if len(rest) == 8 or (len(rest) == 7 and size == 4) else Answer.NO
    return Answer.NO


_DOUBLED = str.maketrans("0123456789", "0246813579")  # a digit twice, the digits of that added up


def luhn(value: str) -> bool:
    """ISO/IEC 7812-1 annex B.

    >>> luhn("4111111111111111")
    True
    """
    return sum(map(int, value[::-2] + value[-2::-2].translate(_DOUBLED))) % 10 == 0


def bank_card(value: str) -> Answer:
    """Payment card: an issuer's prefix at one of its lengths, and the Luhn sum."""
    if not value.isascii() or not value.isdigit() or len(set(value)) < 2:
        return Answer.NO
    for size in range(1, 7):
        if len(value) in card_lengths().get(value[:size], ()) and luhn(value):
            return Answer.YES
    return Answer.NO


@cache
def card_lengths() -> Mapping[str, tuple[int, ...]]:
    """Issuer prefix -> lengths of its card numbers."""
    found: dict[str, tuple[int, ...]] = {}
    for row in table("cards"):
        first, _, last = row["prefix"].partition("-")
        for prefix in range(int(first), int(last or first) + 1):
            found[str(prefix)] = tuple(int(n) for n in row["lengths"].split())
    return found


def imei(value: str) -> Answer:
    """IMEI, 3GPP TS 23.003: 15 digits with the Luhn sum; yes where the reporting body is one that is in use."""
    if len(value) != 15 or not value.isascii() or not value.isdigit() or not luhn(value) or len(set(value)) < 2:
        return Answer.NO
    return Answer.YES if value[:2] in ("01", "35", "86", "99") else Answer.CANNOT_TELL


def imsi(value: str) -> Answer:
    """IMSI, 3GPP TS 23.003: 15 digits; yes for the networks of the mainland (460)."""
    if len(value) != 15 or not value.isascii() or not value.isdigit():
        return Answer.NO
    return Answer.YES if value[:3] == "460" and int(value[3:5]) <= 20 else Answer.CANNOT_TELL


def vin(value: str) -> Answer:
    """VIN, GB 16735: 17 characters without I, O, Q, with letters and digits, and the check digit in ninth place."""
    value = value.upper()
    if len(value) != 17 or any(c not in VIN_VALUES for c in value) or value.isdigit() or value.isalpha():
        return Answer.NO
    check = "0123456789X"[sum(VIN_VALUES[c] * w for c, w in zip(value, VIN_WEIGHTS, strict=True)) % 11]
    return Answer.YES if value[8] == check else Answer.NO


def ip(value: str) -> Answer:
    """IPv4 or IPv6 address that can belong to a device: not unspecified, loopback, multicast, broadcast or a mask."""
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return Answer.NO
    if address.is_unspecified or address.is_loopback or address.is_multicast or value.startswith(("0.", "255.")):
        return Answer.NO
    return Answer.YES


def mac(value: str) -> Answer:
    """MAC address of one interface (EUI-48): neither zero nor broadcast nor of a known group; the bit of groups leaves it open."""
    digits = value.replace(":", "").replace("-", "").replace(".", "").lower()
    if len(digits) != 12 or len(set(digits)) < 2 or digits.startswith(GROUPS):
        return Answer.NO
    return Answer.YES if int(digits[1], 16) & 1 == 0 else Answer.CANNOT_TELL


def email(value: str) -> Answer:
    """E-mail address: a local part and a domain with a name and a top-level domain of letters."""
    local, _, domain = value.rpartition("@")
    labels = domain.split(".")
    if not local or local[0] == "." or local[-1] == "." or ".." in local or len(local) > 64 or len(labels) < 2:
        return Answer.NO
    if any(not part or part[0] == "-" or part[-1] == "-" for part in labels) or not (
        labels[-1].isalpha() and len(labels[-1]) > 1
    ):
        return Answer.NO
    return Answer.NO if labels[-1].lower() in NOT_DOMAINS else Answer.YES


NOT_DOMAINS = frozenset(
    [
        "png",
        "jpg",
        "jpeg",
        "gif",
        "svg",
        "webp",
        "css",
        "js",
        "json",
        "html",
        "htm",
        "py",
        "java",
        "php",
        "txt",
        "md",
        "yml",
        "yaml",
        "xml",
        "git",
        "whl",
        "gz",
        "zip",
    ]
)


SMALLEST_DEGREES = 20  # two small decimals are more often something else than a point in the Gulf of Guinea


def geo_point(value: str) -> Answer:
    """A pair of coordinates in degrees, in either order."""
    parts = [p for p in value.replace("，", ",").replace(";", ",").replace(" ", ",").split(",") if p]
    try:
        numbers = [abs(float(p)) for p in parts]
    except ValueError:
        return Answer.CANNOT_TELL
    if len(numbers) != 2 or max(numbers) > 180 or min(numbers) > 90 or max(numbers) < SMALLEST_DEGREES:
        return Answer.NO
    return Answer.CANNOT_TELL


def birth_date(value: str) -> Answer:
    """A real date within the last 130 years; a two-digit year cannot tell."""
    parts = re.findall(r"\d+", value)
    if len(parts) == 1 and len(parts[0]) == 8:
        return Answer.CANNOT_TELL if _real_date(parts[0]) else Answer.NO
    if len(parts) < 3:
        return Answer.CANNOT_TELL
    if len(parts[0]) == 4:
        return Answer.CANNOT_TELL if _real_date(f"{parts[0]}{parts[1]:0>2}{parts[2]:0>2}") else Answer.NO
    return Answer.CANNOT_TELL


def person_name(value: str) -> Answer:
    """A Chinese name by surname and length, or the shape of a Western one; nothing proves a name."""
    return Answer.CANNOT_TELL if is_chinese_name(value) or is_western_name(value) else Answer.NO


def address(value: str) -> Answer:
    """A postal address: names a place of some rank or a number, and a street, a village or a room."""
    place = any(word in value for word in "省市区县州旗0123456789")
    return (
        Answer.CANNOT_TELL if place and any(word in value for word in "路街道巷弄村镇乡号室楼栋组里苑园") else Answer.NO
    )


def _real_date(digits: str) -> bool:
    """Whether yyyymmdd is a day on which a living person can be born."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    today = date.today()
    return today.year - day.year <= 130 and day <= today


# MAC addresses of groups: multicast of IPv4 and IPv6, bridges, Cisco, broadcast (IEEE 802, RFC 7042)
GROUPS = ("01005e", "0180c2", "01000c", "3333", "ffffff")

VALIDATORS: Mapping[str, Callable[[str], Answer]] = {
    "cn_resident_id": resident_id,
    "foreigner_id": foreigner_id,
    "cn_uscc": uscc,
    "cn_mobile": mobile,
    "cn_landline": landline,
    "bank_card": bank_card,
    "imei": imei,
    "imsi": imsi,
    "vin": vin,
    "ip": ip,
    "mac": mac,
    "email": email,
    "geo_point": geo_point,
    "birth_date": birth_date,
    "person_name": person_name,
    "address": address,
}


def validate(kind: str, value: str) -> Answer:
    """What the validator of a kind says of a value; cannot tell where the kind has none."""
    check = VALIDATORS.get(kind)
    plain = (
        value
        if kind in ("ip", "mac", "email", "geo_point", "birth_date", "person_name", "address", "cn_landline")
        else compact(value)
    )
    return check(plain) if check else Answer.CANNOT_TELL
