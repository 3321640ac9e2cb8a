"""Stamps of many lines at once: always what the exact reader says of each line."""

from __future__ import annotations

import random
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hegui.evidence.logs.daters import BlockDater, LineDater
from hegui.evidence.logs.dating import dater_for, sampled
from hegui.evidence.logs.formats import Reader, formats
from hegui.recognise.gathered import SEARCHED, behind_first
from hegui.recognise.lines import PADDING, Block, feeds_in, newlines
from logs_of import days

EPOCH = datetime(1970, 1, 1)
TIMES = days("2026-02-27", 40, per_day=7)
# fmt: off
SHAPES = {
    "apache_access":  (b'192.0.2.%d - - [{clf} +0800] "GET / HTTP/1.1" 200', "%d/%b/%Y:%H:%M:%S", "clf"),
    "apache_error":   (b"[{t}] [core:notice] made up", "%a %b %d %H:%M:%S.%f %Y", "t"),
    "nginx_error":    (b"{t} [error] 7#7: made up", "%Y/%m/%d %H:%M:%S", "t"),
    "syslog_rfc3164": (b"{t} host app[%d]: made up", "%b %d %H:%M:%S", "t"),
    "syslog_rfc5424": (b"<%d>1 {t}.003+08:00 host su - ID47 - made up", "%Y-%m-%dT%H:%M:%S", "t"),
    "iso_text":       (b"{t} INFO [%d] made up", "%Y-%m-%d %H:%M:%S,%f", "t"),
    "hdfs":           (b"{t} %d INFO made up", "%y%m%d %H%M%S", "t"),
    "spark":          (b"{t} INFO %d made up", "%y/%m/%d %H:%M:%S", "t"),
    "epoch_text":     (b"- {t} 2005.06.03 R%d made up", "%s", "t"),
}
# fmt: on


def made(format: str, seed: int) -> list[bytes]:
    line, form, name = SHAPES[format]
    odd = random.Random(seed)
    lines = []
    for at in TIMES:
        stamp = str(1_700_000_000 + odd.randrange(10**7)) if form == "%s" else at.strftime(form)
        text = line.replace(b"{" + name.encode() + b"}", b"\1")
        text = text % odd.randrange(1, 250) if b"%d" in text else text
        lines.append(text.replace(b"\1", stamp.encode()))
    return lines


def block_of(lines: list[bytes], *, ended: bool = True) -> Block:
    text = b"\n".join(lines) + (b"\n" if ended else b"")
    buffer = bytearray(text) + bytearray(b"7" * PADDING)
    return Block(buffer, len(text), feeds_in(buffer, 0, len(buffer)))


def both(lines: list[bytes], learnt_from: list[bytes], *, ended: bool = True) -> tuple[np.ndarray, np.ndarray]:
    dater = dater_for(block_of(learnt_from), "Asia/Shanghai")
    assert isinstance(dater, BlockDater)
    assert dater._ways[0].layout is not None
    dater._more = None  # the exact reader knows one form; that a second may show itself is tested with the streams
    format = next(f for f in formats() if f.id == dater.format)
    slow = LineDater(format.id, dater.yearless, "Asia/Shanghai", Reader(format).read)
    return dater.times(block_of(lines, ended=ended)), slow.times(block_of(lines, ended=ended))


@pytest.mark.parametrize("ended", [True, False])
@pytest.mark.parametrize("format", SHAPES)
def test_every_line_as_the_exact_reader_has_it(format, ended):
    lines = made(format, 1)
    fast, slow = both(lines, lines, ended=ended)
    assert fast.tolist() == slow.tolist()
    assert len(fast) == len(lines)


@pytest.mark.parametrize("format", SHAPES)
@settings(max_examples=60)
@given(st.randoms(use_true_random=False), st.booleans())
def test_lines_with_anything_wrong_in_their_stamp_too(format, odd, ended):
    good = made(format, 1)
    lines = []
    for line in odd.sample(good, 30):
        start = (
            line.index(b"[") + 1
            if format == "apache_access"
            else line.index(b" ") + 1
            if format in ("epoch_text", "syslog_rfc5424")
            else 0
        )
        kind = odd.randrange(6)
        raw = bytearray(line)
        if kind == 1:
            raw = raw[: odd.randrange(len(raw))]
        elif kind in (2, 3):
            raw[min(start + odd.randrange(28), len(raw) - 1)] = odd.choice(b"0123456789:-/ .,+ZJanFebx\0\xff")
        elif kind == 4:
            at = min(start + odd.randrange(28), len(raw) - 1)
            raw[at:at] = bytes([odd.choice(b"0123456789 :")])
        elif kind == 5:
            raw = bytearray(odd.choice([b"", b"\tat made.Up(Up.java:1)", b"\r", b" ", b"x" * 300]))
        lines.append(bytes(raw).replace(b"\n", b" "))
    fast, slow = both(lines, good, ended=ended)
    assert fast.tolist() == slow.tolist()


