"""Runs one history, or a row of them, and says which seed failed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from unittest.mock import patch

from hotline import phones
from tests.simulation.schemas import two_schemas
from tests.simulation.world import Faults, World


class BrokenSeedError(AssertionError):
    """A history in which something did not hold; the seed brings it back."""

    def __init__(self, seed: int, doing: str, why: Exception) -> None:
        super().__init__(f"seed {seed}, at {doing}: {why or type(why).__name__}")


@contextmanager
def simulated() -> Iterator[None]:
    """Set the stage: two schemas, and telephone numbers parsed once, since that is a tenth of a run."""
    known = lru_cache(maxsize=1000)(phones.normal)
    with two_schemas(), patch("hotline.rulebook.normal", known), patch("local_cache.overlay.normal", known):
        yield


def run(seed: int, faults: Faults | None = None) -> None:
    """Live through one history. Raises `BrokenSeedError`."""
    world = World(seed, faults)
    with patch("local_cache.saving.new_id", world.new_id):
        try:
            world.run()
        except Exception as error:
            raise BrokenSeedError(seed, world.doing, error) from error


def first_broken(seeds: Iterable[int], faults: Faults) -> int | None:
    """Return the first seed whose history does not hold, or None."""
    for seed in seeds:
        try:
            run(seed, faults)
        except BrokenSeedError:
            return seed
    return None
