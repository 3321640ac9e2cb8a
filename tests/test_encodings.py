"""Text from bytes whose encoding nobody names."""

from __future__ import annotations

import pytest

from hegui.recognise.encodings import decode, without_mark

TABLE = "编号,姓名,电话\n1,王小明,13800138000\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_chinese_table_is_read_in_every_encoding_in_use(encoding: str):
    assert decode((TABLE * 20).encode(encoding)) == TABLE * 20


@pytest.mark.parametrize("text", ["id,name\n1,a\0b\n", TABLE + "\0"])
def test_zeros_that_strayed_into_utf_8_make_it_no_utf_16(text: str):
    assert without_mark(text.encode()) is None


def test_latin_text_in_utf_16_is_told_by_its_zeros():
    assert [without_mark("id,name\n".encode(code)) for code in ("utf-16-le", "utf-16-be")] == ["utf-16-le", "utf-16-be"]
