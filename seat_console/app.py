"""The Textual program around the screens: it gives them their services and the seat's news, and ends in good order."""

import asyncio
import gc
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on, work
from textual.message import Message
from textual.worker import Worker, WorkerState

from hotline.codes import AgentState
from local_cache.errors import SeatError
from local_cache.model import OwnState
from local_cache.news import PackChanged, StatusChanged
from local_cache.packs import NoPack
from screens.parts.work_places import home_of
from screens.services import GoPractise, KeysChosen, LanguageChosen, LeaveProgram, SeatNews, Services, ShowWall
from seat_console.calls_unseen import CallsUnseen
from seat_console.crash import note_crash
from seat_console.desk_fields import desk_fields
from seat_console.exit_codes import Exit
from seat_console.moving import MovingApp
from seat_console.opening import OpenedSeat, Opening
from seat_console.places import DESK, LOCK, SIGN_IN
from seat_console.settings_keeper import SettingsKeeper
from seat_console.terminal_gone import TerminalWatch, end_at_once
from seat_console.trouble import exit_for, words_for
from seat_console.zone import ZONE_BEFORE_PACK
from widgets.keymap import Keymap
from widgets.theme import dress
from wording import set_language, tr

if TYPE_CHECKING:
    from local_cache.news import News
    from local_cache.seat import Seat

LOOK_FOR_IDLE_S = 5.0
TOUCHED_EVERY_S = 60.0
"""So often it is put on disk that the operator is at work: a program that was killed opens locked if that is old."""
SETTLED_AFTER_S = 3.0
"""By then the pack and what is made of it are there, and nobody is waiting."""
TOLD_WITHIN_S = 0.5
"""A beat with the operator's new state goes out at once and has arrived by then, if it can."""
OPEN_AFTER_S = 0.15
"""The seat's files are opened so long after the first screen is up: what they import would hold up the first key."""


