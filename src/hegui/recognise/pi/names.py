"""Names of people in Chinese prose, by the word tags of rjieba (the extra ``names``); about 5 MB/s, so on request only.

Tags alone find half of the names and as many other words. What raises precision: a surname in front, no word of a list of usual
mistakes, a title or a verb of speech beside it where the name is a transliteration or was cut in two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.util import find_spec

from hegui.recognise.pi.people import is_chinese_name, surnames

HAN = re.compile("[\u4e00-\u9fff]{2}")
BEFORE = re.compile(
    "(?:记者|教练|总裁|董事长|总经理|经理|主任|教授|博士|先生|导演|演员|球员|主席|校长|院长|书记|局长|市长|部长|创始人|设计师|分析师|"
    "队长|主帅|前锋|后卫|门将|中场|老师|医生|作者|专家|顾问|总监|歌手|主编|律师|客户|用户|患者|员工|同事|经办人|联系人|收件人)$"
)
AFTER = re.compile(
    "(?:先生|女士|小姐|说|表示|认为|告诉|指出|介绍|称|透露|坦言|解释|强调|教授|博士|老师|导演|主席|总裁|经理|的手机|的身份证|的电话|的住址)"
)


def available() -> bool:
    """Whether the extra is installed."""
    return find_spec("rjieba") is not None


def people(line: str) -> Iterator[tuple[int, int]]:
    """Start and end of every name in a line, in characters."""
    if not HAN.search(line):
        return
    words = list(_tagged(line))
    at = 0
    while at < len(words):
        last = _name(line, words, at)
        if last is not None:
            yield words[at][0], words[last][1]
            at = last
        at += 1


def _name(line: str, words: list[tuple[int, int, str, str]], at: int) -> int | None:
    """The last word of the name that begins at a word; None where none does."""
    start, end, word, tag = words[at]
    if tag.startswith("nr") and len(word) > 1:
        last = at
        while last + 2 < len(words) and words[last + 1][2] in "·•" and len(words[last + 2][2]) > 1:
            last += 2
        if last > at:
            return last
        if word in _mistakes():
            return None
        named = tag == "nr" and is_chinese_name(word)
        return (
            at if named or BEFORE.search(line[max(0, start - 4) : start]) or AFTER.match(line[end : end + 4]) else None
        )
    if len(word) == 1 and word in surnames()[0] and at + 1 < len(words):
        _, stop, given, _ = words[at + 1]
        beside = BEFORE.search(line[max(0, start - 4) : start]) or AFTER.match(line[stop : stop + 4])
        if len(given) <= 2 and beside and is_chinese_name(word + given):
            return at + 1
    return None


def _tagged(line: str) -> Iterator[tuple[int, int, str, str]]:
    import rjieba

    at = 0
    for word, tag in rjieba.tag(line):
        yield at, at + len(word), word, tag
        at += len(word)


@cache
def _mistakes() -> frozenset[str]:
    """Words that the tags take for names."""
    return frozenset(files("hegui.recognise.pi").joinpath("not_names.txt").read_text(encoding="utf-8").split())
