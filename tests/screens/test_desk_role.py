"""Who takes no calls is told so at once, and who does; the form is not filled in for nothing."""

from dataclasses import replace

import pytest

from hotline.codes import Role
from screens.desk.screen import DeskScreen
from wording import set_language

from .host import NARROW, Host, press, until
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
