"""What is given at the centre there and then: it counts once the centre has said so, and once, and never before."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from hotline.case_doc import CaseDoc
from hotline.codes import Role, State, UnitPart
from hotline.commands import AddNote, Assign
from hotline.likely_doc import LikelyCase, LikelyCases
from hotline.order_parts import Assignment
from hotline.outcome import RefusalCode
from hotline.queue_doc import Proposal, QueueCounts, QueueLine, QueuePage
from hotline.wire import MutationOutcome, Problem, PulledRow
from local_cache.errors import CentreSaid, GivenRefused, NoLine, NotKnown, Refused
from local_cache.ids import new_id
from local_cache.news import CasesChanged, News
from local_cache.seat import Seat
from local_cache.sign_in import put_grants
from local_cache.sync.transport import Proof, SignedIn, TransportDown, TransportProblem
from tests.deadline import PATIENCE_S
from tests.local_cache.fake_line import FakeLine
from tests.local_cache.given import PASSWORD, START, Clock, case_doc, grant

T = TypeVar("T")
OpenSeat = Callable[..., Seat]
ASSIGN = Assign(unit="130200SWJ", pack_version="1")


@pytest.fixture
def line(clock: Clock) -> FakeLine:
    return FakeLine(clock)


@pytest.fixture
def seat(open_seat: OpenSeat, line: FakeLine) -> Seat:
    """A seat with a line, where the dispatcher 2001 has signed in at the centre."""
    there = SignedIn("s-9", "token-9", START + timedelta(hours=12), "2001", "赵刚", frozenset({"dispatcher"}), None)
    line.people["2001"] = (PASSWORD, there)
    seat = open_seat(transport=line, start_sync=True)
    assert seat.sign_in("2001", PASSWORD).result(PATIENCE_S).online
    return seat


@pytest.fixture
def case(seat: Seat, line: FakeLine) -> CaseDoc:
    """A case that this seat holds and the centre has, in the dispatcher's queue."""
    doc = case_doc("路灯不亮")
    _pulled(seat, line, doc)
    line.cases = [doc.model_dump(mode="json")]
    return doc


def _pulled(seat: Seat, line: FakeLine, doc: CaseDoc) -> None:
    row = PulledRow(
        entity="case", id=doc.order.id, op="put", revision=doc.order.revision, doc=doc.model_dump(mode="json")
    )
    line.rows = [row]
    seat.sync_now().result(PATIENCE_S)


def _moved_on(line: FakeLine, doc: CaseDoc, **order: object) -> None:
    """Have the centre hold a later state of a case."""
    later = doc.order.model_copy(update={"revision": doc.order.revision + 1, **order})
    line.cases = [doc.model_copy(update={"order": later}).model_dump(mode="json")]


def _state_here(seat: Seat, doc: CaseDoc) -> State:
    view = seat.case(doc.order.id).result(PATIENCE_S)
    assert view is not None
    return view.doc.order.state


def test_a_command_goes_to_the_centre_with_what_its_giver_saw_and_the_case_is_shown_as_it_is_there(
    seat: Seat, line: FakeLine, case: CaseDoc
) -> None:
    heard: list[News] = []
    seat.subscribe(heard.append)
    _moved_on(line, case, state=State.TO_SIGN, at_unit="130200SWJ")
    result = seat.give(case.order.id, ASSIGN, base_revision=1).result(PATIENCE_S)
    assert result.outcome is MutationOutcome.APPLIED
    assert [(each.op, each.case_id, each.payload, each.base_revision) for each in line.given] == [
        ("assign", case.order.id, {"unit": "130200SWJ", "pack_version": "1"}, 1)
    ]
    assert _state_here(seat, case) is State.TO_SIGN
    assert any(isinstance(each, CasesChanged) and case.order.id in each.case_ids for each in heard)


def test_the_case_shown_after_it_stays_a_guess_of_nobody_and_a_later_pull_has_the_last_word(
    seat: Seat, line: FakeLine, case: CaseDoc
) -> None:
    _moved_on(line, case, state=State.TO_SIGN)
    seat.give(case.order.id, ASSIGN).result(PATIENCE_S)
    _pulled(seat, line, case)  # a centre that was put back to a backup has it as it was
    assert _state_here(seat, case) is State.TO_DISPATCH


def test_a_case_that_this_seat_does_not_hold_is_shown_from_the_centre(seat: Seat, line: FakeLine) -> None:
    far = case_doc("别的分中心的", origin_seat="0099")
    _moved_on(line, far, state=State.TO_SIGN)
    seat.give(far.order.id, ASSIGN).result(PATIENCE_S)
    assert _state_here(seat, far) is State.TO_SIGN


def test_a_lost_answer_is_asked_for_once_more_under_the_same_key(seat: Seat, line: FakeLine, case: CaseDoc) -> None:
    line.lost = [TransportDown("ReadTimeout")]
    assert seat.give(case.order.id, ASSIGN).result(PATIENCE_S).outcome is MutationOutcome.APPLIED
    first, second = line.given
    assert first.key == second.key
    assert len(line.taken) == 1
    seat.give(case.order.id, ASSIGN).result(PATIENCE_S)
    assert line.given[-1].key != first.key  # given anew it is another command


