"""Merging: what is likely the same matter is proposed, the same citizen's case of another channel first."""

from typing import Any
from uuid import UUID

import pytest

from hotline.codes import Channel, State
from hotline.dispatch_commands import Merge, Unmerge
from hotline.likely_doc import LikelyCase
from hotline.work_order import WorkOrder
from local_cache.model import Likely
from screens.parts import work_screen
from screens.parts.case_words import number_words
from wording import set_language

from .cases import waiting_case
from .dispatch_list import FIRST, SECOND, USUAL, at_work, given, shows, three_wait
from .host import NARROW, WIDE, Host, press, until


@pytest.fixture(autouse=True)
def _seen_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    set_language("en")
    monkeypatch.setattr(work_screen, "NOT_SEEN_S", 0.0)


def alike(order: WorkOrder, *, same_caller: bool = False, same_place: bool = False) -> LikelyCase:
    return LikelyCase(order=order, same_caller=same_caller, same_class=same_place, same_place=same_place)


def written_too(app: Host, **changes: Any) -> WorkOrder:
    """The centre has the same citizen's case of another channel."""
    values: dict[str, Any] = {"channel": Channel.WECHAT, "outside_no": "WX-417", "state": State.HANDLING, **changes}
    order = waiting_case(7, 60, title="祥富里又停水", content="微信又报了停水", **values)
    app.seat.put_order(order)
    app.seat.likely_there.append(alike(order, same_caller=True))
    return order


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("This caller has 1 live case too:", "WeChat WX-417", "13:32, Being", "M to merge")),
        ("zh", ("同一来电人另有1件在办工单：", "微信 WX-417", "办理中", "M并单")),
    ],
)
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_same_citizens_case_of_another_channel_is_named_and_offered_first(
    language: str, words: tuple[str, ...], size: tuple[int, int]
) -> None:
    set_language(language)
    app = at_work()
    three_wait(app)
    written = written_too(app)
    app.seat.likely = [Likely(app.seat.line(app.seat.orders[SECOND]), 1.0, ())]
    async with app.run_test(size=size) as pilot:
        await shows(pilot, *words, number_words(written.order_no))
        await press(pilot, "m")
        await shows(pilot, {"en": "The same caller", "zh": "同一来电人"}[language], "WX-417", "微信又报了停水")
        assert number_words(app.seat.orders[SECOND].order_no) in app.text
        await press(pilot, "enter", "enter")
        await until(pilot, lambda: given(app))
        assert given(app) == [(Merge(parent=written.id), FIRST)]


async def test_down_marks_the_next_of_the_cases_though_the_words_are_asked_for_and_enter_says_what_it_does() -> None:
    app = at_work()
    three_wait(app)
    parent = app.seat.put_order(waiting_case(7, 60, state=State.HANDLING, content="全楼停水"))
    app.seat.likely = [Likely(app.seat.line(app.seat.orders[SECOND]), 1.0, ()), Likely(parent, 0.9, ())]
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "Proposed")
        await press(pilot, "m")
        await shows(pilot, f"> {number_words(app.seat.orders[SECOND].order_no)}", "Enter to the cases")
        await press(pilot, "down")
        await shows(pilot, f"> {number_words(parent.number)}", f"merge into {number_words(parent.number)}")
        await press(pilot, "enter")
        await until(pilot, lambda: given(app))
        assert given(app) == [(Merge(parent=parent.case_id), FIRST)]


async def test_cases_of_others_are_proposed_under_the_key_but_not_said_to_be_the_same_callers() -> None:
    app = at_work()
    three_wait(app)
    app.seat.likely_there = [alike(app.seat.orders[SECOND], same_place=True)]
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "Proposed")
        await press(pilot, "m")
        await shows(pilot, "Of this class and place", number_words(app.seat.orders[SECOND].order_no))
        assert "This caller has" not in app.text


async def test_more_than_one_case_of_the_caller_is_counted() -> None:
    app = at_work()
    three_wait(app)
    written_too(app)
    for number in (8, 9):
        app.seat.likely_there.append(alike(app.seat.orders[SECOND].model_copy(update={"id": UUID(int=number)}),
                                           same_caller=True))  # fmt: skip
    async with app.run_test(size=WIDE) as pilot:
        await shows(pilot, "This caller has 3 live cases too, the likeliest:", "WX-417")


