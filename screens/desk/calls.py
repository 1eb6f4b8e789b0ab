"""The calls at the desk: ring, answer, hold, hang up, take the next; drafts set aside and taken up again."""

from __future__ import annotations

from typing import Literal, TypeAlias
from uuid import UUID

from hotline.codes import CallEventKind
from local_cache.model import CallerHistory, Draft
from local_cache.news import CallEvent
from screens.desk.call import DeskCall
from screens.desk.desk_base import DeskBase
from screens.desk.on_desk import OnDesk
from screens.parts.ask import Choose, Option
from widgets.clock_text import at
from wording import tr

CallAct: TypeAlias = Literal["answer", "hold", "resume", "hang_up"]
_OVER = (CallEventKind.HUNG_UP, CallEventKind.ABANDONED)


class Calls(DeskBase):
    """What the telephone and the operator's hands do to the draft on the desk."""

    # ---- the switch

    def call_event(self, event: CallEvent) -> None:
        """Take what the switch tells about a call at this seat."""
        call_id = str(event.call_id)
        if event.kind in (CallEventKind.OFFERED, CallEventKind.RINGING):
            self._rings(DeskCall(call_id=call_id, number=event.number, rang_at=event.at))
            return
        if self.done is not None and self.done.call.call_id == call_id:
            self.done.call = self.done.call.after(event.kind, event.at)
        elif self.desk.call.call_id == call_id:
            self._goes_on(event)
        elif event.kind in _OVER:
            self.waiting = [each for each in self.waiting if each.call_id != call_id]
        self.paint_caller()
        self.paint_status()
        self.paint_keys()

    def _rings(self, call: DeskCall) -> None:
        known = {self.desk.call.call_id, *(each.call_id for each in self.waiting)}
        if self.done is not None:
            known.add(self.done.call.call_id)
        if call.call_id in known:
            return
        if self.done is None and self.desk.is_blank:
            self.open(OnDesk.blank(self.pack, self.now(), call))
            return
        self.waiting.append(call)
        self.paint_caller()
        self.paint_keys()
        if self.done is not None:
            self.tell_done()

    def _goes_on(self, event: CallEvent) -> None:
        was = self.desk.call
        self.desk.call = was.after(event.kind, event.at)
        if was.is_ringing and event.kind in _OVER and self.desk.form.is_empty:
            self.say(tr("The caller hung up before the answer"))
            self.drop()
            return
        self.keeper.touched()

    def drop(self) -> None:
        """Clear the desk of its draft; the seat keeps it for 30 days."""
        self._end(self.desk.call)
        self.keeper.hold()
        self.when_done(self.services.seat.discard_draft(self.desk.draft_id), lambda _: None, lambda _: None)
        self.open(OnDesk.blank(self.pack, self.now()))

    # ---- opening

    def open(self, desk: OnDesk, focus: str = "", caret: int | None = None) -> None:
        """Put a draft on the desk and look its caller up."""
        self.done = None
        self.reading = ""
        self.desk = desk
        self.keeper.go_on()
        self.look_up.forget()
        self.show_form(form=True)
        self.view.show(desk.form)
        self.view.go(focus or desk.form.first_open(), caret)
        self.keeper.write_now()
        self.paint_all()
        self.ask_history()
        self.look_up.ask_now()

    def ask_history(self) -> None:
        """Look the caller up on this seat; the desk shows it as soon as it is known."""
        desk = self.desk
        number = desk.call.number or desk.form.text("contact_phone")
        if not number:
            return

        def take(history: CallerHistory) -> None:
            desk.history = history
            if desk is self.desk:
                self.paint_caller()
                self.paint_side()

        self.when_done(self.services.seat.caller_history(number), take)

    # ---- the operator's hand on the telephone

    def answer_call(self) -> None:
        """Answer the call that rings."""
        self.desk.call = self.desk.call.after(CallEventKind.ANSWERED, self.now())
        self._act("answer")

    def action_hold(self) -> None:
        """Hold the call, or take it up again."""
        call = self.desk.call
        kind = CallEventKind.RESUMED if call.held_at else CallEventKind.HELD
        self.desk.call = call.after(kind, self.now())
        self._act("resume" if call.held_at else "hold")

    def hang_up(self) -> None:
        """Hang up; the draft stays and the wrap-up clock runs."""
        self.desk.call = self.desk.call.after(CallEventKind.HUNG_UP, self.now())
        self._act("hang_up")

    def _act(self, act: CallAct) -> None:
        self._tell_switch(self.desk.call, act)
        self.keeper.touched()
        self.paint_caller()
        self.paint_status()
        self.paint_keys()

    def _tell_switch(self, call: DeskCall, act: CallAct) -> None:
        if call.call_id:
            self.when_done(self.services.seat.call_act(UUID(call.call_id), act), lambda _: None)

    # ---- the next one

    def action_next_call(self) -> None:
        """Take the call that waits, or open a draft without one; what lies on the desk is parked first."""
        if self.done is None and self.desk.call.is_ringing:
            self.answer_call()
            return
        if self.done is not None:
            self._end(self.done.call)
        elif not self._may_leave("next_call"):
            return
        elif not self.desk.is_blank:
            self._set_aside()
        self.say("")
        if self.waiting:
            self.open(OnDesk.blank(self.pack, self.now(), self.waiting.pop(0)))
            self.answer_call()
        elif self.done is not None:
            self.open(OnDesk.blank(self.pack, self.now()))
        else:
            self.open(OnDesk.blank(self.pack, self.now(), DeskCall(answered_at=self.now())))

    def _may_leave(self, command: str) -> bool:
        """Say whether the desk may be cleared; a caller who is on the line is hung up only on a second press."""
        if not (self.desk.call.is_live and self.desk.call.call_id) or self.leaving == command:
            self.leaving = ""
            return True
        self.complain(tr("The caller is on the line: {key} again hangs up").format(key=self.key_of(command)))
        self.leaving = command
        return False

    def _end(self, call: DeskCall) -> None:
        if call.is_live:
            self._tell_switch(call, "hang_up")

    # ---- parking

    def action_park(self) -> None:
        """Set the draft aside under its name; the desk is ready for the next."""
        if not self._may_leave("park"):
            return
        self._set_aside()
        self.open(OnDesk.blank(self.pack, self.now()))

    def _set_aside(self) -> None:
        self.view.read_all()
        desk = self.desk
        focus, caret = self.view.place
        self._end(desk.call)
        desk.call = desk.call.after(CallEventKind.HUNG_UP, self.now())
        draft = desk.as_draft(self.operator, self.now(), focus, caret, parked=True)
        if not draft.name:
            draft = draft.with_changes(name=tr("draft of {at}").format(at=at(desk.created_at, self.now(), self.zone)))
        self.keeper.hold()  # what was due is in this very draft
        self.keeper.write(draft)
        self.parked = (*self.parked, draft)
        self.say(tr("Parked: {name}").format(name=draft.name))

    def action_drafts(self) -> None:
        """List the parked drafts and take one up again."""
        if self.done is None and not self._may_leave("drafts"):
            return
        options = [Option(each.id, self._draft_label(each)) for each in self.parked]
        self.app.push_screen(Choose(tr("Parked drafts"), options), self.take_up)

    def _draft_label(self, draft: Draft) -> str:
        return f"{draft.name or tr('no name yet')}   {at(draft.updated_at, self.now(), self.zone)}"

    def take_up(self, draft_id: str | None) -> None:
        """Take a parked draft up again; what lies on the desk is parked for it."""
        wanted = next((each for each in self.parked if each.id == draft_id), None)
        if wanted is None:
            return
        if self.done is not None:
            self._end(self.done.call)
        elif not self.desk.is_blank:
            self._set_aside()
        self.parked = tuple(each for each in self.parked if each.id != draft_id)
        self.open(OnDesk.reopened(wanted, self.pack), wanted.focus, wanted.caret)

    def load_drafts(self) -> None:
        """Read the operator's drafts from the seat: the one that was on the desk, and the parked ones."""
        self.when_done(self.services.seat.drafts(self.operator), self._drafts_came)

    def _drafts_came(self, drafts: list[Draft]) -> None:
        present = self.desk.draft_id
        loose = [each for each in drafts if not each.parked and not each.kept and each.id != present]
        self.parked = tuple(each for each in drafts if (each.parked or each.kept) and each.id != present)
        if loose and self.done is None and self.desk.is_blank:
            newest = max(loose, key=lambda each: each.updated_at)
            loose.remove(newest)
            self.open(OnDesk.reopened(newest, self.pack), newest.focus, newest.caret)
        self.parked = (*self.parked, *loose)
        self.paint_side()
        self.paint_keys()

    # ---- parts above this one

    def tell_done(self) -> None:
        """Write the panel of what has been saved again."""
