"""Brings a database to the present tables, by Alembic, from inside the program."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from case_api.storage.engine import reading, take_time, writing
from case_api.storage.epoch import begin_epoch
from case_api.storage.presence import no_database
from wording import mark

MIGRATIONS = Path(__file__).parent / "migrations"


class SchemaTooNewError(RuntimeError):
    """A database that a newer version has migrated; this program must not write to it."""


def alembic_config() -> Config:
    """Return Alembic's configuration; there is no `alembic.ini`, the program is its only caller."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def known_revisions() -> frozenset[str]:
    """Return every revision of the tables that this program can bring to the newest."""
    scripts = ScriptDirectory.from_config(alembic_config())
    return frozenset(script.revision for script in scripts.walk_revisions())


def migrate(engine: Engine, *, may_make: bool = True) -> None:
    """Bring the database to the newest tables and give a new one its first epoch. Doing it again does nothing.

    Raises `SchemaTooNewError`, `NoDatabaseError` for one without tables that it may not make, `ProblemError` (busy).
    """
    config = alembic_config()
    scripts = ScriptDirectory.from_config(config)
    with reading(engine) as conn:
        present = MigrationContext.configure(conn).get_current_revision()
    if present == scripts.get_current_head():
        return
    if present is None and not may_make:
        raise no_database(engine)
    if present is not None and present not in known_revisions():
        raise SchemaTooNewError(mark("the database was made by a newer version of case-api"))
    with writing(engine) as conn:
        if engine.dialect.name == "postgresql":
            conn.execute(text("SELECT pg_advisory_xact_lock(12345, 1)"))  # two processes start at once
        take_time(conn)
        config.attributes["connection"] = conn
        command.upgrade(config, "head")
        begin_epoch(conn)
