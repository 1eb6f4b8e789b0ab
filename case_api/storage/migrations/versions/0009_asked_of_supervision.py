"""Say of each case whether an extension, or the naming of a unit, waits for a decision.

Revision ID: 0009
Revises: 0008
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_RED_FIRST = ["red_at", "since", "id"]
_COLUMNS = {
    "extension_asked": "whether a lead is to decide on an extension",
    "naming_asked": "whether a leader is to decide on the naming of a unit",
}
_INDEXES = {"ix_cases_extension": "extension_asked", "ix_cases_naming": "naming_asked"}


def upgrade() -> None:
    """Bring the tables forward."""
    for name, comment in _COLUMNS.items():
        column: sa.Column[bool] = sa.Column(
            name, sa.Boolean(), nullable=False, server_default=sa.false(), comment=comment
        )
        op.add_column("cases", column)
    if op.get_bind().dialect.name == "postgresql":  # SQLite would write the whole table anew for that
        for name in _COLUMNS:
            op.alter_column("cases", name, server_default=None)
    _fill(op.get_bind())
    for name, flag in _INDEXES.items():
        where = sa.text(flag)
        columns = [*_RED_FIRST, "light", flag]
        op.create_index(name, "cases", columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Take the tables back."""
    for name in _INDEXES:
        op.drop_index(name, "cases")
    for name in _COLUMNS:
        op.drop_column("cases", name)


def _fill(conn: sa.Connection) -> None:
    """Both are under supervision for being asked: the other cases need not be read."""
    n, doc = sa.column("n", sa.BigInteger()), sa.column("doc", sa.Text())
    cases = sa.table("cases", n, doc, *(sa.column(name, sa.Boolean()) for name in _COLUMNS))
    for row in conn.execute(sa.select(n, doc).select_from(cases).where(sa.text("supervised"))).all():
        order = json.loads(row.doc)["order"]
        asked = {
            "extension_asked": _is_asked((order.get("extensions") or [None])[-1]),
            "naming_asked": _is_asked(order.get("naming")),
        }
        if any(asked.values()):
            conn.execute(cases.update().where(n == row.n).values(asked))


def _is_asked(request: dict[str, Any] | None) -> bool:
    return request is not None and request.get("state", "asked") == "asked"
