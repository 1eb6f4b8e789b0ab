"""A number rings: what this seat knows of it, masked, newest first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from hotline.case_doc import CallDoc
from hotline.codes import CallerNoteReason, State
from hotline.order_parts import CallerNote
from hotline.work_order import CallTimes
from local_cache import cases, meta
from local_cache.callers import key_of, keys_of
from local_cache.calls import put_call
from local_cache.encrypted import Connection
from local_cache.seat import Seat
from tests.local_cache.given import HASH_KEY, START, case_doc

NUMBER = "19900001234"
KEY = key_of(HASH_KEY, NUMBER) or ""
Cached = Callable[[Callable[[Connection], object]], object]


def test_history_is_newest_first_with_what_is_still_being_worked_on(seat: Seat, cached: Cached) -> None:
    old = case_doc("旧", at=START - timedelta(days=5), state=State.CLOSED, phone_keys=(KEY,), caller_name="李*")
    new = case_doc("新", at=START - timedelta(days=1), state=State.HANDLING, phone_keys=(KEY,), caller_name="李女士")
    other = case_doc("别人", phone_keys=("0" * 32,))
    cached(lambda cache: cases.put_shown(cache, [new, old, other]))
    history = seat.caller_history("+86 199-0000-1234").result()
    assert [line.title for line in history.lines] == ["新", "旧"]
    assert [line.title for line in history.live] == ["新"]
    assert (history.name, history.calls) == ("李女士", 2)


def test_calls_without_a_work_order_count_too(seat: Seat, cached: Cached) -> None:
    call = CallDoc(id=UUID(int=5), at=START, outcome="nuisance", seat="0001", operator="1", phone_keys=(KEY,))
    cached(lambda cache: put_call(cache, call))
    cached(lambda cache: put_call(cache, call))  # the centre sends it back once more
    history = seat.caller_history(NUMBER).result()
    assert (history.calls, [each.outcome for each in history.other]) == (1, ["nuisance"])


def test_a_number_that_is_none_and_one_never_heard_of_have_no_history(seat: Seat, cached: Cached) -> None:
    cached(lambda cache: cases.put_shown(cache, [case_doc("有", phone_keys=(KEY,))]))
    for number in ("", "匿名", "12", "19911112222", "[/]"):
        assert seat.caller_history(number).result().calls == 0


def test_it_says_as_of_when(seat: Seat, cached: Cached) -> None:
    assert seat.caller_history(NUMBER).result().as_of is None
    cached(lambda cache: meta.put(cache, meta.AS_OF, START.isoformat()))
    assert seat.caller_history(NUMBER).result().as_of == START


def test_the_cache_holds_no_number_in_the_clear(seat: Seat, cached: Cached) -> None:
    cached(lambda cache: cases.put_shown(cache, [case_doc("有", phone_keys=keys_of(HASH_KEY, NUMBER, ""))]))
    tables = ("cases", "case_phones", "case_numbers", "rows")
    held = [cached(lambda cache, name=name: cache.execute(f"SELECT * FROM {name}").fetchall()) for name in tables]
    assert NUMBER not in str(held)
    assert KEY in str(held)


def test_an_institution_with_very_many_cases_is_counted_on(seat: Seat, cached: Cached) -> None:
    docs = [case_doc(f"第{n}件", phone_keys=(KEY,)) for n in range(230)]
    cached(lambda cache: cases.put_shown(cache, docs))
    history = seat.caller_history(NUMBER).result()
    assert (history.calls, len(history.lines)) == (230, 200)


def test_a_note_on_the_caller_is_known_once_it_is_approved_and_not_by_the_number_to_call_back(
    seat: Seat, cached: Cached
) -> None:
    other = key_of(HASH_KEY, "19911112222") or ""
    asked = CallerNote(
        at=START, operator="1042", reason=CallerNoteReason.ABUSE, text="辱骂", until=START.date() + timedelta(days=9)
    )
    approved = asked.model_copy(update={"approved_by": "2001"})
    stands = case_doc("甲", phone_keys=(KEY, other), caller_note=approved)
    waits = case_doc("乙", phone_keys=(KEY,), caller_note=asked)
    says_so = case_doc('丙 "caller_note":{', phone_keys=(KEY,))
    cached(lambda cache: cases.put_shown(cache, [stands, waits, says_so]))
    (note,) = seat.caller_history(NUMBER).result().notes
    assert (note.case_id, note.text, note.operator, note.approved_by) == (stands.order.id, "辱骂", "1042", "2001")
    assert (note.reason, note.until) == ("abuse", asked.until)
    assert seat.caller_history("19911112222").result().notes == ()


def test_two_matters_of_one_call_are_one_call_before_and_those_of_the_present_one_none(
    seat: Seat, cached: Cached
) -> None:
    then, now = (CallTimes(call_id=UUID(int=each)) for each in (7, 8))
    docs = [
        case_doc(words, phone_keys=(KEY,), call=call) for words, call in (("电梯", then), ("树", then), ("水", now))
    ]
    cached(lambda cache: cases.put_shown(cache, docs))
    assert seat.caller_history(NUMBER).result().calls == 2
    meanwhile = seat.caller_history(NUMBER, str(UUID(int=8))).result()
    assert (meanwhile.calls, len(meanwhile.lines)) == (1, 3)
