"""What happens when `work.db` is damaged: set aside, never deleted; the newest good copy takes its place.

The copy becomes a new incarnation of the outbox: a new client id, everything that is kept numbered anew and offered
again (the centre knows repeats by their mutation ids), and a gap in the case numbers. What can still be read of the
damaged file is taken over too: each of its pages is authenticated, so what can be read is true.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from local_cache import meta, numbers, offering_again, outbox
from local_cache.backup import Backups, opens
from local_cache.encrypted import Connection, DatabaseError, FileSecret, connect
from local_cache.errors import NewerFile, WorkLost
from local_cache.folder import SeatFolder
from local_cache.ids import new_id
from local_cache.schema import migrate_work, of_newer_program
from wording import tr

_SALVAGE_SPAN = 20_000
"""How many numbers past the copy's last one are tried in a damaged outbox whose end cannot be read …"""
_SALVAGE_GAP = 500
"""… and after how many in a row that are not there it is taken to have ended."""
_MUTATION_ID, _UPDATED_AT = 1, 5
_SUFFIXES = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class RecoveryNote:
    """What was done. `copy_from` is when the copy was made, `salvaged` how many newer commands and drafts were read
    out of the damaged file, `whole` whether everything newer could be read."""

    at: str
    copy_from: str
    salvaged: int
    whole: bool
    set_aside: str

    def words(self) -> str:
        """Return what the operator is told, plainly."""
        copied = datetime.fromisoformat(self.copy_from).astimezone().strftime("%m-%d %H:%M")
        if self.whole:
            return tr(
                "A file of this seat was damaged and has been replaced. Nothing is missing; no number is given twice."
            )
        return tr(
            "A file of this seat was damaged and has been replaced by its copy of {time}. "
            "Cases saved after that and not yet at the centre may be missing: {count} were read back. "
            "Compare with your notes and tell the shift lead."
        ).format(time=copied, count=self.salvaged)


def told(connection: Connection) -> RecoveryNote | None:
    """Return the note of the last recovery while nobody has acknowledged it."""
    text = meta.get(connection, meta.RECOVERY)
    return RecoveryNote(**json.loads(text)) if text else None


def recover(folder: SeatFolder, secret: FileSecret, backups: Backups, now: datetime) -> tuple[Connection, RecoveryNote]:
    """Replace the work file, which nobody may have open, and return a connection to the new one.

    Everything is done to the copy while it lies beside the damaged file. Only then is that set aside and the copy put
    in its place, so that a cut at any step leaves either the damaged file or the finished copy to go on from.

    Raises `WorkLost` when no copy opens, since it may be the key that is wrong, and `NewerFile` for files of a newer
    program, which alone knows all that is in them. Then nothing is moved.
    """
    with backups.gate:
        note = _finished_before(folder, secret) or _finish_copy(folder, secret, backups, now)
        _set_aside(folder, note.set_aside)
        folder.work_to_be.replace(folder.work)
    return connect(folder.work, secret), note


def put_away(folder: SeatFolder, now: datetime) -> None:
    """Set aside a work file that nothing can be done about, so that a new one may take its place."""
    _set_aside(folder, _free_name(folder, now))


def _finished_before(folder: SeatFolder, secret: FileSecret) -> RecoveryNote | None:
    """Return the note of a recovery that was cut off when the damaged file had been set aside."""
    new = folder.work_to_be
    if folder.work.exists() or not new.exists() or not opens(new, secret):
        return None
    try:
        with closing(connect(new, secret, read_only=True)) as connection:
            note = told(connection)
    except DatabaseError:  # nothing had been copied into it yet
        return None
    return note if note and (folder.set_aside / note.set_aside).exists() else None


def _finish_copy(folder: SeatFolder, secret: FileSecret, backups: Backups, now: datetime) -> RecoveryNote:
    """Make of the newest good copy what is to take the damaged file's place."""
    good = next((each for each in backups.newest_first() if opens(each, secret)), None)
    if good is None:
        raise WorkLost("no copy of the work file opens")
    if _of_newer_program(good, secret) or _of_newer_program(folder.work, secret):
        raise NewerFile("the damaged work file is of a newer program")
    copied_at = datetime.fromtimestamp(good.stat().st_mtime, UTC)
    new = folder.work_to_be
    for suffix in _SUFFIXES:  # a log of another copy would be read into this one
        Path(f"{new}{suffix}").unlink(missing_ok=True)
    shutil.copyfile(good, new)
    with closing(connect(new, secret)) as connection:
        migrate_work(connection)
        connection.execute("BEGIN IMMEDIATE")
        salvaged, whole = _salvage(folder.work, secret, connection)
        offering_again.fork(connection, new_id())
        numbers.skip_ahead(connection)
        name = _free_name(folder, now)
        note = RecoveryNote(now.isoformat(), copied_at.isoformat(), salvaged, whole, name)
        meta.put(connection, meta.RECOVERY, json.dumps(asdict(note)))
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = DELETE")  # all of it in the one file that is about to be moved
    return note


