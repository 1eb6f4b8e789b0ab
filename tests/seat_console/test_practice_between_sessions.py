"""Between two sessions of practice: what cannot be played is said at home, and what is offered can be gone on with."""

import errno
import subprocess
import sys
from argparse import Namespace
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from city_packs.read_rubric import newest_rubric
from city_packs.scenario_titles import ScenarioTitle
from city_packs.shipped import CityHead, shipped_packs
from hotline.codes import PracticeKind
from hotline.practice_doc import (
    AppealAnswer,
    AssignedWork,
    OwnAssignment,
    PracticeAppeal,
    PracticeResult,
    ResultCall,
    TrainerNote,
)
from local_cache.encrypted import DatabaseError
from local_cache.errors import KeyLost, NotOpened
from local_cache.practice_exchange import PracticeExchange
from practice.folder import PracticeFolder
from practice.honest_clock import Anchor
from practice.record import CallStep, Head, RecordDamaged, Step, event_line, head_line
from practice.session_file import KeptPlan, RecordFile, write_plan
from practice.session_parts import ExamTaken, NothingHeard
from practice.session_plan import PlannedCall, SessionPlan, Trainee
from screens.practice.given import GoOnWith, Practise
from screens.practice.marks_about import remark_words
from seat_console.cli import run
from seat_console.exit_codes import Exit
from seat_console.practice import home_app, material
from seat_console.practice.command import until_left
from seat_console.practice.desk_app import PracticeApp
from seat_console.practice.material import Material
from seat_console.practice.past import Past
from seat_console.settings import Settings
from tests.practice.scenarios import SCENARIO
from tests.seat_console.home_alone import said_at_home
from widgets.keymap import Keymap
from wording import set_language

