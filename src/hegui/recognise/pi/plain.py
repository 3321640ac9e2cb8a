"""Text as it was meant: full-width, percent-encoded and JSON-escaped characters made plain, with the way back to the original bytes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hegui.recognise.pi.sweep import Bools, Bytes, Ints

Places = npt.NDArray[np.int64]

_HEX = np.full(256, 255, np.uint8)
_HEX[np.frombuffer(b"0123456789", np.uint8)] = range(10)
_HEX[np.frombuffer(b"abcdef", np.uint8)] = range(10, 16)
_HEX[np.frombuffer(b"ABCDEF", np.uint8)] = range(10, 16)
_ESCAPES = {ord("n"): 32, ord("r"): 32, ord("t"): 32, ord('"'): 34, ord("'"): 39, ord("/"): 47, ord("\\"): 92}
_WIDE = np.zeros((2, 256), np.uint8)  # third byte of U+FF01…FF5E in UTF-8, after EF BC and EF BD
for _code in [*range(0xFF10, 0xFF1A), *range(0xFF20, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF0D, 0xFF0E, 0xFF3F]:
    _, _second, _third = chr(_code).encode()
    _WIDE[_second - 0xBC, _third] = _code - 0xFEE0


def plain(data: bytes) -> tuple[bytes, Places | None]:
    """The text without escapes, and for each of its bytes (and one past the end) the offset in *data* it stands for.

    None for the offsets means that nothing was changed. A byte stands for the whole escape it came from.

    >>> plain(b"tel%3A138")[0]
    b'tel:138'
    """
    has_percent, has_backslash, has_wide = b"%" in data, b"\\" in data, b"\xef\xbc" in data or b"\xef\xbd" in data
    if not (has_percent or has_backslash or has_wide):
        return data, None
    old = np.zeros(len(data) + 8, np.uint8)
    old[: len(data)] = np.frombuffer(data, np.uint8)
    new, drop = old.copy(), np.zeros(len(old), np.bool_)
    changed = has_percent and _percent(old, new, drop)
    changed |= has_backslash and _json(old, new, drop)
    changed |= has_wide and _wide(old, new, drop)
    if not changed:
        return data, None
    kept = np.flatnonzero(~drop[: len(data)])
    return new[kept].tobytes(), np.append(kept, len(data))


def _percent(old: Bytes, new: Bytes, drop: Bools) -> bool:
    at = np.flatnonzero(old == ord("%"))
    high, low = _HEX[old[at + 1]], _HEX[old[at + 2]]
    value = high * 16 + low
    good = (high < 16) & (low < 16) & ((value >= 32) | (value == 9) | (value == 10) | (value == 13))
    at, value = at[good], value[good]
    new[at] = np.where(value < 32, 32, value)
    drop[at + 1] = drop[at + 2] = True
    return bool(len(at))


def _json(old: Bytes, new: Bytes, drop: Bools) -> bool:
    at = np.flatnonzero(old == ord("\\"))
    at = at[~((old[at - 1] == ord("\\")) & (at > 0) & (old[at - 2] != ord("\\")))]
    letter = old[at + 1]
    changed = False
    for escape, stands_for in _ESCAPES.items():
        here = at[letter == escape]
        new[here] = stands_for
        drop[here + 1] = True
        changed |= bool(len(here))
    here = at[letter == ord("u")]
    here = here[here + 6 <= len(old) - 2]
    digits = _HEX[old[here[:, None] + np.arange(2, 6)]]
    good = (digits < 16).all(axis=1)
    here, digits = here[good], digits[good].astype(np.int64)
    code: Ints = digits @ np.array([4096, 256, 16, 1])
    code = np.where((code >= 0xD800) & (code < 0xE000) | (code < 32), ord("?"), code)
    one, two, three = here[code < 0x80], here[(code >= 0x80) & (code < 0x800)], here[code >= 0x800]
    drop[here[:, None] + np.arange(1, 6)] = True
    new[one] = code[code < 0x80]
    middle, wide = code[(code >= 0x80) & (code < 0x800)], code[code >= 0x800]
    new[two], new[two + 1] = 0xC0 | middle >> 6, 0x80 | middle & 63
    new[three], new[three + 1], new[three + 2] = 0xE0 | wide >> 12, 0x80 | wide >> 6 & 63, 0x80 | wide & 63
    drop[two + 1] = drop[three + 1] = drop[three + 2] = False
    return changed or bool(len(here))


def _wide(old: Bytes, new: Bytes, drop: Bools) -> bool:
    at = np.flatnonzero(old == 0xEF)
    second = old[at + 1] - np.uint8(0xBC)
    at, second = at[second < 2], second[second < 2]
    narrow = _WIDE[second, old[at + 2]]
    at, narrow = at[narrow > 0], narrow[narrow > 0]
    if (
        not ((narrow - 48) < 10).any()
        and not (narrow == ord("@")).any()
        and not (((narrow | 32) - np.uint8(97)) < 26).any()
    ):
        return False
    new[at] = narrow
    drop[at + 1] = drop[at + 2] = True
    return bool(len(at))
