"""Signing a handover: first the lead who goes, then the lead who comes, beside them or where they sit themselves."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hotline.texts import visible
from local_cache import handover_questions as ask
from local_cache.errors import NoLine
from screens.parts.ask import Choose, Option
from screens.parts.given_acts import given_trouble
from screens.parts.trouble import trouble_words
from screens.shift import heads, signed_lines
from screens.shift.explaining import Explaining
from screens.shift.take_over import TakeOver
from wording import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotline.handover_doc import Handover, Signature
    from local_cache.board_questions import BoardAct

_SIGN, _OTHER = "sign", "other"


class Signing(Explaining):
    """The signatures. Nothing is said to be signed before the centre has said so."""

    def mark_item(self, key: str) -> None:
        """Put the mark on an item."""
        raise NotImplementedError

    def why_not(self) -> str:
        """Return why nothing can be explained or signed here now, empty if it can."""
        of = self.present
        if not self.services.seat.status.line_up:
            return given_trouble(NoLine())
        if of is None:
            return tr("The journal has not come yet: wait for it")
        if of.over:
            return heads.over_words(of)
        return ""

    def action_sign_shift(self) -> None:
        """Sign as the lead who goes; where that is done, let the lead who takes over sign."""
        of = self.present
        if words := self.why_not():
            self.say(lambda: self.why_not() or words, wrong=True)
        elif of is not None and heads.blocked_words(of, self.services.zone):
            self._show_missing(of)
        elif of is not None and of.handed is None:
            self._confirm(of)
        elif of is not None and of.handed is not None:
            self._let_take_over(of, of.handed)

    def _show_missing(self, of: Handover) -> None:
        """Say what keeps the journal from being signed, and mark the first red without an explanation."""
        for item in of.unexplained[:1]:
            self.mark_item(item.key)
        self.say(lambda: heads.blocked_words(of, self.services.zone), wrong=True)

    def _confirm(self, of: Handover) -> None:
        def heading() -> str:
            shift = signed_lines.shift_words(of.begins, of.ends, self.services.zone)
            return tr("Hand over {shift}? What is signed does not change").format(shift=shift)

        def chosen(key: str | None) -> None:
            if key == _SIGN:
                self._sign(ask.hand_over(of), self._handed)

        self.app.push_screen(Choose(heading, lambda: [self._own_signature()]), chosen)

    def _own_signature(self) -> Option:
        return Option(_SIGN, tr("Sign as {name}").format(name=visible(self.services.signed_in.name)))

    def _sign(self, act: BoardAct[Handover], signed: Callable[[Handover], object]) -> None:
        self.say(lambda: tr("Telling the centre ..."))
        self.when_done(self.services.seat.board_act(act), signed, self._not_signed)

    def _handed(self, told: Handover) -> None:
        self.came(told)
        name = visible(told.handed.by_name) if told.handed is not None else ""
        self.say(lambda: tr("Signed as {name}").format(name=name))  # who signs next stands above, as long as it is so

    def _let_take_over(self, of: Handover, handed: Signature) -> None:
        """Let the lead sign who takes over: somebody beside who handed over, or whoever sits here by now."""
        if handed.by == self.services.signed_in.operator_id:
            self._ask_who(of, handed)
            return

        def heading() -> str:
            return tr("Handed over by {who}. Who takes over?").format(who=visible(handed.by_name))

        def options() -> list[Option]:
            return [self._own_signature(), Option(_OTHER, tr("Another lead, by their own number and password"))]

        def chosen(key: str | None) -> None:
            if key == _SIGN:
                self._sign(ask.take_over(of), self._taken)
            elif key == _OTHER:
                self._ask_who(of, handed)

        self.app.push_screen(Choose(heading, options), chosen)

    def _ask_who(self, of: Handover, handed: Signature) -> None:
        def heading() -> str:
            words = tr("Handed over by {who}. Who takes over signs here, by their own number and password")
            return words.format(who=visible(handed.by_name))

        def taken(told: Handover | None) -> None:
            if told is not None:
                self._taken(told)

        sign = partial(self.services.seat.board_act_beside, ask.take_over(of))
        self.app.push_screen(TakeOver(heading, handed.by, sign, self._not_signed), taken)

    def _taken(self, told: Handover) -> None:
        if told.taken is not None:
            name = visible(told.taken.by_name)
            self.say(lambda: tr("Handed over: {name} has taken over the shift").format(name=name))
        self.read()

    def _not_signed(self, error: Exception) -> None:
        self.say(lambda: trouble_words(error), wrong=True)
        self.read()
