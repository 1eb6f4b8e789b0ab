"""After an erasing, no word of the caller is left: in no table, enciphered or not, and in no page of the file."""

import json
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import LargeBinary, inspect, select, text

from case_api.audit.verify import verify
from case_api.cases.indexing import index_due
from case_api.cases.purge import purge_case
from case_api.cases.purge_reason import PurgeReason
from case_api.centre import Centre
from case_api.cipher import CipherError
from case_api.identity import Standing
from case_api.storage.all_tables import metadata
from case_api.storage.engine import reading, writing
from case_api.storage.sweep import sweep
from case_api.storage.tables_calls import calls
from case_api.storage.tables_cases import other_calls
from case_api.telephony.reading import live_events
from case_api.telephony.store import forget_numbers, record
from hotline.call_events import CallEvent
from hotline.codes import CallEventKind
from hotline.wire import PullAnswer
from tests.case_api.core.pushing import Clock, Grants, Seat, new_id
from tests.case_api.core.rows import rows_of

PHONE, CONTACT, RESPONDENT = "19912345671", "19912345672", "19912345673"
MASKED = "199****567"
NAMES = ("饕餮甲", "饕餮乙", "饕餮丙")
SAID = ("魑魅", "魍魉", "氍毹", "觊觎", "龃龉", "踟蹰", "囹圄", "貔貅", "夔龙", "鳜鲵", "鼙鼓")
"""Signs that stand nowhere else, each pair in another place; the index holds pairs, and sorted by their first sign."""
EVERYTHING = (PHONE, CONTACT, RESPONDENT, MASKED, *NAMES, *SAID)


def _call(centre: Centre, number: str, *kinds: CallEventKind) -> UUID:
    call_id = new_id()
    events = [CallEvent(call_id, kind, centre.now(), "0042", number, "12345") for kind in kinds]
    with writing(centre.engine) as conn:
        record(conn, centre.cipher, events, centre.now())
    return call_id


def _at_work(seat: Seat, centre: Centre, grants: Grants) -> UUID:
    """Let a caller's words get wherever they can get; return the case."""
    rang = (CallEventKind.OFFERED, CallEventKind.ANSWERED)
    call_id = _call(centre, PHONE, *rang, CallEventKind.HUNG_UP)
    _call(centre, CONTACT, *rang, CallEventKind.HUNG_UP)
    seat.give("mark_abuse", call={"call_id": str(call_id)}, seconds=3, caller_phone=PHONE)
    seat.give("log_call", outcome="silent", caller_phone=PHONE, note=SAID[9])
    person = {
        "caller_name": NAMES[0], "caller_phone": PHONE, "contact_phone": CONTACT,
        "respondent_name": NAMES[1], "respondent_phone": RESPONDENT, "title": SAID[8],
    }  # fmt: skip
    filed = seat.filing(content=SAID[0], address_text=SAID[1], **person)
    payload = {**filed.payload, "call": {"call_id": str(call_id)}}
    seat.push(filed.model_copy(update={"payload": payload}))
    case_id = filed.case_id
    assert case_id
    index_due(centre)
    seat.give("add_note", case_id, text=SAID[2])
    seat.give("amend_case", case_id, changes={"content": [SAID[0], SAID[3] * 900], "caller_name": [NAMES[0], NAMES[2]]})
    lost = {"content": ["别的", SAID[4]], "caller_phone": ["别的", RESPONDENT], "caller_name": [NAMES[0], "无"]}
    assert seat.give("amend_case", case_id, changes=lost).outcome == "conflict"
    index_due(centre)
    seat.give("urge", case_id, said=SAID[5])
    seat.give("reveal", case_id, field="caller_phone", reason="call_back")
    until = (centre.now() + timedelta(days=9)).date().isoformat()
    seat.give("propose_caller_note", case_id, reason="abuse", text=SAID[10], until=until)
    grants.since[seat.operator] = (centre.now(), Standing.REVOKED)
    assert seat.give("add_note", case_id, text=SAID[6]).outcome == "held"
    grants.since.clear()
    seat.give("withdraw", case_id, reason=SAID[7])
    seat.give("read_minds", case_id, text=SAID[6])
    index_due(centre)
    return case_id


