"""Likely duplicates while typing: the same caller, place and class, or a text that says the same."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import CancelledError
from datetime import timedelta

import pytest

from benchmarks import corpus
from local_cache import cases
from local_cache.callers import key_of
from local_cache.encrypted import Connection
from local_cache.model import Likeness, Probe
from local_cache.seat import Seat
from tests.local_cache.given import HASH_KEY, START, a_class, areas, case_doc

Cached = Callable[[Callable[[Connection], object]], object]


def test_the_same_caller_is_offered_before_a_word_is_typed(seat: Seat, cached: Cached) -> None:
    key = key_of(HASH_KEY, "19900001234") or ""
    cached(lambda cache: cases.put_shown(cache, [case_doc("楼道灯坏", phone_keys=(key,)), case_doc("别的")]))
    likely = seat.likely_duplicates(Probe(phone="199 0000 1234")).result()
    assert [(each.line.title, each.why) for each in likely] == [("楼道灯坏", (Likeness.SAME_CALLER,))]


def test_same_place_and_class_is_offered_and_another_place_is_not(seat: Seat, cached: Cached) -> None:
    docs = [case_doc("整栋楼断水", area_code=areas()[0]), case_doc("小区停水了", area_code=areas()[-1])]
    cached(lambda cache: cases.put_shown(cache, docs))
    likely = seat.likely_duplicates(Probe(area_code=areas()[0], class_code=a_class())).result()
    assert [each.line.title for each in likely] == ["整栋楼断水"]
    assert likely[0].why[0] is Likeness.SAME_PLACE_AND_CLASS


def test_the_building_tells_one_matter_from_its_neighbours(seat: Seat, cached: Cached) -> None:
    docs = [
        case_doc(f"{n}号楼{m}单元暖气不热，室内只有十五度，请尽快处理", at=START - timedelta(minutes=n * 7 + m))
        for n in range(1, 12)
        for m in range(1, 4)
    ]
    cached(lambda cache: cases.put_shown(cache, docs))
    probe = Probe(area_code=areas()[0], class_code=a_class(), text="家里温度低，供热不达标，住在7号楼2单元")
    assert "7号楼2单元" in seat.likely_duplicates(probe).result()[0].line.title


def test_an_empty_probe_and_one_that_says_nothing_offer_nothing(seat: Seat, cached: Cached) -> None:
    cached(lambda cache: cases.put_shown(cache, [case_doc("路灯不亮")]))
    for probe in (Probe(), Probe(text="，"), Probe(phone="12"), Probe(text="  [/] ")):
        assert seat.likely_duplicates(probe).result() == []


def test_a_question_that_is_overtaken_is_not_asked(seat: Seat) -> None:
    import threading

    gate = threading.Event()
    seat._files.find.submit(lambda _: gate.wait())
    first = seat.likely_duplicates(Probe(text="停水停水"))
    second = seat.likely_duplicates(Probe(text="停水停水停水"))
    gate.set()
    with pytest.raises(CancelledError):
        first.result()
    assert second.result() == []


def test_most_seeded_repeats_have_their_original_among_the_first_three(seat: Seat, cached: Cached) -> None:
    """A small city of the benchmark's making: 3,000 cases and 60 repeats in other words from other callers."""
    told = list(corpus.docs(3000, seed=5))
    cached(lambda cache: cases.put_shown(cache, [doc for _, doc in told]))
    draw = random.Random(5)
    found = 0
    for matter, doc in draw.sample(told, 60):
        again = corpus.tell_again(draw, matter)
        probe = Probe(again.phone, again.area_code, again.class_code, again.content)
        offered = seat.likely_duplicates(probe).result()[:3]
        found += doc.order.id in [each.line.case_id for each in offered]
    assert found >= 54
