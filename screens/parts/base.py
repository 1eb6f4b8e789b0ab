"""What all screens have in common: services, answers of the seat's threads, news, keys, the change of language."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import on
from textual.app import App
from textual.dom import DOMNode
from textual.widget import Widget

from local_cache.news import NeedsChanged, StatusChanged
from screens.parts.trouble import trouble_words
from screens.parts.work_places import has_desk, next_work_place
from screens.services import Go, HasServices, LanguageChosen, LeaveProgram, SeatNews, Services, ShowWall, SignedIn
from widgets.commands import BY_ID, DEMO
from widgets.key_line import KeyLine
from widgets.keymap import bindings, key_words
from widgets.lamp import Tone
from widgets.lean_screen import LeanModal, LeanScreen
from widgets.message_line import MessageLine
from wording import language, tr

if TYPE_CHECKING:
    from textual.binding import BindingType

    from local_cache.news import News
    from screens.services import Place

Result = TypeVar("Result")
Answer = TypeVar("Answer")
Failed = Callable[[Exception], object]
WRITE_AFTER_S = 0.4
"""From a key to the draft's being given to the disk. Design.md allows a second; the rest is for the writer's queue."""
Said = Callable[[], str]
"""Words that are made in the language that is spoken when they are shown, and again when it changes."""


def nothing() -> str:
    """Say nothing, in any language."""
    return ""


def services_of(app: App[Any]) -> Services:
    """Return what the program gives to screens."""
    return cast(HasServices, app).services


def when_done(node: DOMNode, future: Future[Answer], then: Callable[[Answer], object], failed: Failed) -> None:
    """Call `then` with what the seat's threads answer, or `failed` with their error, on the event loop.

    Nothing blocks; an answer that comes after `node` has gone is dropped.
    """

    async def wait() -> None:
        try:
            # Shielded: a screen that goes away must not take back what was already given to the writer.
            answer = await asyncio.shield(asyncio.wrap_future(future))
        except Exception as error:
            failed(error)
        else:
            then(answer)

    node.run_worker(wait(), group="seat", exit_on_error=False)


DEMO_LINE = ("cut_line", "restore_line")
"""The demo's commands for the line: only one of them works at a time."""
NEXT_PERSON = "next_person"
PEOPLE = "others_work"
DEMO_COMMANDS = (*DEMO_LINE, NEXT_PERSON, PEOPLE)


def bindings_of(place: str) -> list[BindingType]:
    """Return the bindings of a screen, the demo's among them; those that cannot be used now are turned away."""
    return [*bindings(place), *(each for each in bindings(DEMO) if each.action in DEMO_COMMANDS)]


def key_of(app: App[Any], command: str) -> str:
    """Return the key of a command as it is read, the operator's own where they have chosen one."""
    return key_words(services_of(app).keymap.keys(command)[0])


def label_of(command: str) -> str:
    """Return the short name of a command in the present language."""
    found = BY_ID[command]
    return tr(found.label)