@given(st.lists(st.integers(0, 200), max_size=400), st.booleans())
def test_newlines_are_all_found(gaps, ended):
    text = b"".join(b"x" * gap + b"\n" for gap in gaps) + (b"" if ended else b"tail")
    buffer = bytearray(text) + bytearray(b"\n" * PADDING)
    found = newlines(feeds_in(buffer, 0, len(buffer)), len(text))
    assert found.tolist() == [at for at, byte in enumerate(text) if byte == 10]


def test_a_sample_is_bounded():
    assert len(sampled(block_of(made("iso_text", 1) * 20))) < 450


JSON = {
    "compact": b'{"level":"info","ts":"%s","msg":"made up","n":%d}',
    "first": b'{"ts":"%s","msg":"made up","n":%d}',
    "nested": b'{"meta": {"about": "ts", "at": {"@timestamp": "%s"}}, "msg": "made \\"@timestamp\\" up", "n": %d}',
}


@pytest.mark.parametrize("form", JSON.values(), ids=JSON)
@settings(max_examples=60)
@given(st.randoms(use_true_random=False), st.booleans())
def test_json_lines_by_name_are_as_line_by_line(form, odd, ended):
    good = [form % (f"{at:%Y-%m-%dT%H:%M:%S}.{n % 1000:03d}Z".encode(), n) for n, at in enumerate(TIMES)]
    lines = odd.sample(good, 30)
    for _ in range(odd.randrange(6)):
        raw = bytearray(odd.choice(good))
        kind = odd.randrange(4)
        if kind == 0:
            raw = raw[: odd.randrange(len(raw))]
        elif kind == 1:
            raw[odd.randrange(len(raw))] = odd.choice(b'0123456789:-"{},Z \\\xff')
        elif kind == 2:
            raw = bytearray(raw.replace(b"Z", odd.choice([b"", b"+08:00", b" Z", b"0Z"])))
        else:
            raw = bytearray(
                odd.choice([b"", b"{}", b"null", b'{"ts":1767225601}', b'{"ts" : "2026-01-01T00:00:01Z"}', raw + raw])
            )
        lines[odd.randrange(len(lines))] = bytes(raw).replace(b"\n", b" ")
    dater = dater_for(block_of(good), "Asia/Shanghai")
    assert isinstance(dater, BlockDater)
    assert dater._ways[0].layout is not None
    slow = LineDater("json_lines", False, "Asia/Shanghai", dater._read)
    assert dater.times(block_of(lines, ended=ended)).tolist() == slow.times(block_of(lines, ended=ended)).tolist()


def test_a_name_that_also_stands_elsewhere_is_read_by_parsing():
    lines = [
        b'{"user":{"time":"2020-01-01T00:00:00Z"},"time":"%s"}' % f"{at:%Y-%m-%dT%H:%M:%S}Z".encode() for at in TIMES
    ]
    found = dater_for(block_of(lines), "Asia/Shanghai").times(block_of(lines))
    assert found.tolist() == [int((at - EPOCH).total_seconds() * 10**6) // 10**6 * 10**6 for at in TIMES]


@pytest.mark.parametrize("text", [b"[", b'"ts"', b'"@timestamp"', b'"a_name_longer_than_what_is_looked_at_at_once"'])
@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 3)), min_size=1, max_size=40))
def test_the_first_anchor_of_each_line_is_found_however_far_into_it(text, gaps):
    lines = [b"x" * gap + b'"t "' + text * times for gap, times in gaps]
    block = bytearray(b"\n".join(lines) + b"\n") + bytearray(PADDING)
    ends = newlines(feeds_in(block, 0, len(block)), len(block) - PADDING)
    starts = np.concatenate(([0], ends[:-1] + 1))
    for line, start, end, place in zip(lines, starts, ends, behind_first(block, starts, ends, text), strict=True):
        at = line.find(text)
        if at >= 0 and (len(text) > 1 or at < SEARCHED):
            assert place == start + at + len(text)
        else:
            assert place > end or at >= 0
