"""What commands keep away while they work: a restore, or another one of their kind."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from case_api.exit_codes import RefusedError
from case_api.storage.locks import Lock, alone, in_use
from wording import tr


@contextmanager
def no_restore(engine: Engine) -> Iterator[None]:
    """Keep a restore away until the block ends. Raises `RefusedError` while there is one, `ProblemError`."""
    with in_use(engine) as free:
        if not free:
            raise RefusedError(tr("a backup is being put in place of the database: begin when that is done"))
        yield


@contextmanager
def the_only_import(engine: Engine) -> Iterator[None]:
    """Keep a restore and other imports away until the block ends. Raises what `no_restore` raises."""
    with no_restore(engine), alone(engine, Lock.IMPORT) as free:
        if not free:
            raise RefusedError(tr("another import is bringing cases in: begin when that is done"))
        yield
