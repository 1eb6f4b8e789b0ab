"""What the centre says of the days on which leaders answer calls (领导接听日; source rows Z7, Z8).

Moments are aware. No caller's number or name and no word of a case stands in any of it. Requests are strict; answers
may grow.
"""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from hotline.answered import Answered
from hotline.desk_doc import NOTICE_LIMIT
from hotline.work_order_text import keepable


class LeaderStay(Answered):
    """A time for which a leader answered. `until` is None while it lasts; `silent_since` where the seat fell silent.

    `beside` is who was signed in at the seat.
    """

    since: AwareDatetime
    until: AwareDatetime | None = None
    silent_since: AwareDatetime | None = None
    beside: str = ""


class LeaderCase(Answered):
    """A case that came of a call which a leader answered, with the command that made it at the desk.

    `unit` is who has it in hand, empty before it is dispatched.
    """

    case_id: UUID
    number: str
    outcome: str
    class_code: str = ""
    area_code: str = ""
    unit: str = ""


class LeaderDay(Answered):
    """A leader's day: what the rota says, and what came of it.

    `operator` is whom the rota names to sit beside, empty for whoever does. `answered` counts the calls answered at the
    seat while the leader was there, `on_the_spot` those cases that were answered at once, `asked_back` those that a
    dispatcher sent back with a question. `on_rota` is false where the rota has no such line any more.
    """

    leader_day_id: UUID
    begins: AwareDatetime
    ends: AwareDatetime
    name: str
    title: str
    seat: str
    operator: str = ""
    on_rota: bool = True
    stays: tuple[LeaderStay, ...] = ()
    words: str = ""
    words_by: str = ""
    answered: int = 0
    on_the_spot: int = 0
    asked_back: int = 0
    cases: tuple[LeaderCase, ...] = ()


class LeaderDays(Answered):
    """Leaders' days, newest first."""

    now: AwareDatetime
    days: tuple[LeaderDay, ...] = ()


class LeaderDayWords(BaseModel):
    """The sentence of who sat beside, for the summary; empty to take it back."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: Annotated[str, Field(max_length=NOTICE_LIMIT, examples=["现场协调了两件供暖诉求"]), AfterValidator(keepable)]
