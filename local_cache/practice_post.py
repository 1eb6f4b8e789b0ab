"""Takes results and appeals of practice to the centre, and brings back what a trainer has set and written.

It does so for whoever is signed in, if their account has the role trainee: by that role the account says that its
results may leave. Everybody else may practise too; theirs stay in the practice folder. All of one round is done in the
name of who was signed in when it began: nothing of theirs goes, or comes, in the name of who signs in meanwhile.
"""

from __future__ import annotations

import logging
from threading import Lock
from typing import TYPE_CHECKING

from hotline.codes import Role
from hotline.wire import Problem
from local_cache.board_questions import BoardAct, BoardQuestion
from local_cache.errors import CentreSaid, NoLine

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

    from hotline.practice_doc import PracticeAppeal, PracticeResult
    from local_cache.asking import Centre
    from local_cache.practice_exchange import PracticeExchange, Refusal, Waiting
    from local_cache.sessions import LiveSession

_NEVER_TAKEN = frozenset({Problem.INVALID, Problem.NOT_FOUND, Problem.FORBIDDEN, Problem.TOO_LARGE})
"""What the centre says to something that it would say again however often it is offered."""
_MAY_LACK = "clock_behind"
"""The field of a result that a centre which does not know it may do without: it is a remark on the moments, which are
right as they stand. Without it an exam that is sat would not be known, and what was set would never be done."""
_log = logging.getLogger(__name__)


class PracticePost:
    """Goes through the practice folder `root`, in `pool`; with None there is none, as in practice itself."""

    def __init__(self, root: Path | None, centre: Centre, pool: Executor) -> None:
        self._root = root
        self._centre = centre
        self._pool = pool
        self._gate = Lock()
        """Held over the next two alone, never over a file or the line: nobody waits for a round."""
        self._goes = self._once_more = False
        self._refused: set[str] = set()
        """Files that the centre does not take: they stay with the reason beside them, and are offered again by the next
        program: the centre may know by then what it did not."""

    def go(self) -> None:
        """Take and bring what there is, soon; returns at once. Without a line it is done with the next one."""
        if self._root is None or not self._trainee():
            return
        with self._gate:
            if self._goes:
                self._once_more = True
                return
            self._goes = True
        self._pool.submit(self._go, self._root)

    def _trainee(self) -> LiveSession | None:
        live = self._centre.who_asks()
        return live if live is not None and Role.TRAINEE in live.info.roles else None

    def _go(self, root: Path) -> None:
        """Go one round; another one that was asked for meanwhile takes its turn behind what else waits in the pool."""
        try:
            self._round(root)
        finally:
            with self._gate:
                self._goes = False
                again, self._once_more = self._once_more, False
        if again:
            self.go()

    def _round(self, root: Path) -> None:
        from local_cache.practice_exchange import PracticeExchange

        live = self._trainee()
        if live is None:
            return
        exchange = PracticeExchange(root)
        try:
            for each in exchange.waiting(live.info.operator_id):
                self._offer(exchange, each, live)
            self._bring(exchange, live)
        except (NoLine, OSError) as error:
            _log.info("practice and centre wait for each other: %s", type(error).__name__)
        except CentreSaid as said:
            _log.warning("the centre does not speak of practice: %s", said.problem)

    def _offer(self, exchange: PracticeExchange, waiting: Waiting, live: LiveSession) -> None:
        """Offer one file, and take it away once the centre has it. Raises `NoLine`, `CentreSaid`, `OSError`."""
        if waiting.file.name in self._refused:
            return
        refusal = self._give(waiting.said, live)
        if refusal is None:
            exchange.done(waiting)
            return
        if refusal.field == _MAY_LACK:
            bare = waiting.said.model_copy(update={_MAY_LACK: False})
            refusal = self._give(bare, live) or refusal.model_copy(update={"without": True})
        _log.warning("the centre does not take a file of practice: %s", refusal.problem)
        self._refused.add(waiting.file.name)
        exchange.refused(waiting, refusal)

    def _give(self, said: PracticeResult | PracticeAppeal, live: LiveSession) -> Refusal | None:
        """Give the centre a result or an appeal; return why it will never take it, None where it has it.

        Raises `NoLine` and `CentreSaid` where it may take it another time.
        """
        from hotline.practice_doc import Kept, PracticeResult
        from local_cache.practice_exchange import Refusal

        path = "practice/results" if isinstance(said, PracticeResult) else "practice/appeals"
        act = BoardAct(path, Kept, said, spare=True)
        try:
            self._centre.ask_as(live, lambda line, proof: line.board_act(act, proof))
        except CentreSaid as answer:
            if answer.problem not in _NEVER_TAKEN:
                raise
            return Refusal(problem=answer.problem, field=(*answer.unshaped, answer.field)[0])
        return None

    def _bring(self, exchange: PracticeExchange, live: LiveSession) -> None:
        from hotline.practice_doc import AssignedWork

        question = BoardQuestion("practice/own", AssignedWork)
        work = self._centre.ask_as(live, lambda line, proof: line.board(question, proof))
        exchange.put_assigned(live.info.operator_id, work)
