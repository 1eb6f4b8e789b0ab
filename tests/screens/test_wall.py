"""The wall: what a hall reads off it, and that it never shows a figure as one of now that is not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Event
from zoneinfo import ZoneInfo

import pytest
from textual.geometry import Region
from textual.pilot import Pilot

from hotline.call_figures import Figures
from hotline.wall_doc import DistrictLine, WallAnswer
from hotline.wire import Problem
from local_cache.sync.transport import (
    Beat,
    CertificateFault,
    CertificateMisfit,
    StreamEvent,
    TransportDown,
    TransportProblem,
)
from local_cache.wall.follower import WallFollower
from screens.wall.figures import WallFigures
from screens.wall.layout import layout_for
from screens.wall.screen import WallScreen
from seat_console.wall_app import WallApp
from widgets.paint import paint_of
from wording import set_language

from .fake_demo import ADemo

CITY = ZoneInfo("Asia/Shanghai")
AS_OF = datetime(2026, 11, 21, 6, 32, 7, tzinfo=UTC).astimezone(CITY)
DISTRICTS = ("枣庄市", "市中区", "薛城区", "峄城区", "台儿庄区", "[/]区", "滕州市")
ANSWER = WallAnswer(
    city="枣庄市", city_en="Zaozhuang", now=AS_OF + timedelta(seconds=1), as_of=AS_OF, current=True,
    figures=Figures(offered=1284, waiting=3, answered=1267, answered_within=1219, abandoned=14), service_level_s=15.0,
    waiting=3,
    districts=tuple(
        DistrictLine(code=str(n), name=name, name_en="Zaozhuang" if n == 0 else name, handled=990 + n, due=1000,
                     rate=(990 + n) / 1000)
        for n, name in enumerate(DISTRICTS)
    ),
)  # fmt: skip
SIZES = ((80, 24), (120, 40), (200, 60))


class Centre:
    """A centre that says what the test wants, one beat a stream."""

    def __init__(self) -> None:
        self.answer = ANSWER
        self.fails: Exception | None = None
        self.keeps = True

    def wall(self) -> WallAnswer:
        if not self.keeps:
            raise TransportProblem(Problem.BUSY, 503)
        return self.answer

    def events(self, stop: Event) -> Iterator[StreamEvent]:
        if self.fails is not None:
            raise self.fails
        yield Beat(keeps=self.keeps)

    def close(self) -> None:
        pass


class Wall:
    """A wall with its clock and its centre; it follows when the test says so."""

    def __init__(self) -> None:
        self.centre = Centre()
        self.seconds = 1000.0
        self.app = WallApp(lambda: WallScreen(self._follow, lambda: self.seconds), "seat-dark")

    def _follow(self, told: Callable[..., object]) -> WallFollower:
        self.follower = WallFollower(self.centre, told, counted=lambda: self.seconds, rand=Random(1))
        self.follower.start = lambda: None  # type: ignore[method-assign]
        return self.follower

    @property
    def screen(self) -> WallScreen:
        screen = self.app.screen
        assert isinstance(screen, WallScreen)
        return screen

    @property
    def rows(self) -> list[str]:
        """The rows as text, with a cell that has the colour of a digit or a band as `#`."""
        paint = paint_of(self.app)
        inks = {paint.accent_band.bgcolor, paint.yellow.color, paint.red.color}
        return [
            "".join(
                "#" * len(segment.text)
                if segment.text.isspace() and segment.style and segment.style.bgcolor in inks
                else segment.text
                for segment in strip
            ).rstrip()
            for strip in self.screen._compositor.render_strips()
        ]

    @property
    def text(self) -> str:
        return "\n".join(self.rows)


@asynccontextmanager
async def showing(wall: Wall, size: tuple[int, int] = SIZES[0], language: str = "zh") -> AsyncIterator[Pilot[int]]:
    """Let a wall be seen, with one look at the centre."""
    set_language(language)
    async with wall.app.run_test(size=size) as pilot:
        await pilot.pause()
        wall.follower.follow_once()
        await pilot.pause()
        yield pilot


@pytest.fixture(autouse=True)
def _chinese_again() -> Iterator[None]:
    yield
    set_language("zh")


NOW = [
    " 枣庄市12345热线                                                           在线",
    "",
    "",
    "",
    " 截至    #  # #   ### ###    接通率：接通数占应接来电数，早挂不计",
    " 11-21  ##  # # #   #   #    15秒接通率：15秒内接通数占接通数",
    "         #  ###   ### ###    按时办结率：按时反馈（含重办）/ 应反馈",
    "         #    # #   # #",
    "        ###   #   ### ###",
    "",
    "",
    " 今日来电            接通率              15秒接通率          等候",
    "  #  ### ### # #     ### ###   ### # #   ### ###   ### # #   ###",
    " ##    # # # # #     # # # #   # #   #   # # #       #   #     #",
    "  #  ### ### ###     ### ###   ###  #    ### ###   ###  #    ###",
    "  #  #   # #   #       # # #     # #       # # #   #   #       #",
    " ### ### ###   #     ### ### # ### # #   ### ### # ### # #   ###",
    "",
    "",
    "",
    " 按时办结率（本月）",
    " 枣庄市      99.0%   市中区      99.1%   薛城区      99.2%   峄城区      99.3%",
    " 台儿庄区    99.4%   [/]区       99.5%   滕州市      99.6%",
    " Ctrl+Q 退出",
]
NOT_NOW = [
    " Zaozhuang 12345 hotline                                           no line 25 s",
    " !! Not current: the figures are of 14:32:07, 31 s ago; no line to the centre###",
    "",
    "",
    " As of   #  # #   ### ###    Connect rate: answered of all whom the hotline",
    " 11-21  ##  # # #   #   #    could answer, short hang-ups left out",
    "         #  ###   ### ###    Answered within 15 s, of those answered",
    "         #    # #   # #      Handled in time: replied in time, redo included /",
    "        ###   #   ### ###    must reply",
    "",
    "",
    " Calls today         Connect rate        Within 15 s         Waiting",
    "",
    "",
    " ## ##               ## ##               ## ##               ## ##",
    "",
    "",
    " it was 1284         it was 98.9%        it was 96.2%        it was 3",
    "",
    "",
    " Handled in time, this month",
    " Zaozhuang   99.0%   市中区      99.1%   薛城区      99.2%   峄城区      99.3%",
    " 台儿庄区    99.4%   [/]区       99.5%   滕州市      99.6%",
    " Ctrl+Q Leave",
]


async def test_a_hall_reads_the_figures_of_now() -> None:
    wall = Wall()
    async with showing(wall):
        assert wall.rows == NOW


async def test_a_line_that_is_away_is_said_within_five_seconds_and_old_figures_are_none() -> None:
    wall = Wall()
    async with showing(wall, language="en") as pilot:

        async def after(seconds: float) -> list[str]:
            wall.seconds += seconds
            wall.screen.look()
            await pilot.pause()
            return wall.rows

        assert (await after(4.5))[0].endswith("on line")
        rows = await after(0.4)  # a look later: five seconds are not over
        assert rows[0].endswith("no line 0 s")
        assert rows[1].rstrip("#") == " !! No line to the centre: the figures are of 14:32:07"
        assert rows[12] == "  #  ### ### # #     ### ###   ### # #   ### ###   ### # #   ###"  # still those of now
        await after(24.1)  # 29 s on, and the figures were a second old when they came
        assert "Not current" not in wall.text
        assert "it was" not in wall.text
        await after(0.25)
        assert wall.rows[1].rstrip("#") == (
            " !! Not current: the figures are of 14:32:07, 30 s ago; no line to the centre"
        )


async def test_figures_that_are_too_old_are_said_to_be_so_all_over_the_wall() -> None:
    wall = Wall()
    async with showing(wall, language="en") as pilot:
        wall.seconds += 4.75
        wall.screen.look()
        wall.seconds += 25.25
        wall.screen.look()
        await pilot.pause()
        assert wall.rows == NOT_NOW
        wall.centre.answer = ANSWER.model_copy(
            update={"now": AS_OF + timedelta(seconds=60), "as_of": AS_OF + timedelta(seconds=59)}
        )
        wall.follower.follow_once()
        await pilot.pause()
        assert "Not current" not in wall.text  # it is well again by itself
        assert "it was" not in wall.text


async def test_a_switch_that_is_not_heard_makes_the_wall_not_current_at_once() -> None:
    wall = Wall()
    wall.centre.answer = ANSWER.model_copy(update={"current": False})
    async with showing(wall):
        assert wall.rows[1].rstrip("#") == " !! 非实时数据：截至14:32:07，已过1秒；收不到交换机消息"
        assert wall.rows[17].split() == ["此前", "1284", "此前", "98.9%", "此前", "96.2%", "此前", "3"]


async def test_a_centre_that_can_keep_nothing_is_said_at_once_and_no_more_when_it_can() -> None:
    wall = Wall()
    async with showing(wall) as pilot:
        wall.centre.keeps = False
        for later_s, said in ((0.0, "中心暂时什么也存不下：数据截至14:32:07"), (60.0, "非实时数据：截至14:32:07")):
            wall.seconds += later_s
            wall.follower.follow_once()
            await pilot.pause()
            wall.screen.look()
            await pilot.pause()
            assert said in wall.text
            assert "中心暂时什么也存不下" in wall.text
        wall.centre.keeps = True
        wall.follower.follow_once()
        await pilot.pause()
        assert "存不下" not in wall.text


async def test_a_centre_that_never_heard_its_switch_has_no_figures_of_calls() -> None:
    wall = Wall()
    wall.centre.answer = ANSWER.model_copy(update={"as_of": None, "current": False, "figures": Figures()})
    async with showing(wall):
        assert wall.rows[1].rstrip("#") == " !! 从未收到交换机消息：没有来电数据"
        assert "此前" not in wall.text
        assert "99.6%" in wall.text  # what districts handled is known all the same


@pytest.mark.parametrize(
    ("fails", "says", "kept"),
    [
        (TransportProblem(Problem.AUTH_REQUIRED, 401), "中心不认识此令牌", False),
        (TransportProblem(Problem.DEVICE_REVOKED, 403), "此大屏已停用", False),
        (CertificateMisfit(CertificateFault.NAME), "证书与此地址不符", True),
        (CertificateMisfit(CertificateFault.AUTHORITY), "证书由其他机构签发", True),
        (TransportDown("ConnectError"), "与中心没有线路：数据截至14:32:07", True),
    ],
)
async def test_what_is_wrong_is_said_and_whoever_is_turned_away_shows_nothing(
    fails: Exception, says: str, kept: bool
) -> None:
    wall = Wall()
    async with showing(wall) as pilot:
        wall.centre.fails = fails
        wall.follower.follow_once()
        await pilot.pause()
        assert says in wall.rows[1]
        assert ("99.6%" in wall.text) == kept  # whoever may not read the wall any more keeps nothing of it on it


@pytest.mark.parametrize(
    ("met", "says"),
    [
        ("ConnectError", "连不上中心：线路不通，或地址有误；正在不断重试"),
        ("NotTheCentre", "此地址上不是中心：请检查地址；正在不断重试"),
    ],
)
async def test_a_wall_that_never_reached_its_centre_says_so_and_is_current_when_it_does(met: str, says: str) -> None:
    wall = Wall()
    wall.centre.fails = TransportDown(met)
    async with showing(wall) as pilot:
        assert wall.rows[0].startswith(" 12345热线")
        assert wall.rows[1].rstrip("#") == f" !! {says}"
        wall.centre.fails = None
        wall.follower.follow_once()
        await pilot.pause()
        assert wall.rows == NOW


async def test_only_what_changed_is_painted_and_at_rest_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    wall = Wall()
    async with showing(wall) as pilot:
        painted: list[Region] = []
        monkeypatch.setattr(wall.screen.query_one(WallFigures), "refresh", lambda *regions: painted.extend(regions))
        wall.follower.follow_once()
        wall.screen.look()
        await pilot.pause()
        assert painted == []
        figures = replace(ANSWER.figures, offered=1285)
        wall.centre.answer = ANSWER.model_copy(update={"figures": figures})
        wall.seconds += 10
        wall.follower.follow_once()
        await pilot.pause()
        assert painted
        assert sum(region.area for region in painted) <= 3 * 5  # the dots of one digit


async def test_a_larger_terminal_has_larger_figures_and_nothing_is_cut_off() -> None:
    dots = [layout_for(width, height - 2, 4, 7) for width, height in SIZES]
    assert [(layout.dot, layout.high) for layout in dots] == [(1, 1), (3, 2), (5, 3)]
    for size in SIZES[1:]:
        wall = Wall()
        async with showing(wall, size):
            assert wall.rows[-1] == " Ctrl+Q 退出"
            assert all(name in wall.text for name in ("等候", "15秒接通率", "台儿庄区", "滕州市"))


async def test_districts_that_do_not_all_fit_take_turns() -> None:
    wall = Wall()
    lines = tuple(ANSWER.districts[1].model_copy(update={"name": f"{n}号区"}) for n in range(30))
    wall.centre.answer = ANSWER.model_copy(update={"districts": lines})
    wall.seconds = 0.0
    async with showing(wall) as pilot:
        assert ("0号区" in wall.text, "29号区" in wall.text, "1/2" in wall.text) == (True, False, True)
        wall.seconds = 15.0
        wall.follower.follow_once()
        wall.screen.look()
        await pilot.pause()
        assert ("29号区" in wall.text, "2/2" in wall.text) == (True, True)


async def test_one_key_alone_ends_the_wall() -> None:
    wall = Wall()
    async with showing(wall) as pilot:
        await pilot.press("ctrl+c", "escape", "q", "enter", "f1", "ctrl+p")
        assert wall.app.is_running
        assert wall.rows == NOW
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert wall.app.return_value == 0


@pytest.mark.parametrize(("key", "goes_on"), [("ctrl+right_square_bracket", True), ("ctrl+q", False)])
async def test_the_wall_of_the_demo_cuts_the_line_and_leads_on_to_the_next_person_or_back(
    key: str, goes_on: bool
) -> None:
    wall, demo = Wall(), ADemo()
    left: list[bool | None] = []
    async with showing(wall) as pilot:
        await pilot.press("ctrl+right_square_bracket", "insert")  # outside the demo there is nobody who could come next
        assert (wall.app.is_running, wall.rows) == (True, NOW)
        wall.app.push_screen(WallScreen(wall._follow, lambda: wall.seconds, demo=demo), left.append)
        await pilot.pause()
        wall.follower.follow_once()
        await pilot.pause()
        assert wall.rows[:-1] == NOW[:-1]
        assert wall.rows[-1] == " Ctrl+Q 退出  Insert 断开线路  Ctrl+] 换人"
        await pilot.press("insert")
        assert (demo.is_cut, wall.rows[-1]) == (True, " Ctrl+Q 退出  Insert 恢复线路  Ctrl+] 换人")
        await pilot.press("insert")
        assert not demo.is_cut
        await pilot.press(key)
        await pilot.pause()
    assert left == [goes_on]
