"""What the centre holds or has parked counts for nothing there, and the seat says so until somebody lets it through."""

from collections.abc import Callable
from uuid import UUID

import pytest

from hotline.case_doc import CaseDoc
from hotline.codes import SyncState
from hotline.commands import AddNote
from hotline.wire import MutationOutcome, PulledRow
from local_cache import outbox
from local_cache.needs import Choice
from local_cache.overlay import is_let_through
from local_cache.seat import Seat
from local_cache.sync.transport import SignedIn
from tests.deadline import PATIENCE_S
from tests.local_cache.conftest import settle
from tests.local_cache.fake_line import FakeLine
from tests.local_cache.given import PASSWORD, SESSION, START, Clock, filing, grant
from tests.local_cache.test_line import wait_for

OpenSeat = Callable[..., Seat]
STATES = {MutationOutcome.HELD: SyncState.HELD, MutationOutcome.PARKED: SyncState.PARKED}


@pytest.fixture
def line(clock: Clock) -> FakeLine:
    return FakeLine(clock)


@pytest.fixture
def online(open_seat: OpenSeat, line: FakeLine) -> Seat:
    there = SignedIn("s-9", "token-9", START, "1042", "王敏", frozenset({"operator"}), None)
    line.people["1042"] = (PASSWORD, there)
    line.roster = [grant("1042")]
    seat = open_seat(transport=line, start_sync=True)
    wait_for(seat, lambda: seat.status.line_up)
    return seat


def _state(seat: Seat, case_id: UUID) -> SyncState:
    return seat.sync_states([case_id]).result()[case_id]


def _bring(seat: Seat, line: FakeLine, doc: CaseDoc) -> None:
    """Have the next pull bring a case as the centre has it."""
    order = doc.order
    line.rows = [
        PulledRow(entity="case", id=order.id, op="put", revision=order.revision, doc=doc.model_dump(mode="json"))
    ]
    seat.sync_now().result(PATIENCE_S)
    seat.sync_now().result(PATIENCE_S)


@pytest.mark.parametrize("outcome", STATES)
def test_a_case_that_was_set_aside_says_so_until_the_centre_sends_it(
    online: Seat, line: FakeLine, outcome: MutationOutcome
) -> None:
    line.outcome, line.reason = outcome, "operator_revoked"
    saved = online.save(filing(), session=SESSION).result()
    wait_for(online, lambda: online.status.needs_you == 1)
    assert saved.case_id is not None
    assert _state(online, saved.case_id) is STATES[outcome]

    [entry] = online.needs().result()
    online.settle(entry.id, Choice.SEEN).result()
    assert online.status.needs_you == 0
    view = online.case(saved.case_id).result()
    assert view is not None
    assert (view.sync, view.at_centre) == (STATES[outcome], False)
    assert [each.sync for each in online.own_recent().result()] == [STATES[outcome]]
    assert online.set_aside().result() == {STATES[outcome]: 1}

    line.outcome, line.reason = MutationOutcome.APPLIED, ""
    online.save(AddNote(text="又来电"), session=SESSION, case_id=saved.case_id).result()
    settle(online)
    wait_for(online, lambda: online.status.unsent == 0)
    assert _state(online, saved.case_id) is STATES[outcome]  # what was added does not make the case count

    _bring(online, line, view.doc)
    view = online.case(saved.case_id).result()
    assert view is not None
    assert (view.sync, view.at_centre) == (SyncState.AT_THE_CENTRE, True)
    assert online.set_aside().result() == {}


@pytest.mark.parametrize("outcome", STATES)
def test_nobody_is_told_that_the_centre_has_to_decide_once_it_has(
    online: Seat, line: FakeLine, outcome: MutationOutcome
) -> None:
    line.outcome, line.reason = outcome, "operator_revoked"
    saved, other = (online.save(filing(), session=SESSION).result() for _ in range(2))
    wait_for(online, lambda: online.status.needs_you == 2)
    assert saved.case_id is not None
    view = online.case(saved.case_id).result()
    assert view is not None

    _bring(online, line, view.doc)
    wait_for(online, lambda: online.status.needs_you == 1)
    assert [each.case_id for each in online.needs().result()] == [other.case_id]


def test_a_note_that_is_held_does_not_put_its_case_aside(online: Seat, line: FakeLine) -> None:
    line.up = False
    wait_for(online, lambda: not online.status.line_up)
    saved = online.save(filing(), session=SESSION).result()
    settle(online)
    assert saved.case_id is not None
    view = online.case(saved.case_id).result()
    assert view is not None
    line.up = True
    _bring(online, line, view.doc)
    line.outcome, line.reason = MutationOutcome.HELD, "operator_revoked"
    online.save(AddNote(text="又来电"), session=SESSION, case_id=saved.case_id).result()
    wait_for(online, lambda: online.status.needs_you == 1)
    settle(online)
    noted = online.case(saved.case_id).result()
    assert noted is not None
    assert (noted.sync, noted.at_centre) == (SyncState.HELD, True)
    [queued] = online._files.on_work(outbox.set_aside)
    assert not is_let_through(view.doc, queued, online._files.around)

    _bring(online, line, noted.doc)
    assert _state(online, saved.case_id) is SyncState.AT_THE_CENTRE
    assert online.set_aside().result() == {}
