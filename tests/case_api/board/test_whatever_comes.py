"""Events and beats in any order, twice or lost until they are told again: the board ends up equal to the truth."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from fastapi import FastAPI

from case_api.centre import Centre
from hotline.call_figures import added_up, all_queues
from hotline.call_record import CallEvent, record_of
from hotline.codes import AgentState
from hotline.spans import day_span, hour_span
from hotline.state_times import StateSince, wrap_ups
from hotline.stays import FigureSettings
from tests.case_api.http.conftest import START, Clock
from tests.case_api.http.seat import SeatClient

from .beating import acknowledged, presence
from .ringing import Kind, board, call, ring, told

ZONE = ZoneInfo("Asia/Shanghai")
SETTINGS = FigureSettings(15.0)


@dataclass(frozen=True)
class Truth:
    """What happened: events at the switch, and what the operator of seat 0042 did."""

    events: tuple[CallEvent, ...]
    states: tuple[dict[str, Any], ...]


def lived(seed: int, now: datetime) -> Truth:
    """Return an hour and a half of calls at one seat, one after another, and of callers who gave up meanwhile."""
    draw = random.Random(seed)
    events: list[CallEvent] = []
    states: list[dict[str, Any]] = []
    at, number = now - timedelta(minutes=90), 0

    def becomes(name: str, **more: Any) -> None:
        states.append({"seq": len(states) + 1, "state": name, "since": at.isoformat(), **more})

    becomes("ready")
    while at < now - timedelta(minutes=8):
        at += timedelta(seconds=draw.uniform(1, 90))
        number += 1
        events.append(ring(number, Kind.OFFERED, at))
        if draw.random() < 0.25:
            at += timedelta(seconds=draw.uniform(1, 40))
            events.append(ring(number, Kind.ABANDONED, at))
            continue
        at += timedelta(seconds=draw.uniform(0, 25))
        events.append(ring(number, Kind.RINGING, at, "0042"))
        becomes("ringing", call_id=str(call(number)))
        at += timedelta(seconds=draw.uniform(1, 8))
        events.append(ring(number, Kind.ANSWERED, at, "0042"))
        becomes("talking", call_id=str(call(number)))
        at += timedelta(seconds=draw.uniform(5, 120))
        events.append(ring(number, Kind.HUNG_UP, at, "0042"))
        becomes("wrap_up", call_id=str(call(number)))
        at += timedelta(seconds=draw.uniform(5, 60))
        becomes("paused", reason="rest") if draw.random() < 0.2 else becomes("ready")
    number += 1
    events.append(ring(number, Kind.OFFERED, now - timedelta(seconds=20)))
    return Truth(tuple(events), tuple(states))


def shuffled(draw: random.Random, events: Sequence[Any], most: int) -> list[list[Any]]:
    """Return pieces of what happened, out of order by a few, some of them twice and some not at all."""
    order = sorted(range(len(events)), key=lambda place: place + draw.uniform(0, 6))
    heard = [events[place] for place in order if draw.random() > 0.15]
    heard += [event for event in heard if draw.random() < 0.2]
    pieces = []
    while heard:
        size = draw.randint(1, most)
        pieces.append(heard[:size])
        heard = heard[size:]
    return pieces


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_after_it_was_told_again_the_board_equals_the_truth(
    seed: int, lead: SeatClient, seat: SeatClient, centre: Centre, app: FastAPI, clock: Clock
) -> None:
    clock.pass_by(minutes=20)
    truth, draw = lived(seed, clock()), random.Random(seed)
    events, states = shuffled(draw, truth.events, 9), shuffled(draw, truth.states, 20)
    known = await board(lead)
    seen = {row.seat: row for row in known.seats}
    while events or states:
        if events and draw.random() < 0.6:
            told(centre, events.pop(0))
        elif states:
            piece = {each["seq"]: each for each in states.pop(0)}
            await acknowledged(seat, *piece.values())
        if draw.random() < 0.4:  # a board that was cut off catches up with the next answer
            known = await board(lead, known)
            seen |= {row.seat: row for row in known.seats}
    told(centre, truth.events)  # what the switch says after a gap
    for place in range(0, len(truth.states), 50):
        await acknowledged(seat, *truth.states[place : place + 50])
    known = await board(lead, known)
    seen |= {row.seat: row for row in known.seats}
    whole = await board(lead)

    assert list(seen.values()) == list(whole.seats)
    assert (known.figures, known.hour, known.waiting, known.troubles) == (
        whole.figures, whole.hour, whole.waiting, whole.troubles
    )  # fmt: skip
    ids = {event.call_id for event in truth.events}
    records = [record_of(call_id, truth.events) for call_id in ids]
    did = [
        StateSince("0042", "", AgentState(each["state"]), each.get("reason", ""),
                   datetime.fromisoformat(each["since"]), _call_of(each), each["seq"])
        for each in truth.states
    ]  # fmt: skip
    over = wrap_ups(did, clock())
    day, hour = day_span(START.astimezone(ZONE).date(), ZONE), hour_span(clock(), ZONE)
    assert whole.figures == all_queues(added_up(records, SETTINGS, day, over))
    assert whole.hour == all_queues(added_up(records, SETTINGS, hour, over))
    assert [each.call_id for each in whole.waiting] == [each.call_id for each in records if each.waiting]
    last = truth.states[-1]
    now_at = presence(centre)
    assert (now_at.state, now_at.since) == (last["state"], datetime.fromisoformat(last["since"]))


def _call_of(state: dict[str, Any]) -> Any:
    return UUID(state["call_id"]) if "call_id" in state else None
