"""The desk: one call after another, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message

from hotline.codes import AgentState
from hotline.command_table import COMMANDS
from local_cache import news as seat_news
from local_cache.errors import NotSaved, Why
from screens.desk.choices import desk_choices
from screens.desk.form import DeskForm
from screens.desk.form_view import FormView
from screens.desk.on_desk import OnDesk
from screens.desk.practised import AROUND_NARRATIVE, LEAST_NARRATIVE, WIDE, Practised
from screens.desk.saved_panel import SavedPanel
from screens.desk.status import calls_elsewhere, pause_words
from screens.parts.base import bindings_of
from screens.parts.text_rows import TextRows
from screens.services import DeskCalls, nothing_to_lay_down
from widgets.choices import Choices
from widgets.commands import PRACTICE
from widgets.key_line import KeyLine
from widgets.keymap import bindings
from widgets.message_line import MessageLine
from widgets.status_line import StatusLine
from wording import tr

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from local_cache.news import News
    from local_cache.read_out import ReadOut
    from screens.desk.desk_base import Done

LIKELY_FIELDS = frozenset({"contact_phone", "area_code", "class_code", "address_text", "content"})
_ENDS_OF_A_CALL = frozenset({"save", "answer", "emergency", "urge", "outcome"})
_TO_A_CASE = {"urge": "urge", "note": "add_note"}
"""What is done to the case that is offered, as the table of commands names it."""


class DeskScreen(Practised):
    """The desk of a seat. It opens with the draft that lay on it when the program ended, in the same phase."""

    PLACE = "desk"
    KEYS: ClassVar = (
        "another", "save", "urge", "note", "answer", "emergency", "outcome", "park", "history", "drafts",
        "next_call", "call_missed", "pause", "hand", "leader_guest", "ask",
    )  # fmt: skip
    BINDINGS = [*bindings_of("desk"), *bindings(PRACTICE)]  # noqa: RUF012
    DEFAULT_CSS = """
    DeskScreen #left { width: 1fr; }
    DeskScreen #side { width: 40; height: 1fr; display: none; background: $panel; }
    DeskScreen.-wide #side { display: block; }
    DeskScreen #caller { margin-bottom: 1; background: $surface; }
    DeskScreen.-practice.-narrow #caller { margin-bottom: 0; }
    DeskScreen #handling { margin-top: 1; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012

    @dataclass
    class ChoicesMade(Message):
        """What the pickers offer has been made in a thread, of this pack."""

        pack: CityPack
        choices: dict[str, Choices]

    def __init__(self) -> None:
        super().__init__()
        self._reopen = ("", 0)
        self._left_unread: ReadOut | None = None
        self._calls_before: Callable[[], DeskCalls] = DeskCalls

    def compose(self) -> ComposeResult:
        """Lay the desk out."""
        draft = self.services.draft
        self.desk = OnDesk.reopened(draft, self.pack) if draft else OnDesk.blank(self.pack, self.now())
        self._reopen = (draft.focus, draft.caret) if draft else ("", 0)
        read_out = self.services.read_out
        self._left_unread = read_out if read_out and read_out.operator_id == self.operator else None
        self.services.draft, self.services.read_out = None, None
        yield StatusLine()
        with Horizontal():
            with Vertical(id="left"):
                yield TextRows(id="caller", rows=2)
                yield from self.said_above()
                yield FormView(self.desk.form, self._keeps_here, id="form")
                yield SavedPanel(id="saved")
                yield TextRows(id="handling")
                yield TextRows(id="likely", rows=2)
            yield from self.side()
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Take the first keys at once; everything slow follows."""
        self.set_class(self.services.practice is not None, "-practice")
        focus, caret = self._reopen
        self.view.go(focus or self.desk.form.first_open(), caret)
        self.set_interval(1.0, self._tick)
        self._calls_before, self.services.calls = self.services.calls, self._calls
        self.services.lay_down = self._lay_down
        if self._left_unread is not None:
            self.tell_unread(self._left_unread)
        self.paint_all()
        self.call_after_refresh(self._after_first_paint)

    def on_screen_resume(self) -> None:
        """Tell what could not be told while something else was seen; whoever takes calls here alone is ready again."""
        self.call_after_refresh(self.note_state)
        self.call_after_refresh(self.tell_recovery)
        self.call_after_refresh(self.show_words)

    def on_screen_suspend(self) -> None:
        """Send no call to who takes them here alone and goes elsewhere."""
        self.call_later(self.note_state)

    def on_unmount(self) -> None:
        """Take the calls along: the next operator's desk has its own."""
        self.services.calls, self.services.lay_down = self._calls_before, nothing_to_lay_down

    def _calls(self) -> DeskCalls:
        """Return what other screens show of the calls here."""
        calls = (self.done.call if self.done else self.desk.call, *self.waiting)
        return calls_elsewhere(self.pack, calls, self.shown_pause, self.now())

    def _lay_down(self, then: Callable[[], object], failed: Callable[[Exception], object]) -> None:
        """Have all that is here on disk before somebody else takes the seat: their desk is another one."""

        def written() -> None:
            if self.keeper.is_behind:
                failed(NotSaved(Why.DISK_ERROR))
            else:
                then()

        self.keeper.write_now(written, failed)

    def _after_first_paint(self) -> None:
        self._make_choices()
        self.ask_history()
        self.read_chosen()
        self.look_up.ask_now()
        self.load_drafts(then=self.load_state)
        self.services.seat.tell_desk_news()
        self.tell_call_back()
        self.paint_all()
        self.tell_takes_no_calls()
        self.tell_recovery()

    def _make_choices(self) -> None:
        pack = self.services.pack
        if pack is None:
            return

        def make() -> None:
            self.post_message(self.ChoicesMade(pack, desk_choices(pack)))

        self.run_worker(make, thread=True, group="choices", exclusive=True, exit_on_error=False)

    @on(ChoicesMade)
    def _choices_made(self, message: ChoicesMade) -> None:
        message.stop()
        # Pickers that know nothing, or another pack, would empty what a reopened draft holds.
        if message.pack is self.services.pack:
            self.view.offer(message.choices)

    # ---- time and size

    def _tick(self) -> None:
        self.note_state()
        if self.app.screen is not self and not self.is_current:
            return
        self.paint_status()
        self.paint_beside()
        self.tell_due()
        self.drop_untrue()
        if self.done is not None:
            self.tell_done()
        elif self.desk.likely or self.desk.history or self.leaders:
            self.paint_caller()

    def on_resize(self) -> None:
        """Use the room there is."""
        self.fit()
        self.call_after_refresh(self.paint_side)

    def fit(self) -> None:
        """Give the narrative the rows that are left."""
        words = self.view.words_shown
        free = self.size.height - AROUND_NARRATIVE - words - self.fit_said(words)
        self.view.give_rows(max(LEAST_NARRATIVE, free))

    # ---- the form

    def _keeps_here(self, name: str) -> bool:
        """Answer the ringing call with Enter, or end a pause with it, instead of going on."""
        del name
        if self.desk.call.is_ringing:
            self.answer_call()
            return True
        if self.is_paused and self.desk.is_blank:
            self.end_pause()
            return True
        return False

    @on(FormView.Put)
    def _put(self, message: FormView.Put) -> None:
        message.stop()
        self.fit()  # words below a field may have gone with what was wrong
        self.keeper.touched()
        self.settle_complaint()
        if message.names & LIKELY_FIELDS:
            self.look_up.touched()
        if message.names != {"content"}:
            self.paint_handling()
        if message.names & {"class_code", "urgency"}:
            self.paint_side()  # which texts come first

    @on(FormView.Left)
    def _left(self, message: FormView.Left) -> None:
        message.stop()
        self.fit()
        self.keeper.touched()
        if self.leaving:
            self.settle_complaint()
        if message.name == "contact_phone" and not self.desk.call.number:
            self.ask_history()

    @on(SavedPanel.Next)
    def _next(self, message: SavedPanel.Next) -> None:
        message.stop()
        self.action_next_call()

    # ---- which keys work now

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Turn away what means nothing now."""
        desk, idle = self.desk, self.done is None and not self.saving
        match action:
            case "save" | "answer" | "jump" | "phrases" | "park":
                return idle and not (action == "park" and desk.is_blank)
            case "outcome":
                return idle and not desk.is_blank
            case "emergency":
                return idle and not desk.is_blank and not desk.call.is_ringing
            case "urge" | "note":
                return idle and desk.offered() is not None
            case "history":
                return idle
            case "another":
                return self.may_take_another
            case "drafts":
                return not self.saving
            case "hold":
                return idle and desk.call.is_live and bool(desk.call.call_id)
            case "abuse":
                return idle
            case "call_missed":
                return self.takes_calls and self.may_call_back
            case "leader_guest":
                return self.came_back and bool(self.leaders)
            case "pause" | "hand":
                return self.takes_calls and not self.saving
        return super().check_action(action, parameters)

    def is_offered(self, command: str) -> bool:
        """Leave out what only says why not: empty lists, what a case is past, for who takes no calls all but a ring.

        Abuse is on the line during a call only; after one its key works too, but there is more to be done.
        """
        empty = {"history": self.knows_none, "drafts": self.has_no_drafts}
        if command == "call_missed" and not self.missed_wait:
            return False
        if (command == "abuse" and not self.desk.call.is_live) or (command == "park" and self.only_rings):
            return False
        if not self.takes_calls and (command in _ENDS_OF_A_CALL or (command == "next_call" and not self.rings_here)):
            return False
        if (case := self.desk.offered()) is not None and command in _TO_A_CASE:
            return super().is_offered(command) and COMMANDS[_TO_A_CASE[command]].starts_from(case.state)
        return super().is_offered(command) and not (command in empty and empty[command]())

    def paint_keys(self) -> None:
        """Show the keys that work now, Enter first."""
        if self.done is not None:
            enter = self._after_done(self.done)
        elif self.desk.call.is_ringing:
            enter = tr("answer")
        elif self.is_paused and self.desk.is_blank:
            enter = tr("ready again")
        else:
            enter = tr("go on")
        called = {"urge": self.desk.offered(), "next_call": self.waiting, "needs_you": self.to_read}
        now = [command for command, is_called in called.items() if is_called]
        self.offer_keys((tr("Enter"), enter), leave_out="next_call" if self.done is not None else "", now=now)

    def _after_done(self, done: Done) -> str:
        if self.next_pause is not None and not self.waiting:
            return pause_words(self.pack, self.next_pause)
        if not self.waiting and not self.calls_come:
            return tr("finish this call")
        return tr("next call") if self.waiting or done.call.state is not AgentState.READY else tr("go on")

    # ---- news and language

    def hear(self, news: News) -> None:
        """Take what the seat tells, and repaint only what it concerns."""
        match news:
            case seat_news.CallEvent():
                self.call_event(news)
            case seat_news.CallsHere():
                self.calls_here(news)
            case seat_news.StatusChanged() | seat_news.NeedsChanged():
                self.paint_status()
                self.paint_caller()  # whether the next call can come depends on the line
                self.tell_due()
                self.drop_untrue()
                if self.done is not None and self.done.case_id is None:
                    self.where_is()
                self.tell_recovery()
            case seat_news.CasesChanged():
                if self.done is not None and self.done.case_id in news.case_ids:
                    self.where_is()
            case seat_news.PackChanged():
                self.view.read_typed()
                self.desk.form = DeskForm(self.pack, self.desk.form.values, self.desk.form.caller_phone)
                self.show_in_form()
                self._make_choices()
                self.paint_all()
            case seat_news.Recovered():
                self.tell_recovery()
            case seat_news.SessionEnded():
                self.tell_ended()
            case seat_news.AlertsChanged():
                self.tell_alerts()
            case seat_news.DeskNewsChanged():
                self.take_news(news)

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self._make_choices()
        self.paint_all()
        self.drop_untrue()
        self.tell_done()
