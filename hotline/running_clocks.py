"""Starts, stops, rests and moves the clocks of a work order. Each function returns the clocks as they are then.

A due moment follows from the moment of the start, the length, what was granted on top, and the rests; nothing else
moves it, and every change goes with an event (`effects.step` tells of it). Handling starts at dispatch, never at
sign-for: a clock that waits for the unit hides the unit's delay (domain.md, section 3f).
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from hotline.clocks import Clock
from hotline.codes import Light
from hotline.context import Context, DayClock
from hotline.due_moment import WORKING_DAYS
from hotline.order_parts import RunningClock
from hotline.work_order import Intake, WorkOrder

Clocks = tuple[RunningClock, ...]
Pauses = tuple[tuple[datetime, datetime], ...]
HANDLING_STOPS_WITH = "reply"
_COMPUTED = ("due_at", "yellow_at", "red_at", "provisional", "calendar")
"""What follows from the rest of a clock by a calendar."""


def is_running(clock: RunningClock) -> bool:
    """Say whether the clock has not been stopped; one that rests still runs in this sense."""
    return clock.stopped_at is None


def light_at(clock: RunningClock, moment: datetime) -> Light:
    """Return the lamp of a clock at a moment; of a stopped one the lamp with which it stopped."""
    if clock.stopped_at is not None:
        return clock.light
    return Light.GREY if clock.paused_at is not None else _lamp(clock.yellow_at, clock.red_at, moment)


def handling_clock(clocks: Clocks) -> RunningClock | None:
    """Return the clock by which the unit has to reply, None where none runs."""
    return next((clock for clock in clocks if clock.stop == HANDLING_STOPS_WITH and is_running(clock)), None)


def next_turn(clocks: Clocks) -> datetime | None:
    """Return when the next lamp turns that was not recorded yet; None while none will."""
    turns = (
        clock.red_at if clock.light is Light.YELLOW else clock.yellow_at
        for clock in clocks
        if is_running(clock) and clock.paused_at is None and clock.light is not Light.RED
    )  # fmt: skip
    return min(turns, default=None)


def red_first(clocks: Clocks) -> datetime | None:
    """Return the earliest moment at which a lamp of these is red; what rests is not in a hurry."""
    return min((each.red_at for each in clocks if is_running(each) and each.paused_at is None), default=None)


def started(order: WorkOrder, event: str, context: Context, *, stop: str = "") -> Clocks:
    """Return the order's clocks with those that `event` starts: of clocks for the same stop the first that applies.

    With `stop` only those that end with it are started.
    """
    return (*order.clocks, *begun(order.clock_profile, event, order, context, stop=stop))


def begun(profile: str, event: str, demand: Intake, context: Context, *, but: str = "", stop: str = "") -> Clocks:
    """Return the clocks that `event` starts for a demand, as `started` chooses them, `but` for those that end so."""
    possible = context.pack.clocks_of(profile, event, demand)
    wanted = [clock for clock in possible if clock.stop != but and stop in ("", clock.stop)]
    return tuple([_begun(clock, context) for clock in wanted])


def stopped(clocks: Clocks, events: Iterable[str], at: datetime) -> Clocks:
    """Stop the clocks that end with one of these events."""
    return tuple([_stop(each, at) if each.stop in events and each.stopped_at is None else each for each in clocks])


def all_stopped(clocks: Clocks, at: datetime) -> Clocks:
    """Stop every clock: the case has left the step that they measure."""
    return _each(clocks, lambda _clock: True, lambda clock: _stop(clock, at))


def paused(clocks: Clocks, reason: str, at: datetime) -> Clocks:
    """Let the clocks rest that may for this reason."""
    return _each(
        clocks,
        lambda clock: reason in clock.pause_reasons and clock.paused_at is None,
        lambda clock: clock.model_copy(update={"paused_at": at, "light": Light.GREY}),
    )


def resumed(clocks: Clocks, context: Context) -> Clocks:
    """Let the clocks go on that rest; their due moments move by the rest."""

    def go_on(clock: RunningClock) -> RunningClock:
        since = clock.paused_at or context.at
        lamp = _lamp(clock.yellow_at, clock.red_at, since)
        return _computed(clock, context, pauses=(*clock.pauses, (since, context.at)), paused_at=None, light=lamp)

    return _each(clocks, lambda clock: clock.paused_at is not None, go_on)


def run_again(clocks: Clocks, event: str, context: Context) -> Clocks:
    """Let the clock go on that the last `event` stopped, due as before: what stopped it did not hold."""
    stopped_ones = [place for place, clock in enumerate(clocks) if clock.stop == event and clock.stopped_at]
    if not stopped_ones:
        return clocks
    last = stopped_ones[-1]
    clock = clocks[last]
    light = _noted(_lamp(clock.yellow_at, clock.red_at, context.at), clock.light)
    again = clock.model_copy(update={"stopped_at": None, "light": light})
    return (*clocks[:last], again, *clocks[last + 1 :])


def extended(clocks: Clocks, days: float, context: Context) -> Clocks:
    """Give the handling clock so many more of its units."""

    def longer(clock: RunningClock) -> RunningClock:
        return _computed(clock, context, extended=clock.extended + days)

    return _each(clocks, lambda clock: clock.stop == HANDLING_STOPS_WITH, longer)


def settled(clocks: Clocks, context: Context) -> Clocks:
    """Compute provisional due moments by the calendar that is there now."""
    stale = context.pack.day_clock.version
    return _each(
        clocks,
        lambda clock: clock.provisional and clock.calendar != stale,
        lambda clock: _computed(clock, context),
    )


def lit(clocks: Clocks, at: datetime) -> Clocks:
    """Record the lamps of this moment."""
    return _each(
        clocks,
        lambda clock: light_at(clock, at) is not clock.light,
        lambda clock: clock.model_copy(update={"light": light_at(clock, at)}),
    )


def told(before: Clocks, after: Clocks) -> list[dict[str, Any]]:
    """Return what happened to each clock, JSON-ready, for the event that goes with it."""
    both = zip_longest(before, after)  # clocks are added and changed, never taken away
    return [_line(was, clock) for was, clock in both if clock is not was]


def _line(was: RunningClock | None, clock: RunningClock) -> dict[str, Any]:
    line: dict[str, Any] = {"code": clock.code, "did": _did(was, clock)}
    if clock.stopped_at is None and clock.paused_at is None:
        line["due"] = clock.due_at.isoformat()
        if clock.provisional:
            line["provisional"] = True
    if clock.light is not Light.GREEN:
        line["light"] = clock.light.value
    return line


def _did(was: RunningClock | None, clock: RunningClock) -> str:
    if was is None:
        return "start"
    if clock.stopped_at != was.stopped_at:
        return "stop" if clock.stopped_at else "again"
    if clock.paused_at != was.paused_at:
        return "pause" if clock.paused_at else "resume"
    return "move" if any(getattr(clock, name) != getattr(was, name) for name in _COMPUTED) else "light"


def _each(
    clocks: Clocks, wanted: Callable[[RunningClock], bool], change: Callable[[RunningClock], RunningClock]
) -> Clocks:
    """Change the running clocks that are `wanted`; the others stay the same values."""
    # A list is faster than a generator, and a case has half a dozen clocks to go through for nearly every command.
    return tuple([change(clock) if clock.stopped_at is None and wanted(clock) else clock for clock in clocks])


def _stop(clock: RunningClock, at: datetime) -> RunningClock:
    since = clock.paused_at or clock.started_at
    at = max(at, since)  # what a seat sends late may be older than the clock
    light = _lamp(clock.yellow_at, clock.red_at, clock.paused_at or at)
    update: dict[str, Any] = {"stopped_at": at, "paused_at": None, "light": light}
    if clock.paused_at is not None:
        update["pauses"] = (*clock.pauses, (since, at))
    return clock.model_copy(update=update)


@lru_cache(maxsize=512)
def _blank(clock: Clock) -> RunningClock:
    """Return what a running clock is copied from: a copy is cheaper than setting twenty values anew."""
    taken = ("code", "start", "stop", "unit", "length", "yellow", "red", "extension", "pause_reasons")
    return RunningClock.model_construct(**{name: getattr(clock, name) for name in taken})


def _begun(clock: Clock, context: Context) -> RunningClock:
    """Return a clock that starts now, with a green lamp."""
    day_clock = context.pack.day_clock
    if clock.unit == WORKING_DAYS and clock.yellow:
        return _begun_on(day_clock.day_of(context.at), clock, day_clock).model_copy(update={"started_at": context.at})
    blank = _blank(clock)
    moments = _moments(blank, context.at, 0, (), day_clock)
    return blank.model_copy(update={"started_at": context.at, **moments})


@lru_cache(maxsize=4096)
def _begun_on(day: date, clock: Clock, day_clock: DayClock) -> RunningClock:
    """Return what a clock in working days comes to that starts on a day: all that is sent that day shares it."""
    due, yellow, red = (day_clock.after_day(day, length) for length in (clock.length, clock.yellow, clock.red))
    moments = {"due_at": due.at, "yellow_at": yellow.at, "red_at": red.at, "provisional": due.provisional}
    return _blank(clock).model_copy(update={**moments, "calendar": day_clock.version})


def _computed(clock: RunningClock, context: Context, **changes: Any) -> RunningClock:
    """Return the clock with `changes` in it, and its moments by the calendar of the context."""
    granted, pauses = changes.get("extended", clock.extended), changes.get("pauses", clock.pauses)
    moments = _moments(clock, clock.started_at, granted, pauses, context.pack.day_clock)
    lamp = _noted(_lamp(moments["yellow_at"], moments["red_at"], context.at), changes.get("light", clock.light))
    rests = changes.get("paused_at", clock.paused_at) is not None
    return clock.model_copy(update={**changes, **moments, "light": Light.GREY if rests else lamp})


def _moments(
    clock: RunningClock, started_at: datetime, granted: float, pauses: Pauses, day_clock: DayClock
) -> dict[str, Any]:
    """Return what follows from the rest of a clock (`_COMPUTED`)."""

    def moment(length: float) -> tuple[datetime, bool]:
        at, provisional = day_clock.after(started_at, length + granted, clock.unit)
        for since, until in pauses:
            if since < at:
                at, moved = day_clock.moved(at, since, until, clock.unit)
                provisional = provisional or moved
        return at, provisional

    due_at, provisional = moment(clock.length)
    return {
        "due_at": due_at,
        "yellow_at": moment(clock.yellow)[0],
        "red_at": due_at if clock.red == clock.length else moment(clock.red)[0],
        "provisional": provisional,
        "calendar": day_clock.version,
    }


def _lamp(yellow_at: datetime, red_at: datetime, moment: datetime) -> Light:
    if moment >= red_at:
        return Light.RED
    return Light.YELLOW if moment >= yellow_at else Light.GREEN


def _noted(lamp: Light, before: Light) -> Light:
    """Return the lamp that is recorded by the way: red is left to `note_light`, which urges the unit."""
    return Light.YELLOW if lamp is Light.RED and before is not Light.RED else lamp
