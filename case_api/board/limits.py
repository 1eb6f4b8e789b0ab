"""From when on something is trouble: the city's own settings, and what no city sets."""

from datetime import timedelta
from typing import NamedTuple

from city_packs.model import CityPack

UNSENT_FOR = timedelta(minutes=5)
"""What a seat has not sent for so long is stuck: a line that is there takes seconds."""
UNREAD_FOR = timedelta(minutes=5)
"""A notice that must be read should have been by then."""
SWITCH_UNHEARD_AFTER = timedelta(seconds=3.5)
"""The worker says every second that it is there; after so long it is not, and each screen says so within five."""
RED_SOON = timedelta(minutes=30)
"""Lamps that go red within this are called out one by one; so are those that went red within it."""


class Limits(NamedTuple):
    """How long each may last. `dispatch_soon` is when a case that waits for dispatch turns yellow."""

    wait: timedelta
    wrap_up: timedelta
    pause: timedelta
    dispatch_soon: timedelta
    dispatch: timedelta

    @classmethod
    def of(cls, pack: CityPack) -> "Limits":
        """Return the limits of a city (source row B11: ten minutes to dispatch, of which seven are the warning)."""
        dispatch = timedelta(minutes=pack.number("dispatch_aim_minutes"))
        return cls(
            wait=timedelta(seconds=pack.number("answer_seconds")),
            wrap_up=timedelta(seconds=pack.number("wrap_up_seconds")),
            pause=timedelta(minutes=pack.number("pause_minutes")),
            dispatch_soon=dispatch * 0.7,
            dispatch=dispatch,
        )
