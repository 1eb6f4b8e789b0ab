"""Random commands by random people: nothing that must hold is ever broken, and played again they give the same.

20,000 commands in `make test`, 1,000,000 in `make soak`.
"""

from collections import Counter, defaultdict

import pytest

from hotline.codes import State
from hotline.command_table import COMMANDS
from hotline.outcome import RefusalCode
from hotline.work_order import WorkOrder
from tests.hotline.random_walk import Episode, leads_on, played_again, walk
from tests.hotline.told_by_events import must_agree
from tests.soak import times

SEEDS = range(20)
STEPS = times(1_000, 50_000)

NOT_FROM_THE_RULEBOOK = {RefusalCode.UNKNOWN_COMMAND, RefusalCode.GUEST_ANSWERS}
"""What is refused before a command is one, or for what only the centre knows."""


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_that_must_hold_breaks_and_what_was_accepted_gives_the_same_once_more(seed: int) -> None:
    for episode in walk(seed, STEPS, Counter()):
        assert played_again(episode.given) == episode.loop.orders
        for case, timeline in episode.loop.timelines.items():
            must_agree(episode.loop.orders[case], timeline)


@pytest.mark.long
def test_the_walks_come_by_all_commands_all_refusals_and_out_of_all_states_but_filed() -> None:
    seen: Counter[str] = Counter()
    episodes = [episode for seed in SEEDS for episode in walk(seed, 1_000, seen, watch=lambda _: None)]
    assert {f"applied {op}" for op in COMMANDS} - seen.keys() == set()
    assert {f"refused {code}" for code in {*RefusalCode} - NOT_FROM_THE_RULEBOOK} - seen.keys() == set()
    assert {f"unreadable {op}" for op in ("reply", "assign", "supervise", "request_extension", "split")} <= seen.keys()
    found: defaultdict[State, list[tuple[Episode, WorkOrder]]] = defaultdict(list)
    for episode in episodes:
        for order in episode.loop.orders.values():
            found[order.state].append((episode, order))
    assert found.keys() == set(State)
    for state in {*State} - {State.FILED}:
        stuck = [order.order_no for episode, order in found[state][:6] if not leads_on(episode, order)]
        assert (state, stuck) == (state, [])
