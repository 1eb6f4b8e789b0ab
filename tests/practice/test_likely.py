"""Which cases the small centre takes for likely the same matter: by caller 90 days back, by class and place 14."""

from dataclasses import replace
from uuid import UUID

import pytest

from practice.centre.asking import likely
from practice.centre.kept import Kept
from practice.centre.past_cases import past_cases

from .given import a_class, an_area, pack
from .machine import START
from .scenarios import BEFORE

MINE = replace(BEFORE, days_ago=0.0, class_code=a_class(), area_code=an_area())
NEIGHBOUR = "19900005678"


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"days_ago": 14.0, "phone": NEIGHBOUR}, (False, True, True)),
        ({"days_ago": 14.01, "phone": NEIGHBOUR}, None),
        ({"days_ago": 14.01}, (True, True, True)),
        ({"days_ago": 90.0}, (True, True, True)),
        ({"days_ago": 90.01}, None),
    ],
)
def test_who_called_and_what_is_at_one_place_is_likely_for_so_many_days(
    changed: dict[str, float | str], found: tuple[bool, bool, bool] | None
) -> None:
    mine, other = past_cases([MINE, replace(MINE, **changed)], START, pack())  # type: ignore[arg-type]
    cases: dict[UUID, Kept] = {each.order.id: each for each in (mine, other)}
    told = likely(cases, mine.order.id)
    assert told is not None
    alike = [(each.same_caller, each.same_class, each.same_place) for each in told.cases]
    assert alike == ([found] if found else [])
