"""What a seat does with every answer that a centre can give."""

from datetime import timedelta
from uuid import UUID

import pytest

from hotline.wire import MutationOutcome, Problem, PullRequest, ReconcileAnswer, Window, window_digest
from local_cache import meta, needs, offering_again, outbox
from local_cache.needs import Kind
from local_cache.sync.pushing import Pace
from local_cache.sync.transport import CertificateFault, CertificateMisfit, TransportDown, TransportProblem
from tests.local_cache_sync.given import (
    AREA,
    CLIENT,
    LEADS,
    NOON,
    OWN,
    GivenSeat,
    case_row,
    conflict,
    mutation_id,
    result,
    saved,
    told,
    took,
)


@pytest.fixture
def seat() -> GivenSeat:
    return GivenSeat()


def _kinds(seat: GivenSeat) -> list[str]:
    return [each.kind for each in needs.open_needs(seat.work)]


def test_what_is_saved_is_pushed_in_order_and_acknowledged(seat: GivenSeat) -> None:
    for number in range(1, 4):
        saved(seat.work, number)
    assert seat.engine.push_once().count == 3
    assert [each.seq for each in seat.centre.asked[0].mutations] == [1, 2, 3]
    assert seat.engine.push_once().pace is Pace.IDLE
    assert outbox.unsent(seat.work).count == 0


def test_a_batch_holds_fifty_and_a_quarter_of_a_megabyte(seat: GivenSeat) -> None:
    for number in range(60):
        saved(seat.work, number)
    seat.engine.push_once()
    assert len(seat.centre.asked[0].mutations) == 50
    for number in range(60, 90):
        saved(seat.work, number, payload='{"text": "' + "字" * 4000 + '"}')
    for _ in range(6):
        seat.engine.push_once()
    assert all(len(each.model_dump_json().encode()) < 256 * 1024 for each in seat.centre.asked)
    assert outbox.unsent(seat.work).count == 0


def test_each_push_begins_with_what_was_acknowledged_last(seat: GivenSeat) -> None:
    saved(seat.work, 1)
    seat.engine.push_once()
    saved(seat.work, 2)
    step = seat.engine.push_once()
    assert [each.seq for each in seat.centre.asked[1].mutations] == [1, 2]
    assert step.count == 1


def test_no_push_leaps_over_what_was_acknowledged(seat: GivenSeat) -> None:
    for number in (1, 2, 3):
        saved(seat.work, number)
    seat.engine.push_once()
    saved(seat.work, 4)
    offering_again.reoffer(seat.work, 1, 2)
    seat.centre.pushes = [lambda: took(seat.centre.asked[-1], last_seq=3)]
    seat.engine.push_once()
    seat.engine.push_once()
    assert [[each.seq for each in request.mutations] for request in seat.centre.asked[1:]] == [[1, 2], [3, 4]]


def test_what_is_on_its_way_is_told_while_it_is_and_only_that(seat: GivenSeat) -> None:
    saved(seat.work, 1)
    seat.engine.push_once()
    saved(seat.work, 2)
    seen = []
    seat.centre.pushes = [lambda: (seen.append(seat.engine.in_flight), took(seat.centre.asked[-1]))[1]]
    seat.engine.push_once()
    assert seen == [{mutation_id(2)}]
    assert seat.engine.in_flight == frozenset()


def test_only_what_the_answer_names_is_acknowledged(seat: GivenSeat) -> None:
    saved(seat.work, 1)
    saved(seat.work, 2)
    seat.centre.pushes = [
        lambda: took(seat.centre.asked[0]).model_copy(update={"results": (result(1, mutation_id(1)),)})
    ]
    seat.engine.push_once()
    assert seat.queue() == [(1, "acked"), (2, "pending")]


def test_an_answer_that_names_nothing_of_ours_is_not_asked_for_again_at_once(seat: GivenSeat) -> None:
    saved(seat.work, 1)
    seat.centre.pushes = [lambda: took(seat.centre.asked[0]).model_copy(update={"results": ()})]
    assert seat.engine.push_once().pace is Pace.BUSY
    assert seat.queue() == [(1, "pending")]


def test_too_large_halves_the_batch(seat: GivenSeat) -> None:
    for number in range(8):
        saved(seat.work, number)
    seat.centre.pushes = [TransportProblem(Problem.TOO_LARGE, 413), TransportProblem(None, 413)]
    for _ in range(3):
        seat.engine.push_once()
    assert [len(each.mutations) for each in seat.centre.asked] == [8, 4, 2]


