"""A centre with a board: seats, calls and troubles that a test sets, each change with a number, and a lead's acts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hotline.board_doc import (
    BoardAnswer,
    BoardCasePage,
    CallLine,
    CallPage,
    CaseOnBoard,
    Filed,
    SeatRow,
    SeatStates,
    StateLine,
    TimesLine,
    TimesPage,
    TimesSpent,
    Trouble,
    WaitingCall,
)
from hotline.call_figures import Figures
from hotline.desk_doc import HandAnswer, MissedCaller, SeatOrder
from hotline.lead_acts_doc import GivenOrder, MissedCallers, NoticeList, NoticeReaders, OrderEnd, OrderGiven, OrderList
from local_cache.board_questions import BoardAct, BoardQuestion
from local_cache.errors import CentreSaid, NoLine

from .fake_seat import done, failed

TODAY = Figures(
    offered=1284, waiting=2, answered=1262, answered_within=1214, abandoned=14, short_abandoned=6, handled=1250,
    wrap_ups=1200, wait_ms=1262 * 9_000, longest_wait_ms=62_000, talk_ms=1250 * 154_000, wrap_up_ms=1200 * 48_000,
)  # fmt: skip
LAST_WEEK = Figures(
    offered=1190, answered=1170, answered_within=1100, abandoned=20, handled=1170, wrap_ups=1170,
    wait_ms=1170 * 11_000, talk_ms=1170 * 160_000, wrap_up_ms=1170 * 51_000,
)  # fmt: skip
HOUR = Figures(offered=96, answered=95, answered_within=95, abandoned=1, handled=90, wrap_ups=88, wait_ms=95 * 7_000,
               talk_ms=90 * 150_000, wrap_up_ms=88 * 45_000)  # fmt: skip
NAMES = ("王敏", "李红", "张伟", "赵静", "刘洋", "陈晨")


def seat_rows(count: int, now: datetime, sub_centres: tuple[str, ...] = ("01",)) -> dict[str, SeatRow]:
    """Return seats in all states, each heard just now."""
    states = ("talking", "ready", "talking", "wrap_up", "talking", "ready", "paused", "signed_out")
    rows = {}
    for place in range(1, count + 1):
        state = states[place % len(states)]
        out = state == "signed_out"
        rows[f"{place:04}"] = SeatRow(
            seat=f"{place:04}", sub_centre=sub_centres[(place - 1) * len(sub_centres) // count], queue="general",
            heard_at=now, silent=False, operator_id="" if out else f"{1000 + place}",
            operator="" if out else NAMES[place % len(NAMES)], state=state, reason="meal" if state == "paused" else "",
            since=now - timedelta(seconds=7 * place),
        )  # fmt: skip
    return rows


@dataclass
class FakeBoard:
    """What stands at the centre; `change` gives it a new number. `asked` and `acts` are what came over the line."""

    now: Callable[[], datetime]
    seats: dict[str, SeatRow] = field(default_factory=dict)
    waiting: tuple[WaitingCall, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    not_as_rostered: dict[str, str] = field(default_factory=dict)
    missed: dict[UUID, MissedCaller] = field(default_factory=dict)
    notices: list[NoticeReaders] = field(default_factory=list)
    orders: list[GivenOrder] = field(default_factory=list)
    filed: Filed = field(default_factory=Filed)
    filed_last_week: Filed | None = None
    figures: Figures = TODAY
    switch_up: bool = True
    switch_since: datetime | None = None
    as_of: datetime | None = None
    lamps: tuple[int, int] = (0, 0)
    to_dispatch: tuple[int, int, int] = (0, 0, 0)
    calls: dict[str, list[CallLine]] = field(default_factory=dict)
    cases: dict[str, list[CaseOnBoard]] = field(default_factory=dict)
    states: dict[str, tuple[StateLine, ...]] = field(default_factory=dict)
    times: dict[str, list[TimesLine]] = field(default_factory=dict)
    """By sub-centre; those of all under the empty code."""
    spent: TimesSpent = field(default_factory=TimesSpent)
    has_line: bool = True
    answers: bool = True
    role_refused: bool = False
    refusal: CentreSaid | None = None
    epoch: str = "e1"
    n: int = 1
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    acts: list[tuple[str, Any]] = field(default_factory=list)
    held: list[tuple[Future[Any], BoardQuestion[Any]]] = field(default_factory=list)
    page_of: int = 50
    _numbers: dict[str, int] = field(default_factory=dict)

    def change(self, seat: str = "", **changes: Any) -> None:
        """Let a seat be another one; without a seat let anything else have changed."""
        self.n += 1
        if seat:
            self.seats[seat] = self.seats[seat].model_copy(update=changes)
            self._numbers[seat] = self.n

    def ask(self, question: BoardQuestion[Any]) -> Future[Any]:
        """Answer as the centre does."""
        self.asked.append((question.path, dict(question.asked)))
        if not self.has_line:
            return failed(NoLine())
        if self.role_refused:
            return failed(CentreSaid("forbidden"))
        if not self.answers:
            future: Future[Any] = Future()
            self.held.append((future, question))
            return future
        return done(self._answer(question))

    def _answer(self, question: BoardQuestion[Any]) -> Any:
        asked = dict(question.asked)
        match question.path.split("/"):
            case ["board"]:
                return self.picture(int(asked["after"]), asked.get("epoch", ""))
            case ["board", "calls"]:
                return self._calls(asked)
            case ["board", "cases"]:
                lines = self.cases.get(asked.get("tile", ""), [])
                if "call" in asked:
                    everything = [line for found in self.cases.values() for line in found]
                    lines = [line for line in everything if str(line.call_id) == asked["call"]]
                return BoardCasePage(total=len(lines), lines=tuple(lines))
            case ["board", "seats", seat, "states"]:
                return SeatStates(seat=seat, states=self.states.get(seat, ()), spent=self.spent)
            case ["board", "times"]:
                return TimesPage(lines=tuple(self.times.get(asked.get("sub_centre", ""), ())))
            case ["board", "notices"]:
                return NoticeList(notices=tuple(self.notices))
            case ["board", "notices", notice_id]:
                return next(each for each in self.notices if str(each.notice_id) == notice_id)
            case ["board", "orders"]:
                return OrderList(orders=tuple(self.orders))
            case ["missed-callers"]:
                return MissedCallers(callers=tuple(self.missed.values()))
        raise AssertionError(question.path)

    def _calls(self, asked: dict[str, str]) -> CallPage:
        if "call" in asked:
            lines = [line for found in self.calls.values() for line in found if str(line.call_id) == asked["call"]]
            return CallPage(total=len(lines), lines=tuple(lines[:1]))
        lines = self.calls.get(asked["tile"], [])
        first = int(asked.get("cursor", 0))
        last = first + self.page_of
        return CallPage(total=len(lines), lines=tuple(lines[first:last]), next=str(last) if last < len(lines) else "")

    def picture(self, after: int, epoch: str) -> BoardAnswer:
        """Return the board since a number."""
        whole = after == 0 or epoch != self.epoch
        seats = [row for row in self.seats.values() if whole or self._numbers.get(row.seat, 0) > after]
        red, yellow = self.lamps
        to_dispatch, late, too_late = self.to_dispatch
        return BoardAnswer(
            epoch=self.epoch, n=self.n, now=self.now(), whole=whole, switch_up=self.switch_up,
            switch_since=self.switch_since, as_of=self.as_of, seats=tuple(seats), waiting=self.waiting,
            figures=self.figures, last_week=LAST_WEEK, hour=HOUR, hour_last_week=None, service_level_s=15,
            filed=self.filed, filed_last_week=self.filed_last_week,
            called_back=11, missed_waiting=len(self.missed), to_dispatch=to_dispatch, not_dispatched_yellow=late,
            not_dispatched_red=too_late, red=red, yellow=yellow, troubles=self.troubles,
            not_as_rostered=self.not_as_rostered,
        )  # fmt: skip

    def act(self, act: BoardAct[Any]) -> Future[Any]:
        """Do what a lead asks, or say why not."""
        if not self.has_line:
            return failed(NoLine())
        if self.refusal is not None:
            return failed(self.refusal)
        self.acts.append((act.path, act.said))
        self.n += 1
        return done(self._done(act))

    def _done(self, act: BoardAct[Any]) -> Any:
        said: Any = act.said
        now = self.now()
        match act.path.split("/"):
            case ["board", "notices"]:
                sent = NoticeReaders(
                    notice_id=said.notice_id, words=said.words, place=said.place, must_read=said.must_read,
                    sent_by="赵刚", sent_at=now, read=(), unread=("0001 李红", "0002 张伟"),
                )  # fmt: skip
                self.notices.insert(0, sent)
                return sent
            case ["board", "hands", hand, "answer"]:
                return HandAnswer(hand_id=UUID(hand), words=said.words, answered_by="赵刚", answered_at=now)
            case ["board", "seats", seat, "orders"]:
                order = SeatOrder(order_id=said.order_id, kind=said.kind, value=said.value, reason=said.reason,
                                  given_by="赵刚", given_at=now)  # fmt: skip
                before = next((each.order for each in self.orders if each.seat == seat), None)
                self.orders.insert(0, GivenOrder(order=order, seat=seat, became=OrderEnd.WAITING))
                return OrderGiven(order=order, replaced=before, waits=self.seats[seat].silent)
            case ["missed-callers", call, "claim"]:
                call_id = UUID(call)
                self.missed[call_id] = self.missed[call_id].model_copy(update={"seat": said.seat or "0042"})
                return self.missed[call_id]
            case ["missed-callers", call, "release"]:
                call_id = UUID(call)
                self.missed[call_id] = self.missed[call_id].model_copy(update={"seat": ""})
                return self.missed[call_id]
        raise AssertionError(act.path)
