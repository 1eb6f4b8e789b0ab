"""The calls of a week ago that a demo centre has from its beginning on."""

from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from sqlalchemy import func, select

from case_api.accounts.devices import add_seat
from case_api.board.stored_day import states_in
from case_api.board.week_ago import WeekAgo
from case_api.centre import Centre
from case_api.demo_calls import store_week_ago
from case_api.settings import Simulator
from case_api.storage.engine import reading, writing
from case_api.storage.tables_accounts import seats
from case_api.storage.tables_calls import missed_callers
from city_packs.reader import read_pack
from city_packs.shipped import shipped_packs
from hotline.call_figures import CallRate
from hotline.codes import AgentState
from hotline.spans import Span
from tests.case_api.http.conftest import START

CALLS = Simulator(calls_per_hour=770, full_at_seats=88, begin_hour=9)


PACK = cache(lambda: read_pack(shipped_packs()["tangshan"]))


@pytest.mark.parametrize("begins", [timedelta(), timedelta(hours=6)])
def test_a_demo_has_a_week_ago_to_compare_with_at_any_hour_and_nobody_sits_there_since(
    centre: Centre, begins: timedelta
) -> None:
    now = START + begins
    centre = replace(centre, pack=PACK(), now=lambda: now)
    enterprise = [each.seats[-1] for each in centre.pack.sub_centres.values()][:9]
    with writing(centre.engine) as conn:
        there = set(conn.scalars(select(seats.c.seat)))
        for seat in {seat for each in centre.pack.sub_centres.values() for seat in each.seats} - there:
            add_seat(conn, seat, "02", at=now)
        store_week_ago(conn, centre, CALLS, enterprise)
    week_ago = WeekAgo(centre.pack, now)
    with reading(centre.engine) as conn:
        week_ago.move_on(conn, now + timedelta(minutes=15))
        states = list(states_in(conn, Span(now - timedelta(days=1), now)))
        assert not conn.scalar(select(func.count()).select_from(missed_callers)), "nobody is to be called back"
    day, hour = week_ago.day, week_ago.hour
    assert day is not None, "it is a day that the centre knows of from its beginning on"
    assert hour is not None
    assert hour.answered > 200
    assert 0 < day.abandoned < hour.answered / 10
    assert (day.share(CallRate.WITHIN_OF_ANSWERED) or 0) > 0.8
    assert 30 < (day.average_wrap_up_s or 0) < 60
    assert {each.state for each in states} == {AgentState.SIGNED_OUT}
