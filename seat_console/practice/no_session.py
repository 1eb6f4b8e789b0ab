"""What screens see of a seat and of a call between two sessions of practice: there is neither."""

from collections.abc import Callable

from city_packs.scenario import Words
from local_cache.model import SeatStatus
from screens.parts.apart import SpokenLine


class NoSeat:
    """What screens see of a seat where none is open."""

    status = SeatStatus(known=False)


class NoCall:
    """Practice while nobody calls."""

    kind = ""
    place = (1, 1)
    to_come = (0, 0)
    record_ok = True
    clock_behind = False

    def lines(self) -> tuple[SpokenLine, ...]:
        """Return that nothing was said."""
        return ()

    def ask(self, question: str) -> bool:  # noqa: ARG002
        """Nobody is asked."""
        return False

    def read(self, code: str) -> bool:  # noqa: ARG002
        """Nobody is read to."""
        return False

    def hints(self) -> tuple[Words, ...]:
        """Return that nothing helps."""
        return ()

    def seconds_left(self) -> float | None:
        """Return that there is no limit."""
        return None

    def subscribe(self, told: Callable[[], None]) -> None:
        """Nothing is told."""
