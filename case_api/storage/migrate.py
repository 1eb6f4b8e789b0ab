"""Brings a database to the present tables, by Alembic, from inside the program.

Alembic itself is loaded only where there is something to do: it takes as long as what most commands of the centre do.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from case_api.storage.engine import reading, take_time, writing
from case_api.storage.epoch import begin_epoch
from case_api.storage.presence import no_database
from wording import mark

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


class SchemaTooNewError(RuntimeError):
    """A database that a newer version has migrated; this program must not write to it."""


def alembic_config() -> Config:
    """Return Alembic's configuration; there is no `alembic.ini`, the program is its only caller."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def known_revisions() -> frozenset[str]:
    """Return every revision of the tables that this program can bring to the newest: their files begin with them."""
    return frozenset(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def revision_of(conn: Connection) -> str | None:
    """Return the revision of a database's tables, None for one without tables."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    found: str | None = conn.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def migrate(engine: Engine, *, may_make: bool = True) -> None:
    """Bring the database to the newest tables and give a new one its first epoch. Doing it again does nothing.

    Raises `SchemaTooNewError`, `NoDatabaseError` for one without tables that it may not make, `ProblemError` (busy).
    """
    known = known_revisions()
    with reading(engine) as conn:
        present = revision_of(conn)
    if present == max(known):
        return
    if present is None and not may_make:
        raise no_database(engine)
    if present is not None and present not in known:
        raise SchemaTooNewError(mark("the database was made by a newer version of case-api"))

    from alembic import command

    config = alembic_config()
    with writing(engine) as conn:
        if engine.dialect.name == "postgresql":
            conn.execute(text("SELECT pg_advisory_xact_lock(12345, 1)"))  # two processes start at once
        take_time(conn)
        config.attributes["connection"] = conn
        command.upgrade(config, "head")
        begin_epoch(conn)
