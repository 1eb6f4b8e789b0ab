"""What consoles, boards and walls say to the centre about seats and queues, and what they hear.

Moments are aware. No caller's number or name and no word of a case stands in any of it but in `MissedCaller.number`,
which only who has claimed that caller is given. Requests are strict; answers may grow.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from hotline.call_figures import Figures
from hotline.codes import AgentState
from hotline.work_order_text import Code, keepable

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


class _Request(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


# ---- a console to the centre


class StateChange(_Request):
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


class RaisedHand(_Request):
    """A hand that is up. The same hand is in every beat until it is taken down."""

    hand_id: UUID
    raised_at: AwareDatetime
    words: _Words = ""
    call_id: UUID | None = None


class Beat(_Request):
    """A sign of life of a console, with what the centre cannot know by itself.

    `sent_at` is the console's clock. `states` are those that were not yet acknowledged, oldest first.
    """

    sent_at: AwareDatetime
    unsent: int = Field(default=0, ge=0, le=2**31 - 1, examples=[2])
    oldest_unsent_at: AwareDatetime | None = None
    kept_drafts: int = Field(default=0, ge=0, le=2**31 - 1)
    hand: RaisedHand | None = None
    states: tuple[StateChange, ...] = Field(default=(), max_length=BEAT_STATES)


class BeatAnswer(_Answer):
    """Up to which number the centre has the console's states on its disk."""

    states_up_to: int


# ---- what a desk is told


class QueueLine(_Answer):
    """How many callers wait for a seat like this one, and since when the first of them does."""

    waiting: int = 0
    longest_since: AwareDatetime | None = None


class HandAnswer(_Answer):
    """What a lead answered to a hand of this seat."""

    hand_id: UUID
    words: str
    answered_by: str
    answered_at: AwareDatetime


class Notice(_Answer):
    """A notice that this seat's operator has not read. A `must_read` one asks for a key."""

    notice_id: UUID
    words: str
    must_read: bool
    sent_by: str
    sent_at: AwareDatetime


class SeatOrder(_Answer):
    """What a lead wants of this seat, or a person did at its telephone (`given_by` empty).

    `kind` "state": `value` is an agent state, with the `reason` of a pause. "queue": `value` is a queue.
    """

    order_id: UUID
    kind: Literal["state", "queue"]
    value: str
    reason: str
    given_by: str
    given_at: AwareDatetime


class MissedCaller(_Answer):
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


class LeaderOnRota(_Answer):
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


class DeskLine(_Answer):
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


# ---- the board


class SeatRow(_Answer):
    """A seat as it was last heard. `guest` is the leader who answers there beside its operator, empty for none.

    With `silent` nothing has been heard since `heard_at`: what stands here was so then and is not known now.
    """

    seat: str
    sub_centre: str
    queue: str
    heard_at: AwareDatetime | None = None
    silent: bool = True
    operator_id: str = ""
    operator: str = ""
    state: str = ""
    reason: str = ""
    since: AwareDatetime | None = None
    unsent: int = 0
    oldest_unsent_at: AwareDatetime | None = None
    kept_drafts: int = 0
    hand_id: UUID | None = None
    hand_words: str = ""
    hand_at: AwareDatetime | None = None
    orders: tuple[SeatOrder, ...] = ()
    guest: str = ""

    def orders_at(self, now: datetime) -> tuple[SeatOrder, ...]:
        """Return what the seat still has to do: orders lapse by the clock, and nobody tells of that."""
        return tuple(each for each in self.orders if now - each.given_at < ORDER_WAITS) if self.orders else ()


class WaitingCall(_Answer):
    """A caller who waits now, and the seat at which it rings, empty for none."""

    call_id: UUID
    queue: str
    since: AwareDatetime
    seat: str = ""