@pytest.mark.parametrize("step", ["push_once", "pull_once", "reconcile_once"])
@pytest.mark.parametrize("good", ["push_once", "pull_once"])
def test_a_device_that_is_turned_away_needs_somebody_until_it_is_let_in(seat: GivenSeat, step: str, good: str) -> None:
    saved(seat.work, 1)
    refused = [TransportProblem(Problem.AUTH_REQUIRED, 401)] * 2
    seat.centre.pushes, seat.centre.pulls, seat.centre.reconciles = refused[:], refused[:], refused[:]
    for _ in range(2):
        assert getattr(seat.engine, step)().pace is Pace.AUTH
    assert (seat.queue(), _kinds(seat)) == ([(1, "pending")], [Kind.TURNED_AWAY])
    seat.centre.pushes, seat.centre.pulls, seat.centre.reconciles = [], [], []
    getattr(seat.engine, good)()
    assert _kinds(seat) == []


@pytest.mark.parametrize("problem", [TransportProblem(None, 418), TransportProblem(Problem.INVALID, 422)])
def test_an_unknown_refusal_keeps_everything_stops_and_tells(seat: GivenSeat, problem: TransportProblem) -> None:
    saved(seat.work, 1)
    seat.centre.pushes = [problem]
    assert seat.engine.push_once().pace is Pace.STOPPED
    assert (seat.queue(), _kinds(seat)) == ([(1, "pending")], [Kind.STOPPED])
    seat.engine.push_once()
    assert (seat.queue(), _kinds(seat)) == ([(1, "acked")], [])


@pytest.mark.parametrize(
    ("raised", "pace"),
    [
        (TransportDown("ConnectTimeout"), Pace.DOWN),
        (TransportProblem(None, 502), Pace.DOWN),
        (CertificateMisfit(CertificateFault.NAME), Pace.OTHER_NAME),
        (CertificateMisfit(CertificateFault.AUTHORITY), Pace.OTHER_AUTHORITY),
        (TransportProblem(Problem.AUTH_REQUIRED, 401), Pace.AUTH),
        (TransportProblem(Problem.BUSY, 503, retry_after=3.0), Pace.BUSY),
        (TransportProblem(None, 429), Pace.BUSY),
    ],
)
def test_no_failure_touches_queue_or_cursor(seat: GivenSeat, raised: Exception, pace: Pace) -> None:
    seat.engine.pull_once()
    saved(seat.work, 1)
    before = (seat.queue(), seat.files.cache.execute("SELECT * FROM sync_state").fetchall())
    seat.centre.pushes, seat.centre.pulls, seat.centre.reconciles = [raised], [raised], [raised]
    assert seat.engine.push_once().pace is pace
    assert seat.engine.pull_once().pace is pace
    assert seat.engine.reconcile_once().pace is pace
    assert (seat.queue(), seat.files.cache.execute("SELECT * FROM sync_state").fetchall()) == before


def test_a_sequence_gap_is_closed_from_what_is_kept(seat: GivenSeat) -> None:
    for number in range(1, 4):
        saved(seat.work, number)
    seat.engine.push_once()
    saved(seat.work, 4)
    seat.centre.pushes = [TransportProblem(Problem.SEQUENCE_GAP, 409, extra={"expected_seq": 2})]
    assert seat.engine.push_once().pace is Pace.MORE
    assert seat.queue() == [(1, "acked"), (2, "pending"), (3, "pending"), (4, "pending")]


def test_what_is_offered_again_is_on_screen_at_once_though_it_had_left_it_as_over(seat: GivenSeat) -> None:
    saved(seat.work, 1)
    seat.engine.push_once()
    saved(seat.work, 2)
    seat.files.refreshed.clear()
    seat.centre.pushes = [TransportProblem(Problem.SEQUENCE_GAP, 409, extra={"expected_seq": 1})]
    seat.engine.push_once()
    assert [touched.cases for touched in seat.files.refreshed] == [outbox.kept_cases(seat.work)]


def test_a_gap_that_nothing_kept_can_close_begins_a_new_client(seat: GivenSeat) -> None:
    saved(seat.work, 1)
    saved(seat.work, 2)
    seat.work.execute("DELETE FROM outbox WHERE seq = 1")
    seat.centre.pushes = [TransportProblem(Problem.SEQUENCE_GAP, 409, extra={"expected_seq": 1})]
    assert seat.engine.push_once().offers_again
    assert seat.queue() == [(1, "pending")]
    assert outbox.client_id(seat.work) != CLIENT
    assert _kinds(seat) == []


