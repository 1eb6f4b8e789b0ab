"""Work lists: who sees which case in which order, how many wait, what is proposed, and what it takes to find that."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, select, update

from case_api.cases.purge import purge_case
from case_api.cases.purge_reason import PurgeReason
from case_api.cases.query import CaseQuery
from case_api.cases.reading import case_doc
from case_api.cases.search import search
from case_api.cases.work_list_page import cursor_of, work_list_page
from case_api.centre import Centre
from case_api.cipher import Cipher
from case_api.problems import ProblemError
from case_api.storage.engine import open_engine, reading, writing
from case_api.storage.tables_cases import accepted_by, case_units, cases
from hotline.codes import Role
from hotline.context import Actor
from hotline.queue_doc import QueueCounts, QueueName, QueuePage
from hotline.wire import Problem
from tests.case_api.core.clock_city import CLOCK_CITY, called_back, dispatched, give, order_of, replied
from tests.case_api.core.pushing import PHONE, START, Clock, Grants, Seat, intake
from tests.case_api.core.rows import rows_of

_READERS: dict[QueueName, Actor] = {
    "dispatch": Actor("d-1", frozenset({Role.DISPATCHER})),
    "lead": Actor("l-1", frozenset({Role.LEAD})),
    "unit": Actor("u-1", frozenset({Role.UNIT}), unit="W"),
    "callback": Actor("c-1", frozenset({Role.CALLBACK})),
    "supervision": Actor("s-1", frozenset({Role.SUPERVISOR})),
    "extension": Actor("l-1", frozenset({Role.LEAD})),
    "naming": Actor("le-1", frozenset({Role.LEADER})),
    "exclusion": Actor("q-1", frozenset({Role.QUALITY})),
    "caller_note": Actor("l-1", frozenset({Role.LEAD})),
}


@pytest.fixture
def centre(database_url: str, clock: Clock, grants: Grants) -> Iterator[Centre]:
    """A centre of the city with clocks."""
    engine = open_engine(database_url)
    yield Centre(engine, Cipher(bytes(32)), CLOCK_CITY, grants, now=clock)
    engine.dispose()


def page(centre: Centre, queue: QueueName, *, unit: str = "W", cursor: str = "", limit: int = 50) -> QueuePage:
    reader = Actor("u-1", frozenset({Role.UNIT}), unit=unit) if queue == "unit" else _READERS[queue]
    return work_list_page(centre, queue, reader, cursor=cursor, limit=limit)


def ids(found: QueuePage) -> list[UUID]:
    return [line.order.id for line in found.lines]


def where(centre: Centre, case_id: UUID) -> set[str]:
    """Return the work lists in which a case stands; of units, W's and W2's."""
    found = {queue for queue in _READERS if queue != "unit" and case_id in ids(page(centre, queue))}
    return found | {unit for unit in ("W", "W2", "R") if case_id in ids(page(centre, "unit", unit=unit))}


def test_a_case_stands_in_the_list_of_whoever_has_to_do_the_next_thing(seat: Seat, centre: Centre) -> None:
    case_id = seat.file()
    assert where(centre, case_id) == {"dispatch"}
    give(centre, case_id, "query_seat", Role.DISPATCHER, question="哪栋楼")
    assert where(centre, case_id) == set()
    seat.give("answer_query", case_id, answer="12号楼")
    assert where(centre, case_id) == {"dispatch"}
    dispatched(centre, case_id)
    assert where(centre, case_id) == {"W"}
    replied(centre, case_id)
    assert where(centre, case_id) == {"callback"}
    called_back(centre, case_id)
    assert where(centre, case_id) == set()


def test_a_proposed_refusal_waits_for_a_lead(seat: Seat, centre: Centre) -> None:
    given = {"intake": intake(content="要求代写诉状"), "refusal": "out_of_scope", "reason": "r"}
    mutation = seat.mutation(
        "propose_refusal", UUID(int=7), number=seat.number(), pack_version="0", legal_route="lawsuit", **given
    )
    assert seat.push(mutation).results[0].outcome == "applied"
    assert where(centre, UUID(int=7)) == {"lead"}


def test_an_upper_unit_keeps_what_it_passed_down_and_a_co_unit_what_it_has_not_replied_to(
    seat: Seat, centre: Centre
) -> None:
    case_id = seat.file()
    give(centre, case_id, "assign", Role.DISPATCHER, unit="W", co_units=["R"])
    assert where(centre, case_id) == {"W", "R"}
    give(centre, case_id, "sign", Role.UNIT, "W")
    give(centre, case_id, "co_reply", Role.UNIT, "R", reply="已配合")
    assert where(centre, case_id) == {"W"}
    give(centre, case_id, "pass_down", Role.UNIT, "W", unit="W2")
    assert where(centre, case_id) == {"W", "W2"}
    with reading(centre.engine) as conn:
        assert conn.execute(select(cases.c.unit)).scalar_one() == "W2"


def test_a_unit_sees_its_own_cases_alone(seat: Seat, centre: Centre) -> None:
    mine, others = seat.file(), seat.file()
    dispatched(centre, mine)
    dispatched(centre, others, "R")
    reader = _READERS["unit"]
    found = search(centre, CaseQuery(), reader).cases
    assert [doc.order.id for doc in found] == [mine]
    assert case_doc(centre, mine, reader) is not None
    assert case_doc(centre, others, reader) is None
    assert len(search(centre, CaseQuery(), _READERS["dispatch"]).cases) == 2
    both = Actor("b-1", frozenset({Role.UNIT, Role.CALLBACK}), unit="W")
    assert case_doc(centre, others, both) is not None
    replied(centre, mine)
    called_back(centre, mine)
    assert case_doc(centre, mine, reader) is not None


def test_a_unit_that_gave_a_case_back_sees_it_no_more(seat: Seat, centre: Centre) -> None:
    case_id = seat.file()
    give(centre, case_id, "assign", Role.DISPATCHER, unit="W")
    give(centre, case_id, "request_return", Role.UNIT, "W", reason="not_ours", explanation="非本单位职责")
    assert where(centre, case_id) == {"dispatch"}
    assert case_doc(centre, case_id, _READERS["unit"]) is not None
    give(centre, case_id, "decide_return", Role.DISPATCHER, accept=True, reason="属实")
    assert where(centre, case_id) == {"dispatch"}
    assert case_doc(centre, case_id, _READERS["unit"]) is None


@pytest.mark.parametrize("queue", list(_READERS))
def test_a_list_is_given_to_its_own_people_only(centre: Centre, queue: QueueName) -> None:
    allowed = {
        "dispatch": {Role.DISPATCHER, Role.LEAD},
        "lead": {Role.LEAD},
        "unit": {Role.UNIT},
        "callback": {Role.CALLBACK},
        "supervision": {Role.SUPERVISOR, Role.LEAD, Role.LEADER},
        "extension": {Role.SUPERVISOR, Role.LEAD},
        "naming": {Role.LEADER},
        "exclusion": {Role.QUALITY},
        "caller_note": {Role.LEAD},
    }[queue]
    given = set()
    for role in Role:
        with suppress(ProblemError):
            work_list_page(centre, queue, Actor("x", frozenset({role}), unit="W"))
            given.add(role)
    assert given == allowed


def test_who_works_for_no_unit_is_told_so(centre: Centre, seat: Seat) -> None:
    nobody = Actor("u-9", frozenset({Role.UNIT}))
    for ask in (
        lambda: work_list_page(centre, "unit", nobody),
        lambda: search(centre, CaseQuery(), nobody),
        lambda: case_doc(centre, seat.file(), nobody),
    ):
        with pytest.raises(ProblemError, match="no unit"):
            ask()


def test_what_goes_red_first_stands_first_and_what_has_no_clock_last(seat: Seat, centre: Centre, clock: Clock) -> None:
    filed = []
    for _ in range(6):
        filed.append(seat.file())
        clock.advance(minutes=1)
    with writing(centre.engine) as conn:  # two from before there were clocks
        conn.execute(update(cases).where(cases.c.id.in_(filed[1:3])).values(red_at=None))
        conn.execute(update(cases).where(cases.c.id == filed[5]).values(red_at=START - timedelta(days=1)))
    wanted = [filed[5], filed[0], filed[3], filed[4], filed[1], filed[2]]
    whole = page(centre, "dispatch")
    assert (ids(whole), whole.next) == (wanted, None)
    for limit in (1, 2, 3, 4, 5):
        found, cursor = [], ""
        while True:
            some = page(centre, "dispatch", cursor=cursor, limit=limit)
            assert 0 < len(some.lines) <= limit
            found += ids(some)
            if some.next is None:
                break
            cursor = some.next
        assert found == wanted


def test_cases_that_come_and_go_between_two_pages_move_no_other(seat: Seat, centre: Centre, clock: Clock) -> None:
    filed = []
    for _ in range(4):
        filed.append(seat.file())
        clock.advance(seconds=10)
    first = page(centre, "dispatch", limit=2)
    dispatched(centre, filed[0])
    late = seat.file()
    assert first.next
    assert ids(page(centre, "dispatch", cursor=first.next)) == [filed[2], filed[3], late]


@pytest.mark.parametrize(
    "cursor", ["x", "AAAA", "Pz8_", "IDIwMjYtMDEtMDEgMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE="]
)
def test_a_cursor_that_no_page_gave_is_refused(centre: Centre, cursor: str) -> None:
    with pytest.raises(ProblemError) as raised:
        page(centre, "dispatch", cursor=cursor)
    assert (raised.value.problem, raised.value.status) == (Problem.INVALID, 422)


def test_a_cursor_at_either_end_of_the_calendar_is_one(seat: Seat, centre: Centre) -> None:
    case_id = seat.file()
    zone = timezone(timedelta(hours=14))
    for moment, found in ((datetime(1, 1, 1, tzinfo=zone), [case_id]), (datetime.max.replace(tzinfo=UTC), [])):
        assert ids(page(centre, "dispatch", cursor=cursor_of(moment, START, case_id))) == found


def test_a_list_says_how_many_wait_and_how_long(seat: Seat, centre: Centre, clock: Clock) -> None:
    assert page(centre, "dispatch").counts == QueueCounts(waiting=0, yellow=0, red=0, oldest=None)
    first = seat.file()
    clock.advance(minutes=4)
    seat.file()
    clock.advance(minutes=4)
    give(centre, first, "note_light", Role.WORKER)
    counts = page(centre, "dispatch").counts
    assert (counts.waiting, counts.yellow, counts.red, counts.oldest) == (2, 1, 0, START)
    clock.advance(minutes=2)
    counts = page(centre, "dispatch").counts  # red by the clock, whether or not the worker has been there
    assert (counts.waiting, counts.yellow, counts.red) == (2, 0, 1)
    assert page(centre, "dispatch").as_of == clock()


def test_lines_are_masked(seat: Seat, centre: Centre) -> None:
    seat.file()
    (line,) = page(centre, "dispatch").lines
    assert (line.order.caller_phone, line.order.caller_name) == ("199****1234", "李**")
    assert PHONE not in page(centre, "dispatch").model_dump_json()


def test_the_usual_unit_is_proposed_first_then_who_accepted_such_a_case_last(
    seat: Seat, centre: Centre, clock: Clock
) -> None:
    def proposed() -> list[tuple[str, int, int]]:
        line = next(line for line in page(centre, "dispatch").lines if line.order.id == waiting)
        return [(each.unit, each.times, each.share) for each in line.proposed]

    waiting = seat.file()
    assert proposed() == [("W2", 0, 0)]
    for unit in ("R", "R", "R", "W"):
        clock.advance(minutes=1)
        dispatched(centre, seat.file(), unit)
    assert proposed() == [("W2", 0, 0), ("W", 1, 25), ("R", 3, 75)]
    dispatched(centre, seat.file(), "W2")
    assert proposed() == [("W2", 1, 20), ("W", 1, 20), ("R", 3, 60)]
    elsewhere = seat.file(area_code="9201")
    line = next(line for line in page(centre, "dispatch").lines if line.order.id == elsewhere)
    assert [each.unit for each in line.proposed] == ["W"]
    assert line.proposed[0].last_at is None
    row = next(row for row in rows_of(centre, accepted_by) if row.unit == "W")
    assert (row.class_code, row.area_code, row.last_at) == ("010101", "9101", START + timedelta(minutes=4))


def test_a_refused_signing_is_no_acceptance(seat: Seat, centre: Centre) -> None:
    case_id = seat.file()
    give(centre, case_id, "assign", Role.DISPATCHER, unit="W")
    with pytest.raises(ProblemError):
        give(centre, case_id, "sign", Role.UNIT, "R")
    assert rows_of(centre, accepted_by) == []


def test_merged_callers_are_called_back_once_the_reply_has_passed(seat: Seat, centre: Centre, clock: Clock) -> None:
    parent, child, other = seat.file(), seat.file(), seat.file()
    give(centre, child, "merge", Role.DISPATCHER, parent=str(parent))
    give(centre, other, "merge", Role.DISPATCHER, parent=str(parent))
    assert page(centre, "dispatch").lines[0].number_of_callers == 3
    assert where(centre, child) == set()
    dispatched(centre, parent)
    replied(centre, parent)
    assert {*ids(page(centre, "callback"))} == {parent, child, other}
    called_back(centre, child)
    assert {*ids(page(centre, "callback"))} == {parent, other}
    give(centre, other, "record_callback", Role.CALLBACK, reached=False, not_reached="no_answer")
    assert {*ids(page(centre, "callback"))} == {parent, other}
    clock.advance(days=1)
    again = {"reached": True, "contacted_by_unit": True, "solved": "unsolved", "satisfied": "dissatisfied"}
    give(centre, parent, "record_callback", Role.CALLBACK, **again, redo=True)
    assert ids(page(centre, "callback")) == []
    assert where(centre, parent) == {"W"}
    give(centre, parent, "sign", Role.UNIT, "W")
    replied(centre, parent)
    assert {*ids(page(centre, "callback"))} == {parent, other}
    clock.advance(days=1)
    called_back(centre, parent)
    assert ids(page(centre, "callback")) == [other]
    called_back(centre, other)
    assert ids(page(centre, "callback")) == []


def test_a_caller_who_is_merged_late_is_called_back_too_and_one_who_is_let_go_is_dispatched(
    seat: Seat, centre: Centre
) -> None:
    parent, late = seat.file(), seat.file()
    dispatched(centre, parent)
    replied(centre, parent)
    give(centre, late, "merge", Role.DISPATCHER, parent=str(parent))
    assert where(centre, late) == {"callback"}
    give(centre, late, "unmerge", Role.DISPATCHER, reason="不是同一件事")
    assert where(centre, late) == {"dispatch"}


def test_what_waits_for_a_supervisors_or_a_leaders_decision_is_in_sight_with_green_lamps(
    seat: Seat, centre: Centre
) -> None:
    longer, named = seat.file(), seat.file()
    for case_id in (longer, named):
        dispatched(centre, case_id)
    assert ids(page(centre, "supervision")) == []
    give(centre, longer, "request_extension", Role.UNIT, "W", days=1, reason="缺配件")
    give(centre, named, "name_unit", Role.SUPERVISOR, unit="W", why="拖延")
    assert {*ids(page(centre, "supervision"))} == {longer, named}
    assert (ids(page(centre, "extension")), ids(page(centre, "naming"))) == ([longer], [named])
    for role, theirs in ((Role.LEAD, 1), (Role.SUPERVISOR, 1), (Role.LEADER, 1)):
        counts = work_list_page(centre, "supervision", Actor("x", frozenset({role}))).counts
        assert (counts.waiting, counts.to_decide) == (2, theirs)
    give(centre, longer, "decide_extension", Role.LEAD, grant=False, reason="不准")
    give(centre, named, "decide_naming", Role.LEADER, grant=True, reason="属实")
    for queue in ("supervision", "extension", "naming"):
        assert ids(page(centre, queue)) == []


def test_an_exclusion_waits_for_a_reviewer_until_it_is_decided_though_the_case_is_settled(
    seat: Seat, centre: Centre
) -> None:
    case_id = seat.file()
    dispatched(centre, case_id)
    replied(centre, case_id)
    called_back(centre, case_id)
    give(centre, case_id, "request_exclusion", Role.UNIT, "W", reason="政策不允许", evidence="文件")
    assert where(centre, case_id) == {"exclusion"}
    give(centre, case_id, "decide_exclusion", Role.QUALITY, grant=True, reason="属实")
    assert where(centre, case_id) == set()


def test_a_note_on_a_caller_waits_for_a_lead_wherever_its_case_is(seat: Seat, centre: Centre, clock: Clock) -> None:
    case_id = seat.file()
    until = (clock() + timedelta(days=30)).date().isoformat()
    seat.give("propose_caller_note", case_id, reason="abuse", text="辱骂接线员", until=until)
    assert where(centre, case_id) == {"dispatch", "caller_note"}
    give(centre, case_id, "decide_caller_note", Role.LEAD, grant=True, reason="录音为证")
    assert where(centre, case_id) == {"dispatch"}


def test_supervisors_see_key_sources_lamps_and_notices_that_wait(seat: Seat, centre: Centre, clock: Clock) -> None:
    plain, governor, pressed = seat.file(), seat.file(channel="province"), seat.file()
    give(centre, pressed, "supervise", Role.SUPERVISOR, kind="urging", text="请速办", due="2026-11-23T10:00:00Z")
    assert {*ids(page(centre, "supervision"))} == {governor, pressed}
    clock.advance(minutes=8)
    give(centre, plain, "note_light", Role.WORKER)
    assert {*ids(page(centre, "supervision"))} == {plain, governor, pressed}
    for case_id in (plain, governor, pressed):
        dispatched(centre, case_id)
    assert {*ids(page(centre, "supervision"))} == {governor, pressed}
    give(centre, pressed, "answer_supervision", Role.UNIT, "W", index=0, answer="已派人")
    assert ids(page(centre, "supervision")) == [governor]
    replied(centre, governor)
    called_back(centre, governor)
    assert ids(page(centre, "supervision")) == []


def test_the_columns_follow_the_clocks(seat: Seat, centre: Centre, clock: Clock) -> None:
    case_id = seat.file()

    def columns() -> tuple[object, ...]:
        (row,) = rows_of(centre, cases)
        return row.red_at, row.turn_at, row.light, row.since, row.ended_at

    def minutes(after: int) -> datetime:
        return START + timedelta(minutes=after)

    assert columns() == (minutes(10), minutes(7), "green", START, None)
    clock.advance(minutes=8)
    give(centre, case_id, "note_light", Role.WORKER)
    assert columns() == (minutes(10), minutes(10), "yellow", START, None)
    clock.advance(minutes=1)
    dispatched(centre, case_id)
    handling = order_of(centre, case_id).clocks[-1]
    assert columns() == (handling.red_at, handling.yellow_at, "green", minutes(9), None)
    give(centre, case_id, "hold", Role.SUPERVISOR, reason="on_hold", plan="等材料", review_on="2026-12-01")
    assert columns() == (None, None, "grey", minutes(9), None)
    give(centre, case_id, "resume", Role.SUPERVISOR, reason="材料到了")
    replied(centre, case_id)
    called_back(centre, case_id)
    assert columns() == (None, None, "", minutes(9), minutes(9))


def test_an_erased_case_leaves_no_unit_behind(seat: Seat, centre: Centre) -> None:
    case_id = seat.file()
    dispatched(centre, case_id)
    assert len(rows_of(centre, case_units)) == 1
    purge_case(centre, case_id, next(iter(PurgeReason)), "admin")
    assert rows_of(centre, case_units) == []


@pytest.mark.parametrize(
    ("queue", "index"),
    [
        ("dispatch", "ix_cases_queue"),
        ("callback", "ix_cases_queue"),
        ("unit", "ix_case_units_waits"),
        ("supervision", "ix_cases_supervised"),
        ("extension", "ix_cases_extension"),
        ("naming", "ix_cases_naming"),
        ("exclusion", "ix_cases_exclusion"),
        ("caller_note", "ix_cases_note"),
    ],
)
def test_a_page_is_found_by_an_index_of_the_cases_that_wait(
    sqlite_url: str, clock: Clock, grants: Grants, queue: QueueName, index: str
) -> None:
    engine = open_engine(sqlite_url)
    centre = Centre(engine, Cipher(bytes(32)), CLOCK_CITY, grants, now=clock)
    asked: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda _conn, _cursor, said, *more: asked.append((said, more[0])))
    page(centre, queue)
    for red_at in (START, None):
        page(centre, queue, cursor=cursor_of(red_at, START, UUID(int=1)))
    looked = [each for each in asked if "FROM cases" in each[0]]
    # A count and keys with and without a clock, by a page at the top and one after each kind; of what is supervised
    # also how many are to be decided on.
    assert len(looked) == (11 if queue == "supervision" else 8)
    with reading(engine) as conn:
        for said, values in looked:
            told = " / ".join(row[-1] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", values))
            used = "ix_cases_extension" if queue == "supervision" and "extension_asked" in said else index
            assert used in told
            assert "SCAN cases" not in told.replace(f"SCAN cases USING COVERING INDEX {used}", "")
            assert queue == "unit" or "TEMP B-TREE" not in told
    engine.dispose()