if TYPE_CHECKING:
    from practice.session import PracticeSession

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
WANG = Trainee("1042", "王敏")
NOTHING = Material({}, {}, newest_rubric())
SHIPPED = shipped_packs()["tangshan"].parent


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ExamTaken("0"), "sat this exam before"),
        (NothingHeard("0"), "not sat and can be begun again"),
        (RecordDamaged("line 2"), "its record is damaged"),
        (KeyLost("gone"), "its record is damaged"),
        (OSError(28, "no space"), "disk did not take it"),
        (DatabaseError("database or disk is full"), "disk did not take it"),
        (NotOpened("no room"), "disk did not take it"),
    ],
)
def test_what_cannot_be_played_is_said_at_home(
    error: Exception, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_language("en")
    said = said_at_home(monkeypatch)

    class Player:
        def begin(self, *_: object) -> str:
            raise error

    past = Past(PracticeFolder(tmp_path), NOTHING, WANG)
    player: Any = Player()
    assert until_left(past, player, Keymap(), Settings(), Practise("exam", "noise")) == Exit.DONE
    [told] = said
    assert told is not None
    assert words in told()


@pytest.mark.parametrize(
    ("kind", "counts", "ways", "words"),
    [
        ("exam", False, ["end"], "so this exam is not sat"), ("exam", True, ["end"], "and this exam is sat"),
        ("drill", True, ["later", "end"], "as it stands"),
    ],
)  # fmt: skip
def test_an_exam_is_not_left_for_another_time_and_is_sat_once_it_is_heard(
    kind: str, counts: bool, ways: list[str], words: str
) -> None:
    set_language("en")
    desk = object.__new__(PracticeApp)
    desk._session = cast("PracticeSession", SimpleNamespace(kind=kind, counts=counts))
    assert [each.key for each in desk._ways_out()] == ways
    assert desk._ways_out()[-1].label.endswith(words)


def test_a_session_of_a_city_that_was_not_asked_for_is_not_offered(tmp_path: Path) -> None:
    folder = PracticeFolder(tmp_path / "practice")
    folder.make(())
    plan = SessionPlan("left", PracticeKind.DRILL, WANG, "dongsheng", "zh", (PlannedCall("pigs", 1, 0),))
    folder.session("left").make()
    write_plan(folder.session("left"), KeptPlan(plan, Anchor(0, "", 0.0, datetime(2026, 11, 21, tzinfo=UTC))))
    rubric = newest_rubric()
    assert Past(folder, Material({}, {}, rubric), WANG).offered().begun == ()
    there: Any = {"dongsheng": object()}
    heads = {"dongsheng": CityHead("东胜区", "Dongsheng", "Asia/Shanghai")}
    [begun] = Past(folder, Material(there, {}, rubric, (), heads), WANG).offered().begun
    assert begun.session == "left"


def test_what_was_left_in_the_middle_is_told_by_the_call_it_goes_on_with(tmp_path: Path) -> None:
    folder = PracticeFolder(tmp_path / "practice")
    folder.make(())
    calls = ("graduation-photos", "power-bank-charge", "member-card-second-thoughts")
    plan = SessionPlan(
        "left", PracticeKind.SHIFT, WANG, "dongsheng", "zh", tuple(PlannedCall(each, 1, 0) for each in calls)
    )
    left = folder.session("left")
    left.make()
    began = datetime(2026, 11, 21, tzinfo=UTC)
    write_plan(left, KeptPlan(plan, Anchor(0, "", 0.0, began)))
    past = Past(folder, Material.shipped("dongsheng"), WANG)

    def told() -> tuple[str, int, int]:
        [begun] = past.offered().begun
        return begun.title.en, begun.place, begun.count

    assert told() == ("Graduation photos", 1, 3)  # none has rung yet
    head = Head("left", PracticeKind.SHIFT, "1042", calls, 1, "zh", 80, 24, began, "")
    steps = [
        CallStep(1000, Step.RING, 1, scenario=calls[0]), CallStep(1500, Step.READY, 1),
        CallStep(2000, Step.RING, 2, scenario=calls[1]),
    ]  # fmt: skip
    left.record.write_text("".join([head_line(head), *map(event_line, steps)]), "utf-8")
    assert told() == ("A shared power bank", 2, 3)
    steps += [CallStep(2500, Step.HUNG_UP, 2), CallStep(2600, Step.READY, 2)]
    left.record.write_text("".join([head_line(head), *map(event_line, steps)]), "utf-8")
    assert told()[1:] == (3, 3)  # the one before is over
    assert told()[0] != "A shared power bank"
    steps += [CallStep(3000, Step.RING, 3, scenario=calls[2]), CallStep(3600, Step.READY, 3)]
    left.record.write_text("".join([head_line(head), *map(event_line, steps)]), "utf-8")
    assert told()[1:] == (3, 3)  # cut off before it had ended


def test_scenarios_of_all_cities_are_offered_before_any_of_them_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(material, "read_pack", lambda folder: read.append(folder.name))
    shipped = Material.shipped()
    offered = {each.code: each for each in Past(PracticeFolder(tmp_path), shipped, WANG).offered().scenarios}
    assert offered.keys() == {file.stem for file in SHIPPED.glob("*/scenarios/*.toml")}
    lift = offered["lift-again-and-a-poplar"]
    assert (lift.city.zh, lift.city.en, lift.level, lift.minutes) == ("唐山市", "Tangshan", 3, 5.0)
    assert (read, ZoneInfo(shipped.time_zone).key) == ([], "Asia/Shanghai")
    assert "no-such-call" not in shipped.scenarios


def test_the_own_city_comes_first_in_scenarios_and_in_the_keyboard_course(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(material, "read_pack", lambda folder: folder.name)
    folder = PracticeFolder(tmp_path / "practice")
    folder.make(())
    shipped = Material.shipped()

    def first(own_city: str = "") -> str:
        return Past(folder, shipped, WANG, own_city).offered().scenarios[0].city.en

    assert (first(), first("tangshan"), first("nowhere")) == ("Bengbu", "Tangshan", "Bengbu")
    plan = SessionPlan("left", PracticeKind.DRILL, WANG, "linyi", "zh", (PlannedCall("pigs", 1, 0),))
    folder.session("left").make()
    write_plan(folder.session("left"), KeptPlan(plan, Anchor(0, "", 0.0, datetime(2026, 11, 21, tzinfo=UTC))))
    assert (first(), Past(folder, shipped, WANG).own_pack()) == ("Linyi", "linyi")
    assert Past(folder, shipped, WANG, "nowhere").own_pack() == "bengbu"
    task = OwnAssignment(
        assignment_id=uuid4(), title="第一周", kind="exam", scenarios=("graduation-photos",), due=date(2026, 11, 25),
        given_by="赵刚", done=("graduation-photos",),
    )  # fmt: skip
    PracticeExchange(folder.root).put_assigned("1042", AssignedWork(now=datetime.now(UTC), assignments=(task,)))
    assert (first(), first("tangshan")) == ("Dongsheng", "Tangshan")


def test_what_is_set_is_due_as_each_of_its_kinds_until_it_is_done_as_that(tmp_path: Path) -> None:
    folder = PracticeFolder(tmp_path / "practice")
    folder.make(())
    lift, gas = "lift-again-and-a-poplar", "gas-smell-in-the-kitchen"
    exam, drill = (
        OwnAssignment(
            assignment_id=uuid4(), title="第一周", kind=kind, scenarios=(lift, gas), due=date(2026, 11, day),
            given_by="赵刚", done=(lift,) if kind == "exam" else (),
        )
        for kind, day in (("exam", 25), ("drill", 24))
    )  # fmt: skip
    exchange = PracticeExchange(folder.root)
    exchange.put_assigned("1042", AssignedWork(now=NOW, assignments=(exam, drill)))
    past = Past(folder, Material.shipped("tangshan"), WANG)

    def works() -> dict[str, list[tuple[str, UUID]]]:
        offered = past.offered().scenarios
        return {each.code: [(work.kind, work.assignment) for work in each.works] for each in offered if each.works}

    as_drill = ("drill", drill.assignment_id)
    assert {each.code: each.sat for each in past.offered().scenarios if each.sat} == {lift: {str(exam.assignment_id)}}
    assert works() == {gas: [as_drill, ("exam", exam.assignment_id)], lift: [as_drill]}
    done = ResultCall(scenario=gas, version=1, rubric=1, total=90)
    exchange.put_result(PracticeResult(
        session=uuid4(), trainee="1042", kind=PracticeKind.DRILL, assignment=drill.assignment_id, began=NOW, ended=NOW,
        calls=(done,),
    ))  # fmt: skip
    assert works() == {gas: [("exam", exam.assignment_id)], lift: [as_drill]}


def test_an_appeal_is_known_beside_its_marks_when_it_has_gone_to_the_centre(tmp_path: Path) -> None:
    folder = PracticeFolder(tmp_path / "practice")
    folder.make(())
    session = uuid4()
    folder.session(str(session)).make()
    past, exchange = Past(folder, NOTHING, WANG), PracticeExchange(folder.root)
    past.appeal(PracticeAppeal(
        appeal_id=uuid4(), session=session, place=0, item="address", trainee="1042", made=datetime.now(UTC),
        reason="他先说错了",
    ))  # fmt: skip
    [waiting] = exchange.waiting("1042")
    exchange.done(waiting)
    assert past.remarks(str(session)).appealed == {(0, "address"): "他先说错了"}


@pytest.mark.parametrize(("agreed", "verdict"), [(True, "赵刚（同意）：按实情改"), (False, "赵刚（不同意）：按实情改")])
def test_the_answer_to_an_appeal_says_whether_the_trainer_agreed(agreed: bool, verdict: str, tmp_path: Path) -> None:
    set_language("zh")
    folder = PracticeFolder(tmp_path / "practice")
    folder.make(())
    answer = AppealAnswer(
        appeal_id=uuid4(), session=uuid4(), place=0, item="address", reason="他先说错了", words="按实情改",
        agreed=agreed, by="赵刚", at=NOW,
    )  # fmt: skip
    PracticeExchange(folder.root).put_assigned("1042", AssignedWork(now=NOW, answers=(answer,)))
    [remark] = Past(folder, NOTHING, WANG).remarks(str(answer.session)).of_call
    assert remark_words(remark) == verdict


@pytest.mark.parametrize(("here", "told"), [(0, ""), (98, "drill"), (1, None)])
def test_what_a_trainer_wrote_on_a_session_whose_marks_are_not_here_is_offered_at_home(
    here: int, told: str | None, tmp_path: Path
) -> None:
    folder = PracticeFolder(tmp_path / "practice")
    folder.make(())
    gas, session = "gas-smell-in-the-kitchen", uuid4()
    shipped = Material.shipped("tangshan")
    [title] = [each for each in shipped.titles if each.code == gas]
    if here:  # 1: of the version that the scenario has; 98: of one that it has not; 0: played at another seat
        version = title.version if here == 1 else here
        plan = SessionPlan(str(session), PracticeKind.DRILL, WANG, "tangshan", "zh", (PlannedCall(gas, version, 0),))
        folder.session(str(session)).make()
        write_plan(folder.session(str(session)), KeptPlan(plan, Anchor(0, "", 0.0, NOW), ended=True))
    note = TrainerNote(note_id=uuid4(), session=session, place=0, words="先问清楚", by="赵刚", at=NOW)
    PracticeExchange(folder.root).put_assigned("1042", AssignedWork(now=NOW, notes=(note,)))
    remarks = Past(folder, shipped, WANG).offered().remarks
    found = [(each.remark.words, each.kind, each.title.en if each.title else "") for each in remarks]
    assert found == ([] if told is None else [("先问清楚", told, title.title.en if told else "")])
    if here == 0:  # what the centre tells of the call stands in for what is not here
        told_of = note.model_copy(update={"kind": "exam", "scenario": gas})
        PracticeExchange(folder.root).put_assigned("1042", AssignedWork(now=NOW, notes=(told_of,)))
        [remark] = Past(folder, shipped, WANG).offered().remarks
        assert (remark.kind, remark.title) == ("exam", title.title)
    if here == 1:  # done again since: what home leads to is the later one
        later = SessionPlan("later", PracticeKind.EXAM, WANG, "tangshan", "zh", (PlannedCall(gas, title.version, 0),))
        folder.session("later").make()
        after = Anchor(0, "", 0.0, NOW + timedelta(hours=1))
        write_plan(folder.session("later"), KeptPlan(later, after, ended=True))
        [remark] = Past(folder, shipped, WANG).offered().remarks
        assert (remark.session, remark.kind) == (str(session), "drill")


@pytest.mark.parametrize(("ended", "marked"), [("left", "pigs"), ("", "")])  # left again: the row that goes on with it
def test_the_home_comes_back_to_the_kind_and_the_scenario_that_was_gone_on_with(
    ended: str, marked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = PracticeFolder(tmp_path / "practice")
    folder.make(())
    plan = SessionPlan("left", PracticeKind.SHIFT, WANG, "dongsheng", "zh", (PlannedCall("pigs", 1, 0),))
    folder.session("left").make()
    write_plan(folder.session("left"), KeptPlan(plan, Anchor(0, "", 0.0, datetime(2026, 11, 21, tzinfo=UTC))))
    shown: list[tuple[str, str]] = []

    class Player:
        def go_on(self, session: str) -> str:
            assert session == "left"
            return ended

    class Home:
        def __init__(self, *_: object, kind: str, marked: str, **__: object) -> None:
            shown.append((kind, marked))

        def run(self, *, mouse: bool) -> GoOnWith | None:
            return GoOnWith("left") if not mouse and len(shown) == 1 else None

    monkeypatch.setattr(home_app, "HomeApp", Home)
    player: Any = Player()
    assert until_left(Past(folder, NOTHING, WANG), player, Keymap(), Settings(), None, "exam") == Exit.DONE
    assert shown == [("exam", ""), ("shift", marked)]


def test_a_shift_plays_ten_calls_of_the_city_from_the_chosen_one_on() -> None:
    places = [("zaozhuang", f"call-{place}") for place in range(12)] + [("linyi", "other")]
    scenarios = {code: replace(SCENARIO, code=code, city=city) for city, code in places}
    titles = tuple(map(ScenarioTitle.of, scenarios.values()))
    material = Material({}, scenarios, newest_rubric(), titles)
    played = [each.code for each in material.calls_of(PracticeKind.SHIFT, "call-9")]
    assert played == [f"call-{place}" for place in (9, 10, 11, 0, 1, 2, 3, 4, 5, 6)]
    assert [each.code for each in material.calls_of(PracticeKind.EXAM, "call-9")] == ["call-9"]


def test_an_error_of_practice_is_noted_in_its_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live, own = tmp_path / "seat", tmp_path / "seat-practice"
    monkeypatch.setenv("SEAT_CONSOLE_FOLDER", str(live))
    monkeypatch.delenv("SEAT_PRACTICE_FOLDER", raising=False)
    for each in (live, own):
        each.mkdir()
    assert run(Namespace(run="seat_console.practice.command:nothing_there", folder=None), Settings()) == Exit.BROKEN
    assert [*live.iterdir()] == []
    assert "AttributeError" in (own / "console.log").read_text("utf-8")


def at_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)


def test_a_full_disk_is_named_before_anything_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    set_language("en")
    at_terminal(monkeypatch)
    monkeypatch.setattr(PracticeFolder, "make", full)
    options = Namespace(run="seat_console.practice.command:open_practice", folder=tmp_path / "seat", city="nowhere")
    assert run(options, Settings()) == Exit.NOT_SAVED
    assert "the disk is full: free some space" in capsys.readouterr().err


def test_practice_in_the_folder_of_the_seat_that_was_named_is_refused_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    set_language("en")
    monkeypatch.setenv("SEAT_PRACTICE_FOLDER", str(tmp_path / "practice"))
    at_terminal(monkeypatch)
    options = Namespace(run="seat_console.practice.command:open_practice", folder=tmp_path, city="nowhere")
    assert run(options, Settings()) == Exit.USAGE
    assert "live seat's folder" in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []


def test_the_home_is_up_without_what_marks_and_plays() -> None:
    later = ["practice.marking", "practice.session", "screens.desk", "screens.help", "screens.practice.course",
             "screens.practice.marks", "screens.practice.replay"]  # fmt: skip
    loaded = f"import sys, seat_console.practice.home_app; print([each for each in {later} if each in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize(("kind", "results"), [(PracticeKind.EXAM, 0), (PracticeKind.DRILL, 1)])
def test_nothing_is_left_of_an_exam_that_was_cut_off_before_anybody_spoke(
    kind: PracticeKind, results: int, tmp_path: Path
) -> None:
    folder = PracticeFolder(tmp_path / "practice")
    folder.make(())
    session, code = str(uuid4()), "construction-noise-at-night"
    here = folder.session(session)
    here.make()
    RecordFile.begin(here.record, Head(session, kind, "1042", (code,), 1, "zh", 80, 24, NOW)).close()
    shipped = Material.shipped("zaozhuang")
    plan = SessionPlan(session, kind, WANG, "zaozhuang", "zh", (PlannedCall(code, shipped.scenarios[code].version, 0),))
    write_plan(here, KeptPlan(plan, Anchor(0, "", 0.0, NOW), ended=True, left=False))
    Past(folder, shipped, WANG).leave_results()
    assert len([*PracticeExchange(folder.root).waiting()]) == results
