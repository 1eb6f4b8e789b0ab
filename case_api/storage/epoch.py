"""The epoch of the feed: positions of one epoch mean nothing in another (sync.md, section 2.5)."""

import json
import secrets

from sqlalchemy import Connection, select

from case_api.storage.rows import insert
from case_api.storage.tables_sync import centre_meta

_EPOCH = "epoch"
_EPOCHS = "epochs"


def epoch_of(conn: Connection) -> str:
    """Return the present epoch."""
    found: str = conn.execute(SELECT_EPOCH).scalar_one()
    return found


def begin_epoch(conn: Connection) -> None:
    """Give a new database its first epoch; one that has an epoch keeps it."""
    if conn.execute(SELECT_EPOCH).scalar_one_or_none() is None:
        insert(conn, centre_meta, [{"k": _EPOCH, "v": _drawn()}])


def rotate_epoch(conn: Connection) -> str:
    """Begin another epoch, so that every seat takes a new snapshot; return it."""
    epoch, before = _drawn(), epochs(conn)
    conn.execute(centre_meta.update().where(centre_meta.c.k == _EPOCH).values(v=epoch))
    conn.execute(centre_meta.delete().where(centre_meta.c.k == _EPOCHS))
    insert(conn, centre_meta, [{"k": _EPOCHS, "v": json.dumps([*before, epoch])}])
    return epoch


def epochs(conn: Connection) -> list[str]:
    """Return every epoch that this database has had, the present one last."""
    kept = conn.execute(select(centre_meta.c.v).where(centre_meta.c.k == _EPOCHS)).scalar_one_or_none()
    return json.loads(kept) if kept else [epoch_of(conn)]


SELECT_EPOCH = select(centre_meta.c.v).where(centre_meta.c.k == _EPOCH)
"""Selects the present epoch."""


def _drawn() -> str:
    return f"e-{secrets.token_hex(6)}"