def _others(seat: Seat, centre: Centre) -> None:
    for counter in range(60):
        seat.file(content=f"机场路{counter}号楼停水" * 20, caller_phone=f"199000022{counter:02}", caller_name="李小明")
    index_due(centre, 100)


def _tables(centre: Centre) -> str:
    """Return what every table holds, deciphered, and JSON with its escapes undone."""
    return "\n".join(_told(centre))


def _told(centre: Centre) -> Iterator[str]:
    with reading(centre.engine) as conn:
        for table in metadata.sorted_tables:
            for row in conn.execute(select(table)).mappings():
                about = [value.bytes for value in row.values() if isinstance(value, UUID)]
                for column in table.columns:
                    value = row[column.name]
                    if isinstance(column.type, LargeBinary):
                        yield _opened(centre, value, about)
                    yield _unescaped(value)
        for name in set(inspect(conn).get_table_names()) - set(metadata.tables):
            yield from (str(row) for row in conn.execute(text(f'SELECT * FROM "{name}"')))


def _opened(centre: Centre, sealed: bytes, about: Iterable[bytes]) -> str:
    for each in about:
        try:
            return str(centre.cipher.open(sealed, each)) if sealed else ""
        except CipherError:
            continue
    return ""


def _unescaped(value: Any) -> str:
    if isinstance(value, str) and value.startswith(("{", "[")):
        return json.dumps(json.loads(value), ensure_ascii=False)
    return str(value)


def _pages(centre: Centre) -> bytes:
    file = centre.engine.url.database
    assert file
    return b"".join(path.read_bytes() for path in Path(file).parent.glob(f"{Path(file).name}*"))


def _in_pages(centre: Centre) -> set[str]:
    pages, sealed = _pages(centre), _sealed(centre)
    signs = {sign for said in (*SAID, "饕餮") for sign in said[1:]}  # of a pair, sorted pages may leave out the first
    single = {sign for sign in signs if pages.count(sign.encode()) > sealed.count(sign.encode())}
    return {said for said in EVERYTHING if said.encode() in pages} | single


def _sealed(centre: Centre) -> bytes:
    """Return what is enciphered or hashed: three bytes of it may read like a sign, by chance."""
    with reading(centre.engine) as conn:
        found = [
            conn.scalars(select(column)).all()
            for table in metadata.sorted_tables
            for column in table.columns
            if isinstance(column.type, LargeBinary)
        ]
    return b" ".join(value for values in found for value in values if value)


def test_no_table_holds_a_word_of_the_caller(seat: Seat, centre: Centre, grants: Grants) -> None:
    _others(seat, centre)
    case_id = _at_work(seat, centre, grants)
    before = _tables(centre)
    assert [said for said in EVERYTHING if said not in before] == []
    assert purge_case(centre, case_id, "admin", PurgeReason.CITIZEN_ASKED)
    after = _tables(centre)
    assert [said for said in EVERYTHING if said in after] == []
    assert [report.finding for report in verify(centre.engine, ())] == [None, None]


def test_no_page_of_the_file_holds_a_word_of_the_caller(
    seat: Seat, centre: Centre, grants: Grants, database_url: str
) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL gives its pages up to VACUUM")
    _others(seat, centre)
    case_id = _at_work(seat, centre, grants)
    _others(seat, centre)
    assert {said for said in SAID if said in _in_pages(centre)} >= {SAID[0], SAID[2]}
    assert purge_case(centre, case_id, "admin", PurgeReason.CITIZEN_ASKED)
    assert _in_pages(centre) == set()
    with reading(centre.engine) as conn:
        assert conn.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


