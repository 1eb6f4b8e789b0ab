"""A board as it was last heard: whole once, then what changed. Pure: whoever asks the centre brings the answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline.board_doc import BoardAnswer, SeatRow


class BoardPicture:
    """All seats, and everything else as the newest answer has it. Nothing is there before the first answer."""

    def __init__(self) -> None:
        self.answer: BoardAnswer | None = None
        self.seats: dict[str, SeatRow] = {}
        self._ahead = timedelta()

    @property
    def after(self) -> int:
        """The number up to which everything is known; 0 for nothing."""
        return self.answer.n if self.answer is not None else 0

    @property
    def epoch(self) -> str:
        """Whose numbers these are; empty before the first answer."""
        return self.answer.epoch if self.answer is not None else ""

    def rostered(self, seat: str) -> str:
        """Return who should sit at a seat by the roster where that is not who does; empty else."""
        return self.answer.not_as_rostered.get(seat, "") if self.answer is not None else ""

    def at_centre(self, now: datetime) -> datetime:
        """Return what the centre's clock shows at a moment of this machine's."""
        return now + self._ahead

    def take(self, answer: BoardAnswer, asked_at: datetime, now: datetime) -> frozenset[str] | None:
        """Take an answer that was asked for and came at these moments of this machine's clock.

        Return the seats that are different now; None when it does not go on from what is known: ask for all of it.
        """
        if not answer.whole and (answer.epoch != self.epoch or self.answer is None):
            self.answer = None
            return None
        if self.answer is not None and answer.epoch == self.epoch and answer.n < self.answer.n:
            return frozenset()  # overtaken by a newer one
        before = self.seats
        told = {row.seat: row for row in answer.seats}
        self.seats = told if answer.whole else {**before, **told}
        self.answer = answer
        self._ahead = answer.now - (asked_at + (now - asked_at) / 2)
        gone = before.keys() - self.seats.keys()
        return frozenset(gone | {seat for seat, row in told.items() if before.get(seat) != row})
