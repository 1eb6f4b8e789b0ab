"""What an open seat is asked: by its own files, and by the centre for what they cannot know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import Future
from typing import TYPE_CHECKING
from uuid import UUID

from hotline.codes import SyncState
from local_cache.futures import done, then
from local_cache.model import Alert, CallerHistory, CaseView, Likely, Need, OwnLine, Page, Probe, Query
from local_cache.seat_inside import SeatInside

if TYPE_CHECKING:
    from city_packs.scenario_titles import ScenarioTitle
    from hotline.likely_doc import LikelyCase
    from local_cache.outbox import Queued


class LooksUp(SeatInside):
    """The questions about cases, callers, and what waits for somebody here."""

    def warm_up(self) -> Future[None]:
        """Do now what would make the first look-up slow; to be called once the first screen is up."""
        self._questions.learn()
        self._pool.submit(self._open.shelf.facts)
        return then(self.caller_history("19900000000"), lambda _: done(None))

    def scenario_titles(self) -> Future[tuple[ScenarioTitle, ...]]:
        """Return the scenarios of practice that come with the program, of all cities."""
        return self._pool.submit(_titles)

    def caller_history(self, number: str, call_id: str = "") -> Future[CallerHistory]:
        """Return what this seat knows of a number in any writing; the call `call_id` is none of those before."""
        return self._questions.history(number, call_id)

    def search(self, query: Query) -> Future[Page]:
        """Search the cache, newest first."""
        return self._questions.search(query)

    def search_centre(self, query: Query) -> Future[Page]:
        """Search at the centre. Fails with `NoLine` or `CentreSaid`."""
        return self._questions.search_centre(query)

    def likely_duplicates(self, probe: Probe) -> Future[list[Likely]]:
        """Return the cases that may be the same matter, best first, at most eight.

        A question that has not been begun when the next one comes is cancelled: only the newest answer counts.
        """
        return self._questions.likely(probe)

    def likely_at_centre(self, case_id: UUID) -> Future[tuple[LikelyCase, ...]]:
        """Return the live cases that may be the same matter as one: of the same citizen by any channel, then others.

        The centre alone can compare whole numbers of callers. Fails with `NoLine` or `CentreSaid`.
        """
        return self._questions.likely_at_centre(case_id)

    def case(self, case_id: UUID) -> Future[CaseView | None]:
        """Return one case as this seat knows it, else as the centre does if there is a line; None for none."""
        return self._questions.case(case_id, line_up=lambda: self._board.status.line_up)

    def sync_states(self, case_ids: Iterable[UUID]) -> Future[dict[UUID, SyncState]]:
        """Return where this seat's own work on these cases is."""
        return self._questions.sync_states(case_ids)

    def set_aside(self) -> Future[Counter[SyncState]]:
        """Count the commands of this seat that are held or parked at the centre and count for nothing there."""
        return self._questions.set_aside()

    def own_recent(self, limit: int = 20) -> Future[list[OwnLine]]:
        """Return this seat's newest commands, newest first."""
        return self._questions.own_recent(limit)

    def given_after(self, seq: int) -> Future[list[Queued]]:
        """Return the commands that were given here after the one of number `seq`, in their order, sent or not."""
        return self._questions.given_after(seq)

    def needs(self) -> Future[list[Need]]:
        """Return the needs-you list, oldest first."""
        return self._questions.needs()

    def alerts(self) -> Future[list[Alert]]:
        """Return the alerts for the lead that are not noted as seen here, newest first."""
        return self._questions.alerts()


def _titles() -> tuple[ScenarioTitle, ...]:
    from city_packs.scenario_titles import scenario_titles
    from city_packs.shipped import shipped_packs

    return tuple(title for city in shipped_packs() for title in scenario_titles(city))
