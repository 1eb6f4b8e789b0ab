"""Search finds exactly what LIKE would find, newest first, a page at a time."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from hotline.bigrams import contains
from hotline.codes import State
from hotline.order_number import grouped
from local_cache import cases
from local_cache.callers import key_of
from local_cache.encrypted import Connection
from local_cache.model import Query
from local_cache.seat import Seat
from tests.local_cache.given import HASH_KEY, START, areas, case_doc, pack

Cached = Callable[[Callable[[Connection], object]], object]
SIGNS = "停水电暖气路灯坏了12号楼345单元ABab的不 ，。-_%\"'*𠮷𡈽ｱé１"


def _found(seat: Seat, **query: object) -> list[str]:
    return [line.title for line in seat.search(Query(**query)).result().lines]


def _put(cached: Cached, *docs: object) -> None:
    cached(lambda cache: cases.put_shown(cache, docs))


@pytest.mark.parametrize("seed", range(4))
def test_the_full_result_is_that_of_like(seat: Seat, cached: Cached, seed: int) -> None:
    draw = random.Random(seed)
    texts = ["".join(draw.choices(SIGNS, k=draw.randint(1, 30))) for _ in range(150)]
    docs = [case_doc(text, title="-", at=START + timedelta(seconds=n)) for n, text in enumerate(texts)]
    _put(cached, *docs)
    held = {str(doc.order.id): cases.search_text(doc) for doc in docs}
    for _ in range(120):
        word = "".join(draw.choices(SIGNS, k=draw.randint(1, 4)))
        lines = seat.search(Query(text=word, limit=1000)).result().lines
        wanted = [str(doc.order.id) for doc in reversed(docs) if contains(held[str(doc.order.id)], word)]
        assert [str(line.case_id) for line in lines] == wanted, repr(word)


def test_digits_beside_chinese_are_not_found_apart(seat: Seat, cached: Cached) -> None:
    _put(cached, case_doc("机场路12号楼停水"), case_doc("机场路12号，3号楼停水"))
    assert _found(seat, text="12号楼") == ["机场路12号楼停水"]


def test_full_width_and_case_make_no_difference(seat: Seat, cached: Cached) -> None:
    _put(cached, case_doc("ＡＢＣ超市１２号"))
    assert _found(seat, text="abc超市12") == ["ＡＢＣ超市１２号"]


def test_pages_follow_each_other_without_gap_or_repeat(seat: Seat, cached: Cached) -> None:
    docs = [case_doc(f"停水{n:03}", at=START) for n in range(25)]  # all filed in the same millisecond
    _put(cached, *docs)
    seen: list[UUID] = []
    cursor = ""
    while True:
        page = seat.search(Query(text="停水", limit=10, cursor=cursor)).result()
        seen.extend(line.case_id for line in page.lines)
        cursor = page.next
        if not cursor:
            break
    assert seen == [doc.order.id for doc in reversed(docs)]


def test_the_total_is_said_only_when_it_is_known(seat: Seat, cached: Cached) -> None:
    _put(cached, *[case_doc(f"停水{n}") for n in range(5)])
    assert seat.search(Query(text="停水", limit=5)).result().total == 5
    assert seat.search(Query(text="停水", limit=4)).result().total is None


def test_a_case_that_came_late_stands_at_its_age(seat: Seat, cached: Cached) -> None:
    _put(cached, case_doc("新", at=START))
    _put(cached, case_doc("旧", at=START - timedelta(days=9)))
    assert _found(seat) == ["新", "旧"]


def test_an_amended_case_is_found_by_its_new_words_only(seat: Seat, cached: Cached) -> None:
    doc = case_doc("路灯不亮")
    _put(cached, doc)
    order = doc.order.model_copy(update={"content": "井盖丢失", "title": "井盖丢失", "revision": 2})
    _put(cached, doc.model_copy(update={"order": order}))
    assert _found(seat, text="路灯") == []
    assert _found(seat, text="井盖") == ["井盖丢失"]


def test_a_case_whose_clock_was_corrected_moves_to_its_place(seat: Seat, cached: Cached) -> None:
    wrong = case_doc("钟快十年", at=START + timedelta(days=3650))
    _put(cached, wrong, case_doc("今天"))
    order = wrong.order.model_copy(update={"created_at": START - timedelta(hours=1), "revision": 2})
    _put(cached, wrong.model_copy(update={"order": order}))
    assert _found(seat) == ["今天", "钟快十年"]
    assert _found(seat, text="十年") == ["钟快十年"]


def test_a_removed_case_is_nowhere(seat: Seat, cached: Cached) -> None:
    doc = case_doc("路灯不亮", phone_keys=("k",))
    _put(cached, doc)
    cached(lambda cache: cases.remove(cache, [doc.order.id]))
    assert _found(seat, text="路灯") == _found(seat) == _found(seat, number=doc.order.order_no) == []
    assert cached(lambda cache: cache.execute("SELECT count(*) FROM case_phones").fetchone()) == (0,)


def test_a_number_is_found_in_any_writing_and_so_is_one_that_two_cases_shared(seat: Seat, cached: Cached) -> None:
    first = case_doc("甲")
    second = case_doc("乙", other_numbers=(first.order.order_no,))
    _put(cached, first, second)
    number = first.order.order_no
    assert _found(seat, number=grouped(number)) == ["乙", "甲"]
    assert _found(seat, number="".join(chr(ord(sign) + 0xFEE0) for sign in number)) == ["乙", "甲"]
    assert _found(seat, text=grouped(second.order.order_no)) == ["乙"]
    assert set(_found(seat, number="0007")) == {"甲", "乙"}


def test_a_whole_telephone_number_is_found_and_a_part_of_one_is_not(seat: Seat, cached: Cached) -> None:
    key = key_of(HASH_KEY, "19900001111")
    assert key
    _put(cached, case_doc("有电话", phone_keys=(key,)), case_doc("别人"))
    assert _found(seat, phone="１９９ 0000-1111") == ["有电话"]
    assert _found(seat, phone="+8619900001111") == ["有电话"]
    assert _found(seat, phone="1990000") == []


@pytest.mark.parametrize(
    "typed",
    ["00420300-0004-2", "0004-2", "00004 2", "０００４２", "0042-03", "42 03 000004", "000004-2", " 0042030000042 "],
)
def test_any_part_of_a_case_number_is_found_in_any_writing(seat: Seat, cached: Cached, typed: str) -> None:
    wanted, other = case_doc("甲", order_no="0042030000042"), case_doc("乙", order_no="0043030000081")
    _put(cached, wanted, other)
    assert _found(seat, digits=typed) == ["甲"]


def test_digits_are_a_telephone_number_a_case_number_and_words_at_once_newest_first(seat: Seat, cached: Cached) -> None:
    key = key_of(HASH_KEY, "03151234567")
    assert key
    docs = [
        case_doc("电话", at=START, phone_keys=(key,)),
        case_doc("户号0315-1234567", at=START + timedelta(seconds=1), phone_keys=(key,)),
        case_doc("别人", at=START + timedelta(seconds=2)),
        case_doc("户号03151234567", at=START + timedelta(seconds=3)),
    ]
    _put(cached, *docs)
    wanted = ["户号03151234567", "户号0315-1234567", "电话"]
    assert _found(seat, digits="０３１５-1234567") == wanted
    assert _found(seat, digits="0315-1234567", area_code=docs[0].order.area_code) == wanted
    assert _found(seat, digits="0315-1234567", state=State.CLOSED) == []
    first = seat.search(Query(digits="0315-1234567", limit=1)).result()
    rest = seat.search(Query(digits="0315-1234567", cursor=first.next)).result()
    assert [line.title for line in (*first.lines, *rest.lines)] == wanted


def test_a_number_grouped_in_a_text_is_found_as_it_was_written(seat: Seat, cached: Cached) -> None:
    others = ["0042030000042", "0043030000081"]
    _put(cached, *(case_doc(text, order_no=no) for text, no in zip(("3-2-501漏水", "12号楼"), others, strict=True)))
    assert _found(seat, digits="3-2-501") == ["3-2-501漏水"]
    assert _found(seat, digits="12") == ["12号楼"]


def test_part_of_a_telephone_number_is_not_looked_for_on_the_seat(seat: Seat, cached: Cached) -> None:
    _put(cached, case_doc("5678", caller_phone="138****5678"))
    assert _found(seat, phone_part="5678") == []


def test_a_name_is_found_as_it_looks_masked(seat: Seat, cached: Cached) -> None:
    _put(cached, case_doc("甲", caller_name="李**"), case_doc("乙", caller_name="张**"))
    assert _found(seat, name="李小明") == ["甲"]


def test_places_and_classes_are_found_at_every_level(seat: Seat, cached: Cached) -> None:
    here, there = areas()[0], areas()[-1]
    assert here[:6] != there[:6]
    leaf = pack().leaf_classes()[-1].code
    _put(cached, case_doc("这里", area_code=here), case_doc("那里", area_code=there, class_code=leaf))
    assert _found(seat, area_code=here[:6]) == _found(seat, area_code=here[:9]) == ["这里"]
    assert _found(seat, class_code=leaf[:2]) == _found(seat, class_code=leaf) == ["那里"]
    assert _found(seat, area_code=there, class_code=leaf, text="那") == ["那里"]
    assert _found(seat, area_code=here, class_code=leaf) == []


def test_state_and_time_narrow_too(seat: Seat, cached: Cached) -> None:
    old = START - timedelta(days=30)
    _put(cached, case_doc("旧停水", at=old, state=State.CLOSED), case_doc("新停水"))
    assert _found(seat, state=State.CLOSED) == ["旧停水"]
    assert _found(seat, text="停水", since=START - timedelta(days=1)) == ["新停水"]
    assert _found(seat, text="停水", until=START - timedelta(days=1)) == ["旧停水"]


def test_a_query_of_marks_alone_is_still_what_like_would_find(seat: Seat, cached: Cached) -> None:
    _put(cached, case_doc("[/] 停水"), case_doc("没有"))
    assert _found(seat, text="[/]") == ["[/] 停水"]


@pytest.mark.parametrize("word", ['"', "*", "NEAR(", "a OR b", "text:停水", "-停", "^停水", "停水 AND", "%_", "\x00"])
def test_no_query_is_taken_for_search_syntax(seat: Seat, cached: Cached, word: str) -> None:
    _put(cached, case_doc("停水", caller_name=""))
    assert _found(seat, text=word) == []
