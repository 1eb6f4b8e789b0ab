"""Push: what a seat gets answered, and what is at the centre afterwards."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
import sqlcipher3.dbapi2
from sqlalchemy.exc import IntegrityError, OperationalError

from case_api.cases.numbers import CENTRE_SEAT
from case_api.centre import Centre
from case_api.identity import Standing
from case_api.imports import import_cases
from case_api.problems import ProblemError
from case_api.storage.all_tables import metadata
from case_api.storage.engine import writing as writing_to
from case_api.storage.tables_audit import case_events, read_audit
from case_api.storage.tables_cases import cases, persons
from case_api.storage.tables_sync import conflicts, dead_letters, receipts
from case_api.sync import writing
from case_api.sync.receipts import Book
from case_api.sync.release import retry_dead_letters
from hotline import order_number
from hotline.codes import Role
from hotline.order_number import OrderNumber
from hotline.wire import Mutation, MutationOutcome, Problem
from tests.case_api.core.pushing import NAME, PHONE, Grants, Seat, new_id, past_case
from tests.case_api.core.rows import doc_of, rows_of


def test_a_filed_case_is_at_the_centre_with_its_number(seat: Seat) -> None:
    mutation = seat.filing()
    answer = seat.push(mutation)
    assert [result.outcome for result in answer.results] == [MutationOutcome.APPLIED]
    assert answer.last_seq == 1
    pulled = seat.pull().scopes["seat:0042"]
    assert [row.id for row in pulled.rows] == [mutation.case_id]
    assert pulled.rows[0].doc is not None
    order = pulled.rows[0].doc["order"]
    assert order["order_no"] == mutation.payload["number"]
    assert (order["caller_phone"], order["caller_name"]) == ("199****1234", "李**")


def test_the_same_batch_twice_has_one_effect_and_the_same_answer(seat: Seat) -> None:
    batch = [seat.filing(), seat.filing()]
    first = seat.push(*batch)
    second = seat.push(*batch)
    assert [result.model_copy(update={"replayed": False}) for result in second.results] == list(first.results)
    assert all(result.replayed for result in second.results)
    assert len(seat.pull().scopes["seat:0042"].rows) == 2


def test_a_batch_that_was_half_taken_is_finished(seat: Seat) -> None:
    first, second = seat.filing(), seat.filing()
    seat.push(first)
    answer = seat.push(first, second)
    assert [result.replayed for result in answer.results] == [True, False]
    assert answer.last_seq == 2


def test_a_gap_names_what_is_expected_and_stores_nothing(seat: Seat, centre: Centre) -> None:
    seat.filing()
    with pytest.raises(ProblemError) as raised:
        seat.push(seat.filing())
    assert (raised.value.problem, raised.value.status) == (Problem.SEQUENCE_GAP, 409)
    assert raised.value.extra == {"expected_seq": 1}
    assert rows_of(centre, cases) == []


def test_a_centre_that_has_had_less_than_the_seat_was_told_takes_nothing_after_it(seat: Seat, centre: Centre) -> None:
    copy_of_the_disk = seat.filing()
    seat.push(copy_of_the_disk)
    with pytest.raises(ProblemError) as raised:  # it had answered 2 before it was put back; 1 may be a copy's
        seat.push(seat.filing(), heard=2)
    assert raised.value.problem is Problem.SEQUENCE_GAP
    assert raised.value.extra == {"expected_seq": 2}
    assert len(rows_of(centre, cases)) == 1


def test_another_mutation_under_a_used_number_is_a_fork(seat: Seat, centre: Centre) -> None:
    seat.file()
    seat.seq = 0
    with pytest.raises(ProblemError) as raised:
        seat.push(seat.filing())
    assert (raised.value.problem, raised.value.status) == (Problem.CLIENT_FORKED, 409)
    assert len(rows_of(centre, cases)) == 1


def test_the_same_mutation_with_another_payload_under_its_number_is_a_fork(seat: Seat) -> None:
    mutation = seat.filing()
    seat.push(mutation)
    with pytest.raises(ProblemError) as raised:
        seat.push(mutation.model_copy(update={"payload": {**mutation.payload, "dispatch_advice": "W"}}))
    assert raised.value.problem is Problem.CLIENT_FORKED


def test_a_client_of_another_seat_must_begin_anew(seat: Seat, centre: Centre) -> None:
    seat.file()
    other = Seat(centre, "0043", "north")
    other.client_id, other.seq = seat.client_id, seat.seq
    with pytest.raises(ProblemError) as raised:
        other.push(other.filing())
    assert raised.value.problem is Problem.CLIENT_FORKED


def test_a_renumbered_outbox_gets_its_old_answers_under_new_numbers(seat: Seat, centre: Centre) -> None:
    kept = [seat.filing(), seat.filing()]
    before = seat.push(*kept)
    seat.client_id = new_id()
    renumbered = [each.model_copy(update={"seq": each.seq + 1}) for each in kept]
    seat.seq = 0
    answer = seat.push(seat.filing(), *renumbered)
    assert [result.replayed for result in answer.results] == [False, True, True]
    assert [result.seq for result in answer.results] == [1, 2, 3]
    assert [result.case_id for result in answer.results[1:]] == [result.case_id for result in before.results]
    assert len(rows_of(centre, case_events)) == 3
    again = seat.push(*renumbered)
    assert all(result.replayed for result in again.results)


def test_a_used_mutation_id_with_another_payload_is_parked_and_not_lost(seat: Seat, centre: Centre) -> None:
    first = seat.filing()
    seat.push(first)
    second = seat.filing(mutation_id=first.mutation_id, content="另一件事")
    result = seat.push(second).results[0]
    assert (result.outcome, result.reason) == (MutationOutcome.PARKED, "id_used_twice")
    assert len(rows_of(centre, dead_letters)) == 1
    assert seat.push(second).results[0].replayed


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"schema": 99}, "unknown_schema"),
        ({"op": "read_minds"}, "unknown_command"),
        ({"case_id": None}, "no_case_id"),
        ({"number": "1234567890123"}, "bad_number"),
        ({"content": ""}, "missing_field:content"),
        ({"caller_phone": "not a number"}, "bad_phone:caller_phone"),
        ({"caller_name": "王**"}, "bad_name:caller_name"),
        ({"class_code": "999999"}, "unknown_code:class_code"),
        ({"content": "\x00"}, "unreadable:value_error"),
        ({"no_such_field": 1}, "unreadable:extra_forbidden"),
    ],
)
def test_what_cannot_be_taken_is_parked_and_work_goes_on(
    seat: Seat, centre: Centre, fields: dict[str, Any], reason: str
) -> None:
    on_mutation = {name: fields[name] for name in ("op", "case_id") if name in fields}
    bad = seat.filing(**{name: value for name, value in fields.items() if name not in on_mutation}).model_copy(
        update=on_mutation
    )
    answer = seat.push(bad, seat.filing())
    assert [result.outcome for result in answer.results] == ["parked", "applied"]
    assert answer.results[0].reason == reason
    [letter] = rows_of(centre, dead_letters)
    assert PHONE.encode() not in letter.mutation
    assert centre.cipher.open(letter.mutation, bad.mutation_id.bytes)["payload"] == bad.payload


def test_two_who_amend_one_field_keep_both_values(seat: Seat, centre: Centre) -> None:
    case_id = seat.file(content="停水")
    seat.give("amend_case", case_id, changes={"content": ["停水", "停水三天"], "title": ["停水", "三天"]})
    result = seat.give("amend_case", case_id, changes={"content": ["停水", "停电"], "urgency": ["normal", "urgent"]})
    assert result.outcome == "conflict"
    assert [(each.field, each.mine, each.theirs) for each in result.conflicts] == [("content", "停电", "停水三天")]
    order = doc_of(centre, case_id).order
    assert (order.content, order.urgency, order.revision) == ("停水三天", "urgent", 3)
    [lost] = rows_of(centre, conflicts)
    assert centre.cipher.open(lost.sides, lost.mutation_id.bytes)["mine"] == "停电"


def test_personal_fields_in_a_conflict_are_told_masked_and_kept_whole(seat: Seat, centre: Centre) -> None:
    case_id = seat.file()
    seat.give("amend_case", case_id, changes={"caller_phone": [PHONE, "19900005678"]})
    mutation = seat.mutation("amend_case", case_id, changes={"caller_phone": [PHONE, "19900009999"]})
    answer = seat.push(mutation)
    [told] = answer.results[0].conflicts
    assert (told.base, told.mine, told.theirs) == ("199****1234", "199****9999", "199****5678")
    assert "19900005678" not in answer.model_dump_json()
    [lost] = rows_of(centre, conflicts)
    sides = centre.cipher.open(lost.sides, lost.mutation_id.bytes)
    assert sides == {"base": PHONE, "mine": "19900009999", "theirs": "19900005678"}


def test_an_amended_number_is_found_by_its_new_hash(seat: Seat, centre: Centre) -> None:
    case_id = seat.file()
    seat.give("amend_case", case_id, changes={"caller_phone": [PHONE, "19900005678"]})
    assert doc_of(centre, case_id).phone_keys == (centre.cipher.phone_key("19900005678"),)
    [person] = rows_of(centre, persons)
    assert person.caller_key == centre.cipher.phone_key("19900005678")


def test_a_note_that_came_too_late_is_kept_in_the_timeline(seat: Seat, centre: Centre) -> None:
    case_id = seat.file()
    seat.give("withdraw", case_id, reason="来电人要求撤回")
    result = seat.give("add_note", case_id, text="又停水了")
    assert (result.outcome, result.state, result.reason) == ("conflict", "withdrawn", "wrong_state")
    doc = doc_of(centre, case_id)
    assert [entry.kind for entry in doc.timeline] == ["file_case", "withdraw", "addendum"]
    assert doc.timeline[-1].data == {"op": "add_note", "text": "又停水了"}
    assert doc.order.state == "withdrawn"
    assert result.revision == doc.order.revision
    assert len(rows_of(centre, conflicts)) == 1


def test_a_case_that_exists_is_not_filed_over(seat: Seat, centre: Centre) -> None:
    case_id = seat.file(content="停水")
    result = seat.push(seat.filing(case_id=case_id, content="停电")).results[0]
    assert (result.outcome, result.reason) == ("conflict", "already_exists")
    assert doc_of(centre, case_id).order.content == "停水"


def test_a_number_that_a_cloned_disk_minted_twice(seat: Seat, centre: Centre) -> None:
    number = seat.number()
    first = seat.file(number=number)
    clone = Seat(centre, "0042", "north", lead=True)
    second = clone.filing(number=order_number.grouped(number))
    result = clone.push(second).results[0]
    assert result.outcome == "applied"
    assert result.number is not None
    assert str(order_number.parse(result.number)) == result.number != number
    assert second.case_id is not None
    assert doc_of(centre, first).order.order_no == number
    assert doc_of(centre, second.case_id).order.order_no == result.number
    assert doc_of(centre, second.case_id).other_numbers == (number,)
    [alert] = [row.doc for row in clone.pull(leads=None).scopes["leads:north"].rows]
    assert alert is not None
    assert (alert["kind"], alert["data"]["number"], alert["data"]["given"]) == ("number_clash", number, result.number)
    assert clone.push(second).results[0].number == result.number


def test_the_clash_is_seen_within_one_batch_too(seat: Seat, centre: Centre) -> None:
    number = seat.number()
    answer = seat.push(seat.filing(number=number), seat.filing(number=number))
    assert [result.number is None for result in answer.results] == [True, False]
    assert len({row.number for row in rows_of(centre, cases)}) == 2


def test_a_number_that_only_the_centre_gives_is_no_seats_to_use_up(seat: Seat) -> None:
    blocked = str(OrderNumber(CENTRE_SEAT, 1, 1))
    assert seat.push(seat.filing(number=blocked)).results[0].number == str(OrderNumber(CENTRE_SEAT, 1, 2))


def test_a_centres_number_that_a_case_has_already_is_passed_over(seat: Seat, centre: Centre) -> None:
    old = past_case(centre, 1)
    order = old.order.model_copy(update={"order_no": str(OrderNumber(CENTRE_SEAT, 1, 1))})
    import_cases(centre, [replace(old, order=order)])
    number = seat.number()
    seat.file(number=number)
    clone = Seat(centre, "0042", "north")
    assert clone.push(clone.filing(number=number)).results[0].number == str(OrderNumber(CENTRE_SEAT, 1, 2))


def test_the_number_of_a_seat_where_its_operator_never_worked_is_left_to_that_seat(
    seat: Seat, centre: Centre, grants: Grants
) -> None:
    other = Seat(centre, "0043", "north")
    number = other.number()
    grants.only_at["op-0042"] = "0042"
    foreign = seat.filing(number=number)
    given = seat.push(foreign).results[0].number
    assert given is not None
    assert foreign.case_id is not None
    assert doc_of(centre, foreign.case_id).other_numbers == (number,)
    assert doc_of(centre, other.file(number=number)).order.order_no == number


def test_work_that_was_carried_to_another_seat_keeps_the_numbers_that_callers_were_told(
    seat: Seat, centre: Centre, grants: Grants
) -> None:
    without_a_line = Seat(centre, "0043", "north")
    number = without_a_line.number()
    carried = seat.filing(number=number, operator_id="op-0043")
    assert seat.push(carried).results[0].number is None
    assert carried.case_id is not None
    assert doc_of(centre, carried.case_id).order.order_no == number


def test_work_of_a_revoked_operator_is_held(seat: Seat, centre: Centre, grants: Grants) -> None:
    grants.since["op-0042"] = (centre.now() - timedelta(hours=1), Standing.REVOKED)
    before = seat.filing(made_at=centre.now() - timedelta(hours=2))
    after = seat.filing(made_at=centre.now())
    answer = seat.push(before, after)
    assert [result.outcome for result in answer.results] == ["applied", "held"]
    assert answer.results[1].reason == "operator_revoked"
    assert [row.outcome for row in rows_of(centre, dead_letters)] == ["held"]


def test_work_under_an_expired_grant_counts_and_is_flagged(seat: Seat, centre: Centre, grants: Grants) -> None:
    grants.since["op-0042"] = (centre.now() - timedelta(hours=1), Standing.EXPIRED)
    result = seat.push(seat.filing()).results[0]
    assert (result.outcome, result.late_grant) == ("applied", True)


def test_a_reveal_is_in_the_read_audit_even_when_refused(seat: Seat, centre: Centre, grants: Grants) -> None:
    case_id = seat.file()
    assert seat.give("reveal", case_id, field="caller_phone", reason="call_back").outcome == "applied"
    grants.roles["op-0042"] = frozenset({Role.AUDITOR})
    assert seat.give("reveal", case_id, field="caller_name", reason="handling").outcome == "conflict"
    assert seat.give("reveal", new_id(), field="caller_name", reason="handling").outcome == "held"
    found = [(row.field, row.reason, row.outcome) for row in rows_of(centre, read_audit)]
    assert found == [
        ("caller_phone", "call_back", "applied"),
        ("caller_name", "handling", "conflict"),
        ("caller_name", "handling", "held"),
    ]
    assert doc_of(centre, case_id).order.revision == 1


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_off_by_years_changes_only_times(seat: Seat, centre: Centre, years: int) -> None:
    wrong = timedelta(days=365 * years)
    made = centre.now() + wrong - timedelta(minutes=5)
    mutation = seat.filing(made_at=made)
    result = seat.push(mutation, sent_at=centre.now() + wrong).results[0]
    assert result.outcome == "applied"
    assert mutation.case_id is not None
    assert doc_of(centre, mutation.case_id).order.created_at == centre.now() - timedelta(minutes=5)
    [event] = rows_of(centre, case_events)
    assert event.made_at == made
    assert event.skew_ms == round(-wrong.total_seconds() * 1000)


def test_a_clock_that_was_set_right_before_the_push_ages_no_case(seat: Seat, centre: Centre) -> None:
    mutation = seat.filing(made_at=centre.now() - timedelta(days=3650))
    assert seat.push(mutation).results[0].outcome == "applied"
    assert mutation.case_id is not None
    assert doc_of(centre, mutation.case_id).order.created_at == centre.now()


@pytest.mark.parametrize("made_at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_times_at_the_end_of_the_calendar_are_taken(seat: Seat, made_at: str) -> None:
    mutation = Mutation.model_validate({**seat.filing().model_dump(by_alias=True), "made_at": made_at})
    assert seat.push(mutation).results[0].outcome == "applied"


def test_other_calls_and_abuse_reach_seat_and_lead(seat: Seat, centre: Centre) -> None:
    lead = Seat(centre, "0043", "north", lead=True)
    call = seat.mutation("log_call", outcome="silent", caller_phone=PHONE)
    abuse = seat.mutation("mark_abuse", seconds=30, caller_phone=PHONE)
    assert [result.outcome for result in seat.push(call, abuse).results] == ["applied", "applied"]
    [pulled] = [row.doc for row in seat.pull(seat=None).scopes["seat:0042"].rows]
    assert pulled is not None
    assert (pulled["outcome"], pulled["phone_keys"]) == ("silent", [centre.cipher.phone_key(PHONE)])
    [alert] = [row.doc for row in lead.pull(leads=None).scopes["leads:north"].rows]
    assert alert is not None
    assert (alert["kind"], alert["seat"], alert["data"]["caller"]) == ("abuse", "0042", "199****1234")
    assert "leads:north" in seat.pull(leads=None).gone


def test_nothing_personal_stands_in_the_clear(seat: Seat, centre: Centre) -> None:
    case_id = seat.file(contact_phone="19900004321", respondent_name="王大力")
    seat.give("amend_case", case_id, changes={"caller_phone": [PHONE, "19900005678"], "caller_name": [NAME, "赵小兰"]})
    seat.give("amend_case", case_id, changes={"caller_phone": [PHONE, "19900005679"]})
    seat.give("log_call", outcome="silent", caller_phone=PHONE)
    seat.give("mark_abuse", seconds=3, caller_phone=PHONE)
    secrets = (PHONE, "19900005678", "19900005679", "19900004321", NAME, "赵小兰", "王大力")
    for table in metadata.sorted_tables:
        for row in rows_of(centre, table):
            shown = repr(tuple(row)).encode().decode("unicode_escape", errors="ignore") + repr(tuple(row))
            assert not [secret for secret in secrets if secret in shown], table.name


def test_a_mutation_that_the_database_refuses_is_parked_and_the_rest_stored(
    seat: Seat, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = writing.store

    def refuses_one(conn: Any, of: Centre, changed: Any) -> None:
        changed = list(changed)
        if any(kept.order.content == "毒" for kept in changed):
            conn.exec_driver_sql("SELECT no_such_column")
        whole(conn, of, changed)

    monkeypatch.setattr(writing, "store", refuses_one)
    answer = seat.push(seat.filing(), seat.filing(content="毒"), seat.filing())
    assert [result.outcome for result in answer.results] == ["applied", "parked", "applied"]
    assert answer.last_seq == 3
    assert len(rows_of(centre, cases)) == 2
    assert len(rows_of(centre, receipts)) == 3
    assert [result.replayed for result in seat.push(*seat.sent).results] == [True, True, True]


def test_work_that_meets_a_busy_database_is_not_parked_but_asked_for_again(
    seat: Seat, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = sqlcipher3.dbapi2 if centre.engine.dialect.name == "sqlite" else psycopg
    locked = OperationalError("INSERT", {}, driver.OperationalError("database is locked"))
    failures = [locked, IntegrityError("INSERT", {}, Exception("stored at the same moment"))]
    whole = writing.store

    def fails_twice(conn: Any, of: Centre, changed: Any) -> None:
        if failures:
            raise failures.pop()
        whole(conn, of, changed)

    monkeypatch.setattr(writing, "store", fails_twice)
    filed = seat.filing()
    with pytest.raises(ProblemError) as raised:
        seat.push(filed)
    assert raised.value.problem is Problem.BUSY
    assert seat.push(filed).results[0].outcome == "applied"


def test_work_parked_by_a_defect_gets_the_same_answer_after_a_disk_was_put_back(
    seat: Seat, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = seat.file()
    note = seat.mutation("add_note", case_id, text="一次")
    with monkeypatch.context() as while_it_lasts:
        _fail_to_write(while_it_lasts, note)
        assert seat.push(note).results[0].outcome == "parked"
    _fork(seat)
    assert [result.outcome for result in seat.push(*seat.sent).results] == ["applied", "parked"]
    assert retry_dead_letters(centre) == 1
    _fork(seat)
    assert [result.outcome for result in seat.push(*seat.sent).results] == ["applied", "parked"]
    assert [entry.kind for entry in doc_of(centre, case_id).timeline] == ["file_case", "add_note"]


def test_what_can_never_be_stored_does_not_stop_the_work_behind_it(seat: Seat, centre: Centre) -> None:
    seat.file()
    with writing_to(centre.engine) as conn:  # the case is known, but not that this mutation filed it
        conn.execute(receipts.delete())
    seat.client_id = new_id()
    again = seat.sent[0].model_copy(update={"case_id": new_id()})
    seat.seq = 1
    answer = seat.push(again, seat.filing())
    assert [result.outcome for result in answer.results] == ["parked", "applied"]
    assert [row.reason for row in rows_of(centre, dead_letters)] == ["failed"]


def test_what_another_machine_stored_at_the_same_moment_is_answered_as_there(
    seat: Seat, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = seat.filing()
    first = seat.push(filed).results[0]
    _fork(seat)
    read, blind = Book.read, [True, True]

    def before_it_was_stored(conn: Any, client: Any, mutations: Any) -> Book:
        book = read(conn, client, mutations)
        if blind and blind.pop():
            book.originals.clear()
        return book

    monkeypatch.setattr(Book, "read", before_it_was_stored)
    answer = seat.push(*seat.sent)
    assert answer.results[0] == first.model_copy(update={"replayed": True})
    assert len(rows_of(centre, cases)) == 1


def test_an_empty_push_tells_where_the_client_stands(seat: Seat) -> None:
    seat.file()
    answer = seat.push()
    assert (answer.last_seq, answer.results) == (1, ())


def _fork(seat: Seat) -> None:
    """Let the seat begin a new client and give what it kept new numbers, as after a disk was put back."""
    seat.client_id = new_id()
    seat.sent = [each.model_copy(update={"seq": seq}) for seq, each in enumerate(seat.sent, 1)]


def _fail_to_write(monkeypatch: pytest.MonkeyPatch, bad: Mutation) -> None:
    """Let a defect keep the centre from storing one mutation, other than as a dead letter."""
    whole = writing.write

    def write(conn: Any, of: Centre, source: Any, verdicts: Any) -> Any:
        if any(each.mutation.mutation_id == bad.mutation_id and not each.dead_because for each in verdicts):
            raise RuntimeError("a defect")
        return whole(conn, of, source, verdicts)

    monkeypatch.setattr("case_api.sync.push.write", write)
