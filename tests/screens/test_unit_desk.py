"""The unit desk: the inbox with its sign wait, every act of a unit, and only those that apply."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hotline.case_doc import TimelineEntry
from hotline.codes import Request, Role, Satisfaction, Solved, SuperviseKind, UnitPart
from hotline.order_parts import Extension, Supervision
from hotline.outcome import Refusal, RefusalCode
from hotline.unit_commands import (
    AnswerSupervision,
    ContactCaller,
    CoReply,
    PassDown,
    Reply,
    RequestExclusion,
    RequestExtension,
    RequestReturn,
    Sign,
)
from hotline.work_order import Callback
from local_cache.errors import CentreSaid, GivenRefused, NoLine, NotKnown
from local_cache.model import SeatStatus
from screens.desk.on_desk import OnDesk
from screens.help import HelpScreen
from screens.parts.begun import begun_as
from screens.parts.fill_in import FillIn
from screens.parts.left_written import half_written, place_of, way_to
from screens.unit_desk import UnitDeskScreen
from wording import set_language

from .cases import a_clock
from .fake_seat import SHIFT_ENDS, failed
from .host import NARROW, NOON, WIDE, Host, paste, press, settled, until
from .loop_cases import LUBEI, URBAN, WATER, at_unit, given, listed, part, to_sign

LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
NOTICE = Supervision(
    at=NOON, kind=SuperviseKind.ORDER, operator="6001", text="请说明进度", due=NOON + timedelta(days=1)
)


def with_unit(*orders: Any, unit: str = LUBEI) -> Host:
    """Return the desk of a unit; without `orders` one case is handled there."""
    app = Host(UnitDeskScreen())
    app.services.session = replace(app.seat.session(), operator_id="U7", roles=frozenset({Role.UNIT}), unit=unit)
    app.seat.acting = app.services.session
    app.seat.status = SeatStatus(line_up=True, shift_ends=SHIFT_ENDS)
    for order in orders or (at_unit(),):
        app.seat.waits(order)
    return app


@LANGUAGES
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_inbox_shows_the_wait_for_the_signature_apart_from_the_time_left(
    language: str, size: tuple[int, int]
) -> None:
    set_language(language)
    app = with_unit(to_sign(1), at_unit(2))
    async with app.run_test(size=size) as pilot:
        await listed(app, pilot)
        waits, signed = app.rows[3:5]
        for words in ("3小时!!", "余20小时") if language == "zh" else ("3 h!!", "20 h left"):
            assert words in waits
        assert ("已签，30分" if language == "zh" else "signed, 30 min") in signed
        assert "13800005678" not in app.text


async def test_one_key_signs_and_the_case_stays_in_the_list() -> None:
    set_language("en")
    app = with_unit(to_sign())
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        assert "To be signed: sent 11:32, waits 3 h" in app.text
        await press(pilot, "space")
        await settled(pilot)
        assert given(app) == Sign()
        assert "0017-01-000901-6: Signed" in app.text
        assert "Signed 14:32 by U7, 3 h after it was sent" in app.text


async def test_only_what_applies_is_offered_and_the_other_keys_say_why_not() -> None:
    set_language("en")
    app = with_unit(to_sign(return_barred=True))
    async with app.run_test(size=WIDE) as pilot:
        await listed(app, pilot)
        keys = app.rows[-1]
        assert "Space Sign" in keys
        for label in ("Reply", "Extension", "Pass down", "Return", "Answer notice", "Contacted"):
            assert label not in keys
        await press(pilot, "b")
        assert "! It may not be returned any more: handle it, or ask for an exclusion" in app.text
        await press(pilot, "v")
        assert "! Nothing waits for a decision here" in app.text
        assert app.screen is app._first


@LANGUAGES
async def test_what_has_to_come_first_is_said_until_something_else_is_done(language: str) -> None:
    set_language(language)
    zh = language == "zh"
    app = with_unit(to_sign(1), at_unit(2))
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "r")
        first = "! 请先签收：空格" if zh else "! Sign for it first: Space"
        assert app.rows[-2].strip() == first
        await press(pilot, "down")
        assert app.rows[-2].strip() == ""
        await press(pilot, "space")
        assert app.rows[-2].strip() == ("! 已经签收" if zh else "! It is signed for already")
        await press(pilot, "c", "escape")
        await settled(pilot)
        assert app.rows[-2].strip() == ""


async def test_a_reply_takes_its_text_evidence_and_whether_it_is_solved() -> None:
    set_language("en")
    app = with_unit()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "r")
        await paste(pilot, "已换水泵[/]，\n恢复供水。")
        await press(pilot, "enter", *"rsb", "enter", "2")
        await settled(pilot)
        assert given(app) == Reply(reply="已换水泵[/]，\n恢复供水。", evidence="rsb", solved=Solved.MOSTLY)
        assert "0017-01-000901-6: Replied" in app.text
        assert "No case is with your unit." in app.text
        assert app.seat.kept == {}


@LANGUAGES
async def test_what_is_asked_for_is_seen_beside_clocks_and_notices_and_while_it_is_answered(language: str) -> None:
    set_language(language)
    asked = "昨晚八点起全楼停水，物业称主管爆裂，至今未修。" * 8
    clocks = tuple(a_clock(code, code, NOON, yellow=60, red=90) for code in ("contact", "reply", "return", "redo"))
    app = with_unit(at_unit(content=asked, clocks=clocks, supervisions=(NOTICE, NOTICE)))
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        assert app.text.count(asked[:11]) >= 1
        assert app.text.count("祥富里") >= 1
        await press(pilot, "r")
        await settled(pilot)
        assert asked[:11] in "".join(app.rows[12:])
        assert ".." in "".join(app.rows[12:])


async def test_letters_are_keys_in_the_list_alone() -> None:
    set_language("en")
    app = with_unit()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "r", *"bcdevrx space")
        assert isinstance(app.screen, FillIn)
        assert app.screen.query_one("#reply").value == "bcdevrx space"  # type: ignore[attr-defined]
        assert app.seat.given == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (GivenRefused(Refusal(RefusalCode.CO_UNITS_WAIT, "co_units", URBAN)), "have not replied yet"),
        (NoLine(), "no line to the centre"),
        (CentreSaid("busy"), "The centre is busy"),
        (NotKnown("reply"), "Take it again as it is: it is done once"),
    ],
)
async def test_the_words_stay_whatever_the_centre_says(error: Exception, words: str) -> None:
    set_language("en")
    app = with_unit()
    give = app.seat.give
    app.seat.give = lambda *_, **__: failed(error)  # type: ignore[method-assign]
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "r")
        await paste(pilot, "已换水泵，恢复供水。")
        await press(pilot, "enter", *"photo", "enter", "1")
        await until(pilot, lambda: isinstance(app.screen, FillIn) and words in app.text)
        assert app.screen.query_one("#reply").value == "已换水泵，恢复供水。"  # type: ignore[attr-defined]
        app.seat.give = give  # type: ignore[method-assign]
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert given(app) == Reply(reply="已换水泵，恢复供水。", evidence="photo", solved=Solved.SOLVED)
        assert app.seat.kept == {}


async def test_what_is_written_is_on_disk_until_the_centre_has_taken_it() -> None:
    app = with_unit()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "r")
        await paste(pilot, "已换水泵")
        await until(pilot, lambda: app.seat.kept)
        [draft] = app.seat.kept.values()
        assert draft.fields["content"] == "已换水泵"
        assert draft.case_id is not None
        await press(pilot, "enter", "enter", "1")
        await settled(pilot)
        assert given(app).reply == "已换水泵"
        assert app.seat.kept == {}


async def test_the_desk_tells_where_a_half_written_reply_waits_and_how_it_is_gone_on_with() -> None:
    set_language("en")
    app = with_unit()
    app.services.screens_up = lambda: app.screen_stack
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "r", *"x")
        [waiting] = half_written(app.services)
        assert waiting.called() == "Reply 0017-01-000901-6"
        assert way_to(place_of(app.services, waiting)) == "work"
        assert begun_as(app, "unit_reply") == "Begun as: Reply. To do it: Ctrl+D, then R"
        assert begun_as(app, "urge") == "Begun as: Urge. To do it: Ctrl+F, then F7"


async def test_the_contact_with_the_caller_is_noted() -> None:
    set_language("en")
    app = with_unit()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "c")
        await paste(pilot, "明天上门")
        await press(pilot, "enter", "1", "enter")
        await settled(pilot)
        assert given(app) == ContactCaller(said="明天上门", first_reply=True)
        assert "Caller contacted 14:32" in app.text


async def test_a_case_is_passed_down_to_a_lower_unit_only() -> None:
    set_language("en")
    app = with_unit(at_unit(unit=WATER, assignments=(part(WATER, signed=1, level=1),)), unit=WATER)
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "d", "space")
        assert "Lubei housing bureau" in app.text
        assert "City management bureau" not in app.text
        await press(pilot, "enter", *"ok", "enter")
        await settled(pilot)
        assert given(app) == PassDown(unit=LUBEI, note="ok")


async def test_a_unit_without_lower_ones_is_told_so() -> None:
    set_language("en")
    app = with_unit()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "d")
        assert "! There is no unit of a lower level below yours" in app.text


async def test_a_return_names_a_reason_of_the_city_and_whose_it_is() -> None:
    set_language("en")
    app = with_unit()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "b", "ctrl+s")
        assert "Choose one of the list" in app.text
        await press(pilot, "1")
        await paste(pilot, "属于城管")
        await press(pilot, "enter", *"scgj", "enter")
        await settled(pilot)
        assert given(app) == RequestReturn(reason="not_ours", explanation="属于城管", suggested_unit=URBAN)


async def test_an_extension_says_how_many_days_there_are_and_takes_no_more() -> None:
    set_language("en")
    app = with_unit()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        assert "May still be extended by 24 hours" in app.text
        await press(pilot, "e")
        assert "May still be extended by 24 hours" in "\n".join(app.rows[-8:])
        await press(pilot, *"x", "enter", "ctrl+s")
        assert "Type a number of days" in app.text
        await press(pilot, "up", "up", "backspace", *"30", "enter", *"parts", "ctrl+s")
        await until(pilot, lambda: "More days than may be given: 24 are left" in app.text)
        assert isinstance(app.screen, FillIn)
        await press(pilot, "backspace", "backspace", "1", "2", "ctrl+s")
        await settled(pilot)
        assert given(app) == RequestExtension(days=12, reason="parts")
        assert "Extension by 12 hours: waits for a decision" in app.text
        await press(pilot, "e")
        assert "! This was asked for already" in app.text


async def test_after_the_time_is_over_no_extension_is_offered() -> None:
    set_language("en")
    app = with_unit(at_unit(hours_left=-5))
    async with app.run_test(size=WIDE) as pilot:
        await listed(app, pilot)
        assert "Extension" not in app.rows[-1]
        assert "May still be extended" not in app.text
        await press(pilot, "e")
        assert "! The time is over" in app.text


async def test_a_co_unit_gives_its_share_and_the_lead_unit_sees_who_is_missing() -> None:
    set_language("en")
    shares = (part(signed=0.5), part(URBAN, part=UnitPart.CO, level=1))
    app = with_unit(at_unit(assignments=shares), unit=URBAN)
    async with app.run_test(size=WIDE) as pilot:
        await listed(app, pilot)
        assert "Your part: co-unit; the lead is with Lubei housing bureau" in app.text
        for label in ("Sign", "Extension", "Return"):
            assert label not in app.rows[-1]
        await press(pilot, "r")
        await paste(pilot, "已清运")
        await press(pilot, "enter", "enter")
        await settled(pilot)
        assert given(app) == CoReply(reply="已清运")
    app = with_unit(at_unit(assignments=shares))
    async with app.run_test(size=WIDE) as pilot:
        await listed(app, pilot)
        assert "City management bureau has not replied yet" in app.text
        await press(pilot, "r")
        assert "! These co-units have not replied yet" in app.text


async def test_a_notice_is_answered_and_of_several_one_is_chosen() -> None:
    set_language("en")
    second = NOTICE.model_copy(update={"kind": SuperviseKind.URGING, "text": "快办"})
    app = with_unit(at_unit(supervisions=(NOTICE, second)))
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        assert "answer a notice" in app.rows[3]
        assert "Supervision order, to be answered by 11-22 14:32: 请说明进度" in app.text
        await press(pilot, "v", "2")
        assert "Urging notice, to be answered by 11-22 14:32: 快办" in "\n".join(app.rows[-4:])
        await paste(pilot, "今天办完")
        await press(pilot, "enter")
        await settled(pilot)
        assert given(app) == AnswerSupervision(index=1, answer="今天办完")
        assert "Urging notice, answered 14:32: 今天办完" in app.text


async def test_an_exclusion_is_asked_for_once() -> None:
    set_language("en")
    app = with_unit()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "x")
        await paste(pilot, "政策不允许")
        await press(pilot, "enter", "enter")
        await settled(pilot)
        assert given(app) == RequestExclusion(reason="政策不允许")
        await press(pilot, "x")
        assert "! This was asked for already" in app.text


async def test_an_anonymous_caller_is_revealed_to_no_unit_and_another_for_a_reason() -> None:
    set_language("en")
    app = with_unit(at_unit(1, anonymous=True))
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        assert "Reveal" not in app.rows[-1]
        await press(pilot, "f9")
        assert "! The unit gets no personal data of this case" in app.text
    app = with_unit()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "f9")
        assert "Reveal: which?" in app.text


async def test_provisional_due_times_say_so_and_an_extension_turned_down_too() -> None:
    set_language("en")
    clock = a_clock("ordinary", "reply", NOON, yellow=60, red=600, provisional=True)
    asked = Extension(at=NOON, unit=LUBEI, operator="U7", days=2, reason="缺配件", state=Request.TURNED_DOWN)
    app = with_unit(at_unit(clocks=(clock,), extensions=(asked,)))
    async with app.run_test(size=WIDE) as pilot:
        await listed(app, pilot)
        assert "provisional" in app.rows[3]
        assert "(provisional: the year's calendar is not announced yet)" in app.text
        assert "not agreed to" in app.text


async def test_a_case_to_be_done_again_says_what_the_caller_and_the_reviewer_said() -> None:
    set_language("en")
    called = Callback(
        at=NOON, operator="5001", reached=True, contacted_by_unit=True, solved=Solved.UNSOLVED,
        satisfied=Satisfaction.DISSATISFIED, opinion="还没修",
    )  # fmt: skip
    order = at_unit(redo_count=1, callbacks=(called,))
    app = with_unit(order)
    sent_back = TimelineEntry(kind="review_reply", at=NOON, operator="4001", data={"accept": False, "reason": "缺照片"})
    app.seat.docs[order.id] = app.seat.docs[order.id].model_copy(update={"timeline": (sent_back,)})
    async with app.run_test(size=WIDE) as pilot:
        await listed(app, pilot)
        assert "the caller says: Not solved, 还没修" in app.text
        assert "Sent back for more: 缺照片" in app.text
        assert "do it again" in app.rows[3]


@LANGUAGES
async def test_who_works_for_no_unit_is_told_whom_to_ask(language: str) -> None:
    set_language(language)
    app = with_unit(unit="")
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        assert ("请找管理员" if language == "zh" else "ask the administrator") in app.rows[1]


@LANGUAGES
@pytest.mark.parametrize("key", ["r", "c", "b", "e", "x"])
async def test_no_question_of_a_unit_is_cut_and_the_other_language_is_spoken_in_it(language: str, key: str) -> None:
    set_language(language)
    app = with_unit()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, key)
        assert isinstance(app.screen, FillIn)
        assert ".." not in "\n".join(app.rows[-9:])
        before = app.rows[-3:]
        set_language("en" if language == "zh" else "zh")
        for screen in app.screen_stack:
            if hasattr(screen, "relabel"):
                screen.relabel()
        await pilot.pause()
        assert app.rows[-3:] != before


async def test_the_help_lists_the_keys_of_this_screen_first() -> None:
    set_language("en")
    app = Host(HelpScreen("unit_desk"))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        first = "\n".join(app.rows[:18])
        for words in ("Sign for the case", "Reply with evidence", "Ask to return the case", "leave the case out"):
            assert words in first


async def test_what_was_half_written_when_the_console_ended_stands_in_the_question_again() -> None:
    set_language("en")
    before = with_unit()
    async with before.run_test(size=NARROW) as pilot:
        await listed(before, pilot)
        await press(pilot, "r")
        await paste(pilot, "已换水泵，\n恢复供水。")
        await press(pilot, "enter", *"photo")
        await until(pilot, lambda: any("photo" in map(str, each.fields.values()) for each in before.seat.kept.values()))
    app = with_unit()
    app.seat.kept = before.seat.kept
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        assert OnDesk.reopened(*app.seat.kept.values(), app.services.city_pack).form.values == {
            "content": "Reply: 已换水泵，\n恢复供水。\nEvidence: photo"
        }
        assert "Half written: Reply 0017-01-000901-6. R on that case goes on with it" in app.text
        await press(pilot, "r", "enter", "enter", "1")
        await settled(pilot)
        assert given(app) == Reply(reply="已换水泵，\n恢复供水。", evidence="photo", solved=Solved.SOLVED)
        assert app.seat.kept == {}
