"""The beginning and the end of an operator's work at a seat, and what else follows from them there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from contextlib import suppress
from datetime import timedelta

from local_cache.asking import Centre
from local_cache.errors import CentreSaid, NoLine
from local_cache.model import Disposal, SessionInfo
from local_cache.open_files import OpenFiles
from local_cache.people import People
from local_cache.sign_in_wanted import SignInWanted
from local_cache.sync.transport import Transport
from local_cache.sync_start import SeatSync


class Shift:
    """Signs in and out, off the caller's thread. `transport` is the line, `sync` None where there is no centre."""

    def __init__(
        self,
        files: OpenFiles,
        people: People,
        wanted: SignInWanted,
        centre: Centre,
        *,
        sync: SeatSync | None,
        transport: Callable[[], Transport],
        pool: Executor,
    ) -> None:
        self._files = files
        self._people = people
        self._wanted = wanted
        self._centre = centre
        self._sync = sync
        self._transport = transport
        self._pool = pool

    def sign_in(self, operator_id: str, password: str, *, keep: bool) -> Future[SessionInfo]:
        """Sign in at the centre, or by the operator's grant when it does not answer. Fails with `SignInFailed`."""

        def job() -> SessionInfo:
            before = self._people.session
            session = self._people.sign_in(self._transport, operator_id, password, keep=keep)
            self._wanted.look()
            if self._sync:
                self._sync.poke()
                if keep and before is not None and before.operator_id != session.operator_id:
                    self._sync.reconcile()  # it was the end of a shift
            return session

        return self._pool.submit(job)

    def resume(self, lock_after: timedelta | None) -> Future[SessionInfo | None]:
        """Return the session that was live when the program ended, if it still is."""
        resumed = self._files.work.submit(lambda work: self._people.resume(work, lock_after))
        self._wanted.look()
        return resumed

    def lock(self) -> Future[None]:
        """Keep on disk that the session is locked."""
        return self._files.work.submit(self._people.lock())

    def touch(self) -> Future[None]:
        """Keep on disk that the operator is at work now."""
        return self._files.work.submit(self._people.touch)

    def sign_out(self, session: SessionInfo, disposal: Mapping[str, Disposal | str]) -> Future[None]:
        """End the session, each draft settled as said; done when that is on this disk."""
        ended: Future[None] = Future()

        def job() -> None:
            try:
                token = self._people.sign_out(session, disposal)
            except Exception as error:
                ended.set_exception(error)
                return
            ended.set_result(None)  # the operator may go: what the centre is told now keeps nobody
            self._wanted.look()
            if self._sync:
                self._sync.reconcile()
            if token:
                with suppress(NoLine, CentreSaid):
                    self._centre.sign_out(token)

        self._pool.submit(job)
        return ended