class Trouble(_Answer):
    """Something that a lead should look at, most urgent first in its list. `kind` says what, `since` since when.

    `limit_s` is how long it may last before it is trouble (0 where it is so at once). `seat`, `call_id`, `case_id`,
    `number`, `class_code`, `area_code` and `notice_id` name what it is about, as far as they do. `words` are those of
    a hand or a notice, the reason of a pause, the code of the sub-centre whose shift is to be handed over, or who
    should sit at an empty seat. The `since` of a lamp is when it went red, or is going to.
    """

    kind: Literal[
        "long_wait", "long_wrap_up", "long_pause", "silent_seat", "stuck_queue", "not_dispatched", "red_lamp",
        "yellow_lamp", "hand", "unread_notice", "switch_down", "handover_due", "absent",
    ]  # fmt: skip
    since: AwareDatetime
    limit_s: float = 0.0
    seat: str = ""
    call_id: UUID | None = None
    case_id: UUID | None = None
    number: str = ""
    words: str = ""
    class_code: str = ""
    area_code: str = ""
    notice_id: UUID | None = None


class Filed(_Answer):
    """The cases of today by the command that made them at the desk, and how many were answered on the spot."""

    by_outcome: dict[str, int] = {}
    answered_on_the_spot: int = 0
    all: int = 0


class BoardAnswer(_Answer):
    """What a board shows, or what is different since the number `after` that it named.

    With `whole` the seats are all of them, else those that changed. Everything else is always whole. `as_of` is the
    moment up to which the centre has heard its switch; `figures` are today's, `last_week` those of the same weekday
    a week ago up to the same time of day, `hour` and `hour_last_week` those of the running hour; `filed_last_week` are
    the cases of that day. Of a time before the centre was there they are None. `not_as_rostered` names who should sit
    at a seat by the roster of the shift where nobody or somebody else does.
    """

    epoch: str
    n: int
    now: AwareDatetime
    whole: bool
    switch_up: bool
    switch_since: AwareDatetime | None
    as_of: AwareDatetime | None = None
    seats: tuple[SeatRow, ...] = ()
    waiting: tuple[WaitingCall, ...] = ()
    figures: Figures
    last_week: Figures | None
    hour: Figures
    hour_last_week: Figures | None
    service_level_s: float
    filed: Filed = Filed()
    filed_last_week: Filed | None = None
    called_back: int = 0
    missed_waiting: int = 0
    to_dispatch: int = 0
    not_dispatched_yellow: int = 0
    not_dispatched_red: int = 0
    red: int = 0
    yellow: int = 0
    troubles: tuple[Trouble, ...] = ()
    not_as_rostered: dict[str, str] = {}


class CallLine(_Answer):
    """A visit as a line of the list behind a tile, with the cases of its call. There is no number of a caller in it."""

    call_id: UUID
    queue: str
    offered_at: AwareDatetime
    left_at: AwareDatetime | None
    ended: str
    wait_s: float
    talk_s: float
    seat: str
    case_numbers: tuple[str, ...] = ()


class CallPage(_Answer):
    """A page of the list behind a tile, newest first; `total` is the number on the tile."""

    total: int
    lines: tuple[CallLine, ...]
    next: str = ""


class StateLine(_Answer):
    """A state that a seat was in, until its next one began; `until` is None for the one that lasts."""

    state: str
    reason: str = ""
    operator: str = ""
    call_id: UUID | None = None
    since: AwareDatetime
    until: AwareDatetime | None = None


class TimesSpent(_Answer):
    """Seconds in each agent state and paused for each reason, the average of wrap-ups that are over, the occupancy.

    The average is in seconds, occupancy 0 to 1 (`hotline.state_times.occupancy`); each None where there is none.
    """

    states: dict[str, float] = {}
    pauses: dict[str, float] = {}
    average_wrap_up_s: float | None = None
    occupancy: float | None = None


class SeatStates(_Answer):
    """What a seat was doing, newest first, and how long in all."""

    seat: str
    states: tuple[StateLine, ...] = ()
    spent: TimesSpent = TimesSpent()


class TimesLine(TimesSpent):
    """The times of a place: a seat, a sub-centre by its code, or all (empty). `seats` of it told anything today."""

    place: str
    seats: int


class TimesPage(_Answer):
    """The times of today so far: of all seats and of each sub-centre, or of a sub-centre and of each of its seats."""

    lines: tuple[TimesLine, ...]


