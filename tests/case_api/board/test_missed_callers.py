"""The list of callers who gave up, as the switch tells of them: one entry each, until somebody has spoken to them."""

from dataclasses import replace
from datetime import datetime
from itertools import permutations
from uuid import UUID

import pytest
from sqlalchemy import select, update

from case_api.board.counter import newest_n
from case_api.cases.purge import purge_case
from case_api.cases.purge_reason import PurgeReason
from case_api.centre import Centre
from case_api.storage.engine import reading, writing
from case_api.storage.tables_calls import missed_callers
from case_api.telephony.missed_callers import FORGOTTEN, give_up_on
from tests.case_api.core.pushing import Grants, Seat
from tests.hotline.calls_told import second

from .gave_up import AGAIN, FIRST, GAVE_UP, GAVE_UP_AGAIN, GOT_THROUGH, OTHER, PHONE, THIRD, calls_in, tell


def entries(centre: Centre) -> list[tuple[UUID, int, str]]:
    """Return first call, number of calls and how it was settled, of every caller on the list or settled.

    Calls that turned out not to have been missed are none of them.
    """
    with reading(centre.engine) as conn:
        rows = conn.execute(select(missed_callers).order_by(missed_callers.c.call_id)).all()
    for row in rows:
        assert bool(row.number) == bool(row.phone_key) == (not row.settled), "both are kept for who is to be called"
    return [(row.call_id, row.calls, row.settled) for row in rows if row.settled != "not_missed"]


def test_who_gives_up_twice_is_one_caller_who_called_twice(centre: Centre) -> None:
    tell(centre, calls_in(FIRST, *GAVE_UP), calls_in(AGAIN, *GAVE_UP_AGAIN), calls_in(THIRD, *GAVE_UP, number=OTHER))
    assert entries(centre) == [(FIRST, 2, ""), (THIRD, 1, "")]
    with reading(centre.engine) as conn:
        row = conn.execute(select(missed_callers).where(missed_callers.c.call_id == FIRST)).one()
    assert (row.abandoned_at, row.waited_s) == (second(130), 30)
    assert centre.cipher.open(row.number, FIRST.bytes) == PHONE


def test_what_is_told_again_changes_nothing(centre: Centre) -> None:
    events = calls_in(FIRST, *GAVE_UP)
    tell(centre, events, events, events[1:])
    assert entries(centre) == [(FIRST, 1, "")]


@pytest.mark.parametrize("number", ["", "anonymous"])
def test_who_hides_their_number_is_on_no_list(centre: Centre, number: str) -> None:
    tell(centre, calls_in(FIRST, *GAVE_UP, number=number))
    assert entries(centre) == []


def test_who_calls_again_and_is_answered_needs_no_call_back(centre: Centre) -> None:
    tell(centre, calls_in(FIRST, *GAVE_UP), calls_in(AGAIN, *GOT_THROUGH))
    assert entries(centre) == [(FIRST, 1, "called_again")]
    tell(centre, calls_in(THIRD, *GAVE_UP_AGAIN))  # and then gives up once more
    assert entries(centre) == [(FIRST, 1, "called_again"), (THIRD, 1, "")]


HANDED_ON = ("70 transferred 0042", "71 offered enterprise", "90 abandoned")


def test_who_gives_up_waiting_again_after_a_transfer_is_to_be_called_back(centre: Centre) -> None:
    told = calls_in(FIRST, *GOT_THROUGH, *HANDED_ON)
    tell(centre, *([event] for event in told[:-1]))
    assert entries(centre) == []
    tell(centre, told[-1:])
    assert entries(centre) == [(FIRST, 1, "")]
    tell(centre, calls_in(AGAIN, "100 offered", "101 ringing 0042", "105 answered 0042"))
    assert entries(centre) == [(FIRST, 1, "called_again")]