def test_a_forked_client_numbers_all_anew_keeps_the_ids_and_leaves_a_gap_in_case_numbers(seat: GivenSeat) -> None:
    for number in range(1, 4):
        saved(seat.work, number)
    seat.engine.push_once()
    saved(seat.work, 4)
    seat.centre.pushes = [TransportProblem(Problem.CLIENT_FORKED, 409)]
    seat.engine.push_once()
    seat.engine.push_once()
    assert seat.centre.asked[-1].client_id != CLIENT
    assert [each.mutation_id for each in seat.centre.asked[-1].mutations] == [mutation_id(n) for n in range(1, 5)]
    assert int(meta.get(seat.work, meta.NEXT_NUMBER) or 0) > 10_000
    assert _kinds(seat) == [Kind.DISK_COPIED]


@pytest.mark.parametrize(("last_seq", "tip"), [(5, mutation_id(9)), (1, mutation_id(9))])
def test_a_tip_that_is_not_ours_is_found_before_any_row_is_taken(seat: GivenSeat, last_seq: int, tip: UUID) -> None:
    saved(seat.work, 1)
    seat.engine.push_once()
    rows = {OWN: (case_row(7),)}
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], rows, last_seq=last_seq, tip=tip)]
    assert seat.engine.pull_once().offers_again
    assert seat.cached() == []
    assert outbox.client_id(seat.work) != CLIENT
    assert seat.queue() == [(1, "pending")]


def test_a_centre_that_has_forgotten_is_offered_it_again(seat: GivenSeat) -> None:
    for number in range(1, 4):
        saved(seat.work, number)
    seat.engine.push_once()
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], last_seq=1, tip=mutation_id(1))]
    assert seat.engine.pull_once().offers_again
    assert seat.queue() == [(1, "acked"), (2, "pending"), (3, "pending")]


def test_another_epoch_puts_every_acknowledgement_in_doubt(seat: GivenSeat) -> None:
    saved(seat.work, 1)
    saved(seat.work, 2)
    seat.engine.push_once()
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], epoch="e-2", last_seq=2, tip=mutation_id(2))]
    assert seat.engine.pull_once().offers_again
    assert seat.queue() == [(1, "pending"), (2, "pending")]


def test_rows_cursor_and_reach_are_written_together(seat: GivenSeat) -> None:
    saved(seat.work, 1)
    seat.engine.push_once()
    seat.centre.pulls = [
        lambda: told(seat.centre.pulled[-1], {OWN: (case_row(7),), AREA: (case_row(7), case_row(8))}, last_seq=1,
                     tip=mutation_id(1))
    ]  # fmt: skip
    assert seat.engine.pull_once().count == 3
    assert seat.cached() == [(AREA, 7), (AREA, 8), (OWN, 7)]
    assert seat.files.cache.execute("SELECT pos, applied_seq FROM sync_state").fetchall() == [(10, 1), (10, 1)]
    assert UUID(int=7) in seat.files.refreshed[-1].cases


def test_a_case_is_looked_at_again_when_the_centre_refused_something_of_it(seat: GivenSeat) -> None:
    seat.engine.pull_once()
    saved(seat.work, 1, case_id=UUID(int=9))
    seat.centre.pushes = [lambda: took(seat.centre.asked[-1], outcome=MutationOutcome.HELD, reason="operator_revoked")]
    seat.engine.push_once()
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], last_seq=1, tip=mutation_id(1))]
    seat.engine.pull_once()
    assert seat.files.refreshed[-1].cases == {UUID(int=9)}


def test_a_late_duplicate_of_an_answer_changes_nothing(seat: GivenSeat) -> None:
    request = seat.engine.pull_request()
    first = told(request, {OWN: (case_row(7),)})
    seat.engine.take_pull_answer(request, first)
    later = seat.engine.pull_request()
    seat.engine.take_pull_answer(later, told(later, {OWN: (case_row(7, "del"),)}, pos=12))
    seat.engine.take_pull_answer(request, first)
    assert seat.cached() == []
    assert seat.engine.pull_request().scopes[OWN] == told(later, pos=12).scopes[OWN].cursor


