"""The word before a number, where it calls the number something else: an order, a request, a version, a time stamp."""

from __future__ import annotations

import re

import numpy as np

from hegui.recognise.pi.sweep import Bools, Bytes, Ints, is_letter, window

LENGTH = 20  # bytes of a label that are looked at
TAIL = r"(?:[ _-]?(?i:id|no|num|number|code|sn)\.?|编号|号码|号|码)?[ _-]?$"
OTHER = (
    r"(?:(?i:订单|单|流水|运单|快递|序列|批次|工单|合同|发票|凭证|商品|货|条形|条|产品|任务|会话|请求|交易|参考|"
    r"order|trace|request|batch|serial|tracking|waybill|invoice|transaction|sequence|version|message|session|ticket|reference|"
    r"product|build|commit|timestamp|offset|block|object|thread|connection|cursor|record|uuid|guid|inode)|"
    r"(?<![A-Za-z])(?i:span|req|sku|txn|seq|hash|nonce|msg|task|job|event|ref|item|part|time|ts|sn|pid|tid|flow|blk|node|conn|row|line|"
    r"index|ord|size|bytes|length|count))"
)
OTHER_ID = r"(?i:[a-z]_?id)$|" + OTHER
VERSION = r"(?i:version|ver|rev|release|revision|版本|chrome|safari|firefox|edg|edge|opera|msie|applewebkit|oid|firmware|固件|rfc|spec|section|clause|chapter|§|(?<![a-z])(?:os|sdk|fw|rv|v|sec\.))[ ./_-]?(?:号|码|no\.?)?$"
# Kinds whose own tests one in ten or a hundred other numbers passes, and the labels that speak against them.
AGAINST: dict[str, re.Pattern[bytes]] = {
    "cn_mobile": re.compile((OTHER + TAIL).encode()),
    "cn_landline": re.compile((OTHER + TAIL).encode()),
    "imsi": re.compile((OTHER + TAIL).encode()),
    "imei": re.compile((r"(?<!device)" + OTHER_ID + TAIL).encode()),
    "bank_card": re.compile((r"(?<!card)" + OTHER_ID + TAIL).encode()),
    "ip": re.compile(VERSION.encode()),
}


# Ends of the commonest labels, which no pattern below speaks against.
HARMLESS = np.array(
    [
        int.from_bytes(t)
        for t in ("机".encode(), "话".encode(), "证".encode(), "卡".encode(), b"one", b"ile", b"tel", b"rom")
    ]
)


def called_otherwise(kind: str, block: Bytes, start: Ints) -> Bools:
    """Whether the label before each number, on its own line, speaks against the kind."""
    called = np.zeros(len(start), np.bool_)
    against = AGAINST.get(kind)
    if against is None:
        return called
    place = start - 1
    active = np.arange(len(start))
    for _ in range(4):
        byte = block[place[active]]
        mark = (byte == 32) | (byte == 58) | (byte == 61) | (byte == 34) | (byte == 35) | (byte == 47)
        step = mark * np.int64(1)
        wide = np.flatnonzero(byte == 0x9A)
        at = place[active[wide]]
        step[wide] = 3 * ((block[at - 1] == 0xBC) & (block[at - 2] == 0xEF))  # ：
        place[active] -= step
        active = active[step > 0]
        if not len(active):
            break
    byte = block[place]
    tail = block[place - 2] * np.int64(65536) + block[place - 1] * np.int64(256) + byte
    rows = np.flatnonzero((is_letter(byte) | (byte >= 0x80) | (byte == 95) | (byte == 46)) & ~np.isin(tail, HARMLESS))
    before = window(block, place[rows] - LENGTH + 1, LENGTH)[:, ::-1]
    part = is_letter(before) | (before >= 0x80) | (before == 95) | (before == 46) | (before == 32)
    labels = np.ascontiguousarray((before * np.logical_and.accumulate(part, axis=1))[:, ::-1]).view(f"S{LENGTH}")
    known = _Verdicts(against)
    called[rows] = [known[label] for label in labels[:, 0].tolist()]
    if kind == "ip":
        called |= (block[start - 1] == 61) & (block[start - 2] == 61)  # a version that a package is pinned to
    return called


class _Verdicts(dict[bytes, bool]):
    """Whether a pattern speaks against a label, by label: few stand before many numbers."""

    def __init__(self, against: re.Pattern[bytes]) -> None:
        super().__init__()
        self.against = against

    def __missing__(self, label: bytes) -> bool:
        verdict = self[label] = self.against.search(label) is not None
        return verdict
