"""Sentences that are put together from words have the marks of their language."""

from screens.desk.refusal import refusal_options
from screens.desk.screen import DeskScreen

from .host import NARROW, Host, press, until
from .small_city import small_city


async def test_a_chinese_sentence_put_together_has_chinese_colons() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: " ! " in app.text)
        complaint = [row for row in app.rows if " ! " in row][-1]
        assert "：" in complaint
        assert ": " not in complaint
    labels = [each.label for each in refusal_options(small_city())]
    assert labels
    assert all("：" in each and ": " not in each for each in labels)