def test_a_late_answer_to_an_earlier_client_acknowledges_nothing(seat: GivenSeat) -> None:
    saved(seat.work, 1)
    request = seat.engine.push_request()
    assert request is not None
    seat.centre.pushes = [TransportProblem(Problem.CLIENT_FORKED, 409)]
    seat.engine.push_once()
    seat.engine.take_push_answer(request, took(request))
    assert seat.queue() == [(1, "pending")]


def test_old_rows_stay_until_a_snapshot_is_whole(seat: GivenSeat) -> None:
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], {OWN: (case_row(7), case_row(8))})]
    seat.engine.pull_once()
    seat.centre.pulls = [TransportProblem(Problem.CURSOR_EXPIRED, 410, extra={"scopes": [OWN]})]
    assert seat.engine.pull_once().pace is Pace.MORE
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], {OWN: (case_row(8),)}, more=True, pos=11)]
    seat.engine.pull_once()
    assert seat.centre.pulled[-1].scopes[OWN] is None
    assert seat.cached() == [(OWN, 7), (OWN, 8)]
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], {OWN: (case_row(9),)}, pos=12)]
    seat.engine.pull_once()
    assert seat.cached() == [(OWN, 8), (OWN, 9)]


def test_between_the_pages_no_scope_speaks_for_what_may_still_come(seat: GivenSeat) -> None:
    saved(seat.work, 1)
    seat.engine.push_once()
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], more=True, last_seq=1, tip=mutation_id(1))]
    seat.engine.pull_once()
    assert seat.files.cache.execute("SELECT max(applied_seq) FROM sync_state").fetchone() == (0,)


def test_a_scope_that_is_gone_leaves_nothing_behind(seat: GivenSeat) -> None:
    seat.scopes = (OWN, AREA, LEADS)
    rows = {AREA: (case_row(8),), LEADS: (case_row(9),)}
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], rows)]
    seat.engine.pull_once()
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], gone=(AREA,))]
    seat.engine.pull_once()
    assert seat.cached() == [(LEADS, 9)]
    seat.scopes = (OWN,)
    seat.centre.pulls = [TransportDown("ConnectError")]
    seat.engine.pull_once()
    assert seat.cached() == []


def test_a_purge_erases_rows_and_the_payloads_that_were_sent(seat: GivenSeat) -> None:
    saved(seat.work, 1)
    seat.engine.push_once()
    saved(seat.work, 2)
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], {OWN: (case_row(7),)}, last_seq=1, tip=mutation_id(1))]
    seat.engine.pull_once()
    purge = {OWN: (case_row(7, "purge"),)}
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], purge, last_seq=1, tip=mutation_id(1))]
    seat.engine.pull_once()
    assert seat.cached() == []
    assert seat.work.execute("SELECT payload FROM outbox ORDER BY seq").fetchall()[0] == ("{}",)
    assert seat.queue() == [(2, "pending")]


def test_what_is_offered_again_of_a_purged_case_is_erased_where_the_centre_has_had_it(seat: GivenSeat) -> None:
    saved(seat.work, 1)
    seat.engine.push_once()
    offering_again.reoffer(seat.work, 1)  # as in another epoch
    purge = {OWN: (case_row(7, "purge"),)}
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], purge, last_seq=1, tip=mutation_id(1))]
    seat.engine.pull_once()
    assert seat.work.execute("SELECT state, payload FROM outbox").fetchall() == [("purged", "{}")]
    assert UUID(int=7) in seat.files.refreshed[-1].cases


def test_what_has_still_to_be_told_of_a_purged_case_is_erased_after_that(seat: GivenSeat) -> None:
    saved(seat.work, 1)
    purge = {OWN: (case_row(7, "purge"),)}
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], purge)]
    seat.engine.pull_once()
    assert seat.queue() == [(1, "pending")]
    seat.engine.push_once()
    seat.engine.pull_once()
    assert seat.work.execute("SELECT state, payload FROM outbox").fetchall() == [("purged", "{}")]
    assert UUID(int=7) in seat.files.refreshed[-1].cases
    seat.files.refreshed.clear()
    seat.engine.pull_once()
    assert all(not touched.cases for touched in seat.files.refreshed)


def test_a_late_answer_of_an_earlier_epoch_does_not_spare_what_is_to_be_erased(seat: GivenSeat) -> None:
    saved(seat.work, 1)
    purge = {OWN: (case_row(7, "purge"),)}
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], purge, epoch="e-2")]
    seat.engine.pull_once()
    seat.centre.pushes = [lambda: took(seat.centre.asked[-1], epoch="e-1")]
    seat.engine.push_once()
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], epoch="e-2", last_seq=1, tip=mutation_id(1))]
    seat.engine.pull_once()
    assert seat.work.execute("SELECT state, payload FROM outbox").fetchall() == [("purged", "{}")]


