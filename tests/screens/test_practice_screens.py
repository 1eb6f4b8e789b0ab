"""Practice before and after a call: choose by keys, read the marks and why, appeal, and play it again."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from textual.widget import Widget

from city_packs.scenario import Words
from practice.course_book import CourseBook
from practice.folder import PracticeFolder
from practice.marks import Fatal, Loss
from practice.set_work import SetWork
from screens.help import HelpScreen
from screens.parts.mark_words import fatal_words, loss_words
from screens.practice.course import CourseScreen
from screens.practice.from_trainer import FromTrainer
from screens.practice.given import (
    Appealed,
    Begun,
    GoneScenario,
    GoOnWith,
    Offered,
    OfferedScenario,
    Practise,
    Remark,
    RemarkElsewhere,
    Remarks,
    ShowMarks,
    ShowRemarks,
    ShowReplay,
)
from screens.practice.home import PracticeHome
from screens.practice.home_lines import HomeLines
from screens.practice.marked_calls import MarkedSession
from screens.practice.marks import MarksScreen
from screens.practice.replay import ReplayScreen, moment_ms
from screens.practice.replay_view import fitted
from wording import set_language, tr

from . import practised
from .fake_practice import APractice
from .host import NARROW, NOON, WIDE, Host, opened_again_while_going, press, until

SET = UUID(int=7)
ZAOZHUANG = Words("枣庄市", "Zaozhuang")
NOISE = OfferedScenario(
    "noise", Words("工地夜里浇筑", "Concrete at night"), 2, 4.0, ZAOZHUANG,
    (SetWork("exam", SET, date(2026, 11, 25)),), 87.5, NOON, "old",
)  # fmt: skip
LEFT = Begun("left", "shift", NOON, Words("路口相撞", "A crash at a crossing"), ZAOZHUANG, 3, 10)
WATER = OfferedScenario("water", Words("全楼停水", "No water"), 1, 3.0, ZAOZHUANG)
OFFERED = Offered("王敏 1042", ("drill", "exam"), (LEFT,), (NOISE, WATER))


class PracticeHost(Host):
    """Shows a screen of practice, and keeps what it asks for."""

    def __init__(self, screen: Any) -> None:
        super().__init__(screen)
        self.services.pack = practised.city()
        self.services.practice = APractice(kind="")

    def on_practise(self, message: Practise) -> None:
        self.asked.append(message)

    on_go_on_with = on_show_replay = on_appealed = on_show_marks = on_show_remarks = on_practise


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_what_is_set_and_due_is_seen_and_begun_by_keys(language: str, size: tuple[int, int]) -> None:
    set_language(language)
    others = tuple(replace(WATER, code=f"water-{place}") for place in range(40))  # more than there is room for
    app = PracticeHost(PracticeHome(replace(OFFERED, scenarios=(NOISE, WATER, *others))))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "2")
        zh = language == "zh"
        left = (
            "路口相撞   第3通，共10通   跟班练习，14:32开始"
            if zh
            else "A crash at a crossing   call 3 of 10   practice shift, begun 14:32"
        )
        assert left in app.text
        assert any(("接着做：路口相撞" if zh else "Go on: A crash at a crossing") in row for row in app.rows)
        [heads] = [row for row in app.rows if ("情景 " if zh else "Scenario ") in row]
        assert re.search(("上次得分" if zh else "Last mark") + r" .* / 43$", heads.rstrip())
        await press(pilot, "down")
        assert ("熟练座席用时04:00   考试 11-25截止" if zh else "takes 04:00   exam, by 11-25") in app.text
        assert ("要完成：考试1个 11-25截止", "Set for you: 1 call as exam, by 11-25")[language == "en"] in app.text
        row = next(row for row in app.rows if ("工地夜里浇筑", "Concrete at night")[language == "en"] in row)
        assert re.search(r"(枣庄市|Zaozhuang) +2  11-25 +87\.5 14:32", row)
        assert ("练习", "PRACTICE")[language == "en"] in app.rows[0]
        await press(pilot, "m", "enter", "up", "enter")
        marks, begin, go_on = app.asked
        assert marks.session == "old"
        assert isinstance(begin, Practise)
        assert (begin.kind, begin.scenario, begin.assignment) == ("exam", "noise", SET)
        assert isinstance(go_on, GoOnWith)
        assert go_on.session == "left"


async def test_what_is_set_is_done_only_as_the_kind_that_it_is_set_as_and_a_day_gone_by_has_a_sign() -> None:
    set_language("en")
    as_drill = UUID(int=8)
    late = replace(
        NOISE, works=(SetWork("exam", SET, date(2026, 11, 20)), SetWork("drill", as_drill, date(2026, 11, 27)))
    )
    app = PracticeHost(
        PracticeHome(replace(OFFERED, kinds=("drill", "exam", "shift"), begun=(), scenarios=(late, WATER)))
    )
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "enter")
        assert "1 call as drill, by 11-27   1 call as exam, by 11-20" in app.text
        assert "11-27" in next(row for row in app.rows if "Concrete at night" in row)
        await press(pilot, "2", "enter")
        assert "11-20!" in next(row for row in app.rows if "Concrete at night" in row)
        await press(pilot, "3", "enter")
        assert [(each.kind, each.assignment) for each in app.asked] == [
            ("drill", as_drill), ("exam", SET), ("shift", None),
        ]  # fmt: skip
        assert "2 calls, each sooner than the one before" in app.text  # its city has no ten


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_what_is_kept_back_for_its_exam_says_so_and_is_begun_as_nothing_else(
    language: str, size: tuple[int, int]
) -> None:
    set_language(language)
    kept_back = replace(NOISE, kept_back=frozenset({"drill", "shift", "line_cut"}))
    left = replace(LEFT, kept_back=True)
    offered = Offered("王敏 1042", ("drill", "exam", "shift"), (left,), (kept_back, WATER))
    app = PracticeHost(PracticeHome(offered))
    zh = language == "zh"
    why = "考完后才能用别的方式练习" if zh else "can be practised otherwise once that is sat"
    async with app.run_test(size=size) as pilot:
        await press(pilot, "enter")
        assert why in app.rows[-2]
        await press(pilot, "down")
        await press(pilot, "down")
        assert why not in app.rows[-2]
        await press(pilot, "up")
        for kind in ("1", "3"):
            await press(pilot, kind)
            row = next(row for row in app.rows if ("工地夜里浇筑" if zh else "Concrete at night") in row)
            assert re.search(r" 2  考试 " if zh else r" 2  exam ", row)
            assert ("考完后才开放练习" if zh else "kept back until its exam is sat") in app.text
            assert ("回车" if zh else "Enter ") not in app.rows[-1]
            await press(pilot, "enter")
            assert why in app.rows[-2]
        assert ("1通电话" if zh else "1 call;") in app.text  # the other one: this one is not drawn either
        assert app.asked == []
        await press(pilot, "2")
        assert why not in app.rows[-2]
        await press(pilot, "enter")
        assert [(each.kind, each.scenario, each.assignment) for each in app.asked] == [("exam", "noise", SET)]


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_all_there_is_on_a_scenario_has_room_below_the_list(language: str) -> None:
    set_language(language)
    works = tuple(SetWork(kind, SET, date(2026, 11, 25)) for kind in ("exam", "drill", "shift"))
    long = replace(
        NOISE, works=works, older=2, kept_back=frozenset({"line_cut"}),
        title=Words("工地夜里浇筑混凝土的声响", "Concrete at night on a site"),
    )  # fmt: skip
    gone = GoneScenario("water-pipe-burst-at-the-station", ZAOZHUANG, 72.5, NOON, "old-one")
    app = PracticeHost(PracticeHome(replace(OFFERED, kinds=("line_cut",), scenarios=(long,), gone=(gone,))))
    async with app.run_test(size=NARROW) as pilot:
        for _ in range(3):
            assert ".." not in "".join(app.rows[-5:-2])
            await press(pilot, "down")
        await press(pilot, "up")
        for kind in ("考试", "提示练习", "跟班练习") if language == "zh" else ("exam", "drill", "practice shift"):
            assert f"{kind} 11-25" in app.text or f"{kind}, by 11-25" in app.text


def test_the_line_of_an_exam_that_was_sat_says_so_and_what_was_left_says_when_it_was_begun() -> None:
    set_language("en")
    sat = replace(NOISE, sat=frozenset({str(SET)}))

    def cells(kind: str, scenario: OfferedScenario) -> list[str]:
        return [text for text, _ in HomeLines(kind, NOON, ZoneInfo("Asia/Shanghai")).scenario(scenario).cells]

    assert (cells("exam", sat)[3], cells("drill", sat)[3], cells("exam", NOISE)[3]) == ("sat", "", "11-25")
    assert cells("exam", replace(sat, works=()))[3] == ""  # what was sat for an assignment may be sat for oneself
    assert cells("exam", replace(NOISE, works=(), sat=frozenset({""})))[3] == "sat"
    lines = HomeLines("exam", NOON, ZoneInfo("Asia/Shanghai"))
    assert lines.begun(LEFT).cells[-1][0] == "begun 14:32"
    assert "practice shift, begun 14:32" in "".join(text for text, _ in lines.of_begun(LEFT))


def test_a_mark_of_an_older_version_is_shown_as_such_and_what_opens() -> None:
    set_language("en")
    lines = HomeLines("drill", NOON, ZoneInfo("Asia/Shanghai"))
    older = replace(NOISE, older=1)
    kept, gone = older, replace(older, total=None)
    assert [lines.scenario(each).cells[-1][0] for each in (kept, gone)] == ["87.5 14:32 version 1", "14:32 version 1"]
    below = ["".join(text for text, _ in lines.of_scenario(each)) for each in (kept, gone, NOISE)]
    assert ["its marks open as they were kept" in each for each in below] == [True, False, False]
    assert ["only its replay opens" in each for each in below] == [False, True, False]
    assert ["its mark was not kept" in each for each in below] == [False, True, False]


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_scenario_that_is_gone_has_its_kept_mark_in_the_list_and_is_not_played(
    language: str, size: tuple[int, int]
) -> None:
    set_language(language)
    gone = GoneScenario("pipe-burst", ZAOZHUANG, 72.5, NOON, "old-one")
    app = PracticeHost(PracticeHome(replace(OFFERED, kinds=("drill", "shift"), begun=(), gone=(gone,))))
    zh = language == "zh"
    async with app.run_test(size=size) as pilot:
        for kind in "12":
            await press(pilot, kind, "end", "enter", "m")
            named = "情景已不在：pipe-burst" if zh else "no longer here: pipe-burst"
            row = next(row for row in app.rows if row.startswith("> "))
            assert re.search(named + r" .*72\.5 14:32", row)
            assert ("可看当时保存的得分" if zh else "its marks open as they were kept") in app.text
        assert [(type(each), each.session, each.scenario) for each in app.asked] == [
            (ShowMarks, "old-one", "pipe-burst")
        ] * 4
        await press(pilot, "home")
        assert ("2通电话" if zh else "2 calls,") in app.text  # it is not drawn into a shift


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_practice_shift_says_of_which_city_its_calls_are(language: str) -> None:
    set_language(language)
    elsewhere = replace(WATER, code="cold", city=Words("蚌埠市", "Bengbu"))
    offered = replace(OFFERED, kinds=("shift", "drill"), begun=(), scenarios=(NOISE, WATER, elsewhere))
    app = PracticeHost(PracticeHome(offered))
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "home")
        assert ("枣庄市：2通电话", "Zaozhuang: 2 calls,")[language == "en"] in app.text
        await press(pilot, "end")
        assert ("蚌埠市：1通电话", "Bengbu: 1 call;")[language == "en"] in app.text
        await press(pilot, "2")
        assert "蚌埠市：" not in app.text


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_what_each_kind_is_has_room_and_what_was_said_goes_once_something_is_begun(language: str) -> None:
    set_language(language)
    kinds = ("drill", "exam", "shift", "line_cut", "course")
    app = PracticeHost(home := PracticeHome(replace(OFFERED, kinds=kinds)))
    async with app.run_test(size=NARROW) as pilot:
        for digit in "12345":
            await press(pilot, digit)
            assert ".." not in app.rows[3]
        home.say("refused")
        await press(pilot, "1")
        assert "refused" in app.text
        await press(pilot, "down", "enter")
        assert "refused" not in app.text


async def test_what_was_left_stands_in_sight_above_the_scenario_that_was_played_last_and_so_does_the_way_out() -> None:
    set_language("zh")
    app = PracticeHost(PracticeHome(OFFERED, "drill", "water"))
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot)
        assert any("接着做" in row for row in app.rows)
        await press(pilot, "up")  # the row whose key line is the longest: it has marks
        assert "Ctrl+Q" in app.rows[-1]


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_marks_say_what_was_lost_why_and_what_a_good_record_holds(language: str, size: tuple[int, int]) -> None:
    set_language(language)
    remarks = Remarks((Remark(0, "address", "复述一遍", "赵刚"),))
    app = PracticeHost(MarksScreen(MarkedSession.as_marked(practised.session("first_place"), "王敏 1042"), remarks))
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        zh = language == "zh"
        for words in (
            "96 / 100 分" if zh else "96 of 100", "振兴社区", "立新社区", "-4", "赵刚",
            "她上班的地方" if zh else "where she works", "参考记录" if zh else "A good one",
        ):  # fmt: skip
            assert words in app.text
        written = [row for row in app.rows if ("培训师有批注" if zh else "a trainer has written") in row]
        assert [row.split()[1] for row in written] == ["地址" if zh else "address"]
        await press(pilot, "enter", "a", *"错")
        assert "Ctrl+R" not in app.rows[-1]  # there is no desk to go to
        await press(pilot, "enter")
        replay, appeal = app.asked
        assert isinstance(replay, ShowReplay)
        assert replay.at_ms == practised.session("first_place").calls[0].marks.items[2].losses[0].evidence[0][0]
        assert isinstance(appeal, Appealed)
        assert (appeal.place, appeal.item, appeal.reason) == (0, "address", "错")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_an_item_that_lost_nothing_is_not_appealed_and_what_can_be_is_said(language: str) -> None:
    set_language(language)
    app = PracticeHost(MarksScreen(MarkedSession.as_marked(practised.session("first_place"), "王敏 1042")))
    said = ("此项没有失分", "Nothing was lost here")[language == "en"]
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "home", "a")
        assert said in app.rows[-2]
        assert ".." not in app.rows[-2]
        await press(pilot, *"错", "enter")
        assert not any(isinstance(each, Appealed) for each in app.asked)
        await press(pilot, "end")
        assert said not in app.text
        await press(pilot, "a", *"错", "enter")
        assert app.asked[-1].item == ""


async def test_where_little_is_to_say_of_an_item_the_list_of_items_has_the_room() -> None:
    set_language("en")
    app = PracticeHost(MarksScreen(MarkedSession.as_marked(practised.session("first_place"), "王敏 1042")))
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "home")
        assert app.rows[5].startswith("> ")
        assert "1-15 / 16" in app.rows[4]
        await press(pilot, "down", "down")  # the place, that was lost: the good record stands beside the own one
        assert "A good one" in app.text
        assert any(row.startswith("> address") for row in app.rows)


async def test_marks_open_where_points_were_lost_first_else_at_the_first_item() -> None:
    set_language("en")
    lost, whole = practised.session("first_place"), practised.session()
    app = PracticeHost(
        MarksScreen(MarkedSession.as_marked(replace(lost, calls=(*whole.calls, *lost.calls)), "王敏 1042"))
    )

    def marked() -> str:
        return next(row for row in app.rows if row.startswith("> "))

    async with app.run_test(size=NARROW) as pilot:
        await press(pilot)
        assert "case type" in marked()
        await press(pilot, "end", "n")
        assert "address" in marked()
        await press(pilot, "n")
        assert "case type" in marked()


async def test_a_fatal_error_is_named_with_why_and_each_call_of_a_shift_has_its_page() -> None:
    set_language("en")
    app = PracticeHost(MarksScreen(MarkedSession.as_marked(practised.session("only_a_question", calls=2), "王敏 1042")))
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot)
        assert "0 of 100" in app.rows[1]
        assert "Fatal, so all of it is lost" in app.rows[2]
        assert "call 1 of 2" in app.rows[1]
        assert any(row.startswith("> case type") for row in app.rows)  # which was lost first
        [fatal] = practised.session("only_a_question").calls[0].marks.fatal
        why = fatal_words(fatal, practised.scenario(), practised.city())
        assert why in " ".join(row.strip() for row in app.rows[2:4])
        await press(pilot, "end")
        assert why in [row.strip() for row in app.rows[13:]]
        await press(pilot, "n")
        assert "call 2 of 2" in app.rows[1]


async def test_a_replay_shows_screens_and_keys_at_any_speed_and_jumps() -> None:
    set_language("en")
    seconds = 0.0
    frames = practised.frames((0, "first"), (2_100, "水"), (9_000, "late"))
    app = PracticeHost(ReplayScreen(practised.session("first_place"), frames, 0, lambda: seconds))
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot)
        assert "first" in app.text
        assert "stopped" in app.text
        await press(pilot, "space", "f")
        seconds = 1.1
        await pilot.pause(0.1)
        assert "水" in app.rows[1]
        place = next(row for row in app.rows if "speed 2" in row and "00:02 /" in row)
        assert "停 水" in place
        await press(pilot, "space", "right", "pagedown")
        assert "late" in app.text
        await press(pilot, "t", *"0:01", "enter")
        assert "00:01 /" in app.text
        await press(pilot, "l", "1")
        lost = practised.session("first_place").calls[0].marks.items[2].losses[0].evidence[0][0]
        assert f"00:{(lost - 1000) // 1000:02} /" in app.text
        assert "said" in app.text
        assert "keys" not in app.text
        await press(pilot, "right")
        assert "address -4: Zhenxing community" in app.text


def test_moments_are_read_as_people_write_them() -> None:
    told = {"4:30": 270_000, "1:02:00": 3_720_000, " 95 ": 95_000, "4：30": 270_000}
    assert {text: moment_ms(text) for text in told} == told
    assert [moment_ms(text) for text in ("", "x", "4:", "-3")] == [None] * 4


def test_a_smaller_terminal_leaves_out_the_recorded_keys_and_then_empty_rows() -> None:
    rows = tuple((((text, ("", "", 0)),) if text else ()) for text in ("top", "", "a", "", "said", "keys"))
    shown = [["".join(text for text, _ in row) for row in fitted(rows, room)] for room in (6, 5, 4, 3)]
    assert shown == [
        ["top", "", "a", "", "said", "keys"], ["top", "", "a", "", "said"], ["top", "", "a", "said"],
        ["top", "a", "said"],
    ]  # fmt: skip


def every_loss() -> Iterator[Loss]:
    """Yield a loss of each code in the table of `practice.marks`, with all values that it may have."""
    import practice.marks as module

    values = {"op": "file_case", "is": "ZX", "should": "TS", "field": "anonymous", "fact": "since", "seconds": "7",
              "by": "5", "taken_back": "3", "typed": "9", "count": "1", "word": "x", "times": "2",
              "trap": "first_place"}  # fmt: skip
    rows = [line.split("|")[1:3] for line in (module.__doc__ or "").splitlines() if line.startswith("| `")]
    for (codes, names), _ in zip(rows, count(), strict=False):
        own = {name: values[name] for name in re.findall(r"`(\w+)`", names)}
        for code in re.findall(r"`(\w+)`", codes):
            yield Loss(code, 1.0, own, about="case_type")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_loss_and_fatal_error_has_words(language: str) -> None:
    set_language(language)
    losses = [*every_loss()]
    assert len(losses) > 25
    for loss in losses:
        said = loss_words(loss, practised.scenario(), practised.city())
        assert said not in ("", loss.code)
        assert "{" not in said
    for fatal in (
        Fatal("fact_distorted", {"is": "ZX", "should": "TS"}), Fatal("emergency_kept", {"should": "119"}),
        Fatal("emergency_kept", {"should": "119", "ended_by": "trainee"}),
        Fatal("personal_data", {"field": "anonymous"}), Fatal("fact_distorted", {"trap": "first_place"}),
    ):  # fmt: skip
        assert fatal.code not in fatal_words(fatal, practised.scenario(), practised.city())


async def test_marks_replay_and_course_may_be_opened_again_while_the_one_before_is_still_going(tmp_path: Path) -> None:
    set_language("en")
    session, frames = practised.session("first_place"), practised.frames((0, "first"))
    app = PracticeHost(PracticeHome(OFFERED))

    def course() -> CourseScreen:
        folder = PracticeFolder(tmp_path / "practice")
        folder.make(())
        form: Any = Widget(id="form")
        return CourseScreen(CourseBook(folder, "1042"), {}, form)

    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        marks = partial(MarksScreen, MarkedSession.as_marked(session, "1042"))
        replay = partial(ReplayScreen, session, frames, 0, lambda: 0.0)
        await opened_again_while_going(pilot, app, marks, replay, course)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_help_between_two_sessions_lists_what_works_there_and_is_true_of_practice(language: str) -> None:
    set_language(language)
    works = {
        "practice_home": ["F1", "Space", "M", "W", "Ctrl+E", "Ctrl+Q", "Up, Down", "Enter"],
        "shift_marks": ["F1", "Ctrl+E", "Esc / Ctrl+C", "Up, Down", "Enter"],
        "marks": ["F1", "R", "A", "N", "Ctrl+E", "Esc / Ctrl+C", "Up, Down", "Enter"],
        "replay": ["F1", "Space", "F", "S", "T", "L", "Ctrl+E", "Esc / Ctrl+C", "Left, Right", "Page Up, Page Down",
                   "Home, End"],
    }  # fmt: skip
    app = PracticeHost(HelpScreen("practice_home"))
    async with app.run_test(size=(80, 40)) as pilot:
        for place, keys in works.items():
            app.push_screen(HelpScreen(place))
            await press(pilot)
            listed = [row[2:26].strip() for row in app.rows[2:-2] if row[2:26].strip()]
            assert listed == [tr(key) for key in keys]
            assert ("退出练习" if language == "zh" else "Leave practice") in app.text or place != "practice_home"


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_what_a_trainer_wrote_on_a_session_that_is_not_here_is_read_in_full(language: str) -> None:
    set_language(language)
    note = RemarkElsewhere(Remark(0, "address", "先问清楚在哪个社区" * 50, "赵刚"), NOON, session="older")
    answer = RemarkElsewhere(
        Remark(1, "", "按实情改", "赵刚", agreed=False), NOON, reason="他先说错了", kind="exam", title=WATER.title
    )
    zh = language == "zh"
    app = PracticeHost(PracticeHome(replace(OFFERED, begun=(), remarks=(note, answer))))
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "enter")
        assert isinstance(app.asked[-1], Practise)  # Enter begins what is due, as ever
        await press(pilot, "up")
        assert any(("培训师来信：2" if zh else "From your trainer: 2") in row for row in app.rows)
        await press(pilot, "enter")
        assert isinstance(app.asked[-1], ShowRemarks)
        app.push_screen(FromTrainer("王敏 1042", (note, answer)))
        await until(pilot, lambda: ("赵刚的批注" if zh else "Note of 赵刚") in app.text)
        assert re.sub(r"\s", "", "".join(app.rows)).count("先问清楚在哪个社区") == 50
        await press(pilot, "enter", "down", "enter")
        assert [each.session for each in app.asked[2:]] == ["older"]  # the other one's marks are not here
        assert ("无法在本机显示" if zh else "cannot be shown on this machine") in app.text
        for words in (
            "全楼停水" if zh else "No water", "考试" if zh else "exam",
            "不同意）：按实情改" if zh else "not agreed: 按实情改",
            "您的申诉：他先说错了" if zh else "Your appeal: 他先说错了",
        ):  # fmt: skip
            assert words in app.text
        assert "Esc" in app.rows[-1]
