"""The cells of a column as one Arrow array of text, so that trimming, joining and counting are a call for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

Cells: TypeAlias = pa.Array  # of text; null where a row has nothing


def cells(values: Iterable[str | None] | Cells) -> Cells:
    """Values as cells; half of a surrogate pair, which is no text, becomes ``?``."""
    if isinstance(values, pa.Array):
        return values
    some = list(values)
    try:
        return pa.array(some, pa.string())
    except UnicodeEncodeError:
        return pa.array([value and value.encode("utf-8", "replace").decode() for value in some], pa.string())


def filled(column: Cells) -> Cells:
    """The cells that hold something, without the blanks around it."""
    trimmed = pc.utf8_trim_whitespace(column)
    return trimmed.filter(pc.greater(pc.binary_length(trimmed), 0))


def lines(column: Cells) -> bytes:
    """The cells, none of them null, one a line; a line break within a cell becomes a blank."""
    joined = _joined(column)
    return joined if joined.count(b"\n") < len(column) else _joined(pc.replace_substring(column, "\n", " "))


def _joined(column: Cells) -> bytes:
    whole = pa.ListArray.from_arrays(pa.array([0, len(column)], pa.int32()), column)
    joined: bytes = pc.binary_join(whole, "\n")[0].as_buffer().to_pybytes()
    return joined
