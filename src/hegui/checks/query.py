"""Asking: one DuckDB in memory holds the facts, the law's numbers and the scope; each check runs once for all operators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from hegui.checks import Check, shared, thresholds
from hegui.dates import is_working_day
from hegui.errors import CheckError
from hegui.facts import Facts, schema
from hegui.law.model import Number
from hegui.recognise.pi.families import families, lineage

# Nothing outside the facts can be reached from a query, whoever wrote it.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}

_MACROS = (
    "create macro day_of(t) as (t at time zone 'Asia/Shanghai')::date",
    "create macro add_months(d, n) as (d::date + to_months(n::int))::date",
    "create macro add_years(d, n) as (d::date + to_years(n::int))::date",
    "create macro years_in_months(n) as (n * 12)",
    "create macro add_days(d, n) as (d::date + n::int)",
    "create macro add_hours(t, n) as (t + to_hours(n::int))",
    "create macro law_number(k, day) as (select any_value(value) from law_number_of where key = k and day between since and until)",
    "create macro threshold(k) as (select value from threshold_of where key = k)",
    "create macro freshness() as (select value::int from threshold_of where key = 'evidence.fresh_days')",
    "create macro add_working_days(d, n) as (select day from working_day where position = n::int +"
    " (select max(position) from working_day where day <= d))",
)

_SHARED = ("source", "source_about", "policy", "coverage", "unreadable")  # what the shared tables are made of

SCOPE_COLUMNS = {
    "operator": "text",
    "subject": "text",
    "kind": "text",
    "since": "date",
    "until": "date",
    "level": "bigint",
    "kinds": "text[]",
    "part_of": "text",
    "binds_since": "date",
}


class Asking:
    """A database of facts that checks are asked of; used as a context manager."""

    def __init__(self, facts: Facts, numbers: Iterable[Number], on: date, needs: Iterable[str]) -> None:
        """*needs* are the fact tables that the checks to be asked declare; no other can be read."""
        import duckdb

        self._db = duckdb.connect(":memory:", config=_CONFIG)
        self._db.execute("set threads = 2")
        self._fill_facts(facts, needs)
        self._fill_numbers(numbers)
        self._db.execute(f"create macro on_date() as date '{on.isoformat()}'")
        self._fill_working_days(on)
        self._fill_kinds()
        for macro in _MACROS:
            self._db.execute(macro)
        self._db.execute(shared())

    def __enter__(self) -> Asking:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def ask(self, check: Check, expected: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """The rows of a check's query over the subjects it is *expected* to answer for (rows of SCOPE_COLUMNS)."""
        import duckdb
        import pyarrow as pa

        rows = list(expected)
        types = {"text": pa.string(), "date": pa.date32(), "bigint": pa.int64(), "text[]": pa.list_(pa.string())}
        arrays = {name: pa.array([r.get(name) for r in rows], types[kind]) for name, kind in SCOPE_COLUMNS.items()}
        self._db.register("expected", pa.table(arrays))
        try:
            answer = self._db.execute(check.sql)
            names = [column[0] for column in answer.description]
            if lacking := {"operator", "subject", "instance", "at", "sentence", "exhibits", "missing"} - set(names):
                raise CheckError(
                    f"check {check.id}: check.sql must give the column {', '.join(sorted(lacking))}",
                    f"检查 {check.id}：check.sql 必须给出列 {', '.join(sorted(lacking))}",
                )
            for row in answer.fetchall():
                yield dict(zip(names, row, strict=True))
        except duckdb.Error as error:
            raise CheckError(
                f"check {check.id}: check.sql fails: {error}", f"检查 {check.id}：check.sql 出错：{error}"
            ) from None
        finally:
            self._db.unregister("expected")

    def _fill_facts(self, facts: Facts, needs: Iterable[str]) -> None:
        for name in sorted({*needs, *_SHARED}):
            rows = facts[name].combine_chunks() if name in facts else schema(name).empty_table()
            self._db.register("incoming", rows)  # in one piece: a thousand small ones take long to copy
            self._db.execute(f'create table "{name}" as select * from incoming')
            self._db.unregister("incoming")

    def _fill_numbers(self, numbers: Iterable[Number]) -> None:
        self._db.execute("create table law_number_of(key text, value double, since date, until date)")
        rows = [(n.key, n.value, n.span.start or date.min, n.span.end or date.max) for n in numbers]
        if rows:
            self._db.executemany("insert into law_number_of values (?, ?, ?, ?)", rows)
        self._db.execute("create table threshold_of(key text, value double)")
        self._db.executemany("insert into threshold_of values (?, ?)", list(thresholds().items()))

    def _fill_kinds(self) -> None:
        """Each kind of personal information with itself and every broader kind that it lies within."""
        import pyarrow as pa

        pairs = [(kind, broader) for kind in families() for broader in lineage(kind)]
        kinds, broader = zip(*pairs, strict=True)
        self._db.register("incoming", pa.table({"kind": list(kinds), "broader": list(broader)}))
        self._db.execute("create table kind_within as select * from incoming")
        self._db.unregister("incoming")

    def _fill_working_days(self, on: date) -> None:
        """Working days from the law's first day to as far as a deadline can lie from the day of judging."""
        import pyarrow as pa

        first = date(2017, 6, 1)
        span = (on - first).days + 365 * 2
        days = [day for day in (first + timedelta(days=n) for n in range(span)) if is_working_day(day)]
        self._db.register("incoming", pa.table({"day": pa.array(days), "position": pa.array(range(len(days)))}))
        self._db.execute("create table working_day as select * from incoming")
        self._db.unregister("incoming")
