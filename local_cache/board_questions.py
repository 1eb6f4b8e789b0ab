"""What a lead asks and does at the centre's board: each with its address and the shape of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel

from hotline.board_doc import BoardAnswer, BoardCasePage, CallPage, SeatStates, TimesPage
from hotline.desk_doc import HandAnswer, MissedCaller
from hotline.lead_acts_doc import (
    ClaimRequest,
    HandReply,
    MissedCallers,
    NoticeList,
    NoticeReaders,
    NoticeRequest,
    OrderGiven,
    OrderList,
    SeatOrderRequest,
)
from hotline.leader_doc import LeaderDays

if TYPE_CHECKING:
    from datetime import date, datetime

Answer = TypeVar("Answer", bound=BaseModel)
SpanOfTime = Literal["day", "hour"]
"""Of which time a tile and its list are: of today, or of the running hour."""


@dataclass(frozen=True, slots=True)
class BoardQuestion(Generic[Answer]):
    """A question: the path below `/v1/`, what is asked there, and the model of the answer."""

    path: str
    answer: type[Answer]
    asked: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BoardAct(Generic[Answer]):
    """An act: the path below `/v1/`, the model of the answer, and what is said. Twice it has the effect of once.

    With `spare` what is said goes without the fields that nothing was put into: a centre that is older than they are
    takes the rest.
    """

    path: str
    answer: type[Answer]
    said: BaseModel | None = None
    spare: bool = False

    def body(self) -> bytes | None:
        """Return what is said as JSON, None for nothing."""
        return self.said.model_dump_json(exclude_defaults=self.spare).encode() if self.said is not None else None


def changes(after: int, epoch: str) -> BoardQuestion[BoardAnswer]:
    """Ask what is different since number `after` of `epoch`; all of it for 0."""
    asked = (("after", str(after)), *((("epoch", epoch),) if epoch else ()))
    return BoardQuestion("board", BoardAnswer, asked)


def calls(tile: str, span: SpanOfTime, cursor: str = "") -> BoardQuestion[CallPage]:
    """Ask for the calls behind a tile (a `hotline.stays.Tile`); `cursor` is `next` of the page before."""
    return BoardQuestion("board/calls", CallPage, (("tile", tile), ("span", span), *_from(cursor)))


def call(call_id: UUID) -> BoardQuestion[CallPage]:
    """Ask for the stays of one call."""
    return BoardQuestion("board/calls", CallPage, (("call", str(call_id)),))


def cases(tile: str, cursor: str = "") -> BoardQuestion[BoardCasePage]:
    """Ask for the cases behind a tile; `cursor` is `next` of the page before."""
    return BoardQuestion("board/cases", BoardCasePage, (("tile", tile), *_from(cursor)))


def cases_of_call(call_id: UUID) -> BoardQuestion[BoardCasePage]:
    """Ask for the cases that came from one call."""
    return BoardQuestion("board/cases", BoardCasePage, (("call", str(call_id)),))


def seat_states(seat: str, since: datetime) -> BoardQuestion[SeatStates]:
    """Ask what a seat was doing from `since` to now, by the centre's clock."""
    return BoardQuestion(f"board/seats/{seat}/states", SeatStates, (("from", since.isoformat()),))


def times(sub_centre: str = "") -> BoardQuestion[TimesPage]:
    """Ask how long seats were in each state today: by sub-centre, or those of one seat by seat."""
    return BoardQuestion("board/times", TimesPage, (("sub_centre", sub_centre),) if sub_centre else ())


def notices() -> BoardQuestion[NoticeList]:
    """Ask for the notices of the last day."""
    return BoardQuestion("board/notices", NoticeList)


def notice(notice_id: UUID) -> BoardQuestion[NoticeReaders]:
    """Ask who has read a notice and who has not."""
    return BoardQuestion(f"board/notices/{notice_id}", NoticeReaders)


def missed_callers() -> BoardQuestion[MissedCallers]:
    """Ask for the callers who gave up and have not been called back."""
    return BoardQuestion("missed-callers", MissedCallers)


def orders() -> BoardQuestion[OrderList]:
    """Ask what became of the orders of the last day."""
    return BoardQuestion("board/orders", OrderList)


def leader_days(first: date, last: date) -> BoardQuestion[LeaderDays]:
    """Ask for the leaders' days from a first to a last day of the city's clock, with what came of each."""
    asked = (("first", first.isoformat()), ("last", last.isoformat()))
    return BoardQuestion("leader-days", LeaderDays, asked)


def send_notice(asked: NoticeRequest) -> BoardAct[NoticeReaders]:
    """Send a notice."""
    return BoardAct("board/notices", NoticeReaders, asked)


def answer_hand(hand_id: UUID, words: str) -> BoardAct[HandAnswer]:
    """Answer a raised hand."""
    return BoardAct(f"board/hands/{hand_id}/answer", HandAnswer, HandReply(words=words))


def order_seat(seat: str, asked: SeatOrderRequest) -> BoardAct[OrderGiven]:
    """Tell a seat what it is to do."""
    return BoardAct(f"board/seats/{seat}/orders", OrderGiven, asked)


def claim(call_id: UUID, seat: str = "") -> BoardAct[MissedCaller]:
    """Claim a caller who gave up, for a seat; empty for the one that asks."""
    return BoardAct(f"missed-callers/{call_id}/claim", MissedCaller, ClaimRequest(seat=seat))


def release(call_id: UUID) -> BoardAct[MissedCaller]:
    """Give a claimed caller free for others."""
    return BoardAct(f"missed-callers/{call_id}/release", MissedCaller)


def _from(cursor: str) -> tuple[tuple[str, str], ...]:
    return (("cursor", cursor),) if cursor else ()