class CaseOnBoard(_Answer):
    """A case as a line of the list behind a tile: where and of which class, and no word of what it says.

    `call_id` is the call that it came from, None where the switch knew of none.
    """

    case_id: UUID
    number: str
    outcome: str = ""
    state: str = ""
    class_code: str = ""
    area_code: str = ""
    seat: str = ""
    created_at: AwareDatetime
    light: str = ""
    call_id: UUID | None = None


class CasePage(_Answer):
    """A page of cases behind a tile, newest first; `total` is the number on the tile."""

    total: int
    lines: tuple[CaseOnBoard, ...]
    next: str = ""


# ---- acts of a lead


class NoticeRequest(_Request):
    """A notice to a seat (`seat:0042`), a sub-centre (`sub_centre:CODE`) or all (`*`)."""

    notice_id: UUID
    place: Annotated[str, Field(max_length=80, examples=["seat:0042"]), AfterValidator(keepable)]
    words: SomeWords
    must_read: bool = False


class NoticeReaders(_Answer):
    """Who has and who has not said that they have read a notice, each as `0042 李明`: the seat and the name."""

    notice_id: UUID
    words: str
    place: str
    must_read: bool
    sent_by: str
    sent_at: AwareDatetime
    read: tuple[str, ...]
    unread: tuple[str, ...]


class NoticeList(_Answer):
    """The notices of the last day, newest first."""

    notices: tuple[NoticeReaders, ...] = ()


class MissedCallers(_Answer):
    """The callers who gave up and have not been called back, those first who gave up longest ago."""

    callers: tuple[MissedCaller, ...] = ()


class HandReply(_Request):
    """A lead's note onto the screen of the operator whose hand is up."""

    words: Annotated[SomeWords, Field(examples=["我过来"])]


class SeatOrderRequest(_Request):
    """What a lead wants of a seat: to be `ready`, `paused` with a reason, or in another queue."""

    order_id: UUID
    kind: Literal["state", "queue"]
    value: Annotated[Code, Field(examples=["paused"])]
    reason: str = Field(default="", max_length=40, examples=["training"])


class OrderGiven(_Answer):
    """An order as it was taken, and the one that it `replaced`, None for none. It `waits` while its seat is silent."""

    order: SeatOrder
    replaced: SeatOrder | None = None
    waits: bool


class OrderEnd(StrEnum):
    """What became of an order. One that nobody has done after an hour has lapsed."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    REPLACED = "replaced"
    LAPSED = "lapsed"


class GivenOrder(_Answer):
    """An order with what became of it, by whom it was replaced, and why a console refused it."""

    order: SeatOrder
    seat: str
    became: OrderEnd
    done_at: AwareDatetime | None = None
    replaced_by: str = ""
    refused: str = ""


class OrderList(_Answer):
    """The orders of the last 24 hours, newest first."""

    orders: tuple[GivenOrder, ...]


class OrderDone(_Request):
    """What a console did with an order: done, or `refused` with the code of its reason."""

    refused: Annotated[Code, Field(examples=["talking"])] = ""


class ClaimRequest(_Request):
    """Claim a caller who gave up for a seat; empty for the seat that asks."""

    seat: str = Field(default="", pattern=r"^(\d{4})?$", examples=["0042"])


class Tried(_Request):
    """Whether a caller was reached who was called back."""

    reached: bool = Field(examples=[True])


class ActRefusal(StrEnum):
    """Why the centre does not do what was asked of it, as `code` of a problem `refused`."""

    HAND_ANSWERED = "hand_answered"
    HAND_TAKEN_DOWN = "hand_taken_down"
    CALLER_CLAIMED = "caller_claimed"
    CALLER_SETTLED = "caller_settled"
    NOT_YOUR_CLAIM = "not_your_claim"
    SEAT_NOT_SILENT = "seat_not_silent"


# ---- the wall


class DistrictLine(_Answer):
    """A district's share of cases handled, of those that were due. `rate` is None where none was due."""

    code: str
    name: str
    name_en: str
    handled: int
    due: int
    rate: float | None


class WallAnswer(_Answer):
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
