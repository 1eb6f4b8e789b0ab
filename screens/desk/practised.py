"""What is another thing in practice: the caller at the desk, the key that speaks to them, and which calls come.

Nobody calls but who the session lets ring: a draft without a call has no meaning there, and none is opened by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from screens.desk.call import DeskCall
from screens.desk.missed import CallsBack
from screens.parts.text_rows import TextRows
from wording import mark, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from local_cache.news import CallEvent
    from screens.parts.caller_pane import CallerPane

WIDE = 110
"""Columns from which the caller's history and the phrases stand beside the form."""
AROUND_NARRATIVE = 15
"""Rows of the desk that are not the narrative's, blank ones included."""
LEAST_NARRATIVE = 3
"""Rows that the narrative has however much stands around it."""
SAID_ROWS = 4
"""Rows that the caller of practice has at least above the form of a desk that is not wide."""


class Practised(CallsBack):
    """Nothing of this is on a live desk, and its keys cost it nothing."""

    DEFAULT_CSS = """
    Practised #said_above { margin-bottom: 1; }
    Practised.-tight #said_above { margin-bottom: 0; }
    Practised.-tight #handling { margin-top: 0; }
    Practised #practised { width: 40; display: none; }
    Practised.-wide #practised { display: block; }
    Practised #practised #said_beside { margin-bottom: 1; }
    Practised.-wide #said_above { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._above: CallerPane | None = None

    def said_above(self) -> ComposeResult:
        """Give practice a band above the form, for where there is no room beside it."""
        if self.services.practice is not None:
            from screens.parts.caller_pane import CallerPane  # a live desk has no use for it

            self._above = CallerPane(id="said_above", rows=self.rows_of_said())
            yield self._above

    def side(self) -> ComposeResult:
        """Give a wide desk its right third, in practice with the caller above the rest."""
        if self.services.practice is None:
            yield TextRows(id="side", rows=None)
            return
        from screens.parts.caller_pane import CallerPane

        with Vertical(id="practised"):
            yield CallerPane(id="said_beside")
            yield TextRows(id="side", rows=None)

    def rows_of_said(self, words: int = 0) -> int:
        """Return the rows that the caller of practice has above the form: none at a live desk and none at a wide one.

        They give way to `words` below the entries, and never leave the narrative less than its least.
        """
        if self.services.practice is None or self.app.size.width >= WIDE:
            return 0
        least = SAID_ROWS + (self.services.practice.kind == "drill")  # with a row for its hint
        free = self.app.size.height - AROUND_NARRATIVE
        return max(least, min(max(least + 1, free // 2), free - LEAST_NARRATIVE - words))

    def fit_said(self, words: int) -> int:
        """Give the caller their rows above the form, and return how many; `words` are those below the entries.

        Blank rows go where what stands below the form would have no room.
        """
        said = self.rows_of_said(words)
        if self._above is not None and said:
            self._above.styles.height = said  # not held against its size: that is laid out only later
        free = self.app.size.height - AROUND_NARRATIVE - words - said
        self.set_class(bool(said) and free < LEAST_NARRATIVE, "-tight")
        return said

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Speak to the caller in practice alone."""
        if action == "ask":
            return self.services.practice is not None
        return super().check_action(action, parameters)

    # ---- which calls come

    @property
    def rings_here(self) -> bool:
        """Say whether a caller is there to be answered."""
        return bool(self.waiting) or self.desk.call.is_ringing

    @property
    def calls_come(self) -> bool:
        """Say whether another call can come: in practice none does after its last one."""
        practice = self.services.practice
        return practice is None or practice.to_come[1] > 0

    def is_offered(self, command: str) -> bool:
        """Leave out the next call in practice where asking for it brings none."""
        if command == "next_call" and self.services.practice is not None and not self.rings_here:
            return self.calls_come and not self.desk.is_blank and super().is_offered(command)
        return super().is_offered(command)

    def open_by_hand(self) -> None:
        """Say in practice what comes, and open nothing."""
        if self.services.practice is None:
            super().open_by_hand()
            return
        if not self.desk.is_blank:
            self.clear(DeskCall())  # what lay here is parked by now
        self.say(self._what_comes, true=lambda: self.desk.is_blank)

    def _what_comes(self) -> str:
        practice = self.services.practice
        waiting, left = practice.to_come if practice is not None else (0, 0)
        if waiting:
            return tr("A caller waits: the call rings here by itself")
        if left:
            return tr("No call waits. The next one rings here by itself")
        if self.parked:
            return tr("No more calls come. Still to do: parked drafts, {key}").format(key=self.key_of("drafts"))
        return tr("No more calls come. This practice ends by itself")

    def _idle_words(self) -> str:
        """Promise a call in practice only while one is to come, and send nobody to a telephone that is not there."""
        if self.services.practice is None or not self.pack.city or not self.takes_calls or self.pause is not None:
            return super()._idle_words()
        if not self.calls_come:
            return self._what_comes()
        if not self.services.seat.status.line_up:
            return tr("No line. The next call rings here once the line is back")
        return super()._idle_words()

    def _tell_missed(self, was: DeskCall, event: CallEvent, true: Callable[[], bool]) -> None:
        """Say in practice that the call is lost until one is answered: the next one may ring two seconds later."""
        if self.services.practice is None or not event.exact:
            super()._tell_missed(was, event, true)
            return
        self.say_standing(
            lambda: tr("A call is lost: nobody answered, and the caller hung up"), lambda: not self.present.is_live
        )

    # ---- who hears

    def tell_unheard(self) -> None:
        """Say why the caller of practice did not hear what was said."""
        call, practice = self.present, self.services.practice
        if call.held_at is not None:
            self.say(
                lambda: tr("The caller is on hold and hears nothing: {key}").format(key=self.key_of("hold")),
                true=lambda: self.present.held_at is not None,
            )
        elif practice is not None and practice.lines():
            self.say(lambda: tr("The caller has gone and hears nothing any more"))
        else:
            words = mark("Nobody is on the line yet: answer the call when it rings")
            self.say(lambda: tr(words), true=lambda: not self.present.is_live)

    def _no_call_to_mark(self) -> str:
        if self.services.practice is None:
            return super()._no_call_to_mark()
        return tr("No call was answered here: there is nothing to mark")