class ConsoleScreen(LeanScreen[Result]):
    """A screen of the console. It is a view: what it shows is what services and the seat told it.

    `PLACE` names it in the table of commands, `KEYS` the commands of its key line in the order of use.
    """

    ALLOW_SELECT = False
    PLACE: ClassVar[str] = ""
    KEYS: ClassVar[Sequence[str]] = ()
    _offer_again: Callable[[], None] = staticmethod(lambda: None)
    _said: tuple[str | Said, bool] = ("", False)
    _to_ask: tuple[Callable[[], object], ...] = ()

    @property
    def services(self) -> Services:
        """Return what the program gives to screens."""
        return services_of(self.app)

    @property
    def in_sight(self) -> bool:
        """Say whether this screen can be seen now: it is on top, or has only questions over it."""
        stack = self.app.screen_stack
        if self not in stack:
            return False
        return all(isinstance(each, LeanModal) for each in stack[stack.index(self) + 1 :])

    def when_done(self, future: Future[Answer], then: Callable[[Answer], object], failed: Failed | None = None) -> None:
        """Call `then` with what the seat answers, or `failed` (else the message line) with its error."""
        when_done(self, future, then, failed or self.seat_failed)

    # ---- asking once it can be seen

    def ask_later(self, ask: Callable[[], object]) -> None:
        """Ask or show something as soon as nothing lies over this screen: a lock is not to be covered by it."""
        self._to_ask = (*self._to_ask, ask)
        self._ask_what_waits()

    def on_screen_resume(self) -> None:
        """Ask what has waited for that; nobody is asked what somebody before them had begun."""
        self._ask_what_waits()

    def _ask_what_waits(self) -> None:
        if self._to_ask and self.app.screen is self and self.services.session is not None:
            ask, *later = self._to_ask
            self._to_ask = tuple(later)
            ask()

    # ---- saying things

    def say(self, words: str | Said, *, wrong: bool = False) -> None:
        """Put a message on the screen's own line; wrong ones carry a sign. Words to make anew follow the language."""
        self._said = words, wrong
        self._show_said()

    @property
    def says_nothing(self) -> bool:
        """Say whether the screen's line is free."""
        return not self._said[0]

    def _show_said(self) -> None:
        words, wrong = self._said
        shown = words if isinstance(words, str) else words()
        self.query_one(MessageLine).show(shown, Tone.RED if wrong else Tone.BRIGHT)

    def seat_failed(self, error: Exception) -> None:
        """Say that the seat could not do something."""
        self.say(lambda: trouble_words(error), wrong=True)

    def offer_keys(self, *first: tuple[str, str], leave_out: str = "", now: Sequence[str] = ()) -> None:
        """Show on the key line what works now: `first`, then the commands of `KEYS` that are not turned away.

        What does not fit is left out, but `first` and the commands that are needed always stay; so do those of `now`,
        and the way to what needs the operator as long as the top line says that something does.
        """
        status = self.services.seat.status
        called = ("needs_you",) if status.needs_you or status.alerts_unread or status.asked_back else ()
        names = [name for name in dict.fromkeys((*self.KEYS, *called, *now)) if name != leave_out]
        names += [*DEMO_COMMANDS, "help"]
        works = [name for name in names if self.is_offered(name)]
        needed = {key for key, _ in first}
        needed |= {self.key_of(name) for name in works if BY_ID[name].needed or name in (*called, *now)}
        self.query_one(KeyLine).offer_keys([*first, *((self.key_of(name), label_of(name)) for name in works)], needed)
        self._offer_again = lambda: self.offer_keys(*first, leave_out=leave_out, now=now)

    def is_offered(self, command: str) -> bool:
        """Say whether the key line shows a command; a screen may leave out one whose key only says why not."""
        return bool(self.check_action(command, ()))

    def key_of(self, command: str) -> str:
        """Return the key of a command as it is read."""
        return key_of(self.app, command)

    # ---- news and language

    def hear(self, news: News) -> None:
        """Take news of the seat; screens override it."""

    @on(SeatNews)
    def _news_came(self, message: SeatNews) -> None:
        message.stop()
        if self.is_mounted:
            self.hear(message.news)
            if isinstance(message.news, StatusChanged | NeedsChanged):
                self._offer_again()

    def relabel(self) -> None:
        """Write everything again after the language has changed; screens add what they composed themselves."""
        for widget in self.query(Widget):
            retranslate = getattr(widget, "retranslate", None)
            if retranslate is not None:
                retranslate()
        if callable(self._said[0]):
            self._show_said()

    # ---- what the program does for every screen

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Turn commands away that mean nothing now; screens add their own."""
        if action in DEMO_LINE:
            demo = self.services.demo
            return demo is not None and demo.is_cut == (action == "restore_line")
        if action == NEXT_PERSON:
            return (
                self.services.demo is not None and self.services.session is not None and not self.services.signing_out
            )
        if action == PEOPLE:
            return self.services.demo is not None and self.services.session is not None
        if action == "work":
            return self._next_work_place() is not None
        if action in ("desk", "find") and not has_desk(self.services.roles):
            return False
        return action != self.PLACE

    def _next_work_place(self) -> Place | None:
        session = self.services.session
        return next_work_place(session.roles, self.PLACE) if session is not None else None

    def action_help(self) -> None:
        """Show every key."""
        self.post_message(Go("help"))

    def action_desk(self) -> None:
        """Go to the desk."""
        self.post_message(Go("desk"))

    def action_find(self) -> None:
        """Go to the search."""
        self.post_message(Go("find"))

    def action_needs_you(self) -> None:
        """Go to what needs a decision."""
        self.post_message(Go("needs_you"))

    def action_work(self) -> None:
        """Go to the work list of the role, from there to the next one."""
        place = self._next_work_place()
        if place is not None:
            self.post_message(Go(place))

    def action_settings(self) -> None:
        """Go to keys and language."""
        self.post_message(Go("settings"))

    def action_lock(self) -> None:
        """Lock the seat."""
        self.post_message(Go("lock"))

    def action_sign_out(self) -> None:
        """Ask what becomes of the drafts, then end the session."""
        self.post_message(Go("sign_out"))

    def action_language(self) -> None:
        """Speak the other language."""
        self.post_message(LanguageChosen("en" if language() == "zh" else "zh"))

    def action_leave(self) -> None:
        """End the program."""
        self.post_message(LeaveProgram())

    def action_next_person(self) -> None:
        """Go on as the next person of the demo, after the lead by way of the wall."""
        demo, session = self.services.demo, self.services.session
        if demo is not None and session is not None and demo.shows_wall_after(session.operator_id):
            self.post_message(ShowWall())
        else:
            self.next_person()

    def next_person(self) -> None:
        """Let the next person of the demo sit down; what this one had begun is kept for them."""
        demo, session = self.services.demo, self.services.session
        if demo is None or session is None:
            return
        operator, password = demo.after(session.operator_id)

        def failed(error: Exception) -> None:
            self.services.signing_out = False
            self.seat_failed(error)

        def take_over() -> None:
            self.services.signing_out = True  # what the desk wrote from now on would be taken from its owner
            signed_in = self.services.seat.sign_in(operator, password)
            self.when_done(signed_in, lambda session: self.post_message(SignedIn(session)), failed)

        self.services.lay_down(take_over, failed)

    def action_others_work(self) -> None:
        """Let the demo's other people work by themselves, or stop them."""
        demo = self.services.demo
        if demo is None:
            return
        demo.let_people_work(not demo.people_at_work)
        if demo.people_at_work:
            self.say(
                lambda: tr("The others work by themselves now, until {key} is pressed").format(key=self.key_of(PEOPLE))
            )
        else:
            self.say(lambda: tr("The others have stopped: their work is yours again"))

    def action_cut_line(self) -> None:
        """Cut the demo's line."""
        if self.services.demo is not None:
            self.services.demo.cut()
            self._offer_again()

    def action_restore_line(self) -> None:
        """Restore the demo's line."""
        if self.services.demo is not None:
            self.services.demo.restore()
            self._offer_again()
