"""The callers who gave up and have not been called back (漏接回拨): whose they are now. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from local_cache import board_questions as ask
from screens.board.call_lines import CallsOf
from screens.board.level import AskedLevel, Level
from screens.board.words import length
from screens.parts.house_words import queue_words
from screens.parts.work_list import WorkColumn
from widgets.clock_text import exact
from widgets.lamp import Tone
from widgets.line_list import ListRow
from wording import mark, tr

if TYPE_CHECKING:
    from hotline.desk_doc import MissedCaller
    from hotline.lead_acts_doc import MissedCallers
    from local_cache.board_questions import BoardQuestion
    from screens.board.level import Shown
    from screens.services import Go


class MissedLines(AskedLevel["MissedCallers"]):
    """Those first who gave up longest ago. Nobody's number stands here."""

    columns = (
        WorkColumn(mark("Gave up"), 12, weight=9), WorkColumn(mark("Waited"), 7, weight=8, right=True),
        WorkColumn(mark("Queue"), 12, weight=6), WorkColumn(mark("Calls"), 5, weight=7, right=True),
        WorkColumn(mark("Tries"), 5, weight=7, right=True), WorkColumn(mark("Claimed by"), 0, least=20, weight=9),
    )  # fmt: skip
    nothing = mark("Everybody who gave up has been called back")
    acts = ("claim", "hand_over", "release_claim")

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown, lambda: tr("callers who gave up and wait for a call back"))

    def question(self) -> BoardQuestion[MissedCallers] | None:
        """Return what is to be asked: all of them come at once."""
        return self.again() if not self.pages else None

    def again(self) -> BoardQuestion[MissedCallers]:
        """Return what is to be asked for all of them."""
        return ask.missed_callers()

    def caller(self, key: str) -> MissedCaller | None:
        """Return the caller of a line."""
        return next((each for page in self.pages for each in page.callers if str(each.call_id) == key), None)

    def rows(self) -> list[ListRow]:
        """Return the callers."""
        now, zone, pack = self.shown.now(), self.shown.zone, self.shown.pack
        return [
            ListRow(str(each.call_id), (
                (exact(each.abandoned_at, now, zone), Tone.BRIGHT), (length(each.waited_s), Tone.GREY),
                (queue_words(pack, each.queue), Tone.GREY), (str(each.calls), Tone.GREY), (str(each.tries), Tone.GREY),
                self._claimed(each),
            ))
            for page in self.pages
            for each in page.callers
        ]  # fmt: skip

    def _claimed(self, caller: MissedCaller) -> tuple[str, Tone]:
        if not caller.seat:
            return tr("nobody"), Tone.YELLOW
        row = self.shown.picture.seats.get(caller.seat)
        words = f"{caller.seat} {row.operator}".strip() if row is not None else caller.seat
        if row is not None and row.silent:
            return tr("{seat}: no line").format(seat=words), Tone.YELLOW
        return words, Tone.GREY

    def opened(self, key: str) -> Level | Go | str:
        """Return the call in which the caller gave up."""
        return CallsOf(self.shown, UUID(key))