class ConsoleApp(MovingApp, inherit_bindings=False):
    """The console. Its exit code is the program's; no key ends it but those with which an operator signs out."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[Any]] = []
    CSS = "LeanScreen { background: $background; color: $foreground; }"

    class SeatOpened(Message):
        """The seat's files are open."""

    class SeatFailed(Message):
        """The seat's files cannot be opened."""

        def __init__(self, error: Exception) -> None:
            super().__init__()
            self.error = error

    class Heard(Message):
        """News of the seat, on its way to the screens."""

        def __init__(self, news: "News") -> None:
            super().__init__()
            self.news = news

    def __init__(self, opening: Opening) -> None:
        look = opening.look
        super().__init__(LOCK if opening.locked else _first_place(opening), locked=look.locked)
        self._back_at = _first_place(opening) if look.session is not None else ""
        self._opening = opening
        # It holds for this shift all the same where the file is unwritable, or broken by hand.
        self._settings = SettingsKeeper(opening.settings_file, partial(note_crash, opening.folder.console_log))
        self._opened = OpenedSeat(opening.folder, opening.open_seat, takes_work=opening.practice is None)
        self.last_words = ""
        self.practises: str | None = None
        """Who goes on to practise; None where nobody does."""
        self._touched = monotonic() - TOUCHED_EVERY_S
        self.services = Services(
            seat=cast("Seat", self._opened.late),
            now=opening.now,
            zone=ZONE_BEFORE_PACK,
            seat_code=look.seat,
            session=look.session,
            draft=look.draft,
            read_out=look.read_out,
            keymap=opening.keymap,
            demo=opening.demo,
            practice=opening.practice,
            screens_up=self.screens_up,
            desk_fields=desk_fields,
        )
        self._unseen = CallsUnseen(lambda: self.services.city_pack, opening.now)
        self.services.calls = self._unseen
        self.set_keymap(opening.keymap.overlay)
        dress(self, opening.settings.theme, practice=opening.practice is not None)

    # ---- start and end

    def on_mount(self) -> None:
        """Watch the terminal, and open the seat's files once the first screen is up."""
        if not self.is_headless and self._loop is not None:
            watch = TerminalWatch(lambda: self.leave(Exit.DONE), self._terminal_gone, self._take_terminal_anew)
            watch.start(self._loop)
        self.call_after_refresh(self._first_painted)

    def _first_painted(self) -> None:
        # The collector has been off since the start: at that point it costs a tenth of the time and finds nothing.
        gc.freeze()
        gc.enable()
        self.set_timer(OPEN_AFTER_S, self._open_seat)
        self.set_interval(LOOK_FOR_IDLE_S, self._lock_if_idle)

    def _open_seat(self) -> None:
        self._opened.begin(
            told=lambda news: _post(self, self.Heard(news)),
            opened=lambda: _post(self, self.SeatOpened()),
            failed=lambda error: _post(self, self.SeatFailed(error)),
        )

    @on(SeatOpened)
    def _seat_is_open(self) -> None:
        """Bring the city pack to a desk that has been taking keys without it."""
        self.set_timer(SETTLED_AFTER_S, _settle)
        self._pass_on(StatusChanged(self.services.seat.status))  # it was not known until now
        self.services.seat.warm_up()
        if self.services.session is not None:
            self._bring_pack()

    @on(SeatFailed)
    def _seat_is_not_open(self, message: SeatFailed) -> None:
        note_crash(self._opening.folder.console_log, message.error)
        self.leave(exit_for(message.error), words_for(message.error))

    def leave(self, code: Exit, words: str = "") -> None:
        """End the console; `words` are printed when the terminal is its old self again."""
        self.last_words = words
        self.exit(int(code), return_code=int(code))

    def close_seat(self) -> None:
        """Let the writer finish and release the seat."""
        self._opened.close()

    def _terminal_gone(self) -> None:
        """Close the seat's files and end at once: nobody sees another frame, and writing one could block for ever."""
        self.close_seat()
        self._opening.at_end()
        end_at_once()

    def _take_terminal_anew(self) -> None:
        """Let go of the terminal and take it again: Textual alone would start a second reader beside the first."""
        with self.suspend():
            pass

    # ---- whoever is at the seat

    def _lock_if_idle(self) -> None:
        if monotonic() - self.last_key_at >= self._opening.settings.lock_minutes * 60:
            self.lock()
        elif self.last_key_at - self._touched >= TOUCHED_EVERY_S:
            self._touched = self.last_key_at
            self.services.seat.touch_session()

    @on(ShowWall)
    def _show_wall(self, message: ShowWall) -> None:
        """Show the demo's wall over what is shown; from there the next person may sit down."""
        message.stop()
        demo, below = self.services.demo, self.screen
        if demo is None:
            return
        from screens.wall.screen import WallScreen

        def left(go_on: bool | None) -> None:
            next_person = getattr(below, "next_person", None)
            if go_on and next_person is not None:
                next_person()

        self.push_screen(WallScreen(demo.follow_wall, monotonic, demo=demo), left)

    @on(GoPractise)
    def _go_practise(self, message: GoPractise) -> None:
        """Make room for practice: the seat's files are closed before it begins."""
        message.stop()
        self._make_room(message.operator_id)

    @work(exit_on_error=False, exclusive=True, group="practise")
    async def _make_room(self, operator_id: str) -> None:
        """Note where whoever was signed in last has gone, if it is they, and end."""
        seat = self.services.seat
        with suppress(SeatError):
            kept = await asyncio.wrap_future(seat.last_state())
            if kept is not None and kept.own.operator_id == operator_id:
                own = OwnState(AgentState.PRACTICE, operator_id)
                await asyncio.wrap_future(seat.note_state(own))
                if seat.status.line_up:
                    await asyncio.sleep(TOLD_WITHIN_S)
        self.practises = operator_id
        self.leave(Exit.DONE)

    @on(LeaveProgram)
    def _leave_program(self, message: LeaveProgram) -> None:
        """End the program; the session stays as it is, a locked one locked."""
        message.stop()
        if self.services.read_out is None:  # else it has not been shown yet
            self.services.seat.number_is_read()
        self.leave(Exit.DONE)

    # ---- news, words, keys

    @on(Heard)
    def _heard(self, message: Heard) -> None:
        self._unseen.hear(message.news)
        if isinstance(message.news, PackChanged):
            self._bring_pack()
        else:
            self._pass_on(message.news)

    def _pass_on(self, news: "News") -> None:
        for screen in self.screens_up():
            screen.post_message(SeatNews(news))

    def at_their_place(self) -> None:
        """Bring the pack to a desk or a list that somebody opens without it."""
        if self.services.pack is None:
            self._bring_pack()

    @work(exit_on_error=False, exclusive=True, group="pack")
    async def _bring_pack(self) -> None:
        """Give all screens the pack that is on this seat; the first one comes with the first line to the centre."""
        try:
            pack = await asyncio.wrap_future(self.services.seat.pack())
        except NoPack:
            return
        from zoneinfo import ZoneInfo  # not before the first key

        self.services.pack = pack
        self.services.zone = ZoneInfo(pack.time_zone)
        self._pass_on(PackChanged(pack.version))

    @on(LanguageChosen)
    def _language_chosen(self, message: LanguageChosen) -> None:
        """Speak the other language at once, and from now on."""
        message.stop()
        set_language(message.language)
        self._settings.keep("language", message.language)
        for screen in self.screens_up():
            relabel = getattr(screen, "relabel", None)
            if relabel is not None:
                relabel()

    @on(KeysChosen)
    def _keys_chosen(self, message: KeysChosen) -> None:
        """Set the operator's own keys in force, and keep them."""
        message.stop()
        self.services.keymap = Keymap(message.keys, apart=self.services.apart)
        self.set_keymap(self.services.keymap.overlay)
        self._settings.keep("keys", message.keys)

    # ---- what went wrong

    @on(Worker.StateChanged)
    def _worker_ended(self, message: Worker.StateChanged) -> None:
        """Take every error that a screen's worker did not: note it, and say so on the screen."""
        if message.state is WorkerState.ERROR and message.worker.error is not None:
            error = message.worker.error
            note_crash(self._opening.folder.console_log, error)
            seat_failed = getattr(self.screen, "seat_failed", None)
            if seat_failed is not None:  # in the screen's own time: one that is opening has no line for it yet
                self.screen.call_later(seat_failed, error if isinstance(error, SeatError) else SeatError())

    def _fatal_error(self) -> None:
        """End on an error of the console's own, without Textual's traceback: it would print what is being typed."""
        if self._exception is not None:
            note_crash(self._opening.folder.console_log, self._exception)
        self.last_words = words_for(self._exception)
        if self.services.demo is not None:  # its cases go with it
            self.last_words = tr("The console met an error of its own: the demo ends, with all that was logged in it")
        self._return_value = int(Exit.BROKEN)
        self._close_messages_no_wait()


def _settle() -> None:
    """Take what stays for the whole shift out of the collector's sight: it would look through it between keys."""
    gc.collect()
    gc.freeze()


def _first_place(opening: Opening) -> str:
    session = opening.look.session
    if session is None:
        return SIGN_IN
    # Only the desk drives a state: a lead who came back to the board would ring, or be paused, until they looked there.
    return DESK if opening.look.at_desk else home_of(session.roles)


def _post(app: ConsoleApp, message: Message) -> None:
    """Give the app a message from any thread; an app that has ended takes none."""
    app.post_message(message)
