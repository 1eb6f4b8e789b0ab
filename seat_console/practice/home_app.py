"""The program around practice between two sessions: home, keyboard course, marks, replay. No seat is open here.

What is not the home is loaded when somebody goes there: the home is up sooner.
"""

import gc
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from textual import on

from hotline.codes import PracticeKind
from hotline.practice_doc import PracticeAppeal
from local_cache.ids import new_id
from local_cache.practice_exchange import PracticeExchange
from practice.course_book import CourseBook
from practice.folder import NotForPractice
from practice.honest_clock import HonestClock, ThisMachine
from practice.last_known import known_moments
from practice.record import RecordDamaged
from practice.session_plan import ScenarioGone
from practice.wipe import wipe
from screens.practice.given import Appealed, GoOnWith, Practise, ShowMarks, ShowRemarks, ShowReplay, WipeAll
from screens.practice.home import PracticeHome
from screens.services import Go, LanguageChosen, LeaveProgram, Services
from seat_console.desk_fields import desk_fields
from seat_console.practice.last_time import LastTime
from seat_console.practice.no_session import NoCall, NoSeat
from seat_console.practice.past import Past
from seat_console.terminal_gone import TerminalWatch, end_at_once
from widgets.key_order import OrderedKeys
from widgets.keymap import Keymap
from widgets.theme import dress
from wording import set_language, tr

if TYPE_CHECKING:
    from local_cache.seat import Seat

Wish = Practise | GoOnWith | None
"""What is to be done next: a session, an older one, or nothing more."""


