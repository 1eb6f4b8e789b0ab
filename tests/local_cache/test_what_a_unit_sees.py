"""Somebody of a unit at a seat sees their unit's cases there, not those of the sub-centre that the seat holds."""

from collections.abc import Callable
from dataclasses import replace

from hotline.caller_notes import NOTE_COMMANDS
from hotline.case_doc import TimelineEntry
from hotline.codes import Role
from hotline.order_parts import Assignment
from local_cache import cases
from local_cache.callers import keys_of
from local_cache.encrypted import Connection
from local_cache.model import Disposal, Probe, Query
from local_cache.seat import Seat
from local_cache.sessions import LiveSession
from tests.local_cache.given import HASH_KEY, SESSION, START, areas, case_doc, draft

Cached = Callable[[Callable[[Connection], object]], object]
NUMBER = "19900004321"
OWN, OTHERS = "1302-water", "1302-urban"


def _is_here(seat: Seat, role: Role, unit: str = "") -> None:
    seat._people.live = LiveSession(replace(SESSION, roles=frozenset({role}), unit=unit))


def _part(unit: str, *, ended: bool = False) -> tuple[Assignment, ...]:
    return (Assignment(unit=unit, sent_at=START, part="lead", ended_at=START if ended else None),)


def test_what_the_seat_holds_is_looked_up_by_those_who_take_calls_alone(seat: Seat, cached: Cached) -> None:
    doc = case_doc("全楼停水", phone_keys=keys_of(HASH_KEY, NUMBER), assignments=_part(OTHERS))
    cached(lambda cache: cases.put_shown(cache, [doc]))
    probe = Probe(phone=NUMBER, area_code=areas()[0], class_code=doc.order.class_code, text="全楼停水")
    for role, unit, found in ((Role.DISPATCHER, "", 1), (Role.UNIT, OWN, 0), (Role.ADMIN, "", 0)):
        _is_here(seat, role, unit)
        assert len(seat.search(Query(text="停水")).result().lines) == found
        assert len(seat.caller_history(NUMBER).result().lines) == found
        assert len(seat.likely_duplicates(probe).result()) == found


def test_a_case_is_shown_to_a_unit_that_has_it_and_without_the_note_on_its_caller(seat: Seat, cached: Cached) -> None:
    own, others = case_doc("停水", assignments=_part(OWN)), case_doc("占道", assignments=_part(OTHERS))
    before = case_doc("路灯", assignments=_part(OWN, ended=True) + _part(OTHERS))
    noted = TimelineEntry(kind=min(NOTE_COMMANDS), at=START, operator="1007")
    own = own.model_copy(update={"timeline": (*own.timeline, noted)})
    cached(lambda cache: cases.put_shown(cache, [own, others, before]))
    _is_here(seat, Role.UNIT, OWN)
    shown = seat.case(own.order.id).result()
    assert shown is not None
    assert [entry.kind for entry in shown.doc.timeline] == ["file_case"]
    assert seat.case(others.order.id).result() is None
    assert seat.case(before.order.id).result() is None
    _is_here(seat, Role.DISPATCHER)
    assert seat.case(others.order.id).result() is not None
    _is_here(seat, Role.TRAINER)
    assert seat.case(own.order.id).result() is None


def _hands_over(seat: Seat, draft_id: str, role: Role, unit: str = "") -> None:
    _is_here(seat, role, unit)
    assert seat.session is not None
    seat.put_draft(draft(draft_id)).result()
    seat.sign_out(seat.session, {draft_id: Disposal.HAND_OVER}).result()


def _is_handed(seat: Seat, role: Role, unit: str = "") -> list[str]:
    _is_here(seat, role, unit)
    return [each.id for each in seat.drafts("next").result()]


def test_what_is_handed_to_whoever_comes_next_stays_with_the_hotline_or_with_the_unit(seat: Seat) -> None:
    _hands_over(seat, "call", Role.OPERATOR)
    _hands_over(seat, "reply", Role.UNIT, OWN)
    assert _is_handed(seat, Role.UNIT, OWN) == ["reply"]
    assert _is_handed(seat, Role.UNIT, OTHERS) == []
    assert _is_handed(seat, Role.OPERATOR) == ["call"]
    _is_here(seat, Role.UNIT, OWN)
    assert seat.session is not None
    seat.sign_out(seat.session, {"reply": Disposal.HAND_OVER}).result()  # handed on once more
    assert _is_handed(seat, Role.UNIT, OWN) == ["reply"]
