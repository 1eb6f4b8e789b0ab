"""What must hold (sync.md, section 2.10): after each step where it is cheap to see, and of everything at rest.

| | where it is checked |
|---|---|
| I1, I2, I3, I4, I5, I12, I13 | `check_at_rest` |
| I6 | `World.come_to_rest`; consoles too old to pull have to drain by pushes alone |
| I7 | `World.repeat`, and `FaultyLine` where a push comes twice |
| I8, I10, I13, I16 | `check_step` |
| I9, I19 | `tests/case_api/core/test_feed.py` and `tests/case_api` on PostgreSQL |
| I11 | `tests/local_cache/test_save.py` (draft and outbox row in one transaction), `tests/faults` |
| I14 | `test_simulation`: a history with wrong clocks ends as the same one with right clocks |
| I15 | `check_at_rest`: nothing but what was made unreadable is parked |
| I17 | `World.disk_fills`: what is refused leaves no row; and `tests/local_cache` with a real page limit |
| I18 | `World._step`: 401, 403, 503, an upgrade that is required and a dead line change neither queue nor cursor |
| purge (2.7) | `check_at_rest`: nothing of an erased case is in queue or cache |
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from hotline.case_doc import CaseDoc
from hotline.codes import LIVE
from hotline.wire import PullRequest
from local_cache import cases, meta, offering_again, outbox, overlay
from tests.simulation.schemas import TOO_NEW

if TYPE_CHECKING:
    from tests.simulation.centre_side import CentreSide
    from tests.simulation.seat_side import SimSeat
    from tests.simulation.world import World

_DEAD = ("parked", "held")


def state_of(centre: CentreSide) -> list[tuple[Any, ...]]:
    """Return how much the centre has of everything, to see whether something was added."""
    tables = ("receipts", "case_events", "dead_letters", "conflicts", "cases", "change_log")
    counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in tables)
    return centre.rows(f"SELECT {counts}, (SELECT sum(revision) FROM cases)")


def check_step(world: World, seat: SimSeat) -> None:
    """Check the seat that was just at work, unless nothing on its disk has changed."""
    now = (seat.runs, seat.disk.work.total_changes, seat.disk.cache.total_changes)
    if seat.checked == now:
        return
    seat.checked = now
    rows = outbox.everything(seat.disk.work)
    _acknowledged_is_durable(world, rows)
    _own_case_is_shown(world, seat, rows)
    _cache_speaks_for_this_disk(seat)
    scopes = {row[0] for row in seat.disk.cache.execute("SELECT DISTINCT scope FROM rows")}
    known = {row[0] for row in seat.disk.cache.execute("SELECT scope FROM sync_state")}
    assert scopes <= known, "rows of a scope that was given up are still there (I16)"


def _acknowledged_is_durable(world: World, rows: list[outbox.Queued]) -> None:
    """I10: what was acknowledged in this life of the centre is there."""
    since = world.restored_at.isoformat()
    for row in rows:
        seen = (world.centre.life, row.mutation_id)
        if row.state == outbox.ACKED and (row.acked_at or "") > since and seen not in world.seen_acked:
            world.seen_acked.add(seen)
            found = world.centre.rows("SELECT 1 FROM receipts WHERE mutation_id = ?", UUID(row.mutation_id).hex)
            assert found, "acknowledged, and not at the centre (I10)"


def _cache_speaks_for_this_disk(seat: SimSeat) -> None:
    """I13: no row claims to hold a mutation that this disk has not made; the next one saved would not be shown."""
    client = str(outbox.client_id(seat.disk.work))
    spoken = seat.disk.cache.execute("SELECT max(applied_seq) FROM sync_state WHERE client_id = ?", (client,))
    assert (spoken.fetchone()[0] or 0) < outbox.next_seq(seat.disk.work), "the cache speaks for another disk (I13)"


def _own_case_is_shown(world: World, seat: SimSeat, rows: list[outbox.Queued]) -> None:
    """I8: what was filed here is on screen, and every note of it; one case a step, each in its turn."""
    filed = [UUID(row.case_id) for row in rows if row.op == "file_case" and row.case_id]
    if not filed:
        return
    case_id = filed[world.steps % len(filed)]
    doc = overlay.shown_now(seat.disk.cache, seat.disk.work, [case_id], seat.around)[case_id]
    stored = seat.disk.cache.execute("SELECT 1 FROM cases WHERE id = ?", (str(case_id),)).fetchone()
    if not (doc and stored) and _is_over(world, seat, case_id):
        return
    assert doc is not None, "an own case has left the screen (I8)"
    assert stored or seat.disk_full, "an own case is not in the list (I8)"
    if doc.order.state not in LIVE:
        return  # somebody ended the case: a note not yet sent is refused here, and the centre will keep its text
    told = {entry.data.get("text") for entry in doc.timeline}
    server = overlay.server_row(seat.disk.cache, seat.disk.work, case_id, seat.device.seat)
    for row in rows:
        unheard = row.state == outbox.PENDING and row.seq <= server.applied_seq  # the centre has it; how, is unknown
        if row.case_id == str(case_id) and row.op == "add_note" and row.schema != TOO_NEW and not unheard:
            payload = json.loads(row.payload)
            assert payload.get("text", payload.get("words")) in told, "an own note has left the screen (I8)"


def over_at_the_centre(world: World) -> set[UUID]:
    """Return the cases that leave every screen by right: erased, or ended with their 90 days over."""
    cut = f"{world.now() - world.centre.centre.rules.window:%Y-%m-%d %H:%M:%S.%f}"
    found = world.centre.rows("SELECT id, state FROM cases WHERE created_at < ?", cut)
    erased = world.centre.rows("SELECT case_id FROM purged")
    return {UUID(case_id) for case_id, state in found if state not in LIVE} | {UUID(case_id) for (case_id,) in erased}


def _is_over(world: World, seat: SimSeat, case_id: UUID) -> bool:
    """Say whether a case has left the screen by right.

    A seat that has not heard of the centre's present life goes by an earlier one, which may since be forgotten there.
    """
    if case_id in over_at_the_centre(world):
        return True
    ((epoch,),) = world.centre.rows("SELECT v FROM centre_meta WHERE k = 'epoch'")
    return case_id in world.once_over and meta.get(seat.disk.work, offering_again.EPOCH) != epoch


def check_at_rest(world: World) -> None:
    """Check everything, once all queues are drained."""
    for seat in world.seats:
        _every_mutation_came_once(world, seat)
        _cache_equals_centre(world, seat)
        _nothing_is_left_of_the_erased(world, seat)
    _sequences_are_dense(world)
    _order_is_the_seats(world)
    _conflicts_are_kept(world)
    _nothing_is_parked_needlessly(world)
    _notes_stand_once(world)


def _every_mutation_came_once(world: World, seat: SimSeat) -> None:
    """I1, I12, I13: each mutation on a disk is one event or one dead letter, and the disk knows."""
    events = Counter(row[0] for row in world.centre.rows("SELECT mutation_id FROM case_events"))
    letters = "SELECT mutation_id, count(settled_at) = 1 AND min(length(mutation)) > 0 FROM dead_letters"
    dead = dict(world.centre.rows(f"{letters} GROUP BY mutation_id"))
    erased = {row[0] for row in world.centre.rows("SELECT mutation_id FROM dead_letters WHERE length(mutation) = 0")}
    for row in outbox.everything(seat.disk.work):
        assert row.state == outbox.ACKED, "a mutation was left behind (I6)"
        key = UUID(row.mutation_id).hex
        released = dead.get(key) == 1 or (key in erased and events[key])
        happened = events[key] + (key in dead and not released)
        assert happened == 1, f"a mutation has happened {happened} times (I1)"
        outcome = json.loads(row.result or "{}")["outcome"]
        assert (outcome in _DEAD) == (key in dead), "the seat was told another outcome (I1)"
        asked = seat.disk.work.execute("SELECT 1 FROM needs WHERE id LIKE ? || ':%'", (row.mutation_id,)).fetchone()
        assert asked or outcome in ("applied", "duplicate"), "something lost, and nobody is asked (I5)"


def _cache_equals_centre(world: World, seat: SimSeat) -> None:
    """I4, I16: what is in the cache is what a snapshot would bring, and nothing else."""
    wanted = seat.scopes()
    request = PullRequest(client_id=UUID(int=1), schema_=1, scopes=dict.fromkeys(wanted), limit=5000)
    answer = world.centre.pull(request, seat.device)
    held = {row[0] for row in seat.disk.cache.execute("SELECT DISTINCT scope FROM rows")}
    assert held <= set(wanted), "rows of a scope that this seat may not see (I16)"
    for scope, pulled in answer.scopes.items():
        there = {(row.entity, str(row.id)): (row.revision, row.doc) for row in pulled.rows if row.op == "put"}
        here = {
            (entity, row_id): (revision, json.loads(doc))
            for entity, row_id, revision, doc in seat.disk.cache.execute(
                "SELECT entity, id, revision, doc FROM rows WHERE scope = ?", (scope,)
            )
        }
        assert here == there, f"the cache of {scope} is not the centre's (I4)"
    _screen_equals_centre(seat, {row.id: row.doc for each in answer.scopes.values() for row in each.rows if row.doc})


def _screen_equals_centre(seat: SimSeat, docs: dict[UUID, dict[str, Any] | None]) -> None:
    """I4: at rest a case on screen is the centre's, but for what the centre has set aside."""
    aside = {
        row.case_id
        for row in outbox.everything(seat.disk.work)
        if json.loads(row.result or "{}").get("outcome") in _DEAD
    }
    for case_id in seat.shown_cases():
        if str(case_id) not in aside:
            doc = cases.shown(seat.disk.cache, case_id)
            assert doc is not None
            assert case_id in docs, "a case is on screen that the centre does not give this seat (I4)"
            assert doc.model_dump(mode="json", exclude_defaults=True) == docs[case_id], (
                "a case on screen is not the centre's (I4)"
            )