class HomeApp(OrderedKeys[Wish], inherit_bindings=False):
    """Shows the home of practice until a session is wished for or somebody leaves.

    `kind` and `marked`, a scenario, are what was chosen last; the marks of the session `show` are shown at once, and
    `words` are said.
    """

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[Any]] = []
    CSS = "LeanScreen { background: $background; color: $foreground; }"

    def __init__(
        self, past: Past, keymap: Keymap, theme: str | None, *, kind: str = "", marked: str = "", show: str = "",
        words: Callable[[], str] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._past = past
        self._kind = kind
        self._marked = marked
        self._show = show
        self._words = words
        self._last_times: Mapping[str, LastTime] | None = None
        self.services = Services(
            seat=cast("Seat", NoSeat()),
            now=lambda: datetime.now(UTC),
            zone=ZoneInfo(past.material.time_zone),
            keymap=keymap,
            practice=NoCall(),
        )
        self.set_keymap(keymap.overlay)
        dress(self, theme, practice=True)

    def on_mount(self) -> None:
        """Show the home, and over it the marks of the session that has just ended."""
        if not self.is_headless and self._loop is not None:
            TerminalWatch(self._leave, end_at_once, self._take_terminal_anew).start(self._loop)
        with suppress(OSError):  # what stays is left the next time
            self._past.course().leave_results(PracticeExchange(self._past.folder.root))
        home = PracticeHome(self._past.offered(), self._kind, self._marked)
        self.push_screen(home)
        self.call_after_refresh(_collect_again)
        self.run_worker(self._read_last_times, thread=True, exit_on_error=False)
        if self._words is not None:
            home.call_after_refresh(home.say, self._words)
        if self._show:
            self._show_marks(self._show)

    def _read_last_times(self) -> None:
        """Mark again, beside the loop, what was played last: the home is there before that.

        What could not be left for the centre when it ended is left first.
        """
        self._past.leave_results()
        last = self._past.last_times()
        self.call_from_thread(self._offer, last)

    def _offer(self, last: Mapping[str, LastTime] | None = None) -> None:
        """Let the home show what there is now, wherever it lies."""
        self._last_times = last if last is not None else self._last_times
        for screen in self.screen_stack:
            if isinstance(screen, PracticeHome):
                screen.offer(self._past.offered(self._last_times))

    def _take_terminal_anew(self) -> None:
        with self.suspend():
            pass

    def _leave(self) -> None:
        self.exit(None)

    # ---- what the screens ask for

    @on(LeaveProgram)
    def _left(self, message: LeaveProgram) -> None:
        message.stop()
        self._leave()

    @on(Go)
    def _go(self, message: Go) -> None:
        message.stop()
        if message.place == "help":
            from screens.help import HelpScreen

            self.push_screen(HelpScreen(getattr(self.screen, "PLACE", "")))

    @on(LanguageChosen)
    def _language(self, message: LanguageChosen) -> None:
        message.stop()
        set_language(message.language)
        for screen in self.screen_stack:
            relabel = getattr(screen, "relabel", None)
            if relabel is not None:
                relabel()

    @on(Practise)
    def _practise(self, message: Practise) -> None:
        message.stop()
        if message.kind == PracticeKind.COURSE:
            self._sit_down(message.assignment)
        else:
            self.exit(message)

    def _sit_down(self, assignment: UUID | None) -> None:
        """Show the keyboard course; what it comes to is left for the centre when it is left."""
        from screens.practice.course import CourseScreen
        from seat_console.practice.course_form import CourseForm

        try:
            book = self._past.course()
        except OSError:
            self._say(lambda: tr("What was kept of the course cannot be read"))
            return
        book.sit(new_id(), HonestClock.begin(ThisMachine(), known_moments(self._past.folder)), assignment)
        form = CourseForm(self._past.own_pack())
        self.push_screen(CourseScreen(book, desk_fields(), form), lambda _: self._get_up(book))

    def _get_up(self, book: CourseBook) -> None:
        try:
            book.leave_results(PracticeExchange(self._past.folder.root))
        except OSError:
            self._say(lambda: tr("The disk did not take it: try again"))
        self._offer()

    @on(GoOnWith)
    def _go_on_with(self, message: GoOnWith) -> None:
        message.stop()
        self.exit(message)

    @on(ShowMarks)
    def _marks(self, message: ShowMarks) -> None:
        message.stop()
        self._show_marks(message.session, message.place, message.scenario)

    def _show_marks(self, session: str, place: int | None = None, scenario: str = "") -> None:
        try:
            marked, result = self._past.marked(session)
        except (OSError, RecordDamaged):
            self._say(_unreadable)
            return
        except ScenarioGone:
            self._show_replay(session, 0)
            self._say(_changed)
            return
        if not marked.calls:
            self._say(lambda: tr("No call came in this session"))
            return
        self.services.pack = self._past.pack_of(session)
        remarks = self._past.remarks(session)
        if place is None and result is not None and marked.planned > 1:
            from screens.practice.shift_marks import ShiftMarks

            titles = {each.code: each.title for each in self._past.material.titles}
            self.push_screen(ShiftMarks(result, marked.planned, self._past.who, titles, remarks, scenario))
        else:
            from screens.practice.marks import MarksScreen

            self.push_screen(MarksScreen(marked, remarks, place or 0))

    @on(ShowRemarks)
    def _remarks(self, message: ShowRemarks) -> None:
        message.stop()
        from screens.practice.from_trainer import FromTrainer

        offered = self._past.offered(self._last_times)
        self.push_screen(FromTrainer(offered.trainee, offered.remarks))

    def _say(self, words: Callable[[], str]) -> None:
        screen = self.screen_stack[-1]
        say = getattr(screen, "say", None)
        if say is not None:
            screen.call_after_refresh(say, words)

    @on(WipeAll)
    def _wipe(self, message: WipeAll) -> None:
        """Throw all away; what is gone is said once it is."""
        message.stop()
        folder = self._past.folder
        try:
            wipe(folder, unsent=message.unsent)
        except (NotForPractice, OSError):
            self._say(lambda: tr("Not all of it could be thrown away: close what else uses it, and try again"))
        else:
            unsent = any(PracticeExchange(folder.root).waiting())
            self._say(lambda: _gone(exams=folder.sat.exists(), unsent=unsent))
        self._offer()

    @on(ShowReplay)
    def _replay(self, message: ShowReplay) -> None:
        message.stop()
        self._show_replay(message.session, message.at_ms)

    def _show_replay(self, session: str, at_ms: int) -> None:
        from practice.finished import shown_frames
        from screens.practice.replay import ReplayScreen

        try:
            frames = shown_frames(self._past.folder.session(session))
            finished = self._past.replayed(session)
        except (OSError, RecordDamaged):
            self._say(_unreadable)
        else:
            self.push_screen(ReplayScreen(finished, frames, at_ms, monotonic))

    @on(Appealed)
    def _appealed(self, message: Appealed) -> None:
        """Leave the appeal with the results; it is said to be kept once it is on disk."""
        message.stop()
        appeal = PracticeAppeal(
            appeal_id=new_id(), session=UUID(message.session), place=message.place, item=message.item or None,
            trainee=self._past.trainee.operator_id, made=datetime.now(UTC), reason=message.reason,
        )  # fmt: skip
        screen = self.screen
        try:
            self._past.appeal(appeal)
        except OSError:
            self._say(lambda: tr("The disk did not take it: try again"))
            return
        self._offer()
        from screens.practice.marks import MarksScreen

        if isinstance(screen, MarksScreen):
            screen.appealed(self._past.remarks(message.session))


def _gone(*, exams: bool, unsent: bool) -> str:
    if exams and unsent:
        return tr("Gone, but for which exams were sat and what has still to go to the centre")
    if exams:
        return tr("Gone, but for which exams were sat")
    if unsent:
        return tr("Gone, but for what has still to go to the centre")
    return tr("All that practice had kept here is gone")


def _collect_again() -> None:
    """Let the collector work, which has been off since the start: until now it would have found nothing."""
    if not gc.isenabled():  # else it is not the first home: what the session before it left is to be found
        gc.freeze()
        gc.enable()


def _unreadable() -> str:
    return tr("The record of this session cannot be read")


def _changed() -> str:
    return tr("The scenario has been changed since then: this session cannot be marked again")
