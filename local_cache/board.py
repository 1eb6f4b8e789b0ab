"""The shift lead's board at a seat: what is asked of the centre and done there, in the name of who is signed in."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from local_cache.errors import NotKnown

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    from local_cache.asking import Centre
    from local_cache.board_questions import Answer, BoardAct, BoardQuestion
    from local_cache.sync.transport import Proof, Transport


class AtTheBoard:
    """Asks the centre through `centre`, in `pool`. Nothing of it is kept on the seat."""

    def __init__(self, centre: Centre, pool: Executor) -> None:
        self._centre = centre
        self._pool = pool

    def ask(self, question: BoardQuestion[Answer]) -> Future[Answer]:
        """Return what the centre answers. Fails with `NoLine` or `CentreSaid`."""
        return self._pool.submit(self._centre.ask, lambda line, proof: line.board(question, proof))

    def act_beside(self, act: BoardAct[Answer], operator_id: str, password: str) -> Future[Answer]:
        """Do something in the name of somebody else, who signs in for that alone. Fails like `act`, and `SignInFailed`.

        Whoever is signed in at the seat goes on.
        """
        return self._pool.submit(self._centre.ask_beside, partial(_done_beside, act, operator_id, password))

    def act(self, act: BoardAct[Answer]) -> Future[Answer]:
        """Do something. Fails with `NoLine` when nothing was sent, `CentreSaid`, or `NotKnown`: no answer, twice."""
        return self._pool.submit(self._centre.ask, partial(_done_once, act))


def _done_beside(act: BoardAct[Answer], operator_id: str, password: str, line: Transport) -> Answer:
    from local_cache.sign_in import turned_down
    from local_cache.sync.transport import Proof, TransportDown, TransportProblem

    try:
        token = line.sign_in_beside(operator_id, password)
    except TransportProblem as problem:
        raise turned_down(problem) or problem from None
    try:
        return _done_once(act, line, Proof(token))
    finally:
        with suppress(TransportDown, TransportProblem):  # it ends by itself then
            line.sign_out(token)


def _done_once(act: BoardAct[Answer], line: Transport, proof: Proof) -> Answer:
    """Do something, and once more if the answer got lost: the centre does it once."""
    from local_cache.sync.transport import TransportDown

    try:
        return line.board_act(act, proof)
    except TransportDown as down:
        if not down.sent:
            raise
    try:
        return line.board_act(act, proof)
    except TransportDown:
        raise NotKnown("board_act") from None
