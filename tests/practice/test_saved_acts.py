"""Which call a command belongs to that names none."""

from dataclasses import replace
from uuid import UUID

from local_cache.outbox import Queued
from practice.honest_clock import HonestClock
from practice.record import CallStep, Step
from practice.saved_acts import act_of
from practice.session_state import SessionState

from .machine import Turned
from .scenarios import SCENARIO


def test_what_was_given_to_an_earlier_case_is_its_own_calls_though_the_next_one_rings_already() -> None:
    clock = HonestClock.begin(Turned())
    other = replace(SCENARIO, code="lamps")
    state = SessionState({each.code: each for each in (SCENARIO, other)}, {}, frozenset())
    for number, (scenario, ms) in enumerate(((SCENARIO, 1_000), (other, 90_000)), 1):
        state.take(CallStep(ms, Step.RING, number, scenario=scenario.code, call_id=str(UUID(int=number))))
    urge = Queued(
        1, "mutation", str(UUID(int=7)), "urge", 1, 1, "1042", "session", clock.moment(80_000).isoformat(), "{}",
        "pending", None, None,
    )  # fmt: skip
    assert act_of(urge, 90_500, state, str, clock).call == 1
