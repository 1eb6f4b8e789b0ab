"""The first look finds session and draft, and imports nothing slow."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from hotline.codes import AgentState
from hotline.commands import AddNote
from hotline.work_order import CallTimes
from local_cache import schema, sign_in
from local_cache.encrypted import connect
from local_cache.errors import Refused
from local_cache.first_look import FirstLook, first_look
from local_cache.folder import SeatFolder
from local_cache.keystore import file_secret, load
from local_cache.model import OwnState, SessionInfo
from local_cache.read_out import ReadOut
from local_cache.seat import Seat
from tests.local_cache.given import PASSWORD, START, Clock, draft, filing, grant

OpenSeat = Callable[..., Seat]

_LOOK = """
import json, sys
from datetime import datetime
from pathlib import Path
from uuid import UUID
from local_cache.first_look import first_look
from local_cache.folder import SeatFolder
found = first_look(SeatFolder(Path(sys.argv[1])), datetime.fromisoformat(sys.argv[2]))
slow = ("pydantic", "sqlite_utils", "httpx", "keyring", "phonenumbers", "cryptography", "argon2", "textual")
print(json.dumps([found.enrolled, found.seat, [name for name in slow if name in sys.modules]]))
"""


def signed_in(seat: Seat, operator: str = "1042") -> SessionInfo:
    """Sign an operator in by their grant."""
    seat._files.on_work(lambda work: sign_in.put_grants(work, [grant("1042"), grant("1043")]))
    return seat.sign_in(operator, PASSWORD).result()


def test_a_folder_without_a_seat_says_so(tmp_path: Path) -> None:
    assert first_look(SeatFolder(tmp_path / "nothing"), START) == FirstLook(enrolled=False)


def test_it_finds_who_is_signed_in_and_the_draft_that_was_on_the_desk(open_seat: OpenSeat, folder: SeatFolder) -> None:
    seat = open_seat()
    seat._files.on_work(lambda work: sign_in.put_grants(work, [grant()]))
    session = seat.sign_in("1042", PASSWORD).result()
    on_desk = draft("desk", updated_at=START + timedelta(seconds=1))
    for each in (draft("parked", parked=True, updated_at=START + timedelta(seconds=9)), on_desk, draft("older")):
        seat.put_draft(each).result()
    assert first_look(folder, START) == FirstLook(  # the console may be running
        True, "0042", session, on_desk, locked=False, touched_at=START
    )
    assert first_look(folder, START + timedelta(days=4)).session is None
    for operator, state, at_desk in (
        ("1043", "ready", False),
        ("1042", "ringing", True),
        ("1042", "signed_out", False),
    ):
        seat.note_state(OwnState(AgentState(state), operator)).result()
        assert first_look(folder, START).at_desk is at_desk


def test_a_locked_session_is_found_locked_until_somebody_signs_in_or_out(
    open_seat: OpenSeat, folder: SeatFolder, clock: Clock
) -> None:
    seat = open_seat()
    seat._files.on_work(lambda work: sign_in.put_grants(work, [grant()]))
    seat.lock_session().result()  # nobody is signed in: there is nothing to lock
    assert not first_look(folder, clock.at).locked
    seat.sign_in("1042", PASSWORD).result()
    seat.lock_session().result()
    assert first_look(folder, clock.at).locked
    session = seat.sign_in("1042", PASSWORD).result()
    assert not first_look(folder, clock.at).locked
    seat.lock_session().result()
    seat.sign_out(session, {}).result()
    assert first_look(folder, clock.at) == FirstLook(True, "0042")


def test_it_knows_when_the_operator_was_last_at_work(open_seat: OpenSeat, folder: SeatFolder, clock: Clock) -> None:
    seat = open_seat()
    seat._files.on_work(lambda work: sign_in.put_grants(work, [grant()]))
    seat.sign_in("1042", PASSWORD).result()
    clock.turn(minutes=7)
    assert first_look(folder, clock.at).touched_at == START
    seat.touch_session().result()
    assert first_look(folder, clock.at).touched_at == clock.at


def test_it_finds_the_number_that_was_shown_until_its_operator_has_gone_on(
    open_seat: OpenSeat, folder: SeatFolder
) -> None:
    seat = open_seat()
    session = signed_in(seat)
    saved = seat.save(filing(), session=session, read_out=True).result()
    assert saved.case_id is not None
    left = ReadOut("1042", saved.case_id, saved.number, START)
    assert first_look(folder, START).read_out == left
    seat.save(filing(), session=session).result()  # a script's: nobody was shown its number
    seat.save(AddNote(text="又停水了"), session=session, case_id=saved.case_id, read_out=True).result()
    assert first_look(folder, START).read_out == left
    seat.number_is_read().result()
    assert first_look(folder, START).read_out is None


def test_it_finds_in_which_call_that_number_was_given(open_seat: OpenSeat, folder: SeatFolder) -> None:
    seat = open_seat()
    session = signed_in(seat)
    call = CallTimes(call_id=UUID(int=7), rang_at=START, answered_at=START)
    called_back = call.model_copy(update={"rang_at": None})
    for taken_down_in, may_still_be_there in ((call, str(UUID(int=7))), (called_back, "")):
        seat.save(
            lambda number, call=taken_down_in: filing()(number).model_copy(update={"call": call}),
            session=session, read_out=True,
        ).result()  # fmt: skip
        found = first_look(folder, START).read_out
        assert found is not None
        assert found.call_id == may_still_be_there


@pytest.mark.parametrize("ends", ["signs_out", "is_followed", "signs_in_again"])
def test_the_number_is_forgotten_when_its_operator_leaves_the_seat(
    ends: str, open_seat: OpenSeat, folder: SeatFolder
) -> None:
    seat = open_seat()
    session = signed_in(seat)
    seat.save(filing(), session=session, read_out=True).result()
    if ends == "signs_out":
        seat.sign_out(session, {}).result()
    else:
        signed_in(seat, "1043" if ends == "is_followed" else "1042")
    assert (first_look(folder, START).read_out is not None) == (ends == "signs_in_again")


def test_a_save_that_is_refused_leaves_no_number_to_read(open_seat: OpenSeat, folder: SeatFolder) -> None:
    seat = open_seat()
    with pytest.raises(Refused):
        seat.save(filing(""), session=signed_in(seat), read_out=True).result()
    assert first_look(folder, START).read_out is None


def test_another_operators_draft_is_not_shown(open_seat: OpenSeat, folder: SeatFolder) -> None:
    seat = open_seat()
    seat._files.on_work(lambda work: sign_in.put_grants(work, [grant()]))
    seat.sign_in("1042", PASSWORD).result()
    seat.put_draft(draft(operator="1043")).result()
    assert first_look(folder, START).draft is None


def test_a_damaged_file_is_a_seat_without_a_session(folder: SeatFolder) -> None:
    folder.work.write_bytes(b"\xff" * 8192)
    assert first_look(folder, START) == FirstLook(enrolled=True)


@pytest.mark.parametrize("left", [None, b""], ids=["missing", "empty"])
def test_a_seat_whose_work_file_is_gone_is_still_a_seat_while_there_is_a_copy(
    open_seat: OpenSeat, folder: SeatFolder, left: bytes | None
) -> None:
    open_seat().close()
    folder.work.unlink()
    if left is not None:
        folder.work.write_bytes(left)
    assert first_look(folder, START) == FirstLook(enrolled=True)


def test_an_enrolment_that_was_cut_off_is_no_seat_yet(folder: SeatFolder) -> None:
    folder.work.unlink()
    assert not first_look(folder, START).enrolled
    with closing(connect(folder.work, file_secret(folder, load(folder)))) as work:
        schema.migrate_work(work)
    assert not first_look(folder, START).enrolled


def test_it_imports_nothing_slow(folder: SeatFolder) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOOK, str(folder.root), START.isoformat()], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [True, "0042", []]


def test_the_clock_is_the_callers(open_seat: OpenSeat, folder: SeatFolder, clock: Clock) -> None:
    seat = open_seat()
    seat._files.on_work(lambda work: sign_in.put_grants(work, [grant(hours=1)]))
    seat.sign_in("1042", PASSWORD).result()
    assert first_look(folder, clock.at).session
    clock.turn(hours=1)
    assert first_look(folder, clock.at).session is None
