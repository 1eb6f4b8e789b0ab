"""Practice over a socket at a real centre: results get there by a trainee's sign-in, and a trainer reads them."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from case_api.accounts.users import add_user
from case_api.storage.engine import writing
from hotline.codes import PracticeKind, Role
from hotline.practice_doc import Kept, PracticeAppeal, PracticeResult, ResultCall, ResultItem
from hotline.practice_trainer_doc import AppealReply, AssignRequest, GroupRequest, NoteRequest
from local_cache import keystore
from local_cache import practice_questions as ask
from local_cache.board_questions import BoardAct
from local_cache.enrol import enrol
from local_cache.errors import CentreSaid
from local_cache.folder import SeatFolder
from local_cache.practice_exchange import PracticeExchange
from local_cache.seat import Seat
from local_cache.sync.http import HttpTransport
from local_cache.sync.transport import Proof
from tests.deadline import PATIENCE_S, until
from tests.local_cache_sync.real_centre import PASSWORD, RealCentre

SESSION, APPEAL, GROUP, ASSIGNMENT = (UUID(int=number) for number in (1, 2, 3, 4))


def test_results_leave_with_a_trainees_sign_in_and_the_trainer_reads_them(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    exchange = PracticeExchange(tmp_path / "practice")
    exchange.mark()
    call = ResultCall(
        scenario="no-water", version=1, rubric=1, class_code="010101", total=92,
        items=(ResultItem(item="class", of=8, got=0, losses=("other_class",)),),
    )  # fmt: skip
    exchange.put_result(
        PracticeResult(session=SESSION, trainee="tr-1", kind=PracticeKind.DRILL, began=now, ended=now, calls=(call,))
    )
    exchange.put_appeal(
        PracticeAppeal(appeal_id=APPEAL, session=SESSION, place=0, trainee="tr-1", made=now, reason="两类都对")
    )
    with RealCentre.listening(tmp_path) as real:
        with writing(real.centre.engine) as conn:
            for who, role in (("tr-1", Role.TRAINEE), ("teach", Role.TRAINER)):
                add_user(conn, real.registry.passwords, who, who, [role], PASSWORD, places=["*"], at=now)
        folder = SeatFolder(tmp_path / "seat")
        enrolled = enrol(folder, real.url, real.code(), device_name="DESK", app_version="1", system_store=False)
        with closing(Seat.open(folder, ballast_size=0, practice_folder=exchange.root)) as seat:
            seat.sign_in("tr-1", PASSWORD).result()
            until(lambda: exchange.assigned("tr-1") is not None, "what the centre has set")
            assert not list(exchange.waiting("tr-1"))
        line = HttpTransport(
            real.url, None, device_id=enrolled.device_id, device_key=keystore.load(folder).device_key, app_version="1",
            now=lambda: datetime.now(UTC),
        )  # fmt: skip
        with closing(line):
            _a_trainer_reads_all(line, now)


class NewerResult(PracticeResult):
    """A result with a field of which the centre knows nothing."""

    louder: bool = False


def test_a_field_that_the_centre_does_not_know_is_named(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    newer = NewerResult(session=SESSION, trainee="tr-1", kind=PracticeKind.DRILL, began=now, ended=now, louder=True)
    with RealCentre.listening(tmp_path) as real:
        with writing(real.centre.engine) as conn:
            add_user(conn, real.registry.passwords, "tr-1", "tr-1", [Role.TRAINEE], PASSWORD, places=["*"], at=now)
        folder = SeatFolder(tmp_path / "seat")
        enrol(folder, real.url, real.code(), device_name="DESK", app_version="1", system_store=False)
        with closing(Seat.open(folder, ballast_size=0)) as seat:
            seat.sign_in("tr-1", PASSWORD).result()
            with pytest.raises(CentreSaid) as said:
                seat.board_act(BoardAct("practice/results", Kept, newer, spare=True)).result(PATIENCE_S)
            assert (said.value.problem, said.value.unshaped) == ("invalid", ("louder",))
            as_it_knows_it = newer.model_copy(update={"louder": False})
            seat.board_act(BoardAct("practice/results", Kept, as_it_knows_it, spare=True)).result(PATIENCE_S)


def _a_trainer_reads_all(line: HttpTransport, now: datetime) -> None:
    trainer = Proof(token=line.sign_in("teach", PASSWORD).token)
    wanted = ask.Wanted((now - timedelta(days=30)).date(), now.date())
    group = line.board_act(ask.put_group(GroupRequest(group_id=GROUP, name="一班", people=("tr-1",))), trainer)
    of_group = ask.Wanted(wanted.first, wanted.last, group=str(group.group_id), item="class")
    asked = AssignRequest(
        assignment_id=ASSIGNMENT, title="第一周", kind=PracticeKind.DRILL, scenarios=("no-water",), group=GROUP,
        due=now.date() + timedelta(days=7),
    )  # fmt: skip
    assert line.board_act(ask.assign(asked), trainer).people == 1
    assert [each.calls for each in line.board(ask.trainees(of_group), trainer).trainees] == [1]
    for by in ("person", "item", "class", "week"):
        assert [each.calls for each in line.board(ask.sums(of_group, by), trainer).sums] == [1], by
    assert [each.got for each in line.board(ask.results(of_group), trainer).lines] == [0]
    note = NoteRequest(note_id=UUID(int=5), place=0, item="class", words="看清施工许可")
    assert len(line.board_act(ask.write_note(SESSION, note), trainer).notes) == 1
    assert line.board(ask.result(SESSION), trainer).result.session == SESSION
    assert [each.reason for each in line.board(ask.appeals(), trainer).appeals] == ["两类都对"]
    assert line.board_act(ask.answer_appeal(APPEAL, AppealReply(words="两类都对", agreed=True)), trainer).agreed
    assert line.board(ask.assignment(ASSIGNMENT), trainer).people[0].done == 0
    assert line.board_act(ask.end_assignment(ASSIGNMENT), trainer).ended_at is not None
    assert len(line.board(ask.assignments(), trainer).assignments) == 1
    assert line.board_act(ask.end_group(GROUP), trainer).name == "一班"
    assert line.board(ask.groups(), trainer).groups == ()
    assert b"tr-1 tr-1" in line.whole_practice(wanted, "html", "zh", trainer)
