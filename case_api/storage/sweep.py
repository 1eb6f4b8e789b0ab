"""Takes what was erased out of the database's files too, where a row that is gone leaves its words behind.

SQLite overwrites what it deletes (`secure_delete`, see `engine.py`), but for two places: the search index, which has
no words of its own to delete by and marks the case as gone until its parts are merged, and the log of writes, which
holds pages as they were. PostgreSQL gives the space of gone rows up by itself (VACUUM); nothing here concerns it.
"""

from secrets import token_hex

from sqlalchemy import Connection, Engine, select, text

from case_api.problems import busy
from case_api.storage.engine import reading, turn, writing
from case_api.storage.rows import insert
from case_api.storage.tables_sync import centre_meta
from wording import mark

_UNSWEPT = "unswept"
_PAGES = 500
"""So much of the search index is merged in one transaction: 2 MB, so that nobody waits for it."""
_BEGIN_MERGE = text("INSERT INTO case_terms (case_terms, rank) VALUES ('merge', :pages)")
_CHANGES = text("SELECT total_changes()")
_NOTED = select(centre_meta.c.v).where(centre_meta.c.k == _UNSWEPT)


def note_erased(conn: Connection) -> None:
    """Note, with the erasing itself, that there is something to sweep."""
    if conn.dialect.name != "sqlite":
        return
    conn.execute(centre_meta.delete().where(centre_meta.c.k == _UNSWEPT))
    insert(conn, centre_meta, [{"k": _UNSWEPT, "v": token_hex(8)}])


def sweep(engine: Engine) -> bool:
    """Take what was erased out of search index and log; return whether there was anything to do.

    Raises `ProblemError` (busy) while somebody still reads what was there before: it is to be done again then.
    """
    if engine.dialect.name != "sqlite":
        return False
    with reading(engine) as conn:
        noted = conn.execute(_NOTED).scalar_one_or_none()
    if noted is None:
        return False
    _merge_terms(engine)
    _empty_log(engine)
    with writing(engine) as conn:  # of what is erased meanwhile there is another note
        conn.execute(centre_meta.delete().where(centre_meta.c.k == _UNSWEPT, centre_meta.c.v == noted))
    return True


def _merge_terms(engine: Engine) -> None:
    """Make one part of all of the index, step by step, which leaves out what is gone."""
    pages = -_PAGES  # a negative number begins anew, with parts too that are merged as far as they need be
    while True:
        with writing(engine) as conn:
            before = conn.execute(_CHANGES).scalar_one()
            conn.execute(_BEGIN_MERGE, {"pages": pages})
            if pages > 0 and conn.execute(_CHANGES).scalar_one() - before < 2:  # as FTS5 says that it is done
                return
        pages = _PAGES


def _empty_log(engine: Engine) -> None:
    with turn(engine), engine.connect() as conn:
        blocked, *_ = conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    if blocked:
        raise busy(mark("somebody still reads what was there before"))
