"""What the ends of a call have in common: the form is ready, the save is on this seat's disk, the panel says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from hotline.codes import SET_ASIDE, AgentState, SyncState
from local_cache.errors import Refused
from local_cache.model import Saved
from screens.desk.call import DeskCall
from screens.desk.desk_base import Done
from screens.desk.drafts import Drafts
from screens.desk.form import DeskForm
from screens.desk.form_problems import words
from screens.desk.promise import aside_words
from screens.desk.saved_panel import SavedPanel, SavedView, Says
from screens.desk.status import pause_words, wrap_up_is_late
from screens.parts.base import Said
from screens.parts.case_words import field_words, number_words, sync_words
from screens.parts.trouble import refusal_words
from widgets.clock_text import exact, minutes
from wording import tr

if TYPE_CHECKING:
    from concurrent.futures import Future

    from hotline.commands import Command
    from local_cache.read_out import ReadOut

    Intent = Callable[[str], Command]


class Saving(Drafts):
    """How an end of a call is saved: the form waits behind the panel and comes back as it was when it is not."""

    def __init__(self) -> None:
        super().__init__()
        self._place = ("", 0)

    def _is_ready(self, op: str) -> bool:
        if not self.takes_calls:
            self.tell_takes_no_calls()
            return False
        self.view.read_all()
        first = self.view.show_problems(op)
        self.fit()
        if first is None:
            return True  # the marks of filing stay: what was asked for may yet be called off
        self.view.mark(op)
        if first in self.view.names:
            self.view.go(first)
        problem = self.desk.form.problems(op)[first]
        self._complain_of(first, partial(words, problem))
        return False

    def _complain_of(self, field: str, problem: Said) -> None:
        self.complain(lambda: tr("{label}: {value}").format(label=field_words(field), value=problem()))

    def _as_it_stands(self) -> tuple[DeskForm, Any, Any, Any]:
        """Return a copy of what is saved: the writer's thread reads it while keys may still come."""
        self.view.read_all()
        form = DeskForm(self.pack, self.desk.form.values, self.desk.form.caller_phone)
        return form, self.desk.call, self.now(), self.zone

    def _save(
        self,
        intent: Intent | Command,
        says: Says,
        *,
        case_id: UUID | None = None,
        first: Sequence[Command] = (),
        keep_draft: bool = False,
    ) -> None:
        self.saving = True
        # In one transaction with the save: a draft that came back after a kill would be a call that was dealt with.
        put_away = self.laid_down() if keep_draft else None
        self.keeper.hold(self.desk.draft_id)
        self._place = self.view.place
        # Keys that come now belong to nothing: the form is what was saved, or it comes back as it was.
        self.tell_done()
        self.show_form(form=False)
        self.set_focus(self.query_one(SavedPanel))
        future: Future[Saved] = self.services.seat.save(
            intent, session=self.services.signed_in, case_id=case_id, first=first,
            draft_id=None if keep_draft else self.desk.draft_id, put_away=put_away, read_out=True,
        )  # fmt: skip

        def saved(answer: Saved) -> None:
            if keep_draft:
                self.load_discarded()
            self._is_saved(answer, says)

        self.when_done(future, saved, self._not_saved)

    def _is_saved(self, saved: Saved, says: Says) -> None:
        self.saving = False
        self.say("")
        self.look_up.forget()
        self.unread = bool(saved.number)
        self.let_ring_on()
        self.done = Done(saved.case_id, self.desk.call, saved.mutation_id, saved.number, saved.state, says)
        self.tell_done()
        self.paint_status()
        self.paint_caller()
        self.paint_keys()

    def tell_unread(self, unread: ReadOut) -> None:
        """Show the number that stood here when the program ended: its caller may still be on the line.

        It is to be read to them as long as nothing is known of the end of their call.
        Where a draft lies on the desk the number was left for it, or nearly so: there it is only said.
        """
        self.unread = True

        def when() -> str:
            return exact(unread.saved_at, self.now(), self.zone)

        if not self.desk.is_blank:
            desk = self.desk
            self.say_standing(
                lambda: tr("Saved {at}, before the program ended: {number}").format(
                    at=when(), number=number_words(unread.number)
                ),
                lambda: self.desk is desk,
            )
            return

        def says() -> SavedView:
            heading = tr("Saved {at}, before the program ended. Read the number to the caller:")
            if self.done is not None and self.done.call.ended_at is not None:
                heading = tr("Saved {at}, before the program ended. The caller has gone. Number:")
            return SavedView(heading.format(at=when()), told=(tr("The case is there: do not take it down again."),))

        self._come_back_to(unread.call_id, says, unread.case_id, unread.number)
        self.where_is()

    def tell_not_left(self, call_id: str) -> None:
        """Show that a call is there to be left of which nothing was to be read out when the program ended."""

        def says() -> SavedView:
            return SavedView(tr("This call was dealt with before the program ended."))

        self._come_back_to(call_id, says)

    def _come_back_to(self, call_id: str, says: Says, case_id: UUID | None = None, number: str = "") -> None:
        call = DeskCall(call_id=call_id)
        self.done = Done(case_id, call, None, number, SyncState.ON_THIS_SEAT, says, before=True)
        self.show_form(form=False)
        self.set_focus(self.query_one(SavedPanel))
        self.tell_done()

    def _not_saved(self, error: Exception) -> None:
        self.saving = False
        self.keeper.go_on()
        self.keeper.touched()
        self.show_form(form=True)
        focus, caret = self._place
        self.view.go(focus or self.desk.form.first_open(), caret)
        if isinstance(error, Refused) and error.refusal.field:
            self.view.show_error(error.refusal.field, partial(refusal_words, error.refusal))
            self.fit()
            if error.refusal.field in self.view.names:
                self.view.go(error.refusal.field)
        self.seat_failed(error)
        self.complaint = isinstance(error, Refused)

    def tell_done(self) -> None:
        """Write the panel in the present language: what was saved and where it is, the wrap-up clock, the key."""
        panel, done = self.query_one(SavedPanel), self.done
        if self.saving:
            panel.show(SavedView(tr("Writing to this seat's disk ...")))
        if done is None:
            return
        view, call = done.says(), done.call
        clock, late = "", False
        if call.ended_at is not None:
            seconds = int((self.now() - call.ended_at).total_seconds())
            clock = tr("Wrap-up {clock}").format(clock=minutes(seconds))
            late = wrap_up_is_late(self.pack, seconds)
        what = tr("ready for the next call")
        if self.waiting:
            what = tr("take the next call")
        elif self.next_pause is not None:
            what = pause_words(self.pack, self.next_pause)
        elif not self.calls_come:
            what = tr("finish this call")
        elif call.state is AgentState.READY:
            what = tr("go on")
        if call.is_live:
            what = tr("hang up, {what}").format(what=what)
        is_known = self.services.pack is not None and not (done.before and done.case_id is None)
        where = sync_words(self.pack, done.state) if is_known else ""  # only the city names it
        told = aside_words(done.state) if done.state in SET_ASIDE and done.number else view.told
        keys = f"{tr('Enter')}  {what}"
        if self.may_take_another:
            another = tr("another matter of this call")
            keys += f"    {self.key_of('another')}  {another}"
        panel.show(SavedView(view.heading, done.number or view.number, told, where, clock, late, keys))

    @property
    def may_take_another(self) -> bool:
        """Whether another matter of the saved one's call may be taken down; a part above has that."""
        return False

    def where_is(self) -> None:
        """Ask where the saved case is now; the panel says exactly what the seat answers."""
        done = self.done
        if done is None:
            return
        case_id = done.case_id

        def tell(state: SyncState | None) -> None:
            if self.done is done and state is not None:
                done.state = state
                self.tell_done()

        if case_id is not None:
            self.when_done(self.services.seat.sync_states([case_id]), lambda states: tell(states.get(case_id)))
        else:
            # A call without a case is known by what was saved for it alone.
            self.when_done(
                self.services.seat.own_recent(),
                lambda recent: tell(next((e.sync for e in recent if e.mutation_id == done.mutation_id), None)),
            )

    def action_next_call(self) -> None:
        """Take the next call, unless a save is on its way."""
        if not self.saving:
            super().action_next_call()
