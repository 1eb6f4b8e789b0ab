"""What a wall knows at a moment, and how current that is by a clock of its own that only counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from hotline.wall_doc import WallAnswer

CURRENT_FOR = timedelta(seconds=30)
"""Figures that are older than this are not shown as those of now."""


class WallTrouble(Enum):
    """Why a wall hears nothing."""

    NO_LINE = "no_line"
    NO_CENTRE = "no_centre"
    """Something else answers at the centre's address."""
    OTHER_NAME = "other_name"
    """The certificate is not for the address at which the centre was asked."""
    OTHER_AUTHORITY = "other_authority"
    UNKNOWN_TOKEN = "unknown_token"  # noqa: S105 - no token, a trouble with one
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class WallSeen:
    """The newest answer and what the line is like.

    `answered_at` and `lost_at` are seconds of a clock that only counts. `lost_at` is None while there is a line, and
    before it was ever tried; `trouble` says why there is none. `keeps` is false while the centre, as it said last, can
    keep nothing of what it is told: then it has no new figures either.
    """

    answer: WallAnswer | None = None
    answered_at: float = 0.0
    lost_at: float | None = None
    trouble: WallTrouble | None = None
    keeps: bool = True

    def age(self, counted: float) -> timedelta | None:
        """Return how old the figures are at a count, by the centre's clock as it goes on; None without any."""
        if self.answer is None or self.answer.as_of is None:
            return None
        now: datetime = self.answer.now + timedelta(seconds=counted - self.answered_at)
        return max(now - self.answer.as_of, timedelta(0))

    def is_current(self, counted: float) -> bool:
        """Say whether the figures are those of now: the switch is heard, and they are not too old."""
        age = self.age(counted)
        return self.answer is not None and self.answer.current and age is not None and age <= CURRENT_FOR
