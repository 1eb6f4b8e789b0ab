"""Calls as lines: those that wait now, live, and those behind a tile, page by page. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from local_cache import board_questions as ask
from screens.board.case_lines import CasesOfCall
from screens.board.level import AskedLevel, Level
from screens.board.words import length
from screens.parts.case_words import number_words
from screens.parts.house_words import queue_words
from screens.parts.work_list import WorkColumn
from screens.services import Go
from widgets.lamp import Tone
from widgets.line_list import ListRow
from wording import listed, mark, tr

if TYPE_CHECKING:
    from hotline.board_doc import CallLine, CallPage
    from local_cache.board_questions import BoardQuestion, SpanOfTime
    from screens.board.level import Shown
    from screens.parts.base import Said
    from screens.parts.text_rows import Row

_QUEUE = WorkColumn(mark("Queue"), 12, weight=6)
_SEAT = WorkColumn(mark("Seat"), 6, weight=7)
_ENDED = {"answered": mark("answered"), "abandoned": mark("gave up"), "flowed_out": mark("left the queue"),
          "": mark("waits still")}  # fmt: skip
NO_CASE = mark("No case was made of this call")


class WaitingLines(Level):
    """The callers who wait now, those first who have waited longest. Nobody's number stands here."""

    columns = (
        WorkColumn(mark("Waits"), 8, weight=9, right=True), _QUEUE, WorkColumn(mark("Since"), 8, weight=8),
        WorkColumn(mark("Rings at"), 0, least=8, weight=7),
    )  # fmt: skip
    empty = mark("Nobody waits")

    def rows(self) -> list[ListRow]:
        """Return the callers."""
        answer, now, zone = self.shown.picture.answer, self.shown.now(), self.shown.zone
        waiting = sorted(answer.waiting, key=lambda call: call.since) if answer is not None else []
        if answer is not None and not answer.switch_up and answer.as_of is not None:
            now = min(now, answer.as_of)
        return [
            ListRow(str(call.call_id), (
                (length(max(0.0, (now - call.since).total_seconds())), Tone.BRIGHT),
                (queue_words(self.shown.pack, call.queue), Tone.GREY),
                (f"{call.since.astimezone(zone):%H:%M:%S}", Tone.GREY),
                (call.seat or "-", Tone.GREY),
            ))
            for call in waiting
        ]  # fmt: skip

    def opened(self, key: str) -> Level | Go | str:
        """Return the stays of the caller's call."""
        return CallsOf(self.shown, UUID(key))


class CallLines(AskedLevel["CallPage"]):
    """The stays of callers behind a tile, the newest first."""

    columns = (
        WorkColumn(mark("Came"), 8, weight=9), _QUEUE, WorkColumn(mark("Waited"), 7, weight=8, right=True),
        WorkColumn(mark("Ended"), 14, weight=7), _SEAT, WorkColumn(mark("Talk"), 7, weight=6, right=True),
        WorkColumn(mark("Case"), 0, least=18, weight=9),
    )  # fmt: skip
    nothing = mark("No call stands behind this number")

    def __init__(self, shown: Shown, title: Said, tile: str, span: SpanOfTime) -> None:
        super().__init__(shown, title)
        self._tile = tile
        self._span: SpanOfTime = span

    def question(self) -> BoardQuestion[CallPage] | None:
        """Return what is to be asked for the next page."""
        if not self.pages:
            return ask.calls(self._tile, self._span)
        return ask.calls(self._tile, self._span, self.pages[-1].next) if self.pages[-1].next else None

    @property
    def goes_on(self) -> bool:
        """Whether there is a next page."""
        return bool(self.pages and self.pages[-1].next)

    @property
    def total(self) -> int:
        """Return how many the centre counts."""
        return self.pages[0].total if self.pages else 0

    def _lines(self) -> dict[str, CallLine]:
        return {
            f"{line.call_id} {line.offered_at.isoformat()} {line.queue}": line
            for page in self.pages
            for line in page.lines
        }

    def rows(self) -> list[ListRow]:
        """Return the stays."""
        zone, pack = self.shown.zone, self.shown.pack
        return [
            ListRow(key, (
                (f"{line.offered_at.astimezone(zone):%H:%M:%S}", Tone.BRIGHT),
                (queue_words(pack, line.queue), Tone.GREY), (length(line.wait_s), Tone.GREY),
                (ended_words(line.ended), Tone.GREY), (line.seat, Tone.GREY),
                (length(line.talk_s) if line.talk_s else "", Tone.GREY),
                (listed(map(number_words, line.case_numbers)), Tone.BRIGHT),
            ))
            for key, line in self._lines().items()
        ]  # fmt: skip

    def about(self, key: str, width: int) -> list[Row]:  # noqa: ARG002
        """Return how a call went."""
        line = self._lines().get(key)
        if line is None:
            return []
        left = f"{line.left_at.astimezone(self.shown.zone):%H:%M:%S}" if line.left_at is not None else "-"
        words = tr("came {came}, waited until {left}: {ended}").format(
            came=f"{line.offered_at.astimezone(self.shown.zone):%H:%M:%S}", left=left, ended=ended_words(line.ended)
        )
        return [[(words, Tone.GREY)]]

    def opened(self, key: str) -> Level | Go | str:
        """Return the case of a call in Find, or the list of them where there are several."""
        line = self._lines().get(key)
        if line is None or not line.case_numbers:
            return NO_CASE
        if len(line.case_numbers) > 1:
            return CasesOfCall(self.shown, line.call_id)
        return Go("find", words=line.case_numbers[0])


class CallsOf(CallLines):
    """The stays of one call."""

    def __init__(self, shown: Shown, call_id: UUID) -> None:
        super().__init__(shown, lambda: tr("one call"), "", "day")
        self._call_id = call_id

    def question(self) -> BoardQuestion[CallPage] | None:
        """Return what is to be asked: all stays of the call come at once."""
        return ask.call(self._call_id) if not self.pages else None


def ended_words(ended: str) -> str:
    """Return how a wait ended; that it lasts where it has not."""
    return tr(_ENDED[ended]) if ended in _ENDED else ended
