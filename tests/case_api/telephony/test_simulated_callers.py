"""Who calls the simulated switch and when: the profile of a day, and callers that depend on the seed alone."""

from collections import Counter
from datetime import timedelta

import pytest

from case_api.settings import Simulator
from case_api.telephony.simulated_callers import DAY
from hotline.codes import CallEventKind as Kind
from tests.case_api.telephony.played import START, answers, nobody_answers, play

BUSY = Simulator(seed=7, seats=("0042", "0077"), calls_per_hour=240, patience_s=20, talk_s=60)
HOUR = timedelta(hours=1)


def test_the_busiest_hour_of_a_day_has_1_8_times_the_mean() -> None:
    assert len(DAY) == 24
    assert sum(DAY) == pytest.approx(24)
    assert max(DAY) == pytest.approx(1.8)


def test_callers_come_as_the_day_has_them_and_as_many_as_was_set() -> None:
    day = play(Simulator(calls_per_hour=400), 24 * 3600, every=600)
    came = Counter(event.at.astimezone().utctimetuple().tm_hour for event in day.of(Kind.OFFERED))
    assert sum(came.values()) == pytest.approx(24 * 400, rel=0.03)
    for hour, share in enumerate(DAY):
        in_utc = (hour - 8) % 24
        assert came[in_utc] == pytest.approx(400 * share, abs=4 * (400 * share) ** 0.5 + 1)


def test_the_day_may_begin_at_another_hour_than_it_is_and_may_be_flat() -> None:
    at_night = play(Simulator(calls_per_hour=400, begin_hour=3), 3600, every=60)
    assert len(at_night.of(Kind.OFFERED)) < 60
    flat = play(Simulator(calls_per_hour=400, begin_hour=3, profile="flat"), 3600, every=60)
    assert len(flat.of(Kind.OFFERED)) == pytest.approx(400, rel=0.15)


def test_fewer_callers_come_where_fewer_seats_are_staffed_if_that_is_wanted() -> None:
    two_of_eight = BUSY.model_copy(update={"full_at_seats": 8, "profile": "flat"})
    assert len(play(two_of_eight, 7200).of(Kind.OFFERED)) == pytest.approx(2 * 240 / 4, rel=0.3)


def test_the_same_seed_brings_the_same_callers_whatever_the_seats_do_and_another_seed_others() -> None:
    def offered(settings: Simulator, wish: object) -> list[tuple[object, str]]:
        return [(each.at, each.number) for each in play(settings, 900, wish).of(Kind.OFFERED)]  # type: ignore[arg-type]

    settled = BUSY.model_copy(update={"transfer_share": 0.0})
    assert offered(settled, answers) == offered(settled, nobody_answers)
    assert offered(settled, answers) != offered(settled.model_copy(update={"seed": 8}), answers)


def test_numbers_are_only_from_a_range_not_in_service_and_some_call_again() -> None:
    numbers = [event.number for event in play(BUSY, 3600, nobody_answers, every=10).of(Kind.OFFERED)]
    assert len(numbers) > 100
    assert all(number.startswith("1990000") and len(number) == 11 for number in numbers)
    assert len(set(numbers)) < len(numbers)


def test_nobody_calls_where_nothing_is_set() -> None:
    assert play(Simulator(), 3600, every=60).told == []
    assert play(Simulator(seats=("0042",)), 3600, every=60).switch.due() is None


def test_a_seat_that_is_to_be_kept_busy_gets_callers_of_its_own_one_after_another() -> None:
    own = Simulator(seats=("0042", "0077"), first_after_s=2, between_s=10, talk_s=20, patience_s=60)
    run = play(own, 300)
    first = run.of(Kind.RINGING)[0]
    assert first.at - START < timedelta(seconds=3)
    rang = [event for event in run.of(Kind.RINGING) if event.seat == "0042"]
    assert len(rang) > 4
    assert run.of(Kind.MISSED, Kind.ABANDONED) == []
    gaps = [
        later.at - ended.at
        for ended, later in zip(
            [event for event in run.of(Kind.HUNG_UP) if event.seat == "0042"], rang[1:], strict=False
        )
    ]
    assert timedelta(seconds=3) < min(gaps)
    assert max(gaps) < timedelta(seconds=32)
