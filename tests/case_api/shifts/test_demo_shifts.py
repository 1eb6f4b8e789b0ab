"""The shifts of a demo: whenever it begins, the one that is on can be handed over at once, from one lead to another."""

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from case_api.demo_people import DEMO_SEAT, leads_of
from case_api.demo_shifts import demo_roster, demo_shift_ends
from case_api.shifts.shift_in_question import sign_from
from city_packs.reader import read_pack
from city_packs.shipped import shipped_packs
from hotline.shifts import Shift, Shifts

PACK = cache(lambda: read_pack(shipped_packs()["tangshan"]))
WHENEVER = (
    "2026-11-23 14:46:39", "2026-12-31 23:29:59", "2026-12-31 23:30", "2026-12-31 23:59:59", "2027-01-01 00:00",
    "2027-01-01 07:39:59", "2028-02-29 15:55",
)  # fmt: skip


@pytest.mark.parametrize("hour", WHENEVER)
def test_whenever_a_demo_begins_its_shift_can_be_signed_by_who_goes_and_by_who_comes(hour: str) -> None:
    pack = PACK()
    now = datetime.fromisoformat(hour).replace(tzinfo=ZoneInfo(pack.time_zone))
    shifts = Shifts.of(pack.time_zone, demo_shift_ends(pack.time_zone, now))
    shift = shifts.at(now)
    assert shift is not None
    assert sign_from(shift) <= now
    assert timedelta(minutes=20) < shift.ends - now, "there is time to look around first"
    assert shift.ends - shift.begins == timedelta(hours=8)
    roster = list(demo_roster(pack, shifts, now))

    def sits(of: Shift) -> dict[str, str]:
        sittings = [each for each in roster if each.begins_at == of.begins]
        seats = {each.seat: each.operator_id for each in sittings}
        assert len(sittings) == len(seats) == len({*seats.values()}), "nobody twice, no seat twice"
        return seats

    goes, comes = zip(*map(leads_of, pack.sub_centres), strict=True)
    now_there, then_there = sits(shift), sits(shifts.after(shift))
    assert ({*goes} <= {*now_there.values()}, {*comes} & {*now_there.values()}) == (True, set())
    assert ({*comes} <= {*then_there.values()}, {*goes} & {*then_there.values()}) == (True, set())
    assert now_there[DEMO_SEAT] == then_there[DEMO_SEAT] == "1021"
