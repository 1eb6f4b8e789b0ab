"""What an older program may do with the work file of a newer one: push what is queued, and nothing else.

`outbox` and `meta` have a frozen shape (`schema.py`) and are all that is read or written here; what the centre's
answers ask of the operator waits in `meta` for the newer program (`needs_later.py`). The cache is not opened.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from local_cache import enrolment as enrolments
from local_cache import needs_later, outbox, schema
from local_cache.encrypted import Connection, DatabaseError, connect, is_damaged
from local_cache.enrolment import Enrolment
from local_cache.errors import NoLine, NotEnrolled, NotSaved, Why
from local_cache.folder import SeatFolder
from local_cache.ids import new_id
from local_cache.keystore import SeatKeys, file_secret, load
from local_cache.lock import SeatLock
from local_cache.outbox import Unsent
from local_cache.sync import export
from local_cache.sync.files import T
from local_cache.sync.pushing import WRONG_CERTIFICATE, Pace, PushEngine
from local_cache.writer import Writer

if TYPE_CHECKING:
    from local_cache.sync.transport import Transport

_MOST_STEPS = 1000


@dataclass(frozen=True, slots=True)
class Pushed:
    """What came of a push: how many were named by the centre, what is left, and what ended it (as `sync.Step`)."""

    count: int
    unsent: int
    pace: Pace
    wait_s: float | None = None


class PushOnlySeat:
    """A seat whose work file is of a newer program. Make it with `open`; its methods may be called from any thread."""

    def __init__(
        self,
        lock: SeatLock,
        work: Connection,
        here: Enrolment,
        keys: SeatKeys,
        *,
        connect_line: Callable[[], Transport],
        now: Callable[[], datetime],
        app_version: str,
    ) -> None:
        self._lock = lock
        self._writer = Writer("seat-push", work)
        self._here = here
        self._keys = keys
        self._connect_line = connect_line
        self._now = now
        self._app_version = app_version
        self._line: Transport | None = None
        self._engine: PushEngine | None = None
        self._one_at_a_time = threading.Lock()
        self.line_up: bool | None = None
        """Whether the centre answered the last push; None before the first."""

    @classmethod
    def open(
        cls,
        folder: SeatFolder,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        transport: Transport | None = None,
        app_version: str = "0",
    ) -> PushOnlySeat:
        """Take the seat's lock and open its work file. `transport` stands in for the line to the centre.

        Raises `SeatBusy`, `NotEnrolled`, `KeyLost`, and `NotSaved` for a damaged file.
        """
        keys = load(folder)
        secret = file_secret(folder, keys)
        lock = SeatLock(folder.lock)
        try:
            work = connect(folder.work, secret)
        except DatabaseError as error:
            lock.release()
            if is_damaged(error):
                raise NotSaved(Why.DAMAGED) from error
            raise
        try:
            here = enrolments.read(work)
            if here is None:
                raise NotEnrolled("this folder holds no enrolled seat")
            if not schema.of_newer_program(work):
                raise ValueError("this program can do everything with the file")
        except BaseException:
            work.close()
            lock.release()
            raise

        def connect_line() -> Transport:
            if transport is not None:
                return transport
            from local_cache.sync_start import over_http

            return over_http(folder, here, keys, now, app_version)

        return cls(lock, work, here, keys, connect_line=connect_line, now=now, app_version=app_version)

    @property
    def code(self) -> str:
        """Return the seat's own code, such as `0042`."""
        return self._here.seat

    def on_work(self, job: Callable[[Connection], T]) -> T:
        """Run a job on the work file and wait until it is on disk."""
        return self._writer.call(job)

    def unsent(self) -> Unsent:
        """Return what the centre has not named yet."""
        return self.on_work(outbox.unsent)

    def push(self) -> Pushed:
        """Push until nothing is unsent or something stops it. Blocks. Raises `NoLine` where none can be set up."""
        with self._one_at_a_time:
            engine = self._ready()
            count = 0
            for _ in range(_MOST_STEPS):
                step = engine.push_once()
                count += step.count
                if step.pace is not Pace.MORE:
                    break
            if count or step.pace is not Pace.IDLE:
                self.line_up = step.pace not in {Pace.DOWN, *WRONG_CERTIFICATE}
            return Pushed(count, self.unsent().count, step.pace, step.wait_s)

    def export_outbox(self, path: Path) -> int:
        """Write what is unsent to a new signed file and return how many. Raises `FileExistsError`, `OSError`."""
        rows, client_id = self.on_work(lambda work: (export.pending_rows(work), outbox.client_id(work)))
        return export.write_export(
            path, rows, here=self._here, client_id=client_id, device_key=self._keys.device_key, now=self._now
        )

    def close(self) -> None:
        """Give the file and the seat free."""
        self._writer.close()
        if self._line is not None:
            self._line.close()
        self._lock.release()

    def __enter__(self) -> PushOnlySeat:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _ready(self) -> PushEngine:
        if self._engine is None:
            try:
                self._line = self._connect_line()
            except (ValueError, OSError) as error:
                raise NoLine("no line can be set up") from error
            self._engine = PushEngine(
                self, self._line,
                now=self._now, new_id=new_id, app_version=self._app_version, needs_list=needs_later,
            )  # fmt: skip
        return self._engine
