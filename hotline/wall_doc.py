"""What a wall display is told: figures of the day and of each district, nothing about any person.

Moments are aware. Answers may grow.
"""

from pydantic import AwareDatetime

from hotline.answered import Answered
from hotline.call_figures import Figures


class DistrictLine(Answered):
    """A district's share of cases handled, of those that were due. `rate` is None where none was due."""

    code: str
    name: str
    name_en: str
    handled: int
    due: int
    rate: float | None


class WallAnswer(Answered):
    """All that a wall shows. `as_of` is the moment up to which the switch was heard; None where it never was."""

    city: str
    city_en: str
    now: AwareDatetime
    as_of: AwareDatetime | None
    current: bool
    figures: Figures
    service_level_s: float
    waiting: int
    districts: tuple[DistrictLine, ...] = ()
