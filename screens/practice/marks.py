"""The marks of a practised call: each item with what was lost and why, and what there is on the marked one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from hotline.practice_doc import APPEAL_LIMIT
from screens.parts.ask import Write
from screens.parts.base import ConsoleScreen, bindings_of
from screens.parts.mark_words import item_words, points_words
from screens.parts.text_rows import Row, TextRows, wrapped
from screens.parts.who_words import who_words
from screens.practice.given import Appealed, Remarks, ShowReplay
from screens.practice.marks_about import beside_rows, line_cut_row, remark_words
from widgets.key_line import KeyLine
from widgets.lamp import Piece, Tone
from widgets.line_list import Column, LineList, ListRow
from widgets.message_line import MessageLine
from widgets.status_line import StatusLine
from wording import mark, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screens.practice.marked_calls import MarkedCall, MarkedItem, MarkedSession

_COLUMNS = (
    Column(mark("Item"), 23), Column(mark("Of"), 4, right=True), Column(mark("Got"), 5, right=True),
    Column(mark("Why")),
)  # fmt: skip
_WHOLE = "whole"
"""The key of the row that stands for the whole call."""
_ABOUT_ROWS = 9
"""So many rows what there is on the marked item has, where it needs them; the list has the others."""
_OTHER_ROWS = 24
"""Rows of a terminal in which all items stand; what it has more is for what there is on the marked one."""


class MarksScreen(ConsoleScreen[None]):
    """Shows one call of a session after the other; Enter plays it again from where the marked points were lost."""

    PLACE = "marks"
    KEYS = ("replay", "appeal", "next_marks", "language")
    BINDINGS = bindings_of("marks")
    DEFAULT_CSS = """
    MarksScreen #total { margin-bottom: 1; background: $surface; }
    MarksScreen #about { background: $panel; }
    """

    def __init__(self, session: MarkedSession, remarks: Remarks | None = None, place: int = 0) -> None:
        """`place` is that of the call which is shown first, from 0."""
        super().__init__()
        self._session = session
        self._remarks = remarks or Remarks()
        self._place = place if place < len(session.calls) else 0
        self._refused = False

    def compose(self) -> ComposeResult:
        """The top line, the total, the items, what there is on the marked one, a line for messages, the keys."""
        yield StatusLine()
        yield TextRows(id="total", rows=2)
        yield LineList(_COLUMNS, id="items")
        yield TextRows(id="about", rows=0)
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Take the keys."""
        self.paint()
        self.set_focus(self.query_one(LineList))
        self._mark_first_loss()

    def _mark_first_loss(self) -> None:
        """Mark the first item that lost anything, else the whole where it did, else the first of all."""
        items, call = self.query_one(LineList), self._call
        lost = (each.item for each in call.items if each.got < each.of)
        whole = _WHOLE if call.fatal(self.services.city_pack) else items.rows[0].key
        items.key = next(lost, whole)

    @property
    def _call(self) -> MarkedCall:
        return self._session.calls[self._place]

    @property
    def _marked(self) -> str:
        """The item of the marked row, empty for the whole call."""
        key = self.query_one(LineList).key
        return key if key != _WHOLE else ""

    # ---- painting

    def paint(self) -> None:
        """Write everything in the present language."""
        session, call = self._session, self._call
        self.query_one(StatusLine).tell(who_words(self.services), [(session.trainee, Tone.BRIGHT)])
        total = tr("{points} of 100").format(points=points_words(call.total))
        parts = [(f"{total}   ", Tone.ACCENT), (call.title, Tone.BRIGHT)]
        if len(session.calls) > 1:
            which = tr("call {place} of {count}").format(place=self._place + 1, count=len(session.calls))
            parts.append((f"   {which}", Tone.GREY))
        fatal = call.fatal(self.services.city_pack)
        scenario, rubric = call.versions
        version = tr("scenario version {version}, rubric version {rubric}").format(version=scenario, rubric=rubric)
        rows: list[Row] = [parts, [(version, Tone.GREY)]]
        if fatal:
            why = tr("Fatal, so all of it is lost: {why}").format(why="   ".join(fatal))
            rows[1:] = wrapped(why, max(20, self.size.width - 2), Tone.RED)
        if session.line_cut is not None:
            rows.append(line_cut_row(session.line_cut))
        shown = self.query_one("#total", TextRows)
        shown.styles.height = len(rows)
        shown.show(*rows)
        self.query_one(LineList).rows = [*map(self._row, call.items), self._whole_row()]
        self.paint_about()

    def _row(self, item: MarkedItem) -> ListRow:
        why = [words for _, words in self._call.losses(item.item, self.services.city_pack)]
        tone = Tone.GREY if not why else Tone.BRIGHT
        return ListRow(item.item, (
            (item_words(item.item), tone), (points_words(item.of), Tone.GREY), (points_words(item.got), tone),
            self._why(item.item, why, tone),
        ))  # fmt: skip

    def _why(self, item: str, why: Sequence[str], tone: Tone) -> Piece:
        """Return why points were lost, and before it that a trainer has written something of the item."""
        if any((each.place, each.item) == (self._place, item) for each in self._remarks.of_call):
            return "   ".join((tr("a trainer has written"), *why)), Tone.YELLOW
        return "   ".join(why), tone

    def _whole_row(self) -> ListRow:
        total = points_words(self._call.total)
        return ListRow(_WHOLE, (
            (tr("The whole call"), Tone.BRIGHT), ("100", Tone.GREY), (total, Tone.BRIGHT),
            self._why("", (), Tone.GREY),
        ))  # fmt: skip

    def paint_about(self) -> None:
        """Write what there is on the marked item: why points were lost, remarks, and own beside good."""
        width = max(20, self.size.width - 2)
        item, call, pack = self._marked, self._call, self.services.city_pack
        rows: list[Row] = []
        if not item:
            rows += [row for words in call.fatal(pack) for row in wrapped(words, width)]
        for points, words in call.losses(item, pack):
            lost = f"-{points}  " if points else ""
            why = wrapped(words, width - len(lost))
            rows += [[(lost if place == 0 else " " * len(lost), Tone.RED), *row] for place, row in enumerate(why)]
        rows += self._remark_rows(item, width)
        rows += beside_rows(call.beside(item), width, self._about_rows - len(rows) - 1, pack)
        if call.kept:
            rows += wrapped(tr("Kept when it ended: its scenario is another one now, or gone"), width, Tone.GREY)
        rows, about = rows[: self._about_rows], self.query_one("#about", TextRows)
        about.styles.height = len(rows)
        about.show(*rows)
        play = [] if call.kept else [(tr("Enter"), tr("play from there"))]  # where points were lost was not kept
        self.offer_keys(*play, (self.key_of("back"), tr("back")))

    def _remark_rows(self, item: str, width: int) -> list[Row]:
        rows: list[Row] = []
        reason = self._remarks.appealed.get((self._place, item))
        if reason is not None:
            rows += wrapped(tr("Your appeal: {reason}").format(reason=reason), width, Tone.YELLOW)
        for remark in self._remarks.of_call:
            if remark.place == self._place and remark.item == item:
                rows += wrapped(remark_words(remark), width, Tone.YELLOW)
        return rows

    @property
    def _about_rows(self) -> int:
        return max(_ABOUT_ROWS, self.app.size.height - _OTHER_ROWS)

    # ---- keys

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        message.stop()
        if self._refused:  # it was said of another line
            self._refused = False
            self.say("")
        self.paint_about()

    @on(LineList.Opened)
    def _opened(self, message: LineList.Opened) -> None:
        message.stop()
        self._replay(self._call.began_at(self._marked))

    def action_replay(self) -> None:
        """Play the call again from its ring on."""
        self._replay(self._call.rang)

    def _replay(self, at_ms: int) -> None:
        self.post_message(ShowReplay(self._session.session, at_ms))

    def action_next_marks(self) -> None:
        """Show the next call's marks."""
        self._place = (self._place + 1) % len(self._session.calls)
        self.paint()
        self._mark_first_loss()

    def action_appeal(self) -> None:
        """Ask for the reason of an appeal against the marked item, or the whole; one that lost nothing has none."""
        code, place = self._marked, self._place
        if any(each.item == code and each.got >= each.of for each in self._call.items):
            self._refused = True
            self.say(lambda: tr("Nothing was lost here: mark a line that lost points, or the whole call"), wrong=True)
            return

        def heading() -> str:
            name = item_words(code) if code else tr("The whole call")
            return tr("Appeal against: {item}. A trainer reads it and answers").format(item=name)

        def written(reason: str | None) -> None:
            if reason is not None:
                self.post_message(Appealed(self._session.session, place, code, reason.strip()))

        self.app.push_screen(Write(heading, mark("Reason"), limit=APPEAL_LIMIT, check=_with_words), written)

    def appealed(self, remarks: Remarks) -> None:
        """Show that an appeal is on disk, and leaves with the results."""
        self._remarks = remarks
        self.paint_about()
        self.say(lambda: tr("The appeal is kept here; it goes to the centre with the results"))

    def action_back(self) -> None:
        """Back to the home."""
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what works on marks, and nothing of a live seat."""
        if action == "next_marks":
            return len(self._session.calls) > 1
        if action == "appeal" and self.is_mounted:
            return (self._place, self._marked) not in self._remarks.appealed
        return action in ("replay", "appeal", "back", "language", "help") and super().check_action(action, parameters)

    def on_resize(self) -> None:
        """Use the room there is."""
        self.paint()

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self.paint()


def _with_words(reason: str) -> str:
    return "" if reason.strip() else tr("Write down why the mark is wrong")