@pytest.mark.parametrize(
    ("language", "known", "asked"),
    [
        ("en", "Not known without a line whether this caller has another live case.",
         "No line: whether this caller has another live case is not known; this seat proposes what it has."),
        ("zh", "没有线路，不知道同一来电人是否另有在办工单。",
         "没有线路：同一来电人是否另有在办工单不得而知，以下只是本席已有的。"),
    ],
)  # fmt: skip
async def test_without_a_line_it_says_that_nobody_knows(language: str, known: str, asked: str) -> None:
    set_language(language)
    app = at_work()
    three_wait(app)
    written_too(app)
    async with app.run_test(size=WIDE) as pilot:
        await shows(pilot, "WX-417")
        app.seat.has_line = False  # and the top line has not noticed yet
        await press(pilot, "down")
        await shows(pilot, known)
        await press(pilot, "m")
        await shows(pilot, asked)


async def test_a_likely_case_is_shown_whole_and_enter_merges_into_it_and_u_undoes_it() -> None:
    app = at_work()
    three_wait(app)
    parent = waiting_case(7, 60, state=State.HANDLING, lead_unit="130203-water", content="全楼停水，已报修")
    app.seat.likely = [
        Likely(app.seat.line(app.seat.orders[FIRST]), 1.0, ()),
        Likely(app.seat.put_order(waiting_case(8, 90, state=State.CLOSED)), 0.9, ()),
        Likely(app.seat.put_order(parent), 0.8, ()),
    ]
    number = number_words(parent.order_no)
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "Proposed")
        await press(pilot, "m")
        await shows(pilot, "Merge into which case?", "Likely the same matter", "全楼停水，已报修", "Enter to the cases")
        assert number_words(app.seat.orders[UUID(int=8)].order_no) not in app.text  # it is over
        await press(pilot, "enter")
        await shows(pilot, f"merge into {number}")
        await press(pilot, "enter")
        await until(pilot, lambda: given(app))
        assert given(app) == [(Merge(parent=parent.id), FIRST)]
        assert app.seat.orders[FIRST].state is State.MERGED
        await shows(pilot, "merged; U to undo it")
        await press(pilot, "u")
        await shows(pilot, "Undo the merge: why is it another matter?")
        await press(pilot, *"another house", "enter")
        await until(pilot, lambda: len(given(app)) == 2)
        assert given(app)[1] == (Unmerge(reason="another house"), FIRST)
        await shows(pilot, "goes its own way again")
        await until(pilot, lambda: app.rows[1].startswith(" to dispatch 3"))
        await press(pilot, "u")
        assert "Nothing was merged into this case" in app.text


async def test_any_live_case_is_found_to_merge_into_at_the_centre() -> None:
    app = at_work()
    three_wait(app)
    app.seat.likely_there = [alike(app.seat.orders[SECOND], same_place=True)]
    app.seat.put_order(
        waiting_case(7, 60, title="Pipe burst", content="Pipe burst", state=State.HANDLING, area_code="130202001001")
    )
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "Proposed")
        await press(pilot, "m")
        await shows(pilot, "Of this class and place", number_words(app.seat.orders[SECOND].order_no))
        await press(pilot, *"Pipe")
        await shows(pilot, "Found at the centre", "Pipe burst")
        await press(pilot, "enter", "enter")
        await until(pilot, lambda: given(app))
        assert given(app) == [(Merge(parent=UUID(int=7)), FIRST)]


async def test_a_parent_lets_one_of_its_cases_go() -> None:
    app = at_work()
    merged = (UUID(int=21), UUID(int=22))
    for case_id in merged:
        app.seat.put_order(waiting_case(case_id.int, 30, state=State.MERGED, parent=FIRST))
    app.seat.waits(waiting_case(1, 2, merged_cases=merged), USUAL, callers=3)
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "3 callers brought this, and each of them is called back.")
        await press(pilot, "u")
        await shows(
            pilot, "Let which case go its own way?", *(number_words(app.seat.orders[each].order_no) for each in merged)
        )
        await press(pilot, "2", *"no", "enter")
        await until(pilot, lambda: given(app))
        assert given(app) == [(Unmerge(reason="no"), merged[1])]
        assert app.seat.orders[FIRST].merged_cases == merged[:1]
