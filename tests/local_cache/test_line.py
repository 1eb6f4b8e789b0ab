"""With a line: what is saved goes up, what needs the centre is asked of it, and what needs a person is settled."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from hotline.codes import SyncState
from hotline.commands import AmendCase, Urge, Withdraw
from hotline.wire import PullAnswer, PushAnswer, PushRequest
from local_cache import needs
from local_cache.counting import count
from local_cache.errors import CentreSaid, NoLine, Refused
from local_cache.folder import SeatFolder
from local_cache.model import Query
from local_cache.needs import Kind
from local_cache.news import CasesChanged, News, StatusChanged
from local_cache.seat import Seat
from local_cache.sessions import LiveSession
from local_cache.sync.pushing import Pace
from local_cache.sync.transport import CertificateFault, CertificateMisfit, SignedIn, TransportDown, TransportProblem
from tests.deadline import PATIENCE_S
from tests.local_cache.conftest import settle
from tests.local_cache.fake_line import FakeLine
from tests.local_cache.given import PASSWORD, SESSION, START, Clock, begin, case_doc, filing, grant

OpenSeat = Callable[..., Seat]


@pytest.fixture
def line(clock: Clock) -> FakeLine:
    return FakeLine(clock)


@pytest.fixture
def online(open_seat: OpenSeat, line: FakeLine) -> Seat:
    """A seat with a line, where 1042 has signed in at the centre."""
    there = SignedIn("s-9", "token-9", START + timedelta(hours=12), "1042", "王敏", frozenset({"operator"}), None)
    line.people["1042"] = (PASSWORD, there)
    line.roster = [grant("1042")]
    seat = open_seat(transport=line, start_sync=True)
    wait_for(seat, lambda: seat.status.line_up)
    assert seat.sign_in("1042", PASSWORD).result().online
    return seat


def wait_for(seat: Seat, fits: Callable[[], bool]) -> None:
    """Wait until news make it so."""
    changed = threading.Event()

    def listen(_: News) -> None:
        changed.set()

    seat.subscribe(listen)
    while not fits():
        assert changed.wait(PATIENCE_S)
        changed.clear()


def test_a_seat_opened_without_its_sync_closes_in_good_order(open_seat: OpenSeat, line: FakeLine) -> None:
    seat = open_seat(transport=line, start_sync=False)
    assert seat.status.unsent == 0
    seat.close()


def test_a_seat_closed_while_its_line_is_being_set_up_closes_in_good_order(open_seat: OpenSeat, line: FakeLine) -> None:
    seat = open_seat(transport=line, start_sync=False)
    assert seat._sync is not None
    seat._sync._stopped = True  # as `close` has it by the time that the line is there
    seat._sync.start()
    seat.close()


def test_a_saved_case_reaches_the_centre_and_says_so(online: Seat, line: FakeLine) -> None:
    heard: list[News] = []
    online.subscribe(heard.append)
    saved = online.save(filing(), session=SESSION).result()
    settle(online)  # it is counted a moment after it is saved
    wait_for(online, lambda: online.status.unsent == 0)
    assert [each.mutation_id for each in line.pushed] == [saved.mutation_id]
    assert online.sync_states([saved.case_id]).result() == {saved.case_id: SyncState.AT_THE_CENTRE}
    assert any(isinstance(each, StatusChanged) and each.status.sending == 1 for each in heard)
    assert any(isinstance(each, CasesChanged) and saved.case_id in each.case_ids for each in heard)


def test_without_a_line_it_waits_visibly_and_arrives_once(online: Seat, line: FakeLine) -> None:
    line.up = False
    wait_for(online, lambda: not online.status.line_up)
    saved = online.save(filing(), session=SESSION).result()
    with pytest.raises(NoLine):
        online.search_centre(Query(text="停水")).result()
    settle(online)
    assert online.status.unsent == 1
    line.up = True
    online.sync_now().result(PATIENCE_S)
    online.sync_now().result(PATIENCE_S)
    assert [each.mutation_id for each in line.pushed] == [saved.mutation_id]
    assert online.status.unsent == 0


def test_an_answer_to_a_push_says_at_once_that_there_is_a_line(online: Seat, line: FakeLine) -> None:
    line.up = False
    wait_for(online, lambda: not online.status.line_up)
    reader = online._sync._events  # type: ignore[union-attr]
    reader.stop()  # type: ignore[union-attr]
    reader.join(PATIENCE_S)  # type: ignore[union-attr]
    online.save(filing(), session=SESSION).result()
    line.up = True
    online.sync_now().result(PATIENCE_S)
    assert online.status.unsent == 0
    assert online.status.line_up


def test_a_case_that_did_not_arrive_no_longer_says_that_it_is_on_its_way(
    online: Seat, line: FakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[SyncState] = []
    seen_on_its_way = threading.Event()

    def read(news: News) -> None:
        if isinstance(news, CasesChanged):
            online.sync_states(news.case_ids).add_done_callback(note)

    def note(found: Future[dict[UUID, SyncState]]) -> None:
        shown.extend(found.result().values())
        if len(shown) > 2 and shown[-1] is SyncState.SENDING:  # told at the save, by its follower and by the push
            seen_on_its_way.set()

    def cut_off(_: PushRequest) -> PushAnswer:
        assert seen_on_its_way.wait(PATIENCE_S)
        line.up = False
        raise TransportDown("Cut")

    monkeypatch.setattr(line, "push", cut_off)
    online.subscribe(read)
    online.save(filing(), session=SESSION).result()
    wait_for(online, lambda: not online.status.line_up)
    wait_for(online, lambda: shown[-1:] == [SyncState.ON_THIS_SEAT])


def test_what_may_not_be_done_without_a_line_is_not_done(seat: Seat) -> None:
    handling = case_doc("在办", state="handling")
    seat._centre._remember(handling)
    with pytest.raises(NoLine):
        seat.save(Withdraw(reason="已解决"), session=SESSION, case_id=handling.order.id).result()


def test_a_case_found_at_the_centre_can_be_read_and_urged(online: Seat, line: FakeLine) -> None:
    far = case_doc("别的分中心的", origin_seat="0099")
    line.cases = [far.model_dump(mode="json")]
    page = online.search_centre(Query(text="分中心")).result()
    assert (page.at_centre, [each.title for each in page.lines]) == (True, ["别的分中心的"])
    view = online.case(far.order.id).result()
    assert (view.sync, view.doc.order.title) == (None, "别的分中心的")
    online.save(Urge(said="又来电"), session=SESSION, case_id=far.order.id).result()
    settle(online)
    wait_for(online, lambda: online.status.unsent == 0)
    assert [each.op for each in line.pushed] == ["urge"]


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        (Query(digits="0042-03-000004-2"), {"digits": "0042-03-000004-2"}),
        (Query(digits="１３８ 0000 5678"), {"digits": "１３８ 0000 5678"}),
        (Query(number="0042-03"), {"number": "0042-03"}),
        (Query(phone_part="5678"), {"phone_part": "5678"}),
    ],
)
def test_the_centre_is_asked_for_digits_as_they_were_typed_since_it_knows_more_of_them(
    online: Seat, line: FakeLine, asked: Query, sent: dict[str, str]
) -> None:
    online.search_centre(asked).result()
    assert line.asked == {**sent, "limit": 20}


def test_a_problem_of_the_centre_has_its_name_and_nothing_else(online: Seat, line: FakeLine) -> None:
    line.problem = TransportProblem(None, 418, extra={"detail": "李小明"})
    with pytest.raises(CentreSaid) as caught:
        online.search_centre(Query(text="停水")).result()
    assert str(caught.value) == "418"


def test_a_case_that_is_nowhere_is_none(online: Seat) -> None:
    assert online.case(UUID(int=12345)).result() is None


def test_an_own_number_is_revealed_without_a_line_and_the_reveal_is_on_disk(seat: Seat) -> None:
    saved = seat.save(filing(), session=SESSION).result()
    settle(seat)
    assert seat.reveal(saved.case_id, "caller_phone", "call_back", SESSION).result() == "19900001234"
    assert [row.op for row in seat.own_recent().result()] == ["reveal", "file_case"]


def test_a_value_that_is_no_longer_the_cases_is_not_shown_as_if_it_were(seat: Seat) -> None:
    saved = seat.save(filing(), session=SESSION).result()
    amend = AmendCase(changes={"caller_phone": ("19900001234", "19900005678")})
    seat.save(amend, session=SESSION, case_id=saved.case_id).result()
    settle(seat)
    assert seat.reveal(saved.case_id, "caller_phone", "call_back", SESSION).result() == "19900005678"


def test_somebody_elses_number_is_asked_of_the_centre(online: Seat, line: FakeLine) -> None:
    far = case_doc("别人的")
    line.cases = [far.model_dump(mode="json")]
    online.case(far.order.id).result()
    assert online.reveal(far.order.id, "caller_phone", "urge", SESSION).result(PATIENCE_S) == "19900009999"
    assert [each.op for each in line.pushed] == ["reveal"]


def test_without_a_line_somebody_elses_number_stays_masked_and_the_asking_is_kept(seat: Seat) -> None:
    far = case_doc("别人的")
    seat._centre._remember(far)
    with pytest.raises(NoLine):
        seat.reveal(far.order.id, "caller_phone", "urge", SESSION).result()
    assert [row.op for row in seat.own_recent().result()] == ["reveal"]


def test_a_call_is_answered_through_the_line(online: Seat, line: FakeLine) -> None:
    online.call_act(UUID(int=3), "answer").result()
    assert line.acts == [(UUID(int=3), "answer")]


def test_an_outbox_is_carried_to_another_seat_by_hand(seat: Seat, tmp_path: Path) -> None:
    saved = seat.save(filing(), session=SESSION).result()
    assert seat.export_outbox(tmp_path / "out.jsonl").result() == 1
    assert seat.status.unsent == 1  # only the centre's answer makes it sent
    other = Seat.open(begin(SeatFolder(tmp_path / "other")), now=Clock(), start_sync=False, ballast_size=0)
    try:
        assert other.import_outbox(tmp_path / "out.jsonl").result() == 1
        assert other.import_outbox(tmp_path / "out.jsonl").result() == 0
        settle(other)
        assert other.status.unsent == 1
        assert other.case(saved.case_id).result() is not None
    finally:
        other.close()


# --- needs you ---------------------------------------------------------------------------------------------------


def _conflict(seat: Seat, case_id: UUID) -> str:
    fields = [{"field": "address_text", "base": "", "mine": "12号楼", "theirs": "3号楼"}]
    detail = {"op": "amend_case", "number": None, "state": None, "fields": fields}
    need_id = f"{UUID(int=1)}:conflict"
    seat._files.on_work(lambda work: needs.add(work, need_id, str(case_id), needs.Kind.CONFLICT, detail, START))
    seat._files.on_work(lambda work: count(work, seat._board))
    assert seat.status.needs_you == 1
    return need_id


def _signed_in(seat: Seat) -> None:
    seat._people.live = LiveSession(SESSION)


def test_mine_is_saved_again_on_what_the_other_one_wrote(seat: Seat) -> None:
    _signed_in(seat)
    saved = seat.save(filing(address_text="3号楼"), session=SESSION).result()
    need_id = _conflict(seat, saved.case_id)
    assert seat.sync_states([saved.case_id]).result() == {saved.case_id: SyncState.NEEDS_YOU}
    seat.settle(need_id, "mine").result()
    settle(seat)
    assert seat.case(saved.case_id).result().doc.order.address_text == "12号楼"
    assert seat.needs().result() == []
    assert seat.status.needs_you == 0


def test_theirs_writes_nothing(seat: Seat) -> None:
    saved = seat.save(filing(address_text="3号楼"), session=SESSION).result()
    seat.settle(_conflict(seat, saved.case_id), "theirs").result()
    assert [row.op for row in seat.own_recent().result()] == ["file_case"]
    assert seat.needs().result() == []
    assert seat.status.needs_you == 0


def test_what_is_refused_stays_on_the_list(seat: Seat) -> None:
    _signed_in(seat)
    saved = seat.save(filing(), session=SESSION).result()
    need_id = _conflict(seat, saved.case_id)
    seat.save(Withdraw(reason="来水了"), session=SESSION, case_id=saved.case_id).result()
    with pytest.raises(Refused):
        seat.settle(need_id, "mine").result()
    assert [each.id for each in seat.needs().result()] == [need_id]


def test_an_error_of_the_syncs_own_is_told_until_a_round_goes_well_also_after_a_start_anew(
    online: Seat, open_seat: OpenSeat, line: FakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for again in (False, True):
        with monkeypatch.context() as patch:
            patch.setattr(line, "pull", lambda _request: {}["no such"])
            assert online.sync_now().result(PATIENCE_S).pace is Pace.BROKEN
            assert [each.kind for each in online.needs().result()] == [Kind.BROKEN]
            if again:
                online.close()
        seat = open_seat(transport=line, start_sync=True) if again else online
        assert seat.sync_now().result(PATIENCE_S).pace is Pace.IDLE
        assert seat.needs().result() == []


def test_a_certificate_that_does_not_fit_is_on_the_status_until_it_fits(online: Seat, line: FakeLine) -> None:
    took = line.pull

    def misfits(_: object) -> PullAnswer:
        raise CertificateMisfit(CertificateFault.NAME)

    line.pull = misfits  # type: ignore[method-assign]
    assert online.sync_now().result(PATIENCE_S).pace is Pace.OTHER_NAME
    assert online.status.wrong_certificate
    line.pull = took  # type: ignore[method-assign]
    online.sync_now().result(PATIENCE_S)
    assert not online.status.wrong_certificate
