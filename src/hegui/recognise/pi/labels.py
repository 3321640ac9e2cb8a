"""The word before a number, where it calls the number something else: an order, a request, a version, a time stamp."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from hegui.recognise.pi.kinds import KINDS, NUMBER_OF
from hegui.recognise.pi.sweep import Bools, Bytes, Ints, is_letter, window

LENGTH = 20  # bytes of a label that are looked at
THINGS = (
    "订单|单|流水|运单|快递|序列|批次|工单|合同|发票|凭证|商品|货|条形|条|产品|任务|会话|请求|交易|参考|"
    "order|trace|request|batch|serial|tracking|waybill|invoice|transaction|sequence|version|message|session|ticket|reference|"
    "product|build|commit|timestamp|offset|block|object|thread|connection|cursor|record|uuid|guid|inode"
)
SHORT_THINGS = (  # as whole words only
    "span|req|sku|txn|seq|hash|nonce|msg|task|job|event|ref|item|part|time|ts|sn|pid|tid|flow|blk|node|conn|row|line|"
    "index|ord|size|bytes|length|count"
)
RELEASES = (
    "version|ver|rev|release|revision|版本|chrome|safari|firefox|edg|edge|opera|msie|applewebkit|oid|firmware|固件|"
    "rfc|spec|section|clause|chapter|§"
)
SHORT_RELEASES = "os|sdk|fw|rv|v|sec."
NUMBER, CHINESE_NUMBER = "id|no|num|number|code|sn", "编号|号码|号|码"
OTHER = f"(?:(?i:{THINGS})|(?<![A-Za-z])(?i:{SHORT_THINGS}))(?:[ _-]?(?i:{NUMBER})\\.?|{CHINESE_NUMBER})?[ _-]?$"
OTHER_ID = f"(?i:[a-z]_?id)$|{OTHER}"
VERSION = f"(?i:{RELEASES}|(?<![a-z])(?:{SHORT_RELEASES}))[ ./_-]?(?:号|码|no\\.?)?$"
# Kinds whose own tests one in ten or a hundred other numbers passes, and the labels that speak against them.
AGAINST = {
    NUMBER_OF[kind]: re.compile(labels.encode())
    for kind, labels in {
        "cn_mobile": OTHER,
        "cn_landline": OTHER,
        "imsi": OTHER,
        "imei": f"(?<!device){OTHER_ID}",
        "bank_card": f"(?<!card){OTHER_ID}",
        "ip": VERSION,
    }.items()
}
IP = NUMBER_OF["ip"]
IS_LABELLED = np.isin(np.arange(len(KINDS)), list(AGAINST))
IS_MARK = np.isin(np.arange(256), list(b' :="#/'))  # between a label and its number, besides the Chinese colon


def _endings() -> Bools:
    """By the lowest five bits of the last three bytes of a label: whether one of the words may end so; most labels do not."""
    may = np.zeros((32, 32, 32), np.bool_)
    for word in "|".join((THINGS, SHORT_THINGS, RELEASES, SHORT_RELEASES, NUMBER, CHINESE_NUMBER)).split("|"):
        last = tuple(byte & 31 for byte in word.encode()[-3:])
        may[(slice(None),) * (3 - len(last)) + last] = True
    may[..., [ord("_") & 31, ord(".") & 31]] = True
    return may


ENDINGS = _endings()


def called_otherwise(kind: npt.NDArray[np.int8], block: Bytes, start: Ints) -> Bools:
    """Whether the label before each number, on its own line, speaks against its kind."""
    called = np.zeros(len(start), np.bool_)
    rows = np.flatnonzero(IS_LABELLED[kind])
    place = _label_end(block, start[rows])
    likely = ENDINGS[block[place - 2] & 31, block[place - 1] & 31, block[place] & 31]
    rows, place = rows[likely], place[likely]
    pairs = list(zip(kind[rows].tolist(), _labels(block, place), strict=True))
    verdicts = {(number, label): AGAINST[number].search(label) is not None for number, label in set(pairs)}
    called[rows] = [verdicts[pair] for pair in pairs]
    addresses = np.flatnonzero(kind == IP)
    before = start[addresses] - 1
    called[addresses] |= (block[before] == 61) & (block[before - 1] == 61)  # the version that a package is pinned to
    return called


def _label_end(block: Bytes, start: Ints) -> Ints:
    """The last byte of the label before each number: further left than up to four marks."""
    place = start - 1
    active = np.arange(len(start))
    for _ in range(4):
        at = place[active]
        byte = block[at]
        step = IS_MARK[byte] * np.int64(1)
        wide = np.flatnonzero(byte == 0x9A)
        step[wide] = 3 * ((block[at[wide] - 1] == 0xBC) & (block[at[wide] - 2] == 0xEF))  # ：
        place[active] -= step
        active = active[step > 0]
        if not len(active):
            break
    return place


def _labels(block: Bytes, place: Ints) -> list[bytes]:
    """What ends at each place and is of letters, dots, underscores and blanks."""
    before = window(block, place - LENGTH + 1, LENGTH)
    other = ~(is_letter(before) | (before >= 0x80) | (before == 95) | (before == 46) | (before == 32))
    column = np.arange(LENGTH, dtype=np.uint8)
    first = (other * (column + np.uint8(1))).max(axis=1)
    labels: list[bytes] = (before * (column >= first[:, None])).view(f"S{LENGTH}")[:, 0].tolist()
    return labels
