"""Leaders' days as leads and leaders read them: the list, the summary as it is printed, a file, and no line."""

from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

import pytest

from city_packs.leader_names import LeaderNames
from hotline.codes import Role
from hotline.leader_doc import LeaderCase, LeaderDay, LeaderDays, LeaderStay
from hotline.leader_summary import summary_lines
from local_cache.board_questions import BoardQuestion
from local_cache.errors import NoLine
from local_cache.news import StatusChanged
from screens.leader_days import LeaderDaysScreen
from wording import set_language

from .fake_seat import SHIFT_ENDS, done, failed
from .host import NARROW, NOON, WIDE, Host, press, settled
from .small_city import small_city

CASE = LeaderCase(case_id=UUID(int=7), number="0001030000141", outcome="file_case", class_code="010101", unit="u-gone")
CAME = LeaderDay(
    leader_day_id=UUID(int=1), begins=NOON - timedelta(hours=5), ends=NOON - timedelta(hours=3), name="周明",
    title="副市长", seat="0001", operator="李明",
    stays=(LeaderStay(since=NOON - timedelta(hours=5), until=NOON - timedelta(hours=4), beside="李明"),),
    words="现场协调了两件供暖诉求", words_by="李明", answered=8, on_the_spot=5, asked_back=1, cases=(CASE,),
)  # fmt: skip
TO_COME = LeaderDay(
    leader_day_id=UUID(int=2), begins=NOON + timedelta(days=7), ends=NOON + timedelta(days=7, hours=2), name="吴刚",
    title="市住房和城乡建设局局长", seat="0001",
)  # fmt: skip


class Centre:
    """A centre that answers what is asked of leaders' days."""

    def __init__(self) -> None:
        self.days: tuple[LeaderDay, ...] = (TO_COME, CAME)
        self.has_line = True

    def ask(self, question: BoardQuestion[Any]) -> Future[Any]:
        assert question.path == "leader-days"
        return done(LeaderDays(now=NOON, days=self.days)) if self.has_line else failed(NoLine())


def with_leader() -> tuple[Host, Centre]:
    app, centre = Host(LeaderDaysScreen()), Centre()
    app.seat.lead_board = centre
    app.seat.status = replace(app.seat.status, line_up=True, shift_ends=SHIFT_ENDS)
    app.services.session = replace(app.services.signed_in, roles=frozenset({Role.LEADER}))
    return app, centre


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Answered from 09:32 to 10:32. Beside: 李明", "8 calls answered",
                "1 case filed: 5 answered on the spot, 1 asked back", "李明: 现场协调了两件供暖诉求")),
        ("zh", ("09:32至10:32接听，陪同：李明", "接听来电8个", "登记工单1件：当场答复5件，退回询问1件",
                "李明：现场协调了两件供暖诉求")),
    ],
)  # fmt: skip
async def test_the_marked_days_summary_stands_under_the_list_and_goes_to_a_file_as_it_stands(
    language: str, words: tuple[str, ...], size: tuple[int, int]
) -> None:
    set_language(language)
    app, _ = with_leader()
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert "吴刚" in app.text
        await press(pilot, "down")
        await settled(pilot)
        assert all(each in app.text for each in words)
        (case,) = [row for row in app.rows if "0001-03-000014-1" in row]
        assert case.rstrip().endswith("  u-gone")
        await press(pilot, "f")
        await settled(pilot)
        ((name, text),) = app.seat.texts
        assert name == "leader-2026-11-21-0932-0001"
        assert all(each in text for each in words)
        assert "leader-2026-11-21-0932-0001.txt" in app.text


@pytest.mark.parametrize(
    ("hours", "words"),
    [(-1, "Still to come"), (0, "Has answered no calls here yet"), (2, "Has answered no calls here")],
)
def test_nobody_is_said_to_have_answered_no_calls_before_their_day_is_over(hours: int, words: str) -> None:
    set_language("en")
    now = TO_COME.begins + timedelta(hours=hours)
    assert [*summary_lines(TO_COME, LeaderNames(small_city()), UTC, now)][2:] == [words]


async def test_without_a_line_nothing_is_shown_and_with_it_all_comes_by_itself() -> None:
    set_language("en")
    app, centre = with_leader()
    centre.has_line = False
    app.seat.status = replace(app.seat.status, line_up=False)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert "no line" in app.text
        assert "周明" not in app.text
        centre.has_line = True
        app.seat.status = replace(app.seat.status, line_up=True)
        app.tell(StatusChanged(app.seat.status))
        await settled(pilot)
        assert "周明" in app.text


async def test_a_rota_that_names_nobody_says_what_to_do() -> None:
    set_language("en")
    app, centre = with_leader()
    centre.days = ()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert "The rota names no leader" in app.text
        assert "Write file" not in app.rows[-1]
        await press(pilot, "f")
        assert app.seat.texts == []
