"""Today's calls in the memory of one process, kept up by what changed: figures, and the callers who wait now."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from case_api.board.stored_changes import calls_after, calls_by_id, live_calls, newest_state, states_after, states_of
from case_api.board.stored_day import calls_in, states_in, wrap_ups_in
from city_packs.model import CityPack
from hotline.board_doc import WaitingCall
from hotline.call_figures import Figures, Tally, all_queues
from hotline.call_record import CallRecord
from hotline.codes import AgentState
from hotline.spans import Span, day_span, hour_span
from hotline.state_times import StateSince, StateTime, wrap_ups
from hotline.stays import FigureSettings, Tile, stays, tiles

_AT_ONCE = 500
SpanName = Literal["day", "hour"]


class Placed(NamedTuple):
    """A stay of a caller by its place in a list: when they joined the queue, then the call. `tiles` count it.

    `visit_n` is the place of the visit in its call, -1 for the last one.
    """

    offered_at: datetime
    call_id: UUID
    visit_n: int
    queue: str
    tiles: frozenset[Tile]


class CallsOfDay:
    """The calls of the day and of the hour that a moment is in. All of it belongs to one thread at a time.

    What is added up call by call is what would come out if all was read anew.
    """

    def __init__(self, conn: Connection, pack: CityPack, now: datetime) -> None:
        """Read the day so far."""
        self._settings, self._zone = figure_settings(pack), ZoneInfo(pack.time_zone)
        self.day = day_span(now.astimezone(self._zone).date(), self._zone)
        self._of_day = Tally(self._settings, self.day)
        self._begin_hour(hour_span(now, self._zone))
        self._n = newest_state(conn)
        self._wrapped = wrap_ups_in(conn, self.day, now)
        self._last: dict[str, StateSince] = {}
        self._told_up_to: dict[str, datetime] = {}
        self._out_of_order: set[str] = set()
        for each in sorted(states_in(conn, self.day), key=_when):
            before = self._last.get(each.seat)
            if before is not None and before.since == each.since:
                self._out_of_order.add(each.seat)
            if before is None or not _same(before, each):
                self._last[each.seat] = each
            self._told_up_to[each.seat] = each.since
        self.waiting: dict[UUID, WaitingCall] = {}
        self._placed: dict[UUID, tuple[Placed, ...]] = {}
        self._same_tiles: dict[frozenset[Tile], frozenset[Tile]] = {}
        for call in calls_in(conn, self.day):
            self._take(call)
        self._fold_calls(conn, live_calls(conn))

    def fold(self, conn: Connection, after: int, now: datetime) -> bool:
        """Take in what changed after a number of the board's counter; say whether anything did."""
        moved_on = now not in self.hour
        if moved_on:
            self._begin_hour(hour_span(now, self._zone))
            for call in calls_in(conn, self.hour):
                self._of_hour.take(call, self._wrapped.get(call.call_id, ()))
        changed = calls_after(conn, after) | self._fold_states(conn, now)
        self._fold_calls(conn, changed)
        return moved_on or bool(changed)

    def figures(self) -> tuple[Figures, Figures]:
        """Return the figures of the day and of the hour, of all queues together."""
        return all_queues(self._of_day.by_queue()), all_queues(self._of_hour.by_queue())

    def behind(self, tile: Tile, span: SpanName, queue: str = "") -> list[Placed]:
        """Return the stays that a tile counts, of a queue or of all, oldest first. Who waits over midnight is there."""
        if tile is Tile.WAITING and span == "day":
            found = [Placed(each.since, each.call_id, -1, each.queue, _WAITS) for each in self.waiting.values()]
        else:
            of = self.day if span == "day" else self.hour
            found = [
                each for of_call in self._placed.values() for each in of_call if tile in each.tiles
                and each.offered_at in of
            ]  # fmt: skip
        return sorted(each for each in found if queue in ("", each.queue))

    def _begin_hour(self, hour: Span) -> None:
        self.hour = hour
        self._of_hour = Tally(self._settings, hour)

    def _fold_calls(self, conn: Connection, ids: Collection[UUID]) -> None:
        wanted = sorted(ids)
        for place in range(0, len(wanted), _AT_ONCE):
            for call in calls_by_id(conn, wanted[place : place + _AT_ONCE]):
                self._take(call)

    def _take(self, call: CallRecord) -> None:
        wrapped = self._wrapped.get(call.call_id, ())
        self._of_day.take(call, wrapped)
        self._of_hour.take(call, wrapped)
        self._place(call, wrapped)
        visit = call.waiting
        if visit is None or visit.handed_on:
            self.waiting.pop(call.call_id, None)
            return
        rings = visit.live_leg
        self.waiting[call.call_id] = WaitingCall(
            call_id=call.call_id, queue=visit.queue, since=visit.offered_at, seat=rings.seat if rings else ""
        )

    def _place(self, call: CallRecord, wrapped: tuple[StateTime, ...]) -> None:
        self._placed.pop(call.call_id, None)
        placed: list[Placed] = []
        for stay in stays(call, wrapped):
            if stay.visit.offered_at in self.day:
                counted = frozenset(tiles(stay, self._settings))
                counted = self._same_tiles.setdefault(counted, counted)
                placed.append(Placed(stay.visit.offered_at, call.call_id, stay.visit_n, stay.visit.queue, counted))
        if placed:
            self._placed[call.call_id] = tuple(placed)

    def _fold_states(self, conn: Connection, now: datetime) -> set[UUID]:
        """Take in what seats told of their states; return the calls whose work after them is over by that."""
        told, self._n = states_after(conn, self._n)
        touched: set[UUID] = set()
        for each in told:
            touched |= self._follow(each)
        for seat in {each.seat for each in told} & self._out_of_order:
            touched |= self._again(seat, wrap_ups(states_of(conn, seat, self.day), now))
        return touched

    def _follow(self, told: StateSince) -> set[UUID]:
        """Take in a state that follows the seat's last one; what comes late is left to be read again."""
        before, up_to = self._last.get(told.seat), self._told_up_to.get(told.seat, told.since)
        if before is not None and told.since <= up_to:
            self._out_of_order.add(told.seat)
        self._told_up_to[told.seat] = max(told.since, up_to)
        if before is None or told.since > before.since:
            if before is not None and _same(before, told):
                return set()
            self._last[told.seat] = told
            if before is not None and before.state is AgentState.WRAP_UP and before.call_id is not None:
                self._wrapped[before.call_id] = (*self._wrapped.get(before.call_id, ()), _until(before, told.since))
                return {before.call_id}
        return set()

    def _again(self, seat: str, found: dict[UUID, tuple[StateTime, ...]]) -> set[UUID]:
        """Put a seat's wrap-ups of the day in place of what was known of them."""
        had = {call_id for call_id, times in self._wrapped.items() if any(each.seat == seat for each in times)}
        for call_id in had | found.keys():
            others = (each for each in self._wrapped.get(call_id, ()) if each.seat != seat)
            self._wrapped[call_id] = tuple(sorted((*others, *found.get(call_id, ())), key=_began))
        return had | found.keys()


def figure_settings(pack: CityPack) -> FigureSettings:
    """Return a city's settings for figures."""
    return FigureSettings(pack.number("answer_seconds"), pack.number("short_abandon_seconds"))


_WAITS = frozenset({Tile.WAITING})


def _when(state: StateSince) -> tuple[datetime, int]:
    return state.since, state.seq


def _began(time: StateTime) -> datetime:
    return time.since


def _same(one: StateSince, other: StateSince) -> bool:
    return (one.state, one.reason, one.operator_id, one.call_id) == (
        other.state, other.reason, other.operator_id, other.call_id
    )  # fmt: skip


def _until(state: StateSince, until: datetime) -> StateTime:
    return StateTime(
        state.seat, state.operator_id, state.state, state.reason, state.call_id, state.since, until
    )  # fmt: skip
