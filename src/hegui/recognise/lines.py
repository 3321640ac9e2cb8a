"""Lines of a stream, in blocks that end at a line's end, with memory that does not grow whatever the stream holds.

A line longer than the block is kept to its first part; the rest is passed over. UTF-16 and UTF-32 (told by their byte-order mark or zeros)
are rewritten as UTF-8; every other encoding in use keeps ASCII digits and the line feed as they are, and is left alone.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from hegui.recognise.containers import Damage, Stream
from hegui.recognise.encodings import without_mark
from hegui.recognise.gathered import lowest_bit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hegui.recognise.times import Times

    Bits = NDArray[np.uint8]

BLOCK = 2 * 1024 * 1024
PIECE = 256 * 1024
"""So much is read at once, and its line feeds looked for while the processor still holds it."""

HEAD = 64 * 1024
PADDING = 256
FEED = 10
WIDE = 0.25
"""Where more of the first bytes than this are zeros, and all on one side, ASCII stands there in UTF-16."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Block(NamedTuple):
    """Whole lines: ``buffer[:size]`` holds them, zeros or rubbish follow. The buffer is used again for the next block.

    ``size`` ends just after a line feed, except in the last block of a stream without one at its end. ``feeds`` has a bit for each
    byte, the lowest first, set where that is a line feed; rubbish may follow there as well.
    """

    buffer: bytearray
    size: int
    feeds: Bits


def feeds_in(buffer: bytearray, start: int, end: int) -> Bits:
    """A bit for each byte of ``buffer[start:end]``, set where that is a line feed."""
    import numpy as np

    return np.packbits(np.frombuffer(buffer, np.uint8, end - start, start) == FEED, bitorder="little")


def newlines(feeds: Bits, size: int) -> Times:
    """Where the line feeds of a block of that *size* stand."""
    import numpy as np

    words = feeds[: -(-size // 64) * 8].view("<u8")
    which = np.flatnonzero(words != 0)
    left = words.take(which)
    turns = []
    while len(which):  # the first line feed of each 64 bytes, then the second, …
        turns.append((which << 6) + lowest_bit(left))
        left &= left - np.uint64(1)
        more = np.flatnonzero(left)
        which, left = which.take(more), left.take(more)
    if not turns:
        return np.empty(0, np.int64)
    positions: Times = turns[0] if len(turns) == 1 else np.sort(np.concatenate(turns), kind="stable")
    return positions[: positions.searchsorted(size)]


class Blocks:
    """The blocks of a stream; after the last one ``damage`` says how the stream broke, or None."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.damage: str | None = None

    def __iter__(self) -> Iterator[Block]:
        """Block after block; every line of the stream is in exactly one of them."""
        import numpy as np

        buffer = bytearray(BLOCK + PADDING)
        feeds: Bits = np.zeros(BLOCK // 8 + PADDING, np.uint8)
        view = memoryview(buffer)
        held = 0
        passing = False  # inside the rest of a line that is too long
        while (end := self._fill(buffer, held, feeds)) > held:
            if passing:
                feed = buffer.find(FEED, held, end)
                if feed < 0:
                    continue
                view[held : held + end - feed] = bytes(view[feed:end])
                end, passing = held + end - feed, False
                feeds[: -(-end // 8)] = feeds_in(buffer, 0, end)
            last = buffer.rfind(FEED, 0, end)
            if last >= 0:
                yield Block(buffer, last + 1, feeds)
                held = end - last - 1
                view[:held] = bytes(view[last + 1 : end])
                feeds[: -(-held // 8)] = 0
            elif end >= BLOCK:
                held, passing = HEAD, True
            else:
                held = end
        if held:
            yield Block(buffer, held, feeds)

    def _fill(self, buffer: bytearray, start: int, feeds: Bits) -> int:
        """Fill the buffer from *start* as far as it and the stream go, piece by piece; where that is."""
        end = start
        while end < BLOCK:
            piece = end
            end = self._filled(memoryview(buffer), end, min(end + PIECE, BLOCK))
            if end == piece:
                break
            whole = piece // 8 * 8
            feeds[whole // 8 : -(-end // 8)] = feeds_in(buffer, whole, end)
        return end

    def _filled(self, view: memoryview, at: int, most: int) -> int:
        """Fill the view from *at* to *most* or to the end of the stream, however little it gives at a time; where that is."""
        if self.damage:
            return at
        try:
            while at < most and (got := self._stream.readinto(view[at:most])):
                at += got
        except Damage as damage:
            self.damage = damage.code
        except OSError:
            self.damage = "io_error"
        return at


def decoded(head: bytes, stream: Stream) -> Stream:
    """The stream in an encoding that keeps ASCII: itself, unless *head*, its first bytes, is UTF-16 or UTF-32, marked or not."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return _Rewritten(stream, encoding)
    wide = without_mark(head)
    return _Rewritten(stream, wide) if wide and head.count(0) > WIDE * len(head) else stream


class _Rewritten:
    """A UTF-16 or UTF-32 stream as UTF-8; what is no character becomes U+FFFD."""

    def __init__(self, stream: Stream, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._raw = memoryview(bytearray(HEAD))
        self._held = b""

    def readinto(self, target: memoryview, /) -> int:
        while not self._held:
            got = self._stream.readinto(self._raw)
            self._held = self._decoder.decode(bytes(self._raw[:got]), final=not got).encode("utf-8", "replace")
            if not got and not self._held:
                return 0
        given = self._held[: len(target)]
        target[: len(given)] = given
        self._held = self._held[len(given) :]
        return len(given)
