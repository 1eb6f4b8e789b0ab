"""Search at the centre: what is found, in which order, and that nothing is missing or added."""

import random
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from case_api.cases.indexing import index_due, note_due, note_outdated, reindex
from case_api.cases.query import CaseQuery, cursor_after
from case_api.cases.search import search
from case_api.centre import Centre
from case_api.problems import ProblemError
from case_api.storage.engine import writing
from case_api.storage.tables_cases import cases
from case_api.storage.tables_sync import centre_meta
from case_api.storage.terms import put_terms
from hotline.codes import Role
from hotline.context import Actor
from hotline.order_number import grouped
from tests.case_api.core.pushing import Clock, Seat
from tests.case_api.core.rows import doc_of, rows_of

READER = Actor("d-1", frozenset({Role.DISPATCHER}))
SIGNS = "路灯停水电暖气机场楼号小区12A"


@pytest.fixture(params=["indexed", "due"])
def indexed(request: pytest.FixtureRequest, centre: Centre) -> Callable[[], None]:
    """What brings the index up to date, or does nothing: search must be exact either way."""

    def all_of_it() -> None:
        while request.param == "indexed" and index_due(centre, 7):
            pass

    return all_of_it


def _found(centre: Centre, **query: Any) -> list[str]:
    return [case.order.content for case in search(centre, CaseQuery(**query), READER).cases]


def test_words_are_found_as_a_plain_look_would_find_them(
    seat: Seat, centre: Centre, clock: Clock, indexed: Callable[[], None]
) -> None:
    draw = random.Random(12345)
    texts = ["".join(draw.choices(SIGNS, k=draw.randint(1, 12))) for _ in range(60)]
    mutations = []
    for text in texts:
        clock.advance(seconds=1)
        mutations.append(seat.filing(content=text, title="甲", address_text=""))
    for start in range(0, 60, 20):
        seat.push(*mutations[start : start + 20])
    indexed()
    words = ["".join(draw.choices(SIGNS, k=draw.randint(1, 3))) for _ in range(40)] + ["路 灯", "停水 12", "１２", "a"]
    for word in words:
        parts = word.replace("１２", "12").replace("a", "A").split()
        expected = [text for text in reversed(texts) if all(part in text for part in parts)]
        assert _found(centre, text=word, limit=100) == expected, word


def test_only_signs_that_are_no_letters_are_found_too(seat: Seat, centre: Centre) -> None:
    seat.file(content="水压不足！！")
    seat.file(content="停水")
    assert _found(centre, text="！！") == ["水压不足！！"]


def test_rare_and_odd_signs_are_found(seat: Seat, centre: Centre) -> None:
    for content in ("𠮷野家门口", "[/] [red] 水", 'it\'s "so" -- OR', "😀坏了"):
        seat.file(content=content)
        index_due(centre)
        assert content in _found(centre, text=content), content


def test_an_amended_case_is_found_by_its_new_words_only(seat: Seat, centre: Centre) -> None:
    case_id = seat.file(content="停水", address_text="")
    assert index_due(centre) == 1
    seat.give("amend_case", case_id, changes={"content": ["停水", "路灯不亮"], "title": ["停水", "路灯"]})
    assert _found(centre, text="路灯") == ["路灯不亮"]
    assert _found(centre, text="停水") == []
    assert index_due(centre) == 1
    assert _found(centre, text="路灯") == ["路灯不亮"]
    assert index_due(centre) == 0


def test_an_indexer_keeps_off_what_is_being_changed(seat: Seat, centre: Centre) -> None:
    if centre.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer")
    case_id = seat.file(content="停水")
    with writing(centre.engine) as conn:
        note_due(conn, [case_id])
        assert index_due(centre) == 0
    assert index_due(centre) == 1


def test_pages_follow_each_other_newest_first_without_gap_or_repeat(seat: Seat, centre: Centre, clock: Clock) -> None:
    for number in range(12):
        clock.advance(seconds=number % 2)  # every second pair shares its moment
        seat.file(content=f"第{number}件 停水")
    got: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = search(centre, CaseQuery(text="停水", limit=5, cursor=cursor), READER)
        got += [case.order.content for case in page.cases]
        cursor = page.next
    assert len(got) == len(set(got)) == 12
    assert got[0] == "第11件 停水"


def test_by_number_in_any_grouping_and_by_one_that_was_shared(seat: Seat, centre: Centre) -> None:
    number = seat.number()
    first = seat.file(number=number, content="第一")
    second = Seat(centre, "0042", "north").file(number=number, content="第二")
    assert set(_found(centre, number=grouped(number))) == {"第一", "第二"}
    assert _found(centre, number=doc_of(centre, second).order.order_no) == ["第二"]
    assert doc_of(centre, first).order.order_no == number
    with pytest.raises(ProblemError) as raised:
        _found(centre, number=number[:-1] + str((int(number[-1]) + 1) % 10))
    assert (raised.value.status, raised.value.extra) == (422, {"field": "number"})


def test_by_whole_number_and_by_a_part_of_one(seat: Seat, centre: Centre, indexed: Callable[[], None]) -> None:
    seat.file(content="甲", caller_phone="19900001234")
    seat.file(content="乙", caller_phone="19900005678", contact_phone="0315-2826666")
    indexed()
    assert _found(centre, phone="199 0000 1234") == ["甲"]
    assert _found(centre, phone="0315 2826666") == ["乙"]
    assert _found(centre, phone="19900001235") == []
    assert set(_found(centre, phone_part="1990000")) == {"甲", "乙"}
    assert _found(centre, phone_part="5678") == ["乙"]
    assert _found(centre, phone_part="282 6666") == ["乙"]
    assert _found(centre, phone_part="00012340") == []
    for bad in ({"phone": "不是号码"}, {"phone_part": "567"}, {"cursor": "nonsense"}):
        with pytest.raises(ProblemError) as raised:
            _found(centre, **bad)
        assert raised.value.status == 422


