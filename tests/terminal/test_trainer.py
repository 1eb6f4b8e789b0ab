"""The trainer's screens by keys alone in a real terminal, before a real centre: set, read, write, answer, export."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine, select

from case_api.accounts.users import add_user, set_roles
from case_api.opening import open_centre
from case_api.practice.results import keep_result
from case_api.practice.words import keep_appeal
from case_api.storage.engine import writing
from case_api.storage.tables_practice import practice_appeals, practice_assignments, practice_notes
from hotline.codes import Role
from hotline.practice_doc import PracticeAppeal
from local_cache.folder import SeatFolder
from tests.case_api.practice.school import marked, result
from tests.soak import SOAKING
from tests.terminal.pty_terminal import Terminal
from tests.whole.centre import LI, PASSWORD, WANG, RealCentre, make_centre

pytestmark = [pytest.mark.terminal, pytest.mark.long]
_TEACHER, _SEAT, _REASON = "teach", "0035", "两个分类都说得通"
_SIZES = {"zh": (80, 24), "en": (120, 40)}
_WORDS = {
    "zh": {
        "calls": "王敏的练习通话",
        "back": "返回",
        "scenario": "夜里的歌声",
        "set": "第一周已布置给1人",
        "to do": "进行中",
        "lost": "失分项：诉求分类",
        "class": "垃圾清运",
        "week": "起的一周",
        "waits": "待答复",
        "note": "批注已到中心",
        "answered": "郑老师已答复此申诉",
        "agreed": "同意",
        "files": "成绩已写成文件",
    },
    "en": {
        "calls": "calls of 王敏",
        "back": "back to",
        "scenario": "Singing at night",
        "set": "第一周 is set for 1 until",
        "to do": "to do",
        "lost": "points lost: class",
        "class": "Waste not collected",
        "week": "week from",
        "waits": "waits",
        "note": "The note is at the centre",
        "answered": "郑老师 has answered this appeal",
        "agreed": "agreed",
        "files": "The results are written to files",
    },
}


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[RealCentre]:
    """A centre with a trainer and two trainees; one of these lost on the class, and appeals against it."""
    made = RealCentre(make_centre(tmp_path))
    _practised(made)
    with made.served():
        yield made


def _practised(centre: RealCentre) -> None:
    whole, now = open_centre(centre.folder), datetime.now(UTC)
    opened, zone = whole.centre, ZoneInfo(whole.centre.pack.time_zone)
    well = result(LI[0], marked("cold-rooms-after-the-start", 100), ended=now - timedelta(days=8))
    badly = result(WANG[0], marked("noise-upstairs-of-the-bar", 88), ended=now - timedelta(hours=1))
    appeal = PracticeAppeal(
        appeal_id=uuid4(), session=badly.session, place=0, item="class", trainee=WANG[0], made=now, reason=_REASON
    )
    with writing(opened.engine) as conn:
        add_user(conn, whole.registry.passwords, _TEACHER, "郑老师", [Role.TRAINER], PASSWORD, places=["*"], at=now)
        for operator, _ in (WANG, LI):
            set_roles(conn, operator, [Role.OPERATOR, Role.TRAINEE], at=now)
        for each in (well, badly):
            keep_result(conn, each, zone, now)
        keep_appeal(conn, appeal, now)
    opened.engine.dispose()


class _Trainer:
    """Who sits before the terminal."""

    def __init__(self, terminal: Terminal, language: str) -> None:
        self.terminal = terminal
        self._words = _WORDS[language]

    def sees(self, *names: str) -> None:
        """Wait until the screen shows all of these words; what is no name of some stands for itself."""
        wanted = [self._words.get(name, name) for name in names]
        self.terminal.wait_for(lambda screen: all(each in screen for each in wanted))

    def goes_back(self) -> None:
        """Leave what was opened; a key that follows at once would be one with Alt."""
        self.terminal.keys("escape")
        self.terminal.wait_for(lambda screen: self._words["back"] not in screen)

    def presses(self, *keys: str, then: tuple[str, ...]) -> None:
        self.terminal.keys(*keys)
        self.sees(*then)


@pytest.mark.parametrize("language", ["zh", "en"] if SOAKING else ["zh"])
def test_a_trainer_sets_reads_writes_answers_and_exports(centre: RealCentre, tmp_path: Path, language: str) -> None:
    seat = centre.enrol(SeatFolder(tmp_path / "seat"), _SEAT)
    columns, rows = _SIZES[language]
    command = [sys.executable, "-m", "seat_console", "--folder", str(seat.root), "--language", language]
    settings = {"SEAT_CONSOLE_SETTINGS": str(tmp_path / "settings.toml")}
    with Terminal(command, settings, columns=columns, rows=rows) as terminal:
        trainer = _Trainer(terminal, language)
        trainer.sees("Ctrl+P")
        terminal.keys(_TEACHER, "enter", PASSWORD, "enter")
        trainer.sees(*WANG, *LI, "88.0")

        trainer.presses("enter", then=("calls", "88"))
        trainer.goes_back()
        terminal.keys("m")
        trainer.presses("3", then=("scenario",))
        trainer.presses("m", "down", "m", "a", then=("2026",))
        trainer.presses("第一周", "enter", "2", "enter", "ctrl+s", then=("set",))
        trainer.presses("2", then=("第一周", "to do"))
        trainer.presses("enter", then=("第一周", "0 / 2"))

        trainer.goes_back()
        trainer.presses("4", then=("50.0%",))
        trainer.presses("enter", then=("lost", "王敏"))
        trainer.goes_back()
        trainer.presses("5", then=("class",))
        trainer.presses("6", then=("week",))
        terminal.wait_for(lambda screen: screen.count(_WORDS[language]["week"]) == 2)

        trainer.presses("7", then=(_REASON, "waits"))
        trainer.presses("enter", then=("88 / 100",))
        terminal.keys("n")
        trainer.presses("先看发生在哪里", "enter", then=("note", "先看发生在哪里"))
        terminal.keys("r")
        trainer.presses("1", "确实都说得通", "enter", then=("answered", "agreed", "确实都说得通"))

        trainer.presses("f", then=("files",))
    assert {file.suffix for file in (seat.root / "reports").iterdir() if file.stat().st_size > 1000} == {
        ".html", ".xlsx",
    }  # fmt: skip
    engine = create_engine(f"sqlite:///{centre.folder.database_file}")
    with engine.connect() as conn:
        [work] = conn.execute(select(practice_assignments))
        [note] = conn.execute(select(practice_notes))
        [appeal] = conn.execute(select(practice_appeals))
    engine.dispose()
    assert (work.title, work.kind, work.given_by, len(work.scenarios.split(","))) == ("第一周", "exam", _TEACHER, 2)
    assert (note.item, note.words) == ("class", "先看发生在哪里")
    assert (appeal.answer, appeal.agreed, appeal.answered_by) == ("确实都说得通", True, _TEACHER)
