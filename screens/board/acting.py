"""What a lead does from the board: notices, hands, orders to seats, callers who gave up. Nothing is done until said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from hotline.lead_acts_doc import NoticeRequest, SeatOrderRequest
from hotline.texts import visible
from local_cache import board_questions as ask
from local_cache.ids import new_id
from screens.board import forms
from screens.board.lists import BoardLists
from screens.board.missed_lines import MissedLines
from screens.board.notice_lines import NoticeLines, nobody_sits, sent_words
from screens.board.order_lines import OrderLines
from screens.board.times_lines import TimesLines
from screens.board.whole_seat import wanted_words
from screens.parts.amend import NOTHING_WRONG, Wrong
from screens.parts.ask import Choose
from screens.parts.base import nothing
from screens.parts.fill_in import is_yes
from screens.parts.told_acts import ToldActs
from wording import mark, tr

if TYPE_CHECKING:
    from hotline.board_doc import SeatRow
    from hotline.desk_doc import MissedCaller
    from hotline.lead_acts_doc import NoticeReaders, OrderGiven
    from screens.parts.base import Said
    from screens.parts.fill_in import Typed

_NOBODY_THERE = mark("Nobody sits there now. Take it again as it is: whoever comes before the shift ends is given it")


class Acting(ToldActs, BoardLists):
    """The acts. Where the centre does not do one, what was typed is asked for again, with why."""

    def after_act(self, *, done: bool) -> None:
        """Show what the act changed; where it failed, how things stand at least in the open list."""
        if done:
            self.pull()
        self.read_anew()

    # ---- notices

    def action_send_notice(self) -> None:
        """Write a notice to a seat, a sub-centre or all."""
        self._ask_notice(new_id())

    def _ask_notice(self, notice_id: UUID, typed: Typed | None = None, wrong: Wrong = NOTHING_WRONG) -> None:
        form = forms.notice_form(self.services.city_pack, self.picture.seats.values, self.marked_seat, typed, wrong)
        self.app.push_screen(form, partial(self._notice_written, notice_id, typed))

    def _notice_written(self, notice_id: UUID, before: Typed | None, typed: Typed | None) -> None:
        if typed is None:
            return
        told_so = before is not None and before["place"] == typed["place"]
        if not told_so and nobody_sits(typed["place"], self.picture.seats.values()):
            self._ask_notice(notice_id, typed, Wrong(lambda: tr(_NOBODY_THERE)))
            return
        asked = NoticeRequest(
            notice_id=notice_id, place=typed["place"], words=typed["words"], must_read=is_yes(typed, "must_read")
        )

        def done(told: NoticeReaders) -> Said:
            count = len(told.unread)

            def words() -> str:
                return tr("{sent}. Who has read it: {key}").format(sent=sent_words(count), key=self.key_of("notices"))

            return words

        self.tell_centre(ask.send_notice(asked), done, lambda why: self._ask_notice(notice_id, typed, Wrong(why)))

    def action_notices(self) -> None:
        """List the notices and who has not read them."""
        self.open_level(NoticeLines(self.shown()))

    # ---- hands

    def action_answer_hand(self) -> None:
        """Answer the hand of the marked seat, else the one that has been up longest."""
        up = sorted((row for row in self.picture.seats.values() if row.hand_id), key=_hand_at)
        marked = self.marked_seat
        row = marked if marked is not None and marked.hand_id else next(iter(up), None)
        if row is None or row.hand_id is None:
            self.say(lambda: tr("No hand is up"), wrong=True)
            return
        self.grid.key = row.seat
        self._ask_hand(row, row.hand_id)

    def _ask_hand(self, row: SeatRow, hand_id: UUID, text: str = "", wrong: Said = nothing) -> None:
        who = f"{row.seat} {row.operator}".strip()

        def heading() -> str:
            asks = visible(row.hand_words) or tr("says nothing")
            return tr("{who}: {asks}").format(who=who, asks=asks)

        def written(words: str | None) -> None:
            if words is not None:
                self.tell_centre(
                    ask.answer_hand(hand_id, words),
                    lambda _: self._note_goes(row.seat, who),
                    lambda why: self._ask_hand(row, hand_id, words, why),
                )

        self.app.push_screen(forms.hand_form(heading, text, wrong), written)

    def _note_goes(self, seat: str, who: str) -> Said:
        """Return where a note is: the centre has it, and a seat without a line not yet."""
        now = self.picture.seats.get(seat)
        if now is not None and now.silent:
            return lambda: tr("{who} has no line: your note waits").format(who=who)
        return lambda: tr("Your note goes to {who}").format(who=who)

    # ---- orders

    def action_order_seat(self) -> None:
        """Ask the marked seat to be ready, to pause, or to take another queue."""
        row = self.marked_seat
        if row is None:
            self.say(lambda: tr("Mark a seat first"), wrong=True)
            return
        who = f"{row.seat} {row.operator}".strip()
        pack = self.services.city_pack

        def heading() -> str:
            return tr("{who}: what is the seat to do?").format(who=who)

        question = Choose(heading, partial(forms.order_options, pack))
        self.app.push_screen(question, partial(self._order_chosen, row))

    def _order_chosen(self, row: SeatRow, chosen: str | None) -> None:
        if chosen is None:
            return
        kind, _, rest = chosen.partition(":")
        value, _, reason = rest.partition(":")
        asked = SeatOrderRequest(
            order_id=new_id(), kind="queue" if kind == "queue" else "state", value=value, reason=reason
        )
        self.tell_centre(ask.order_seat(row.seat, asked), partial(self._ordered, row.seat))

    def _ordered(self, seat: str, told: OrderGiven) -> Said:
        pack = self.services.city_pack

        def words() -> str:
            wanted = wanted_words(told.order, pack)
            if told.waits:
                said = tr("{seat} is to: {what}. It has no line: the order waits").format(seat=seat, what=wanted)
            else:
                said = tr("{seat} is told to: {what}").format(seat=seat, what=wanted)
            if told.replaced is None:
                return said
            before = wanted_words(told.replaced, pack)
            who = told.replaced.given_by or tr("the telephone")
            return tr("{said}. It takes the place of: {what} ({who})").format(said=said, what=before, who=who)

        return words

    def action_orders(self) -> None:
        """List what seats were asked to do, and what became of it."""
        self.open_level(OrderLines(self.shown()))

    def action_times(self) -> None:
        """List how long seats were in each state today."""
        self.open_level(TimesLines(self.shown()))

    # ---- callers who gave up

    def action_missed(self) -> None:
        """List the callers who gave up and have not been called back."""
        self.open_level(MissedLines(self.shown()))

    def _marked_caller(self) -> MissedCaller | None:
        top = self.top
        return top.caller(self.work.key) if isinstance(top, MissedLines) else None

    def action_claim(self) -> None:
        """Claim the marked caller for this seat."""
        caller = self._marked_caller()
        if caller is not None:
            self.tell_centre(
                ask.claim(caller.call_id),
                lambda _: lambda: tr("Claimed for this seat: the number stands at the desk"),
            )

    def action_hand_over(self) -> None:
        """Hand the marked caller to a seat."""
        caller = self._marked_caller()
        if caller is not None:
            self._ask_seat(caller)

    def _ask_seat(self, caller: MissedCaller, text: str = "", wrong: Said = nothing) -> None:
        def seats() -> list[str]:
            return [*self.picture.seats]

        def written(typed: str | None) -> None:
            if typed is None:
                return
            seat = forms.seat_of(typed, seats())
            self.tell_centre(
                ask.claim(caller.call_id, seat),
                lambda _: lambda: tr("Seat {seat} is to call back").format(seat=seat),
                lambda why: self._ask_seat(caller, typed, why),
            )

        question = forms.seat_form(lambda: tr("Which seat is to call back?"), text, wrong, seats)
        self.app.push_screen(question, written)

    def action_release_claim(self) -> None:
        """Give the marked caller free whom a silent seat has claimed."""
        caller = self._marked_caller()
        if caller is None:
            return
        if not caller.seat:
            self.say(lambda: tr("Nobody has claimed this caller"), wrong=True)
            return
        self.tell_centre(ask.release(caller.call_id), lambda _: lambda: tr("The caller is free for every seat"))


def _hand_at(row: SeatRow) -> float:
    return row.hand_at.timestamp() if row.hand_at is not None else 0.0
