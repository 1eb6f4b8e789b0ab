"""The page of a whole practice shift, and marks as they were kept of scenarios that have changed or are gone."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from city_packs.scenario import Words
from hotline.codes import PracticeKind
from hotline.practice_doc import PracticeResult, ResultCall, ResultItem
from practice.finished import FinishedSession
from practice.record import CallStep, Head, Record, Step
from screens.practice.given import Appealed, Remark, Remarks, ShowMarks, ShowReplay
from screens.practice.marked_calls import MarkedSession
from screens.practice.marks import MarksScreen
from screens.practice.shift_marks import ShiftMarks
from wording import set_language

from .host import NARROW, NOON, WIDE, press
from .test_practice_screens import PracticeHost

SESSION = UUID(int=5)
TITLES = {f"call-{place}": Words(f"第{place}件事", f"Matter {place}") for place in range(9)}
"""One of ten is no longer here."""
ITEMS = (("class", 12), ("address", 12), ("detail", 4), ("first_key", 5))


def call(place: int) -> ResultCall:
    """The first call lost nothing, each one after it more; the third one was fatal."""
    lost = (0, place, min(4, place), min(5, place))
    items = tuple(
        ResultItem(item=item, of=of, got=of - less, losses=("area",) if less else ())
        for (item, of), less in zip(ITEMS, lost, strict=True)
    )
    fatal = ("fact_distorted",) if place == 2 else ()
    total = 0.0 if fatal else 100.0 - sum(lost)
    return ResultCall(scenario=f"call-{place}", version=3, rubric=1, total=total, fatal=fatal, items=items)


RESULT = PracticeResult(
    session=SESSION, trainee="1042", kind=PracticeKind.SHIFT, began=NOON, ended=NOON + timedelta(hours=1),
    calls=tuple(map(call, range(10))),
)  # fmt: skip


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_shift_has_a_page_of_the_whole_from_which_each_call_opens(language: str, size: tuple[int, int]) -> None:
    set_language(language)
    zh = language == "zh"
    remarks = Remarks((Remark(4, "address", "复述一遍", "赵刚"),))
    app = PracticeHost(ShiftMarks(RESULT, 10, "王敏 1042", TITLES, remarks, "call-3"))
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        mean = f"{sum(each.total for each in RESULT.calls) / 10:.1f}"
        assert ("跟班练习，10通：平均" if zh else "practice shift, 10 calls: mean") in app.rows[1]
        assert mean in app.rows[1]
        assert ("各通总分之和除以振铃的通数" if zh else "Mean: all totals together / calls that rang") in app.rows[2]
        rows = [next(row for row in app.rows if re.match(rf"[> ] +{place + 1} ", row)) for place in range(10)]
        assert re.search((r"第0件事 +100$" if zh else r"Matter 0 +100$"), rows[0].rstrip())
        assert re.search(("0! +歪曲事实" if zh else "0! +fact distorted"), rows[2])
        assert ("培训师有批注" if zh else "a trainer has written") in rows[4]
        assert ("情景已不在：call-9" if zh else "no longer here: call-9") in rows[9]
        assert ("地址 -9" if zh else "address -9") in rows[9]
        assert rows[3].startswith("> ")
        assert ("1通有致命错误，按0分计" if zh else "1 call counts as 0") in app.text
        assert re.search(("地址 +-45（满分120） +9通" if zh else r"address +-45 of 120 +in 9 calls"), app.text)
        assert not [row for row in app.rows if ".." in row]
        assert len(app.rows) == size[1]
        assert ("提前结束" if zh else "Ended early") not in app.text
        await press(pilot, "enter", "home", "enter", "escape")
        shown = [each for each in app.asked if isinstance(each, ShowMarks)]
        assert [(each.session, each.place) for each in shown] == [(str(SESSION), 3), (str(SESSION), 0)]


async def test_a_shift_in_which_nothing_was_lost_says_so() -> None:
    set_language("en")
    app = PracticeHost(ShiftMarks(RESULT.model_copy(update={"calls": (call(0), call(0))}), 2, "1042", TITLES))
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot)
        assert "mean 100.0 of 100" in app.text
        assert "Nothing was lost" in app.text
        assert "counts as 0" not in app.text


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("rang", [1, 9])
async def test_a_shift_that_was_ended_early_says_how_many_calls_were_planned(
    rang: int, language: str, size: tuple[int, int]
) -> None:
    set_language(language)
    zh = language == "zh"
    app = PracticeHost(ShiftMarks(RESULT.model_copy(update={"calls": RESULT.calls[:rang]}), 10, "1042", TITLES))
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        said = "提前结束：计划10通，{count}通振铃" if zh else "Ended early, calls that rang: {count} / 10"
        assert said.format(count=rang) in app.rows[3]
        assert [row for row in app.rows if re.match(rf"[> ] +{rang} ", row)]  # with room for all of them
        assert len(app.rows) == size[1]


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_marks_that_were_kept_say_what_was_lost_without_a_reference(language: str, size: tuple[int, int]) -> None:
    set_language(language)
    zh = language == "zh"
    head = Head(str(SESSION), PracticeKind.SHIFT, "1042", ("call-9",), 1, "zh", 80, 24, NOON)
    record = Record(head, tuple(CallStep(1000 * place, Step.RING, place, scenario="x") for place in range(1, 11)))
    marked = MarkedSession.as_kept(RESULT, FinishedSession(record, ()), TITLES, "王敏 1042")
    app = PracticeHost(MarksScreen(marked, Remarks((Remark(9, "address", "复述一遍", "赵刚"),)), 9))
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        assert ("82 / 100 分" if zh else "82 of 100") in app.rows[1]
        assert ("情景已不在：call-9" if zh else "no longer here: call-9") in app.rows[1]
        assert ("情景第3版" if zh else "scenario version 3") in app.rows[2]
        row = next(row for row in app.rows if row.startswith("> "))
        assert re.search((r"地址 +12 +3 " if zh else r"address +12 +3 "), row)
        assert ("地点不符" if zh else "another place") in app.text
        assert "复述一遍" in app.text
        assert ("参考记录" if zh else "A good one") not in app.text
        assert ("结束时保存的得分" if zh else "Kept when it ended") in app.text
        await press(pilot, "enter", "a", *"错", "enter")
        replay, appeal = app.asked
        assert isinstance(replay, ShowReplay)
        assert (replay.session, replay.at_ms) == (str(SESSION), 10_000)
        assert isinstance(appeal, Appealed)
        assert (appeal.place, appeal.item) == (9, "address")
