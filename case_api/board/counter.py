"""The one counter of what boards have to be told: whoever has read up to a number reads what is above it.

Raising it locks its row until the transaction ends. So the order of the numbers is the order of the commits, and
nobody who reads on from a number can miss a row of a transaction that had begun before and ended later.
"""

from sqlalchemy import Connection, select, text, update

from case_api.storage.tables_board import board_counter

CHANNEL = "case_api_board"
"""The PostgreSQL channel on which it is told that boards have news; which stands in the tables."""
ONLY_SEATS = "seats"
"""What is told on it where the telephone has no news: many seats say something each second."""

_NOTIFY = text(f"SELECT pg_notify('{CHANNEL}', :news)")
_NEXT = update(board_counter).values(n=board_counter.c.n + 1).returning(board_counter.c.n)


def next_n(conn: Connection, *, telephony: bool = True) -> int:
    """Return the number for what this transaction writes, and have every API process told when it commits.

    To be taken as late in a transaction as can be: until it ends, all others that write for boards wait.
    `telephony` says whether the telephone may have news, too.
    """
    n: int = conn.execute(_NEXT).scalar_one()
    if conn.dialect.name == "postgresql":
        conn.execute(_NOTIFY, {"news": "" if telephony else ONLY_SEATS})
    return n


def newest_n(conn: Connection) -> int:
    """Return the newest number."""
    return conn.scalar(select(board_counter.c.n)) or 0
