"""Which encoding text is in, judged from its first bytes: byte-order marks, UTF-8, UTF-16 without a mark, GB18030, Big5."""

from __future__ import annotations

import codecs

SAMPLE = 1 << 16
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(head: bytes) -> str:
    """The codec that reads text beginning with *head*; UTF-8 where nothing speaks for another.

    >>> encoding_of("你好，世界".encode("gb18030"))
    'gb18030'
    """
    head = head[:SAMPLE]
    for mark, codec in MARKS:
        if head.startswith(mark):
            return codec
    if b"\0" in head:
        return _sixteen(head) or "utf-8"
    if head.isascii() or _reads(head, "utf-8", spare=3):
        return "utf-8"
    sixteen = _sixteen(head)
    readable = [codec for codec in ("gb18030", "big5") if _reads(head, codec, spare=3)]
    best = max(readable, key=lambda codec: _plausible(head, codec), default="utf-8")
    return sixteen if sixteen and readable == [] else best


def _reads(head: bytes, codec: str, spare: int) -> bool:
    """Whether the sample decodes; up to *spare* bytes at its end may belong to a character cut in two."""
    for cut in range(spare + 1):
        try:
            head[: len(head) - cut].decode(codec)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _sixteen(head: bytes) -> str | None:
    """UTF-16 without a mark: either half of the pairs holds the zeros of ASCII or the few high bytes of Chinese."""
    even, odd = head[0::2], head[1::2]
    if len(head) < 4:
        return None
    plain = _reads(head, "utf-8", spare=3)  # letters of ASCII look like high bytes: then only zeros speak
    for codec, high in (("utf-16-le", odd), ("utf-16-be", even)):
        low = even if high is odd else odd
        chinese = 0 if plain else sum(0x4E <= b <= 0x9F for b in high)
        if high.count(0) + chinese > 0.7 * len(high) and low.count(0) < 0.1 * len(low):
            return codec
    return None


def _plausible(head: bytes, codec: str) -> float:
    """The share of Chinese characters that are everyday ones (GB 2312 level 1, or Big5's frequent plane)."""
    text = head.decode(codec, "ignore")
    chinese = [c for c in text if "\u4e00" <= c <= "\u9fff"]
    usual = sum(_usual(c, codec) for c in chinese)
    strange = sum(c >= "\ue000" and c <= "\uf8ff" for c in text)
    return (usual - 5 * strange) / max(1, len(chinese))


def _usual(char: str, codec: str) -> bool:
    try:
        first = char.encode("gb2312" if codec == "gb18030" else codec)[0]
    except UnicodeEncodeError:
        return False
    return 0xB0 <= first <= 0xD7 if codec == "gb18030" else 0xA4 <= first <= 0xC6
