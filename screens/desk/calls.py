"""The calls at the desk: what the switch tells of them, the draft that is opened for one, and taking the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hotline.codes import CallEventKind
from hotline.masking import masked_value
from local_cache.model import CallerHistory, CaseLine, CaseView, Draft
from local_cache.news import OVER_AT_THE_SEAT, CallEvent, CallsHere
from screens.desk.call import DeskCall, readable
from screens.desk.on_desk import OnDesk
from screens.desk.telephone import Telephone
from widgets.clock_text import at
from widgets.commands import LOCK
from wording import tr


class Calls(Telephone):
    """What calls do to the draft on the desk."""

    # ---- the switch

    def call_event(self, event: CallEvent) -> None:
        """Take what the switch tells about a call at this seat."""
        call_id = str(event.call_id)
        if event.kind == CallEventKind.RINGING:
            self._rings(DeskCall(call_id=call_id, number=readable(event.number), rang_at=event.at))
            return
        if self.done is not None and self.done.call.call_id == call_id:
            self.done.call = self.done.call.after(event.kind, event.at, exact=event.exact)
        elif self.desk.call.call_id == call_id:
            self._goes_on(event)
            self.drop_untrue()
        else:
            self._goes_on_elsewhere(event)
        self.paint_caller()
        self.paint_status()
        self.paint_keys()

    def calls_here(self, here: CallsHere) -> None:
        """Take in which calls the switch has at this seat: any other of its calls that lies here is over."""
        live = {str(each.call_id) for each in here.told}
        for call in (self.done.call if self.done else self.desk.call, *self.waiting):
            if call.call_id and call.ended_at is None and call.call_id not in live:
                self._is_gone(call)
        for event in here.told:
            self.call_event(event)

    def _rings(self, call: DeskCall) -> None:
        known = {self.desk.call.call_id, *(each.call_id for each in self.waiting)}
        if self.done is not None:
            known.add(self.done.call.call_id)
            if self.done.before and self.done.call.call_id == call.call_id:
                self.done.call = replace(self.done.call, number=call.number)  # for another matter of the call
        if call.call_id in known:
            return
        self.view.read_typed()
        if self.done is None and self.desk.is_blank:
            desk = OnDesk.blank(self.pack, self.now(), call)
            desk.draft_id = self.desk.draft_id  # what is being asked over the blank desk is asked of this call now
            self.open(desk)
            return
        self.waiting.append(call)
        self.paint_caller()
        self.paint_keys()
        if self.done is not None:
            self.tell_done()

    def _goes_on_elsewhere(self, event: CallEvent) -> None:
        """Follow a call that waits: it may be abandoned, or answered on the telephone itself."""
        for place, was in enumerate(self.waiting):
            if was.call_id != str(event.call_id):
                continue
            call = was.after(event.kind, event.at, exact=event.exact)
            own = self.desk.call
            if event.kind in OVER_AT_THE_SEAT:
                del self.waiting[place]
                if was.is_ringing and not self.complaint:
                    self._tell_missed(was, event, lambda: True)
            elif call.is_live and own.is_live and not own.call_id and self.done is None and not self.saving:
                del self.waiting[place]
                self._is_of(call)
            else:
                self.waiting[place] = call
            return

    def _is_of(self, call: DeskCall) -> None:
        """Give the draft that was opened by hand its call: it was answered on the telephone before it was heard of."""
        desk = self.desk
        desk.call, desk.form.caller_phone = call, call.number
        self.view.read_typed()
        self.show_in_form()
        self.ask_history()
        self.keeper.touched()

        def words() -> str:
            number = masked_value("caller_phone", call.number) or tr("number withheld")
            return tr("Answered on the telephone itself: {number}; what is taken down here is this call's").format(
                number=number
            )

        self.say(words, true=lambda: self.desk is desk and desk.call.is_live)

    def _goes_on(self, event: CallEvent) -> None:
        was = self.desk.call
        self.desk.call = was.after(event.kind, event.at, exact=event.exact)
        # While its outcome is being saved the call keeps its place: what is saved of it is about to be shown.
        if was.is_ringing and event.kind in OVER_AT_THE_SEAT and not self.saving:
            if event.kind == CallEventKind.MISSED and getattr(self.app.screen, "PLACE", "") == LOCK:
                self.services.away = True  # nobody is there: each next caller would ring in vain until it is unlocked
            if self.desk.form.is_empty:
                self.drop()
                self._tell_missed(was, event, lambda: self.desk.is_blank)
                return
            desk = self.desk
            self._tell_missed(was, event, lambda: self.desk is desk)
        elif self.desk.call.end_unknown and not was.end_unknown and not self.saving:
            self._tell_gone()
        self.keeper.touched()

    def drop(self, then: Callable[[], object] = lambda: None, *, hang_up: bool = True) -> None:
        """Clear the desk of its draft, and do `then` once that is on disk; the seat keeps it for 30 days.

        A caller who is kept goes on with a blank one, and so does a call that rings.
        """
        desk, kept = self.desk, DeskCall()
        self.view.read_all()
        if desk.call.is_ringing:
            kept, desk.call = desk.call, desk.call.number_alone()
        elif hang_up:
            self._end(desk.call)
        elif desk.call.is_live:
            kept = desk.call
        # What was typed in the last moment is not on disk yet, and must come back with the rest.
        last = None if desk.is_unwritten else self.laid_down()

        def put_away() -> None:
            self.load_discarded()
            then()

        self.keeper.put_away(desk.draft_id, last, put_away)
        self.clear(kept)

    def clear(self, call: DeskCall) -> None:
        """Put a blank draft of a call, or of none, on the desk."""
        self.open(OnDesk.blank(self.pack, self.now(), call))

    def laid_down(self, *, parked: bool = False) -> Draft:
        """Return the draft on the desk as it is left; for the draft its call is over."""
        desk = replace(self.desk, call=self.desk.call.put_aside(self.now()))
        focus, caret = self.view.place
        return desk.as_draft(self.operator, self.now(), focus, caret, parked=parked)

    # ---- opening

    def open(self, desk: OnDesk, focus: str = "", caret: int | None = None) -> None:
        """Put a draft on the desk and look its caller up."""
        self.done = None
        self.unheard = False
        if self.unread:
            self.unread = False
            # Where the disk does not take it, the number is only shown once more.
            self.when_done(self.services.seat.number_is_read(), lambda _: None, lambda _: None)
        self.reading = ""
        self.desk = desk
        self.say("")  # what was said of another call is over with it
        self.keeper.go_on()
        self.look_up.forget()
        self.show_form(form=True)
        self.show_in_form()
        self.view.go(focus or desk.form.first_open(), caret)
        self.keeper.write_now()
        self.paint_all()
        self.ask_history()
        self.read_chosen()
        self.look_up.ask_now()

    def ask_history(self) -> None:
        """Look the caller up on this seat; the desk shows it as soon as it is known."""
        desk = self.desk
        number = desk.caller_number
        if not number:
            return

        def take(history: CallerHistory) -> None:
            desk.history = history
            if desk is self.desk:
                self.paint_caller()
                self.paint_side()

        self.when_done(self.services.seat.caller_history(number, desk.call.call_id), take)

    def read_chosen(self) -> None:
        """Read the case again that the draft was kept for; it is offered then as if it had been chosen just now."""
        desk = self.desk
        if desk.about is None or desk.chosen is not None:
            return

        def take(view: CaseView | None) -> None:
            if view is not None and desk.chosen is None:
                desk.chosen = CaseLine.of(view.doc.order)
                if desk is self.desk:
                    self.paint_likely()
                    self.paint_keys()

        self.when_done(self.services.seat.case(desk.about), take)

    # ---- the next one

    def action_next_call(self) -> None:
        """Take the call that waits, or open a draft without one; what lies on the desk is parked first."""
        if self.done is None and self.desk.call.is_ringing:
            self.answer_call()
            return
        if not self.takes_calls and not self.waiting and self.done is None:
            self.tell_takes_no_calls()
            return
        if self.done is not None:
            self._end(self.done.call)
        elif not self._may_leave("next_call"):
            return
        else:
            self.lay_aside()
        if self.waiting:
            self.open(OnDesk.blank(self.pack, self.now(), self.waiting.pop(0)))
            if self.desk.call.is_ringing:
                self.answer_call()
        elif self.done is not None:
            self.open(OnDesk.blank(self.pack, self.now()))
        else:
            self.open_by_hand()

    def open_by_hand(self) -> None:
        """Open a draft for a call that was answered on the telephone itself."""
        self.open(OnDesk.blank(self.pack, self.now(), DeskCall(answered_at=self.now())))

    def _may_leave(self, command: str) -> bool:
        """Say whether the desk may be cleared; a caller who is on the line is hung up only on a second press."""
        if not (self.desk.call.is_live and self.desk.call.call_id) or self.leaving == command:
            self.leaving = ""
            return True

        def words() -> str:
            return tr("The caller is on the line: {key} again hangs up").format(key=self.key_of(command))

        self.say(words, wrong=True, true=lambda: self.leaving == command and self.desk.call.is_live)
        self.complaint = True
        self.leaving = command
        return False

    def lay_aside(self) -> None:
        """Park what lies on the desk if there is anything to keep; a caller who is still there is hung up."""
        self.view.read_all()
        adds_nothing = self.desk.adds_nothing or self.only_rings
        self.let_ring_on()
        if adds_nothing:
            self._end(self.desk.call)
            self.keeper.put_away(self.desk.draft_id)
        elif not self.desk.is_blank:
            self.set_aside()

    def set_aside(
        self, then: Callable[[], object] | None = None, failed: Callable[[Exception], object] | None = None
    ) -> Draft:
        """Park what lies on the desk, and do `then` once that is on disk; a caller who is still there is hung up."""
        self.view.read_all()
        self.let_ring_on()
        self._end(self.desk.call)
        draft = self.laid_down(parked=True)
        if not draft.name:
            draft = draft.with_changes(name=self.name_by_time())
        self.keeper.hold(self.desk.draft_id)  # what was due is in this very draft
        self.keeper.write(draft, then, failed)
        self.parked = (*self.parked, draft)
        return draft

    def name_by_time(self) -> str:
        """Return the name of a draft that has nothing else to be called by."""
        return tr("draft of {at}").format(at=at(self.desk.created_at, self.now(), self.zone))

    # ---- parts above this one

    def load_discarded(self) -> None:
        """Read from the seat what was thrown away and can be had back."""

    def tell_done(self) -> None:
        """Write the panel of what has been saved again."""
