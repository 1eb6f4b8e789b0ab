"""A save: one transaction with number, outbox row and the end of its draft; or nothing at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from uuid import UUID

import pytest

from hotline import order_number
from hotline.case_doc import CaseDoc
from hotline.codes import OtherCall, Role, State, SyncState
from hotline.commands import AddNote, AmendCase, LogCall, Urge, Withdraw
from hotline.outcome import RefusalCode
from hotline.wire import MutationOutcome, MutationResult
from local_cache import cases, forgetting, outbox
from local_cache.encrypted import Connection, FileSecret, connect
from local_cache.errors import NotSaved, RefTaken, Refused, Why
from local_cache.folder import SeatFolder
from local_cache.futures import done
from local_cache.model import Query, SessionInfo
from local_cache.news import CasesChanged, DraftSaved, News, StatusChanged
from local_cache.open_files import OpenFiles
from local_cache.refs import Ref
from local_cache.seat import Seat
from tests.local_cache.conftest import settle
from tests.local_cache.given import SESSION, Clock, case_doc, draft, filing

OpenSeat = Callable[..., Seat]
Cached = Callable[[Callable[[Connection], object]], object]


def _outbox(seat: Seat) -> list[outbox.Queued]:
    return seat._files.on_work(outbox.everything)


def test_a_case_gets_the_next_number_of_this_seat_and_stands_in_the_outbox(seat: Seat, clock: Clock) -> None:
    first = seat.save(filing(), session=SESSION).result()
    second = seat.save(filing("路灯不亮"), session=SESSION).result()
    numbers = [order_number.parse(each.number) for each in (first, second)]
    assert [(n.seat, n.serial, n.counter) for n in numbers] == [("0042", 3, 1), ("0042", 3, 2)]
    rows = _outbox(seat)
    assert [row.seq for row in rows] == [1, 2]
    assert json.loads(rows[0].payload)["number"] == first.number
    assert (rows[0].operator_id, rows[0].session_id, rows[0].made_at) == ("1042", "s-1", clock.at.isoformat())
    assert (first.state, first.made_at) == (SyncState.ON_THIS_SEAT, clock.at)


def test_what_is_refused_leaves_no_trace_and_no_gap_in_the_numbers(seat: Seat) -> None:
    seat.put_draft(draft()).result()
    with pytest.raises(Refused) as caught:
        seat.save(filing(content=""), session=SESSION, draft_id="d-1").result()
    assert (caught.value.refusal.code, caught.value.refusal.field) == (RefusalCode.MISSING_FIELD, "content")
    assert _outbox(seat) == []
    assert [each.id for each in seat.drafts("1042").result()] == ["d-1"]
    saved = seat.save(filing(), session=SESSION).result()
    assert order_number.parse(saved.number).counter == 1


def test_a_reference_makes_its_case_once_and_is_told_the_same_number_again(open_seat: OpenSeat) -> None:
    seat = open_seat()
    saved = seat.save(filing(), session=SESSION, ref=Ref("A-1", "digest")).result()
    seat.close()
    seat = open_seat()
    again = seat.save(filing(), session=SESSION, ref=Ref("A-1", "digest")).result()
    assert again == replace(saved, repeated=True)
    assert (len(_outbox(seat)), seat.status.unsent) == (1, 1)
    with pytest.raises(RefTaken) as caught:
        seat.save(filing("别的"), session=SESSION, ref=Ref("A-1", "other")).result()
    assert caught.value.number == saved.number
    assert len(_outbox(seat)) == 1


def test_what_was_refused_leaves_its_reference_free(seat: Seat) -> None:
    ref = Ref("A-1", "digest")
    with pytest.raises(Refused):
        seat.save(filing(content=""), session=SESSION, ref=ref).result()
    assert not seat.save(filing(), session=SESSION, ref=ref).result().repeated


def test_a_work_file_of_before_references_is_brought_up_with_all_it_holds(
    open_seat: OpenSeat, folder: SeatFolder, secret: FileSecret
) -> None:
    seat = open_seat()
    saved = seat.save(filing(), session=SESSION).result()
    seat.close()
    with closing(connect(folder.work, secret)) as work:
        work.execute("DROP TABLE refs")
        work.execute("DELETE FROM _sqlite_migrations WHERE name = 'v2_references'")
        work.execute("PRAGMA user_version = 1")
    seat = open_seat()
    assert [row.mutation_id for row in _outbox(seat)] == [str(saved.mutation_id)]
    ref = Ref("A-1", "digest")
    numbers = {seat.save(filing(), session=SESSION, ref=ref).result().number for _ in range(2)}
    assert len(numbers) == 1


def test_the_draft_ends_with_its_case(seat: Seat) -> None:
    seat.put_draft(draft("d-1")).result()
    seat.put_draft(draft("d-2")).result()
    seat.save(filing(), session=SESSION, draft_id="d-1").result()
    assert [each.id for each in seat.drafts("1042").result()] == ["d-2"]


def test_a_draft_of_which_nothing_is_saved_is_put_away_with_the_save_or_stays(seat: Seat) -> None:
    seat.put_draft(draft("d-1")).result()
    last = draft("d-1", fields={"content": "the last words"})
    log = LogCall(outcome=OtherCall.WRONG_NUMBER, caller_phone="19900001234")
    with pytest.raises(Refused):
        seat.save(filing(content=""), session=SESSION, put_away=last).result()
    assert [each.id for each in seat.drafts("1042").result()] == ["d-1"]
    seat.save(log, session=SESSION, put_away=last).result()
    assert seat.drafts("1042").result() == []
    assert seat.discarded_drafts("1042").result() == [last]


def test_on_a_full_disk_draft_and_outbox_stay_as_they_were(seat: Seat) -> None:
    saved = seat.save(filing(), session=SESSION).result()
    seat.put_draft(draft()).result()

    def fill(work: Connection) -> None:
        pages = work.execute("PRAGMA page_count").fetchone()[0]
        work.execute(f"PRAGMA max_page_count = {pages}")

    seat._files.work.outside(fill).result()
    filled = [seat.save(filing("水" * 3000), session=SESSION) for _ in range(20)]
    last = seat.save(filing("水" * 3000), session=SESSION, draft_id="d-1")
    with pytest.raises(NotSaved) as caught:
        last.result()
    assert any(each.exception() for each in filled)
    assert caught.value.why is Why.DISK_FULL
    assert not seat.status.disk_ok
    kept = len(_outbox(seat))
    assert [each.id for each in seat.drafts("1042").result()] == ["d-1"]

    seat._files.work.outside(lambda work: work.execute("PRAGMA max_page_count = 100000")).result()
    after = seat.save(filing(), session=SESSION).result()
    assert after.seq == kept + 1
    assert order_number.parse(after.number).counter == order_number.parse(saved.number).counter + kept
    assert seat.status.disk_ok


def test_the_status_counts_what_is_unsent_and_says_since_when(seat: Seat, clock: Clock) -> None:
    heard: list[News] = []
    seat.subscribe(heard.append)
    first_at = clock.at
    saved = seat.save(filing(), session=SESSION).result()
    clock.turn(minutes=4)
    seat.save(filing(), session=SESSION).result()
    settle(seat)
    assert (seat.status.unsent, seat.status.oldest_unsent_at) == (2, first_at)
    assert any(isinstance(each, StatusChanged) and each.status.unsent == 2 for each in heard)
    assert any(isinstance(each, CasesChanged) and saved.case_id in each.case_ids for each in heard)


def test_a_case_that_was_erased_before_the_program_was_cut_off_is_not_on_screen_afterwards(
    open_seat: Callable[..., Seat],
) -> None:
    before = open_seat()
    saved, kept = (before.save(filing(), session=SESSION).result() for _ in range(2))
    settle(before)
    assert saved.case_id is not None
    before._files.on_work(lambda work: forgetting.erase(work, [saved.case_id], kept.seq))
    before.close()
    after = open_seat()
    settle(after)
    assert after.case(saved.case_id).result() is None
    assert [line.case_id for line in after.search(Query()).result().lines] == [kept.case_id]


def test_a_reopened_seat_still_knows_what_is_unsent(open_seat: Callable[..., Seat], clock: Clock) -> None:
    first = open_seat()
    saved = first.save(filing(), session=SESSION).result()
    first.close()
    again = open_seat()
    assert (again.status.unsent, again.status.oldest_unsent_at) == (1, clock.at)
    assert again.case(saved.case_id).result().sync is SyncState.ON_THIS_SEAT
    assert order_number.parse(again.save(filing(), session=SESSION).result().number).counter == 2


def test_what_was_saved_before_the_program_was_cut_off_is_shown_once_the_seat_is_open(
    open_seat: Callable[..., Seat], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut_off:
        cut_off.setattr(OpenFiles, "_begin_to_follow", lambda _: None)
        first = open_seat()
        saved = first.save(filing(), session=SESSION).result()
        first.close()
    shown: list[UUID] = []
    put_shown = cases.put_shown

    def note(cache: Connection, docs: Iterable[CaseDoc]) -> None:
        found = list(docs)
        put_shown(cache, found)
        shown.extend(doc.order.id for doc in found)

    monkeypatch.setattr(cases, "put_shown", note)
    open_seat()
    assert shown == [saved.case_id]


def test_a_seat_that_closes_leaves_its_cache_complete(
    open_seat: Callable[..., Seat], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_seat()
    saved = first.save(filing(), session=SESSION).result()
    first.close()
    monkeypatch.setattr(OpenFiles, "catch_up", lambda *_, **__: done(None))
    assert open_seat().case(saved.case_id).result() is not None


def test_a_saved_case_is_shown_masked_and_can_be_found(seat: Seat) -> None:
    saved = seat.save(filing(), session=SESSION).result()
    settle(seat)
    view = seat.case(saved.case_id).result()
    assert view.sync is SyncState.ON_THIS_SEAT
    assert (view.doc.order.caller_name, view.doc.order.caller_phone) == ("李**", "199****1234")
    assert view.doc.order.state is State.TO_DISPATCH


def test_commands_on_a_case_see_all_that_this_seat_did_before(seat: Seat) -> None:
    saved = seat.save(filing(), session=SESSION).result()
    seat.save(Withdraw(reason="已来水"), session=SESSION, case_id=saved.case_id).result()
    with pytest.raises(Refused) as caught:  # at once: the cache has not followed yet
        seat.save(Urge(), session=SESSION, case_id=saved.case_id).result()
    assert caught.value.refusal.code is RefusalCode.WRONG_STATE


def test_a_command_names_the_revision_of_the_centre_that_it_was_made_on(seat: Seat) -> None:
    saved = seat.save(filing(), session=SESSION).result()
    seat.save(AddNote(text="家有老人"), session=SESSION, case_id=saved.case_id).result()
    seat.save(Urge(), session=SESSION, case_id=saved.case_id).result()
    assert [row.base_revision for row in _outbox(seat)] == [None, 0, 0]  # the centre has none yet
    settle(seat)
    doc = seat.case(saved.case_id).result().doc
    assert [entry.kind for entry in doc.timeline] == ["file_case", "add_note", "urge"]
    assert doc.order.urge_count == 1


def test_own_work_on_top_is_not_taken_for_something_that_the_centre_had_shown(seat: Seat, cached: Cached) -> None:
    doc = case_doc("停水")
    doc = doc.model_copy(update={"order": doc.order.model_copy(update={"revision": 4})})
    case_id = doc.order.id
    row = ("case", str(case_id), "seat:0042", 4, doc.model_dump_json(), 0)
    insert = "INSERT INTO rows (entity, id, scope, revision, doc, applied_seq) VALUES (?, ?, ?, ?, ?, ?)"
    cached(lambda cache: cache.execute(insert, row))
    for seen in (4, 5, 5):  # as the screen counts: the second time it stands on the first note, the third is behind
        seat.save(AddNote(text="家有老人"), session=SESSION, case_id=case_id, base_revision=seen).result()
    assert [row.base_revision for row in _outbox(seat)] == [4, 4, 0]


def test_an_amendment_of_a_number_works_on_the_masked_case(seat: Seat) -> None:
    saved = seat.save(filing(), session=SESSION).result()
    amend = AmendCase(
        changes={"contact_phone": ("", "19900007777"), "content": ("昨晚八点起全楼停水，至今未修", "来水了")}
    )
    seat.save(amend, session=SESSION, case_id=saved.case_id).result()
    settle(seat)
    assert seat.case(saved.case_id).result().doc.order.contact_phone == "199****7777"
    assert [line.number for line in seat.caller_history("19900007777").result().lines] == [saved.number]


def test_nobody_gives_a_command_that_is_not_theirs(seat: Seat) -> None:
    auditor = SessionInfo("2001", "赵刚", frozenset({Role.AUDITOR}), "s-2", True, SESSION.valid_until)
    with pytest.raises(Refused) as caught:
        seat.save(filing(), session=auditor).result()
    assert caught.value.refusal.code is RefusalCode.NOT_YOUR_ROLE


def test_a_command_on_a_case_that_is_not_there_is_refused(seat: Seat) -> None:
    with pytest.raises(Refused) as caught:
        seat.save(Urge(), session=SESSION, case_id=UUID(int=99)).result()
    assert caught.value.refusal.code is RefusalCode.NO_SUCH_CASE


def test_a_call_without_a_work_order_has_no_number_and_is_in_the_history(seat: Seat) -> None:
    call = LogCall(outcome=OtherCall.SILENT, caller_phone="19900001234")
    saved = seat.save(call, session=SESSION).result()
    assert (saved.case_id, saved.number) == (None, "")
    settle(seat)
    history = seat.caller_history("199 0000 1234").result()
    assert (history.calls, [each.outcome for each in history.other]) == (1, ["silent"])


def test_before_saving_the_desk_is_told_what_is_missing(seat: Seat) -> None:
    refusal = seat.check(filing(area_code=""), SESSION)
    assert refusal is not None
    assert refusal.field == "area_code"
    assert seat.check(filing(), SESSION) is None
    assert _outbox(seat) == []


def test_bad_texts_are_kept_exactly(seat: Seat) -> None:
    words = "[/] [red]红[/red] \x1b[31m \u202e反\u202c 👩‍👩‍👧 𠮷野家 ＡＢＣ\n第二行\t末"
    saved = seat.save(filing(words), session=SESSION).result()
    settle(seat)
    assert seat.case(saved.case_id).result().doc.order.content == words
    assert json.loads(_outbox(seat)[0].payload)["intake"]["content"] == words


def test_what_the_program_was_cut_off_from_showing_is_shown_at_the_next_start(open_seat: Callable[..., Seat]) -> None:
    first = open_seat()
    first._files.follow = lambda *_: None  # type: ignore[method-assign]  # killed right after the commit
    saved = first.save(filing(), session=SESSION).result()
    first.close()
    again = open_seat()
    settle(again)
    assert again.case(saved.case_id).result() is not None


def test_a_wiped_cache_shows_own_work_again_and_loses_nothing(seat: Seat) -> None:
    saved = seat.save(filing(), session=SESSION).result()
    settle(seat)
    seat._files.on_cache(lambda cache: cases.put_shown(cache, [case_doc("别处")]))
    seat.wipe_cache().result()
    settle(seat)
    assert [line.number for line in seat.search(Query()).result().lines] == [saved.number]


def test_a_draft_on_disk_is_told(seat: Seat) -> None:
    heard: list[News] = []
    seat.subscribe(heard.append)
    seat.put_draft(draft()).result()
    settle(seat)
    assert DraftSaved("d-1", draft().updated_at) in heard


def test_one_listener_that_fails_keeps_nobody_from_hearing(seat: Seat) -> None:
    heard: list[News] = []

    def fails(_: News) -> None:
        raise RuntimeError("a widget is gone")

    seat.subscribe(fails)
    seat.subscribe(heard.append)
    seat.save(filing(), session=SESSION).result()
    settle(seat)
    assert heard


def test_the_save_transaction_is_a_handful_of_statements(seat: Seat) -> None:
    seat.save(filing(), session=SESSION).result()
    said: list[str] = []
    seat._files.work.outside(lambda work: work.set_trace_callback(said.append)).result()
    seat.put_draft(draft()).result()
    said.clear()
    seat.save(filing(), session=SESSION, draft_id="d-1").result()
    seat._files.work.outside(lambda work: work.set_trace_callback(None)).result()
    assert [each.split()[0] for each in said] == ["BEGIN", "UPDATE", "UPDATE", "INSERT", "DELETE", "COMMIT"]


def test_a_case_is_not_at_the_centre_until_what_made_it_is_whatever_was_added_since(seat: Seat) -> None:
    saved = seat.save(filing(), session=SESSION).result()
    settle(seat)
    assert seat.case(saved.case_id).result().at_centre is False
    answered = [MutationResult(seq=1, mutation_id=saved.mutation_id, outcome=MutationOutcome.APPLIED)]
    seat._files.on_work(lambda work: outbox.acknowledge(work, answered, saved.made_at))
    seat.save(Urge(), session=SESSION, case_id=saved.case_id).result()
    settle(seat)
    view = seat.case(saved.case_id).result()
    assert (view.sync, view.at_centre) == (SyncState.ON_THIS_SEAT, True)