def _of_newer_program(path: Path, secret: FileSecret) -> bool:
    """Say whether a file can be read as far as to show that a newer program made it."""
    if not path.exists():
        return False
    try:
        with closing(connect(path, secret, read_only=True)) as connection:
            return of_newer_program(connection)
    except DatabaseError:
        return False


def _free_name(folder: SeatFolder, now: datetime) -> str:
    stem = f"work-{now:%Y%m%dT%H%M%S}"
    name = f"{stem}.db"
    count = 1
    while (folder.set_aside / name).exists():
        count += 1
        name = f"{stem}-{count}.db"
    return name


def _set_aside(folder: SeatFolder, name: str) -> None:
    """Move the damaged file, or what a cut left of it: the file before its log, which alone would be read as whole."""
    folder.set_aside.mkdir(parents=True, exist_ok=True)
    for suffix in _SUFFIXES:
        part = Path(f"{folder.work}{suffix}")
        if part.exists():
            part.replace(folder.set_aside / f"{name}{suffix}")


class _Damaged:
    """A damaged file, asked one question at a time: after a page that cannot be read it is opened afresh."""

    def __init__(self, path: Path, secret: FileSecret) -> None:
        self._path = path
        self._secret = secret
        self._connection: Connection | None = None
        self.whole = True
        """Whether everything that was asked could be read."""

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows, none where they cannot be read."""
        try:
            if self._connection is None:
                self._connection = connect(self._path, self._secret, read_only=True)
            return self._connection.execute(statement, values).fetchall()
        except DatabaseError:
            self.whole = False
            self.close()
            return []

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _salvage(damaged: Path, secret: FileSecret, into: Connection) -> tuple[int, bool]:
    """Take over the commands and drafts newer than the copy that can be read; say how many, and whether all could."""
    if not damaged.exists():
        return 0, False
    source = _Damaged(damaged, secret)
    try:
        newer = list(_newer_rows(source, outbox.next_seq(into)))
        kept = sum(_take(into, "outbox", row) for row in newer)
        _take_refs(source, into, [row[_MUTATION_ID] for row in newer])
        kept += _take_drafts(source, into)
        return kept, source.whole
    finally:
        source.close()


def _newer_rows(source: _Damaged, first: int) -> Iterator[tuple[Any, ...]]:
    told = source.ask("SELECT v FROM meta WHERE k = 'next_seq'")
    last = int(told[0][0]) - 1 if told else first + _SALVAGE_SPAN
    missing = 0
    for seq in range(first, last + 1):
        rows = source.ask("SELECT * FROM outbox WHERE seq = ?", seq)
        missing = 0 if rows else missing + 1
        if missing > _SALVAGE_GAP:
            return
        yield from rows


def _take_refs(source: _Damaged, into: Connection, mutation_ids: list[str]) -> None:
    if not source.ask("SELECT 1 FROM sqlite_master WHERE name = 'refs'"):
        return  # a file of an older program
    for mutation_id in mutation_ids:
        for row in source.ask("SELECT * FROM refs WHERE mutation_id = ?", mutation_id):
            _take(into, "refs", row)


def _take_drafts(source: _Damaged, into: Connection) -> int:
    known = dict(into.execute("SELECT id, updated_at FROM drafts").fetchall())
    there = {row[0] for row in source.ask("SELECT id FROM drafts INDEXED BY sqlite_autoindex_drafts_1")}
    taken = 0
    for draft_id in there:
        for row in source.ask("SELECT * FROM drafts WHERE id = ?", draft_id):
            if row[_UPDATED_AT] > known.get(draft_id, ""):
                taken += _take(into, "drafts", row, "OR REPLACE")
    if source.whole:  # what is no draft any more has become one of the cases
        into.executemany("DELETE FROM drafts WHERE id = ?", [(draft_id,) for draft_id in known.keys() - there])
    return taken


def _take(into: Connection, table: str, row: tuple[Any, ...], conflict: str = "OR IGNORE") -> int:
    marks = ", ".join("?" * len(row))
    return into.execute(f"INSERT {conflict} INTO {table} VALUES ({marks})", row).rowcount
