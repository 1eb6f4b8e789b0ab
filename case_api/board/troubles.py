"""What a lead should look at, the most urgent first. Pure: from what a process has in memory, no I/O, no clock."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from case_api.board.limits import UNREAD_FOR, UNSENT_FOR, Limits
from case_api.board.seat_rows import Place
from hotline.board_doc import SeatRow, Trouble, WaitingCall
from hotline.codes import AgentState

_URGENCY = (
    "switch_down",
    "long_wait",
    "hand",
    "handover_due",
    "not_dispatched",
    "silent_seat",
    "absent",
    "stuck_queue",
    "red_lamp",
    "yellow_lamp",
    "long_wrap_up",
    "long_pause",
    "unread_notice",
)
"""Callers who wait now come before people who wait for the lead, these before cases, cases before habits."""
_RANK = {kind: rank for rank, kind in enumerate(_URGENCY)}
_NOT_MISSED = frozenset({"", str(AgentState.SIGNED_OUT), str(AgentState.PRACTICE)})


class UnreadNotice(NamedTuple):
    """A notice that must be read and that somebody has not."""

    notice_id: UUID
    words: str
    sent_at: datetime


def in_order(troubles: Iterable[Trouble]) -> tuple[Trouble, ...]:
    """Return troubles in the order of urgency, within a kind what has lasted longest first."""
    return tuple(sorted(troubles, key=lambda each: (_RANK[each.kind], each.since, each.seat, each.number)))


def of_seats(rows: Iterable[SeatRow], places: dict[str, Place], limits: Limits, now: datetime) -> Iterator[Trouble]:
    """Yield what is amiss at seats. Of a silent one nothing else is known than that it is.

    One that signed out or went to practice before, or has no device any more, is not missed.
    """
    for row in rows:
        if row.silent:
            missed = row.state not in _NOT_MISSED and places[row.seat].has_device
            if missed and row.heard_at is not None:
                yield Trouble(kind="silent_seat", since=row.heard_at, seat=row.seat)
            continue
        if row.hand_id is not None and row.hand_at is not None:
            yield Trouble(kind="hand", since=row.hand_at, seat=row.seat, words=row.hand_words)
        if row.oldest_unsent_at is not None and row.unsent and now - row.oldest_unsent_at > UNSENT_FOR:
            stuck_s = UNSENT_FOR.total_seconds()
            yield Trouble(kind="stuck_queue", since=row.oldest_unsent_at, limit_s=stuck_s, seat=row.seat)
        if row.since is None:
            continue
        if row.state == AgentState.WRAP_UP and _over(row.since, limits.wrap_up, now):
            yield Trouble(kind="long_wrap_up", since=row.since, limit_s=limits.wrap_up.total_seconds(), seat=row.seat)
        if row.state == AgentState.PAUSED and _over(row.since, limits.pause, now):
            limit_s = limits.pause.total_seconds()
            yield Trouble(kind="long_pause", since=row.since, limit_s=limit_s, seat=row.seat, words=row.reason)


def of_waits(waiting: Iterable[WaitingCall], limits: Limits, now: datetime) -> Iterator[Trouble]:
    """Yield the callers who wait longer than the service level."""
    limit_s = limits.wait.total_seconds()
    for each in waiting:
        if _over(each.since, limits.wait, now):
            yield Trouble(kind="long_wait", since=each.since, limit_s=limit_s, call_id=each.call_id, seat=each.seat)


def of_notices(unread: Iterable[UnreadNotice], now: datetime) -> Iterator[Trouble]:
    """Yield the notices that should have been read by now."""
    limit_s = UNREAD_FOR.total_seconds()
    for each in unread:
        if _over(each.sent_at, UNREAD_FOR, now):
            yield Trouble(
                kind="unread_notice", since=each.sent_at, limit_s=limit_s, notice_id=each.notice_id, words=each.words
            )


def _over(since: datetime, limit: timedelta, now: datetime) -> bool:
    return now - since > limit
