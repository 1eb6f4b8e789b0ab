"""What a result of a push puts on the needs-you list, and what the list says of the case."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from hotline.case_doc import AlertDoc
from hotline.commands import AmendCase
from hotline.wire import ConflictOut, MutationOutcome, MutationResult
from local_cache import needs
from local_cache.encrypted import Connection
from local_cache.needs import Kind
from local_cache.seat import Seat
from tests.local_cache.conftest import settle
from tests.local_cache.given import SESSION, START, filing

OpenSeat = Callable[..., Seat]


@pytest.mark.parametrize(("reason", "told"), [("", {}), ("wrong_state", {"reason": "wrong_state"})])
def test_a_conflict_says_whether_the_case_can_still_be_amended(reason: str, told: dict[str, str]) -> None:
    lost = ConflictOut(field="title", base="停水", mine="没水", theirs="断水")
    result = MutationResult(seq=1, mutation_id=UUID(int=1), outcome=MutationOutcome.CONFLICT, conflicts=(lost,),
                            state="handling", reason=reason)  # fmt: skip
    queued: Any = SimpleNamespace(op="amend_case", payload='{"changes": {"title": ["停水", "没水"]}}')
    [(kind, detail)] = needs.of_result(result, queued)
    assert kind is Kind.CONFLICT
    assert {name: detail[name] for name in detail if name == "reason"} == told


def test_every_entry_brings_its_case(seat: Seat, cached: Callable[..., object]) -> None:
    saved = seat.save(filing(), session=SESSION).result()
    settle(seat)
    for case_id in (saved.case_id, UUID(int=9), None):
        named = str(case_id) if case_id else None
        seat._files.on_work(lambda work, named=named: needs.add(work, f"{named}", named, Kind.HELD, {}, START))
    found = {each.case_id: each.line for each in seat.needs().result()}
    assert found.pop(UUID(int=9)) is None
    assert found.pop(None) is None
    [line] = found.values()
    assert line is not None
    assert line.number == saved.number


def test_a_conflict_tells_who_changed_the_field_as_the_timeline_has_it(seat: Seat) -> None:
    saved = seat.save(filing(address_text="3号楼"), session=SESSION).result()
    change = AmendCase(changes={"address_text": ("3号楼", "12号楼")})
    seat.save(change, session=SESSION, case_id=saved.case_id).result()
    settle(seat)
    for field, who in (("address_text", SESSION.operator_id), ("title", "")):
        lost = {"fields": [{"field": field, "base": "a", "mine": "b", "theirs": "c"}]}
        case_id = str(saved.case_id)
        seat._files.on_work(lambda work, f=field, d=lost, c=case_id: needs.add(work, f, c, Kind.CONFLICT, d, START))
        found = {each.id: each for each in seat.needs().result()}[field]
        assert (found.theirs_by, found.theirs_at is not None) == (who, bool(who))


def test_a_notice_that_a_lead_has_noted_as_seen_stays_off_the_list(open_seat: OpenSeat) -> None:
    seen, other = (
        AlertDoc(id=UUID(int=number), at=START, kind="abuse", seat="0017", operator="1055", data={})
        for number in (1, 2)
    )

    def put(cache: Connection) -> None:
        for alert in (seen, other):
            cache.execute(
                "INSERT INTO alerts (id, at, doc) VALUES (?, '', ?)", (str(alert.id), alert.model_dump_json())
            )

    seat = open_seat()
    seat._files.on_cache(put)
    seat.note_alert(seen.id).result()
    seat.note_alert(seen.id).result()
    assert [each.doc for each in seat.alerts().result()] == [other]
    assert seat.needs().result() == []
    seat.close()
    assert [each.doc for each in open_seat().alerts().result()] == [other]
