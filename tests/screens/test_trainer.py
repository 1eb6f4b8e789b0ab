"""The trainer's screen by its keys: its lists, what they open, what is set, written and answered."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from hotline.codes import PracticeKind
from local_cache.errors import CentreSaid, NoLine
from local_cache.news import StatusChanged
from screens.help import HelpScreen
from screens.services import Go
from wording import set_language

from . import fake_trainer
from .fake_trainer import APPEAL, ASSIGNMENT, GROUP, RESULT, SESSION, TODAY, trainer_host
from .host import NARROW, WIDE, press, settled, until
from .small_city import small_city


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize(
    ("language", "lists"),
    [
        ("en", ("practice 07:00", "overdue", "No water in the estate", "41.0%", "70.0%", "week from 2026-11-16",
                "waits", "2031 2032")),
        ("zh", ("练习 07:00", "已逾期", "小区停水", "41.0%", "70.0%", "2026-11-16起的一周", "待答复", "2031 2032")),
    ],
)  # fmt: skip
async def test_each_list_is_there_by_its_digit(language: str, lists: tuple[str, ...], size: tuple[int, int]) -> None:
    set_language(language)
    app, _ = trainer_host()
    async with app.run_test(size=size) as pilot:
        for digit, words in enumerate(lists, 1):
            await press(pilot, str(digit))
            await settled(pilot)
            assert words in app.text, digit
        assert all(len(row) <= size[0] for row in app.rows)


async def test_a_scenario_stands_with_the_whole_name_of_its_class() -> None:
    set_language("en")
    app, _ = trainer_host()
    name, pack = "Room below the heating standard", small_city()
    known = pack.classes["010101"]
    app.services.pack = replace(pack, classes={**pack.classes, "010101": replace(known, name_en=name)})
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "3")
        await settled(pilot)
        assert any(name in row and "No water in the estate" in row for row in app.rows)


async def test_under_the_marks_of_a_call_of_a_shift_stands_the_mean_that_its_trainee_sees(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_language("en")
    call = RESULT.calls[0]
    shift = RESULT.model_copy(
        update={"kind": PracticeKind.SHIFT, "calls": (call, call.model_copy(update={"total": 71.0}))}
    )
    monkeypatch.setattr(fake_trainer, "RESULT", shift)
    app, _ = trainer_host()
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "4", "enter")
        await settled(pilot)
        await press(pilot, "enter")
        await settled(pilot)
        assert "call 1 of 2, practice shift, 2 calls: mean 79.5 of 100" in app.text


async def test_from_the_hardest_item_to_the_marks_of_a_call_a_note_and_an_answer() -> None:
    set_language("zh")
    app, centre = trainer_host()
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "4", "enter")
        await settled(pilot)
        assert ("practice/results", {"item": "class"}) in centre.asked
        assert "失分项：诉求分类" in app.text
        await press(pilot, "enter")
        await settled(pilot)
        assert "88 / 100" in app.text
        assert any("考试" in row and "! 电脑时钟被调慢过" in row for row in app.rows)
        assert "诉求分类不符" in app.text
        await press(pilot, "down")
        assert "申诉：两个分类都说得通" in app.text
        await press(pilot, "n")
        await press(pilot, *"看清施工许可")
        await press(pilot, "enter")
        await settled(pilot)
        ((path, note),) = centre.acts
        assert (path, note.item, note.words) == (f"practice/results/{SESSION}/notes", "class", "看清施工许可")
        assert "看清施工许可" in app.text
        assert "R 答复申诉" in app.rows[-1]
        await press(pilot, "r")
        await settled(pilot)
        await press(pilot, "1", *"确实都说得通", "enter")
        await settled(pilot)
        path, reply = centre.acts[-1]
        assert (path, reply.words, reply.agreed) == (f"practice/appeals/{APPEAL}/answer", "确实都说得通", True)
        assert "郑老师（同意）：确实都说得通" in app.text
        assert "R 答复申诉" not in app.rows[-1]
        assert "受理台" not in app.rows[-1]  # whoever trains and does nothing else has no desk, and no cases to find
        await press(pilot, "ctrl+r", "ctrl+f")
        assert not [each for each in app.asked if isinstance(each, Go)]
        app.push_screen(HelpScreen("trainer"))
        await pilot.resize_terminal(80, 60)
        assert not any(word in row.split() for row in app.rows for word in ("受理台", "查找"))
        app.pop_screen()
        await press(pilot, "escape", "escape")
        await settled(pilot)
        assert "[4 评分项]" in app.text


async def test_keys_typed_while_a_list_is_on_its_way_wait_for_it_and_the_question_names_whom_it_is_about() -> None:
    set_language("en")
    app, centre = trainer_host()
    other = {"appeal_id": UUID(int=9), "name": "周军", "scenario": "no-water", "item": None, "reason": "听不清"}
    centre.second = centre.appeal.model_copy(update=other)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        centre.slow = []
        await press(pilot, "7", "m", "escape")
        assert not app.keeps_keys, "Escape forgets them"
        await press(pilot, "down", "r")
        assert "Asking the centre" in app.text
        await press(pilot, "1", "x")
        answers, centre.slow = centre.slow, None
        for come in answers:
            come()
        await until(pilot, lambda: "Your answer" in app.text)
        await press(pilot)
        assert "Answer to 周军, No water in the estate, whole call: 听不清" in app.text
        await press(pilot, "enter")
        await settled(pilot)
        ((path, reply),) = centre.acts
        assert (path, reply.words) == (f"practice/appeals/{UUID(int=9)}/answer", "x")


@pytest.mark.parametrize(
    ("language", "choose", "unfit", "key", "agreed"),
    [
        ("en", "Choose one of the list", "Nothing here fits that", "n", False),
        ("zh", "请从列表中选一项", "没有相符的选项", "是", True),
    ],
)
async def test_an_appeal_is_answered_with_a_verdict_that_was_chosen_and_with_no_other(
    language: str, choose: str, unfit: str, key: str, agreed: bool
) -> None:
    set_language(language)
    app, centre = trainer_host()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "7")
        await settled(pilot)
        await press(pilot, "r", "enter", *"说得对", "ctrl+s")
        await settled(pilot)
        assert centre.acts == []
        assert choose in app.text
        await press(pilot, "z")
        assert unfit in app.text
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert centre.acts == []
        await press(pilot, key, "ctrl+s")
        await settled(pilot)
        ((_, reply),) = centre.acts
        assert (reply.words, reply.agreed) == ("说得对", agreed)


async def test_a_sitting_of_the_keyboard_course_shows_how_well_each_key_is_known() -> None:
    set_language("en")
    app, _ = trainer_host()
    app.services.desk_fields = lambda: {"4": "Place"}
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "enter")
        await settled(pilot)
        [row] = [row for row in app.rows if "course, 12 steps" in row]
        assert " 0 " not in row, "it has no points"
        await press(pilot, "down", "enter")
        await settled(pilot)
        slow, quick = (next(place for place, row in enumerate(app.rows) if words in row) for words in ("Place", "Next"))
        assert slow < quick, "the slowest first"
        assert "3.2 s!" in app.rows[slow]
        assert "! the clock was set back" in app.text
        assert "next lesson" in app.rows[slow]
        assert "Keys asked for so far: 2 / 32" in app.text


async def test_marked_scenarios_are_set_for_a_group_until_a_day() -> None:
    set_language("zh")
    app, centre = trainer_host()
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "2", "a")
        await settled(pilot)
        await press(pilot, *"第二周")
        await press(pilot, "enter", "2", "enter", "1", "enter")
        await settled(pilot)
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert centre.acts == []
        assert "请先在列表3中标记情景" in app.text
        await press(pilot, "escape", "escape")
        await settled(pilot)
        await press(pilot, "3", "m", "down", "m")
        assert "猪场异味" not in app.text, "its city is another one"
        await press(pilot, "a")
        await settled(pilot)
        await press(pilot, *"第二周")
        await press(pilot, "enter", "2", "enter", "1", "enter")
        centre.refuses = NoLine()
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert "第二周" in app.text, "nothing that was typed is lost"
        centre.refuses = None
        await press(pilot, "ctrl+s")
        await settled(pilot)
        ((_, asked),) = centre.acts
        assert (asked.title, asked.kind, asked.group) == ("第二周", PracticeKind.EXAM, GROUP)
        assert (asked.scenarios, asked.due) == (("night-noise", "no-water"), TODAY + timedelta(days=7))
        assert "第二周已布置给2人" in app.text


@pytest.mark.parametrize("typed", ["2032", "周军"])
async def test_one_person_is_set_work_by_the_number_or_the_name_that_is_typed(typed: str) -> None:
    set_language("en")
    app, centre = trainer_host()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "3", "m", "a")
        await settled(pilot)
        await press(pilot, *"Week two", "enter", "2", "enter", *typed, "enter")
        await press(pilot, "ctrl+s")
        await settled(pilot)
        ((_, asked),) = centre.acts
        assert (asked.people, asked.group) == (("2032",), None)
        assert asked.due == TODAY + timedelta(days=7)


async def test_a_group_is_made_of_the_marked_and_an_assignment_ends_only_when_it_is_said_twice() -> None:
    set_language("en")
    app, centre = trainer_host()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await press(pilot, "m", "down", "m", "g")
        await press(pilot, *"Night class")
        centre.refuses = CentreSaid("invalid", "people")
        await press(pilot, "ctrl+s")
        await settled(pilot)
        centre.refuses = None
        assert "have the role trainee" in app.text
        assert "2031 2032" in app.text
        await press(pilot, "ctrl+s")
        await settled(pilot)
        ((_, group),) = centre.acts
        assert (group.name, group.people) == ("Night class", ("2031", "2032"))
        await press(pilot, "2", "e", "1")
        await settled(pilot)
        assert len(centre.acts) == 1
        await press(pilot, "e", "2")
        await settled(pilot)
        assert centre.acts[-1][0] == f"practice/assignments/{ASSIGNMENT}/end"


async def test_whose_weeks_files_and_no_line() -> None:
    set_language("en")
    app, centre = trainer_host()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "o", "3", "w")
        await settled(pilot)
        path, asked = centre.asked[-1]
        assert (path, asked["group"], asked["first"]) == ("practice/trainees", str(GROUP), "2026-08-24")
        assert "一班   13 whole weeks, 2026-08-24 to 2026-11-22" in app.text
        await press(pilot, "f")
        await settled(pilot)
        assert "Written: /seat/reports/practice-2026-08-24" in app.text
        centre.has_line = False
        app.seat.status = replace(app.seat.status, line_up=False)
        app.tell(StatusChanged(app.seat.status))
        await press(pilot, "4")
        await settled(pilot)
        assert "No line" in app.text
        assert "41.0%" not in app.text
