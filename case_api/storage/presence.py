"""Sees that a database is where it should be: whoever asks for one that was lost must not be given a new, empty one."""

from pathlib import Path

from sqlalchemy import Engine, select

from case_api.storage.engine import reading
from case_api.storage.tables_accounts import users
from wording import tr


class NoDatabaseError(RuntimeError):
    """There is no database of a centre, or none can be where one should; the message says where and what to do."""


def check_place(engine: Engine) -> None:
    """Raise `NoDatabaseError` where a file of SQLite cannot be: before anything is written there."""
    file = file_of(engine)
    if file and file.is_dir():
        raise NoDatabaseError(tr("{file} is a folder, and the database is to be a file there").format(file=file))
    if file and not file.parent.is_dir():
        raise NoDatabaseError(tr("there is no folder {folder} for the database").format(folder=file.parent))


def check_file(engine: Engine) -> None:
    """Raise `NoDatabaseError` where the file of SQLite is not there or empty; to connect would make it."""
    check_place(engine)
    file = file_of(engine)
    if file and not (file.exists() and file.stat().st_size):
        raise no_database(engine)


def check_filled(engine: Engine) -> None:
    """Raise `NoDatabaseError` for a database with tables and nobody in them: `case-api init` leaves one person."""
    with reading(engine) as conn:
        if conn.execute(select(users.c.operator_id).limit(1)).first() is None:
            raise no_database(engine)


def file_of(engine: Engine) -> Path | None:
    """Return the file of a database of SQLite, None for another one."""
    name = engine.url.database
    on_disk = engine.dialect.name == "sqlite" and name and name != ":memory:"
    return Path(name) if on_disk and name else None


def no_database(engine: Engine) -> NoDatabaseError:
    """Return what to say of a database that is not there; its address without the password."""
    words = tr(
        "the database of this centre is not there: {place}. If it lies elsewhere, bring it back; if it was lost, put a "
        "backup in its place: `case-api restore FILE`"
    )
    return NoDatabaseError(words.format(place=file_of(engine) or engine.url.render_as_string(hide_password=True)))
