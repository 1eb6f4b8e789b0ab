"""A note on a caller on its whole way over HTTP: proposed without a line, approved, read at another seat, gone.

`RealCentre` of the small city: two seats of one territory, an operator, a lead, and somebody of a unit.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import pytest

from case_api.accounts.devices import add_seat, make_code
from case_api.accounts.users import add_user
from case_api.storage.engine import writing
from hotline.caller_note_commands import DecideCallerNote, ProposeCallerNote
from hotline.codes import CallerNoteReason, Role
from hotline.commands import FileCase
from hotline.dispatch_commands import Assign
from hotline.work_order import Intake
from local_cache.enrol import enrol
from local_cache.folder import SeatFolder
from local_cache.seat import Seat
from screens.parts.note_words import standing_notes
from tests.case_api.core.small_city import SMALL_CITY
from tests.deadline import PATIENCE_S
from tests.local_cache_sync.real_centre import OPERATOR, PASSWORD, RealCentre

FIRST, SECOND = "0042", "0043"
LEAD, UNIT = "op-lead", "op-unit"
CALLER = "19900001234"
WORDS = "同一诉求已三次答复"
ZONE = ZoneInfo(SMALL_CITY.time_zone)


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[RealCentre]:
    with RealCentre.listening(tmp_path) as real:
        with writing(real.centre.engine) as conn:
            add_seat(conn, SECOND, "north", at=real.now())
            passwords = real.registry.passwords
            both = [Role.LEAD, Role.DISPATCHER]
            add_user(conn, passwords, LEAD, "刘洋", both, PASSWORD, places=[f"seat:{SECOND}"], at=real.now())
            add_user(conn, passwords, UNIT, "水务", [Role.UNIT], PASSWORD, unit="W", at=real.now())
        yield real


def enrolled(centre: RealCentre, root: Path, seat: str) -> SeatFolder:
    folder = SeatFolder(root / seat)
    with writing(centre.centre.engine) as conn:
        code = str(make_code(conn, seat, None, at=centre.now(), life=timedelta(hours=1)))
    enrol(folder, centre.url, code, device_name=seat, app_version="1", system_store=False)
    return folder


def filed(seat: Seat) -> UUID:
    """File a case of the caller, and see it at the centre."""
    session = seat.sign_in(OPERATOR, PASSWORD).result(PATIENCE_S)
    seat.sync_now().result(PATIENCE_S)
    intake = Intake(case_type="QZ", class_code="010101", area_code="9101", content="全楼停水", caller_phone=CALLER)
    saved = seat.save(
        lambda number: FileCase(number=number, intake=intake, pack_version=SMALL_CITY.version), session=session
    ).result(PATIENCE_S)
    seat.sync_now().result(PATIENCE_S)
    assert saved.case_id is not None
    return saved.case_id


def seen_by_unit(centre: RealCentre, case_id: UUID) -> str:
    """Return all that the API tells somebody of the unit about the case."""
    with httpx.Client(base_url=centre.url, timeout=PATIENCE_S) as http:
        session = http.post("/v1/sessions", json={"operator_id": UNIT, "password": PASSWORD}).json()
        who = {"Authorization": f"Bearer {session['token']}"}
        answers = [
            http.get(f"/v1/cases/{case_id}", headers=who),
            http.get("/v1/queues/unit", headers=who),
            http.post("/v1/cases/search", json={"text": "停水"}, headers=who),
        ]
        assert [answer.status_code for answer in answers] == [200, 200, 200]
        assert all("全楼停水" in answer.text for answer in answers)
        return "".join(answer.text for answer in answers)


@pytest.mark.long
def test_a_note_goes_from_a_seat_without_a_line_over_a_lead_to_whoever_answers_next(
    centre: RealCentre, tmp_path: Path
) -> None:
    first, second = enrolled(centre, tmp_path, FIRST), enrolled(centre, tmp_path, SECOND)
    until = centre.now().astimezone(ZONE).date() + timedelta(days=30)
    with closing(Seat.open(first, ballast_size=0)) as seat:
        case_id = filed(seat)
    with closing(Seat.open(first, ballast_size=0, start_sync=False)) as seat:
        session = seat.sign_in(OPERATOR, PASSWORD).result(PATIENCE_S)
        assert not session.online
        note = ProposeCallerNote(reason=CallerNoteReason.DECIDED_BEFORE, text=WORDS, until=until)
        seat.save(note, session=session, case_id=case_id, base_revision=1).result(PATIENCE_S)
        assert seat.status.unsent == 1
    with closing(Seat.open(first, ballast_size=0)) as seat:
        seat.sign_in(OPERATOR, PASSWORD).result(PATIENCE_S)
        seat.sync_now().result(PATIENCE_S)
        assert seat.status.unsent == 0

    with closing(Seat.open(second, ballast_size=0)) as seat:
        seat.sign_in(LEAD, PASSWORD).result(PATIENCE_S)
        seat.sync_now().result(PATIENCE_S)
        assert seat.caller_history(CALLER).result(PATIENCE_S).notes == ()
        (line,) = seat.queue("caller_note").result(PATIENCE_S).lines
        assert (line.order.id, line.order.caller_phone) == (case_id, "199****1234")
        seat.give(case_id, Assign(unit="W", pack_version=SMALL_CITY.version)).result(PATIENCE_S)
        seat.give(case_id, DecideCallerNote(grant=True, reason="已听录音")).result(PATIENCE_S)
        seat.sync_now().result(PATIENCE_S)
        assert seat.queue("caller_note").result(PATIENCE_S).lines == ()
        history = seat.caller_history(CALLER).result(PATIENCE_S)

    (shown,) = standing_notes(history, centre.now(), ZONE)
    assert (shown.text, shown.operator, shown.approved_by, shown.until) == (WORDS, OPERATOR, LEAD, until)
    last_hour = centre.now() + timedelta(days=30)
    assert standing_notes(history, last_hour, ZONE) == (shown,)
    assert standing_notes(history, last_hour + timedelta(days=1), ZONE) == ()

    told = seen_by_unit(centre, case_id)
    for words in (WORDS, "已听录音", "propose_caller_note", "decide_caller_note"):
        assert words not in told
