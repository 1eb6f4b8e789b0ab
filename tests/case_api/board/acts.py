"""Leads who act, operators who sit at their seats, and what the audit has of it."""

import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx
from sqlalchemy import select

from case_api.accounts.registry import Registry
from case_api.accounts.users import add_user
from case_api.centre import Centre
from case_api.storage.engine import reading, writing
from case_api.storage.tables_audit import case_events
from city_packs.entries import CodeEntry
from hotline.codes import Role
from tests.case_api.http.conftest import PASSWORD, START
from tests.case_api.http.seat import SeatClient, bearer

from .beating import acknowledged, state


async def signed_in(client: httpx.AsyncClient, operator_id: str) -> dict[str, str]:
    """Return the headers of a person without a seat."""
    answer = await client.post("/v1/sessions", json={"operator_id": operator_id, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return bearer(answer.json()["token"])


async def two_leads(client: httpx.AsyncClient, registry: Registry) -> tuple[dict[str, str], dict[str, str]]:
    """Return the headers of 王芳 and of 周涛, who are leads."""
    with writing(registry.engine) as conn:
        add_user(conn, registry.passwords, "op-chief", "周涛", [Role.LEAD], PASSWORD, places=["*"], at=START)
    return await signed_in(client, "op-lead"), await signed_in(client, "op-chief")


async def sits(seat: SeatClient, operator_id: str = "op-088", seq: int = 1) -> None:
    """Let somebody sign in at a seat and its console say so."""
    answer = await seat.sign_in(operator_id, PASSWORD)
    assert answer.status_code == 200, answer.text
    await acknowledged(seat, state(seq, "ready", seat.now(), operator_id=operator_id))


def with_pauses(centre: Centre) -> None:
    """Give the centre's city a reason for a pause."""
    meal = CodeEntry("meal", "用餐", "Meal", "yc")
    centre.pack = replace(centre.pack, code_lists={"pause_reason": (meal,)})


def audited(centre: Centre, *ops: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Return operation, person and what is said of it, of the rows of the write audit of these operations."""
    with reading(centre.engine) as conn:
        rows = conn.execute(select(case_events).where(case_events.c.op.in_(ops)).order_by(case_events.c.n)).all()
    return [(row.op, row.operator_id, json.loads(row.data)) for row in rows]


def notice(words: str, place: str = "*", **more: Any) -> dict[str, Any]:
    return {"notice_id": str(uuid4()), "place": place, "words": words, **more}
