"""What a shift lead asks and does from an open seat: the board, its lists, and acts on other seats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_cache.board import AtTheBoard
from local_cache.seat_inside import SeatInside

if TYPE_CHECKING:
    from concurrent.futures import Future

    from local_cache.board_questions import Answer, BoardAct, BoardQuestion


class AsLead(SeatInside):
    """The board is never shown from what was known before: without a line each of these fails."""

    def board(self, question: BoardQuestion[Answer]) -> Future[Answer]:
        """Return what the centre's board says to a question of `local_cache.board_questions`.

        Fails with `NoLine` or `CentreSaid`.
        """
        return self._at_the_board.ask(question)

    def board_act(self, act: BoardAct[Answer]) -> Future[Answer]:
        """Do something of `local_cache.board_questions` at the centre; return what it says came of it.

        Fails with `NoLine` when nothing was sent, `CentreSaid`, or `NotKnown` when no answer came, twice.
        """
        return self._at_the_board.act(act)

    def board_act_beside(self, act: BoardAct[Answer], operator_id: str, password: str) -> Future[Answer]:
        """Do something in the name of another lead who stands beside, by their own password, and of them alone.

        Who is signed in here goes on. Fails like `board_act`, and with `SignInFailed`.
        """
        return self._at_the_board.act_beside(act, operator_id, password)

    @property
    def _at_the_board(self) -> AtTheBoard:
        return AtTheBoard(self._centre, self._pool)
