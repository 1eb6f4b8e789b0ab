"""The lists that open on the board, one over the other, and the way back."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical

from screens.board.call_lines import CallsOf
from screens.board.case_lines import NO_CALL, CaseLines
from screens.board.front import BoardFront
from screens.board.level import AskedLevel
from screens.board.opened_lists import behind_tile, behind_trouble
from screens.board.seat_state_lines import SeatStateLines
from screens.board.words import NONE
from screens.parts.text_rows import TextRows
from screens.parts.trouble import trouble_words
from screens.parts.work_list import WorkList
from screens.services import Go
from widgets.lamp import Tone
from widgets.line_list import LineList
from widgets.one_line import OneLine
from widgets.seat_grid import SeatGrid
from widgets.tile_band import TileBand
from wording import tr

if TYPE_CHECKING:
    from textual.widget import Widget

    from screens.board.level import Level

ASK_AGAIN_S = 5.0
"""A list of the centre's that may be asked for as a whole is asked for again so often while it is looked at."""


class BoardLists(BoardFront):
    """`opened` are the lists that lie over the board, the one that is seen last."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.opened: list[Level] = []
        self._painted_level: Level | None = None
        self._offers_open = False
        self._came_from: Widget | None = None
        self._asked_list_at: datetime | None = None

    def paint_keys(self) -> None:
        """Show the keys that work now."""
        raise NotImplementedError

    @property
    def top(self) -> Level | None:
        """The list that is seen; None where the board itself is."""
        return self.opened[-1] if self.opened else None

    @property
    def work(self) -> WorkList:
        """Where the list on top is shown."""
        return self.query_one(WorkList)

    @property
    def opens(self) -> bool:
        """Whether Enter opens something where the keys are now."""
        if self.top is not None:
            return self.top.opens(self.work.key)
        focused = self.focused
        if isinstance(focused, LineList):
            trouble = self.troubles.get(focused.key)
            return trouble is not None and not isinstance(behind_trouble(trouble, self.shown()), str)
        return bool(self.grid.key) if isinstance(focused, SeatGrid) else self.picture.answer is not None

    def offer_opening(self) -> None:
        """Name Enter on the key line where it opens something, and only there."""
        if self.opens != self._offers_open:
            self._offers_open = self.opens
            self.paint_keys()

    # ---- opening and going back

    @on(TileBand.Opened)
    def _tile_opened(self, message: TileBand.Opened) -> None:
        message.stop()
        if self.picture.answer is not None:
            self.open_level(behind_tile(message.key, self.shown(), self.span))

    @on(SeatGrid.Opened)
    def _seat_opened(self, message: SeatGrid.Opened) -> None:
        message.stop()
        self.open_level(SeatStateLines(self.shown(), message.key))

    @on(LineList.Opened)
    def _line_opened(self, message: LineList.Opened) -> None:
        message.stop()
        if message.list is self.work and self.top is not None:
            self.top.key = message.key
            self._follow(self.top.opened(message.key))
        elif trouble := self.troubles.get(message.key):
            if trouble.seat:
                self.grid.key = trouble.seat
            self._follow(behind_trouble(trouble, self.shown()))

    def action_case_call(self) -> None:
        """Open the call that the marked case came from."""
        if isinstance(self.top, CaseLines):
            call_id = self.top.call_of(self.work.key)
            self.top.key = self.work.key
            self._follow(CallsOf(self.shown(), call_id) if call_id is not None else NO_CALL)

    def _follow(self, opened: Level | Go | str) -> None:
        if isinstance(opened, str):
            self.say(partial(tr, opened), wrong=True)
        elif isinstance(opened, Go):
            self.post_message(opened)
        else:
            self.open_level(opened)

    def open_level(self, level: Level) -> None:
        """Lay a list over what is seen."""
        if not self.opened:
            self._came_from = self.focused
        self.opened.append(level)
        self.say("")
        self._show_level()
        if isinstance(level, AskedLevel):
            self.read_level(level)

    def action_back(self) -> None:
        """Go back to what this list was opened from."""
        if not self.opened:
            return
        self.opened.pop()
        self.say("")
        self._show_level()

    def _show_level(self) -> None:
        top = self.top
        self.query_one("#front", Vertical).display = top is None
        self.query_one("#behind", Vertical).display = top is not None
        if top is None:
            came_from, self._came_from = self._came_from, None
            self.set_focus(came_from if came_from is not None and came_from.is_mounted else self.grid)
            self.paint_board()
        else:
            self.set_focus(self.work)
            self.paint_level()
        self.paint_keys()

    # ---- asking

    def read_level(self, level: AskedLevel) -> None:  # type: ignore[type-arg]
        """Ask for the next page of a list."""
        self._ask(level, anew=False)

    def read_anew(self) -> None:
        """Ask for all of the list on top as it is now, where it can be asked for so."""
        if isinstance(self.top, AskedLevel) and self.top.pages:
            self._ask(self.top, anew=True)

    def _ask(self, level: AskedLevel, *, anew: bool) -> None:  # type: ignore[type-arg]
        wanted = level.again() if anew else level.question()
        if wanted is None or level.is_asking:
            return
        level.is_asking = True
        self._asked_list_at = self.services.now()

        def came(page: object) -> None:
            level.is_asking = False
            level.take(page, anew=anew)
            if self.top is level:
                self.paint_level()

        def failed(error: Exception) -> None:
            level.is_asking = False
            if self.top is level:
                level.empty = trouble_words(error) if not level.pages else level.empty
                self.seat_failed(error)
                self.paint_level()

        self.when_done(self.services.seat.board(wanted), came, failed)

    @on(LineList.AtEnd)
    def _at_end(self, message: LineList.AtEnd) -> None:
        message.stop()
        if message.list is self.work and isinstance(self.top, AskedLevel):
            self.read_level(self.top)

    def tick(self) -> None:
        """Let a second pass for the list that is looked at, too."""
        super().tick()
        if not self.in_sight or self.top is None:
            return
        self.paint_level()
        asked, now = self._asked_list_at, self.services.now()
        if asked is None or now - asked >= timedelta(seconds=ASK_AGAIN_S):
            self.read_anew()

    # ---- painting

    def paint_board(self) -> None:
        """Paint the board, or the list that lies over it."""
        super().paint_board()
        if self.top is not None:
            self.paint_level()
        else:
            self.offer_opening()

    def paint_level(self) -> None:
        """Show the list on top with its marked line."""
        top, work = self.top, self.work
        if top is None:
            return
        if top is not self._painted_level:
            work.head(top.columns, top.empty)
        work.empty = top.empty
        with self.prevent(LineList.Moved):
            work.show(top.rows())
            work.goes_on = top.goes_on
            if top is not self._painted_level and work.rows:
                work.key = top.key or work.rows[0].key
        self._painted_level = top if work.rows else None  # without lines nothing is marked yet, and other heads stand
        is_told = not isinstance(top, AskedLevel) or bool(top.pages)
        title = tr("{title}: {total}").format(title=top.title(), total=f"{top.total:,}" if is_told else NONE)
        self.query_one("#level", OneLine).say([(f" {title}", Tone.ACCENT)])
        self._paint_about_line()

    def _paint_about_line(self) -> None:
        if self.top is not None:
            about = self.query_one("#about_line", TextRows)
            about.show(*self.top.about(self.work.key, max(20, self.size.width - 2)))
            self.offer_opening()

    @on(LineList.Moved)
    def _line_moved(self, message: LineList.Moved) -> None:
        message.stop()
        if message.list is self.work:
            self._paint_about_line()
            return
        if message.list.has_focus and (trouble := self.troubles.get(message.key)) and trouble.seat:
            self.grid.key = trouble.seat
        self.offer_opening()
