"""Calling back those who gave up (漏接回拨): the next one by a key, a draft with their number, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_cache.errors import NoLine
from local_cache.model import DeskAct, Saved
from screens.desk.call import DeskCall, readable
from screens.desk.centre_words import CentreWords
from screens.desk.on_desk import OnDesk
from screens.parts.ask import Option
from widgets.clock_text import at, span
from wording import tr

if TYPE_CHECKING:
    from hotline.desk_doc import MissedCaller
    from screens.desk.saved_panel import Says

NOT_REACHED, GIVE_BACK = "not_reached", "give_back"


class CallsBack(CentreWords):
    """The switch cannot dial for a seat: the operator dials the number that stands on the message line."""

    def __init__(self) -> None:
        super().__init__()
        self._asks_for_missed = False

    @property
    def may_call_back(self) -> bool:
        """Whether nobody is on the line, rings or waits, and nothing lies on the desk that would have to go."""
        call = self.present
        return not self.saving and not (call.is_live or call.is_ringing) and (self.done is not None or self.is_free)

    @property
    def is_free(self) -> bool:
        """Whether nothing lies on the desk."""
        return self.done is None and self.desk.is_blank

    @property
    def missed_wait(self) -> bool:
        """Whether there is somebody to call back, as the centre said last."""
        return self.told is not None and bool(self.told.news.missed_waiting or self.told.news.claimed)

    def action_call_missed(self) -> None:
        """Claim the next caller who gave up for this seat and open a draft with their number."""
        if self._asks_for_missed:
            return
        self._asks_for_missed = True
        open_here = [str(each.call.get("missed_id", "")) for each in self.parked if each.call]

        def failed(error: Exception) -> None:
            self._asks_for_missed = False
            if isinstance(error, NoLine):  # who gave up is known at the centre alone
                self.say(
                    lambda: tr("No line to the centre: try again when it is back"),
                    wrong=True,
                    true=lambda: not self.services.seat.status.line_up,
                )
            else:
                self.seat_failed(error)

        self.when_done(self.services.seat.take_missed(open_here), self._missed_taken, failed)

    def _missed_taken(self, caller: MissedCaller | None) -> None:
        self._asks_for_missed = False
        if caller is None:
            self.say(lambda: tr("Nobody waits to be called back"), true=lambda: not self.missed_wait)
            return
        if not self.may_call_back:  # a call came meanwhile: the caller is this seat's, and the key has them again

            def yours() -> str:
                return tr("A caller who gave up is yours to call back: {key}").format(key=self.key_of("call_missed"))

            self.say(yours)
            return
        number, now = readable(caller.number), self.now()
        call = DeskCall(number=number, answered_at=now, missed_id=str(caller.call_id))
        self.open(OnDesk.blank(self.pack, now, call))
        self.tell_call_back(caller)

    def tell_call_back(self, caller: MissedCaller | None = None) -> None:
        """Say whom to dial, as long as that draft lies on the desk; `caller` says more than a draft keeps."""
        desk = self.desk
        number = desk.call.number or tr("number withheld")

        def words() -> str:
            key = self.key_of("outcome")
            if caller is None:
                return tr("Dial {number}. Nobody there: {key}").format(number=number, key=key)
            gave_up, waited = at(caller.abandoned_at, self.now(), self.zone), span(caller.waited_s)
            dial = tr("Dial {number}: gave up {at} after {wait}. Nobody there: {key}")
            return dial.format(number=number, at=gave_up, wait=waited, key=key)

        if desk.call.missed_id and not desk.call.on_file:
            self.say_standing(words, lambda: self.desk is desk and self.done is None, wrong=False)

    # ---- what came of it

    def more_outcomes(self) -> list[Option]:
        """Return the ends of a call-back besides those of every call."""
        if not self.desk.call.missed_id or self.desk.call.on_file:
            return []
        return [
            Option(NOT_REACHED, tr("Call-back: not reached, back to the list for another try")),
            Option(GIVE_BACK, tr("Call-back: give the caller back to the list, not tried")),
        ]

    def _outcome_chosen(self, key: str | None) -> None:
        missed_id = self.desk.call.missed_id
        if key not in (NOT_REACHED, GIVE_BACK) or not missed_id:
            super()._outcome_chosen(key)
            return
        if key == NOT_REACHED:
            self._tell_tried(missed_id, reached=False)
        else:
            self.services.seat.desk_act(DeskAct(f"missed-callers/{missed_id}/release"))
        self.drop()
        tried = key == NOT_REACHED

        def words() -> str:
            if self.services.seat.status.line_up:
                on_list = tr("Not reached: the caller is on the list again for another try")
                return on_list if tried else tr("The caller is on the list again")
            with_line = tr("Not reached. No line: on the list again as soon as the line is back")
            return with_line if tried else tr("No line: the caller is on the list again as soon as the line is back")

        self.say(words, true=lambda: self.desk.is_blank)

    def _is_saved(self, saved: Saved, says: Says) -> None:
        missed_id, is_told = self.desk.call.missed_id, self.desk.call.on_file
        super()._is_saved(saved, says)
        if missed_id and not is_told:
            self._tell_tried(missed_id, reached=True)

    def _tell_tried(self, missed_id: str, *, reached: bool) -> None:
        self.services.seat.desk_act(DeskAct(f"missed-callers/{missed_id}/tried", {"reached": reached}))
