"""The results of a call-back, one question after the other on single keys; nothing is recorded before the last one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip

from hotline.codes import NotReached, Satisfaction, Solved
from hotline.intake_rules import LINE_LIMIT
from screens.callbacks import script
from screens.callbacks.results import NO, REACHED, YES, Results
from screens.parts.amend import NOTHING_WRONG, Wrong, keepable
from screens.parts.ask import Option, Options
from screens.parts.base import Said, key_of
from screens.parts.case_words import coded
from screens.parts.over import Keys, OverScreen, keys_of
from screens.parts.text_rows import TextRows, wrapped
from widgets.entry import Entry
from widgets.field import Field
from widgets.key_line import KeyLine
from widgets.lamp import Tone
from wording import mark, tr

if TYPE_CHECKING:
    from city_packs.model import CityPack

_SAYS_ROWS = 3


class ByDigit(Options):
    """Options that a digit takes, none of them marked at first.

    Enter takes only what was marked by an arrow: held down it would answer for somebody who was never asked.
    """

    _by_hand = False

    async def _on_key(self, event: events.Key) -> None:
        if not self._by_hand and event.key in ("up", "down", "enter"):
            event.stop()
            event.prevent_default()  # Textual would ask the base class too
            if event.key == "enter":
                self.app.bell()
            else:
                self._by_hand = True
                self._mark(0)

    def paint_line(self, y: int) -> Strip:
        """Return one option; none is marked before an arrow was pressed."""
        marked = self._row
        self._row = marked if self._by_hand else -1
        strip = super().paint_line(y)
        self._row = marked
        return strip


class AskResults(OverScreen[Results]):
    """Asks whether somebody was reached, then the results, then for an opinion; the answer is all of them.

    `redo_words` says where a case goes that is done again, `reveal` shows the number to dial. `given` is what is known
    before, all of it where a try could not be saved, and `wrong` says why it could not.
    """

    BINDINGS = keys_of("reveal")

    DEFAULT_CSS = """
    AskResults { align: center bottom; background: transparent; }
    AskResults > Vertical { height: auto; width: 100%; background: $panel; }
    AskResults KeyLine { background: $surface; }
    """

    def __init__(
        self,
        heading: Said,
        pack: CityPack,
        redo_words: Said,
        reveal: Callable[[], object],
        *,
        given: Results,
        wrong: Wrong = NOTHING_WRONG,
    ) -> None:
        super().__init__()
        self._heading = heading
        self._reveal = reveal
        self.pack = pack
        self.redo_words = redo_words
        self._results = given
        self._wrong = wrong

    def compose(self) -> ComposeResult:
        """Heading, what has been answered, what to read out, the options of each question, the opinion, keys."""
        with Vertical():
            yield TextRows(id="heading")
            yield TextRows(id="answered")
            yield TextRows(id="says", rows=_SAYS_ROWS)
            for step in _OPTIONS:
                yield ByDigit(self._options(step), id=step)
            yield Field(id="opinion", label=mark("Opinion"), value=self._results.opinion, limit=LINE_LIMIT,
                        check=keepable)  # fmt: skip
            yield KeyLine()

    def on_mount(self) -> None:
        """Ask the first question that has no answer."""
        self.entry.on_leave = self._left
        self._ask()
        if self._wrong.words():
            self.entry.show_error(self._wrong.words)

    def _options(self, step: str) -> Sequence[Option]:
        return _OPTIONS[step](self)

    @property
    def entry(self) -> Entry:
        """The field of the opinion."""
        return self.query_one("#opinion", Entry)

    def _ask(self) -> None:
        """Show the question of this step, and give it the keys before another one comes."""
        step = self._results.step
        for options in self.query(Options):
            options.display = options.id == step
        self.entry.display = step == script.OPINION
        self.set_focus(self.entry if step == script.OPINION else self.query_one(f"#{step}", Options))
        self.paint()

    # ---- painting

    def paint(self) -> None:
        """Write heading, answers, script and keys."""
        step, width = self._results.step, max(10, self.app.size.width - 2)
        self.query_one("#heading", TextRows).show([(self._heading(), Tone.ACCENT)])
        answered = " / ".join(self._results.words(self.pack))
        self.query_one("#answered", TextRows).show([(answered, Tone.GREY)])
        self.query_one("#says", TextRows).show(*wrapped(self._says(step), width, Tone.BRIGHT)[:_SAYS_ROWS])
        super().paint()

    def _says(self, step: str) -> str:
        if step == REACHED:
            greeting = script.script(self.pack, script.GREETING, by_unit=self._results.by_unit)
            return greeting or tr("Dial, then say what happened.")
        if step == script.OPINION and not self._results.reached:
            return tr("Nobody was reached. A word about it, if there is one; Enter records the try.")
        closing = script.script(self.pack, script.CLOSING) if step == script.OPINION else ""
        asked = script.script(self.pack, step, by_unit=self._results.by_unit)
        return "\n".join(filter(None, (asked, closing)))

    def keys(self) -> Keys:
        """Digits answer; the way back to the question before."""
        before = [] if self._results.reached is None else [("0", tr("question before"))]
        if self._results.step == script.OPINION:
            return [(tr("Enter"), tr("record it")), (tr("Up"), tr("question before")), *super().keys()]
        number = [(key_of(self.app, "reveal"), tr("see the number"))] if self._results.step == REACHED else []
        return [("1-9", tr("choose")), *number, *before, *super().keys()]

    def relabel(self) -> None:
        """Write everything again in the other language."""
        for options in self.query(Options):
            options.say_anew(self._options(options.id or ""))
        super().relabel()

    # ---- answering

    @on(Options.Taken)
    def _taken(self, message: Options.Taken) -> None:
        message.stop()
        if message.option is None:
            self._one_back()
            return
        self._results = self._results.with_answer(message.option.key)
        self._answered()

    def _answered(self) -> None:
        self._went_on()
        self._ask()

    def _one_back(self) -> None:
        if self._results.reached is None:
            self.action_back()
            return
        self._results = self._results.one_back()
        self._answered()

    def on_key(self, event: events.Key) -> None:
        """Go back to the question before by Backspace."""
        if event.key == "backspace" and self._results.step != script.OPINION:
            event.stop()
            self._one_back()

    def _left(self, entry: Entry, step: int) -> None:
        if step < 0:
            self._results = replace(self._results, opinion=entry.value)
            self._one_back()
        elif entry.judge():
            self.dismiss(replace(self._results, opinion=entry.value.strip()))

    def action_reveal(self) -> None:
        """Show the number to dial; asks why."""
        self._reveal()

    # ---- what is written

    def asked(self) -> str:
        """Return the heading."""
        return self._heading()

    def would_lose(self) -> bool:
        """Say whether anything was answered."""
        return bool(self.written())

    def written(self) -> str:
        """Return the answers, and the opinion below them."""
        return "\n".join(filter(None, (" / ".join(self._results.words(self.pack)), self.entry.value)))

    def held(self) -> Mapping[str, str]:
        """Return the answers as they are stored, and the opinion."""
        return replace(self._results, opinion=self.entry.value).held()

    def take_up(self, held: Mapping[str, str]) -> None:
        """Begin behind the last answer."""
        self._results = self._results.with_held(held)


def _codes(code_list: str, codes: Sequence[str]) -> Callable[[AskResults], list[Option]]:
    return lambda asking: [Option(code, coded(asking.pack, code_list, code)) for code in codes]


def _reached(asking: AskResults) -> list[Option]:
    return [Option(REACHED, tr("Reached: ask the questions")),
            *(Option(code.value, coded(asking.pack, "not_reached", code)) for code in NotReached)]  # fmt: skip


def _contacted(_: AskResults) -> list[Option]:
    return [Option(YES, tr("Yes, the unit was in touch")), Option(NO, tr("No, the unit was not in touch"))]


def _redo(asking: AskResults) -> list[Option]:
    return [Option(YES, asking.redo_words()), Option(NO, tr("Not reasonable, or no more to be done: close it"))]


_OPTIONS: dict[str, Callable[[AskResults], Sequence[Option]]] = {
    REACHED: _reached,
    script.CONTACTED: _contacted,
    script.SOLVED: _codes("solved", [each.value for each in Solved]),
    script.SATISFIED: _codes("satisfaction", [each.value for each in Satisfaction]),
    script.REDO: _redo,
}
