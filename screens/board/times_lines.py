"""How long seats were in each state today: of all, by sub-centre, by seat. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_cache import board_questions as ask
from screens.board.level import AskedLevel, Level
from screens.board.seat_state_lines import SeatStateLines
from screens.board.times_rows import HELD_IN, spent_in, times_rows
from screens.board.words import hours, length
from screens.parts.house_words import sub_centre_words
from screens.parts.rate_words import rate_words
from screens.parts.work_list import WorkColumn
from widgets.lamp import Tone
from widgets.line_list import ListRow
from wording import mark, tr

if TYPE_CHECKING:
    from hotline.board_doc import TimesLine, TimesPage
    from local_cache.board_questions import BoardQuestion
    from screens.board.level import Shown
    from screens.parts.text_rows import Row
    from screens.services import Go

_WHOLE = mark("This line is the whole: their parts stand below")


class TimesLines(AskedLevel["TimesPage"]):
    """The times of today, the whole in the first line: by sub-centre, or of one of them by seat."""

    columns = (
        WorkColumn(mark("Where"), 0, least=12, weight=9), WorkColumn(mark("Seats"), 5, weight=5, right=True),
        WorkColumn(mark("Ready"), 8, weight=8, right=True), WorkColumn(mark("Talk"), 8, weight=9, right=True),
        WorkColumn(mark("Wrap-up"), 8, weight=9, right=True), WorkColumn(mark("Paused"), 8, weight=8, right=True),
        WorkColumn(mark("Average"), 7, weight=7, right=True), WorkColumn(mark("Occupancy"), 9, weight=9, right=True),
    )  # fmt: skip
    nothing = mark("No seat has told anything today")

    def __init__(self, shown: Shown, sub_centre: str = "") -> None:
        super().__init__(shown, lambda: tr("times of today; seats"))
        self._sub_centre = sub_centre

    def question(self) -> BoardQuestion[TimesPage] | None:
        """Return what is to be asked: all of it comes at once."""
        return ask.times(self._sub_centre) if not self.pages else None

    @property
    def total(self) -> int:
        """Return of how many seats the times are."""
        lines = self._lines()
        return lines[0].seats if lines else 0

    def _lines(self) -> list[TimesLine]:
        return [line for page in self.pages for line in page.lines]

    def rows(self) -> list[ListRow]:
        """Return the whole and its parts."""
        return [
            ListRow(str(place), (
                (self._where(place, line), Tone.BRIGHT), (f"{line.seats}", Tone.GREY),
                *((hours(spent_in(line, state)), Tone.GREY) for state in HELD_IN),
                (length(line.average_wrap_up_s), Tone.GREY), (rate_words(line.occupancy), Tone.BRIGHT),
            ))
            for place, line in enumerate(self._lines())
        ]  # fmt: skip

    def _where(self, place: int, line: TimesLine) -> str:
        if self._sub_centre and place:
            row = self.shown.picture.seats.get(line.place)
            return f"{line.place} {row.operator}".strip() if row is not None else line.place
        return sub_centre_words(self.shown.pack, line.place) if line.place else tr("all")

    def about(self, key: str, width: int) -> list[Row]:  # noqa: ARG002
        """Return all times of a line, its pauses by reason."""
        lines = self._lines()
        return times_rows(lines[int(key)], self.shown.pack) if key and int(key) < len(lines) else []

    def opened(self, key: str) -> Level | Go | str:
        """Return the seats of a sub-centre, or the states of a seat."""
        lines, place = self._lines(), int(key)
        if place == 0:
            return _WHOLE
        if self._sub_centre:
            return SeatStateLines(self.shown, lines[place].place)
        return TimesLines(self.shown, lines[place].place)
