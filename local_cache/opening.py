"""Opens a seat's files: lock, keys, recovery where it is needed, migrations, writers and readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from local_cache import enrolment as enrolments
from local_cache import meta, needs_later, recovery, schema
from local_cache.backup import Backups
from local_cache.ballast import Ballast
from local_cache.encrypted import (
    Connection,
    DatabaseError,
    FileSecret,
    connect,
    is_damaged,
    is_disk_trouble,
    is_full,
    is_locked,
    is_sound,
)
from local_cache.enrolment import Enrolment
from local_cache.errors import NewerFile, NotEnrolled, NotOpened, SeatBusy
from local_cache.folder import SeatFolder
from local_cache.keystore import SeatKeys, file_secret, load
from local_cache.lock import SeatLock
from local_cache.news import CasesChanged, Recovered
from local_cache.open_files import OpenFiles
from local_cache.packs import PackShelf
from local_cache.status import Board


@dataclass(frozen=True, slots=True)
class OpenSeat:
    """Everything of a seat that is open, in one hand."""

    folder: SeatFolder
    lock: SeatLock
    keys: SeatKeys
    enrolment: Enrolment
    shelf: PackShelf
    files: OpenFiles
    backups: Backups
    ballast: Ballast
    board: Board


def open_seat(folder: SeatFolder, now: Callable[[], datetime], ballast_size: int) -> OpenSeat:
    """Open the files of an enrolled seat.

    Raises `SeatBusy`, `NotEnrolled`, `KeyLost`, `WorkLost`, `NotOpened`, and `NewerFile` for a work file of a newer
    program.
    """
    keys = load(folder)
    secret = file_secret(folder, keys)
    folder.make()
    lock = SeatLock(folder.lock)
    try:
        with _trouble_named():
            return _opened(folder, lock, keys, secret, now, ballast_size)
    except BaseException:
        lock.release()
        raise


def _opened(
    folder: SeatFolder,
    lock: SeatLock,
    keys: SeatKeys,
    secret: FileSecret,
    now: Callable[[], datetime],
    ballast_size: int,
) -> OpenSeat:
    backups = Backups(folder, secret)
    board = Board()
    if not folder.work.exists() and not backups.newest_first():
        raise NotEnrolled("this folder holds no enrolled seat")
    work = open_work(folder, secret, backups, now)
    try:
        here = enrolments.read(work)
        note = recovery.told(work)
        if here is None:
            raise NotEnrolled("this folder holds no enrolled seat")
    except BaseException:
        work.close()
        raise
    if note is not None:
        board.change(recovered=note.words())

    def recovered(fresh: recovery.RecoveryNote) -> None:
        words = fresh.words()
        board.change(recovered=words)
        board.tell(Recovered(words))

    def followed(case_ids: frozenset[UUID]) -> None:
        board.tell(CasesChanged(case_ids))

    shelf = PackShelf(folder.packs, here.city)
    ballast = Ballast(folder.ballast, ballast_size)
    files = OpenFiles(
        folder, secret, work, here, shelf,
        backups=backups, ballast=ballast, now=now,
        disk=lambda well: board.change(disk_ok=well), recovered=recovered, followed=followed,
    )  # fmt: skip
    return OpenSeat(folder, lock, keys, here, shelf, files, backups, ballast, board)


@contextmanager
def _trouble_named() -> Iterator[None]:
    """Raise `SeatBusy` or `NotOpened` for what the disk or the system does; what is wrong in a statement stays so."""
    try:
        yield
    except DatabaseError as error:
        if is_locked(error):
            raise SeatBusy("another program keeps a file of this seat locked") from error
        if is_full(error) or is_disk_trouble(error) or is_damaged(error):
            raise NotOpened("the disk or the system does not let the files be opened") from error
        raise


@_trouble_named()
def open_work(folder: SeatFolder, secret: FileSecret, backups: Backups, now: Callable[[], datetime]) -> Connection:
    """Open the work file of a seat whose lock the caller holds, at this program's version.

    It is recovered if it is missing, damaged, does not fit the key that its copies fit, or has been emptied. Without
    a copy an empty one is that of an enrolment which was cut off. Raises `SeatBusy`, `WorkLost`, `NotOpened`, and
    `NewerFile`.
    """
    work = _sound_work(folder, secret) if folder.work.exists() else None
    if work is not None and _names_no_seat(work) and backups.newest_first():
        work.close()
        work = None
    if work is None:
        return recovery.recover(folder, secret, backups, now())[0]
    if schema.of_newer_program(work):
        work.close()
        raise NewerFile("the work file is of a newer program")
    if 0 < schema.work_version(work) < schema.WORK_VERSION:
        backups.make()
    schema.migrate_work(work)
    needs_later.take_over(work)
    return work


def _names_no_seat(work: Connection) -> bool:
    return schema.work_version(work) == 0 or meta.get(work, meta.SEAT) is None


def _sound_work(folder: SeatFolder, secret: FileSecret) -> Connection | None:
    try:
        work = connect(folder.work, secret)
    except DatabaseError as error:
        if is_damaged(error):
            return None
        raise
    if is_sound(work):
        return work
    work.close()
    return None
