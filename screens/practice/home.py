"""The home of practice: the kinds of it, what is set and due, the last marks; chosen by keys."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult

from hotline.practice_words import KINDS, named
from hotline.texts import half_width
from practice.session_plan import SHIFT_CALLS
from screens.parts.ask import Choose, Option
from screens.parts.base import ConsoleScreen, bindings_of
from screens.parts.practice_words import in_language, kept_back_words, refused_words
from screens.parts.text_rows import Row, TextRows, wrapped
from screens.parts.who_words import who_words
from screens.practice.given import (
    Begun,
    GoneScenario,
    GoOnWith,
    Offered,
    OfferedScenario,
    Practise,
    ShowMarks,
    ShowRemarks,
    WipeAll,
)
from screens.practice.home_lines import APART, BEGUN, COLUMNS, COURSE, COURSE_COLUMNS, REMARKS, HomeLines, in_rows
from widgets.key_line import KeyLine
from widgets.lamp import Piece, Tone
from widgets.line_list import LineList
from widgets.message_line import MessageLine
from widgets.status_line import StatusLine
from wording import mark, tr, trn

_ABOUT = {
    "drill": mark("One call, with hints; as often as you like."),
    "exam": mark("One call, no hints; sat once the caller has spoken; the clock does not stop."),
    "line_cut": mark("The line drops in a call: go on, read out the number, wait for the line."),
    "course": mark("The desk's keys in small steps; your slowest keys come back."),
}
_SHIFT = "shift"
_WIPE, _WIPE_SENT = "wipe", "wipe_sent"
_ABOVE_ROWS, _BELOW_ROWS = 3, 2
"""The kinds, what the chosen one is, and what is set; more where much is, or the centre has refused something. Below
the list all of the marked line."""


class PracticeHome(ConsoleScreen[None]):
    """Lists scenarios under the kinds of practice; it asks the program for a session or for marks.

    `kind` and `marked` are what was chosen the last time.
    """

    PLACE = "practice_home"
    KEYS = ("next_kind", "last_marks", "leave", "language", "wipe")
    BINDINGS = bindings_of("practice_home")
    DEFAULT_CSS = """
    PracticeHome #kinds { margin: 1 0 1 0; }
    PracticeHome #about { background: $panel; }
    """

    def __init__(self, offered: Offered, kind: str = "", marked: str = "") -> None:
        super().__init__()
        self._offered = offered
        self._marked_first = marked
        self._kind = kind if kind in offered.kinds else offered.kinds[0]
        self._refused = False

    def compose(self) -> ComposeResult:
        """The top line, the kinds, the scenarios, all of the marked one, a line for messages, the keys."""
        yield StatusLine()
        yield TextRows(id="kinds", rows=_ABOVE_ROWS)
        yield LineList(COLUMNS, id="scenarios", empty=mark("There is no scenario for this city"))
        yield TextRows(id="about", rows=_BELOW_ROWS)
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Take the keys."""
        self.paint()
        scenarios = self.query_one(LineList)
        self.set_focus(scenarios)
        offered = self._offered
        first = offered.scenarios[0].code if offered.remarks and not offered.begun and offered.scenarios else ""
        scenarios.key = self._marked_first or first  # Enter begins what is due, whatever a trainer wrote above it

    def offer(self, offered: Offered) -> None:
        """Show what is offered now that something has gone."""
        self._offered = offered
        self.paint()

    def paint(self) -> None:
        """Write everything in the present language."""
        self.query_one(StatusLine).tell(who_words(self.services), [(self._offered.trainee, Tone.BRIGHT)])
        listed, lines, offered = self.query_one(LineList), self._lines, self._offered
        if self._kind == COURSE:
            listed.columns, listed.empty = COURSE_COLUMNS, mark("What was kept of the course cannot be read")
            listed.rows = [lines.course(offered.course)] if offered.course is not None else []
        else:
            listed.columns, listed.empty = COLUMNS, mark("There is no scenario for this city")
            written = [lines.remarks(offered.remarks)] if offered.remarks else []
            listed.rows = [
                *map(lines.begun, offered.begun), *written, *map(lines.scenario, offered.scenarios),
                *map(lines.gone, offered.gone),
            ]  # fmt: skip
        self._paint_kinds()
        self._paint_marked()

    @property
    def _lines(self) -> HomeLines:
        return HomeLines(self._kind, self.services.now(), self.services.zone)

    def _paint_kinds(self) -> None:
        kinds: list[Piece] = []
        for digit, kind in enumerate(self._offered.kinds, 1):
            tone = Tone.BAND if kind == self._kind else Tone.GREY
            kinds += [(f" {digit} {named(KINDS, kind)} ", tone), (" ", Tone.GREY)]
        about: Row = [(self._about(), Tone.BRIGHT)]
        rows = [kinds, about, *in_rows([(each, Tone.YELLOW) for each in self._due_words()], self._width)]
        if self._offered.refused:
            rows += wrapped(refused_words(self._offered.refused), self._width, Tone.RED)
        above = self.query_one("#kinds", TextRows)
        above.styles.height = max(_ABOVE_ROWS, len(rows))
        above.show(*rows)

    def _about(self) -> str:
        """Say what the kind is; of a shift with how many calls of which city: some have fewer than ten."""
        if self._kind != _SHIFT:
            return tr(_ABOUT[self._kind])
        marked = self._marked()
        there = SHIFT_CALLS
        if marked:
            of_city = (each for each in self._offered.scenarios if each.city == marked.city)
            there = sum(_SHIFT not in each.kept_back for each in of_city)
        count = min(SHIFT_CALLS, there)
        about = trn(
            "{count} call; wrap-up is limited.",
            "{count} calls, each sooner than the one before; wrap-up is limited.", count,
        ).format(count=count)  # fmt: skip
        return tr("{label}: {value}").format(label=in_language(marked.city), value=about) if marked else about

    def _paint_marked(self) -> None:
        """Write all there is on the marked line, and the keys that work on it; what was refused of another one goes."""
        if self._refused and not self._is_kept_back():
            self._refuse(refused=False)
        begun, scenario = self._begun(), self._marked()
        enter = tr("begin") if begun is None else tr("go on with it")
        about: Row = []
        if begun is not None:
            about = self._lines.of_begun(begun)
        elif scenario is not None:
            about = self._lines.of_scenario(scenario)
        elif (gone := self._gone()) is not None:
            about, enter = self._lines.of_gone(gone), tr("marks")
        elif self.query_one(LineList).key == REMARKS:
            about, enter = self._lines.of_remarks(), tr("read it")
        elif self._kind == COURSE and self._offered.course is not None:
            about = self._lines.of_course(self._offered.course)
        rows, shown = in_rows(about, self._width), self.query_one("#about", TextRows)
        shown.styles.height = max(_BELOW_ROWS, len(rows))
        shown.show(*rows)
        self.offer_keys(*([] if self._is_kept_back() else [(tr("Enter"), enter)]))

    @property
    def _width(self) -> int:
        return max(20, self.size.width - 2)

    def on_resize(self) -> None:
        """Use the room there is."""
        self._paint_kinds()
        self._paint_marked()

    def _due_words(self) -> list[str]:
        """Say what is set, as which kind of practice, and when the first of it is due; of each kind apart."""
        told = [
            trn("{count} call as {kind}, by {day}", "{count} calls as {kind}, by {day}", len(due)).format(
                kind=named(KINDS, kind), count=len(due), day=f"{min(due):%m-%d}"
            )
            for kind in self._offered.kinds
            if (due := [work.due for each in self._offered.scenarios for work in each.works if work.kind == kind])
        ]
        course = self._offered.course
        if course is not None and course.due is not None:
            told.append(tr("{kind}, by {day}").format(kind=named(KINDS, COURSE), day=f"{course.due:%m-%d}"))
        if told:
            told[0] = tr("Set for you: {works}").format(works=told[0])
        return [APART + each if place else each for place, each in enumerate(told)]

    # ---- keys

    def on_key(self, event: events.Key) -> None:
        """Choose a kind by its digit."""
        sign = half_width(event.character) if event.character else ""
        if sign.isascii() and sign.isdigit() and 1 <= int(sign) <= len(self._offered.kinds):
            event.stop()
            self._kind = self._offered.kinds[int(sign) - 1]
            self.paint()

    def action_next_kind(self) -> None:
        """Choose the next kind."""
        kinds = self._offered.kinds
        self._kind = kinds[(kinds.index(self._kind) + 1) % len(kinds)]
        self.paint()

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        message.stop()
        if self._kind == _SHIFT:
            self._paint_kinds()
        self._paint_marked()

    @on(LineList.Opened)
    def _opened(self, message: LineList.Opened) -> None:
        message.stop()
        self.say("")  # what was said of the session before
        begun = self._begun()
        if self._is_kept_back():
            self._refuse(refused=True)
        elif begun is not None:
            self.post_message(GoOnWith(begun.session))
        elif message.key == REMARKS:
            self.post_message(ShowRemarks())
        elif message.key == COURSE and self._offered.course is not None:
            self.post_message(Practise(COURSE, "", self._offered.course.assignment))
        elif (scenario := self._marked()) is not None:
            work = scenario.set_as(self._kind)  # as another kind it does not count
            self.post_message(Practise(self._kind, scenario.code, work.assignment if work else None))
        else:
            self.action_last_marks()

    def _begun(self) -> Begun | None:
        key = self.query_one(LineList).key
        return next((each for each in self._offered.begun if BEGUN + each.session == key), None)

    def _marked(self) -> OfferedScenario | None:
        key = self.query_one(LineList).key
        return next((each for each in self._offered.scenarios if each.code == key), None)

    def _gone(self) -> GoneScenario | None:
        key = self.query_one(LineList).key
        return next((each for each in self._offered.gone if each.code == key), None)

    def _played(self) -> OfferedScenario | GoneScenario | None:
        return self._marked() or self._gone()

    def _refuse(self, *, refused: bool) -> None:
        self._refused = refused
        self.say(kept_back_words if refused else "", wrong=refused)

    def _is_kept_back(self) -> bool:
        begun, scenario = self._begun(), self._marked()
        return begun.kept_back if begun is not None else scenario is not None and self._kind in scenario.kept_back

    def action_last_marks(self) -> None:
        """Show the marks of the last time with the marked scenario."""
        marked = self._played()
        if marked is not None and marked.session:
            self.post_message(ShowMarks(marked.session, scenario=marked.code))

    def action_wipe(self) -> None:
        """Ask before all is thrown away, whoever's it is."""

        def heading() -> str:
            return tr("Throw away every session on this machine: records, marks, replays?")

        def options() -> list[Option]:
            unsent = self._offered.unsent
            stay = Option(
                _WIPE_SENT, tr("Throw away all but what has still to go to the centre"),
                trn(
                    "{count} result or appeal stays until whose it is signs in at the console. An exam stays sat.",
                    "{count} results and appeals stay until whose they are signs in at the console. An exam stays sat.",
                    unsent,
                ).format(count=unsent),
            )  # fmt: skip
            lost = trn(
                "{count} result or appeal that is not at the centre yet is lost. An exam stays sat.",
                "{count} results and appeals that are not at the centre yet are lost. An exam stays sat.", unsent,
            ).format(count=unsent)  # fmt: skip
            whole = Option(_WIPE, tr("Throw it all away"), lost if unsent else tr("An exam that was sat stays sat."))
            return [stay, whole] if unsent else [whole]

        def chosen(key: str | None) -> None:
            if key is not None:
                self.post_message(WipeAll(unsent=key == _WIPE))

        self.app.push_screen(Choose(heading, options, enter=mark("throw away")), chosen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer marks only where there are some, and nothing of a live seat."""
        if action == "last_marks":
            marked = self._played() if self.is_mounted else None
            return marked is not None and bool(marked.session)
        return action in ("next_kind", "wipe", "leave", "language", "help") and super().check_action(action, parameters)

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self.paint()
