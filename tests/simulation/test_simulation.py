"""The seeded simulation of the sync protocol: 400 histories of 150 steps, 10,000 with SEAT_SOAK=1.

One seed alone: `SEAT_SEED=17 python -m pytest tests/simulation/test_simulation.py -k one_seed`.
"""

import os

import pytest

from tests.simulation.history import outcome_of, run, simulated
from tests.simulation.world import Faults
from tests.soak import times

_CHUNK = 10
_SEEDS = times(400, 10_000)


@pytest.mark.simulation
@pytest.mark.parametrize("first", range(0, _SEEDS, _CHUNK))
def test_whatever_happens_between_them_seats_and_centre_end_alike(first: int) -> None:
    with simulated():
        for seed in range(first, first + _CHUNK):
            run(seed)


@pytest.mark.simulation
@pytest.mark.parametrize("first", range(0, times(20, 400), _CHUNK))
def test_wrong_clocks_change_nothing_but_times(first: int) -> None:
    with simulated():
        for seed in range(first, first + _CHUNK):
            wrong = outcome_of(seed, Faults(grants=False))  # a grant is judged by the moment that the seat names
            assert wrong == outcome_of(seed, Faults(grants=False, clocks=False)), f"seed {seed} (I14)"


@pytest.mark.simulation
@pytest.mark.skipif("SEAT_SEED" not in os.environ, reason="names one seed to look at")
def test_one_seed() -> None:
    with simulated():
        run(int(os.environ["SEAT_SEED"]))
