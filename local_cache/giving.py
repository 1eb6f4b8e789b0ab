"""Commands that are given at the centre there and then: to dispatch, sign, reply, supervise, and all that waits not.

Nothing of them is kept here: they count once the centre has said so, and not before. What comes back is shown at once.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from hotline.case_doc import CaseDoc
from hotline.codes import State
from hotline.outcome import Refusal, RefusalCode
from hotline.wire import Problem
from local_cache.errors import CentreSaid, GivenRefused, NoLine, NotKnown, NotSaved
from local_cache.ids import new_id
from local_cache.news import CasesChanged
from local_cache.open_files import OpenFiles
from local_cache.status import Board
from local_cache.sync import pulled
from local_cache.sync.files import Touched

if TYPE_CHECKING:
    from hotline.commands import Command
    from hotline.wire import MutationResult
    from local_cache.asking import Centre
    from local_cache.encrypted import Connection
    from local_cache.sessions import LiveSession
    from local_cache.sync.transport import Given, Proof, Transport, TransportProblem

_DEFECT = 500
_BUSY = 503


class Giver:
    """Gives commands in the name of who is signed in. `pool` runs what waits for the line, `poke` has the seat pull."""

    def __init__(
        self, files: OpenFiles, board: Board, centre: Centre, pool: Executor, poke: Callable[[], None]
    ) -> None:
        self._files = files
        self._board = board
        self._centre = centre
        self._pool = pool
        self._poke = poke

    def give(self, case_id: UUID, command: Command, base_revision: int | None) -> Future[MutationResult]:
        """Give a command. Fails with `GivenRefused`, `NoLine`, `CentreSaid`, or `NotKnown` if no answer came.

        It goes in the name of who is signed in now, also where somebody else is by the time that it is sent.
        """
        return self._pool.submit(self._give, self._centre.who_asks(), case_id, command, base_revision)

    def _give(
        self, live: LiveSession | None, case_id: UUID, command: Command, base_revision: int | None
    ) -> MutationResult:
        try:
            result = self._centre.give(live, case_id, new_id(), command, base_revision)
        except GivenRefused:
            self._show(case_id)  # it has moved on since it was shown here, as a rule
            raise
        except NotKnown:
            self._poke()
            raise
        self._show(case_id)
        return result

    def _show(self, case_id: UUID) -> None:
        """Show the case as the centre has it now; where that fails the next pull brings it."""
        with suppress(NoLine, CentreSaid, NotSaved):
            doc = self._centre.case(case_id)
            if doc is not None:
                self._files.on_cache(lambda cache: self._take(cache, doc))
        self._poke()  # the command may have changed other cases too
        self._board.tell(CasesChanged(frozenset({case_id})))

    def _take(self, cache: Connection, doc: CaseDoc) -> None:
        if pulled.put_newer(cache, doc.order.id, doc.order.revision, doc.model_dump(mode="json")):
            self._files.refresh(cache, Touched(cases=frozenset({doc.order.id})))


def given_once(line: Transport, given: Given, proof: Proof) -> MutationResult:
    """Give a command, and ask once more under its key if the answer got lost: the centre does it once.

    Raises `GivenRefused`, `NotKnown`, `TransportProblem`, and `TransportDown` where nothing of it has been sent.
    """
    from local_cache.sync.transport import TransportDown, TransportProblem

    try:
        return line.give(given, proof)
    except TransportDown as down:
        if not down.sent:
            raise
    except TransportProblem as problem:
        if not _leaves_in_doubt(problem):
            raise _told(problem) from None
    try:
        return line.give(given, proof)
    except TransportDown:
        raise NotKnown(given.op) from None
    except TransportProblem as problem:
        if problem.problem in (Problem.REFUSED, Problem.NOT_FOUND, Problem.INVALID):  # it had not taken it before
            raise _told(problem) from None
        raise NotKnown(given.op) from None


def _leaves_in_doubt(problem: TransportProblem) -> bool:
    """Say whether the command may have taken effect: a centre that says that it is busy has done nothing."""
    return problem.status >= _DEFECT and not (problem.problem is Problem.BUSY and problem.status == _BUSY)


def _told(problem: TransportProblem) -> Exception:
    """Return what the rulebook at the centre found, or the problem as it came."""
    said = problem.extra
    if problem.problem is not Problem.REFUSED or said.get("code") not in set(RefusalCode):
        return problem
    refusal = Refusal(RefusalCode(said["code"]), str(said.get("field") or ""), str(said.get("found") or ""))
    state, revision = said.get("state"), said.get("revision")
    return GivenRefused(
        refusal, State(state) if state in set(State) else None, revision if isinstance(revision, int) else None
    )