def test_a_late_answer_that_has_the_case_yet_does_not_spare_what_is_to_be_erased(seat: GivenSeat) -> None:
    saved(seat.work, 1)
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], {OWN: (case_row(7),)})]
    seat.engine.pull_once()
    asked = seat.centre.pulled[-1]
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], {OWN: (case_row(7, "purge"),)})]
    seat.engine.pull_once()
    seat.engine.take_pull_answer(asked, told(asked, {OWN: (case_row(7),)}))
    seat.engine.push_once()
    seat.engine.pull_once()
    assert seat.work.execute("SELECT state, payload FROM outbox").fetchall() == [("purged", "{}")]


def test_a_case_that_a_centre_put_back_has_again_is_not_erased(seat: GivenSeat) -> None:
    saved(seat.work, 1)
    purge = {OWN: (case_row(7, "purge"),)}
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], purge)]
    seat.engine.pull_once()
    again = {OWN: (case_row(7),)}
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], again, epoch="e-2")]
    seat.engine.pull_once()
    seat.engine.push_once()
    seat.engine.pull_once()
    assert seat.queue() == [(1, "acked")]


def test_what_is_acknowledged_a_second_time_is_shown_anew(seat: GivenSeat) -> None:
    saved(seat.work, 1)
    seat.engine.push_once()
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], last_seq=1, tip=mutation_id(1))]
    seat.engine.pull_once()
    offering_again.reoffer(seat.work, 1)  # as when a window does not fit
    seat.engine.push_once()
    seat.files.refreshed.clear()
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], last_seq=1, tip=mutation_id(1))]
    seat.engine.pull_once()
    assert UUID(int=7) in seat.files.refreshed[-1].cases
    seat.files.refreshed.clear()
    seat.centre.pulls = [
        lambda: told(seat.centre.pulled[-1], last_seq=1, tip=mutation_id(1), at=NOON + timedelta(minutes=1))
    ]
    seat.engine.pull_once()
    assert all(not touched.cases for touched in seat.files.refreshed)


def test_a_push_says_up_to_where_everything_was_answered(seat: GivenSeat) -> None:
    for number in (1, 2, 3):
        saved(seat.work, number)
    seat.engine.push_once()
    saved(seat.work, 4)
    seat.engine.push_once()
    assert [request.heard for request in seat.centre.asked] == [0, 3]


def test_a_console_too_old_to_read_says_so_until_it_can_and_goes_on_pushing(seat: GivenSeat) -> None:
    seat.centre.pulls = [TransportProblem(Problem.UPGRADE_REQUIRED, 409)] * 2
    assert seat.engine.pull_once().pace is Pace.OUTDATED
    assert _kinds(seat) == [Kind.OUTDATED]
    saved(seat.work, 1)
    assert seat.engine.push_once().count == 1
    written = seat.work.total_changes
    seat.engine.pull_once()
    assert seat.work.total_changes == written  # a disk is not written to with every poll
    assert _kinds(seat) == [Kind.OUTDATED]
    seat.engine.pull_once()
    assert _kinds(seat) == []
    written = seat.work.total_changes
    seat.engine.pull_once()
    assert seat.work.total_changes == written


def test_a_conflict_comes_to_the_list_with_both_versions_and_mine_can_be_offered_again(seat: GivenSeat) -> None:
    saved(seat.work, 1, op="amend_case", payload='{"changes": {"caller_name": ["李**", "李晓明"]}}')
    lost = (conflict("caller_name", "李**", "李**", "王**"),)
    seat.centre.pushes = [lambda: took(seat.centre.asked[-1], outcome=MutationOutcome.CONFLICT, conflicts=lost)]
    seat.engine.push_once()
    (need,) = needs.open_needs(seat.work)
    assert need.kind == Kind.CONFLICT
    assert need.detail["fields"] == [{"field": "caller_name", "base": "李**", "mine": "李晓明", "theirs": "王**"}]
    assert needs.mine_again(need).changes == {"caller_name": ("王**", "李晓明")}
    needs.settle(seat.work, need.id, NOON)
    assert needs.open_needs(seat.work) == []


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (MutationOutcome.CONFLICT, Kind.NOT_APPLIED),
        (MutationOutcome.HELD, Kind.HELD),
        (MutationOutcome.PARKED, Kind.PARKED),
    ],
)
def test_whatever_was_not_applied_needs_somebody(seat: GivenSeat, outcome: MutationOutcome, kind: Kind) -> None:
    saved(seat.work, 1)
    seat.centre.pushes = [lambda: took(seat.centre.asked[-1], outcome=outcome, reason="why")]
    seat.engine.push_once()
    assert _kinds(seat) == [kind]


