"""Say of each case in whose work list it stands and when its lamps turn, and remember which unit accepted what.

Cases that were stored before have no clocks yet. One that a unit took on the telephone has the unit as whoever
answers for it; from now on that is said as for any other unit.

Revision ID: 0003
Revises: 0002
"""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from case_api.storage.metadata import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_AT_ONCE = 1000
_QUEUE_OF = {
    "refusal_review": "lead",
    "to_dispatch": "dispatch",
    "with_seat": "seat",
    "handling": "unit",
    "to_callback": "callback",
}
_ENDED = ("answered", "handed_off", "refused", "withdrawn", "closed")
_KEY_CHANNELS = ("province", "state_council", "peoples_daily", "gov_cn")
_RED_FIRST = ["red_at", "since", "id"]
_INDEXES = (
    ("ix_cases_queue", "cases", ["queue", *_RED_FIRST, "light"], "queue IS NOT NULL"),
    ("ix_cases_unit", "cases", ["unit", *_RED_FIRST], "unit IS NOT NULL"),
    ("ix_cases_supervised", "cases", [*_RED_FIRST, "light", "supervised"], "supervised"),
    ("ix_cases_turn", "cases", ["turn_at"], "turn_at IS NOT NULL"),
    ("ix_cases_ended", "cases", ["ended_at"], "ended_at IS NOT NULL"),
    ("ix_cases_provisional", "cases", ["id"], "provisional"),
    ("ix_case_units_waits", "case_units", ["unit", "case_id"], "waits"),
)


def upgrade() -> None:
    """Bring the tables forward."""
    for column in _columns():
        op.add_column("cases", column)
    op.create_table(
        "case_units",
        sa.Column(
            "unit",
            sa.String(64),
            nullable=False,
            comment="a unit that has, or had last, something to do with the case",
        ),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False, comment="whether it is in this unit's work list"),
        sa.PrimaryKeyConstraint("unit", "case_id", name=op.f("pk_case_units")),
    )
    op.create_index("ix_case_units_case", "case_units", ["case_id"])
    op.create_table(
        "accepted_by",
        sa.Column("class_code", sa.String(64), nullable=False),
        sa.Column("area_code", sa.String(64), nullable=False, comment="the street, or the nearest to it that is known"),
        sa.Column("unit", sa.String(64), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False, comment="how often the unit has signed such a case"),
        sa.Column("last_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("class_code", "area_code", "unit", name=op.f("pk_accepted_by")),
    )
    _fill(op.get_bind())
    for name, table, columns, where in _INDEXES:
        op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    if op.get_bind().dialect.name == "postgresql":  # SQLite would write the whole table anew for that
        for column in _columns():
            if column.server_default is not None:
                op.alter_column("cases", column.name, server_default=None)


def downgrade() -> None:
    """Take the tables back."""
    for name, table, _, _ in reversed(_INDEXES):
        op.drop_index(name, table_name=table)
    op.drop_table("accepted_by")
    op.drop_table("case_units")
    for column in reversed(_columns()):
        op.drop_column("cases", column.name)


def _columns() -> tuple["sa.Column[Any]", ...]:
    return (
        sa.Column("queue", sa.String(10), comment="whose work list it is in; NULL where nobody has anything to do"),
        sa.Column("unit", sa.String(64), comment="the unit that has it in hand, NULL where none has"),
        sa.Column(
            "since",
            Moment,
            nullable=False,
            server_default="1970-01-01 00:00:00.000000",
            comment="since when it is in its state",
        ),
        sa.Column(
            "ended_at", Moment, comment="since when it is over; NULL while it lives, once filed, or with its parent"
        ),
        sa.Column("red_at", Moment, comment="when its first lamp is red; NULL where no clock runs"),
        sa.Column("turn_at", Moment, comment="when its next lamp turns; NULL where none will"),
        sa.Column(
            "light",
            sa.String(6),
            nullable=False,
            server_default="",
            comment="the worst lamp that was recorded; empty where no clock runs",
        ),
        sa.Column(
            "supervised",
            sa.Boolean,
            nullable=False,
            server_default=sa.false(),
            comment="whether a supervisor keeps an eye on it",
        ),
        sa.Column(
            "provisional",
            sa.Boolean,
            nullable=False,
            server_default=sa.false(),
            comment="whether a due moment waits for a calendar",
        ),
    )


def _fill(conn: sa.Connection) -> None:
    kept: list[sa.Column[Any]] = [
        sa.Column("n", sa.BigInteger()),
        sa.Column("id", sa.Uuid()),
        sa.Column("state", sa.String()),
        sa.Column("doc", sa.Text()),
    ]
    columns = (sa.column(each.name, each.type) for each in (*kept, *_columns()))
    cases = sa.table("cases", *columns)
    units = sa.table(
        "case_units", sa.column("unit", sa.String()), sa.column("case_id", sa.Uuid()), sa.column("waits", sa.Boolean())
    )
    next_ones = (
        sa.select(cases.c.n, cases.c.id, cases.c.state, cases.c.doc)
        .where(cases.c.n > sa.bindparam("after"))
        .order_by(cases.c.n)
        .limit(_AT_ONCE)
    )
    names = ("queue", "unit", "since", "ended_at", "supervised", "doc")
    fill = cases.update().where(cases.c.n == sa.bindparam("at")).values({name: sa.bindparam(name) for name in names})
    after = 0
    while rows := conn.execute(next_ones, {"after": after}).all():
        filled = [_filled(row) for row in rows]
        conn.execute(fill, filled)
        taken = [
            {"unit": new["unit"], "case_id": row.id, "waits": True}
            for row, new in zip(rows, filled, strict=True)
            if new["unit"]
        ]
        if taken:
            conn.execute(units.insert(), taken)
        after = rows[-1].n


def _filled(row: Any) -> dict[str, Any]:
    doc = json.loads(row.doc)
    order = doc["order"]
    queue = _QUEUE_OF.get(row.state)
    unit = order.get("lead_unit") if queue == "unit" else None
    text = row.doc
    if unit and "at_unit" not in order:
        since = order["state_since"]
        taken = {"unit": unit, "part": "lead", "sent_at": since, "signed_at": since}
        order |= {"at_unit": unit, "assignments": [taken]}
        text = json.dumps(doc, ensure_ascii=False, separators=(",", ":"))
    since = datetime.fromisoformat(order["state_since"])
    return {
        "at": row.n,
        "queue": queue,
        "unit": unit or None,
        "since": since,
        "ended_at": since if row.state in _ENDED else None,
        "supervised": queue is not None and order.get("channel") in _KEY_CHANNELS,
        "doc": text,
    }
