"""What is written in questions that lie open: where it waits, and that it becomes drafts when its writer leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from screens.parts.base import ConsoleScreen
from screens.parts.over import OverScreen, is_written
from screens.services import Services
from widgets.commands import SHIFT, WORK_LISTS

if TYPE_CHECKING:
    from screens.services import Place


def half_written(services: Services) -> list[OverScreen[Any]]:
    """Return the questions about cases that something is written in and that wait."""
    return [each for each in _written(services) if each.about is not None]


def _written(services: Services) -> list[OverScreen[Any]]:
    return [each for each in services.screens_up() if is_written(each)]


def place_of(services: Services, over: OverScreen[Any]) -> Place:
    """Return the place that a question lies over."""
    places = [""]
    for each in services.screens_up():
        places.append(getattr(each, "PLACE", "") or places[-1])
        if each is over:
            break
    return cast("Place", places[-1])


def way_to(place: str) -> str:
    """Return the command that leads to a place where cases are."""
    return "work" if place in (*WORK_LISTS, SHIFT) else "find"


class LeftWritten:
    """The questions behind a screen by which a seat is left. Each keeps one draft, however often somebody tries."""

    def __init__(self, leaving: ConsoleScreen[None]) -> None:
        self._leaving = leaving
        self._kept: list[OverScreen[Any]] = []

    def keep(self, then: Callable[[], object], failed: Callable[[Exception], object]) -> None:
        """Put what is written on this seat's disk, parked, as the text of a draft that is named after its question."""
        services = self._leaving.services
        open_ones = _written(services)

        def keep_next() -> None:
            if not open_ones:
                then()
                return
            self._kept.append(open_ones.pop())
            self._leaving.when_done(services.seat.put_draft(self._kept[-1].as_draft()), lambda _: keep_next(), failed)

        keep_next()

    def drop(self) -> None:
        """Throw away the drafts of what no draft is kept of while it is written: whoever wrote it is back at it."""
        for over in self._kept:
            if over.about is None:
                self._leaving.services.seat.discard_draft(over.draft_id)
        self._kept.clear()
