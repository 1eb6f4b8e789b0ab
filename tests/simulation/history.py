"""Runs one history, or a row of them, and says which seed failed."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from unittest.mock import patch

from hotline import phones
from hotline.case_doc import CaseDoc
from local_cache import overlay
from local_cache.outbox import Queued
from tests.simulation.schemas import two_schemas
from tests.simulation.world import Faults, World

_REMEMBERED = 1000


class BrokenSeedError(AssertionError):
    """A history in which something did not hold; the seed brings it back."""

    def __init__(self, seed: int, doing: str, why: Exception) -> None:
        super().__init__(f"seed {seed}, at {doing}: {why or type(why).__name__}")


@contextmanager
def simulated() -> Iterator[None]:
    """Set the stage: two schemas, and what is a pure function of the same values worked out once.

    Parsing telephone numbers is a tenth of a run, showing the same case from the same row and outbox a fifth.
    """
    known = lru_cache(maxsize=1000)(phones.normal)
    parsed = lru_cache(maxsize=_REMEMBERED)(CaseDoc.model_validate_json)
    with (
        two_schemas(),
        patch("hotline.intake_check.normal", known),
        patch("local_cache.overlay.normal", known),
        patch.object(CaseDoc, "model_validate_json", parsed),
        patch("local_cache.overlay.shown", _remembering(overlay.shown)),
    ):
        yield
    gc.collect()  # of a history's databases, 5 MB, Python sees only handles: by itself it lets 2 GB of them gather


_Shown = Callable[[CaseDoc | None, Iterable[Queued], overlay.Surroundings, overlay.Parent | None], CaseDoc | None]


def _remembering(shown: _Shown) -> _Shown:
    """Return `shown` with a memory. Documents never change, so one that is the same object is the same document."""
    found: dict[tuple[object, ...], tuple[CaseDoc | None, CaseDoc | None]] = {}

    def remembered(
        server: CaseDoc | None, mutations: Iterable[Queued], around: overlay.Surroundings,
        parent: overlay.Parent | None = None,
    ) -> CaseDoc | None:  # fmt: skip
        if parent is not None:
            return shown(server, mutations, around, parent)
        own = tuple(mutations)
        key = (id(server), own, around.seat)
        if key not in found:
            if len(found) >= _REMEMBERED:
                found.clear()
            found[key] = (server, shown(server, own, around, None))  # held on to, so that its id stays its own
        return found[key][1]

    return remembered


def run(seed: int, faults: Faults | None = None) -> World:
    """Live through one history and return how the world is then. Raises `BrokenSeedError`."""
    world = World(seed, faults)
    with patch("local_cache.saving.new_id", world.new_id), patch("local_cache.enrol.new_id", world.new_id):
        try:
            world.run()
        except Exception as error:
            raise BrokenSeedError(seed, world.doing, error) from error
    return world


def outcome_of(seed: int, faults: Faults) -> list[tuple[object, ...]]:
    """Return what a history comes to at the centre, without any time: every event, and every case as it is told."""
    centre = run(seed, faults).centre
    events = centre.rows("SELECT mutation_id, case_id, op, outcome FROM case_events ORDER BY n")
    letters = centre.rows("SELECT mutation_id, outcome, reason FROM dead_letters ORDER BY mutation_id")
    cases = [
        _timeless(CaseDoc.model_validate_json(doc).model_dump(mode="json"))
        for (doc,) in centre.rows("SELECT doc FROM cases ORDER BY n")
    ]
    return [*events, *letters, *cases]


def _timeless(doc: dict[str, Any]) -> tuple[object, ...]:
    order = [(name, str(value)) for name, value in doc["order"].items() if not name.endswith(("_at", "_since"))]
    return (order, [(entry["kind"], entry["operator"], str(entry["data"])) for entry in doc["timeline"]])


def first_broken(seeds: Iterable[int], faults: Faults) -> int | None:
    """Return the first seed whose history does not hold, or None."""
    for seed in seeds:
        try:
            run(seed, faults)
        except BrokenSeedError:
            return seed
    return None
