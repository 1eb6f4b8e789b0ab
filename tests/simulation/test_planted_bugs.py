"""Tests of the tests: each of seven known bugs, planted, is found by the simulation within so many seeds."""

import pytest

from tests.simulation.history import first_broken, simulated
from tests.simulation.planted import PLANTED

_WITHIN = 40


@pytest.mark.simulation
@pytest.mark.parametrize("bug", PLANTED)
def test_a_planted_bug_is_found(bug: str) -> None:
    with simulated(), PLANTED[bug]() as faults:
        assert first_broken(range(_WITHIN), faults) is not None
