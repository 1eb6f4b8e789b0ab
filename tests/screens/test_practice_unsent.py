"""What has still to go to the centre, and what it has refused: seen at the home of practice, and before a wipe."""

from dataclasses import replace

import pytest

from local_cache.practice_exchange import Refusal
from screens.practice.given import WipeAll
from screens.practice.home import PracticeHome
from wording import set_language

from .host import NARROW, press
from .test_practice_screens import OFFERED, PracticeHost


class Home(PracticeHost):
    def on_wipe_all(self, message: WipeAll) -> None:
        self.asked.append(message)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("The centre refused 2 results (keys): it may be older than this console", "what has still to go",
                "3 results and appeals stay until", "3 results and appeals that are not at the centre yet are lost")),
        ("zh", ("中心未接收2条成绩或申诉 (keys)：它的版本可能比本机旧", "保留尚未送到中心的", "3条成绩或申诉保留到本人",
                "3条成绩或申诉尚未送到中心，会随之丢失")),
    ],
)  # fmt: skip
async def test_what_was_refused_is_said_and_what_is_unsent_is_lost_only_where_that_was_chosen(
    language: str, words: tuple[str, ...]
) -> None:
    set_language(language)
    refused, stays, kept, lost = words
    why = Refusal(problem="invalid", field="keys")
    home = PracticeHome(replace(OFFERED, unsent=3, refused=(why, why)))
    app = Home(home)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot)
        assert refused in app.text
        await press(pilot, "w")
        assert stays in app.text
        assert kept in app.text
        await press(pilot, "enter", "w", "down")
        assert lost in app.text
        await press(pilot, "enter")
        assert [each.unsent for each in app.asked] == [False, True]
        home.offer(replace(OFFERED, unsent=0))
        await press(pilot, "w", "enter")
        assert refused not in app.text
        assert [each.unsent for each in app.asked] == [False, True, True]


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("en", "An older centre has 1 result without its mark: the clock was set back",
         "An older centre has 2 results without their mark: the clock was set back"),
        ("zh", "中心版本较旧，已收下1条成绩，但缺少标记：电脑时钟被调慢过",
         "中心版本较旧，已收下2条成绩，但缺少标记：电脑时钟被调慢过"),
    ],
)  # fmt: skip
async def test_what_the_centre_took_without_the_mark_of_the_clock_is_not_said_to_be_refused(
    language: str, one: str, two: str
) -> None:
    set_language(language)
    bare = Refusal(problem="invalid", field="clock_behind", without=True)
    home = PracticeHome(replace(OFFERED, unsent=1, refused=(bare,)))
    app = Home(home)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot)
        assert one in app.text
        home.offer(replace(OFFERED, unsent=2, refused=(bare, bare)))
        await press(pilot)
        assert two in app.text
        home.offer(replace(OFFERED, unsent=2, refused=(bare, Refusal(problem="forbidden"))))
        await press(pilot)
        assert one not in app.text, "why another one is refused is said first"
