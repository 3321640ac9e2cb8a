"""E-mail and IPv4 addresses, found around their at signs and dots by whole arrays."""

from __future__ import annotations

import re

import numpy as np

from hegui.recognise.pi.digits import Found
from hegui.recognise.pi.sweep import (
    DOT,
    ZERO,
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

SHORT, LONGEST = 32, 64  # bytes of either part of an address; RFC 5321 allows 64 and, rarely used, 255
_LEFT_PART = re.compile(rb"(?:[A-Za-z0-9._%+-]|[\xc3-\xc5][\x80-\xbf]|(?<=[A-Za-z0-9])')*$")
_LOCAL = np.zeros(256, np.bool_)
_LOCAL[np.frombuffer(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+-", np.uint8)] = True
_NAME = _LOCAL.copy()
_NAME[np.frombuffer(b"_%+", np.uint8)] = False


def emails(block: Bytes, at_sign: Ints) -> list[Found]:
    """E-mail addresses: a local part of usual characters, a domain whose last label is two or more letters.

    A name before a host in a URL (``ssh://git@host``) is none. Most addresses are short: the few that are not are looked at twice.
    """
    usual = _LOCAL[block[at_sign - 1]] & (block[at_sign - 1] != DOT)
    at_sign = at_sign[usual & (is_letter(block[at_sign + 1]) | is_digit(block[at_sign + 1]))]
    short, long = _emails(block, at_sign, SHORT)
    return [short, _emails(block, long, LONGEST)[0]] if len(long) else [short]


def _emails(block: Bytes, at_sign: Ints, reach: int) -> tuple[Found, Ints]:
    """Addresses whose parts fit *reach* bytes, and the at signs of the others."""
    before = trailing(bits(_LOCAL[window(block, at_sign - reach, reach)[:, ::-1]]))
    after = window(block, at_sign + 1, reach)
    length = trailing(bits(_NAME[after]))
    whole = ((before < reach) | ~_LOCAL[block[at_sign - reach - 1]]) & (length < reach)
    longer = at_sign[~whole]
    if len(longer):
        at_sign, before, after, length = at_sign[whole], before[whole], after[whole], length[whole]
    start = _further_left(block, at_sign - before)
    for _ in range(2):
        start = start + ((block[start] == DOT) | (block[start] == 45))
    length = length - ((block[at_sign + length] == DOT) | (block[at_sign + length] == 45))
    one = bits(after == DOT).dtype.type(1)
    domain = (one << length.astype(type(one))) - one
    dots = bits(after == DOT) & domain
    last_dot = _length(dots)
    top_level = domain & ~((one << last_dot.astype(type(one))) - one)
    good = (dots != 0) & (bits(is_letter(after)) & top_level == top_level) & (length - last_dot >= 2)
    good &= (at_sign - start <= LONGEST) & (start < at_sign) & ~is_word(block[at_sign + length + 1])
    good &= ~((block[start - 1] == 47) & (block[start - 2] == 47)) & ~_is_file(block, at_sign, last_dot, length)
    return _found("email", start[good], (at_sign + length + 1)[good]), longer


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


def _is_file(block: Bytes, at_sign: Ints, last_dot: Ints, length: Ints) -> Bools:
    """Whether the last label is a file's suffix (``icon@2x.png``, ``package@1.0.tgz``)."""
    packed = np.zeros(len(at_sign), np.int64)
    for i in range(1, 6):
        byte = block[at_sign + last_dot + i] | 32
        packed = np.where(last_dot + i <= length, packed * 256 + byte, packed)
    known = np.array([int.from_bytes(suffix.encode()) for suffix in NOT_DOMAINS], np.int64)
    return np.isin(packed, known) & (length - last_dot <= 5)


def ipv4(block: Bytes, dot: Ints) -> Found:
    """IPv4 addresses of devices: four numbers up to 255; no object identifiers, loopback, multicast or masks."""
    first, second, third = dot[:-2], dot[1:-1], dot[2:]
    close = (second - first <= 4) & (third - second <= 4)
    first, second, third = first[close], second[close], third[close]
    left = window(block, first - 4, 4)[:, ::-1]
    right = window(block, third + 1, 4)
    before = np.logical_and.accumulate(is_digit(left), axis=1).sum(axis=1)
    after = np.logical_and.accumulate(is_digit(right), axis=1).sum(axis=1)
    start, end = first - before, third + after + 1
    good = (before <= 3) & (after <= 3) & ~is_word(block[start - 1]) & ~is_word(block[end])
    good &= ~((block[end] == 46) | (block[end] == 45)) | ~is_word(block[end + 1])
    good &= ~((block[start - 1] == 46) | (block[start - 1] == 45)) | ~is_word(block[start - 2])
    octets = [
        _octet(block, start, first),
        _octet(block, first + 1, second),
        _octet(block, second + 1, third),
        _octet(block, third + 1, end),
    ]
    for octet in octets:
        good &= (octet >= 0) & (octet <= 255)
    good &= (octets[0] != 0) & (octets[0] != 127) & (octets[0] < 224)
    return _found("ip", start[good], end[good])


def _octet(block: Bytes, start: Ints, end: Ints) -> Ints:
    """The number between two offsets; -1 where it has a leading zero or something else than digits."""
    value, size = np.zeros(len(start), np.int64), end - start
    good = (size >= 1) & (size <= 3) & ((size == 1) | (block[start] != 48))
    for i in range(3):
        byte = block[start + i]
        value = np.where(i < size, value * 10 + (byte - ZERO), value)
        good &= (i >= size) | is_digit(byte)
    return np.where(good, value, -1)


def _found(kind: str, start: Ints, end: Ints) -> Found:
    return Found(kind, start, end, np.full(len(start), Answer.YES, np.int8))
