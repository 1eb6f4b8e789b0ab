"""Supervision: lamps and key sources, notices of every kind, decisions, holds, namings, and who may do which."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hotline.codes import Channel, Request, Role, State, SuperviseKind
from hotline.order_parts import Extension, Hold, Naming, Supervision
from hotline.oversight_commands import DecideExtension, DecideNaming, HoldCase, NameUnit, Resume, Supervise
from local_cache.errors import NoLine
from local_cache.model import SeatStatus
from screens.help import HelpScreen
from screens.parts.fill_in import FillIn
from screens.parts.moments import day_of, moment_of
from screens.supervision import SupervisionScreen
from screens.supervision.lines import what_waits
from wording import set_language

from .fake_seat import SHIFT_ENDS, failed
from .host import NARROW, NOON, WIDE, Host, paste, press, settled, until
from .loop_cases import LUBEI, URBAN, at_unit, given, listed, part

LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
ZONE = ZoneInfo("Asia/Shanghai")
ASKED = Extension(at=NOON, unit=LUBEI, operator="U7", days=6, reason="缺配件", evidence="订单")
NAMED = Naming(at=NOON, unit=LUBEI, operator="6002", why="多次拖延")


def with_supervisor(*orders: Any, role: Role = Role.SUPERVISOR) -> Host:
    """Return the screen of a supervisor, or of somebody of another role; without `orders` one case is red."""
    app = Host(SupervisionScreen())
    app.services.session = replace(app.seat.session(), operator_id="6001", roles=frozenset({role}))
    app.seat.acting = app.services.session
    app.seat.status = SeatStatus(line_up=True, shift_ends=SHIFT_ENDS)
    for order in orders or (at_unit(hours_left=-2),):
        app.seat.waits(order)
    return app


@LANGUAGES
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_list_says_what_is_red_what_comes_from_a_key_source_and_what_waits(
    language: str, size: tuple[int, int]
) -> None:
    set_language(language)
    late = Supervision(at=NOON, kind=SuperviseKind.URGING, operator="", text="-", due=NOON - timedelta(hours=1))
    app = with_supervisor(
        at_unit(1, hours_left=-2, supervisions=(late,)), at_unit(2, channel=Channel.PROVINCE, extensions=(ASKED,))
    )
    async with app.run_test(size=size) as pilot:
        await listed(app, pilot)
        red, asked = app.rows[3:5]
        for words in ("红", "1件督办!!") if language == "zh" else ("red 2 h over!!", "1 notice!!"):
            assert words in red
        for words in ("延期待审", "省平台") if language == "zh" else ("extension: decide", "Provincial"):
            assert words in asked
        assert "祥富里" in app.text


@pytest.mark.parametrize(("digit", "kind"), [*enumerate(SuperviseKind, 1)])
async def test_a_notice_of_every_kind_is_issued_with_its_due(digit: int, kind: SuperviseKind) -> None:
    set_language("en")
    app = with_supervisor()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "space", str(digit))
        await paste(pilot, "请速办")
        await press(pilot, "enter", "ctrl+u", *"11-25 16:00", "enter")
        joint = kind is SuperviseKind.JOINT
        if joint:
            await press(pilot, *"scgj", "ctrl+s")
        await settled(pilot)
        due = datetime(2026, 11, 25, 8, tzinfo=UTC)
        assert given(app) == Supervise(kind=kind, text="请速办", due=due, units=(URBAN,) if joint else ())
        assert "to be answered by 11-25 16:00: 请速办" in app.text


async def test_a_notice_is_answered_by_the_end_of_the_next_working_day_unless_that_is_changed() -> None:
    app = with_supervisor()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "space", "1")
        await paste(pilot, "请速办")
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert given(app).due.astimezone(ZONE).isoformat() == "2026-11-23T18:00:00+08:00"


async def test_a_due_that_is_past_or_no_moment_says_what_to_type() -> None:
    set_language("en")
    app = with_supervisor()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "space", "1", *"go", "enter", "ctrl+u", *"soon", "ctrl+s")
        assert "Type a day and an hour: 2026-11-22 14:32" in app.text
        await press(pilot, "ctrl+u", *"2026-11-20", "ctrl+s")
        assert "That does not lie ahead" in app.text
        assert app.seat.given == []


@pytest.mark.parametrize(("key", "grant"), [("a", True), ("n", False)])
@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.LEAD])
async def test_an_extension_is_decided_with_a_reason(key: str, grant: bool, role: Role) -> None:
    set_language("en")
    app = with_supervisor(at_unit(extensions=(ASKED,)), role=role)
    async with app.run_test(size=WIDE) as pilot:
        await listed(app, pilot)
        assert "Extension by 6 hours: waits for a decision (Lubei housing bureau, 14:32): 缺配件" in app.text
        await press(pilot, key, "enter")
        assert "Write something first" in app.text
        await paste(pilot, "属实")
        await press(pilot, "enter")
        await settled(pilot)
        assert given(app) == DecideExtension(grant=grant, reason="属实")


@LANGUAGES
@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.LEADER])
async def test_what_is_to_be_decided_has_a_list_of_its_own_and_is_counted(language: str, role: Role) -> None:
    set_language(language)
    app = with_supervisor(
        at_unit(1, hours_left=-2), at_unit(2, extensions=(ASKED,)), at_unit(3, naming=NAMED), at_unit(4), role=role
    )
    counted, words = {
        "en": ("to decide 1!", {Role.SUPERVISOR: "extensions to decide 1", Role.LEADER: "namings to decide 1"}),
        "zh": ("待审 1!", {Role.SUPERVISOR: "延期待审 1", Role.LEADER: "曝光待审 1"}),
    }[language]
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        assert counted in app.rows[1]
        await press(pilot, "f6")
        await until(pilot, lambda: words[role] in app.rows[1])
        theirs, others = ("000902", "000903") if role is Role.SUPERVISOR else ("000903", "000902")
        assert theirs in app.rows[3]
        assert others not in app.text
        await press(pilot, "f6")
        await until(pilot, lambda: counted in app.rows[1])


async def test_a_leader_decides_on_a_naming_and_does_nothing_else() -> None:
    set_language("en")
    app = with_supervisor(at_unit(naming=NAMED), role=Role.LEADER)
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        assert "Naming of Lubei housing bureau: waits for a decision (6002, 14:32): 多次拖延" in app.text
        for label in ("Notice", "Put on hold", "Name the unit"):
            assert label not in app.rows[-1]
        await press(pilot, "space")
        assert "! Your role may not do this: supervisors may" in app.text
        await press(pilot, "a", "enter")
        await settled(pilot)
        assert given(app) == DecideNaming(grant=True)
        assert "Naming of Lubei housing bureau: agreed to" in app.text


async def test_a_supervisor_proposes_a_naming_and_cannot_approve_it() -> None:
    set_language("en")
    app = with_supervisor()
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "b")
        await paste(pilot, "多次拖延")
        await press(pilot, "enter")
        await settled(pilot)
        assert given(app) == NameUnit(unit=LUBEI, why="多次拖延")
        await press(pilot, "a")
        assert "! Your role may not do this: leaders may" in app.text
        await press(pilot, "b")
        assert "! This was asked for already" in app.text


async def test_of_several_units_that_had_it_one_is_named() -> None:
    set_language("en")
    had = part(URBAN, ended_at=NOON)
    app = with_supervisor(at_unit(hours_left=-2, assignments=(had, part(signed=1))))
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "b")
        assert "Name which unit?" in app.text
        await press(pilot, "2", *"late", "enter")
        await settled(pilot)
        assert given(app) == NameUnit(unit=URBAN, why="late")


async def test_a_case_is_put_on_hold_with_a_plan_and_a_day_and_resumed() -> None:
    set_language("en")
    app = with_supervisor(at_unit())
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "r")
        assert "! It is not on hold: its clocks run" in app.text
        await press(pilot, "h", "2")
        await paste(pilot, "等材料")
        await press(pilot, "enter", *"11-20", "enter")
        assert "That does not lie ahead: name a later day" in app.text
        await press(pilot, "ctrl+u", *"12-20", "enter")
        await settled(pilot)
        assert given(app) == HoldCase(reason="caller_material", plan="等材料", review_on=date(2026, 12, 20))
        app.seat.given.clear()
        assert "on hold to 12-20" in app.text
        await press(pilot, "h")
        assert "! It is on hold already: R to resume it" in app.text
        await press(pilot, "r", *"papers", "enter")
        await settled(pilot)
        assert given(app) == Resume(reason="papers")


async def test_who_handled_the_case_decides_nothing_about_it() -> None:
    set_language("en")
    app = with_supervisor(at_unit(extensions=(ASKED,), handlers=("6001",)))
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "a")
        assert "! You handled this case" in app.text
        assert app.screen is app._first


async def test_the_words_of_a_notice_stay_when_it_cannot_be_given() -> None:
    set_language("en")
    app = with_supervisor()
    app.seat.give = lambda *_, **__: failed(NoLine())  # type: ignore[method-assign]
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "space", "2")
        await paste(pilot, "请速办")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, FillIn) and "no line to the centre" in app.text)
        assert app.screen.query_one("#text").value == "请速办"  # type: ignore[attr-defined]


@LANGUAGES
@pytest.mark.parametrize("keys", [("space", "4"), ("h",), ("b",), ("a",)])
async def test_no_question_of_supervision_is_cut(language: str, keys: tuple[str, ...]) -> None:
    set_language(language)
    app = with_supervisor(at_unit(extensions=(ASKED,)))
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, *keys)
        assert isinstance(app.screen, FillIn)
        assert ".." not in "\n".join(app.rows[-8:])


async def test_a_case_on_hold_says_why_and_what_was_granted() -> None:
    set_language("en")
    hold = Hold(at=NOON, reason="on_hold", plan="等批复", review_on=date(2026, 12, 1))
    granted = ASKED.model_copy(update={"state": Request.GRANTED})
    app = with_supervisor(at_unit(state=State.ON_HOLD, hold=hold, extensions=(granted,)))
    async with app.run_test(size=WIDE) as pilot:
        await listed(app, pilot)
        assert "On hold since 14:32: On hold with approval; plan: 等批复; looked at again on 2026-12-01" in app.text
        assert "Extension by 6 hours: agreed to" in app.text
        assert "Resume" in app.rows[-1]


async def test_the_help_lists_the_keys_of_this_screen_first() -> None:
    set_language("en")
    app = Host(HelpScreen("supervision"))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        first = "\n".join(app.rows[:14])
        for words in ("Issue a notice", "Let the clocks rest", "Propose a unit for the exposure list"):
            assert words in first


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-11-25 18:30", "2026-11-25T18:30"),
        ("11-25 9:05", "2026-11-25T09:05"),
        ("１１-２５", "2026-11-25T18:00"),
        ("11月25日 9点", "2026-11-25T09:00"),
        ("23:00", "2026-11-21T23:00"),
        ("1-5", "2027-01-05T18:00"),
    ],
)
def test_a_moment_is_read_as_it_is_typed(typed: str, moment: str) -> None:
    assert moment_of(typed, NOON, ZONE) == datetime.fromisoformat(f"{moment}:00+08:00")


@pytest.mark.parametrize("typed", ["", "soon", "2026-13-01", "2026-02-30", "25:00", "11", "12-", "9999999999-1-1"])
def test_what_is_no_moment_is_not_read(typed: str) -> None:
    with pytest.raises(ValueError):
        moment_of(typed, NOON, ZONE)


def test_a_day_has_no_hour() -> None:
    assert day_of("12-01", NOON, ZONE) == date(2026, 12, 1)
    assert day_of("01-05", NOON, ZONE) == date(2027, 1, 5)
    with pytest.raises(ValueError):
        day_of("12-01 18:00", NOON, ZONE)


def test_a_hold_into_another_year_names_the_year() -> None:
    set_language("en")
    for day, told in ((date(2026, 12, 1), "12-01"), (date(2027, 1, 5), "2027-01-05")):
        hold = Hold(at=NOON, reason="on_hold", plan="等批复", review_on=day)
        assert what_waits(at_unit(state=State.ON_HOLD, hold=hold), NOON)[0] == f"on hold to {told}"


@pytest.mark.parametrize(
    ("role", "state", "words"),
    [
        (Role.SUPERVISOR, State.REPLY_REVIEW, "The case has moved on and cannot take this now: read how it stands"),
        (Role.LEAD, State.WITHDRAWN, "This case is over"),
    ],
)
async def test_nobody_is_told_to_add_a_note_who_cannot_where_the_case_has_moved_on(
    role: Role, state: State, words: str
) -> None:
    set_language("en")
    app = with_supervisor(at_unit(extensions=(ASKED,)), role=role)
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "a")
        await paste(pilot, "属实")
        app.seat.put_order(at_unit(extensions=(ASKED,), state=state))  # somebody else was faster
        await press(pilot, "enter")
        await settled(pilot)
        assert f"! {words}" in app.text
        assert "属实" in app.text
