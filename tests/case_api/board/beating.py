"""A console that beats, and what the database has of its seat."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select

from case_api.centre import Centre
from case_api.storage.engine import reading
from case_api.storage.tables_board import seat_presence, seat_states
from tests.case_api.http.seat import SeatClient


def state(seq: int, name: str, since: datetime, **more: Any) -> dict[str, Any]:
    return {"seq": seq, "state": name, "since": since.isoformat(), **more}


async def beat(
    seat: SeatClient, *states: dict[str, Any], sent_at: datetime | None = None, **said: Any
) -> httpx.Response:
    body = {"sent_at": (sent_at or seat.now()).isoformat(), "states": list(states), **said}
    return await seat.http.post("/v1/seats/beat", json=body, headers=seat.auth)


async def acknowledged(seat: SeatClient, *states: dict[str, Any], **said: Any) -> int:
    """Beat, and return up to which number the states are kept."""
    answer = await beat(seat, *states, **said)
    assert answer.status_code == 200, answer.text
    up_to: int = answer.json()["states_up_to"]
    return up_to


def presence(centre: Centre, seat: str = "0042") -> Any:
    with reading(centre.engine) as conn:
        return conn.execute(select(seat_presence).where(seat_presence.c.seat == seat)).one()


def kept_states(centre: Centre, seat: str = "0042") -> list[tuple[int, str, datetime]]:
    wanted = select(seat_states.c.seq, seat_states.c.state, seat_states.c.since).where(seat_states.c.seat == seat)
    with reading(centre.engine) as conn:
        return [(row.seq, row.state, row.since) for row in conn.execute(wanted.order_by(seat_states.c.seq))]


def device_id(seat: SeatClient) -> UUID:
    return UUID(seat.enrolled["device_id"])


def ago(now: datetime, **length: float) -> datetime:
    return now - timedelta(**length)
