"""The rows of one operator, table by table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from hegui.facts import Facts

Row = Mapping[str, Any]
Own = Mapping[str, list[Row]]  # one operator's rows by table; none where there is no such table


def by_operator(facts: Facts) -> Iterator[tuple[Row, Own]]:
    """Every operator with its rows, each table read once."""
    grouped: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for name, table in facts.items():
        for row in table.to_pylist():
            grouped[row["operator"]][name].append(row)
    for operator in facts["operator"].to_pylist():
        yield operator, grouped[operator["operator"]]
