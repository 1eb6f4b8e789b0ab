"""Whether boards, lists, wall and stored day say what truly happened, as `plain_truth` adds it up."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from case_api.board.calls_of_day import figure_settings
from case_api.board.stored_day import calls_in, wrap_ups_in
from case_api.storage.engine import reading
from case_api.storage.tables_calls import call_events
from hotline.board_doc import CallPage, SeatStates, TimesPage
from hotline.call_events import CallEvent
from hotline.call_figures import Figures, added_up, all_queues
from hotline.call_record import Visit
from hotline.lead_acts_doc import MissedCallers
from hotline.spans import Span
from hotline.stays import Tile, as_it_stood
from hotline.wall_doc import WallAnswer
from tests.case_api.http.seat import bearer

from .plain_truth import Truth
from .whatever_way import Process, Way


async def all_is_true(way: Way, wall_token: str) -> None:
    """Hold all that is said of a floor now against the truth. Raises `AssertionError` with the shortest story of it."""
    truth = Truth(way.floor, way.clock())
    _calls_are_as_made(way, truth)
    asked = way.draw.choice(way.processes)
    await _who_gave_up_is_on_the_list(asked, truth, way)
    for process in way.processes:
        await _the_board_is_true(process, truth, way)
    await _lists_add_up(asked, truth)
    for seat in way.floor.seats:
        await _times_add_up(asked, truth, seat)
    await _times_of_all_add_up(asked, truth, way)
    for process in way.processes:
        answer = await process.lead.http.get("/v1/wall", headers=bearer(wall_token))
        wall = WallAnswer.model_validate_json(answer.content)
        _same(_figures(wall.figures), _with_all_who_wait(truth), "the wall")
    _the_stored_day_is_true(way, truth)


def past_minutes_are_true(way: Way, moments: Sequence[datetime]) -> None:
    """Hold the stored day as it stood at past moments against the truth of those."""
    for at in moments:
        _the_stored_day_is_true(way, Truth(way.floor, at))


def _calls_are_as_made(way: Way, truth: Truth) -> None:
    span = Span(way.floor.span.since, truth.at + timedelta(seconds=1))
    with reading(way.centre.engine) as conn:
        found = {call.call_id: call for call in calls_in(conn, span)}
        events = [tuple(row) for row in conn.execute(_EVENTS)]
    assert len(events) == len(set(events)), "an event is stored once"
    assert set(found) == {stay.call_id for stay in truth.stays}, "calls that are stored"
    for call in way.floor.calls:
        made = [_then(stay.visit, truth.at) for stay in truth.stays if stay.call_id == call.call_id]
        kept = [_then(visit, truth.at) for visit in found[call.call_id].visits] if made else []
        assert kept == made, f"what is stored of a call, told as\n{_story(way, [call.call_id])}"


_EVENTS = select(call_events.c.call_id, call_events.c.kind, call_events.c.at, call_events.c.queue, call_events.c.seat)


def _then(visit: Visit, at: datetime) -> tuple[object, ...]:
    """Return what counts of a visit as it stood at a moment."""
    left = visit.left_at if visit.left_at and visit.left_at <= at else None
    legs = [
        (leg.seat, leg.rang_at, _by(leg.answered_at, at), *((leg.ended_at, leg.end) if _by(leg.ended_at, at) else ()))
        for leg in visit.legs
        if leg.rang_at is None or leg.rang_at <= at
    ]
    return visit.queue, visit.offered_at, left, visit.end if left else None, visit.handed_on, legs


def _by(moment: datetime | None, at: datetime) -> datetime | None:
    return moment if moment is not None and moment <= at else None


async def _the_board_is_true(process: Process, truth: Truth, way: Way) -> None:
    await process.look()
    whole = await process.look(cut_off=True) if process.known is None else process.known
    seen = dict(process.seen)
    again = await process.look(cut_off=True)
    assert seen == {row.seat: row for row in again.seats}, "what changed, put together, and all of it"
    assert (whole.figures, whole.hour, whole.waiting) == (again.figures, again.hour, again.waiting)
    _same(_figures(again.figures), _with_all_who_wait(truth), "the board's day")
    _same(_figures(again.hour), truth.figures(truth.hour()), "the board's hour")
    assert [(each.since, each.call_id, each.queue, each.seat) for each in again.waiting] == truth.waiting()
    assert again.missed_waiting == len(truth.to_call_back()), "callers to call back"
    for seat in way.floor.seats:
        did, row = truth.state_of(seat), seen[seat]
        shown = (row.silent, row.state, row.reason, row.since)
        right = (False, did.state, did.reason, did.since)
        assert shown == right, f"{seat} is {did} and shown as {shown}"
    lines = process.app.state.house.board.picture.desk_lines.queues
    waiting = truth.waiting()
    for queue, line in lines.items():
        of_queue = [since for since, _, name, _ in waiting if name == queue]
        assert (line.waiting, line.longest_since) == (len(of_queue), min(of_queue, default=None))
    assert sum(line.waiting for line in lines.values()) == len(waiting)


async def _lists_add_up(process: Process, truth: Truth) -> None:
    for name, span in (("day", truth.day()), ("hour", truth.hour())):
        behind = truth.behind(span)
        if name == "day":
            behind["waiting"] = {(call_id, since) for since, call_id, _, _ in truth.waiting()}
        for tile in Tile:
            lines: list[tuple[UUID, datetime]] = []
            asked = {"tile": tile.value, "span": name, "limit": "200"}
            while True:
                answer = await process.lead.http.get("/v1/board/calls", params=asked, headers=process.lead.person)
                page = CallPage.model_validate_json(answer.content)
                lines += [(line.call_id, line.offered_at) for line in page.lines]
                if not page.next:
                    break
                asked["cursor"] = page.next
            assert page.total == len(lines) == len(set(lines)), tile
            right = behind.get(tile, set())
            assert set(lines) == right, (
                f"behind {tile} of the {name}: missing {right - set(lines)}, {set(lines) - right} too many"
            )


async def _who_gave_up_is_on_the_list(process: Process, truth: Truth, way: Way) -> None:
    answer = await process.lead.http.get("/v1/missed-callers", headers=process.lead.person)
    listed = MissedCallers.model_validate_json(answer.content).callers
    number_of = {call.call_id: call.number for call in way.floor.calls}
    found = {number_of[each.call_id]: (each.calls, each.abandoned_at) for each in listed}
    assert len(found) == len(listed), "a caller is on the list once"
    assert found == truth.to_call_back(), _stories_of_who_gave_up(way, truth, found)


async def _times_add_up(process: Process, truth: Truth, seat: str) -> None:
    shift = truth.span
    asked = {"from": shift.since.isoformat(), "to": truth.at.isoformat()}
    path = f"/v1/board/seats/{seat}/states"
    answer = await process.lead.http.get(path, params=asked, headers=process.lead.person)
    page = SeatStates.model_validate_json(answer.content)
    lines = page.states[::-1]
    times = [(line.state, line.reason, line.since, line.until or truth.at) for line in lines]
    assert sum((until - since for *_, since, until in times), timedelta()) == truth.at - shift.since, seat
    for (*_, until), (*_, since, _) in pairwise(times):
        assert until == since, f"{seat} is in two states or in none"
    assert times == truth.times_of(seat, Span(shift.since, truth.at)), seat
    assert page.spent.states == pytest.approx(_by_state(times)), seat


async def _times_of_all_add_up(process: Process, truth: Truth, way: Way) -> None:
    answer = await process.lead.http.get("/v1/board/times", headers=process.lead.person)
    of_all = next(line for line in TimesPage.model_validate_json(answer.content).lines if not line.place)
    today = [time for seat in way.floor.seats for time in truth.times_of(seat, truth.day())]
    assert of_all.states == pytest.approx(_by_state(today)), "the times of all seats today"
    midnight = truth.day().since
    assert sum(of_all.states.values()) == pytest.approx((truth.at - midnight).total_seconds() * len(way.floor.seats))


def _by_state(times: Iterable[tuple[str, str, datetime, datetime]]) -> dict[str, float]:
    found = defaultdict[str, float](float)
    for state, _, since, until in times:
        found[state] += (until - since).total_seconds()
    return dict(found)


def _the_stored_day_is_true(way: Way, truth: Truth) -> None:
    day, settings = truth.day(), figure_settings(way.centre.pack)
    with reading(way.centre.engine) as conn:
        calls = [as_it_stood(call, truth.at) for call in calls_in(conn, day)]
        wrapped = wrap_ups_in(conn, day, truth.at)
    found = all_queues(added_up(calls, settings, day, wrapped))
    _same(_figures(found), truth.figures(day), f"the stored day as it stood at {truth.at}")


def _same(found: dict[str, int], right: dict[str, int], what: str) -> None:
    other = {name: (found.get(name), right.get(name)) for name in found | right if found.get(name) != right.get(name)}
    assert not other, f"{what}: found and right {other}"


def _figures(figures: Figures) -> dict[str, int]:
    return {name: count for name, count in asdict(figures).items() if count}


def _with_all_who_wait(truth: Truth) -> dict[str, int]:
    """Return the day's figures as boards have them: who waits since before midnight waits now."""
    found = truth.figures(truth.day()) | {"waiting": len(truth.waiting())}
    return {name: count for name, count in found.items() if count}


def _stories_of_who_gave_up(way: Way, truth: Truth, found: dict[str, Any]) -> str:
    right = truth.to_call_back()
    wrong = [number for number in right | found if right.get(number) != found.get(number)][:1]
    calls = [call.call_id for call in way.floor.calls if call.number in wrong]
    said = {number: (right.get(number), found.get(number)) for number in wrong}
    return f"right and found: {said}, told as\n{_story(way, calls)}"


def _story(way: Way, calls: Sequence[UUID]) -> str:
    """Return in what pieces calls were told, a line an event."""
    lines: list[str] = []
    for piece, (at, events) in enumerate(way.story):
        of_calls: list[CallEvent] = [event for event in events if event.call_id in calls]
        for event in of_calls:
            words = f"{event.call_id.int} {event.at:%H:%M:%S.%f} {event.kind} {event.seat} {event.queue} {event.number}"
            lines.append(f"piece {piece} at {at:%H:%M:%S}: {words}")
    return "\n".join(lines)
