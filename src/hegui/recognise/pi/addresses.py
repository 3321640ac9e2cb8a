"""E-mail and IPv4 addresses, found around their at signs and dots by whole arrays."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import numpy.typing as npt

from hegui.recognise.pi.digits import Found
from hegui.recognise.pi.sweep import (
    DOT,
    Bits,
    Bools,
    Bytes,
    Ints,
    bits,
    is_digit,
    is_letter,
    is_word,
    trailing,
    window,
)
from hegui.recognise.pi.validators import NOT_DOMAINS, Answer

NONE = 999
SHORT, LONGEST = 32, 64  # bytes of either part of an address; RFC 5321 allows 64 and, rarely used, 255
LOW = 30  # numbers whose first three are not above this are a version or a section more often than an address
A_WORD = re.compile(rb"(?:[A-Za-z_][\w.+/-]{0,20}|[\x80-\xff]{3})[ \t:]?\Z|[~>=<^]=?\Z")
OF_ADDRESSES = re.compile(
    "(?i:(?<![a-z])(?:ip|ipv4|addr|address|from|to|host|client|server|dns|nameserver|ping|via|gateway|by|at|on|for|src|dst|inet|default|remote|peer)|"
    "(?<!版)(?:地址|主机|网关|服务器|解析|访问|来自|登录|客户端|节点|了|从|向|到|在))[ \t:=]?\\Z".encode()
)
A_UNIT = re.compile("[ \t]?(?:条|款|节|章|小节|版|规定)".encode())
_LEFT_PART = re.compile(rb"(?:[A-Za-z0-9._%+-]|[\xc3-\xc5][\x80-\xbf]|(?<=[A-Za-z0-9])')*$")


def emails(block: Bytes, at_sign: Ints) -> list[Found]:
    """E-mail addresses: a local part of usual characters, a domain whose last label is two or more letters.

    A name before a host in a URL (``ssh://git@host``) is none. Most addresses are short: the few that are not are looked at twice.
    """
    usual = _is_local(block[at_sign - 1]) & (block[at_sign - 1] != DOT)
    at_sign = at_sign[usual & (is_letter(block[at_sign + 1]) | is_digit(block[at_sign + 1]))]
    short, long = _emails(block, at_sign, SHORT)
    return [short, _emails(block, long, LONGEST)[0]] if len(long) else [short]


def _emails(block: Bytes, at_sign: Ints, reach: int) -> tuple[Found, Ints]:
    """Addresses whose parts fit *reach* bytes, and the at signs of the others."""
    before = reach - _length(~bits(_is_local(window(block, at_sign - reach, reach))))
    after = window(block, at_sign + 1, reach)
    length = trailing(bits(is_letter(after) | is_digit(after) | (after == DOT) | (after == 45)))
    whole = ((before < reach) | ~_is_local(block[at_sign - reach - 1])) & (length < reach)
    longer = at_sign[~whole]
    if len(longer):
        at_sign, before, after, length = at_sign[whole], before[whole], after[whole], length[whole]
    start = _further_left(block, at_sign - before)
    for _ in range(2):
        start = start + ((block[start] == DOT) | (block[start] == 45))
    length = length - ((block[at_sign + length] == DOT) | (block[at_sign + length] == 45))
    dots = bits(after == DOT)
    one = dots.dtype.type(1)
    domain = (one << length.astype(type(one))) - one
    dots = dots & domain
    last_dot = _length(dots)
    top_level = domain & ~((one << last_dot.astype(type(one))) - one)
    good = (dots != 0) & (bits(is_letter(after)) & top_level == top_level) & (length - last_dot >= 2)
    good &= (at_sign - start <= LONGEST) & (start < at_sign) & ~is_word(block[at_sign + length + 1])
    good &= ~((block[start - 1] == 47) & (block[start - 2] == 47)) & ~_is_file(
        block, at_sign + last_dot + 1, length - last_dot
    )
    return _found("email", start[good], (at_sign + length + 1)[good]), longer


def _is_local(byte: Bytes) -> Bools:
    """Which bytes are usual before an at sign."""
    flags: Bools = is_word(byte) | (byte == DOT) | (byte == 45) | (byte == 43) | (byte == 37)
    return flags


def _length(flags: Bits) -> Ints:
    """The place, from one, of the highest bit that is set."""
    for by in (1, 2, 4, 8, 16, 32)[: flags.itemsize.bit_length() + 2]:
        flags = flags | flags >> flags.dtype.type(by)
    length: Ints = np.bitwise_count(flags).astype(np.int64)
    return length


def _further_left(block: Bytes, start: Ints) -> Ints:
    """Local parts with accented letters (two bytes each) or an apostrophe between letters go on to the left."""
    accented = (
        (block[start - 1] >= 0x80) & (block[start - 1] < 0xC0) & (block[start - 2] >= 0xC3) & (block[start - 2] <= 0xC5)
    )
    apostrophe = (block[start - 1] == 39) & is_word(block[start - 2])
    start = start.copy()
    for i in np.flatnonzero(accented | apostrophe):
        text = bytes(block[start[i] - LONGEST : start[i]])
        start[i] -= len(_LEFT_PART.search(text)[0])  # type: ignore[index]  # it can match nothing
    return start


def _is_file(block: Bytes, label: Ints, size: Ints) -> Bools:
    """Whether the last label is a file's suffix (``icon@2x.png``, ``package@1.0.tgz``)."""
    first = (1 << 8 * np.minimum(size, 7)) - 1
    low = (window(block, label, 8) | np.uint8(32)).view("<i8")[:, 0] & first
    known = _suffixes()
    is_file: Bools = known[np.minimum(np.searchsorted(known, low), len(known) - 1)] == low
    return is_file


@cache
def _suffixes() -> Ints:
    """Suffixes of files as numbers, the first letter in the lowest byte."""
    return np.array(sorted(int.from_bytes(suffix.encode(), "little") for suffix in NOT_DOMAINS))


def ipv4(block: Bytes, first: Ints) -> Found:
    """IPv4 addresses of devices, from the first of three dots: four numbers up to 255; no identifiers, loopback, multicast or masks."""
    second = _next_dot(block, first)
    third = _next_dot(block, second)
    before = 8 - _length(~bits(is_digit(window(block, first - 8, 8))))
    after = trailing(bits(is_digit(window(block, third + 1, 8))))
    start, end = first - before, third + after + 1
    good = ~is_word(block[start - 1]) & ~is_word(block[end])
    good &= ~((block[end] == 46) | (block[end] == 45)) | ~is_word(block[end + 1])
    good &= (block[start - 1] != 46) & ~((block[start - 1] == 45) & is_word(block[start - 2]))
    sizes = np.array([before, second - first - 1, third - second - 1, after])
    octets = _octets(block, np.array([first, second, third, end]), sizes)
    head = octets[0]
    good &= (octets <= 255).all(axis=0) & (head > 0) & (head != 127) & (head < 224)
    low = good & (octets[:3] <= LOW).all(axis=0) & (head != 10)
    for i in np.flatnonzero(low):
        good[i] = not _is_numbering(bytes(block[start[i] - 24 : start[i]]), bytes(block[end[i] : end[i] + 7]))
    return _found("ip", start[good], end[good])


def _is_numbering(before: bytes, after: bytes) -> bool:
    """Whether low numbers count versions or sections: a word stands before them that is none of addresses, or a unit after."""
    named = A_WORD.search(before) and not OF_ADDRESSES.search(before)
    return bool(named) or A_UNIT.match(after) is not None


def _next_dot(block: Bytes, dot: Ints) -> Ints:
    """The dot after one, two to four bytes on."""
    return dot + np.where(block[dot + 2] == DOT, 2, np.where(block[dot + 3] == DOT, 3, 4))


def _octets(block: Bytes, end: Ints, size: Ints) -> npt.NDArray[np.int16]:
    """The numbers of some digits before an offset; NONE where it has no digit, more than three, or a leading zero."""
    one, two, three = (block[end - place] & np.uint8(15) for place in (1, 2, 3))
    value = one.astype(np.int16)
    value += (size > 1) * two * np.int16(10)
    value += (size > 2) * three * np.int16(100)
    value[(size < 1) | (size > 3) | (size == 2) & (two == 0) | (size == 3) & (three == 0)] = NONE
    return value


def _found(kind: str, start: Ints, end: Ints) -> Found:
    return Found(kind, start, end, np.full(len(start), Answer.YES, np.int8))
