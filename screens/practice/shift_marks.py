"""The marks of a session of several calls, such as a practice shift: their totals, the mean, where most was lost.

It shows the result as it goes to the centre; Enter asks for the marks of the marked call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult

from hotline.practice_words import FATALS, named
from practice.shift_sum import most_lost
from screens.parts.base import ConsoleScreen
from screens.parts.mark_words import item_words, points_words
from screens.parts.over import keys_of
from screens.parts.practice_words import in_language, mean_words, no_longer_here, result_when
from screens.parts.text_rows import Row, TextRows, wrapped
from screens.parts.who_words import who_words
from screens.practice.given import Remarks, ShowMarks
from widgets.key_line import KeyLine
from widgets.lamp import Piece, Tone
from widgets.line_list import Column, LineList, ListRow
from widgets.message_line import MessageLine
from widgets.shown_text import padded
from widgets.status_line import StatusLine
from wording import listed, mark, tr, trn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from city_packs.scenario import Words
    from hotline.practice_doc import PracticeResult, ResultCall
    from practice.shift_sum import ItemLost

_LOST_CELLS = 34
_COLUMNS = (
    Column(mark("Call"), 4, right=True), Column(mark("Scenario")), Column(mark("Total"), 6, right=True),
    Column(mark("Most lost"), _LOST_CELLS),
)  # fmt: skip
_ABOUT_ROWS = 7
"""Rows for where most was lost: ten calls stand above them in the smallest terminal."""
_OTHER_ROWS = 17
_ITEM_CELLS, _POINTS_CELLS = 26, 18


class ShiftMarks(ConsoleScreen[None]):
    """Lists the calls of a session with their totals, their mean above, and below them where most was lost."""

    PLACE = "shift_marks"
    KEYS = ("language",)
    BINDINGS = keys_of("back", "help", "language")
    DEFAULT_CSS = """
    ShiftMarks #total { margin-bottom: 1; background: $surface; }
    ShiftMarks #about { background: $panel; }
    """

    def __init__(
        self, result: PracticeResult, planned: int, trainee: str, titles: Mapping[str, Words],
        remarks: Remarks | None = None, scenario: str = "",
    ) -> None:  # fmt: skip
        """`planned` is how many calls it was to have, of which those of the result rang.

        `titles` are of the scenarios that are here; the call of `scenario`, if one is named, is marked first.
        """
        super().__init__()
        self._result = result
        self._planned = planned
        self._trainee = trainee
        self._titles = titles
        self._remarks = remarks or Remarks()
        self._scenario = scenario

    def compose(self) -> ComposeResult:
        """The top line, the mean and how it is reckoned, the calls, where most was lost, messages, the keys."""
        yield StatusLine()
        yield TextRows(id="total", rows=2)
        yield LineList(_COLUMNS, id="calls")
        yield TextRows(id="about", rows=_ABOUT_ROWS)
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Take the keys, on the call that is asked for."""
        self.paint()
        calls = self.query_one(LineList)
        self.set_focus(calls)
        codes = [each.scenario for each in self._result.calls]
        calls.key = str(codes.index(self._scenario) if self._scenario in codes else 0)

    # ---- painting

    def paint(self) -> None:
        """Write everything in the present language."""
        result = self._result
        self.query_one(StatusLine).tell(who_words(self.services), [(self._trainee, Tone.BRIGHT)])
        when = result_when(result, self.services.now(), self.services.zone)
        first: Row = [(mean_words(result), Tone.ACCENT), (f"   {when}", Tone.GREY)]
        how = tr("Mean: all totals together / calls that rang. Your trainer sees the same")
        rows: list[Row] = [first, [(how, Tone.GREY)]]
        if len(result.calls) < self._planned:  # the row that this takes is that of a call which did not ring
            early = tr("Ended early, calls that rang: {count} / {planned}")
            rows.append([(early.format(count=len(result.calls), planned=self._planned), Tone.YELLOW)])
        total = self.query_one("#total", TextRows)
        total.styles.height = len(rows)
        total.show(*rows)
        self.query_one(LineList).rows = [self._row(place, call) for place, call in enumerate(result.calls)]
        self._paint_about()

    def _row(self, place: int, call: ResultCall) -> ListRow:
        title = self._titles.get(call.scenario)
        fatal, written = bool(call.fatal), any(each.place == place for each in self._remarks.of_call)
        total = points_words(call.total) + ("!" if fatal else "")
        if written:
            said = tr("a trainer has written")
        elif fatal:
            said = listed(named(FATALS, code) for code in call.fatal)
        else:
            said = _most_lost_words(call)
        tone = Tone.YELLOW if written else Tone.RED if fatal else Tone.GREY
        return ListRow(str(place), (
            (str(place + 1), Tone.GREY),
            (in_language(title) if title is not None else no_longer_here(call.scenario),
             Tone.BRIGHT if title is not None else Tone.GREY),
            (total, Tone.RED if fatal else Tone.BRIGHT), (said, tone),
        ))  # fmt: skip

    def _paint_about(self) -> None:
        """Write where most was lost in all calls, and what was fatal before it."""
        width, rows = max(20, self.size.width - 2), list[Row]()
        calls = self._result.calls
        heads: Piece = (tr("Where most was lost, all calls together"), Tone.ACCENT)
        if fatal := sum(bool(each.fatal) for each in calls):
            words = trn(
                "{count} call counts as 0: a fatal error in it",
                "{count} calls count as 0: a fatal error in each",
                fatal,
            )
            rows += wrapped(words.format(count=fatal), width, Tone.RED)
        lost = most_lost(calls)
        rows += [[heads], *map(_lost_row, lost)] if lost else [[(tr("Nothing was lost"), Tone.GREY)]]
        self.query_one("#about", TextRows).show(*rows[: self._about_rows])
        self.offer_keys((tr("Enter"), tr("marks")), (self.key_of("back"), tr("back")))

    @property
    def _about_rows(self) -> int:
        return max(_ABOUT_ROWS, self.app.size.height - _OTHER_ROWS)

    # ---- keys

    @on(LineList.Opened)
    def _opened(self, message: LineList.Opened) -> None:
        message.stop()
        self.post_message(ShowMarks(str(self._result.session), int(message.key)))

    def action_back(self) -> None:
        """Back to the home."""
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer nothing of a live seat."""
        return action in ("back", "language", "help") and super().check_action(action, parameters)

    def on_resize(self) -> None:
        """Use the room there is."""
        self.query_one("#about").styles.height = self._about_rows
        self._paint_about()

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self.paint()


def _most_lost_words(call: ResultCall) -> str:
    """Return the items on which a call lost most, as many as have room in its line; always the first."""
    said = ""
    for each in most_lost((call,)):
        words = tr("{item} -{points}").format(item=item_words(each.item), points=points_words(each.lost))
        more = listed(filter(None, (said, words)))
        if said and cell_len(more) > _LOST_CELLS:
            break
        said = more
    return said


def _lost_row(each: ItemLost) -> Row:
    points = tr("-{lost} of {of}").format(lost=points_words(each.lost), of=points_words(each.of))
    calls = trn("in {count} call", "in {count} calls", each.calls).format(count=each.calls)
    name = padded(item_words(each.item), _ITEM_CELLS)
    return [(name, Tone.BRIGHT), (padded(points, _POINTS_CELLS), Tone.RED), (calls, Tone.GREY)]
