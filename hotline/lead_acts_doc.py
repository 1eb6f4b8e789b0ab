"""What a lead does at the board about seats and callers, and what the centre answers; what a desk says it has done.

Moments are aware. Requests are strict; answers may grow.
"""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field

from hotline.answered import Answered
from hotline.codes import CallQueue
from hotline.desk_doc import MissedCaller, SeatOrder, SomeWords
from hotline.work_order_text import Code, Frozen, keepable


class NoticeRequest(Frozen):
    """A notice to a seat (`seat:0042`), a sub-centre (`sub_centre:CODE`) or all (`*`)."""

    notice_id: UUID
    place: Annotated[str, Field(max_length=80, examples=["seat:0042"]), AfterValidator(keepable)]
    words: SomeWords
    must_read: bool = False


class NoticeReaders(Answered):
    """Who has and who has not said that they have read a notice, each as `0042 李明`: the seat and the name."""

    notice_id: UUID
    words: str
    place: str
    must_read: bool
    sent_by: str
    sent_at: AwareDatetime
    read: tuple[str, ...]
    unread: tuple[str, ...]


class NoticeList(Answered):
    """The notices of the last day, newest first."""

    notices: tuple[NoticeReaders, ...] = ()


class MissedCallers(Answered):
    """The callers who gave up and have not been called back, those first who gave up longest ago."""

    callers: tuple[MissedCaller, ...] = ()


class HandReply(Frozen):
    """A lead's note onto the screen of the operator whose hand is up."""

    words: Annotated[SomeWords, Field(examples=["我过来"])]


SEAT_QUEUES = (CallQueue.GENERAL, CallQueue.ENTERPRISE)
"""The queues that a seat may be told to take; callers of any other wait for the seats of the general one."""


class SeatOrderRequest(Frozen):
    """What a lead wants of a seat: to be `ready`, `paused` with a reason, or in another queue."""

    order_id: UUID
    kind: Literal["state", "queue"]
    value: Annotated[Code, Field(examples=["paused"])]
    reason: str = Field(default="", max_length=40, examples=["training"])


class OrderGiven(Answered):
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


class GivenOrder(Answered):
    """An order with what became of it, by whom it was replaced, and why a console refused it."""

    order: SeatOrder
    seat: str
    became: OrderEnd
    done_at: AwareDatetime | None = None
    replaced_by: str = ""
    refused: str = ""


class OrderList(Answered):
    """The orders of the last 24 hours, newest first."""

    orders: tuple[GivenOrder, ...]


class OrderDone(Frozen):
    """What a console did with an order: done, or `refused` with the code of its reason."""

    refused: Annotated[Code, Field(examples=["talking"])] = ""


class ClaimRequest(Frozen):
    """Claim a caller who gave up for a seat; empty for the seat that asks."""

    seat: str = Field(default="", pattern=r"^(\d{4})?$", examples=["0042"])


class Tried(Frozen):
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
