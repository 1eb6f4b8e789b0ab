"""Every question and act of a lead's board over a socket at a real centre: what it says is what a seat can read."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from case_api.accounts.users import add_user
from case_api.storage.engine import writing
from hotline.codes import Role
from hotline.lead_acts_doc import NoticeRequest, SeatOrderRequest
from hotline.stays import Tile
from hotline.wire import Problem
from local_cache import board_questions as ask
from local_cache import handover_questions as handover
from local_cache import keystore
from local_cache.enrol import enrol
from local_cache.folder import SeatFolder
from local_cache.sync.http import HttpTransport
from local_cache.sync.transport import Proof, TransportProblem
from tests.local_cache_sync.real_centre import OPERATOR, PASSWORD, RealCentre

LEAD = "lead-01"
NOTICE, ORDER, NOBODY = UUID(int=11), UUID(int=12), UUID(int=13)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[HttpTransport]:
    with RealCentre.listening(tmp_path) as real:
        with writing(real.centre.engine) as conn:
            add_user(conn, real.registry.passwords, LEAD, "赵刚", [Role.LEAD], PASSWORD, places=["seat:0042"],
                     at=real.now())  # fmt: skip
        folder = SeatFolder(tmp_path / "seat")
        enrolled = enrol(folder, real.url, real.code(), device_name="DESK", app_version="1", system_store=False)
        key = keystore.load(folder).device_key
        here = HttpTransport(
            real.url, None, device_id=enrolled.device_id, device_key=key, app_version="1", now=lambda: datetime.now(UTC)
        )
        with closing(here):
            yield here


def test_a_lead_reads_all_of_the_board_and_acts_on_a_seat(line: HttpTransport) -> None:
    lead = Proof(token=line.sign_in(LEAD, PASSWORD).token)
    board = line.board(ask.changes(0, ""), lead)
    assert board.whole
    assert [row.seat for row in board.seats] == ["0042"]
    for tile in Tile:
        assert line.board(ask.calls(tile, "hour"), lead).total == 0
    assert line.board(ask.calls("called_back", "day"), lead).total == 0
    assert line.board(ask.call(NOBODY), lead).lines == ()
    for of_cases in ("filed", "answered_on_the_spot", "to_dispatch", "red", "yellow", "file_case"):
        assert line.board(ask.cases(of_cases), lead).total == 0
    now = datetime.now(UTC)
    assert line.board(ask.seat_states("0042", now - timedelta(hours=1)), lead).seat == "0042"
    assert line.board(ask.missed_callers(), lead).callers == ()

    written = NoticeRequest(notice_id=NOTICE, place="*", words="[/] 全体注意", must_read=True)
    assert line.board_act(ask.send_notice(written), lead).sent_by == "赵刚"
    assert line.board_act(ask.send_notice(written), lead).notice_id == NOTICE
    board = line.board(ask.changes(0, ""), lead)
    assert board.n > 0
    assert not line.board(ask.changes(board.n, board.epoch), lead).whole
    assert line.board(ask.changes(board.n, "of another centre"), lead).whole
    assert [each.words for each in line.board(ask.notices(), lead).notices] == ["[/] 全体注意"], "sent twice it is one"
    assert line.board(ask.notice(NOTICE), lead).must_read
    wanted = SeatOrderRequest(order_id=ORDER, kind="state", value="ready")
    assert line.board_act(ask.order_seat("0042", wanted), lead).order.value == "ready"
    assert [each.seat for each in line.board(ask.orders(), lead).orders] == ["0042"]
    for act in (ask.claim(NOBODY, "0042"), ask.release(NOBODY), ask.answer_hand(NOBODY, "转二线")):
        with pytest.raises(TransportProblem) as told:
            line.board_act(act, lead)
        assert told.value.problem in (Problem.NOT_FOUND, Problem.REFUSED)


def test_leads_read_and_explain_a_journal_and_one_who_stands_beside_ends_nobodys_session(line: HttpTransport) -> None:
    lead = Proof(token=line.sign_in(LEAD, PASSWORD).token)
    (place,) = line.board(handover.places(), lead).sub_centres
    journal = line.board(handover.present(place), lead)
    assert (journal.sub_centre, journal.items, journal.over) == (place, (), False)
    assert line.board(handover.of_shift(place, journal.begins), lead).begins == journal.begins
    assert line.board(handover.signed(place, journal.begins), lead).lines == ()
    assert line.board_act(handover.explain(journal, ["hand:1"], "没有了"), lead).items == ()
    with pytest.raises(TransportProblem) as told:
        line.board_act(handover.take_over(journal), Proof(token=line.sign_in_beside(LEAD, PASSWORD)))
    assert (told.value.problem, told.value.extra["code"]) == (Problem.REFUSED, "not_handed")
    line.check_sign_in(lead)
    with pytest.raises(TransportProblem) as told:
        line.sign_in_beside(LEAD, "not it")
    assert told.value.problem is Problem.AUTH_REQUIRED


def test_an_operator_reads_no_board(line: HttpTransport) -> None:
    operator = Proof(token=line.sign_in(OPERATOR, PASSWORD).token)
    journals = handover.places(), handover.present("01"), handover.signed("01")
    for question in (ask.changes(0, ""), ask.notices(), ask.orders(), ask.cases("filed"), *journals):
        with pytest.raises(TransportProblem) as told:
            line.board(question, operator)
        assert told.value.problem is Problem.FORBIDDEN
