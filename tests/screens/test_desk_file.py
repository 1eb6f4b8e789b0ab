"""From ring to number: the ordinary case at the desk."""

from screens.desk.screen import DeskScreen
from wording import set_language

from .host import NARROW, Host


async def test_an_ordinary_case_is_filed_by_keys_alone() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await pilot.pause()
        print(app.text)
        assert "Ringing: 138****5678" in app.text
        await pilot.press("enter")
        await pilot.press(*"xfl", "enter")
        await pilot.press(*"xqts", "enter")
        await pilot.press(*"Li", "enter", *"No.12", "enter", *"No water.")
        print(app.text)
        await pilot.press("ctrl+s")
        await pilot.pause()
        print(app.text)
        assert "0042-03-000001" in app.text
        print(app.seat.commands)
