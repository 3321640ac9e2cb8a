"""Parquet with a time column: that of a time type whose name tells most, else one whose values are times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from hegui.evidence.logs.jsonlines import rank
from hegui.evidence.logs.sequences import Sequence
from hegui.recognise.containers import Damage
from hegui.recognise.stamps import UNDATED
from hegui.recognise.times import Clock, value
from hegui.recognise.zones import to_utc

if TYPE_CHECKING:
    from hegui.recognise.times import Times

FORMAT = "parquet"
ROWS = 65_536
MOSTLY = 0.5


class ParquetTimes:
    """The rows of a Parquet file as ``binaries.Records``."""

    format = FORMAT

    def __init__(self, file: IO[bytes], zone: str) -> None:
        """Raises Damage."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.damage: str | None = None
        self.cleared: list[int] = []
        self.sequence: Sequence | None = None
        self.zone_inferred = False
        self._zone = zone
        try:
            self._file = pq.ParquetFile(file)
        except (pa.ArrowException, OSError, ValueError):
            raise Damage("corrupt") from None

    def times(self) -> Iterator[Times]:
        """As Records do; a file without a time column has undated rows."""
        import numpy as np
        import pyarrow as pa

        column = self._column()
        try:
            if column is None:
                yield np.full(self._file.metadata.num_rows, UNDATED, np.int64)
                return
            for batch in self._file.iter_batches(ROWS, columns=[column]):
                yield self._micros(batch.column(0))
        except (pa.ArrowException, OSError, ValueError):
            self.damage = "corrupt"

    def _column(self) -> str | None:
        import pyarrow as pa

        fields = [field for field in self._file.schema_arrow if "." not in field.name]
        typed = [f.name for f in fields if pa.types.is_timestamp(f.type)] or [
            f.name for f in fields if pa.types.is_date(f.type)
        ]
        if typed:
            return str(min(typed, key=rank))
        known = rank("")
        texts = [f.name for f in fields if pa.types.is_string(f.type) or pa.types.is_large_string(f.type)]
        numbers = [f.name for f in fields if pa.types.is_integer(f.type) or pa.types.is_floating(f.type)]
        candidates = sorted([*texts, *(name for name in numbers if rank(name) < known)], key=rank)
        first = next(self._file.iter_batches(200, columns=candidates), None) if candidates else None
        if first is None or not first.num_rows:
            return None
        held = ((name, first.column(name).to_pylist()) for name in candidates)
        times = (str(name) for name, some in held if sum(value(one) is not None for one in some) >= MOSTLY * len(some))
        return next(times, None)

    def _micros(self, column: Any) -> Times:
        import numpy as np
        import pyarrow as pa

        if pa.types.is_temporal(column.type):
            aware = getattr(column.type, "tz", None) is not None
            micros = column.cast(pa.timestamp("us"), safe=False).cast(pa.int64()).fill_null(UNDATED)
            times: Times = micros.to_numpy(zero_copy_only=False).copy()
            local = np.flatnonzero(times != UNDATED) if not aware else np.arange(0)
        else:
            readings = [value(one) for one in column.to_pylist()]
            times = np.array([UNDATED if r is None else r.micros for r in readings], np.int64)
            local = np.flatnonzero([r is not None and r.clock is Clock.LOCAL for r in readings])
        if len(local):
            self.zone_inferred = True
            times[local] = to_utc(times[local], self._zone)
        return times
