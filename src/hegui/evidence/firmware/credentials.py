"""Whether the password of an account is empty, locked, or one that published lists of defaults name; the password itself is never given out.

``credentials.csv`` is for matching only; its list says where each pair was read (on 2026-11-22):

- *mirai*: the pairs that the scanner of that botnet tried, published with its source in 2016 (``mirai/bot/scanner.c``)
- *cheat_sheet*: DefaultCreds-cheat-sheet, collected from makers' manuals and public advisories
- *seclists*: ``telnet-betterdefaultpasslist.txt`` of SecLists
- *openipc*: passwords that OpenIPC's documentation reports as found in the firmware of cameras
- *carriers*: optical modems that Chinese carriers hand out, as their users publish it (margrop.github.io on E-140W-P, 2021-12-04;
  Syaoran33.github.io on HS8346V5, 2023-06-11; github.com/xiiiu/notes; CMCCAdmin in many)
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# The forms of crypt(5) by what one trial costs: of the dear ones only the pairs of the account itself are tried.
_CHEAP = re.compile(
    r"[./0-9A-Za-z]{13}|_[./0-9A-Za-z]{19}|\$(?:1|md5)\$[^:]{1,200}|\$[56]\$(?:rounds=\d{1,5}\$)?[^:]{1,200}"
)
_DEAR = re.compile(r"\$2[abxy]?\$(?:0\d|1[0-2])\$[^:]{53}|\$(?:y|gy|7)\$[^:]{1,200}|\$[56]\$rounds=\d{6}\$[^:]{1,200}")
_MOST_PAIRS = 100


@dataclass(frozen=True, slots=True)
class Known:
    """The published pairs: the lists that name a user with a password, and every password of them."""

    pairs: dict[str, dict[str, str]]  # user -> password -> list
    passwords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """``password`` is default, empty, hashed or locked; ``list`` the published list that names the pair."""

    password: str
    list: str | None


@cache
def known() -> Known:
    """The pairs of credentials.csv."""
    pairs: dict[str, dict[str, str]] = defaultdict(dict)
    text = files("hegui.evidence.firmware").joinpath("credentials.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        pairs[row["user"]].setdefault(row["password"], row["list"])
    return Known(dict(pairs), tuple(dict.fromkeys(p for by_user in pairs.values() for p in by_user if p)))


def state(user: str, secret: str) -> State:
    """The state of an account from its password field."""
    own = known().pairs.get(user, {})
    if not secret:
        return State("empty", _listed(own.get("")))
    cheap, dear = _CHEAP.fullmatch(secret), _DEAR.fullmatch(secret)
    if not cheap and not dear:
        return State("locked", None)
    for password in [password for password in own if password][:_MOST_PAIRS]:
        if _opens(password, secret):
            return State("default", _listed(own[password]))
    if cheap and any(_opens(password, secret) for password in known().passwords):
        return State("default", None)
    return State("hashed", None)


def _listed(name: str | None) -> str | None:
    return name if name == "mirai" else None


@cache
def _opens(password: str, secret: str) -> bool:
    """Whether a password has this hash, by the system's own crypt(3)."""
    crypt = system_crypt()
    return crypt is not None and crypt(password, secret) == secret


@cache
def system_crypt() -> Callable[[str, str], str | None] | None:
    """The system's crypt(3); None where it has none, so that no password is known.

    Loaded by its own name: ``ctypes.util.find_library`` may call a linker that, run as root, replaces the null device.
    """
    import ctypes

    for name in ("libcrypt.so.2", "libcrypt.so.1"):
        try:
            function = ctypes.CDLL(name).crypt
        except (OSError, AttributeError):
            continue
        function.argtypes, function.restype = (ctypes.c_char_p, ctypes.c_char_p), ctypes.c_char_p
        return lambda password, setting: _hashed(function(password.encode(), setting.encode()))
    return None


def _hashed(raw: bytes | None) -> str | None:
    """What crypt(3) gave; of a setting it does not know it gives nothing, or a text that begins with a star."""
    return None if raw is None or raw.startswith(b"*") else raw.decode("ascii", "replace")


def can_try() -> bool:
    """Whether hashes can be tried here at all."""
    return system_crypt() is not None
