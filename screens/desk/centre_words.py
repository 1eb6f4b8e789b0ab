"""What the centre tells the desk besides cases: the queue, notices, answers to a hand, what a lead wants of the seat.

Nothing of it lies over what is typed: it stands on the message line, and what must be read is opened by a key.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rich.cells import cell_len

from hotline.codes import AgentState
from local_cache.model import DeskAct
from screens.desk.guests import Guests
from screens.desk.notice import ReadNotice
from screens.desk.own_state import Pause
from screens.desk.queue_words import queue_pieces
from screens.desk.status import pause_words
from screens.parts.case_words import coded
from widgets.clock_text import at
from widgets.lamp import Tone
from widgets.message_line import MessageLine
from wording import tr

if TYPE_CHECKING:
    from uuid import UUID

    from hotline.desk_doc import DeskNews, HandAnswer, Notice, SeatOrder
    from local_cache.news import DeskNewsChanged
    from widgets.lamp import Piece

SHOWN_FOR = timedelta(minutes=2)
"""A notice that asks for no key stands so long where nothing else is said."""


class CentreWords(Guests):
    """Takes the centre's word as it stands now: what is not in it any more is over."""

    def __init__(self) -> None:
        super().__init__()
        self.told: DeskNewsChanged | None = None
        self._shown: set[UUID] = set()
        """Notices and answers that have stood on the line, and orders that were done."""
        self._tells_to_go_on = False

    def take_news(self, told: DeskNewsChanged) -> None:
        """Show what is new in it; the queue is painted with the next second."""
        before, self.told = self.told, told
        if before is not None and _differ_by_queue_alone(before.news, told.news):
            return
        switch_was_up = before is None or before.news.switch_up is not False
        self.show_words()
        self.paint_status()
        self.drop_untrue()
        if switch_was_up != (told.news.switch_up is not False):
            self.paint_caller()
            self.paint_beside()
        self.paint_keys()

    def show_words(self) -> None:
        """Put notices and an answer on the message line, once somebody can see it there."""
        if self.told is None or self.app.screen is not self:
            return
        for notice in self.told.news.notices:
            if notice.notice_id not in self._shown:
                self._shown.add(notice.notice_id)
                self._show_notice(notice)
        answer = self.told.news.hand
        if answer is not None and answer.hand_id not in self._shown:
            self._shown.add(answer.hand_id)
            self._show_answer(answer)

    def paint_beside(self) -> None:
        """Paint the queue at the end of the message line: at most once a second, and only what is different."""
        pieces = queue_pieces(self.told, self.services.seat.status, self.now(), self.zone)
        line = self.query_one(MessageLine)
        line.beside(pieces)
        status = self.services.seat.status
        unsaid = line.hides_beside and status.line_up and not status.centre_keeps
        if unsaid != self._tells_to_go_on:
            self._tells_to_go_on = unsaid
            self.paint_caller()

    def standing_pieces(self) -> list[Piece]:
        """Return what holds now; that one may go on logging stands here where a long message has the line."""
        pieces = super().standing_pieces()
        if self._tells_to_go_on:
            pieces.insert(0, (tr("Go on logging: it stays here"), Tone.YELLOW))
        return pieces

    @property
    def switch_is_away(self) -> bool:
        """Whether the centre has said that it has no line to its telephone switch."""
        return self.told is not None and self.told.news.switch_up is False

    # ---- notices

    @property
    def to_read(self) -> tuple[Notice, ...]:
        """The notices that ask for a key."""
        return tuple(each for each in self.told.news.notices if self._asks(each)) if self.told else ()

    def _asks(self, notice: Notice) -> bool:
        """Say whether a notice asks for a key: it must be read, or there is no room on the line for all of it."""
        return notice.must_read or cell_len(self._notice_words(notice)) + 3 > (self.size.width or 80)

    def _notice_words(self, notice: Notice) -> str:
        return tr("Notice of {name}: {words}").format(name=notice.sent_by, words=notice.words.replace("\n", " "))

    def _show_notice(self, notice: Notice) -> None:
        if not self._asks(notice):
            until = self.now() + SHOWN_FOR
            self.say_standing(lambda: self._notice_words(notice), lambda: self.now() < until, wrong=False)
            self._is_read(notice)
            return

        def words() -> str:
            key, name = self.key_of("needs_you"), notice.sent_by
            words = notice.words.replace("\n", " ")
            return tr("{key}: read the notice of {name}: {words}").format(key=key, name=name, words=words)

        self.say_standing(words, lambda: any(each.notice_id == notice.notice_id for each in self.to_read))

    def _is_read(self, notice: Notice) -> None:
        self.services.seat.desk_act(DeskAct(f"desk/notices/{notice.notice_id}/read", by=self.operator))

    def action_needs_you(self) -> None:
        """Read the notices that ask for it, one after the other; else go to what needs a decision."""
        if not self.to_read:
            super().action_needs_you()
            return
        notice = self.to_read[0]

        def heading() -> str:
            sent = at(notice.sent_at, self.now(), self.zone)
            return tr("Notice of {name}, {at}").format(name=notice.sent_by, at=sent)

        def answered(answer: str | None) -> None:
            if answer is not None:
                self._is_read(notice)

        self.app.push_screen(ReadNotice(heading, notice.words), answered)

    # ---- the answer to a hand

    def _show_answer(self, answer: HandAnswer) -> None:
        def words() -> str:
            key, said = self.key_of("hand"), answer.words.replace("\n", " ")
            return tr("{name} answers: {words}   Read: {key}").format(name=answer.answered_by, words=said, key=key)

        self.say_standing(words, lambda: self._is_answer(answer), wrong=False)

    def _is_answer(self, answer: HandAnswer) -> bool:
        now = self.told.news.hand if self.told else None
        return now is not None and now.hand_id == answer.hand_id

    def take_answer(self) -> bool:
        """Take the lead's answer as read: the hand goes down with it."""
        answer = self.told.news.hand if self.told else None
        if answer is None:
            return False
        if self.hand is not None and self.hand.hand_id == answer.hand_id:
            self.when_done(self.services.seat.put_hand(None), lambda _: None)
        self.services.seat.desk_act(DeskAct(f"desk/hands/{answer.hand_id}/seen"))
        return True

    # ---- what a lead wants of the seat

    def settle(self) -> None:
        """Do what was to wait until nobody calls, and then what a lead wants of this seat."""
        super().settle()
        if self.told is None or not self.came_back or not self.is_calm:
            return
        for order in self.told.news.orders:
            if order.order_id not in self._shown:
                self._shown.add(order.order_id)
                refused = self._do(order)
                self.services.seat.desk_act(DeskAct(f"desk/orders/{order.order_id}/done", {"refused": refused}))

    def _do(self, order: SeatOrder) -> str:
        """Do what is wanted and say who wanted it; return the code of why it cannot be done, empty when it was."""
        if order.kind == "queue":
            done = tr("queue: {queue}").format(queue=coded(self.pack, "call_queue", order.value))
        elif not self.takes_calls:
            return "takes_no_calls"
        elif order.value == AgentState.PAUSED:
            self.pause = Pause(order.reason, self.now())
            done = pause_words(self.pack, order.reason)
        elif order.value == AgentState.READY:
            self.pause = None
            done = coded(self.pack, "agent_state", AgentState.READY)
        else:
            return "unknown_state"

        def words() -> str:
            if not order.given_by:
                return tr("Done at your telephone: {done}").format(done=done)
            return tr("As {name} asked: {done}").format(name=order.given_by, done=done)

        self.say(words)
        self.paint_caller()
        self.paint_keys()
        return ""


def _differ_by_queue_alone(before: DeskNews, after: DeskNews) -> bool:
    """Say whether nothing but the queue is another one: that comes once a second, while somebody types."""
    as_before = {"now": before.now, "queue": before.queue}
    return after.model_copy(update=as_before) == before
