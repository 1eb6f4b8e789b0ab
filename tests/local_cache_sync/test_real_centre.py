"""The whole way over a socket: a machine enrols at a real centre, files cases, hears of them and reveals a number."""

import json
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from hotline.grants import read_grant
from hotline.order_number import OrderNumber
from hotline.wire import Problem
from local_cache import enrolment, keystore, outbox
from local_cache.encrypted import connect
from local_cache.enrol import enrol
from local_cache.enrolment import Enrolment
from local_cache.folder import SeatFolder
from local_cache.ids import new_id
from local_cache.sync.engine import SyncEngine
from local_cache.sync.http import HttpTransport
from local_cache.sync.pushing import Pace
from local_cache.sync.transport import Beat, Poke, Proof, TransportDown, TransportProblem
from tests.case_api.core.small_city import SMALL_CITY
from tests.deadline import PATIENCE_S
from tests.local_cache_sync.given import MemoryFiles, saved
from tests.local_cache_sync.real_centre import OPERATOR, PASSWORD, RealCentre


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[RealCentre]:
    with RealCentre.listening(tmp_path) as real:
        yield real


@pytest.fixture
def here(centre: RealCentre, tmp_path: Path) -> Iterator[tuple[Enrolment, HttpTransport]]:
    folder = SeatFolder(tmp_path / "seat")
    enrolled = enrol(folder, centre.url, centre.code(), device_name="DESK", app_version="1", system_store=False)
    keys = keystore.load(folder)
    with closing(connect(folder.work, keystore.file_secret(folder, keys))) as work:
        assert enrolment.read(work) == enrolled
    line = HttpTransport(
        centre.url, None, device_id=enrolled.device_id, device_key=keys.device_key, app_version="1",
        now=lambda: datetime(2011, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    yield enrolled, line
    line.close()


def _filed(files: MemoryFiles, enrolled: Enrolment, counter: int) -> UUID:
    case_id = new_id()
    intake = {
        "case_type": "QZ", "class_code": "010101", "area_code": "9101", "content": f"第{counter}件：全楼停水",
        "caller_name": "李小明", "caller_phone": "19900001234",
    }  # fmt: skip
    number = str(OrderNumber(enrolled.seat, enrolled.serial, counter))
    payload = {"number": number, "intake": intake, "pack_version": SMALL_CITY.version}
    saved(
        files.work, counter, op="file_case", case_id=case_id, mutation_id=new_id(), operator_id=OPERATOR,
        made_at=datetime.now(UTC), payload=json.dumps(payload),
    )  # fmt: skip
    return case_id


def test_a_seat_enrols_pushes_pulls_and_hears(centre: RealCentre, here: tuple[Enrolment, HttpTransport]) -> None:
    enrolled, line = here
    files = MemoryFiles()
    scopes = (f"seat:{enrolled.seat}", f"area:{enrolled.sub_centre}")
    engine = SyncEngine(files, line, now=centre.now, new_id=new_id, scopes=lambda: scopes, app_version="1")
    signed_in = line.sign_in(OPERATOR, PASSWORD)
    assert signed_in.grant is not None
    key = centre.registry.signing_key.public_key()
    assert read_grant(signed_in.grant, key, "0042").operator_id == OPERATOR
    assert [read_grant(each, key, "0042").operator_id for each in line.grants()] == [OPERATOR]
    with pytest.raises(TransportProblem) as wrong:
        line.sign_in(OPERATOR, "wrong")
    assert wrong.value.problem is Problem.AUTH_REQUIRED

    stop = threading.Event()
    stream = line.events(stop)
    assert isinstance(next(stream), Beat | Poke)

    filed = [_filed(files, enrolled, counter) for counter in range(1, 56)]
    assert engine.push_once().count == 50
    assert engine.push_once().count == 5
    assert engine.push_once().pace is Pace.IDLE
    assert any(isinstance(next(stream), Poke) for _ in range(4))
    stop.set()
    stream.close()  # type: ignore[attr-defined]

    assert engine.pull_once(wait_s=1.0).pace is Pace.IDLE
    own = files.cache.execute("SELECT id FROM rows WHERE scope = ?", (scopes[0],)).fetchall()
    assert {UUID(row[0]) for row in own} == set(filed)
    assert not engine.reconcile_once().offers_again
    assert {row.state for row in outbox.everything(files.work)} == {outbox.ACKED}

    by_grant = Proof(grant_id=str(read_grant(signed_in.grant, key, "0042").grant_id))
    line.check_sign_in(by_grant)
    line.check_sign_in(Proof(signed_in.token))
    found = line.case(filed[0], by_grant)
    assert found is not None
    assert found["order"]["caller_phone"] == "199****1234"
    assert len(line.search({"text": "停水", "limit": 10}, Proof(signed_in.token)).cases) == 10
    fetched = line.pack(enrolled.city, "")
    assert fetched.data is not None
    assert line.pack(enrolled.city, fetched.etag).data is None

    reveal = new_id()
    saved(
        files.work, 99, op="reveal", case_id=filed[0], mutation_id=reveal, operator_id=OPERATOR,
        session_id=signed_in.session_id, made_at=datetime.now(UTC),
        payload='{"field": "caller_phone", "reason": "call_back"}',
    )  # fmt: skip
    assert engine.push_once().count == 1
    assert line.reveal(reveal, signed_in.token) == ("caller_phone", "19900001234")
    line.sign_out(signed_in.token)
    with pytest.raises(TransportProblem):
        line.reveal(reveal, signed_in.token)


def test_a_line_that_is_given_up_wakes_whoever_reads_its_stream(
    here: tuple[Enrolment, HttpTransport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("case_api.http.events.BEAT_SECONDS", 600.0)  # nothing comes that could wake it
    monkeypatch.setattr("local_cache.sync.streamed.SILENCE_SECONDS", 600.0)
    _, line = here
    begun, ended = threading.Event(), threading.Event()

    def read() -> None:
        with suppress(TransportDown):
            for _ in line.events(threading.Event()):
                begun.set()
        ended.set()

    threading.Thread(target=read, daemon=True).start()
    assert begun.wait(PATIENCE_S)
    line.close()
    assert ended.wait(PATIENCE_S)
