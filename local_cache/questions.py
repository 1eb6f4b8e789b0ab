"""What a seat is asked, each question in the thread where it keeps nobody waiting: a reader's, or one for the line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING
from uuid import UUID

from hotline.codes import SyncState
from local_cache import outbox, reveals
from local_cache.asking import Centre
from local_cache.futures import done, then
from local_cache.look_ups import LookUps
from local_cache.model import Alert, CallerHistory, CaseView, Likely, Need, OwnLine, Page, Probe, Query, Saved
from local_cache.open_files import OpenFiles
from local_cache.sync.thread import SyncThread

if TYPE_CHECKING:
    from hotline.likely_doc import LikelyCase
    from hotline.queue_doc import QueueName, QueuePage
    from local_cache.outbox import Queued


class Questions:
    """Asks this seat's files, and the centre where they do not know. `pool` runs what waits for the line."""

    def __init__(self, files: OpenFiles, look_ups: LookUps, centre: Centre, pool: Executor) -> None:
        self._files = files
        self._look_ups = look_ups
        self._centre = centre
        self._pool = pool
        self._last_probe: Future[list[Likely]] | None = None

    def learn(self) -> None:
        """Begin to count how rare each word is, for `likely`."""
        self._files.find.submit(self._look_ups.learn)

    def history(self, number: str, call_id: str = "") -> Future[CallerHistory]:
        """Return what this seat knows of a number in any writing; the call `call_id` is none of those before."""
        return self._files.look_up.submit(lambda both: self._look_ups.history(both, number, call_id))

    def search(self, query: Query) -> Future[Page]:
        """Search the cache, newest first."""
        return self._files.find.submit(lambda both: self._look_ups.search(both, query))

    def search_centre(self, query: Query) -> Future[Page]:
        """Search at the centre. Fails with `NoLine` or `CentreSaid`."""
        return self._pool.submit(self._centre.search, query)

    def queue(self, name: QueueName, cursor: str) -> Future[QueuePage]:
        """Return a page of a work list of the centre. Fails with `NoLine` or `CentreSaid`."""
        return self._pool.submit(self._centre.queue, name, cursor)

    def likely_at_centre(self, case_id: UUID) -> Future[tuple[LikelyCase, ...]]:
        """Return the live cases that the centre proposes for merging. Fails with `NoLine` or `CentreSaid`."""
        return self._pool.submit(self._centre.likely, case_id)

    def likely(self, probe: Probe) -> Future[list[Likely]]:
        """Return the cases that may be the same matter; a question not yet begun gives way to the next one."""
        if self._last_probe is not None:
            self._last_probe.cancel()
        self._last_probe = self._files.find.submit(lambda both: self._look_ups.likely(both, probe))
        return self._last_probe

    def case(self, case_id: UUID, *, line_up: Callable[[], bool]) -> Future[CaseView | None]:
        """Return one case as this seat knows it, else as the centre does if there is a line; None for none."""

        def there() -> CaseView | None:
            return self._look_ups.as_there(self._centre.case(case_id))

        def or_there(found: CaseView | None) -> Future[CaseView | None]:
            return done(found) if found or not line_up() else self._pool.submit(there)

        return then(self._files.look_up.submit(lambda both: self._look_ups.case(both, case_id)), or_there)

    def sync_states(self, case_ids: Iterable[UUID]) -> Future[dict[UUID, SyncState]]:
        """Return where this seat's own work on these cases is."""
        wanted = list(case_ids)
        return self._files.look_up.submit(lambda both: self._look_ups.sync_states(both, wanted))

    def set_aside(self) -> Future[Counter[SyncState]]:
        """Count the commands of this seat that are held or parked at the centre and count for nothing there."""
        return self._files.look_up.submit(self._look_ups.set_aside)

    def own_recent(self, limit: int) -> Future[list[OwnLine]]:
        """Return this seat's newest commands, newest first."""
        return self._files.look_up.submit(lambda both: self._look_ups.own_recent(both, limit))

    def given_after(self, seq: int) -> Future[list[Queued]]:
        """Return the commands that were given here after the one of number `seq`, in their order."""
        return self._files.look_up.submit(lambda both: outbox.after(both, seq))

    def needs(self) -> Future[list[Need]]:
        """Return the needs-you list, oldest first."""
        return self._files.look_up.submit(self._look_ups.needs)

    def alerts(self) -> Future[list[Alert]]:
        """Return the alerts for the lead that are not noted as seen here, newest first."""
        return self._files.look_up.submit(self._look_ups.alerts)

    def in_the_clear(
        self, saved: Future[Saved], case_id: UUID, field: str, *, thread: Callable[[], SyncThread]
    ) -> Future[str]:
        """Return the field that a saved reveal asks for. Fails as that did, or with `NoLine` or `CentreSaid`."""
        own = then(saved, lambda _: self._files.look_up.submit(lambda both: reveals.own_value(both, case_id, field)))

        def there() -> str:
            return reveals.ask(self._centre, self._files, thread(), saved.result())

        return then(own, lambda value: done(value) if value is not None else self._pool.submit(there))