def test_any_part_of_a_case_number_finds_it(seat: Seat, centre: Centre, indexed: Callable[[], None]) -> None:
    number = seat.number()  # 0042 01 000001, and a check digit
    seat.file(number=number, content="第一")
    far = Seat(centre, "0077", "north")
    for _ in range(11):
        other = far.number()
    far.file(number=other, content="第十一")
    indexed()
    for start in range(len(number)):
        for end in range(start + 4, len(number) + 1):
            part = number[start:end]
            expected = {"第一"} | ({"第十一"} if part in other else set())
            assert set(_found(centre, number=part)) == expected, part
    assert _found(centre, number="0042-01") == ["第一"]
    assert _found(centre, number="７７ 01-0") == ["第十一"]
    assert _found(centre, number="4201000011") == []
    for bad in ("001", "工单", number + "0"):
        with pytest.raises(ProblemError) as raised:
            _found(centre, number=bad)
        assert (raised.value.status, raised.value.extra) == (422, {"field": "number"})


def test_a_part_of_the_number_that_a_caller_was_read_out_finds_the_case_that_took_another(
    seat: Seat, centre: Centre, indexed: Callable[[], None]
) -> None:
    number = seat.number()
    seat.file(number=number, content="第一")
    Seat(centre, "0042", "north").file(number=number, content="第二")
    indexed()
    assert set(_found(centre, number=number[-6:])) == {"第一", "第二"}


def test_digits_are_found_as_whatever_they_may_be(seat: Seat, centre: Centre, indexed: Callable[[], None]) -> None:
    seat.file(number=seat.number(), content="甲", caller_phone="19900001234", address_text="")
    seat.file(number=seat.number(), content="公交 2010 路改道", caller_phone="0315-2826666", address_text="3-2-501")
    indexed()
    first, second = "甲", "公交 2010 路改道"
    for typed, expected in (
        ("2010 0000", [second, first]),
        ("2010", [second, first]),  # of the text here, of the number there
        ("0042-01-000001-9", [first]),
        ("199 0000 1234", [first]),
        ("+86 199 0000 1234", [first]),
        ("9900001234", []),
        ("3-2-501", [second]),
        ("3－2－501", [second]),
        ("20", [second]),
        ("--", []),
    ):
        assert _found(centre, digits=typed) == expected, typed


def test_what_an_older_program_indexed_is_indexed_anew_once(seat: Seat, centre: Centre) -> None:
    seat.file(number=seat.number(), content="路灯")
    index_due(centre)
    with writing(centre.engine) as conn:
        conn.execute(centre_meta.delete().where(centre_meta.c.k == "terms"))
        put_terms(conn, [(row.id, ["路灯"]) for row in rows_of(centre, cases)])
    assert _found(centre, number="0042") == []
    note_outdated(centre)
    assert _found(centre, number="0042") == ["路灯"]
    assert index_due(centre) == 1
    note_outdated(centre)
    assert index_due(centre) == 0
    assert _found(centre, number="0042") == ["路灯"]


def test_windows_of_a_part_must_stand_together(seat: Seat, centre: Centre) -> None:
    """1234 and 2345 both stand in these numbers, 12345 in one of them only."""
    seat.file(content="甲", caller_phone="19912342345")
    seat.file(content="乙", caller_phone="19900012345")
    assert _found(centre, phone_part="12345") == ["乙"]


def test_places_and_classes_take_in_what_lies_below(seat: Seat, centre: Centre) -> None:
    seat.file(content="北", area_code="9101")
    seat.file(content="南", area_code="9201")
    assert _found(centre, area_code="91") == ["北"]
    assert set(_found(centre, area_code="9")) == {"北", "南"}
    assert _found(centre, area_code="no-such-place") == []
    assert set(_found(centre, class_code="01")) == {"北", "南"}
    assert _found(centre, class_code="02") == []


def test_by_state_and_time(seat: Seat, centre: Centre, clock: Clock) -> None:
    gone = seat.file(content="早")
    start = centre.now()
    clock.advance(hours=1)
    seat.file(content="晚")
    seat.give("withdraw", gone, reason="撤回")
    assert _found(centre, state="withdrawn") == ["早"]
    assert _found(centre, since=centre.now()) == ["晚"]
    assert _found(centre, since=start, until=centre.now()) == ["早"]


def test_the_index_can_be_made_anew(seat: Seat, centre: Centre) -> None:
    seat.file(content="路灯")
    with writing(centre.engine) as conn:
        reindex(conn, centre.cipher)
    assert _found(centre, text="路灯") == ["路灯"]
    assert _found(centre, phone_part="1234") == ["路灯"]


def test_those_who_need_no_cases_find_none(centre: Centre) -> None:
    with pytest.raises(ProblemError) as raised:
        search(centre, CaseQuery(), Actor("root", frozenset({Role.ADMIN})))
    assert raised.value.status == 403


def test_bounds_at_either_end_of_the_calendar_are_bounds(seat: Seat, centre: Centre) -> None:
    case_id = seat.file(content="路灯")
    first, last = "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"
    assert _found(centre, since=first, until=last) == ["路灯"]
    assert _found(centre, since=last) == _found(centre, until=first) == []
    assert _found(centre, cursor=cursor_after(datetime.fromisoformat(first), case_id)) == []
    assert _found(centre, cursor=cursor_after(datetime.fromisoformat(last), case_id)) == ["路灯"]