def test_what_could_not_be_swept_at_once_is_swept_later(
    seat: Seat, centre: Centre, grants: Grants, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL gives its pages up to VACUUM")
    monkeypatch.setattr("case_api.storage.engine.BUSY_SECONDS", 0.05)
    case_id = _at_work(seat, centre, grants)
    with reading(centre.engine) as conn:  # somebody reads what was there before, for as long as it takes
        conn.execute(text("SELECT count(*) FROM cases")).scalar_one()
        assert purge_case(centre, case_id, "admin", PurgeReason.CITIZEN_ASKED)
        assert SAID[0] in _in_pages(centre)
    assert sweep(centre.engine)
    assert _in_pages(centre) == set()
    assert not sweep(centre.engine)


def test_a_case_that_never_came_takes_its_call_along(seat: Seat, centre: Centre, grants: Grants) -> None:
    call_id = _call(centre, PHONE, CallEventKind.OFFERED, CallEventKind.HUNG_UP)
    grants.since[seat.operator] = (centre.now(), Standing.REVOKED)
    filed = seat.filing(caller_phone=CONTACT)
    filed = filed.model_copy(update={"payload": {**filed.payload, "call": {"call_id": str(call_id)}}})
    assert seat.push(filed).results[0].outcome == "held"
    assert filed.case_id
    assert purge_case(centre, filed.case_id, "admin", PurgeReason.CITIZEN_ASKED)
    assert [row.number for row in rows_of(centre, calls)] == [b""]


def test_a_call_without_a_case_goes_with_the_last_case_of_its_number_and_seats_hear_of_it(
    seat: Seat, centre: Centre
) -> None:
    first, second = seat.file(caller_phone=PHONE), seat.file(caller_phone=RESPONDENT, contact_phone=PHONE)
    theirs, elses, nobodys = (
        seat.mutation("log_call", outcome="silent", caller_phone=number) for number in (PHONE, CONTACT, "")
    )
    assert {each.outcome for each in seat.push(theirs, elses, nobodys).results} == {"applied"}
    told: list[frozenset[str]] = []
    centre.told = lambda scopes, _pos: told.append(scopes)

    def calls_of(answer: PullAnswer, scope: str) -> dict[UUID, str]:
        return {row.id: row.op for row in answer.scopes[scope].rows if row.entity == "call"}

    assert purge_case(centre, first, "admin", PurgeReason.CITIZEN_ASKED)
    before = seat.pull()
    for scope in ("seat:0042", "area:north"):
        ids = (theirs.mutation_id, elses.mutation_id, nobodys.mutation_id)
        assert calls_of(before, scope) == dict.fromkeys(ids, "put")
    assert purge_case(centre, second, "admin", PurgeReason.CITIZEN_ASKED)
    assert {row.id for row in rows_of(centre, other_calls)} == {elses.mutation_id, nobodys.mutation_id}
    after = seat.pull(seat=before.scopes["seat:0042"].cursor, area=before.scopes["area:north"].cursor)
    for scope in ("seat:0042", "area:north"):
        assert calls_of(after, scope) == {theirs.mutation_id: "del"}
    assert told[-1] >= {"seat:0042", "area:north"}
    assert seat.push(theirs).results[0].outcome == "applied"  # as it was answered before; it does not come back
    assert theirs.mutation_id not in {row.id for row in rows_of(centre, other_calls)}


def test_somebody_elses_call_and_one_that_goes_on_stay(seat: Seat, centre: Centre) -> None:
    case_id = seat.file(caller_phone=PHONE)
    other = _call(centre, CONTACT, CallEventKind.OFFERED, CallEventKind.HUNG_UP)
    live = _call(centre, PHONE, CallEventKind.OFFERED)
    assert purge_case(centre, case_id, "admin", PurgeReason.CITIZEN_ASKED)
    numbers = {row.call_id: centre.cipher.open(row.number, row.call_id.bytes) for row in rows_of(centre, calls)}
    assert numbers == {other: CONTACT, live: PHONE}


def test_a_call_has_a_number_only_while_a_seat_may_be_told_of_it(centre: Centre, clock: Clock) -> None:
    _call(centre, PHONE, CallEventKind.OFFERED, CallEventKind.ANSWERED, CallEventKind.HUNG_UP)
    clock.advance(hours=2)
    _call(centre, CONTACT, CallEventKind.OFFERED, CallEventKind.ANSWERED, CallEventKind.HUNG_UP)
    _call(centre, RESPONDENT, CallEventKind.RINGING)
    clock.advance(hours=23)
    with writing(centre.engine) as conn:
        assert forget_numbers(conn, centre.now() - timedelta(days=1)) == 1
    told = _tables(centre)
    assert [number in told for number in (PHONE, CONTACT, RESPONDENT)] == [False, True, True]
    with reading(centre.engine) as conn:
        assert [each.number for each in live_events(conn, centre.cipher, "0042")] == [RESPONDENT]
