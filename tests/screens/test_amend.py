"""Amend a case that is shown masked."""

from screens.find import FindScreen
from widgets.field import Field
from wording import set_language

from .cases import a_case
from .host import Host, paste, press, until


async def test_a_masked_name_is_left_as_it_is_or_typed_whole() -> None:
    set_language("en")
    app = Host(FindScreen())
    app.seat.put_order(a_case())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await paste(pilot, "停水")
        await press(pilot, "enter")
        await until(pilot, lambda: app.screen.view is not None)  # type: ignore[attr-defined]
        await press(pilot, "f3")
        name = app.screen.query_one("#caller_name", Field)
        assert name.value.endswith("*")
        name.value = "王**"
        await press(pilot, "ctrl+s")
        assert "type the whole name, or leave it empty" in app.text
        assert app.seat.commands == []
        shown, name.value = "李**", "王小明"
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: len(app.seat.commands) == 1)
        assert app.seat.commands[0][0].changes == {"caller_name": (shown, "王小明")}
