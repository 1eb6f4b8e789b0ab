"""What a trainer wrote on sessions that no line of the home leads to: a note or an answer a row, and all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from hotline.practice_words import KINDS, named
from screens.parts.base import ConsoleScreen
from screens.parts.mark_words import item_words
from screens.parts.over import keys_of
from screens.parts.practice_words import in_language
from screens.parts.text_rows import Row, TextRows, wrapped
from screens.parts.who_words import who_words
from screens.practice.given import ShowMarks
from screens.practice.marks_about import remark_words
from widgets.clock_text import at
from widgets.key_line import KeyLine
from widgets.lamp import Tone
from widgets.line_list import Column, LineList, ListRow
from widgets.message_line import MessageLine
from widgets.status_line import StatusLine
from wording import mark, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screens.practice.given import RemarkElsewhere

_COLUMNS = (
    Column(mark("When"), 10), Column(mark("Scenario")), Column(mark("Kind"), 14), Column(mark("Item"), 23),
)  # fmt: skip
_OTHER_ROWS = 6
"""Rows that the text leaves: the top line, the heads and the marked row, messages, the keys."""


class FromTrainer(ConsoleScreen[None]):
    """Lists notes and answers, newest first, with all of the marked one below."""

    PLACE = "from_trainer"
    KEYS = ("language",)
    BINDINGS = keys_of("back", "help", "language")
    DEFAULT_CSS = "FromTrainer #about { background: $panel; }"

    def __init__(self, trainee: str, remarks: Sequence[RemarkElsewhere]) -> None:
        super().__init__()
        self._trainee = trainee
        self._remarks = {str(place): each for place, each in enumerate(remarks)}

    def compose(self) -> ComposeResult:
        """The top line, the notes and answers, all of the marked one, a line for messages, the keys."""
        yield StatusLine()
        yield LineList(_COLUMNS, id="remarks")
        yield TextRows(id="about")
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Take the keys."""
        self.paint()
        self.set_focus(self.query_one(LineList))

    def paint(self) -> None:
        """Write everything in the present language."""
        self.query_one(StatusLine).tell(who_words(self.services), [(self._trainee, Tone.BRIGHT)])
        self.query_one(LineList).rows = [self._row(key, each) for key, each in self._remarks.items()]
        self._paint_about()

    def _row(self, key: str, each: RemarkElsewhere) -> ListRow:
        item, title = each.remark.item, each.title
        return ListRow(key, (
            (at(each.at, self.services.now(), self.services.zone), Tone.GREY),
            (in_language(title) if title is not None else tr("not known here"), Tone.BRIGHT if title else Tone.GREY),
            (named(KINDS, each.kind) if each.kind else "", Tone.GREY),
            (item_words(item) if item else tr("The whole call"), Tone.BRIGHT),
        ))  # fmt: skip

    def _paint_about(self) -> None:
        """Write all of the marked one; every one of them has the same room, as much as the longest needs."""
        about, texts = (
            self.query_one("#about", TextRows),
            {key: self._text(each) for key, each in self._remarks.items()},
        )
        room = max(3, self.app.size.height - _OTHER_ROWS)
        about.styles.height = min(room, max(map(len, texts.values()), default=1))
        about.show(*texts.get(self.query_one(LineList).key, ())[:room])
        marked = self._marked()
        marks = [(tr("Enter"), tr("marks"))] if marked is not None and marked.session else []
        self.offer_keys(*marks, (self.key_of("back"), tr("back")))

    def _marked(self) -> RemarkElsewhere | None:
        return self._remarks.get(self.query_one(LineList).key)

    def _text(self, each: RemarkElsewhere) -> list[Row]:
        width = max(20, self.size.width - 2)
        rows = wrapped(remark_words(each.remark), width, Tone.YELLOW)
        if each.reason:
            rows = [*rows, *wrapped(tr("Your appeal: {reason}").format(reason=each.reason), width, Tone.GREY)]
        return (
            rows
            if each.session
            else [*rows, [(tr("The marks of that session cannot be shown on this machine"), Tone.GREY)]]
        )

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        message.stop()
        self._paint_about()

    @on(LineList.Opened)
    def _opened(self, message: LineList.Opened) -> None:
        message.stop()
        marked = self._marked()
        if marked is not None and marked.session:
            self.post_message(ShowMarks(marked.session, marked.remark.place))

    def action_back(self) -> None:
        """Back to the home."""
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer nothing of a live seat."""
        return action in ("back", "language", "help") and super().check_action(action, parameters)

    def on_resize(self) -> None:
        """Use the room there is."""
        self._paint_about()

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self.paint()
