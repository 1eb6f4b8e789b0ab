"""Wherever and however often the line is cut, with the queue log the mixed run comes to the same figures."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random

import pytest

from case_api.telephony.asterisk.queue_log import LogRow, rows_between
from hotline.call_events import CallEvent, record_of
from tests.case_api.telephony.listening import Listening, listening
from tests.case_api.telephony.recordings import QUEUE_LOG, Event, Stretch, began, recording, truth
from tests.case_api.telephony.replay_server import ReplayServer
from tests.case_api.telephony.test_asterisk_gaps import Kept
from tests.case_api.telephony.test_recorded_calls import expected, figures

LOG = rows_between(QUEUE_LOG, datetime.fromtimestamp(0, UTC), datetime.fromtimestamp(4e9, UTC))
LEAVES = frozenset({"CONNECT", "ABANDON", "EXITWITHTIMEOUT"})
ENDS = frozenset({"COMPLETEAGENT", "COMPLETECALLER", "BLINDTRANSFER"})


def _status(at: float) -> list[Event]:
    """Return what QueueStatus would have said at a moment, as the log knows it."""
    members = [each for each in recording("ami_mixed_run")[0].status if each["Event"] == "QueueMember"]
    members.append({**members[0], "Name": "赵临时", "Location": "PJSIP/1013"})
    before = [row for row in LOG if row.at.timestamp() + 1 <= at]
    busy = {row.agent for row in _open(before, {"CONNECT"}, ENDS)}
    told = [{**each, "Status": "2" if each["Name"] in busy else "1"} for each in members]
    for row in _open(before, {"ENTERQUEUE"}, LEAVES):
        wait = str(int(at - row.at.timestamp()))
        told.append({"Event": "QueueEntry", "Queue": row.queue, "Uniqueid": row.uniqueid, "Wait": wait})
    return told


def _open(rows: Iterable[LogRow], begin: set[str], end: frozenset[str]) -> Iterable[LogRow]:
    there: dict[tuple[str, str], LogRow] = {}
    for row in rows:
        if row.event in begin:
            there[row.uniqueid, row.queue] = row
        elif row.event in end:
            there.pop((row.uniqueid, row.queue), None)
    return there.values()


def _cut(draw: Random) -> list[Stretch]:
    """Return the recording with some more gaps, each from any event on and of up to 40 seconds."""
    found: list[Stretch] = []
    for stretch in recording("ami_mixed_run"):
        rest = Stretch(stretch.began, stretch.status, stretch.events)
        for _ in range(draw.randint(1, 3)):
            if len(rest.events) < 50:
                break
            place = draw.randrange(10, len(rest.events) - 10)
            back = float(rest.events[place]["Timestamp"]) + draw.uniform(0.001, 40)
            found.append(Stretch(rest.began, rest.status, rest.events[:place]))
            after = [each for each in rest.events[place:] if float(each["Timestamp"]) > back]
            rest = Stretch(back, _status(back), after)
        found.append(rest)
    return found


@contextmanager
def heard_over_cut_lines(seed: int) -> Iterator[Listening]:
    """Give an adapter that has heard all of the mixed run, of which some is known from the queue log alone."""
    stretches = _cut(Random(seed))
    server = ReplayServer(stretches)
    try:
        with listening(server.port, log=QUEUE_LOG, now=began("ami_mixed_run")) as heard:
            heard.begin()
            heard.hear(lambda: server.heard_out, "the end of the recording")
            heard.step()
            heard.wait(5)
            assert server.lines == len(stretches)
            yield heard
    finally:
        server.close()


SEEDS = [0, 1, 2, 113]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_figures_are_those_of_the_log(seed: int) -> None:
    with heard_over_cut_lines(seed) as heard:
        assert figures(heard.records().values()) == expected(truth()["all_queues"])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_new_worker_after_each_gap_comes_to_the_same(seed: int) -> None:
    told: list[CallEvent] = []
    for stretch in _cut(Random(seed)):
        server = ReplayServer((stretch,))
        records = [record_of(call_id, told) for call_id in dict.fromkeys(event.call_id for event in told)]
        left_open = [call for call in records if call.ended_at is None]
        now = datetime.fromtimestamp(stretch.began, UTC)
        try:
            with listening(server.port, log=QUEUE_LOG, now=now, kept=Kept(told)) as heard:
                heard.begin(left_open)
                heard.hear(lambda server=server: server.heard_out, "the end of the stretch")  # type: ignore[misc]
                server.close()
                heard.hear(lambda heard=heard: not heard.is_up(), "the end of the line")  # type: ignore[misc]
                heard.wait(5)
                told = [*told, *heard.events]
        finally:
            server.close()
    records = [record_of(call_id, told) for call_id in dict.fromkeys(event.call_id for event in told)]
    assert figures(records) == expected(truth()["all_queues"])
