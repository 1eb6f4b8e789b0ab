"""Who takes no calls is told so at once, and who does; the form is not filled in for nothing."""

from dataclasses import replace

import pytest

from hotline.codes import AgentState, CallEventKind, Role
from screens.desk.screen import DeskScreen
from screens.parts.case_words import coded
from wording import set_language, tr

from .host import CALL, NARROW, OTHER_CALL, Host, press, until
from .test_desk_file import fill


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "takes no calls: operators, specialists do"), ("zh", "不接听来电")],
)
async def test_a_lead_is_told_that_operators_file_cases_before_and_after_the_form(language: str, words: str) -> None:
    set_language(language)
    app = Host(DeskScreen())
    app.services.session = replace(app.services.signed_in, roles=frozenset({Role.LEAD}))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: words in app.text)
        assert "Ctrl+S" not in app.text
        await fill(pilot)
        for key in ("ctrl+s", "f12"):
            await press(pilot, key)
            assert words in app.text
        assert app.seat.commands == []


async def test_a_lead_who_is_an_operator_too_is_told_nothing() -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.services.session = replace(app.services.signed_in, roles=frozenset({Role.LEAD, Role.OPERATOR}))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert "takes no calls" not in app.text
        assert "Ctrl+S" in app.text


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_lead_is_promised_no_call_and_opens_no_draft_by_hand(language: str) -> None:
    set_language(language)
    app = Host(DeskScreen())
    app.seat.status = replace(app.seat.status, line_up=True)
    app.services.session = replace(app.services.signed_in, roles=frozenset({Role.LEAD}))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: tr("No calls are taken here with this sign-in.") in app.rows[1])
        assert tr("Ready. The next call opens here by itself.") not in app.text
        assert coded(app.services.city_pack, "agent_state", AgentState.READY) not in app.rows[0]
        assert "F2" not in app.rows[-1]
        app.desk.say("")
        await press(pilot, "f2")
        assert app.desk.desk.is_blank
        assert tr("Talking") not in app.rows[0]
        assert ("takes no calls" if language == "en" else "不接听来电") in app.text


async def test_a_lead_may_still_answer_a_telephone_that_rings() -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.services.session = replace(app.services.signed_in, roles=frozenset({Role.LEAD}))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await until(pilot, lambda: "F2" in app.rows[-1])
        await press(pilot, "f2")
        assert app.seat.acts == [(str(CALL), "answer")]
        app.call(CallEventKind.HUNG_UP)
        app.ring("13900001111", OTHER_CALL)
        await until(pilot, lambda: "Ringing: 139****1111" in app.text)
        await press(pilot, "f2")
        assert app.seat.acts[-1] == (str(OTHER_CALL), "answer")
