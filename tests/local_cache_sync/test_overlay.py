"""What an operator sees of a case between a save and the pull that brings it back."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from hotline.case_doc import CaseDoc, TimelineEntry
from hotline.order_number import OrderNumber
from hotline.phones import normal, phone_key
from hotline.wire import MutationOutcome
from local_cache import offering_again, outbox
from local_cache.outbox import Queued
from local_cache.overlay import ServerRow, Surroundings, not_in, shown, shown_now
from tests.hotline.given import INTAKE, Facts
from tests.local_cache_sync.given import CLIENT, NOON, cache_file, mutation_id, result, saved, work_file

CASE = UUID(int=7)
AROUND = Surroundings(Facts(), "0042", bytes(32))
FILED = json.dumps(
    {
        "number": str(OrderNumber("0042", 3, 17)),
        "intake": INTAKE.model_dump(mode="json", exclude_defaults=True),
        "pack_version": "2026.1",
    }
)


def _queue(*payloads: tuple[str, str]) -> list[Queued]:
    """Return an outbox of these operations and payloads, numbered from 1."""
    work = work_file()
    for number, (op, payload) in enumerate(payloads, start=1):
        saved(work, number, op=op, payload=payload, made_at=NOON + timedelta(minutes=number), operator_id="1042")
    return outbox.everything(work)


def _filed_and_noted() -> list[Queued]:
    return _queue(("file_case", FILED), ("add_note", '{"text": "又来电"}'))


def _answered(queued: Queued, outcome: MutationOutcome, revision: int | None = None) -> Queued:
    work = work_file()
    saved(work, 1)
    outbox.acknowledge(work, [result(1, mutation_id(1), outcome, revision=revision)], NOON)
    (row,) = outbox.everything(work)
    return replace(queued, state="acked", result=row.result)


def _texts(doc: CaseDoc | None) -> list[str]:
    return [entry.data["text"] for entry in doc.timeline if "text" in entry.data] if doc else []


def test_a_case_is_on_screen_from_the_save_on_masked_and_found_by_its_number() -> None:
    doc = shown(None, _filed_and_noted(), AROUND)
    assert doc is not None
    assert (doc.order.caller_name, doc.order.caller_phone) == ("李**", "199****5678")
    assert doc.phone_keys == (phone_key(bytes(32), normal("19900005678")),)
    assert _texts(doc) == ["又来电"]
    assert doc.order.revision == 2


@pytest.mark.parametrize("state", ["pending", "acked"])
def test_acknowledged_or_not_it_stays_until_a_row_speaks_for_it(state: str) -> None:
    rows = _filed_and_noted()
    if state == "acked":
        rows = [_answered(row, MutationOutcome.APPLIED, revision) for revision, row in enumerate(rows, start=1)]
    assert not_in(ServerRow(None, 0, 0), rows, AROUND) == rows
    assert not_in(ServerRow("{}", 1, 1), rows, AROUND) == rows[1:]
    assert not_in(ServerRow("{}", 2, 2), rows, AROUND) == []


def test_a_row_at_the_revision_that_was_answered_holds_it_whatever_the_numbers_say() -> None:
    rows = [_answered(row, MutationOutcome.APPLIED, revision) for revision, row in enumerate(_filed_and_noted(), 1)]
    assert not_in(ServerRow("{}", 2, 0), rows, AROUND) == []


def test_an_acknowledged_case_that_no_row_holds_any_more_is_gone() -> None:
    rows = [_answered(row, MutationOutcome.APPLIED, 1) for row in _filed_and_noted()]
    assert not_in(ServerRow(None, 0, 2), rows, AROUND) == []


def test_the_scope_speaks_only_for_the_epoch_that_the_seat_last_heard() -> None:
    work, cache = work_file(), cache_file()
    saved(work, 1, op="file_case", payload=FILED)
    offering_again.hear_epoch(work, "e-1")
    outbox.acknowledge(work, [result(1, mutation_id(1), revision=1)], NOON)  # applied by a centre that was put back
    case_id = UUID(int=7)
    for epoch, on_screen in (("e-0", True), ("", True), ("e-1", False)):
        cache.execute("INSERT OR REPLACE INTO sync_state VALUES ('seat:0042', ?, 3, 1, ?)", (epoch, str(CLIENT)))
        around = replace(AROUND, seat="0042")
        assert (shown_now(cache, work, [case_id], around)[case_id] is not None) is on_screen


def test_what_a_copied_disk_offers_anyway_counts_as_unanswered_once_the_centre_is_put_back_too() -> None:
    work = work_file()
    offering_again.hear_epoch(work, "e-1")
    saved(work, 1, op="file_case", payload=FILED)
    outbox.acknowledge(work, [result(1, mutation_id(1), revision=1)], NOON)
    offering_again.fork(work, UUID(int=99))
    of_another_life = ServerRow("{}", 5, 0)
    assert not_in(of_another_life, outbox.everything(work), AROUND) == []
    offering_again.hear_epoch(work, "e-2")
    assert not_in(of_another_life, outbox.everything(work), AROUND) == outbox.everything(work)


def test_what_was_held_before_the_centre_was_put_back_and_then_applied_is_shown_once_before_the_next_pull() -> None:
    filed, noted = _filed_and_noted()
    rows = [_answered(filed, MutationOutcome.APPLIED, 1), _answered(noted, MutationOutcome.APPLIED, 2)]
    without, with_it = shown(None, [filed], AROUND), shown(None, rows, AROUND)
    for before in (without, with_it):  # it was held then, or it was applied then too
        assert before is not None
        of_another_epoch = ServerRow(before.model_dump_json(), 0, 2)
        assert _texts(shown(before, not_in(of_another_epoch, rows, AROUND), AROUND)) == ["又来电"]


def test_a_case_whose_answer_got_lost_stays_although_the_centre_has_had_it() -> None:
    rows = _filed_and_noted()
    assert not_in(ServerRow(None, 0, 2), rows, AROUND) == rows


@pytest.mark.parametrize("outcome", [MutationOutcome.HELD, MutationOutcome.PARKED])
def test_what_was_set_aside_stays_on_screen(outcome: MutationOutcome) -> None:
    rows = [_answered(row, outcome) for row in _filed_and_noted()]
    assert not_in(ServerRow(None, 0, 2), rows, AROUND) == rows


def test_what_was_set_aside_and_then_let_through_is_shown_once() -> None:
    rows = _filed_and_noted()
    server = shown(None, rows, AROUND)
    held = [_answered(row, MutationOutcome.HELD) for row in rows]
    assert _texts(shown(server, held, AROUND)) == ["又来电"]


def test_a_change_meets_a_masked_value_of_the_centre() -> None:
    server = shown(None, _queue(("file_case", FILED)), AROUND)
    amended = _queue(
        ("amend_case", '{"changes": {"caller_name": ["李小明", "李晓明"], "address_text": ["别处", "新"]}}')
    )
    doc = shown(server, amended, AROUND)
    assert doc is not None
    assert doc.order.caller_name == "李**"
    assert doc.timeline[-1].data == {"changes": {"caller_name": ["李**", "李**"]}}
    assert doc.order.address_text == ""  # somebody else changed it first: the centre's value stays


def test_a_change_made_on_a_mask_gives_way_to_what_another_wrote_since() -> None:
    server = shown(None, _queue(("file_case", FILED)), AROUND)
    assert server is not None
    theirs = TimelineEntry(
        kind="amend_case", at=NOON, operator="d-1", data={"changes": {"caller_name": ["李**", "李**"]}}
    )
    order = server.order.model_copy(update={"revision": 2})
    server = server.model_copy(update={"order": order, "timeline": (*server.timeline, theirs)})
    mine = ("amend_case", '{"changes": {"caller_name": ["李**", "王小明"], "address_text": ["", "新"]}}')
    doc = shown(server, _queue(mine), AROUND)  # made on revision 1
    assert doc is not None
    assert (doc.order.caller_name, doc.order.address_text) == ("李**", "新")


def test_a_reveal_leaves_no_trace_on_the_case() -> None:
    rows = _queue(("file_case", FILED), ("reveal", '{"field": "caller_phone", "reason": "call_back"}'))
    assert shown(None, rows, AROUND) == shown(None, rows[:1], AROUND)


def test_what_this_console_cannot_read_or_may_not_do_changes_nothing() -> None:
    server = shown(None, _queue(("file_case", FILED)), AROUND)
    odd = _queue(("add_note", '{"words": 1}'), ("withdraw", '{"reason": "自行解决"}'), ("urge", "{}"))
    doc = shown(server, odd, AROUND)
    assert doc is not None
    assert (doc.order.state, doc.order.urge_count) == ("withdrawn", 0)


def test_numbers_run_on_after_pruning_and_a_client_knows_its_own() -> None:
    work = work_file()
    for number in range(1, 4):
        saved(work, number)
    work.execute("DELETE FROM outbox")
    assert (saved(work, 4), outbox.client_id(work)) == (4, CLIENT)
