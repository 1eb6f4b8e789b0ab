"""A dispatcher at work: a list of three cases, and what the tests of the dispatch screen ask of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from textual.pilot import Pilot

from hotline.codes import CaseType, Role
from hotline.queue_doc import Proposal
from local_cache.model import SessionInfo
from screens.dispatch import DispatchScreen

from .cases import waiting_case
from .host import NOON, Host, until

FIRST, SECOND, THIRD = (UUID(int=each) for each in (1, 2, 3))
USUAL = Proposal(unit="130203-water", times=24, share=96, last_at=NOON - timedelta(hours=3))
OTHER = Proposal(unit="1302-water", times=1, share=4, last_at=NOON - timedelta(days=3))
LAST = Proposal(unit="1302-urban", times=8, share=61, last_at=NOON - timedelta(days=1))


def at_work(*roles: Role, operator: str = "2001") -> Host:
    app = Host(DispatchScreen())
    who = frozenset(roles or (Role.DISPATCHER,))
    app.services.session = app.seat.acting = SessionInfo(operator, "赵敏", who, "s-2", True, NOON)
    app.seat.status = replace(app.seat.status, line_up=True, line_since=NOON)
    return app


def three_wait(app: Host) -> None:
    app.seat.waits(waiting_case(1, 11), USUAL, OTHER)
    app.seat.waits(
        waiting_case(
            2, 8, class_code="020101", case_type=CaseType.COMPLAINT, title="夜间施工", content="每晚施工到两点"
        ),
        LAST,
        callers=3,
    )
    app.seat.waits(waiting_case(3, 2, class_code="020102", case_type=CaseType.CONSULT, dispatch_advice=""))


async def shows(pilot: Pilot[None], *words: str) -> None:
    app = pilot.app
    assert isinstance(app, Host)
    try:
        await until(pilot, lambda: all(each in app.text for each in words))
    except AssertionError:
        missing = [each for each in words if each not in app.text]
        raise AssertionError(f"{missing} not in\n{app.text}") from None


def given(app: Host) -> list[tuple[Any, UUID]]:
    return app.seat.given