def test_a_number_that_the_centre_changed_is_to_be_told_to_the_caller(seat: GivenSeat) -> None:
    saved(seat.work, 1, op="file_case", payload='{"number": "0042030000171"}')
    seat.centre.pushes = [lambda: took(seat.centre.asked[-1], number="9999010000012")]
    seat.engine.push_once()
    (need,) = needs.open_needs(seat.work)
    assert (need.kind, need.detail) == (Kind.NUMBER_CHANGED, {"old": "0042030000171", "new": "9999010000012"})


def test_a_full_disk_at_the_acknowledgement_costs_a_repeat_and_nothing_else(seat: GivenSeat) -> None:
    saved(seat.work, 1)
    seat.files.full = True
    assert seat.engine.push_once().pace is Pace.DISK
    assert seat.engine.pull_once().pace is Pace.DISK
    assert seat.queue() == [(1, "pending")]
    seat.files.full = False
    seat.engine.push_once()
    assert seat.queue() == [(1, "acked")]
    assert seat.centre.asked[0].mutations == seat.centre.asked[1].mutations


def test_acknowledged_work_is_kept_fourteen_days_by_the_centres_clock(seat: GivenSeat) -> None:
    for number in range(1, 4):
        saved(seat.work, number)
    seat.engine.push_once()

    def pulled_after(days: float) -> None:
        at = NOON + timedelta(days=days)
        seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], last_seq=3, tip=mutation_id(3), at=at)]
        seat.engine.pull_once()

    pulled_after(13.9)
    assert len(seat.queue()) == 3
    pulled_after(14.1)
    assert seat.queue() == [(3, "acked")]  # the last one proves whose disk this is


def test_what_needs_somebody_is_kept_longer(seat: GivenSeat) -> None:
    saved(seat.work, 1)
    seat.centre.pushes = [lambda: took(seat.centre.asked[-1], outcome=MutationOutcome.HELD)]
    seat.engine.push_once()
    saved(seat.work, 2)
    seat.engine.push_once()
    late = NOON + timedelta(days=30)
    seat.centre.pulls = [lambda: told(seat.centre.pulled[-1], last_seq=2, tip=mutation_id(2), at=late)]
    seat.engine.pull_once()
    assert seat.queue() == [(1, "acked"), (2, "acked")]


def test_windows_that_fit_need_nothing(seat: GivenSeat) -> None:
    for number in range(1, 4):
        saved(seat.work, number)
    seat.engine.push_once()
    digest = window_digest([mutation_id(number) for number in range(1, 4)])
    window = Window(first=1, last=3, count=3, sha256=digest)
    seat.centre.reconciles = [ReconcileAnswer(epoch="e-1", last_seq=3, windows=(window,))]
    assert not seat.engine.reconcile_once().offers_again
    assert _kinds(seat) == []


def test_a_window_that_does_not_fit_is_offered_again_and_told(seat: GivenSeat) -> None:
    for number in range(1, 4):
        saved(seat.work, number)
    seat.engine.push_once()
    window = Window(first=1, last=3, count=3, sha256="0" * 64)
    seat.centre.reconciles = [ReconcileAnswer(epoch="e-1", last_seq=3, windows=(window,))]
    assert seat.engine.reconcile_once().offers_again
    assert seat.queue() == [(1, "pending"), (2, "pending"), (3, "pending")]
    assert _kinds(seat) == [Kind.MISMATCH]


def test_a_mutation_travels_in_the_schema_in_which_it_was_made(seat: GivenSeat) -> None:
    saved(seat.work, 1, schema=1)
    saved(seat.work, 2, schema=2)
    seat.engine.push_once()
    assert [each.schema_ for each in seat.centre.asked[0].mutations] == [1, 2]


def test_a_pull_asks_only_for_what_the_seat_may_see_now(seat: GivenSeat) -> None:
    request: PullRequest = seat.engine.pull_request(wait_s=20)
    assert (list(request.scopes), request.wait_s) == ([OWN, AREA], 20)
