"""Who thinks that a form has opened types on: those letters are no keys of the list, until there has been a pause."""

import pytest

from hotline.unit_commands import Sign
from screens.parts import work_screen
from wording import set_language

from .host import NARROW, press, settled
from .loop_cases import given, listed, to_sign
from .test_unit_desk import with_unit


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "! What is typed now does nothing: pause first"), ("zh", "! 现在输入的内容不起作用")],
)
async def test_what_is_typed_after_a_key_that_does_not_apply_does_nothing(
    monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    set_language(language)
    monkeypatch.setattr(work_screen, "TYPED_ON_S", 3600.0)
    app = with_unit(to_sign())
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "r", *"b x", "space", *"d")
        assert app.seat.given == []
        assert app.screen is app._first
        assert words in app.rows[-2]
        monkeypatch.setattr(work_screen, "TYPED_ON_S", 0.0)  # the pause is over
        await press(pilot, "space")
        await settled(pilot)
        assert given(app) == Sign()


async def test_a_key_that_types_nothing_ends_it_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    set_language("en")
    monkeypatch.setattr(work_screen, "TYPED_ON_S", 3600.0)
    app = with_unit(to_sign())
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "r", "x", "escape", "space")
        await settled(pilot)
        assert given(app) == Sign()
