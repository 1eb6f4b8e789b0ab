"""Writes rows by one executemany, the statement and the conversion of each column prepared once for each table.

SQLAlchemy works out both anew for every row that it is given; at a push of fifty cases that was a tenth of the work.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Insert, Table

Row = dict[str, Any]
Convert = Callable[[Any], Any]


class _Prepared(NamedTuple):
    """An INSERT in the driver's own words; `columns` in the order of its parameters, each with what converts it."""

    sql: str
    columns: tuple[tuple[str, Convert | None], ...]
    by_name: bool


def insert(conn: Connection, into: Table | Insert, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns, by one executemany; do nothing without any.

    `into` is an INSERT where it says more than the table, such as what to do with a row that is there already.
    """
    if not rows:
        return
    statement = _prepared(conn.dialect, into, tuple(rows[0]))
    conn.exec_driver_sql(statement.sql, [_converted(statement, row) for row in rows])


def _converted(statement: _Prepared, row: Mapping[str, Any]) -> Any:
    values = [convert(row[name]) if convert else row[name] for name, convert in statement.columns]
    if statement.by_name:
        return {name: value for (name, _), value in zip(statement.columns, values, strict=True)}
    return tuple(values)


@lru_cache(maxsize=256)
def _prepared(dialect: Dialect, into: Table | Insert, names: tuple[str, ...]) -> _Prepared:
    statement = into if isinstance(into, Insert) else into.insert()
    compiled = statement.compile(dialect=dialect, column_keys=names)
    order = tuple(compiled.positiontup or ()) if dialect.positional else names
    columns = tuple(
        (name, statement.table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in order
    )
    return _Prepared(str(compiled), columns, not dialect.positional)
