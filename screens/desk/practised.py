"""What a desk has more in practice: the caller beside the form or above it, and the key that speaks to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from screens.desk.missed import CallsBack
from screens.parts.text_rows import TextRows
from wording import mark, tr

if TYPE_CHECKING:
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
        """Give the caller their rows above the form, and return how many; `words` are those below the entries."""
        said = self.rows_of_said(words)
        if self._above is not None and said and self._above.size.height != said:
            self._above.styles.height = said
        return said

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Speak to the caller in practice alone."""
        if action == "ask":
            return self.services.practice is not None
        return super().check_action(action, parameters)

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
