"""The same weekday a week ago, up to the same time of day, and the same hour of it: what figures stand beside."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from case_api.board.calls_of_day import figure_settings
from case_api.board.stored_day import calls_in, wrap_ups_in
from city_packs.model import CityPack
from hotline.call_figures import Figures, added_up, all_queues
from hotline.spans import Span, day_span, hour_span, week_before


class WeekAgo:
    """Figures of a week ago, added up as the day goes on. What became of those callers in the end is known by now."""

    def __init__(self, pack: CityPack, now: datetime) -> None:
        self._settings, self._zone = figure_settings(pack), ZoneInfo(pack.time_zone)
        then = week_before(now, self._zone)
        self._day, self._hour = self._day_of(then), hour_span(then, self._zone)
        self._up_to = self._day.since
        self.day, self.hour = Figures(), Figures()

    def move_on(self, conn: Connection, now: datetime) -> None:
        """Add what happened up to the same time a week ago."""
        then = week_before(now, self._zone)
        if then not in self._day:
            self._day = self._day_of(then)
            self._up_to, self.day = self._day.since, Figures()
        if then not in self._hour:
            self._add(conn, self._hour.until)
            self._hour, self.hour = hour_span(then, self._zone), Figures()
        self._add(conn, min(self._hour.since, then))
        self._add(conn, then)

    def _day_of(self, then: datetime) -> Span:
        return day_span(then.astimezone(self._zone).date(), self._zone)

    def _add(self, conn: Connection, until: datetime) -> None:
        if until <= self._up_to:
            return
        span = Span(self._up_to, until)
        wrapped = wrap_ups_in(conn, span, self._day.until)
        figures = all_queues(added_up(calls_in(conn, span), self._settings, span, wrapped))
        self.day += figures
        if span.since in self._hour:
            self.hour += figures
        self._up_to = until
