"""Pull: what a seat is told, scope by scope, and when it must begin anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, Engine, event, text

from case_api.audit.verify import verify
from case_api.cases.indexing import index_due
from case_api.cases.purge import purge_case
from case_api.cases.purge_reason import PurgeReason
from case_api.centre import Centre
from case_api.problems import ProblemError
from case_api.storage.engine import reading, writing
from case_api.storage.epoch import rotate_epoch
from case_api.storage.tables_cases import persons
from case_api.storage.tables_sync import change_log, conflicts
from case_api.sync.pull import pull
from case_api.sync.reconcile import reconcile
from case_api.sync.render import check_schema, render
from case_api.sync.upkeep import age_out, compact
from hotline.wire import Cursor, Problem, PulledScope, PullRequest, window_digest
from tests.case_api.core.pushing import Clock, Seat
from tests.case_api.core.rows import rows_of


def _ops(scope: PulledScope) -> dict[UUID, str]:
    return {row.id: row.op for row in scope.rows}


def test_a_case_reaches_its_seat_and_its_territory_and_nobody_else(seat: Seat, centre: Centre) -> None:
    neighbour, far = Seat(centre, "0043", "north"), Seat(centre, "0077", "south")
    case_id = seat.file(area_code="9101")
    assert _ops(seat.pull().scopes["seat:0042"]) == {case_id: "put"}
    assert _ops(neighbour.pull().scopes["area:north"]) == {case_id: "put"}
    assert _ops(neighbour.pull().scopes["seat:0043"]) == {}
    assert _ops(far.pull().scopes["area:south"]) == {}


def test_changes_since_the_cursor_come_once_however_often_they_were_made(seat: Seat) -> None:
    first, second = seat.file(), seat.file()
    cursor = seat.pull().scopes["seat:0042"].cursor
    for note in ("一", "二", "三"):
        seat.give("add_note", first, text=note)
    scope = seat.pull(seat=cursor).scopes["seat:0042"]
    assert [(row.id, row.revision) for row in scope.rows] == [(first, 4)]
    assert scope.rows[0].doc is not None
    assert [entry["data"].get("text") for entry in scope.rows[0].doc["timeline"][1:]] == ["一", "二", "三"]
    assert not scope.reset
    assert second not in _ops(scope)
    assert seat.pull(seat=scope.cursor).scopes["seat:0042"].rows == ()


def test_a_snapshot_comes_in_pages_that_together_hold_everything(seat: Seat) -> None:
    filed = {seat.file() for _ in range(7)}
    request: dict[str, Any] = {"client_id": seat.client_id, "schema": 1, "limit": 3}
    got: list[UUID] = []
    resets, cursor, more = [], None, True
    while more:
        answer = pull(seat.centre, PullRequest(scopes={"seat:0042": cursor}, **request), seat.device)
        scope = answer.scopes["seat:0042"]
        got += [row.id for row in scope.rows]
        resets.append(scope.reset)
        cursor, more = scope.cursor, scope.more
    assert set(got) == filed
    assert resets == [True, False, False]


def test_the_answer_says_where_the_client_stands(seat: Seat, centre: Centre) -> None:
    seat.push(seat.filing(), seat.filing())
    answer = seat.pull()
    assert (answer.last_seq, answer.last_mutation_id) == (2, seat.sent[-1].mutation_id)
    other = Seat(centre, "0043", "north")
    assert (other.pull().last_seq, other.pull().last_mutation_id) == (0, None)
    other.client_id = seat.client_id
    assert other.pull().last_seq == 0


def test_a_case_whose_place_was_mended_leaves_the_old_territory(seat: Seat, centre: Centre) -> None:
    neighbour, far = Seat(centre, "0043", "north"), Seat(centre, "0077", "south")
    case_id = seat.file(area_code="9101")
    cursor = neighbour.pull().scopes["area:north"].cursor
    far_cursor = far.pull().scopes["area:south"].cursor
    seat.give("amend_case", case_id, changes={"area_code": ["9101", "9201"]})
    assert _ops(neighbour.pull(area=cursor).scopes["area:north"]) == {case_id: "del"}
    assert _ops(far.pull(area=far_cursor).scopes["area:south"]) == {case_id: "put"}
    assert _ops(seat.pull().scopes["seat:0042"]) == {case_id: "put"}


def test_a_seat_keeps_in_sight_what_it_worked_on_elsewhere(seat: Seat, centre: Centre) -> None:
    far = Seat(centre, "0077", "south")
    case_id = seat.file(area_code="9101")
    far.give("urge", case_id, said="已催")
    assert _ops(far.pull().scopes["seat:0077"]) == {case_id: "put"}


def test_after_ninety_days_a_case_leaves_the_territory(seat: Seat, centre: Centre, clock: Clock) -> None:
    neighbour = Seat(centre, "0043", "north")
    case_id = seat.file()
    age_out(centre)
    cursor = neighbour.pull().scopes["area:north"].cursor
    own = seat.pull().scopes["seat:0042"].cursor
    clock.advance(days=91)
    assert age_out(centre) == 1
    assert _ops(neighbour.pull(area=cursor).scopes["area:north"]) == {case_id: "del"}
    assert _ops(seat.pull(seat=own).scopes["seat:0042"]) == {case_id: "put"}  # own, and still live
    assert _ops(neighbour.pull().scopes["area:north"]) == {}
    assert age_out(centre) == 0


def test_after_ninety_days_calls_and_alerts_leave_too(seat: Seat, centre: Centre, clock: Clock) -> None:
    seat.device = replace(seat.device, lead=True)
    seat.give("log_call", outcome="silent")
    seat.give("mark_abuse", seconds=7)
    age_out(centre)
    names = {"seat": "seat:0042", "area": "area:north", "leads": "leads:north"}
    before = {kind: seat.pull(**{kind: None}).scopes[scope] for kind, scope in names.items()}
    assert all(each.rows for each in before.values())
    clock.advance(days=91)
    assert age_out(centre) == 2
    after = {kind: seat.pull(**{kind: before[kind].cursor}).scopes[scope] for kind, scope in names.items()}
    assert {row.op for each in after.values() for row in each.rows} == {"del"}
    assert {kind: len(each.rows) for kind, each in after.items()} == dict.fromkeys(names, 1)


def test_a_closed_case_of_ones_own_goes_after_ninety_days_too(seat: Seat, centre: Centre, clock: Clock) -> None:
    case_id = seat.file()
    seat.give("withdraw", case_id, reason="来电人要求撤回")
    age_out(centre)
    cursor = seat.pull().scopes["seat:0042"].cursor
    clock.advance(days=91)
    age_out(centre)
    assert _ops(seat.pull(seat=cursor).scopes["seat:0042"]) == {case_id: "del"}


def test_compacting_drops_what_nobody_needs_and_changes_no_snapshot(seat: Seat, centre: Centre, clock: Clock) -> None:
    live, over = seat.file(), seat.file()
    for _ in range(5):
        seat.give("add_note", live, text="注")
    seat.give("withdraw", over, reason="撤回")
    old = seat.pull().scopes["seat:0042"].cursor
    clock.advance(days=1)
    before = len(rows_of(centre, change_log))
    assert compact(centre) == 0
    clock.advance(days=91)
    new = seat.file()
    age_out(centre)
    snapshot = _ops(seat.pull().scopes["seat:0042"])
    assert compact(centre) > 0
    assert len(rows_of(centre, change_log)) < before
    assert _ops(seat.pull().scopes["seat:0042"]) == snapshot == {live: "put", new: "put"}
    with pytest.raises(ProblemError) as raised:
        seat.pull(seat=Cursor(epoch=old.epoch, pos=1))
    assert raised.value.problem is Problem.CURSOR_EXPIRED


def test_a_feed_in_which_nobody_needs_anything_any_more_lets_no_cursor_run_out_for_ever(
    seat: Seat, centre: Centre, clock: Clock
) -> None:
    over = seat.file()
    seat.give("withdraw", over, reason="撤回")
    at_the_end = seat.pull().scopes["seat:0042"].cursor
    clock.advance(days=91)
    assert compact(centre) > 0
    assert len(rows_of(centre, change_log)) == 1
    assert seat.pull(seat=at_the_end).scopes["seat:0042"].rows == ()
    anew = seat.pull().scopes["seat:0042"]
    assert (anew.reset, seat.pull(seat=anew.cursor).scopes["seat:0042"].rows) == (True, ())


def test_a_cursor_of_another_epoch_or_from_the_future_has_expired(seat: Seat, centre: Centre) -> None:
    seat.file()
    cursor = seat.pull().scopes["seat:0042"].cursor
    with pytest.raises(ProblemError) as raised:
        seat.pull(seat=cursor.model_copy(update={"pos": cursor.pos + 1}), area=None)
    assert raised.value.extra == {"scopes": ["seat:0042"]}
    with writing(centre.engine) as conn:
        rotate_epoch(conn)
    with pytest.raises(ProblemError) as raised:
        seat.pull(seat=cursor)
    assert (raised.value.problem, raised.value.status) == (Problem.CURSOR_EXPIRED, 410)
    assert seat.pull(seat=None).scopes["seat:0042"].reset


def test_a_scope_that_the_seat_may_not_see_is_gone(seat: Seat) -> None:
    scopes = {"seat:0043": None, "area:south": None, "leads:north": None, "seat:0042": None}
    answer = pull(seat.centre, PullRequest(client_id=seat.client_id, schema=1, scopes=scopes), seat.device)
    assert set(answer.gone) == {"seat:0043", "area:south", "leads:north"}
    assert set(answer.scopes) == {"seat:0042"}


def test_an_old_console_gets_what_it_can_read() -> None:
    def without_rank(entity: str, doc: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in doc.items() if name != "rank"} if entity == "case" else doc

    steps = {2: without_rank}
    assert render("case", {"rank": 1, "id": 2}, 1, steps=steps, newest=2) == {"id": 2}
    assert render("case", {"rank": 1, "id": 2}, 2, steps=steps, newest=2) == {"rank": 1, "id": 2}
    assert render("case", {"rank": 1}, 9, steps=steps, newest=2) == {"rank": 1}
    check_schema(1, steps=steps, newest=2)
    with pytest.raises(ProblemError) as raised:
        check_schema(1, steps={3: without_rank}, newest=3)
    assert raised.value.problem is Problem.UPGRADE_REQUIRED


def test_reconcile_counts_and_digests_what_the_centre_has(seat: Seat) -> None:
    for start in range(0, 520, 40):
        seat.push(*[seat.mutation("log_call", outcome="silent") for _ in range(min(40, 520 - start))])
    answer = reconcile(seat.centre, seat.client_id, seat.device)
    ids = [mutation.mutation_id for mutation in seat.sent]
    assert [(each.first, each.last, each.count) for each in answer.windows] == [(1, 500, 500), (501, 520, 20)]
    assert [each.sha256 for each in answer.windows] == [window_digest(ids[:500]), window_digest(ids[500:])]
    assert reconcile(seat.centre, UUID(int=9), seat.device).windows == ()


def test_pulling_a_busy_scope_reads_only_what_is_new(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(30):
        seat.file()
    cursor = seat.pull().scopes["seat:0042"].cursor
    case_id = seat.file()
    from sqlalchemy import event

    read: list[str] = []
    event.listen(seat.centre.engine, "before_cursor_execute", lambda *args: read.append(args[2]))
    scope = seat.pull(seat=cursor).scopes["seat:0042"]
    assert [row.id for row in scope.rows] == [case_id]
    assert len([statement for statement in read if statement.startswith("SELECT")]) <= 8


def test_what_keeps_the_feed_in_bounds_has_no_limit_of_time(seat: Seat, centre: Centre, clock: Clock) -> None:
    """A centre that was away for months has much to read, and more to work on in between, than a limit allows."""
    if centre.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no such limits")
    limits: list[tuple[str, str]] = []

    def look(conn: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "change_log" in statement and statement.startswith(("INSERT", "DELETE")):
            cursor = conn.connection.cursor()
            names = ("statement_timeout", "idle_in_transaction_session_timeout")
            limits.append(tuple(cursor.execute(f"SHOW {name}").fetchone()[0] for name in names))

    age_out(centre)
    seat.file()
    clock.advance(days=91)
    with listened(centre.engine, look):
        assert age_out(centre) == 1
        clock.advance(days=91)
        assert compact(centre) > 0
    assert len(limits) >= 3
    assert set(limits) == {("0", "0")}


@contextmanager
def listened(engine: Engine, look: Callable[..., None]) -> Iterator[None]:
    event.listen(engine, "before_cursor_execute", look)
    yield
    event.remove(engine, "before_cursor_execute", look)


def test_news_is_told_after_the_commit_with_its_scopes(seat: Seat, centre: Centre) -> None:
    told: list[frozenset[str]] = []
    centre.told = lambda scopes, pos: told.append(scopes)
    seat.file()
    seat.give("mark_abuse", seconds=1)
    assert told == [frozenset({"seat:0042", "area:north"}), frozenset({"leads:north"})]


def test_the_past_by_a_wrong_clock_does_not_hide_a_case(seat: Seat, centre: Centre) -> None:
    wrong = timedelta(days=-4000)
    seat.push(seat.filing(made_at=centre.now() + wrong), sent_at=centre.now() + wrong)
    assert len(seat.pull().scopes["area:north"].rows) == 1


def test_a_purged_case_is_erased_here_and_at_the_seats(seat: Seat, centre: Centre) -> None:
    case_id, kept = seat.file(content="停水"), seat.file()
    index_due(centre)
    seat.give("amend_case", case_id, changes={"caller_name": ["不是他", "王大力"]})
    cursor = seat.pull().scopes["seat:0042"].cursor
    assert purge_case(centre, case_id, "admin-1", PurgeReason.CITIZEN_ASKED)
    assert not purge_case(centre, case_id, "admin-1", PurgeReason.CITIZEN_ASKED)
    assert _ops(seat.pull(seat=cursor).scopes["seat:0042"]) == {case_id: "purge"}
    assert _ops(seat.pull().scopes["seat:0042"]) == {kept: "put", case_id: "purge"}
    assert [row.case_id for row in rows_of(centre, persons)] == [kept]
    assert [row.sides for row in rows_of(centre, conflicts)] == [b""]
    with reading(centre.engine) as conn:
        assert conn.execute(text("SELECT count(*) FROM case_terms")).scalar_one() == 1
    assert [report.finding for report in verify(centre.engine, [])] == [None, None]
    assert seat.push(*seat.sent).results[0].outcome == "applied"  # a repeat brings nothing back
    assert _ops(seat.pull().scopes["seat:0042"]) == {kept: "put", case_id: "purge"}
