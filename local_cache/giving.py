"""Commands that are given at the centre there and then: to dispatch, sign, reply, supervise, and all that waits not.

Nothing of them is kept here: they count once the centre has said so, and not before. What comes back is shown at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from hotline.case_doc import CaseDoc
from local_cache.errors import CentreSaid, GivenRefused, NoLine, NotKnown, NotSaved
from local_cache.ids import id_of
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

    def give(self, case_id: UUID, command: Command, base_revision: int | None, draft_id: str) -> Future[MutationResult]:
        """Give a command. Fails with `GivenRefused`, `NoLine`, `CentreSaid`, or `NotKnown` if no answer came.

        It goes in the name of who is signed in now, also where somebody else is by the time that it is sent; and under
        a key that is the draft's, where there is one, for the centre may have done it before this seat ended.
        """
        return self._pool.submit(self._give, self._centre.who_asks(), case_id, command, base_revision, draft_id)

    def _give(
        self, live: LiveSession | None, case_id: UUID, command: Command, base_revision: int | None, draft_id: str
    ) -> MutationResult:
        from hotline.commands import payload_of

        content = json.dumps([command.op, str(case_id), payload_of(command)], sort_keys=True)
        try:
            result = self._centre.give(live, case_id, id_of(draft_id, content), command, base_revision)
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
