"""Calls as a switch tells them, and what a lead's board says of them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from case_api.centre import Centre
from case_api.storage.engine import writing
from case_api.telephony.line import note_switch
from case_api.telephony.store import record
from case_api.worker import LEASE, take_lease
from hotline.board_doc import BoardAnswer
from hotline.call_events import CallEvent
from hotline.codes import CallEventKind as Kind
from tests.case_api.http.seat import SeatClient

NUMBER = "19900001234"

__all__ = ("NUMBER", "Kind", "board", "call", "ring", "switch_is_there", "told")


def told(centre: Centre, events: Iterable[CallEvent]) -> None:
    """Let the worker write what its switch tells."""
    with writing(centre.engine) as conn:
        record(conn, centre.cipher, list(events), centre.now())


def call(number: int) -> UUID:
    return UUID(f"01930f2c-4444-7a00-8000-{number:012d}")


def ring(number: int, kind: Kind, at: datetime, seat: str = "", queue: str = "general") -> CallEvent:
    return CallEvent(call(number), kind, at, seat, NUMBER, "12345", queue)


def switch_is_there(centre: Centre, *, up: bool = True) -> None:
    """Let a worker have the lease, and a line to its switch."""
    with writing(centre.engine) as conn:
        assert take_lease(conn, LEASE, "the-worker", centre.now())
        note_switch(conn, up=up, since=centre.now())


async def board(lead: SeatClient, after: BoardAnswer | None = None) -> BoardAnswer:
    """Return what the board is told, of what changed since another answer or of all."""
    known = {"after": str(after.n), "epoch": after.epoch} if after else {}
    answer = await lead.http.get("/v1/board", params=known, headers=lead.person)
    assert answer.status_code == 200, answer.text
    return BoardAnswer.model_validate_json(answer.content)