def test_what_stands_in_a_draft_is_done_once_though_it_is_given_again_after_no_answer_came(
    seat: Seat, line: FakeLine, case: CaseDoc
) -> None:
    draft = str(new_id())
    line.lost = [TransportDown("ReadTimeout"), TransportDown("ReadTimeout")]
    with pytest.raises(NotKnown):
        seat.give(case.order.id, AddNote(text="已到场"), draft_id=draft).result(PATIENCE_S)
    seat.give(case.order.id, AddNote(text="已到场"), draft_id=draft).result(PATIENCE_S)
    assert len(line.taken) == 1
    seat.give(case.order.id, AddNote(text="已修好"), draft_id=draft).result(PATIENCE_S)
    seat.give(case.order.id, AddNote(text="已到场"), draft_id=str(new_id())).result(PATIENCE_S)
    assert len(line.taken) == 3  # other words, or written anew, are another note


@pytest.mark.parametrize(
    "losses",
    [
        [TransportDown("ReadTimeout"), TransportDown("ConnectTimeout", sent=False)],
        [TransportProblem(Problem.BUSY, 500), TransportProblem(Problem.BUSY, 503)],
        [TransportDown("NotTheCentre"), TransportProblem(Problem.AUTH_REQUIRED, 401)],
    ],
)
def test_an_answer_lost_twice_leaves_open_whether_it_took_effect_and_the_case_as_it_was(
    seat: Seat, line: FakeLine, case: CaseDoc, losses: list[Exception]
) -> None:
    line.lost = losses
    with pytest.raises(NotKnown):
        seat.give(case.order.id, ASSIGN).result(PATIENCE_S)
    assert len(line.given) == 2
    assert _state_here(seat, case) is State.TO_DISPATCH


def test_without_a_line_nothing_was_sent_and_it_says_so(seat: Seat, line: FakeLine, case: CaseDoc) -> None:
    line.lost = [TransportDown("ConnectError", sent=False)]
    with pytest.raises(NoLine):
        seat.give(case.order.id, ASSIGN).result(PATIENCE_S)
    assert len(line.given) == 1
    assert seat.own_recent().result(PATIENCE_S) == []  # nor does it wait here to be sent later


def test_a_busy_centre_has_done_nothing(seat: Seat, line: FakeLine, case: CaseDoc) -> None:
    line.lost = [TransportProblem(Problem.BUSY, 503)]
    with pytest.raises(CentreSaid) as said:
        seat.give(case.order.id, ASSIGN).result(PATIENCE_S)
    assert said.value.problem == "busy"
    assert line.taken == {}


def test_a_refusal_says_what_the_rulebook_found_and_shows_how_far_the_case_has_come(
    seat: Seat, line: FakeLine, case: CaseDoc
) -> None:
    said = {"code": "wrong_state", "field": "unit", "found": "assign", "state": "handling", "revision": 2}
    line.lost = [TransportProblem(Problem.REFUSED, 409, extra=said)]
    _moved_on(line, case, state=State.HANDLING)
    with pytest.raises(GivenRefused) as refused:
        seat.give(case.order.id, ASSIGN).result(PATIENCE_S)
    refusal = refused.value.refusal
    assert (refusal.code, refusal.field, refusal.detail) == (RefusalCode.WRONG_STATE, "unit", "assign")
    assert (refused.value.state, refused.value.revision) == (State.HANDLING, 2)
    assert _state_here(seat, case) is State.HANDLING


def test_a_refusal_that_only_a_newer_console_knows_is_still_a_refusal(
    seat: Seat, line: FakeLine, case: CaseDoc
) -> None:
    line.lost = [TransportProblem(Problem.REFUSED, 409, extra={"code": "something_new"})]
    with pytest.raises(CentreSaid) as said:
        seat.give(case.order.id, ASSIGN).result(PATIENCE_S)
    assert said.value.problem == "refused"


def test_a_sign_in_that_has_ended_gives_nothing_and_the_seat_says_so(seat: Seat, line: FakeLine, case: CaseDoc) -> None:
    line.ended.add(Proof("token-9"))
    with pytest.raises(CentreSaid) as said:
        seat.give(case.order.id, ASSIGN).result(PATIENCE_S)
    assert said.value.problem == "auth-required"
    assert line.given == []
    assert seat._people.ended


def test_nobody_gives_a_command_without_having_signed_in(open_seat: OpenSeat, line: FakeLine) -> None:
    seat = open_seat(transport=line, start_sync=True)
    with pytest.raises(CentreSaid) as said:
        seat.give(case_doc("路灯不亮").order.id, AddNote(text="补充")).result(PATIENCE_S)
    assert said.value.problem == "auth-required"
    assert line.given == []


