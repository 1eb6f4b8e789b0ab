"""A page of a work list as its people see it: masked work orders, what is proposed for each, and how many wait."""

from typing import Literal

from pydantic import AwareDatetime, Field

from hotline.answered import Answered
from hotline.work_order import WorkOrder
from hotline.work_order_text import Code

QueueName = Literal[
    "dispatch", "lead", "unit", "callback", "supervision", "extension", "naming", "exclusion", "caller_note"
]
"""The work lists that the centre gives out. Who sees which: domain.md, section 3g."""


class Proposal(Answered):
    """A unit to which a case may go.

    `times` is how often it accepted that class in that place, and last at `last_at`; `share` is that in percent of all
    who did. A unit that the city pack proposes and that never did has 0, 0 and None.
    """

    unit: Code
    times: int = Field(default=0, ge=0)
    share: int = Field(default=0, ge=0, le=100)
    last_at: AwareDatetime | None = None


class QueueLine(Answered):
    """A masked work order in a work list. `proposed` is empty but in the dispatcher's, the best first.

    `number_of_callers` counts its own caller and those of the cases merged into it.
    """

    order: WorkOrder
    proposed: tuple[Proposal, ...] = ()
    number_of_callers: int = Field(default=1, ge=1)


class QueueCounts(Answered):
    """How many wait in a whole work list, how many of them show which lamp, and since when the oldest waits.

    `to_decide` is, of those under supervision, how many have an extension or a naming on which the reader decides.
    """

    waiting: int = Field(default=0, ge=0)
    to_decide: int = Field(default=0, ge=0)
    yellow: int = Field(default=0, ge=0)
    red: int = Field(default=0, ge=0)
    oldest: AwareDatetime | None = None


class QueuePage(Answered):
    """A page of a work list, what goes red first at its top. `next` is the cursor of the next one, None on the last.

    `as_of` is the centre's clock.
    """

    as_of: AwareDatetime
    counts: QueueCounts = QueueCounts()
    lines: tuple[QueueLine, ...] = ()
    next: str | None = None
