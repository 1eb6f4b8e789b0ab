"""What a console says to the centre of itself with each beat, and what its desk is told.

Moments are aware. No caller's number or name and no word of a case stands in any of it but in `MissedCaller.number`,
which only who has claimed that caller is given. Requests are strict; answers may grow.
"""

from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field

from hotline.answered import Answered
from hotline.codes import AgentState
from hotline.work_order_text import Code, Frozen, keepable

NOTICE_LIMIT = 500
"""Characters of a notice, of the words of a hand and of its answer."""
BEAT_STATES = 50
"""States in one beat; a console that was away tells the rest with the next ones."""
QUEUE_LINE_SECONDS = 1.0
"""A desk hears of its queue at most so often."""
ORDER_WAITS = timedelta(hours=1)
"""So long a seat is to do what a lead asked of it; then the order has lapsed."""
BOARD_SCOPE = "board"
"""What a poke of the event stream names when boards have news."""
DESK_SCOPE = "desk"
"""What a poke of the event stream names when what concerns the seat alone in its `DeskNews` is another."""


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("it has no words: write some")
    return text


_Words = Annotated[str, Field(max_length=NOTICE_LIMIT), AfterValidator(keepable)]
SomeWords = Annotated[
    str, Field(min_length=1, max_length=NOTICE_LIMIT), AfterValidator(keepable), AfterValidator(_said)
]


class StateChange(Frozen):
    """A state that the console went into, numbered by it without gaps. `reason` is that of a pause, else empty.

    `leader_day_id` names the leader's day of the guest who answers at the seat in it, None for none.
    """

    seq: int = Field(ge=1, le=2**63 - 1)
    state: AgentState
    since: AwareDatetime
    operator_id: Code = ""
    reason: Annotated[str, Field(max_length=40), AfterValidator(keepable)] = ""
    call_id: UUID | None = None
    leader_day_id: UUID | None = None


class RaisedHand(Frozen):
    """A hand that is up. The same hand is in every beat until it is taken down."""

    hand_id: UUID
    raised_at: AwareDatetime
    words: _Words = ""
    call_id: UUID | None = None


class Beat(Frozen):
    """A sign of life of a console, with what the centre cannot know by itself.

    `sent_at` is the console's clock. `states` are those that were not yet acknowledged, oldest first.
    """

    sent_at: AwareDatetime
    unsent: int = Field(default=0, ge=0, le=2**31 - 1, examples=[2])
    oldest_unsent_at: AwareDatetime | None = None
    kept_drafts: int = Field(default=0, ge=0, le=2**31 - 1)
    hand: RaisedHand | None = None
    states: tuple[StateChange, ...] = Field(default=(), max_length=BEAT_STATES)


class BeatAnswer(Answered):
    """Up to which number the centre has the console's states on its disk."""

    states_up_to: int


class QueueLine(Answered):
    """How many callers wait for a seat like this one, and since when the first of them does."""

    waiting: int = 0
    longest_since: AwareDatetime | None = None


class HandAnswer(Answered):
    """What a lead answered to a hand of this seat."""

    hand_id: UUID
    words: str
    answered_by: str
    answered_at: AwareDatetime


class Notice(Answered):
    """A notice that this seat's operator has not read. A `must_read` one asks for a key."""

    notice_id: UUID
    words: str
    must_read: bool
    sent_by: str
    sent_at: AwareDatetime


class SeatOrder(Answered):
    """What a lead wants of this seat, or a person did at its telephone (`given_by` empty).

    `kind` "state": `value` is an agent state, with the `reason` of a pause. "queue": `value` is a queue.
    """

    order_id: UUID
    kind: Literal["state", "queue"]
    value: str
    reason: str
    given_by: str
    given_at: AwareDatetime


class MissedCaller(Answered):
    """A caller who gave up and has not been called back. `number` is there for the seat that has claimed them."""

    call_id: UUID
    queue: str
    abandoned_at: AwareDatetime
    waited_s: float
    calls: int
    tries: int
    number: str = ""
    seat: str = ""
    claimed_at: AwareDatetime | None = None


class LeaderOnRota(Answered):
    """A leader who is to answer at a seat (领导接听日). `beside` is who is to sit there, empty for whoever does.

    `words` is the sentence that was written for the summary, empty for none.
    """

    leader_day_id: UUID
    begins: AwareDatetime
    ends: AwareDatetime
    name: str
    title: str
    beside: str = ""
    words: str = ""


class DeskLine(Answered):
    """What all desks of a queue are told alike, as it was `now`, when the centre looked.

    `switch_up` is None where nothing is known: of a switch that never was, and of a centre that cannot look.
    `missed_waiting` counts callers whom nobody has claimed.
    """

    now: AwareDatetime
    queue: QueueLine = QueueLine()
    switch_up: bool | None = None
    switch_since: AwareDatetime | None = None
    missed_waiting: int = 0


class DeskNews(DeskLine):
    """All that the centre wants to be seen at a desk now.

    `leaders` are those who answer at this seat by the rota, today or soon, by time; `shift_ends` the times of day at
    which shifts end, such as `16:00`, by the city's clock.
    """

    notices: tuple[Notice, ...] = ()
    orders: tuple[SeatOrder, ...] = ()
    hand: HandAnswer | None = None
    claimed: tuple[MissedCaller, ...] = ()
    leaders: tuple[LeaderOnRota, ...] = ()
    shift_ends: tuple[str, ...] = ()
