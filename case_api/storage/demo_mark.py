"""Whether a centre is a demo centre: marked when `case-api init --demo` fills it, and by nothing else ever.

The mark stands in the database and not in the settings: no line of a file makes a live centre one that simulated people
may work.
"""

from sqlalchemy import Connection, select

from case_api.storage.rows import insert
from case_api.storage.tables_sync import centre_meta

_DEMO = "demo"
_MARK = select(centre_meta.c.v).where(centre_meta.c.k == _DEMO)


def mark_demo(conn: Connection) -> None:
    """Mark a new centre as one of the demo."""
    insert(conn, centre_meta, [{"k": _DEMO, "v": "made by init --demo"}])


def is_demo(conn: Connection) -> bool:
    """Say whether the centre was made by `case-api init --demo`."""
    return conn.execute(_MARK).first() is not None