def _nothing_is_left_of_the_erased(world: World, seat: SimSeat) -> None:
    """Section 2.7: what was erased at the centre is erased on the seat, in the queue as well."""
    for (case_id,) in world.centre.rows("SELECT case_id FROM purged"):
        key = (str(UUID(case_id)),)
        kept = seat.disk.work.execute("SELECT 1 FROM outbox WHERE case_id = ? AND state != 'purged'", key).fetchone()
        assert kept is None, "the queue still tells what was erased (2.7)"
        seen = seat.disk.cache.execute("SELECT 1 FROM cases WHERE id = ?", key).fetchone()
        assert seen is None, "a case that was erased is on screen (2.7)"


def _sequences_are_dense(world: World) -> None:
    """I2: a client's receipts run from 1 to its `last_seq`, and each has its effect."""
    for client, last_seq in world.centre.rows("SELECT client_id, last_seq FROM clients"):
        found = world.centre.rows("SELECT seq FROM receipts WHERE client_id = ? ORDER BY seq", client)
        assert [row[0] for row in found] == list(range(1, last_seq + 1)), "a sequence has holes (I2)"
    bare = world.centre.rows(
        "SELECT count(*) FROM receipts r WHERE NOT EXISTS (SELECT 1 FROM case_events e WHERE"
        " e.mutation_id = r.mutation_id) AND NOT EXISTS (SELECT 1 FROM dead_letters d WHERE"
        " d.mutation_id = r.mutation_id)"
    )
    assert bare == [(0,)], "a receipt without an effect (I2)"


