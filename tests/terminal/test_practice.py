"""Practice by keys alone in a real terminal, from its home to the marks, as a trainee meets it.

Reference keys are pressed at their moments, so the marks must be all there are; `make soak` plays the other kinds and
languages.
"""

import os
import signal
from pathlib import Path

import pytest

from practice.session_plan import SHIFT_CALLS
from tests.deadline import until
from tests.soak import SOAKING
from tests.terminal.practice_desk import PracticeDesk, scenario

pytestmark = [pytest.mark.terminal, pytest.mark.long]
_ALL = {"zh": "100 / 100 分", "en": "100 of 100"}
_SIZES = {"zh": (80, 24), "en": (120, 40)}
_LIGHTS = scenario("zaozhuang", "street-light-wrong-community")


def desk(root: Path, language: str) -> PracticeDesk:
    columns, rows = _SIZES[language]
    return PracticeDesk(root, city="zaozhuang", language=language, columns=columns, rows=rows)


def languages(quick: str) -> list[str]:
    """Return the languages of a test: one in `make test`, both in `make soak`."""
    return ["zh", "en"] if SOAKING else [quick]


@pytest.mark.parametrize("language", languages("zh"))
def test_a_line_cut_drill_goes_on_without_the_line_and_the_case_arrives(tmp_path: Path, language: str) -> None:
    practice = desk(tmp_path, language)
    no_line, unsent = ("无线路", "未传1") if language == "zh" else ("no line", "1 unsent")
    *before, ready = _LIGHTS.keys
    with practice.open() as terminal:
        practice.begin("line_cut", _LIGHTS)
        practice.rings()
        practice.save(tuple(before))
        terminal.wait_for(lambda screen: no_line in screen and unsent in screen)
        practice.press("insert", "7")
        practice.play((ready,), since=before[-1].at)
        assert no_line in terminal.text
        practice.turn_until(_ALL[language], step=5.0)
        for words in ("编号已读出", "工单已到中心") if language == "zh" else ("number read out", "the case arrived"):
            terminal.wait_for(words)
    changes = [event.get("up", False) for event in practice.record() if event["e"] == "line"]
    assert changes == [False, True]


@pytest.mark.parametrize("language", languages("en"))
def test_an_exam_that_is_killed_comes_back_where_it_was_by_an_honest_clock(tmp_path: Path, language: str) -> None:
    practice = desk(tmp_path, language)
    half = next(at for at, key in enumerate(_LIGHTS.keys) if key.key == "约")
    typed, limit = "小游园向南至公交站牌路段连续五盏路灯不亮，", round(_LIGHTS.minutes * 120 + 120)
    with practice.open() as terminal:
        practice.begin("exam", _LIGHTS)
        practice.rings()
        practice.play(_LIGHTS.keys[:half])
        terminal.wait_for(typed)
        until(lambda: any(typed in draft for draft in practice.drafts()), "the draft to be on disk")
        os.kill(terminal.process.pid, signal.SIGKILL)
    practice.turn(30.0)
    with practice.open() as terminal:
        go_on, kind = ("Go on: Street", "exam, begun") if language == "en" else ("接着做", "考试")
        terminal.wait_for(go_on)
        terminal.wait_for(kind)
        terminal.keys("enter")
        left = int(limit - practice.seconds)
        terminal.wait_for(f"{left // 60:02}:{left % 60:02}")
        terminal.wait_for(typed)
        terminal.wait_for("龙志强")
        practice.press("ctrl+g", "0", "end")
        practice.work(_LIGHTS.keys[half:], since=_LIGHTS.keys[half - 1].at)
        practice.turn_until(_ALL[language])
        terminal.keys("escape")
        practice.choose("exam", _LIGHTS)
        terminal.keys("enter")
        terminal.wait_for("You have sat this exam" if language == "en" else "已经考过")


if SOAKING:

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_a_drill_gives_hints_and_earns_all_points(tmp_path: Path, language: str) -> None:
        practice = desk(tmp_path, language)
        with practice.open() as terminal:
            practice.begin("drill", _LIGHTS)
            practice.rings()
            practice.play(_LIGHTS.keys[:1])
            terminal.wait_for("Greet the caller first." if language == "en" else "先向来电人问好。")
            practice.work(_LIGHTS.keys[1:], since=_LIGHTS.keys[0].at)
            practice.turn_until(_ALL[language])

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_a_shift_of_ten_calls_with_a_parked_draft_and_a_long_wrap_up_is_marked(
        tmp_path: Path, language: str
    ) -> None:
        practice = desk(tmp_path, language)
        english = language == "en"
        with practice.open() as terminal:
            practice.begin("shift", _LIGHTS)
            for place in range(SHIFT_CALLS):
                keys = scenario("zaozhuang", practice.rings(step=15.0)).keys
                if place == 0:
                    practice.play(keys[:-2])
                    practice.press("f4", "enter")
                    terminal.wait_for("Parked: " if english else "已暂存：")
                    practice.turn(10.0)
                    practice.press("f5", "enter")
                    practice.save(keys[-2:-1], since=keys[-2].at)
                    practice.press("enter")
                elif place < SHIFT_CALLS - 1:
                    practice.work(keys)
                else:
                    practice.save(keys[:-1])
                    practice.turn_until("Wrap-up" if english else "话后")
                    practice.turn(90.0)
                    practice.press("enter")
                    practice.turn(1.0)
            terminal.wait_for("10 calls: mean" if english else "10通：平均")
            terminal.keys("enter")
            for place in range(1, SHIFT_CALLS + 1):
                terminal.wait_for(f"call {place} of 10" if english else f"第{place}通，共10通")
                is_whole = place < SHIFT_CALLS
                terminal.wait_for(lambda _, whole=is_whole: (_ALL[language] in terminal.rows[1]) == whole)
                terminal.keys("n")
            terminal.wait_for("in full up to 60 s" if english else "60秒内得满分")
