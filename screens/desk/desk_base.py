"""What every part of the desk uses: what lies on it, its widgets, and how they are painted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from hotline.codes import AgentState
from hotline.command_table import COMMANDS
from local_cache.model import Draft, Likely, Probe
from screens.desk.bands import caller_rows, handling_row, likely_rows
from screens.desk.call import DeskCall
from screens.desk.form_view import FormView
from screens.desk.keeper import DraftKeeper
from screens.desk.look_up import LikelyLookUp
from screens.desk.on_desk import OnDesk
from screens.desk.own_state import own_state
from screens.desk.saved_panel import SavedPanel, Says
from screens.desk.saying import Saying
from screens.desk.side_pane import phrase_text, side_rows
from screens.desk.status import desk_status, pause_words
from screens.parts.begun import begun_as
from screens.parts.note_words import standing_notes
from screens.parts.text_rows import TextRows, wrapped
from screens.parts.trouble import trouble_words
from screens.parts.work_places import home_of
from widgets.lamp import Tone
from widgets.status_line import StatusLine
from wording import tr

if TYPE_CHECKING:
    from textual.screen import Screen

    from city_packs.entries import Phrase
    from city_packs.model import CityPack
    from hotline.codes import SyncState
    from local_cache.model import NoteLine, OwnState
    from screens.desk.own_state import Pause
    from widgets.lamp import Piece

Answer = TypeVar("Answer")


@dataclass(slots=True)
class Done:
    """A call that has been dealt with and waits for the operator to take the next one.

    `number` is empty for a call without a case, `state` where the save has got to. What was saved `before` a program
    that ended had shown it has a call of which nothing is known yet, and no mutation that could be told from others.
    """

    case_id: UUID | None
    call: DeskCall
    mutation_id: UUID | None
    number: str
    state: SyncState
    says: Says
    before: bool = False


class DeskBase(Saying):
    """The desk's state and its painting. Parts above it add what the operator can do."""

    def __init__(self) -> None:
        super().__init__(id="desk")
        self.desk: OnDesk
        self.done: Done | None = None
        self.waiting: list[DeskCall] = []
        self.pause: Pause | None = None
        self.next_pause: str | None = None
        """The reason of a pause that begins as soon as the present call is done."""
        self.parked: tuple[Draft, ...] = ()
        self.discarded: tuple[Draft, ...] = ()
        self.saving = False
        self.unread = False
        self.unheard = False
        """The last call was hung up here and the switch could not be told: nothing else may be said over that."""
        self.reading = ""
        self.keeper = DraftKeeper(self, self.present_draft, self._draft_not_written, self._draft_not_put_away)
        self.look_up = LikelyLookUp(self, self.probe, self.likely_came)

    # ---- what is at hand

    @property
    def pack(self) -> CityPack:
        """The pack of the seat's city."""
        return self.services.city_pack

    @property
    def zone(self) -> tzinfo:
        """The city's time zone."""
        return self.services.zone

    @property
    def view(self) -> FormView:
        """The form's entries."""
        return self.query_one(FormView)

    def now(self) -> datetime:
        """Return the time, aware."""
        return self.services.now()

    def present_draft(self) -> Draft | None:
        """Return the draft on the desk as it stands, None when there is nothing to keep."""
        if self.done is not None or self.desk.is_blank:
            return None
        focus, caret = self.view.place
        return self.desk.as_draft(self.operator, self.now(), focus, caret)

    def _draft_not_written(self, error: Exception) -> None:
        self.say(lambda: trouble_words(error), wrong=True, true=lambda: self.keeper.is_behind)

    def _draft_not_put_away(self, error: Exception) -> None:
        def words() -> str:
            why = trouble_words(error)
            return tr("The draft is not thrown away yet, and that is tried again. {why}").format(why=why)

        self.say(words, wrong=True, true=lambda: self.keeper.is_behind)

    @property
    def operator(self) -> str:
        """The id of the operator at the desk, empty before anybody is signed in."""
        session = self.services.session
        return session.operator_id if session else ""

    def ask(self, question: Screen[Answer], then: Callable[[Answer | None], object]) -> None:
        """Ask something about the draft on the desk; what is answered when another one lies there is not done."""
        draft_id = self.desk.draft_id

        def answered(answer: Answer | None) -> None:
            if self.desk.draft_id == draft_id:
                then(answer)
            elif answer is not None:
                self.say(lambda: tr("That was asked of another call: nothing was done"), wrong=True)

        self.app.push_screen(question, answered)

    # ---- who sits here

    @property
    def takes_calls(self) -> bool:
        """Say whether who is signed in may file a case."""
        session = self.services.session
        return session is None or bool(session.roles & COMMANDS["file_case"].roles)

    @property
    def calls_come(self) -> bool:
        """Say whether another call can come; a part above knows when none can."""
        return True

    @property
    def takes_calls_here_alone(self) -> bool:
        """Say whether calls come only while the desk is seen, or locked: who begins elsewhere has other work there."""
        session = self.services.session
        return session is not None and home_of(session.roles) != "desk"

    def tell_takes_no_calls(self) -> None:
        """Say why nothing can be filed here; a part above has the words."""

    # ---- likely duplicates

    def probe(self) -> Probe | None:
        """Return what to look for, None when nothing has been said yet."""
        form = self.desk.form
        phone = self.desk.call.number or form.text("contact_phone")
        text = form.text("content") or form.text("address_text")
        probe = Probe(phone, form.text("area_code"), form.text("class_code"), text)
        return None if probe == Probe() or self.done else probe

    def likely_came(self, likely: tuple[Likely, ...]) -> None:
        """Show what the seat found."""
        self.desk.likely = likely
        self.paint_likely()

    # ---- painting

    def show_in_form(self) -> None:
        """Show in the form what it did not take in by itself, and give back the rows of words that went with that."""
        self.view.show(self.desk.form)
        self.fit()

    def fit(self) -> None:
        """Give the narrative the rows that are left; the screen knows how many."""

    def paint_all(self) -> None:
        """Paint everything around the form."""
        self.paint_caller()
        self.paint_handling()
        self.paint_likely()
        self.paint_side()
        self.paint_status()
        self.paint_keys()

    @property
    def notes(self) -> tuple[NoteLine, ...]:
        """The notes on this caller that stand today, for whoever answers."""
        return standing_notes(self.desk.history, self.now(), self.zone)

    def paint_caller(self) -> None:
        """Paint who calls."""
        waiting = self.waiting[0] if self.waiting else None
        rows = caller_rows(
            self.desk, waiting, self._idle_words(), self.standing_pieces(), self.now(), self.zone,
            answers=self.key_of("next_call") if self.done is None else "",
        )  # fmt: skip
        if self.done is not None and self.done.before and not self.waiting:
            rows = []  # nothing is known of whom the panel is about, and the desk is not ready either
        self.query_one("#caller", TextRows).show(*rows)

    def standing_pieces(self) -> list[Piece]:
        """Return what holds now: that there is a note on the caller, that a pause follows the call."""
        pieces: list[Piece] = []
        if self.notes:
            pieces.append((tr("Note: {key}").format(key=self.key_of("history")), Tone.YELLOW))
        if self.next_pause is not None:
            pause = pause_words(self.pack, self.next_pause)
            pieces.append((tr("After this call: {pause}").format(pause=pause), Tone.BRIGHT))
        return pieces

    @property
    def switch_is_away(self) -> bool:
        """Whether the centre has said that it has no line to its telephone switch; a part above has heard it."""
        return False

    def _idle_words(self) -> str:
        """Return what is said of a desk on which nothing lies; a call is promised only where one can come."""
        status = self.services.seat.status
        if not self.pack.city:
            return tr("You may type already; places and classes can be chosen in a moment.")
        if not self.takes_calls:
            return tr("No calls are taken here with this sign-in.")
        if self.pause is not None:
            paused = pause_words(self.pack, self.pause.reason)
            return tr("{paused}. No call comes. Ready again: Enter").format(paused=paused)
        if status.turned_away or status.wrong_certificate:
            words = tr("The centre sends no calls: answer on the telephone itself; new draft: {key}.")
        elif not status.line_up:
            words = tr("No line: answer on the telephone itself; new draft: {key}.")
        elif not status.centre_keeps:
            words = tr("The centre can keep nothing now: answer on the telephone itself; new draft: {key}.")
        elif self.switch_is_away:
            words = tr("The centre has no telephone line: answer on the telephone itself; new draft: {key}.")
        elif status.sign_in_wanted:  # the switch rings at the seat, whoever is signed in
            return tr("Sign in again: {key}. Calls open here; the centre may hold what you file.").format(
                key=self.key_of("lock")
            )
        elif self.takes_calls_here_alone:
            return tr("Ready. The next call opens here by itself; elsewhere none comes.")
        else:
            return tr("Ready. The next call opens here by itself.")
        return words.format(key=self.key_of("next_call"))

    def paint_handling(self) -> None:
        """Paint what will be done with the case."""
        self.query_one("#handling", TextRows).show(handling_row(self.desk.form))

    def paint_likely(self) -> None:
        """Paint what the case may repeat, and the keys that work on it."""
        begun = begun_as(self.app, self.desk.act) if self.desk.act else ""
        rows = likely_rows(self.desk.likely, self.desk.chosen_line(), self.desk.form, self.now(), begun)
        if self.reading and not self.query_one("#side").display:
            rows = wrapped(self.reading, max(20, self.size.width - 2), Tone.YELLOW)[:2]
        self.query_one("#likely", TextRows).show(*rows)
        self.paint_keys()

    def paint_side(self) -> None:
        """Paint the pane at the right, where there is one."""
        side = self.query_one("#side", TextRows)
        if side.display:
            width = max(20, side.size.width - 2)
            rows = side_rows(self.desk, self.notes, self.parked, self.reading, self.now(), self.zone, width)
            side.show(*rows)

    def read_out(self, phrase: Phrase | None) -> bool:
        """Show a text to be read out: in the pane at the right, else below the form, never over what is typed.

        Return whether somebody hears it: of a live desk's caller nobody knows that better than who reads it.
        """
        self.reading = phrase_text(phrase) if phrase is not None else ""
        self.paint_side()
        self.paint_likely()
        practice = self.services.practice
        if phrase is None or practice is None or practice.read(phrase.code):
            return True
        self.tell_unheard()
        return False

    def tell_unheard(self) -> None:
        """Say why nobody hears what is said; a part above has the words."""

    @property
    def present(self) -> DeskCall:
        """The call that the operator's state is that of."""
        call = self.done.call if self.done else self.desk.call
        if self.waiting and not (call.is_live or call.is_ringing):
            return self.waiting[0]  # nobody is spoken to, and somebody waits to be
        return call

    def own_state(self) -> OwnState:
        """Return what the operator is in."""
        return own_state(
            self.present, self.pause, self.operator, takes_calls=self.takes_calls, locked=self.services.away,
            is_here=self in self.app.screen_stack or not self.takes_calls_here_alone,
        )  # fmt: skip

    @property
    def is_paused(self) -> bool:
        """Whether the pause holds now: a call goes before it."""
        return self.pause is not None and self.own_state().state is AgentState.PAUSED

    @property
    def shown_pause(self) -> Pause | None:
        """The pause that the top line shows, None where another state goes before it."""
        return self.pause if self.is_paused else None

    def paint_status(self) -> None:
        """Paint who sits here, the clock that matters, and the truth about the line."""
        who, right = desk_status(
            self.services, self.present, self.now(), takes_calls=self.takes_calls, pause=self.shown_pause
        )
        self.query_one(StatusLine).tell(who, right)

    def paint_keys(self) -> None:
        """Paint the keys that work now; parts that know them override it."""

    def show_form(self, *, form: bool) -> None:
        """Show the form, or the panel of what has been saved."""
        self.view.display = form
        for name in ("#handling", "#likely"):
            self.query_one(name).display = form
        self.query_one(SavedPanel).display = not form
