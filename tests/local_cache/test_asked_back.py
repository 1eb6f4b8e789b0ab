"""What a dispatcher asks of the desk stands on the needs-you list of who follows the case up, and is counted."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from hotline.codes import Role, State
from hotline.commands import AnswerQuery
from hotline.wire import PulledRow
from local_cache import cases
from local_cache.encrypted import Connection
from local_cache.needs import Kind
from local_cache.seat import Seat
from local_cache.sessions import LiveSession
from tests.deadline import PATIENCE_S, until
from tests.local_cache.fake_line import FakeLine
from tests.local_cache.given import SESSION, Clock, case_doc

Cached = Callable[[Callable[[Connection], object]], object]


def _is_here(seat: Seat, operator: str, role: Role) -> None:
    info = replace(SESSION, operator_id=operator, roles=frozenset({role}))
    seat._people.live = LiveSession(info)
    seat._wanted.look()


@pytest.mark.parametrize(
    ("operator", "role", "told"),
    [("1042", Role.OPERATOR, 1), ("1043", Role.OPERATOR, 0), ("1049", Role.LEAD, 1), ("1042", Role.UNIT, 0)],
)
def test_a_question_waits_for_who_follows_the_case_up_and_for_a_lead(
    seat: Seat, cached: Cached, operator: str, role: Role, told: int
) -> None:
    doc = case_doc("欠薪", state=State.WITH_SEAT, query="单位全称是什么？", follow_up="1042")
    cached(lambda cache: cases.put_shown(cache, [doc, case_doc("停水", follow_up="1042")]))
    _is_here(seat, operator, role)
    found = seat.needs().result()
    assert [(each.kind, each.case_id, each.detail) for each in found] == told * [
        (Kind.ASKED_BACK, doc.order.id, {"question": "单位全称是什么？"})
    ]
    until(lambda: seat.status.asked_back == told, "the count")


def test_an_answer_takes_it_off_the_list_without_a_line(open_seat: Callable[..., Seat], clock: Clock) -> None:
    line = FakeLine(clock)
    seat = open_seat(transport=line, start_sync=True)
    _is_here(seat, "1042", Role.OPERATOR)
    doc = case_doc("欠薪", state=State.WITH_SEAT, query="单位全称是什么？", follow_up="1042")
    line.rows = [
        PulledRow(entity="case", id=doc.order.id, op="put", revision=1, doc=doc.model_dump(mode="json"))
    ]  # fmt: skip
    seat.sync_now().result(PATIENCE_S)
    assert seat.status.asked_back == 1
    line.up = False
    session = seat.session
    assert session is not None
    seat.save(AnswerQuery(answer="某某公司"), session=session, case_id=doc.order.id).result(PATIENCE_S)
    until(lambda: seat.status.asked_back == 0, "the count")
    assert Kind.ASKED_BACK not in [each.kind for each in seat.needs().result()]
