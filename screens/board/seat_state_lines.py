"""What a seat was doing today, state by state. Pure."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from local_cache import board_questions as ask
from screens.board.call_lines import CallsOf
from screens.board.level import AskedLevel, Level
from screens.board.times_rows import times_rows
from screens.board.whole_seat import whole_of
from screens.board.words import length, state_words
from screens.parts.work_list import WorkColumn
from widgets.lamp import Tone
from widgets.line_list import ListRow
from wording import mark, tr

if TYPE_CHECKING:
    from hotline.board_doc import SeatStates, StateLine
    from local_cache.board_questions import BoardQuestion
    from screens.board.level import Shown
    from screens.parts.text_rows import Row
    from screens.services import Go

_NO_CALL = mark("This state was about no call")


class SeatStateLines(AskedLevel["SeatStates"]):
    """The states of a seat since midnight, the newest first; those of a call open it."""

    columns = (
        WorkColumn(mark("From"), 8, weight=9), WorkColumn(mark("To"), 8, weight=7),
        WorkColumn(mark("Length"), 8, weight=9, right=True), WorkColumn(mark("State"), 24, weight=9),
        WorkColumn(mark("Operator"), 0, least=8, weight=8),
    )  # fmt: skip
    nothing = mark("Nothing is known of this seat today")

    def __init__(self, shown: Shown, seat: str) -> None:
        super().__init__(shown, lambda: tr("states of seat {seat} today").format(seat=seat))
        self.seat = seat

    def question(self) -> BoardQuestion[SeatStates] | None:
        """Return what is to be asked: all of today comes at once."""
        return self.again() if not self.pages else None

    def again(self) -> BoardQuestion[SeatStates]:
        """Return what is to be asked for all of today."""
        now, zone = self.shown.now(), self.shown.zone
        midnight = datetime.combine(now.astimezone(zone).date(), time.min, zone)
        return ask.seat_states(self.seat, midnight)

    def _lines(self) -> dict[str, StateLine]:
        return {line.since.isoformat() + line.state: line for page in self.pages for line in page.states}

    def rows(self) -> list[ListRow]:
        """Return the states."""
        zone, now, pack = self.shown.zone, self.shown.now(), self.shown.pack
        return [
            ListRow(key, (
                (f"{line.since.astimezone(zone):%H:%M:%S}", Tone.GREY),
                (f"{line.until.astimezone(zone):%H:%M:%S}" if line.until else "", Tone.GREY),
                (length(max(0.0, ((line.until or now) - line.since).total_seconds())), Tone.BRIGHT),
                (state_words(pack, line.state, line.reason), Tone.BRIGHT), (line.operator, Tone.GREY),
            ))
            for key, line in self._lines().items()
        ]  # fmt: skip

    def about(self, key: str, width: int) -> list[Row]:  # noqa: ARG002
        """Return how the seat stands now, and what it did today."""
        return [*self._whole(), *(times_rows(self.pages[-1].spent, self.shown.pack) if self.pages else [])]

    def _whole(self) -> list[Row]:
        row = self.shown.picture.seats.get(self.seat)
        if row is None:
            return []
        rostered = self.shown.picture.rostered(row.seat)
        return whole_of(row, self.shown.pack, self.shown.now(), self.shown.zone, rostered)

    def opened(self, key: str) -> Level | Go | str:
        """Return the call of a state."""
        line = self._lines().get(key)
        call_id = line.call_id if line is not None else None
        if call_id is None:
            return _NO_CALL
        return CallsOf(self.shown, call_id)
