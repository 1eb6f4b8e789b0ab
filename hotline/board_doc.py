"""What the lead's board is told of seats, calls and cases, and the lists behind its tiles.

Moments are aware. No caller's number or name and no word of a case stands in any of it. Answers may grow.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from hotline.answered import Answered
from hotline.call_figures import Figures
from hotline.desk_doc import ORDER_WAITS, SeatOrder

BOARD_SCOPE = "board"
"""What a poke of the event stream names when boards have news."""
DESK_SCOPE = "desk"
"""What a poke of the event stream names when what concerns the seat alone in its `DeskNews` is another."""


class SeatRow(Answered):
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


class WaitingCall(Answered):
    """A caller who waits now, and the seat at which it rings, empty for none."""

    call_id: UUID
    queue: str
    since: AwareDatetime
    seat: str = ""


class Trouble(Answered):
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


class Filed(Answered):
    """The cases of today by the command that made them at the desk, and how many were answered on the spot."""

    by_outcome: dict[str, int] = Field(default_factory=dict)
    answered_on_the_spot: int = 0
    all: int = 0


class BoardAnswer(Answered):
    """What a board shows, or what is different since the number `after` that it named.

    With `whole` the seats are all of them, else those that changed. Everything else is always whole. `as_of` is the
    moment up to which the centre has heard its switch; `figures` are today's, `last_week` those of the same weekday
    a week ago up to the same time of day, `hour` and `hour_last_week` those of the running hour; `filed_last_week` are
    the cases of that day. Of a time before the centre was there they are None. `not_as_rostered` names who should sit
    at a seat by the roster of the shift where nobody or somebody else does. `missed_waiting` are all who gave up and
    were not reached yet, claimed or not.
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
    not_as_rostered: dict[str, str] = Field(default_factory=dict)


class CallLine(Answered):
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


class CallPage(Answered):
    """A page of the list behind a tile, newest first; `total` is the number on the tile."""

    total: int
    lines: tuple[CallLine, ...]
    next: str = ""


class StateLine(Answered):
    """A state that a seat was in, until its next one began; `until` is None for the one that lasts."""

    state: str
    reason: str = ""
    operator: str = ""
    call_id: UUID | None = None
    since: AwareDatetime
    until: AwareDatetime | None = None


class TimesSpent(Answered):
    """Seconds in each agent state and paused for each reason, the average of wrap-ups that are over, the occupancy.

    The average is in seconds, occupancy 0 to 1 (`hotline.state_times.occupancy`); each None where there is none.
    """

    states: dict[str, float] = Field(default_factory=dict)
    pauses: dict[str, float] = Field(default_factory=dict)
    average_wrap_up_s: float | None = None
    occupancy: float | None = None


class SeatStates(Answered):
    """What a seat was doing, newest first, and how long in all."""

    seat: str
    states: tuple[StateLine, ...] = ()
    spent: TimesSpent = TimesSpent()


class TimesLine(TimesSpent):
    """The times of a place: a seat, a sub-centre by its code, or all (empty). `seats` of it told anything today."""

    place: str
    seats: int


class TimesPage(Answered):
    """The times of today so far: of all seats and of each sub-centre, or of a sub-centre and of each of its seats."""

    lines: tuple[TimesLine, ...]


class CaseOnBoard(Answered):
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


class BoardCasePage(Answered):
    """A page of cases behind a tile, newest first; `total` is the number on the tile."""

    total: int
    lines: tuple[CaseOnBoard, ...]
    next: str = ""
