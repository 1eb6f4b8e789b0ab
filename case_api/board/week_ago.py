"""The same weekday a week ago, up to the same time of day, and the same hour of it: what figures stand beside."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from case_api.board.calls_of_day import figure_settings
from case_api.board.case_counts import filed_in
from case_api.board.stored_day import calls_in, wrap_ups_in
from case_api.storage.tables_audit import case_events
from case_api.storage.tables_calls import calls
from city_packs.model import CityPack
from hotline.board_doc import Filed
from hotline.call_figures import Figures, added_up, all_queues
from hotline.spans import Span, day_span, hour_span, week_before


class WeekAgo:
    """Figures of a week ago, added up as the day goes on. What became of those callers in the end is known by now.

    Of a time before the centre was there nothing is said: `day`, `hour` and `filed` are None as long as the day or
    hour of a week ago began before the first call that was told, or before anything was written of cases.
    """

    def __init__(self, pack: CityPack, now: datetime) -> None:
        self._settings, self._zone = figure_settings(pack), ZoneInfo(pack.time_zone)
        then = week_before(now, self._zone)
        self._day, self._hour = self._day_of(then), hour_span(then, self._zone)
        self._up_to = self._day.since
        self._of_day, self._of_hour, self._filed = Figures(), Figures(), Filed()
        self._calls_since: datetime | None = None
        self._cases_since: datetime | None = None

    @property
    def day(self) -> Figures | None:
        """Return the figures of the day up to the same time."""
        return self._of_day if _is_known(self._day, self._calls_since) else None

    @property
    def hour(self) -> Figures | None:
        """Return the figures of the hour up to the same time."""
        return self._of_hour if _is_known(self._hour, self._calls_since) else None

    @property
    def filed(self) -> Filed | None:
        """Return the cases of the day up to the same time."""
        return self._filed if _is_known(self._day, self._cases_since) else None

    def move_on(self, conn: Connection, now: datetime) -> None:
        """Add what happened up to the same time a week ago."""
        then = week_before(now, self._zone)
        if then not in self._day:
            self._day = self._day_of(then)
            self._up_to, self._of_day = self._day.since, Figures()
        if then not in self._hour:
            self._add(conn, self._hour.until)
            self._hour, self._of_hour = hour_span(then, self._zone), Figures()
        self._add(conn, min(self._hour.since, then))
        self._add(conn, then)
        self._filed = filed_in(conn, self._day.so_far(then))
        self._calls_since, self._cases_since = conn.scalar(_FIRST_CALL), conn.scalar(_FIRST_WRITTEN)

    def _day_of(self, then: datetime) -> Span:
        return day_span(then.astimezone(self._zone).date(), self._zone)

    def _add(self, conn: Connection, until: datetime) -> None:
        if until <= self._up_to:
            return
        span = Span(self._up_to, until)
        wrapped = wrap_ups_in(conn, span, self._day.until)
        figures = all_queues(added_up(calls_in(conn, span), self._settings, span, wrapped))
        self._of_day += figures
        if span.since in self._hour:
            self._of_hour += figures
        self._up_to = until


def _is_known(span: Span, since: datetime | None) -> bool:
    return since is not None and since <= span.since


_FIRST_CALL = select(func.min(calls.c.began_at))
_FIRST_WRITTEN = select(case_events.c.received_at).order_by(case_events.c.n).limit(1)
