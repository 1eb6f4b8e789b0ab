"""What leads wanted of seats in the last day, and what became of it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.lead_acts_doc import OrderEnd
from local_cache import board_questions as ask
from screens.board.level import AskedLevel, Level
from screens.board.seat_state_lines import SeatStateLines
from screens.board.whole_seat import wanted_words
from screens.parts.work_list import WorkColumn
from widgets.clock_text import exact
from widgets.lamp import Piece, Tone
from widgets.line_list import ListRow
from wording import mark, tr

if TYPE_CHECKING:
    from hotline.lead_acts_doc import GivenOrder, OrderList
    from local_cache.board_questions import BoardQuestion
    from screens.board.level import Shown
    from screens.services import Go

_BECAME = {
    OrderEnd.WAITING: mark("waits for the seat"),
    OrderEnd.DONE: mark("done"),
    OrderEnd.LAPSED: mark("nobody did it within the hour"),
}

_WHY_NOT = {
    "takes_no_calls": mark("nobody sits there who takes calls"),
    "unknown_state": mark("its console does not know that"),
}
_OTHER_REASON = mark("for a reason that this console has no words for")
"""What consoles say of orders that they do not do."""


class OrderLines(AskedLevel["OrderList"]):
    """The orders of the last day, the newest first."""

    columns = (
        WorkColumn(mark("Given"), 12, weight=9), WorkColumn(mark("Seat"), 6, weight=9),
        WorkColumn(mark("Wanted"), 24, weight=8), WorkColumn(mark("By"), 12, weight=5),
        WorkColumn(mark("Became"), 0, least=16, weight=9),
    )  # fmt: skip
    nothing = mark("Nothing was asked of a seat in the last 24 hours")

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown, lambda: tr("what seats were asked to do"))

    def question(self) -> BoardQuestion[OrderList] | None:
        """Return what is to be asked: all of them come at once."""
        return self.again() if not self.pages else None

    def again(self) -> BoardQuestion[OrderList]:
        """Return what is to be asked for all of them."""
        return ask.orders()

    def rows(self) -> list[ListRow]:
        """Return the orders."""
        now, zone, pack = self.shown.now(), self.shown.zone, self.shown.pack
        return [
            ListRow(key, (
                (exact(each.order.given_at, now, zone), Tone.GREY), (each.seat, Tone.BRIGHT),
                (wanted_words(each.order, pack), Tone.BRIGHT), (each.order.given_by or tr("the telephone"), Tone.GREY),
                _became(each),
            ))
            for key, each in self._orders().items()
        ]  # fmt: skip

    def _orders(self) -> dict[str, GivenOrder]:
        return {str(each.order.order_id): each for page in self.pages for each in page.orders}

    def opened(self, key: str) -> Level | Go | str:
        """Return what the seat did."""
        found = self._orders().get(key)
        return SeatStateLines(self.shown, found.seat) if found is not None else super().opened(key)


def why_not_words(code: str) -> str:
    """Return why a seat did not do what was asked of it, by the code that its console gives."""
    return tr(_WHY_NOT.get(code, _OTHER_REASON))


def _became(given: GivenOrder) -> Piece:
    if given.became is OrderEnd.REPLACED:
        return tr("replaced by an order of {who}").format(who=given.replaced_by or tr("the telephone")), Tone.YELLOW
    if given.became is OrderEnd.REFUSED:
        return tr("the seat did not: {why}").format(why=why_not_words(given.refused)), Tone.YELLOW
    return tr(_BECAME[given.became]), Tone.YELLOW if given.became is OrderEnd.LAPSED else Tone.GREY