def _order_is_the_seats(world: World) -> None:
    """I3: what one disk did to one case happened at the centre in the order in which the disk took it.

    Not of a case that had been erased before the centre was put back to a backup that has it: what one disk has
    erased, only a copy of it can still bring, out of its order. The same holds for what a disk has let go of, two
    weeks after it was acknowledged, where the centre was put back to before.
    """
    by_case: dict[str, list[str]] = {}
    at_once = "mutation_id NOT IN (SELECT mutation_id FROM dead_letters)"  # what a person let through comes late
    for mutation_id, case_id in world.centre.rows(
        f"SELECT mutation_id, case_id FROM case_events WHERE case_id IS NOT NULL AND {at_once} ORDER BY n"
    ):
        if case_id not in world.ever_erased:
            by_case.setdefault(case_id, []).append(mutation_id)
    for seat in world.seats:
        place = {UUID(each).hex: at for at, each in enumerate(seat.disk.written)}
        if world.centre.life:
            place = {each: place[each] for each in map(_hex, outbox.everything(seat.disk.work)) if each in place}
        for happened in by_case.values():
            ours = [place[each] for each in happened if each in place]
            assert ours == sorted(ours), "a case's events are in another order than the seat's (I3)"


def _hex(row: outbox.Queued) -> str:
    return UUID(row.mutation_id).hex


def _conflicts_are_kept(world: World) -> None:
    """I5: whatever lost is stored."""
    bare = world.centre.rows(
        "SELECT count(*) FROM case_events e WHERE outcome = 'conflict' AND NOT EXISTS"
        " (SELECT 1 FROM conflicts c WHERE c.mutation_id = e.mutation_id)"
    )
    assert bare == [(0,)], "a conflict whose losing value is gone (I5)"


def _nothing_is_parked_needlessly(world: World) -> None:
    """I15: older consoles' mutations are understood."""
    found = world.centre.rows("SELECT DISTINCT reason FROM dead_letters WHERE outcome = 'parked'")
    assert {row[0] for row in found} <= {"unknown_schema"}, f"parked for no good reason: {found} (I15)"


def _notes_stand_once(world: World) -> None:
    """I1, seen from the case: no text stands twice in a timeline, no urging is counted twice."""
    for (doc,) in world.centre.rows("SELECT doc FROM cases"):
        case = CaseDoc.model_validate_json(doc)
        told = [entry.data.get("text") or entry.data.get("said") for entry in case.timeline]
        told = [text for text in told if text]
        assert len(told) == len(set(told)), "a text stands twice in a case (I1)"
        urged = sum(entry.kind == "urge" for entry in case.timeline)
        assert case.order.urge_count <= urged, "an urging is counted twice (I1)"
