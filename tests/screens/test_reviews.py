"""Reviews: exclusions decided by a quality reviewer, notes on callers by a lead, each with a reason."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from hotline.caller_note_commands import DecideCallerNote
from hotline.codes import CallerNoteReason, Role, State
from hotline.order_parts import CallerNote, Exclusion
from hotline.oversight_commands import DecideExclusion
from local_cache.model import SeatStatus
from screens.reviews import ReviewsScreen
from wording import set_language

from .fake_seat import SHIFT_ENDS
from .host import NARROW, NOON, WIDE, Host, paste, press, settled
from .loop_cases import LUBEI, at_unit, given, listed

LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
ASKED = Exclusion(at=NOON, unit=LUBEI, operator="U7", reason="政策不允许", evidence="市住建局2025年3号文")
NOTED = CallerNote(
    at=NOON - timedelta(hours=2), operator="1042", reason=CallerNoteReason.DECIDED_BEFORE, text="同一诉求已三次答复",
    until=date(2026, 12, 20),
)  # fmt: skip


def with_reviewer(*orders: Any, roles: frozenset[Role] = frozenset({Role.QUALITY})) -> Host:
    """Return the screen of a quality reviewer, or of somebody with other roles."""
    app = Host(ReviewsScreen())
    app.services.session = replace(app.seat.session(), operator_id="7001", roles=roles)
    app.seat.acting = app.services.session
    app.seat.status = SeatStatus(line_up=True, shift_ends=SHIFT_ENDS)
    for order in orders:
        app.seat.waits(order)
    return app


def with_lead(*orders: Any) -> Host:
    """Return the screen of a lead."""
    return with_reviewer(*orders, roles=frozenset({Role.LEAD}))


@LANGUAGES
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_reviewer_sees_who_asks_why_and_with_what_evidence(language: str, size: tuple[int, int]) -> None:
    set_language(language)
    app = with_reviewer(at_unit(1, exclusion=ASKED, state=State.CLOSED), at_unit(2))
    async with app.run_test(size=size) as pilot:
        await listed(app, pilot)
        words = ("不计考核 1", "路北区住建局", "申请不计考核", "市住建局2025年3号文", "按全部工单计算的各率照常计入")
        if language == "en":
            words = ("exclusion asked 1", "Lubei housing bureau", "Exclusion from the assessment asked by",
                     "Evidence: 市住建局2025年3号文", "The rates of all cases count it either way")  # fmt: skip
        for each in (*words, "政策不允许", "0017-01-000901-6"):
            assert each in app.text
        assert "0017-01-000902" not in app.text


@pytest.mark.parametrize(("key", "grant"), [("a", True), ("n", False)])
async def test_an_exclusion_is_decided_with_a_reason_and_leaves_the_list(key: str, grant: bool) -> None:
    set_language("en")
    app = with_reviewer(at_unit(exclusion=ASKED, state=State.CLOSED))
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, key, "enter")
        assert "Write something first" in app.text
        await paste(pilot, "属实")
        await press(pilot, "enter")
        await settled(pilot)
        assert given(app) == DecideExclusion(grant=grant, reason="属实")
        assert "Nothing waits for a review." in app.text


@LANGUAGES
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_lead_sees_a_proposed_note_and_that_it_binds_nobody(language: str, size: tuple[int, int]) -> None:
    set_language(language)
    app = with_lead(at_unit(caller_note=NOTED))
    async with app.run_test(size=size) as pilot:
        await listed(app, pilot)
        words = ("来电人备注 1", "已答复的诉求反复提出：同一诉求已三次答复（至2026-12-20）", "备注对任何人没有约束力")
        if language == "en":
            words = ("caller note asked 1", "A note on the caller is proposed (1042, 12:32):", "A note binds nobody",
                     "The same demand again after it was answered: 同一诉求已三次答复 (until")  # fmt: skip
        for each in words:
            assert each in app.text


@pytest.mark.parametrize(("key", "grant"), [("a", True), ("n", False)])
async def test_a_note_on_a_caller_is_decided_with_a_reason(key: str, grant: bool) -> None:
    set_language("en")
    app = with_lead(at_unit(caller_note=NOTED, state=State.CLOSED))
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, key)
        await paste(pilot, "已听录音")
        await press(pilot, "enter")
        await settled(pilot)
        assert given(app) == DecideCallerNote(grant=grant, reason="已听录音")
        assert "Nothing waits for a review." in app.text


async def test_nobody_decides_on_their_own_note_nor_on_a_case_of_their_own() -> None:
    set_language("en")
    own = NOTED.model_copy(update={"operator": "7001"})
    app = with_lead(at_unit(1, caller_note=own), at_unit(2, caller_note=NOTED, handlers=("7001",)))
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        for _ in range(2):
            await press(pilot, "a")
            assert "! You handled this case, or asked for it yourself" in app.text
            assert app.screen is app._first
            await press(pilot, "down")


async def test_who_reviews_both_turns_to_the_other_list() -> None:
    set_language("en")
    both = at_unit(exclusion=ASKED, caller_note=NOTED)
    app = with_reviewer(both, roles=frozenset({Role.QUALITY, Role.LEAD}))
    async with app.run_test(size=WIDE) as pilot:
        await listed(app, pilot)
        assert "exclusion asked 1" in app.text
        await press(pilot, "f6")
        await listed(app, pilot)
        assert "caller note asked 1" in app.text
        await press(pilot, "a")
        await paste(pilot, "属实")
        await press(pilot, "enter")
        await settled(pilot)
        assert isinstance(given(app), DecideCallerNote)
        await press(pilot, "f6")
        await listed(app, pilot)
        assert "exclusion asked 1" in app.text
