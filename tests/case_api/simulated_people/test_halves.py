"""What was split into two matters is not merged again by the same people."""

from datetime import datetime
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import pytest

from case_api.simulated_people.dispatch_people import at_dispatch
from case_api.simulated_people.sight import Sight
from hotline.dispatch_commands import Merge
from hotline.work_order import WorkOrder
from tests.hotline.whole_city import Loop, city, local

_NOON = "2026-11-16 12:00"


class _TendsToMerge(Random):
    def random(self) -> float:
        return 0.2


def _at(order: WorkOrder, others: list[WorkOrder], now: datetime) -> Sight:
    """Return how a dispatcher sees a case in a town without units, where merging is all that can be done."""
    town = SimpleNamespace(
        desks=(), pack=SimpleNamespace(usual_unit=lambda *_: None), staffed=lambda *_: "",
    )  # fmt: skip
    line = SimpleNamespace(order=order, proposed=())
    return Sight(cast(Any, None), cast(Any, town), cast(Any, line), now, _TendsToMerge(), lambda: others)


@pytest.mark.parametrize("half", ["of_that", "of_this", "of_the_same", ""])
def test_the_half_of_a_case_is_not_merged_back(half: str) -> None:
    loop = Loop(city("tangshan"), local(_NOON))
    earlier, later = (loop.orders[loop.filed()] for _ in range(2))
    other = loop.orders[loop.filed()].id
    if half in ("of_that", "of_the_same"):
        later = later.model_copy(update={"split_from": other if half == "of_the_same" else earlier.id})
    if half in ("of_this", "of_the_same"):
        earlier = earlier.model_copy(update={"split_from": other if half == "of_the_same" else later.id})
    act = at_dispatch(_at(later, [earlier], local(_NOON)))
    if half:
        assert act is None
    else:
        assert act is not None
        assert isinstance(act.command, Merge)
        assert act.command.parent == earlier.id
