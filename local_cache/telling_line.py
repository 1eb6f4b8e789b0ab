"""A line that tells the status line and the screens what is on its way to the centre, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from local_cache.news import CasesChanged
from local_cache.status import Board

if TYPE_CHECKING:
    from hotline.wire import PullAnswer, PullRequest, PushAnswer, PushRequest, ReconcileAnswer
    from local_cache.sync.transport import Syncing

_REVOKED = "operator_revoked"


class TellingLine:
    """The part of a line that the sync engine uses. `in_flight` gives the mutations of the push under way.

    `heard` is told of each answer: what has been taken there must not stand below words that there is no line.
    """

    def __init__(
        self,
        transport: Syncing,
        board: Board,
        in_flight: Callable[[], frozenset[UUID]],
        heard: Callable[[], None],
    ) -> None:
        self._transport = transport
        self._board = board
        self._in_flight = in_flight
        self._heard = heard
        self._offered: frozenset[UUID] = frozenset()
        self._revoked: frozenset[str] = frozenset()

    def take_offered(self) -> frozenset[UUID]:
        """Return the cases offered since the last call: whether they arrived or not, they are no longer on the way."""
        offered, self._offered = self._offered, frozenset()
        return offered

    def take_revoked(self) -> frozenset[str]:
        """Return the operators whose work the centre has held since the last call, as their right had ended."""
        revoked, self._revoked = self._revoked, frozenset()
        return revoked

    def push(self, request: PushRequest) -> PushAnswer:
        """Offer mutations, and say so while it lasts."""
        sending = self._in_flight()
        cases = frozenset(each.case_id for each in request.mutations if each.case_id and each.mutation_id in sending)
        self._offered |= cases
        self._board.change(sending=len(sending))
        self._board.tell(CasesChanged(cases))
        try:
            answer = self._transport.push(request)
            self._heard()
            held = {each.mutation_id for each in answer.results if each.reason == _REVOKED and not each.replayed}
            self._revoked |= {each.operator_id for each in request.mutations if each.mutation_id in held}
            return answer
        finally:
            self._board.change(sending=0)

    def pull(self, request: PullRequest) -> PullAnswer:
        """Ask for what is new."""
        answer = self._transport.pull(request)
        self._heard()
        return answer

    def reconcile(self, client_id: UUID) -> ReconcileAnswer:
        """Ask what the centre has of this client."""
        return self._transport.reconcile(client_id)
