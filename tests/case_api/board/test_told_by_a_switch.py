"""What a switch tells comes to the board whole: a recorded day over lines that were cut, a flood, and what is amiss."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from case_api.centre import Centre
from hotline.board_doc import BoardAnswer
from hotline.call_events import CallEvent
from hotline.codes import CallEventKind as Kind
from tests.case_api.http.conftest import PASSWORD, START, Clock
from tests.case_api.http.seat import SeatClient
from tests.case_api.telephony.listening import QUEUES
from tests.case_api.telephony.recordings import truth
from tests.case_api.telephony.test_lines_cut_anywhere import heard_over_cut_lines

from .beating import ago
from .ringing import board, call, ring, told
from .test_lists import listed

FLOOD = 5_000


def in_pieces(draw: random.Random, events: Sequence[CallEvent]) -> list[list[CallEvent]]:
    """Return events out of order and some of them twice."""
    order = [*events, *draw.choices(events, k=len(events) // 4)]
    draw.shuffle(order)
    return [order[place : place + 20] for place in range(0, len(order), 20)]


def counted(answer: BoardAnswer) -> dict[str, int]:
    """Return what the truth of the recording says too. Asterisk counts a caller who goes on as timed out as well."""
    figures = answer.figures
    return {
        "offered": figures.offered,
        "answered": figures.answered,
        "abandoned": figures.abandoned + figures.short_abandoned,
        "left_by_timeout": figures.flowed_out + figures.flowed_on,
        "open_at_end": figures.waiting,
    }


@pytest.mark.parametrize("seed", [3])
async def test_a_recorded_day_over_cut_lines_is_on_the_board_as_the_log_has_it(
    seed: int, lead: SeatClient, centre: Centre, clock: Clock
) -> None:
    with heard_over_cut_lines(seed) as heard:
        events = heard.events
    clock.at = max(event.at for event in events) + timedelta(minutes=1)
    lead.token = (await lead.ask_token()).json()["token"]
    assert (await lead.sign_in("op-lead", PASSWORD)).status_code == 200
    for piece in in_pieces(random.Random(seed), events):
        told(centre, piece)
    says: dict[str, Any] = truth()
    answer = await board(lead)
    assert counted(answer) == {name: says["all_queues"][name] for name in counted(answer)}
    assert answer.figures.handled == says["all_queues"]["answered"]
    for name, queue in QUEUES.items():
        for tile in ("offered", "answered"):
            total, lines = await listed(lead, tile=tile, queue=queue)
            assert total == len(lines) == says["queues"][name][tile], (name, tile)


async def test_what_a_switch_says_is_still_to_come_happened_when_it_was_told(
    lead: SeatClient, centre: Centre, clock: Clock
) -> None:
    """Its clock is an hour ahead; nobody is shown to wait since a time to come, and nothing counts twice."""
    ahead = timedelta(hours=1)
    told(centre, [ring(1, Kind.OFFERED, START + ahead), ring(2, Kind.OFFERED, datetime.max.replace(tzinfo=UTC))])
    assert [each.since for each in (await board(lead)).waiting] == [START, START]
    clock.pass_by(seconds=20)
    told(centre, [ring(1, Kind.OFFERED, START + ahead), ring(1, Kind.ABANDONED, clock() + ahead)])
    clock.pass_by(seconds=20)
    told(centre, [ring(1, Kind.ABANDONED, START + ahead)])
    answer = await board(lead)
    assert [each.call_id for each in answer.waiting] == [call(2)]
    assert (answer.figures.offered, answer.figures.abandoned, answer.figures.longest_wait_ms) == (2, 1, 0)
    assert [line["wait_s"] for line in (await listed(lead, tile="abandoned"))[1]] == [20]


async def test_a_queue_and_a_seat_that_nobody_knows_are_counted_and_do_no_harm(
    lead: SeatClient, centre: Centre
) -> None:
    told(centre, [
        ring(1, Kind.OFFERED, ago(START, seconds=50), queue="nobody_knows"),
        ring(2, Kind.OFFERED, ago(START, seconds=50), queue="nobody_knows"),
        ring(1, Kind.RINGING, ago(START, seconds=45), "9999", "nobody_knows"),
        ring(1, Kind.ANSWERED, ago(START, seconds=40), "9999", "nobody_knows"),
    ])  # fmt: skip
    answer = await board(lead)
    assert (answer.figures.offered, answer.figures.answered_within, answer.figures.waiting) == (2, 1, 1)
    assert [(each.call_id, each.queue) for each in answer.waiting] == [(call(2), "nobody_knows")]
    assert "9999" not in {row.seat for row in answer.seats}
    assert (await listed(lead, tile="answered", queue="nobody_knows"))[1][0]["seat"] == "9999"


async def test_of_a_flood_nothing_is_lost(lead: SeatClient, centre: Centre) -> None:
    """So many events as a switch may tell in a second; the next time the board is asked it has them all."""
    calls = FLOOD // 2
    offered = [ring(n, Kind.OFFERED, ago(START, seconds=30)) for n in range(calls)]
    gone = [ring(n, Kind.ABANDONED, ago(START, seconds=n % 20)) for n in range(calls)]
    told(centre, [*offered, *gone])
    answer = await board(lead)
    assert (answer.figures.offered, answer.figures.abandoned, answer.waiting) == (calls, calls, ())
    assert answer.missed_waiting == 1
