"""The word before a number, where it calls the number something else: an order, a request, a version, a time stamp."""

from __future__ import annotations

import re

import numpy as np

from hegui.recognise.pi.sweep import Bools, Bytes, Ints, is_letter

LENGTH = 20  # bytes of a label that are looked at
TAIL = r"(?:[ _-]?(?i:id|no|num|number|code|sn)\.?|编号|号码|号|码)?[ _-]?$"
OTHER = (
    r"(?:(?i:订单|单|流水|运单|快递|序列|批次|工单|合同|发票|凭证|商品|货|条形|条|产品|任务|会话|请求|交易|参考|"
    r"order|trace|request|batch|serial|tracking|waybill|invoice|transaction|sequence|version|message|session|ticket|reference|"
    r"product|build|commit|timestamp|offset|block|object|thread|connection|cursor|record|uuid|guid|inode)|"
    r"(?<![A-Za-z])(?i:span|req|sku|txn|seq|hash|nonce|msg|task|job|event|ref|item|part|time|ts|sn|pid|tid|flow|blk|node|conn|row|line|"
    r"index|size|bytes|length|count))"
)
OTHER_ID = r"(?i:[a-z]_?id)$|" + OTHER
VERSION = r"(?i:version|ver|rev|release|revision|版本|chrome|safari|firefox|edg|edge|opera|msie|applewebkit|oid|(?<![a-z])v)[ ./_-]?(?:号|码|no\.?)?$"
# Kinds whose own tests one in ten or a hundred other numbers passes, and the labels that speak against them.
AGAINST: dict[str, re.Pattern[bytes]] = {
    "cn_mobile": re.compile((OTHER + TAIL).encode()),
    "cn_landline": re.compile((OTHER + TAIL).encode()),
    "imsi": re.compile((OTHER + TAIL).encode()),
    "imei": re.compile((r"(?<!device)" + OTHER_ID + TAIL).encode()),
    "bank_card": re.compile((r"(?<!card)" + OTHER_ID + TAIL).encode()),
    "ip": re.compile(VERSION.encode()),
}


def called_otherwise(kind: str, block: Bytes, start: Ints) -> Bools:
    """Whether the label before each number, on its own line, speaks against the kind."""
    called = np.zeros(len(start), np.bool_)
    against = AGAINST.get(kind)
    if against is None:
        return called
    place = start - 1
    for _ in range(4):
        byte = block[place]
        mark = (byte == 32) | (byte == 58) | (byte == 61) | (byte == 34) | (byte == 35) | (byte == 47)
        wide = (byte == 0x9A) & (block[place - 1] == 0xBC) & (block[place - 2] == 0xEF)  # ：
        place = place - mark - 3 * wide
    byte = block[place]
    rows = np.flatnonzero(is_letter(byte) | (byte >= 0x80) | (byte == 95) | (byte == 46))
    window = block[place[rows][:, None] - np.arange(LENGTH)]
    part = is_letter(window) | (window >= 0x80) | (window == 95) | (window == 46) | (window == 32)
    text = np.ascontiguousarray((window * np.logical_and.accumulate(part, axis=1))[:, ::-1]).tobytes()
    known: dict[bytes, bool] = {}  # few labels stand before many numbers
    for n, row in enumerate(rows.tolist()):
        label = text[n * LENGTH : (n + 1) * LENGTH]
        verdict = known.get(label)
        if verdict is None:
            verdict = known[label] = against.search(label) is not None
        called[row] = verdict
    return called