@pytest.mark.parametrize("order", [1, -1])
def test_in_whatever_order_a_transfer_is_told_who_gave_up_after_it_is_on_the_list_once(
    centre: Centre, order: int
) -> None:
    first, *rest = calls_in(FIRST, *GOT_THROUGH, *HANDED_ON)
    tell(centre, calls_in(AGAIN, *GAVE_UP), [first], *([event] for event in rest[::order]))
    assert [(calls, settled) for _, calls, settled in entries(centre) if not settled] == [(1, "")]


def test_who_was_answered_after_a_transfer_is_on_no_list(centre: Centre) -> None:
    tell(
        centre, calls_in(FIRST, *GOT_THROUGH, *HANDED_ON[:-1], "80 ringing 0043", "84 answered 0043", "95 hung_up 0043")
    )
    assert entries(centre) == []


def test_whom_a_queue_gave_up_is_missed_once_however_often_they_wait_on(centre: Centre) -> None:
    flowed_on = calls_in(FIRST, "0 offered", "30 flowed_out", "31 offered other", "50 abandoned")
    tell(centre, flowed_on[:2])
    assert entries(centre) == [(FIRST, 1, "")]
    tell(centre, flowed_on[2:3])
    assert entries(centre) == []  # they wait again: nobody is to call them
    tell(centre, flowed_on[3:])
    assert entries(centre) == [(FIRST, 1, "")]


def test_who_was_called_back_while_the_queue_had_given_them_up_may_give_up_once_more(centre: Centre) -> None:
    flowed_on = calls_in(FIRST, "0 offered", "30 flowed_out", "90 offered other", "110 abandoned")
    tell(centre, flowed_on[:2])
    with writing(centre.engine) as conn:
        conn.execute(update(missed_callers).values(settled="called_back", settled_at=second(60), **FORGOTTEN))
    tell(centre, flowed_on[2:3], flowed_on[3:])
    assert entries(centre) == [(FIRST, 1, "")]


def test_who_waits_on_after_giving_up_before_is_still_one_who_gave_up_before(centre: Centre) -> None:
    tell(centre, calls_in(FIRST, *GAVE_UP))
    flowed_on = calls_in(AGAIN, "60 offered", "70 flowed_out", "71 offered other", "80 ringing 0042")
    tell(centre, *([event] for event in flowed_on))
    assert entries(centre) == [(FIRST, 1, "")]


def test_an_answer_that_is_told_late_takes_off_only_who_had_given_up_before_it(centre: Centre) -> None:
    tell(centre, calls_in(THIRD, *GAVE_UP_AGAIN), calls_in(AGAIN, *GOT_THROUGH))
    assert entries(centre) == [(THIRD, 1, "")]


def test_who_was_answered_after_all_is_not_called_back_when_it_is_told_late_that_they_had_given_up(
    centre: Centre,
) -> None:
    tell(centre, calls_in(AGAIN, *GOT_THROUGH), calls_in(FIRST, *GAVE_UP))
    assert entries(centre) == []


def test_a_call_that_turns_out_to_have_been_answered_was_never_missed(centre: Centre) -> None:
    events = calls_in(FIRST, "0 offered", "5 ringing 0042", "8 answered 0042", "45 abandoned")
    tell(centre, [events[0], events[3]])
    assert entries(centre) == [(FIRST, 1, "")]
    tell(centre, events[1:3])
    assert entries(centre) == []


def test_in_whatever_order_a_call_is_told_its_caller_is_on_the_list_once(centre: Centre) -> None:
    for number, order in enumerate(permutations((0, 1, 2))):
        call, phone = UUID(int=number + 10), f"1990000{number:04}"
        events = calls_in(call, "0 offered", "20 ringing 0042", "45 abandoned", number=phone)
        tell(centre, *([events[place]] for place in order))
    assert entries(centre) == [(UUID(int=number + 10), 1, "") for number in range(6)]


def still_missed(centre: Centre, phone: str) -> list[tuple[int, datetime, float]]:
    """Return how often a caller gave up since somebody spoke to them, and when and after how long the last time."""
    key = centre.cipher.phone_key(phone)
    with reading(centre.engine) as conn:
        rows = conn.execute(select(missed_callers).where(missed_callers.c.phone_key == key)).all()
    return [(row.calls, row.abandoned_at, row.waited_s) for row in rows]


