"""Takes results and appeals of practice to the centre, and brings back what a trainer has set and written.

It does so for whoever is signed in, if their account has the role trainee: by that role the account says that its
results may leave. Everybody else may practise too; theirs stay in the practice folder.
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

    from local_cache.asking import Centre
    from local_cache.practice_exchange import PracticeExchange, Waiting

_NEVER_TAKEN = frozenset({Problem.INVALID, Problem.NOT_FOUND, Problem.FORBIDDEN, Problem.TOO_LARGE})
"""What the centre says to something that it would say again however often it is offered."""
_log = logging.getLogger(__name__)


class PracticePost:
    """Goes through the practice folder `root`, in `pool`; with None there is none, as in practice itself."""

    def __init__(self, root: Path | None, centre: Centre, pool: Executor) -> None:
        self._root = root
        self._centre = centre
        self._pool = pool
        self._going = Lock()
        self._refused: set[str] = set()
        """Files that the centre does not take: they stay, and this program does not offer them again."""

    def go(self) -> None:
        """Take and bring what there is, soon; returns at once. Without a line it is done with the next one."""
        if self._root is not None and self._is_trainee():
            self._pool.submit(self._go, self._root)

    def _is_trainee(self) -> bool:
        live = self._centre.who_asks()
        return live is not None and Role.TRAINEE in live.info.roles

    def _go(self, root: Path) -> None:
        from local_cache.practice_exchange import PracticeExchange

        live = self._centre.who_asks()
        if live is None or not self._is_trainee():
            return
        exchange, operator = PracticeExchange(root), live.info.operator_id
        with self._going:
            try:
                for each in exchange.waiting(operator):
                    self._offer(exchange, each)
                self._bring(exchange, operator)
            except (NoLine, OSError) as error:
                _log.info("practice and centre wait for each other: %s", type(error).__name__)
            except CentreSaid as said:
                _log.warning("the centre does not speak of practice: %s", said.problem)

    def _offer(self, exchange: PracticeExchange, waiting: Waiting) -> None:
        """Offer one file, and take it away once the centre has it. Raises `NoLine`, `CentreSaid`, `OSError`."""
        from hotline.practice_doc import Kept, PracticeResult

        if waiting.file.name in self._refused:
            return
        path = "practice/results" if isinstance(waiting.said, PracticeResult) else "practice/appeals"
        act = BoardAct(path, Kept, waiting.said)
        try:
            self._centre.ask(lambda line, proof: line.board_act(act, proof))
        except CentreSaid as said:
            if said.problem not in _NEVER_TAKEN:
                raise
            _log.warning("the centre does not take a file of practice: %s", said.problem)
            self._refused.add(waiting.file.name)
        else:
            exchange.done(waiting)

    def _bring(self, exchange: PracticeExchange, operator_id: str) -> None:
        from hotline.practice_doc import AssignedWork

        question = BoardQuestion("practice/own", AssignedWork)
        exchange.put_assigned(operator_id, self._centre.ask(lambda line, proof: line.board(question, proof)))
