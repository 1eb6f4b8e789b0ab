"""A hand raised for the lead: one key puts it up; the same key adds words, takes it down, or the answer as read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from local_cache.ids import new_id
from local_cache.model import Hand
from screens.desk.pauses import Pauses
from screens.parts.ask import Choose, Option, Write
from widgets.clock_text import at
from wording import mark, tr

if TYPE_CHECKING:
    from uuid import UUID

WORDS_LIMIT = 200
"""Characters of the words for the lead; more would not be read on a board."""
_DOWN, _WORDS = "down", "words"


class Hands(Pauses):
    """The hand is the seat's own (`SeatStatus.hand`): it stays up when the call or the program ends."""

    @property
    def hand(self) -> Hand | None:
        """The hand that is up."""
        return self.services.seat.status.hand

    def take_answer(self) -> bool:
        """Take the lead's answer as read, if there is one; a part above has it."""
        return False

    def action_hand(self) -> None:
        """Raise a hand; one that is up is given words or taken down."""
        if self.take_answer():
            return
        hand = self.hand
        if hand is None:
            call = self.present
            self._put_hand(Hand(new_id(), self.now(), call_id=call.call_id if call.is_live or call.is_ringing else ""))
            return

        def options() -> list[Option]:
            return [Option(_DOWN, tr("Take it down")), Option(_WORDS, tr("Say in a few words what for"), hand.words)]

        def heading() -> str:
            return tr("Your hand is up since {at}").format(at=at(hand.raised_at, self.now(), self.zone))

        self.app.push_screen(Choose(heading, options), lambda key: self._hand_chosen(hand, key))

    def _hand_chosen(self, hand: Hand, key: str | None) -> None:
        if self.hand is None or self.hand.hand_id != hand.hand_id:
            return
        if key == _DOWN:
            self._put_hand(None)
        elif key == _WORDS:
            question = Write(
                lambda: tr("What is it about? The lead reads it at once"), mark("Words"), text=hand.words,
                limit=WORDS_LIMIT,
            )  # fmt: skip
            self.app.push_screen(question, lambda words: self._say_what_for(hand.hand_id, words))

    def _say_what_for(self, hand_id: UUID, words: str | None) -> None:
        hand = self.hand
        if words is not None and hand is not None and hand.hand_id == hand_id:
            self._put_hand(replace(hand, words=words.strip()))

    def _put_hand(self, hand: Hand | None) -> None:
        self.when_done(self.services.seat.put_hand(hand), lambda _: None)
        if hand is None:
            self.say(lambda: tr("Your hand is down"), true=lambda: self.hand is None)
        elif not self.services.seat.status.line_up:

            def nobody() -> str:
                return tr("No line: nobody sees your hand. It goes up at the centre with the line; call out meanwhile")

            self.say(nobody, wrong=True, true=lambda: self._is_up(hand) and not self.services.seat.status.line_up)
        else:

            def up() -> str:
                return tr("Hand up for the lead. Words or down: {key}").format(key=self.key_of("hand"))

            self.say(up, true=lambda: self._is_up(hand))
        self.paint_beside()

    def _is_up(self, hand: Hand) -> bool:
        return self.hand is not None and self.hand.hand_id == hand.hand_id

    def paint_beside(self) -> None:
        """Paint what stands at the end of the message line; a part above has it."""
