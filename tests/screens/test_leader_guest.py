"""A leader who answers at the desk: the rota names them, one key begins and ends it, the top line says who answers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.codes import AgentState
from local_cache.errors import GuestAnswers
from local_cache.model import KeptState, Leader, OwnState
from local_cache.news import StatusChanged
from screens.desk.screen import DeskScreen
from screens.parts.trouble import trouble_words
from wording import set_language

from .host import NARROW, NOON, WIDE, Host, press, until

DAY = "01930f2c-5555-7a00-8000-000000000001"
ZHOU = Leader(DAY, NOON - timedelta(minutes=5), NOON + timedelta(minutes=85), "周明", "副市长", "王敏")
ENDS = ("00:00", "08:00", "16:00")


def desk(*leaders: Leader) -> Host:
    """Return a console at a seat whose rota names these."""
    app = Host(DeskScreen())
    app.seat.status = replace(app.seat.status, line_up=True, leaders=leaders, shift_ends=ENDS)
    return app


@pytest.mark.parametrize(
    ("language", "answers", "begin", "ended"),
    [("en", "answers: 周明", "周明 副市长 answers from now on", "What is to stand in the summary of 周明?"),
     ("zh", "接听：周明", "周明 副市长 现在开始接听", "周明的接听小结中要写什么")],
)  # fmt: skip
async def test_one_key_lets_the_leader_answer_and_ends_it_with_a_sentence(
    language: str, answers: str, begin: str, ended: str
) -> None:
    set_language(language)
    app = desk(ZHOU)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: app.rows[2].startswith(" Ctrl+R"))
        assert answers not in app.rows[0]
        await press(pilot, "ctrl+t", "ctrl+r")
        assert begin in app.text
        await press(pilot, "1")
        await until(pilot, lambda: answers in app.rows[0])
        assert "Ctrl+R" in app.rows[2]
        assert "Ctrl+R" not in app.rows[-2]
        assert app.rows[-2].endswith("00:00")  # how long the hand is up
        assert "Ctrl+W" in app.rows[-1]
        assert app.seat.own_states[-1].own == OwnState(AgentState.READY, "1042", leader_day_id=DAY)
        await press(pilot, "ctrl+r", "1")
        await until(pilot, lambda: answers not in app.rows[0])
        assert app.seat.own_states[-1].own == OwnState(AgentState.READY, "1042")
        assert ended in app.text
        await press(pilot, *"ok", "enter")
        assert app.seat.said_of_leaders == [(DAY, "ok", "1042")]


async def test_a_desk_that_was_killed_comes_back_with_its_guest_and_a_pause_keeps_its_clock() -> None:
    set_language("en")
    app = desk(ZHOU)
    began = NOON - timedelta(minutes=4)
    app.seat.own_states.append(
        KeptState(OwnState(AgentState.PAUSED, "1042", "meal", leader_day_id=DAY), began, 1, "meal")
    )
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "answers: 周明" in app.rows[0])
        assert app.desk.pause is not None
        await press(pilot, "ctrl+r", "1", "escape")
        await until(pilot, lambda: "answers: 周明" not in app.rows[0])
        assert app.desk.pause.since == began


async def test_whoever_is_due_is_named_once_and_the_key_is_only_there_for_whom_the_rota_names() -> None:
    set_language("en")
    app = desk()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert "Ctrl+R" not in app.text
        app.seat.status = replace(app.seat.status, leaders=(ZHOU,))
        app.tell(StatusChanged(app.seat.status))
        await until(pilot, lambda: "let 周明 副市长 answer here" in app.rows[-2])
        assert "let 周明 副市长 answer here" in app.rows[2]
        app.clock.forward(120)
        await until(pilot, lambda: "answer here" not in app.rows[-2])
        assert "answer here" in app.rows[2]
        app.clock.forward(90 * 60)
        await until(pilot, lambda: "Ctrl+R" not in app.rows[2])


async def test_whoever_is_due_later_is_named_when_it_is_time_without_any_news() -> None:
    set_language("en")
    app = desk(replace(ZHOU, begins=NOON + timedelta(minutes=40), ends=NOON + timedelta(minutes=90)))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: app.desk.came_back)
        assert "周明" not in app.text
        app.clock.forward(11 * 60)
        await until(pilot, lambda: "let 周明 副市长 answer here, from 15:12 by the rota" in app.rows[-2])


async def test_nothing_masked_is_shown_while_a_leader_answers() -> None:
    set_language("en")
    assert "stay masked while a leader answers here" in trouble_words(GuestAnswers())


@pytest.mark.parametrize(("language", "words"), [("en", "Early"), ("zh", "早班")])
async def test_the_top_line_names_the_shift_by_the_citys_clock_and_hours_where_there_are_not_three(
    language: str, words: str
) -> None:
    set_language(language)
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: words in app.rows[0])
        app.clock.forward(3600 * 2)  # from 14:32 on
        app.desk.paint_status()
        await until(pilot, lambda: ("Middle" if language == "en" else "中班") in app.rows[0])
        app.seat.status = replace(app.seat.status, shift_ends=("08:00", "20:00"))
        app.desk.paint_status()
        await until(pilot, lambda: "08:00-20:00" in app.rows[0])
