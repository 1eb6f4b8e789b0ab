"""Say of each case whether a reviewer is to decide on an exclusion, and a lead on a note on its caller.

No case that was stored before has a note; some have an exclusion that waits.

Revision ID: 0008
Revises: 0007
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_RED_FIRST = ["red_at", "since", "id"]
_COLUMNS = {
    "exclusion_asked": "whether a reviewer is to decide on an exclusion",
    "note_asked": "whether a lead is to decide on a note on its caller",
}
_INDEXES = {"ix_cases_exclusion": "exclusion_asked", "ix_cases_note": "note_asked"}


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
    n, state, doc = sa.column("n", sa.BigInteger()), sa.column("state", sa.String()), sa.column("doc", sa.Text())
    cases = sa.table("cases", n, state, doc, sa.column("exclusion_asked", sa.Boolean()))
    # In JSON no text of a person's holds quotes that are not escaped.
    with_one = sa.select(n, doc).where(doc.contains('"exclusion":{', autoescape=True), state != "filed")
    asked = [
        {"at": row.n}
        for row in conn.execute(with_one.select_from(cases))
        if json.loads(row.doc)["order"]["exclusion"].get("state", "asked") == "asked"
    ]
    if asked:
        conn.execute(cases.update().where(n == sa.bindparam("at")).values(exclusion_asked=True), asked)
