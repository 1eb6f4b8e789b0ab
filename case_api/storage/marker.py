"""Notices that the database was put back behind our back, and begins a new epoch then.

Beside the database lies a small file that says which database it was, how far the feed had come and how the write
audit ended. A copied-back file, another cluster, or one that knows less than the marker, is a restore that nobody
told us of: without a new epoch, seats would miss changes without a sign (sync.md, section 2.5).
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, select, text

from case_api.audit.chain import WRITE_CHAIN, head_of
from case_api.moved_back import go_on_from_less
from case_api.storage.engine import writing
from case_api.storage.epoch import epoch_of, epochs
from case_api.storage.tables_audit import case_events
from case_api.sync import feed


@dataclass(frozen=True, slots=True)
class Marker:
    """Where the database stood when somebody last looked.

    `epochs` are all that it had had by then. One that is not among them was begun for the very reason that the
    database knows less, by `case-api restore` or by another machine that noticed it first.
    """

    database: str
    pos: int
    audit_n: int
    audit_hash: str
    epochs: tuple[str, ...] = ()


def keep_marker(engine: Engine, file: Path) -> bool:
    """Compare the database with its marker, rotate the epoch if it was put back unseen, and renew the marker.

    Return whether the epoch was rotated. Done at each start and every few seconds by the worker; a marker that cannot
    be read counts as none. Raises `OSError`, `ProblemError` (busy).
    """
    before = _read(file)
    with writing(engine) as conn:
        rotated = before is not None and not _goes_on_from(conn, engine, before) and not _seen_to(conn, before)
        if rotated:
            go_on_from_less(conn)
        head = head_of(conn, WRITE_CHAIN)
        now = Marker(_identity(conn, engine), feed.tip(conn), head.n, head.hash, tuple(epochs(conn)))
    if now != before:
        new = file.with_name(f"{file.name}.new")
        new.write_text(json.dumps(asdict(now)), encoding="utf-8")
        new.replace(file)
    return rotated


def _goes_on_from(conn: Connection, engine: Engine, before: Marker) -> bool:
    if _identity(conn, engine) != before.database or feed.tip(conn) < before.pos:
        return False
    if before.audit_n == 0:
        return True
    found = conn.execute(select(case_events.c.hash).where(case_events.c.n == before.audit_n)).scalar_one_or_none()
    return found == before.audit_hash


def _seen_to(conn: Connection, before: Marker) -> bool:
    return bool(before.epochs) and epoch_of(conn) not in before.epochs


def _identity(conn: Connection, engine: Engine) -> str:
    """Return what tells this database from its copies: the file's inode, or the cluster and its timeline."""
    if engine.dialect.name == "postgresql":
        cluster = conn.execute(text("SELECT system_identifier FROM pg_control_system()")).scalar_one()
        timeline = conn.execute(text("SELECT timeline_id FROM pg_control_checkpoint()")).scalar_one()
        return f"{cluster}/{timeline}/{engine.url.database}"
    name = engine.url.database
    if not name or name == ":memory:":
        return "memory"
    stat = Path(name).stat()
    return f"{stat.st_dev}:{stat.st_ino}"


def _read(file: Path) -> Marker | None:
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
        return Marker(**{**read, "epochs": tuple(read.get("epochs", ()))})
    except (OSError, ValueError, TypeError, AttributeError):
        return None
