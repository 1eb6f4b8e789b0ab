"""A seat that saves cases and drafts while its files are recorded, and notes when it was told that each is on disk."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from hotline.codes import CaseType, Role
from hotline.commands import FileCase
from hotline.work_order import Intake
from local_cache.folder import SeatFolder
from local_cache.model import Draft, SessionInfo
from local_cache.seat import Seat
from tests.faults.recording_vfs import Record

AT = datetime(2026, 11, 21, 10, tzinfo=UTC)
OPERATOR = SessionInfo("1042", "王敏", frozenset({Role.OPERATOR}), "s-1", True, AT.replace(year=2027))
BALLAST = 4096
_AT_ONCE = 8
_OPENED_ANEW_EVERY = 40
_NEVER_FINISHED = 5
"""Every so many matters one stays a draft."""


@dataclass
class Told:
    """What the seat was told of one matter, and after how many steps of the record."""

    draft_id: str
    draft_at: int | None = None
    saved_at: int | None = None
    number: str = ""


@dataclass
class Shift:
    """Everything that was saved, by draft."""

    matters: list[Told] = field(default_factory=list)


def filing(draft_id: str) -> Callable[[str], FileCase]:
    """Return what a desk hands to `Seat.save`; the draft is known by the case's title."""
    intake = Intake(
        case_type=CaseType.HELP,
        class_code="010101",
        area_code="130203006004",
        title=draft_id,
        content="昨晚八点起全楼停水，物业称主管爆裂，至今未修。" * 12,
        caller_name="李小明",
        caller_phone="19900001234",
    )
    return lambda number: FileCase(number=number, intake=intake, pack_version="")


def work_a_shift(folder: SeatFolder, record: Record, cases: int) -> Shift:
    """Save so many cases, each with drafts on its way, in bursts; the seat is closed and opened now and then."""
    shift = Shift()
    for first in range(0, cases, _OPENED_ANEW_EVERY):
        seat = Seat.open(folder, now=lambda: AT, start_sync=False, ballast_size=BALLAST)
        waiting: list[Future[Any]] = []
        for count in range(first, min(first + _OPENED_ANEW_EVERY, cases)):
            told = Told(f"d-{count}")
            shift.matters.append(told)
            waiting += _one_matter(seat, record, told, finished=bool(count % _NEVER_FINISHED))
            if count % _AT_ONCE == 0:
                _all_done(waiting)
        _all_done(waiting)
        seat.close()
    return shift


def _one_matter(seat: Seat, record: Record, told: Told, *, finished: bool) -> list[Future[Any]]:
    def drafted(_: Future[None]) -> None:
        if told.draft_at is None:
            told.draft_at = len(record.steps)

    futures: list[Future[Any]] = []
    for typed in ("停水", "停水，物业称主管爆裂" * 40):
        futures.append(seat.put_draft(_draft(told.draft_id, typed)))
        futures[-1].add_done_callback(drafted)
    if not finished:
        return futures
    saving = seat.save(filing(told.draft_id), session=OPERATOR, draft_id=told.draft_id)

    def saved(done: Future[Any]) -> None:
        told.saved_at = len(record.steps)
        told.number = done.result().number

    saving.add_done_callback(saved)
    return [*futures, saving]


def _draft(draft_id: str, typed: str) -> Draft:
    return Draft(
        id=draft_id, operator=OPERATOR.operator_id, fields={"content": typed}, phase="talking", call=None, name="",
        parked=False, kept=False, focus="content", caret=len(typed), created_at=AT, updated_at=AT,
    )  # fmt: skip


def _all_done(waiting: list[Future[Any]]) -> None:
    while waiting:
        waiting.pop().result(60)
