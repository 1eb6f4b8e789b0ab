"""Leaders' days: the list of them, the summary of the marked one as it is printed, and a key that writes it to a file.

A leader and a lead read it; nothing is done here to seats or cases.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import events, on

from city_packs.leader_names import LeaderNames
from hotline.leader_summary import summary_lines
from hotline.texts import half_width, visible
from local_cache import news as seat_news
from local_cache.board_questions import leader_days
from screens.parts.base import bindings_of
from screens.parts.scroll_rows import ScrollRows
from screens.parts.text_rows import wrapped
from screens.parts.top_line import paint_top_line
from screens.parts.trouble import trouble_words
from screens.parts.while_seen import WhileSeen
from screens.parts.work_list import WorkColumn, WorkList
from widgets.key_line import KeyLine
from widgets.lamp import Piece, Tone
from widgets.line_list import LineList, ListRow
from widgets.message_line import MessageLine
from widgets.one_line import OneLine
from widgets.status_line import StatusLine
from wording import mark, tr
from wording.os_trouble import os_row

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

    from hotline.leader_doc import LeaderDay, LeaderDays
    from local_cache.news import News

BEFORE, AHEAD = timedelta(days=90), timedelta(days=30)
"""The days that are listed."""
ASK_EVERY_S = 20.0
"""While somebody looks, what came of a day is asked for so often."""
_ASKING = mark("Asking the centre ...")
_NONE = mark("The rota names no leader: ask the administrator (case-api leaders import)")
_COLUMNS = (
    WorkColumn(mark("Day"), 10), WorkColumn(mark("From-to"), 11), WorkColumn(mark("Name"), 14),
    WorkColumn(mark("Office"), weight=3), WorkColumn(mark("Seat"), 4), WorkColumn(mark("Answered"), 8, right=True),
    WorkColumn(mark("Cases"), 5, right=True),
)  # fmt: skip


class LeaderDaysScreen(WhileSeen):
    """The list above, the summary below it; nothing of it is kept on the seat."""

    PLACE = "leader_days"
    KEYS: ClassVar = ("keep_summary", "work", "desk")
    BINDINGS = bindings_of("leader_days")
    DEFAULT_CSS = """
    LeaderDaysScreen #work { height: 1fr; }
    LeaderDaysScreen #summary { height: 2fr; margin-top: 1; background: $panel; }
    """

    def __init__(self) -> None:
        super().__init__(id="leader_days")
        self._told: LeaderDays | None = None
        self._asked_at = 0.0
        self._asking = False

    def compose(self) -> ComposeResult:
        """Top line, as of when, list, the marked one's summary, message, keys."""
        yield StatusLine()
        yield OneLine(id="title")
        yield WorkList(_COLUMNS, empty=_ASKING)
        yield ScrollRows(id="summary")
        yield MessageLine()
        yield KeyLine()

    def look(self) -> None:
        """Ask how things stand now, and show what is known."""
        self._ask()
        self._paint()

    def look_again(self) -> None:
        """Ask once more after some time."""
        if monotonic() - self._asked_at >= ASK_EVERY_S:
            self._ask()

    # ---- asking

    def _ask(self) -> None:
        if self._asking or not self.services.seat.status.line_up:
            return
        self._asking, self._asked_at = True, monotonic()
        today = self.services.now().astimezone(self.services.zone).date()
        question = leader_days(today - BEFORE, today + AHEAD)
        self.when_done(self.services.seat.board(question), self._came, self._failed)

    def _came(self, told: LeaderDays) -> None:
        self._asking, self._told = False, told
        self._paint()

    def _failed(self, error: Exception) -> None:
        self._asking = False
        self.say(lambda: trouble_words(error), wrong=True)

    # ---- painting

    @property
    def marked(self) -> LeaderDay | None:
        """The day that the mark is on."""
        key = self.query_one(WorkList).key
        days = self._told.days if self._told is not None else ()
        return next((day for day in days if str(day.leader_day_id) == key), None)

    def _paint(self) -> None:
        if self.services.session is None:
            return
        paint_top_line(self)
        self._paint_title()
        listed = self.query_one(WorkList)
        if self._told is not None:
            if not listed.rows:
                listed.head(_COLUMNS, _NONE)
            with self.prevent(LineList.Moved):
                listed.show([self._row(day) for day in self._told.days])
        self._paint_summary()
        self.paint_keys()

    def _paint_title(self) -> None:
        as_of: list[Piece] = [(tr("no line"), Tone.YELLOW)] if not self.services.seat.status.line_up else []
        if self._told is not None:
            at = f"{self._told.now.astimezone(self.services.zone):%H:%M:%S}"
            as_of.append((tr("as of {at}").format(at=at), Tone.GREY))
        self.query_one("#title", OneLine).say([(" " + tr("Days of leaders on the telephone"), Tone.ACCENT)], as_of)

    def _row(self, day: LeaderDay) -> ListRow:
        zone = self.services.zone
        hours = f"{_clock(day.begins.astimezone(zone))}-{_clock(day.ends.astimezone(zone))}"
        came = bool(day.stays)
        return ListRow(str(day.leader_day_id), (
            (f"{day.begins.astimezone(zone):%Y-%m-%d}", Tone.GREY), (hours, Tone.GREY),
            (visible(day.name), Tone.BRIGHT), (visible(day.title), Tone.GREY), (day.seat, Tone.GREY),
            (str(day.answered) if came else "", Tone.BRIGHT), (str(len(day.cases)) if came else "", Tone.BRIGHT),
        ))  # fmt: skip

    def summary(self) -> list[str]:
        """Return the summary of the marked day, line by line."""
        day = self.marked
        names = LeaderNames(self.services.city_pack)
        zone, now = self.services.zone, self.services.now()
        return [*summary_lines(day, names, zone, now)] if day is not None else []

    def _paint_summary(self) -> None:
        width = max(20, self.size.width - 2)
        shown = self.query_one("#summary", ScrollRows)
        shown.show(*(row for line in self.summary() for row in wrapped(visible(line), width)))

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        message.stop()
        self.query_one(ScrollRows).to_top()
        self._paint_summary()

    @on(LineList.Opened)
    def _opened(self, message: LineList.Opened) -> None:
        message.stop()
        self.set_focus(self.query_one(ScrollRows))

    @on(ScrollRows.Left)
    @on(ScrollRows.Entered)
    def _back_to_list(self) -> None:
        self.set_focus(self.query_one(WorkList))

    def paint_keys(self) -> None:
        """Show the keys that work now."""
        self.offer_keys(*self.query_one(ScrollRows).keys_to_read_on("Enter"))

    # ---- keys

    def on_key(self, event: events.Key) -> None:
        """Say what to do where an input method turns letters into Chinese."""
        sign = half_width(event.character) if event.is_printable and event.character else ""
        if sign and not sign.isascii():
            self.say(lambda: tr("Letters are keys here: switch the input method to English"), wrong=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Turn away what means nothing now."""
        if action == "keep_summary":
            return self.marked is not None
        return super().check_action(action, parameters)

    def action_keep_summary(self) -> None:
        """Write the summary that is shown to a new text file."""
        day = self.marked
        if day is None:
            return
        name = f"leader-{day.begins.astimezone(self.services.zone):%Y-%m-%d-%H%M}-{day.seat}"

        def written(file: Path) -> None:
            self.say(lambda: tr("Written: {file}").format(file=file))

        def failed(error: Exception) -> None:
            why = os_row(error) if isinstance(error, OSError) else trouble_words(error)
            self.say(lambda: tr("NOT written: {why}").format(why=why), wrong=True)

        self.when_done(self.services.seat.keep_text(name, "\n".join(self.summary()) + "\n"), written, failed)

    # ---- news and language

    def hear(self, news: News) -> None:
        """Follow the line and the city's names."""
        if isinstance(news, seat_news.StatusChanged) and self.seen:
            paint_top_line(self)
            self._paint_title()
            if self._told is None:
                self._ask()
        elif isinstance(news, seat_news.PackChanged):
            self._paint()

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self._paint()


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"
