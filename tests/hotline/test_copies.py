"""What never changes is copied without copying what is in it, and remembered by what it says."""

import pytest
from pydantic import ValidationError

from hotline.codes import State
from hotline.work_order import WorkOrder
from tests.hotline.whole_city import Loop, city, local


def test_a_copy_differs_in_what_was_to_change_and_in_nothing_else() -> None:
    loop = Loop(city("dongsheng"), local("2026-11-16 09:00"))
    order = loop.orders[loop.in_hand()]
    before = order.model_dump_json()
    copy = order.model_copy(update={"state": State.ON_HOLD, "urge_count": 3})
    assert (copy.state, copy.urge_count, copy.clocks) == (State.ON_HOLD, 3, order.clocks)
    assert order.model_dump_json() == before
    assert copy.model_copy(update={"state": State.HANDLING, "urge_count": 0}) == order
    assert WorkOrder.model_validate_json(copy.model_dump_json()) == copy
    assert "urge_count" in copy.model_dump(exclude_unset=True)
    assert order.model_copy() == order
    assert order.model_copy(deep=True) == order


def test_a_copy_is_as_frozen_as_what_it_was_made_of() -> None:
    loop = Loop(city("dongsheng"), local("2026-11-16 09:00"))
    copy = loop.orders[loop.filed()].model_copy(update={"urge_count": 1})
    with pytest.raises(ValidationError, match="frozen"):
        copy.urge_count = 2


def test_calendars_that_say_the_same_are_remembered_as_one_and_others_are_not() -> None:
    one, other = city("dongsheng").pack.calendar, city("zaozhuang").pack.calendar
    assert one == other
    assert hash(one) == hash(other)
    assert hash(city("dongsheng", announced_until=2025).pack.calendar) != hash(one)


def test_the_same_moment_is_due_differently_where_the_year_file_has_come() -> None:
    at = local("2026-01-02 09:00")
    before, after = (
        city("zaozhuang", announced_until=year).pack.day_clock.after(at, 1, "working_days") for year in (2025, 2026)
    )
    assert (before.at, after.at) == (local("2026-01-05 18:00"), local("2026-01-04 18:00"))
