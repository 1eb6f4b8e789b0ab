"""Writes rows by one executemany, the statement and the conversion of each value prepared once.

SQLAlchemy works out both anew for every row that it is given; at a push of fifty cases that was a tenth of the work.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Insert, Table, Update

Row = dict[str, Any]
Convert = Callable[[Any], Any]


class _Prepared(NamedTuple):
    """A statement in the driver's own words; `values` in the order of its parameters, each with what converts it."""

    sql: str
    values: tuple[tuple[str, Convert | None], ...]
    by_name: bool


def insert(conn: Connection, into: Table | Insert, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns, by one executemany; do nothing without any.

    `into` is an INSERT where it says more than the table, such as what to do with a row that is there already.
    """
    if rows:
        _execute(conn, _prepared(conn.dialect, into if isinstance(into, Insert) else _into(into), tuple(rows[0])), rows)


def update(conn: Connection, statement: Update, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run an UPDATE for each of these rows, which hold all that it binds, by one executemany; nothing without any."""
    if rows:
        _execute(conn, _prepared(conn.dialect, statement, None), rows)


def _execute(conn: Connection, statement: _Prepared, rows: Iterable[Mapping[str, Any]]) -> None:
    conn.exec_driver_sql(statement.sql, [_converted(statement, row) for row in rows])


def _converted(statement: _Prepared, row: Mapping[str, Any]) -> Any:
    values = [convert(row[name]) if convert else row[name] for name, convert in statement.values]
    if statement.by_name:
        return {name: value for (name, _), value in zip(statement.values, values, strict=True)}
    return tuple(values)


@lru_cache(maxsize=256)
def _into(table: Table) -> Insert:
    return table.insert()


@lru_cache(maxsize=256)
def _prepared(dialect: Dialect, statement: Insert | Update, columns: tuple[str, ...] | None) -> _Prepared:
    compiled = statement.compile(dialect=dialect, column_keys=columns)
    names = tuple(compiled.positiontup or ()) if dialect.positional else tuple(compiled.binds)
    converts = (compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names)
    return _Prepared(str(compiled), tuple(zip(names, converts, strict=True)), not dialect.positional)
