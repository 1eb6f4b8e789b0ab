"""A session of practice in a process of its own: what it takes down, what it leaves, and what it never imports."""

import errno
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hotline.practice_doc import PracticeAppeal, PracticeResult
from local_cache.practice_exchange import PracticeExchange
from practice.folder import PracticeFolder
from practice.session_file import kept_result, read_plan, write_plan
from practice.session_plan import ScenarioGone, Trainee
from seat_console.practice.home_app import HomeApp
from seat_console.practice.material import Material
from seat_console.practice.past import Past
from tests.deadline import PATIENCE_S
from tests.pressing import press
from tests.seat_console.practised_session import NARRATIVE, PASTED, SECRET, shown, until
from widgets.clock_text import at
from widgets.commands import PRACTICE
from widgets.keymap import Keymap
from wording import set_language

NOISE = "construction-noise-at-night"
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    root = tmp_path_factory.mktemp("practised")
    done = subprocess.run(
        [sys.executable, "-m", "tests.seat_console.practised_session", str(root)], cwd=ROOT, capture_output=True,
        check=False, timeout=PATIENCE_S * 3,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_the_desk_of_practice_takes_down_each_key_with_where_it_went_and_whether_it_did_anything(
    played: dict[str, Any],
) -> None:
    keys = [tuple(key) for key in played["keys"]]
    assert ("f11", "area_code", False) in keys
    assert [key for key, at, used in keys if at == "content" and used][: len("工地夜里浇混凝土")] == [
        *"工地夜里浇混凝土"
    ]
    assert all(used for key, _, used in keys if key not in ("f11", "paste"))
    assert played["asked"] == ["where"]


def test_a_paste_that_is_too_long_to_be_taken_has_typed_nothing(played: dict[str, Any]) -> None:
    assert played["pasted"] == [["", False], [PASTED, True]]
    assert NARRATIVE + PASTED in played["stayed"]


def test_what_is_typed_behind_the_key_that_leaves_answers_its_question_and_goes_into_no_field(
    played: dict[str, Any],
) -> None:
    assert "离开这次练习" not in played["stayed"]
    assert f"{NARRATIVE}{PASTED}1" in played["stayed"]
    assert f"{PASTED}12" not in "\n".join(played["frames"][-1])


def test_a_password_is_not_in_the_record(played: dict[str, Any]) -> None:
    assert [key for key, at, _ in played["keys"] if at == "password"] == ["*"] * len(SECRET) + ["enter"]
    assert "G" not in {key for key, _, _ in played["keys"]}


def test_its_screens_can_be_seen_again_as_they_were(played: dict[str, Any]) -> None:
    assert "练习 提示练习" in played["screen"]
    assert "> 地点" in played["screen"]
    assert any("\n".join(frame).count("工地夜里浇混凝土") for frame in played["frames"])
    assert played["last_rows"] == 24


def test_it_leaves_its_marks_without_a_text_and_nothing_in_a_live_seat(played: dict[str, Any]) -> None:
    result = played["result"]
    assert (result["trainee"], result["kind"]) == ("1042", "drill")
    assert result["calls"][0]["total"] == played["total"]
    assert "混凝土" not in json.dumps(result, ensure_ascii=False)
    kept = kept_result(PracticeFolder(Path(played["root"])).session(played["session"]))  # for a later version
    assert kept == PracticeResult.model_validate(result)
    assert played["live"] == []


def test_what_is_typed_when_the_time_of_an_exam_is_over_goes_nowhere(played: dict[str, Any]) -> None:
    [screen] = played["out_of_time"]
    assert "本场考试时间到" in screen
    assert NARRATIVE in screen
    assert f"{NARRATIVE}w" not in screen


def test_an_exam_in_which_nobody_has_spoken_leaves_nothing(played: dict[str, Any]) -> None:
    assert played["unheard"]


def test_a_result_for_which_the_disk_had_no_room_is_left_when_practice_is_next_opened(
    played: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(played["root"])
    past = Past(PracticeFolder(root), Material.shipped("zaozhuang"), Trainee("1042", "王敏"))
    folder, exchange = past.folder.session(played["session"]), PracticeExchange(root)
    [waiting] = exchange.waiting("1042")
    assert read_plan(folder).left
    past.leave_results()
    first = waiting.file.read_bytes()
    waiting.file.unlink()
    past.leave_results()
    assert [*exchange.waiting("1042")] == [], "it was left before"
    write_plan(folder, replace(read_plan(folder), left=False))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as disk:
        disk.setattr(PracticeExchange, "put_result", full)
        past.leave_results()
    assert not read_plan(folder).left
    past.leave_results()
    assert waiting.file.read_bytes() == first
    assert read_plan(folder).left


def test_a_session_of_another_version_of_its_scenario_is_not_marked_again_and_keeps_its_mark(
    played: dict[str, Any],
) -> None:
    shipped = Material.shipped("zaozhuang")
    titles = tuple(replace(each, version=99) for each in shipped.titles)
    another = replace(shipped, scenarios={NOISE: replace(shipped.scenarios[NOISE], version=99)}, titles=titles)
    past = Past(PracticeFolder(Path(played["root"])), another, Trainee("1042", "王敏"))
    with pytest.raises(ScenarioGone):
        past.session(played["session"])
    [(code, last)] = past.last_times().items()
    assert (code, last.total, last.older) == (NOISE, played["total"], shipped.scenarios[NOISE].version)
    assert past.replayed(played["session"]).record.head.session == played["session"]


async def test_its_marks_are_shown_appealed_against_and_played_again_at_once(played: dict[str, Any]) -> None:
    set_language("zh")
    folder = PracticeFolder(Path(played["root"]))
    past = Past(folder, Material.shipped("zaozhuang"), Trainee("1042", "王敏"))
    app = HomeApp(past, Keymap(apart=PRACTICE), "seat-dark", marked=NOISE, show=played["session"])
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "a", *"线路断了", "enter")
        assert f"{played['total']:g} / 100 分" in shown(pilot)
        assert "您的申诉：线路断了" in shown(pilot)
        [_, appeal] = [each.said for each in PracticeExchange(folder.root).waiting("1042")]
        assert isinstance(appeal, PracticeAppeal)
        assert (appeal.reason, str(appeal.session)) == ("线路断了", played["session"])
        await press(pilot, "r", "end")
        assert "工地夜里浇混凝土" in shown(pilot)
        await press(pilot, "escape", "escape", "2")
        last = past.last_times()[NOISE]
        assert (last.total, last.session) == (played["total"], played["session"])
        when = at(last.at, app.services.now(), app.services.zone)
        await until(pilot, f"{last.total:g} {when}")  # it was marked again beside the loop
        await press(pilot, "m")
        assert "100 分" in shown(pilot)
        record = folder.session(played["session"]).record
        record.rename(record.with_suffix(".gone"))
        await press(pilot, "r")
        assert "读不出这一场的记录" in shown(pilot)
        await press(pilot, "escape", "w")
        await until(pilot, "2条成绩或申诉")
        await press(pilot, "enter")
        assert "已清除" in shown(pilot)
        assert folder.sessions() == []
        assert len([*PracticeExchange(folder.root).waiting("1042")]) == 2
        await press(pilot, "w", "down")
        assert "尚未送到中心" in shown(pilot)
        await press(pilot, "enter")
        assert "已全部清除" in shown(pilot)
        assert [*PracticeExchange(folder.root).waiting("1042")] == []


def test_it_never_imports_a_way_to_the_centre(played: dict[str, Any]) -> None:
    ways = {"httpx", "httpcore", "local_cache.sync.http", "local_cache.handoff", "multiprocessing.connection"}
    assert ways & {*played["modules"]} == set()
