"""The dispatcher's screen: one key dispatches as proposed; ask, merge, split and decide by the others."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from rich.cells import cell_len

from hotline.codes import RefusalKind, Role, Solved, State, UnitPart
from hotline.commands import AddNote
from hotline.dispatch_commands import Assign, DecideRefusal, DecideReturn, QuerySeat, ReviewReply, Split
from hotline.order_parts import Assignment, ReturnRequest
from hotline.work_order import WorkOrder
from local_cache.model import Likely
from local_cache.news import StatusChanged
from screens.parts import work_screen
from screens.parts.case_words import number_words
from screens.services import Go
from wording import set_language, tr

from .cases import a_clock, waiting_case
from .dispatch_list import FIRST, SECOND, USUAL, at_work, given, shows, three_wait
from .host import NARROW, NOON, WIDE, press, settled, until


@pytest.fixture(autouse=True)
def _seen_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    set_language("en")
    monkeypatch.setattr(work_screen, "NOT_SEEN_S", 0.0)


def wants_back(number: int = 1, **changes: Any) -> WorkOrder:
    """A case that its unit asks to return."""
    asked = ReturnRequest(
        at=NOON - timedelta(hours=1), unit="1302-water", operator="4021", reason="not_ours",
        explanation="内部管网归物业", suggested_unit="130203-water", from_state=State.HANDLING,
    )  # fmt: skip
    clock = a_clock("ordinary", "reply", NOON - timedelta(hours=5), yellow=4000, red=4320)
    taken = Assignment(unit="1302-water", level=1, part=UnitPart.LEAD, sent_at=NOON, signed_at=NOON)
    values = {"lead_unit": "1302-water", "at_unit": "1302-water", "return_request": asked, "clocks": (clock,),
              "assignments": (taken,), "state": State.RETURN_REVIEW}  # fmt: skip
    return waiting_case(number, 300, **{**values, **changes})


def replied(number: int = 1) -> WorkOrder:
    """A case whose unit has replied."""
    done = Assignment(
        unit="130203-water", level=2, part=UnitPart.LEAD, sent_at=NOON, signed_at=NOON, done_at=NOON,
        reply="[/]已抢修完毕，恢复供水", evidence="现场照片2张", solved=Solved.SOLVED,
    )  # fmt: skip
    return wants_back(number, state=State.REPLY_REVIEW, return_request=None, lead_unit="130203-water",
                      at_unit="130203-water", assignments=(done,))  # fmt: skip


async def test_the_whole_screen_stands_on_80_by_24() -> None:
    set_language("zh")
    app = at_work()
    three_wait(app)
    app.seat.waits(wants_back(4))
    app.seat.waits(waiting_case(5, 1, return_count=2))
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert app.rows == [
            " 12345 唐山  0042席  赵敏 2001  早班                               在线   未传0",
            " 待派单 5   黄灯 1!   红灯 1!!   最早 09:32            派单目标10分   截至14:32",
            "  灯         编号              分类      地点        类别  派往",
            "> 红 11分!!  0017-01-000901-6  小区停水  机场路街道  求助  路北区住建局 常用96%",
            "  黄 8分!    0017-01-000902-4  施工噪声  机场路街道  投诉  市城管局 常用61%",
            "  2分        0017-01-000903-2  不动产证  机场路街道  咨询  市城管局 常用",
            "  1分        0017-01-000905-7  小区停水  机场路街道  求助  退单2次班长定 路北..",
            "  余2天      0017-01-000904-9  小区停水  机场路街道  求助  市供水公司申请退单",
            "",
            "",
            "",
            "",
            " 0017-01-000901-6   待派单   跟单员 1042",
            " 建议：路北区住建局：此类此地常用、接办24次（96%）、最近11:32",
            " 或：市供水公司：接办1次（4%）、最近11-18",
            " 祥富里社区停水",
            " 昨晚八点起全楼停水。",
            "",
            " 来电人：李**  138****5678",
            " 地点：路北区 / 机场路街道 / 祥富里社区",
            " 分类：公用事业 / 供水 / 小区停水",
            " 受理时间：14:21  0017 1042",
            "",
            " 空格 按建议派出  R 改派  M 并单  B 退回座席  S 拆单  F3 修改  F8 补充  F1 帮助",
        ]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_no_row_is_wider_than_the_screen_and_the_keys_fit(size: tuple[int, int], language: str) -> None:
    set_language(language)
    app = at_work()
    three_wait(app)
    app.seat.waits(wants_back(4))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert all(cell_len(row) <= size[0] for row in app.rows)
        assert len(app.rows) == size[1]
        for needed in (tr("Space"), "R ", f"F1 {tr('Help')}"):
            assert needed in app.rows[-1]


async def test_space_passes_and_dispatches_as_proposed_and_the_next_case_opens() -> None:
    app = at_work()
    three_wait(app)
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "Proposed: Lubei housing bureau: usual for this class and place", "Or: City water")
        await press(pilot, "space")
        [(command, case_id)] = given(app)
        assert (command, case_id) == (Assign(unit="130203-water", pack_version="1"), FIRST)
        order = app.seat.orders[FIRST]
        assert (order.state, order.clock_profile) == (State.TO_SIGN, "137")
        await shows(pilot, "dispatched to Lubei housing bureau", "夜间施工", "3 callers brought this")
        assert app.rows[1].startswith(" to dispatch 2   yellow 1!   oldest")


async def test_where_nobody_is_proposed_space_says_which_key_chooses() -> None:
    app = at_work()
    app.seat.waits(waiting_case(1, 2, class_code="", dispatch_advice=""))
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "choose a unit", "No unit is proposed for this class and place: choose one.")
        assert "Space" not in app.rows[-1]
        await press(pilot, "space")
        assert "No unit is proposed for this: R to choose one" in app.text
        assert given(app) == []


@pytest.mark.parametrize("find_it", [("1", "3", "0", "2", "-", "u"), ("s", "c", "g"), ("城", "管")])
async def test_another_unit_is_found_by_code_initials_or_characters(find_it: tuple[str, ...]) -> None:
    app = at_work()
    three_wait(app)
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "Proposed")
        await press(pilot, "r")
        await shows(pilot, "Dispatch to", "Lead unit")
        await press(pilot, *find_it, "enter", "ctrl+s")
        await until(pilot, lambda: given(app))
        assert given(app) == [(Assign(unit="1302-urban", profile="137", pack_version="1"), FIRST)]


async def test_the_list_of_units_uses_the_whole_row_as_soon_as_it_opens() -> None:
    app = at_work()
    three_wait(app)
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "Proposed")
        await press(pilot, "r")
        await shows(pilot, "Lead unit")
        assert ".." not in "\n".join(app.rows[-4:])


async def test_co_units_and_a_note_go_with_it_and_one_more_field_is_shown_than_is_filled() -> None:
    app = at_work()
    three_wait(app)
    async with app.run_test(size=WIDE) as pilot:
        await shows(pilot, "Proposed")
        await press(pilot, "R")
        await shows(pilot, "Lead unit")
        assert app.text.count("Co-unit") <= 1
        await press(pilot, *"scg", "enter", *"sgs", "enter")
        await until(pilot, lambda: app.text.count("Co-unit") == 2)
        await press(pilot, "enter", "enter", *"Both by Monday", "enter")
        await until(pilot, lambda: given(app))
        [(command, _)] = given(app)
        assert (command.unit, command.co_units, command.note) == ("1302-urban", ("1302-water",), "Both by Monday")


async def test_what_was_filled_in_is_there_again_where_the_centre_refuses_it() -> None:
    app = at_work()
    three_wait(app)
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "Proposed")
        await press(pilot, "r")
        await press(pilot, *"scg", "enter", "enter", "enter", *"by Monday")
        app.seat.put_order(app.seat.orders[FIRST].model_copy(update={"return_count": 2}))
        await press(pilot, "ctrl+s")
        await shows(pilot, "Returned twice already: the shift lead decides", "City management bureau", "by Monday")
        assert given(app) == []


async def test_a_question_goes_back_to_the_seat_and_names_who_follows_it_up() -> None:
    app = at_work()
    three_wait(app)
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "Followed up by")
        await press(pilot, "b")
        await shows(pilot, "Back to seat 0017 (1042): what has to be known?")
        await press(pilot, "enter")
        await shows(pilot, "Write something first")
        await press(pilot, *"Which unit?", "enter")
        await until(pilot, lambda: given(app))
        assert given(app) == [(QuerySeat(question="Which unit?"), FIRST)]
        await shows(pilot, "back with the seat, with a question")


@pytest.mark.parametrize(("key", "typed"), [("b", "Which unit?"), ("r", "1302-urban")])
async def test_what_is_written_in_a_question_is_on_disk_until_it_is_thrown_away(key: str, typed: str) -> None:
    app = at_work()
    three_wait(app)
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "Proposed")
        await press(pilot, key, *typed)
        await until(pilot, lambda: app.seat.kept)
        [draft] = app.seat.kept.values()
        assert draft.case_id == FIRST
        await press(pilot, "escape", "escape")
        await until(pilot, lambda: not app.seat.kept)


async def test_letters_are_text_where_something_is_written() -> None:
    app = at_work()
    three_wait(app)
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "Proposed")
        await press(pilot, "b", *"rmsb ax un")
        await shows(pilot, "rmsb ax un")
        assert given(app) == []


async def test_two_matters_become_two_cases() -> None:
    app = at_work()
    three_wait(app)
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "Proposed")
        await press(pilot, "s")
        await shows(pilot, "Split: what goes to the new case, and what stays?")
        await press(pilot, *"street light", "enter", "enter", "enter", "ctrl+s")
        await until(pilot, lambda: app.seat.split_asked)
        [command] = app.seat.split_asked
        assert isinstance(command, Split)
        assert (command.content, command.class_code, command.keeps) == (
            "street light",
            "010101",
            "昨晚八点起全楼停水。",
        )
        assert command.number == ""


RETURN_AND_REPLY: list[tuple[Callable[[], WorkOrder], tuple[str, ...], Any, State, str]] = [
    (wants_back, ("a", *"not theirs", "enter"), DecideReturn(accept=True, reason="not theirs"), State.TO_DISPATCH,
     "taken back, to be dispatched anew"),
    (wants_back, ("n", *"theirs", "enter"), DecideReturn(accept=False, reason="theirs"), State.HANDLING,
     "return barred, back with the unit"),
    (replied, ("a",), ReviewReply(accept=True), State.TO_CALLBACK, "reply passed, the caller is called back"),
    (replied, ("n", *"photo", "enter"), ReviewReply(accept=False, reason="photo"), State.HANDLING,
     "reply sent back to the unit"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "keys", "command", "state", "said"), RETURN_AND_REPLY)
async def test_returns_and_replies_are_decided_in_the_same_list(
    make: Callable[[], WorkOrder], keys: tuple[str, ...], command: Any, state: State, said: str
) -> None:
    app = at_work()
    app.seat.waits(make())
    async with app.run_test(size=NARROW) as pilot:
        if make is wants_back:
            await shows(pilot, "Return asked for by City water company", "It says: 内部管网归物业", "Rather for: Lubei")
        else:
            await shows(pilot, "Lubei housing bureau replied", "[/]已抢修完毕，恢复供水", "Evidence: 现场照片2张")
        assert "A Accept" in app.rows[-1]
        assert "N Turn down" in app.rows[-1]
        assert "Space" not in app.rows[-1]
        await press(pilot, "space")
        assert given(app) == []
        assert "A to take it back" in app.text or "A to let it go on" in app.text
        await press(pilot, *keys)
        await until(pilot, lambda: given(app))
        assert given(app) == [(command, FIRST)]
        assert app.seat.orders[FIRST].state is state
        await shows(pilot, said)


async def test_a_case_that_was_taken_back_stays_open_and_space_sends_it_on() -> None:
    app = at_work()
    app.seat.waits(wants_back(), USUAL)
    app.seat.waits(waiting_case(2, 1), USUAL)
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "Proposed")
        await press(pilot, "down", "a", *"no", "enter")
        await shows(pilot, "Returned 1 time.")
        await press(pilot, "space")
        await until(pilot, lambda: len(given(app)) == 2)
        assert given(app)[1][1] == FIRST


async def test_after_two_returns_the_line_says_that_a_lead_decides_and_the_dispatcher_cannot() -> None:
    app = at_work()
    app.seat.waits(waiting_case(1, 2, return_count=2), USUAL)
    async with app.run_test(size=WIDE) as pilot:
        await shows(pilot, "2 returns, a lead decides: Lubei", "A lead decides where it goes.")
        for key in ("space", "r"):
            await press(pilot, key)
            assert "Returned twice already: the shift lead decides where it goes" in app.text
        assert given(app) == []


async def test_a_lead_has_the_leads_own_list_and_decides_there() -> None:
    app = at_work(Role.LEAD, operator="9001")
    app.seat.waits(
        waiting_case(1, 2, state=State.REFUSAL_REVIEW, refusal=RefusalKind.OUT_OF_SCOPE, refusal_reason="in_court",
                     legal_route="lawsuit", clocks=())
    )  # fmt: skip
    three = waiting_case(2, 2, return_count=2)
    app.seat.waits(three, USUAL)
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "for a lead 1", "refusal proposed", "Lawful route: Lawsuit", "X Refuse")
        await press(pilot, "x")
        await shows(pilot, "Decide on the refusal", "Refuse, as proposed: For a court")
        await press(pilot, "1", *"a verdict", "enter")
        await until(pilot, lambda: given(app))
        assert given(app) == [(DecideRefusal(accept=True, reason="a verdict"), FIRST)]
        await press(pilot, "f6")
        await shows(pilot, "to dispatch 1", number_words(three.order_no))
        await press(pilot, "space")
        await until(pilot, lambda: len(given(app)) == 2)
        assert given(app)[1] == (Assign(unit="130203-water", pack_version="1"), SECOND)


async def test_a_dispatcher_refuses_nothing_and_is_told_who_does() -> None:
    app = at_work()
    three_wait(app)
    async with app.run_test(size=WIDE) as pilot:
        await shows(pilot, "Proposed")
        assert "X Refuse" not in app.rows[-1]
        assert "F6" not in app.rows[-1]
        await press(pilot, "x")
        assert "Your role may not do this: shift leads may" in app.text


async def test_who_took_it_down_does_not_review_its_reply() -> None:
    app = at_work(operator="1042")
    app.seat.waits(replied())
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "replied")
        assert "A Accept" not in app.rows[-1]
        await press(pilot, "a")
        assert "You handled this case" in app.text
        assert given(app) == []


async def test_the_key_for_work_lists_leads_here_from_other_screens_for_who_has_the_role() -> None:
    app = at_work()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+f")
        assert [go.place for go in app.asked if isinstance(go, Go)] == ["find"]
        await press(pilot, "ctrl+d")  # there is no other list of this role, but there are the reports
        assert [go.place for go in app.asked if isinstance(go, Go)] == ["find", "reports"]


async def test_the_question_to_the_seat_is_asked_in_the_language_of_the_moment() -> None:
    app = at_work()
    three_wait(app)
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "Proposed")
        await press(pilot, "b")
        set_language("zh")
        app.screen.relabel()  # type: ignore[attr-defined]
        await press(pilot)
        assert "Back to seat" not in app.text


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_language_changes_with_a_question_open(language: str) -> None:
    set_language(language)
    app = at_work()
    three_wait(app)
    app.seat.likely = [Likely(app.seat.put_order(waiting_case(7, 60)), 0.8, ())]
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        for key in ("r", "s", "m", "b"):
            await press(pilot, key)
            await settled(pilot)
            before = app.text
            for speech in ("en" if language == "zh" else "zh", language):
                set_language(speech)
                for screen in app.screen_stack:
                    relabel = getattr(screen, "relabel", None)
                    if relabel is not None:
                        relabel()
                await settled(pilot)
            if key in ("m", "b"):
                assert app.text == before
            await press(pilot, "escape", "escape")
            await until(pilot, lambda: len(app.screen_stack) == 2)


async def test_a_note_goes_to_the_centre_at_once_and_what_is_refused_is_there_again() -> None:
    app = at_work()
    three_wait(app)
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "Proposed")
        await press(pilot, "f8", *"rang twice", "enter")
        await until(pilot, lambda: given(app))
        assert given(app) == [(AddNote(text="rang twice"), FIRST)]
        assert app.seat.commands == []  # nothing waits on this seat that the next act could overtake
        await shows(pilot, "Note added")
        assert app.seat.kept == {}
        await press(pilot, "f8", *"third time")
        app.seat.put_order(app.seat.orders[FIRST].model_copy(update={"state": State.CLOSED}))
        await press(pilot, "enter")
        await shows(pilot, "! This case is over", "third time")


async def test_a_changed_class_brings_another_proposal_before_it_is_dispatched() -> None:
    app = at_work()
    app.seat.waits(waiting_case(1, 2))
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "Proposed: Lubei housing bureau")
        await press(pilot, "f3")
        await shows(pilot, "Amend: change what is wrong")
        await press(pilot, "enter", "backspace", *"sgzs", "enter", "ctrl+s")
        await shows(pilot, "Amended", "Proposed: City management bureau")
        await press(pilot, "space")
        await until(pilot, lambda: len(given(app)) == 2)
        assert given(app)[1] == (Assign(unit="1302-urban", pack_version="1"), FIRST)


async def test_without_a_line_every_act_says_so() -> None:
    app = at_work()
    three_wait(app)
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "Proposed")
        app.seat.has_line = False
        app.seat.status = replace(app.seat.status, line_up=False)
        app.tell(StatusChanged(app.seat.status))
        for key in ("space", "r", "b", "m", "s"):
            await press(pilot, key)
            assert tr("Not done: there is no line to the centre. Nothing has changed") in app.text
            app.screen.say("")  # type: ignore[attr-defined]
        assert given(app) == []