def test_a_command_is_never_given_in_the_name_of_who_signed_in_after_it(
    seat: Seat, line: FakeLine, case: CaseDoc, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.people["3001"] = (PASSWORD, replace(line.people["2001"][1], operator_id="3001", token="token-3"))
    at_rest: list[Callable[[], object]] = []

    class Late(ThreadPoolExecutor):
        def submit(self, job: Callable[..., T], /, *given: object, **named: object) -> Future[T]:
            future: Future[T] = Future()
            at_rest.append(lambda: future.set_result(job(*given, **named)))
            return future

    monkeypatch.setattr(seat._giver, "_pool", Late())
    giving = seat.give(case.order.id, ASSIGN)
    assert seat.sign_in("3001", PASSWORD).result(PATIENCE_S).operator_id == "3001"
    at_rest.pop()()
    assert giving.result(PATIENCE_S).outcome is MutationOutcome.APPLIED
    assert line.givers == [Proof("token-9")]


def test_a_work_list_is_asked_of_the_centre_page_by_page(seat: Seat, line: FakeLine) -> None:
    order = case_doc("路灯不亮").order
    shown = QueueLine(order=order, proposed=(Proposal(unit="130200SWJ", times=3, share=75, last_at=START),))
    line.page = QueuePage(as_of=START, counts=QueueCounts(waiting=51, red=2), lines=(shown,), next="50")
    page = seat.queue("dispatch").result(PATIENCE_S)
    assert (page.lines[0].proposed[0].unit, page.counts.waiting, page.next) == ("130200SWJ", 51, "50")
    seat.queue("dispatch", "50").result(PATIENCE_S)
    asked = Proof("token-9")
    assert line.asked_queues == [("dispatch", "", asked), ("dispatch", "50", asked)]


def test_likely_cases_are_asked_for_in_the_name_of_who_is_signed_in_and_never_without_a_line(
    seat: Seat, line: FakeLine, case: CaseDoc
) -> None:
    other = case_doc("网上也报了").order
    line.likely_cases = LikelyCases(
        cases=(LikelyCase(order=other, same_caller=True, same_class=False, same_place=False),)
    )
    [found] = seat.likely_at_centre(case.order.id).result(PATIENCE_S)
    assert (found.order, found.same_caller) == (other, True)
    assert line.asked_likely == [(case.order.id, Proof("token-9", ""))]
    line.up = False
    with pytest.raises(NoLine):
        seat.likely_at_centre(case.order.id).result(PATIENCE_S)


def test_a_work_list_is_not_shown_without_a_line(seat: Seat, line: FakeLine) -> None:
    line.up = False
    with pytest.raises(NoLine):
        seat.queue("dispatch").result(PATIENCE_S)


def test_the_unit_of_whoever_signs_in_is_known_with_a_line_without_one_and_after_a_new_start(
    open_seat: OpenSeat, line: FakeLine
) -> None:
    word = grant("4002", role=Role.UNIT, unit="130203QU")
    there = SignedIn(
        "s-4", "token-4", START + timedelta(hours=12), "4002", "孙梅", frozenset({"unit"}), word, unit="130203QU"
    )
    line.people["4002"], line.roster = (PASSWORD, there), [word]
    seat = open_seat(transport=line, start_sync=True)
    assert seat.sign_in("4002", PASSWORD).result(PATIENCE_S).unit == "130203QU"
    seat.close()
    seat = open_seat(transport=line, start_sync=True)
    resumed = seat.resume_session().result(PATIENCE_S)
    assert resumed is not None
    assert resumed.unit == "130203QU"
    line.up = False
    by_grant = seat.sign_in("4002", PASSWORD).result(PATIENCE_S)
    assert (by_grant.online, by_grant.unit) == (False, "130203QU")


@pytest.mark.parametrize("unit", ["130203QU", "130202QU"])
def test_a_unit_adds_a_note_to_a_case_that_it_has_in_hand_and_to_no_other(
    open_seat: OpenSeat, line: FakeLine, unit: str
) -> None:
    seat = open_seat()
    seat._files.on_work(lambda work: put_grants(work, [grant("4002", role=Role.UNIT, unit=unit)]))
    seat._files.on_work(seat._people.begin)
    session = seat.sign_in("4002", PASSWORD).result(PATIENCE_S)
    part = Assignment(unit="130203QU", level=2, part=UnitPart.LEAD, sent_at=START)
    theirs = case_doc("路灯不亮", state=State.HANDLING, at_unit="130203QU", assignments=(part,))
    seat._centre._remember(theirs)
    saving = seat.save(AddNote(text="已派人"), session=session, case_id=theirs.order.id)
    if unit != "130203QU":
        with pytest.raises(Refused) as refused:
            saving.result(PATIENCE_S)
        assert refused.value.refusal.code is RefusalCode.NOT_YOUR_UNIT
    else:
        assert saving.result(PATIENCE_S).case_id == theirs.order.id
