"""A condition on a column for one of many names, as each engine takes it quickest."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, Text, any_, literal
from sqlalchemy.dialects.postgresql import ARRAY


def among(conn: Connection, column: ColumnElement[str], names: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that a column of texts holds one of these names; none of them is never true.

    PostgreSQL's driver reads a statement anew for each parameter in it, so that a list of a hundred takes longer than
    the look itself: there they go as one. SQLite looks an index up by a list, and through the whole table otherwise.
    """
    if conn.dialect.name == "postgresql":
        return column == any_(literal(sorted(names), ARRAY(Text)))
    return column.in_(sorted(names))