def test_in_whatever_order_the_calls_of_a_caller_are_told_the_list_says_the_same(centre: Centre) -> None:
    lives = (
        GAVE_UP,
        ("60 offered", "61 ringing 0042", "65 answered 0042", "95 hung_up"),
        ("100 offered", "130 abandoned"),
        ("200 offered", "260 abandoned"),
    )
    for number, order in enumerate(permutations(range(4))):
        phone = f"1990000{number:04}"
        told = [calls_in(UUID(int=100 + 4 * number + n), *life, number=phone) for n, life in enumerate(lives)]
        tell(centre, *(told[place] for place in order))
        assert still_missed(centre, phone) == [(2, second(260), 60)], order


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_who_gives_up_one_of_two_calls_and_is_answered_on_the_other_needs_no_call_back(
    centre: Centre, order: tuple[int, int]
) -> None:
    both = [
        calls_in(FIRST, "5 offered", "20 abandoned"),
        calls_in(AGAIN, "0 offered", "25 ringing 0042", "30 answered 0042"),
    ]
    tell(centre, *(both[place] for place in order))
    assert still_missed(centre, PHONE) == []


def test_when_a_caller_gave_up_is_set_right_by_what_is_told_late(centre: Centre) -> None:
    events = calls_in(FIRST, *GAVE_UP)
    tell(centre, [replace(events[1], number=PHONE)], events[:1])
    assert still_missed(centre, PHONE) == [(1, second(45), 45)]


def test_who_turns_out_to_have_given_up_once_less_did_so_when_they_did_before(centre: Centre) -> None:
    again = calls_in(AGAIN, "100 offered enterprise", "110 answered 0042", "130 abandoned")
    tell(centre, calls_in(FIRST, *GAVE_UP), [again[0], again[2]])
    assert still_missed(centre, PHONE) == [(2, second(130), 30)]
    tell(centre, calls_in(THIRD, "200 offered", "210 abandoned"), again[1:2])
    assert still_missed(centre, PHONE) == [(1, second(210), 10)]


def test_the_first_call_of_an_entry_may_be_taken_back_and_come_again(centre: Centre) -> None:
    flowed_on = calls_in(FIRST, "0 offered", "30 flowed_out", "31 offered other", "50 abandoned")
    tell(centre, flowed_on[:2], calls_in(AGAIN, "10 offered", "40 abandoned"))
    assert still_missed(centre, PHONE) == [(2, second(40), 30)]
    tell(centre, flowed_on[2:3])
    assert still_missed(centre, PHONE) == [(1, second(40), 30)]
    tell(centre, flowed_on[3:])
    assert still_missed(centre, PHONE) == [(2, second(50), 19)]


def test_a_number_is_forgotten_where_it_is_too_late_to_call_back(centre: Centre) -> None:
    tell(centre, calls_in(FIRST, *GAVE_UP))
    with writing(centre.engine) as conn:
        assert give_up_on(conn, second(45)) == 0
        assert give_up_on(conn, second(46)) == 1
    assert entries(centre) == [(FIRST, 1, "too_late")]


def test_with_a_case_its_caller_is_erased_from_the_list(centre: Centre) -> None:
    centre.grants = Grants()
    seat = Seat(centre, "0042", "north")
    case_id = seat.file(caller_phone=PHONE)
    tell(centre, calls_in(FIRST, *GAVE_UP), calls_in(THIRD, *GAVE_UP, number=OTHER))
    with reading(centre.engine) as conn:
        before = newest_n(conn)
    assert purge_case(centre, case_id, "admin", PurgeReason.CITIZEN_ASKED)
    assert entries(centre) == [(FIRST, 1, "erased"), (THIRD, 1, "")]
    with reading(centre.engine) as conn:  # boards are told that there is one less to call back
        assert conn.scalar(select(missed_callers.c.board_n).where(missed_callers.c.call_id == FIRST)) == before + 1
