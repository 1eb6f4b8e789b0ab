"""A machine becomes a seat: whom it trusts, what it keeps, and what it never loses by it."""

import base64
import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from case_api.settings import CentreFolder
from case_api.tls import authority_der, make_authority, make_server_certificate
from hotline.enrolment_code import EnrolmentCode, new_code
from hotline.wire import Problem
from local_cache import drafts, enrolment, forgetting, keystore, meta, offering_again, outbox, sessions
from local_cache.backup import Backups
from local_cache.encrypted import connect
from local_cache.enrol import EnrolFailed, EnrolTrouble, enrol, unenrol
from local_cache.errors import NotEnrolled, WorkLost
from local_cache.folder import SeatFolder
from local_cache.lock import SeatLock
from local_cache.opening import open_work
from local_cache.sessions import LiveSession
from local_cache.sync.http import HttpTransport
from local_cache.sync.transport import CertificateFault, CertificateMisfit
from tests.local_cache.given import SESSION, draft
from tests.local_cache_sync.canned import Canned, Said, problem, says, serving
from tests.local_cache_sync.given import NOON, saved

LONG_AGO = datetime(2012, 3, 1, tzinfo=UTC)
CODE = new_code(None)


def _answer(serial: int = 3, seat: str = "0042", key: bytes = bytes(32)) -> Said:
    return says({
        "device_id": str(UUID(int=serial)), "seat": seat, "serial": serial, "sub_centre": "LB", "centre": "test",
        "city": "tangshan", "phone_hash_key": base64.b64encode(bytes(32)).decode(),
        "grant_key": base64.b64encode(key).decode(), "pack_version": "1", "from_the_future": True,
    })  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> SeatFolder:
    return SeatFolder(tmp_path / "seat")


@pytest.fixture
def centre() -> Iterator[Canned]:
    with serving() as canned:
        canned.on("POST", "/v1/enrol", _answer())
        yield canned


def _enrol(folder: SeatFolder, url: str, code: str = str(CODE)) -> enrolment.Enrolment:
    return enrol(folder, url, code, device_name="DESK", app_version="1", system_store=False)


def _trouble(folder: SeatFolder, url: str, code: str = str(CODE)) -> EnrolTrouble:
    with pytest.raises(EnrolFailed) as raised:
        _enrol(folder, url, code)
    return raised.value.why


def _backups(folder: SeatFolder) -> Backups:
    return Backups(folder, keystore.file_secret(folder, keystore.load(folder)))


def _lose_copies(folder: SeatFolder) -> None:
    for copy in _backups(folder).newest_first():
        copy.unlink()


def _lose_work(folder: SeatFolder, left: bytes | None) -> None:
    folder.work.unlink()
    if left is not None:
        folder.work.write_bytes(left)


def _work(folder: SeatFolder):  # type: ignore[no-untyped-def]
    return closing(connect(folder.work, keystore.file_secret(folder, keystore.load(folder))))


def test_the_seat_keeps_what_the_centre_gave_it(folder: SeatFolder, centre: Canned) -> None:
    here = _enrol(folder, centre.url + "/")
    assert (here.seat, here.serial, here.centre_url) == ("0042", 3, centre.url)
    assert centre.asked[-1].json()["code"] == CODE.secret
    assert len(base64.b64decode(centre.asked[-1].json()["device_public_key"])) == 32
    with _work(folder) as work:
        assert enrolment.read(work) == here
        assert outbox.next_seq(work) == 1


def test_a_mistyped_code_never_leaves_the_machine(folder: SeatFolder, centre: Canned) -> None:
    assert _trouble(folder, centre.url, "K7QF-2MPX") is EnrolTrouble.BAD_CODE
    assert centre.asked == []


def test_a_code_that_does_not_hold_leaves_no_seat(folder: SeatFolder, centre: Canned) -> None:
    centre.on("POST", "/v1/enrol", problem(Problem.AUTH_REQUIRED, 401))
    assert _trouble(folder, centre.url) is EnrolTrouble.CODE_REFUSED
    assert not folder.root.exists()


def test_a_refused_code_leaves_an_empty_folder_empty_and_of_any_other_takes_nothing_away(
    tmp_path: Path, centre: Canned
) -> None:
    centre.on("POST", "/v1/enrol", problem(Problem.AUTH_REQUIRED, 401))
    empty, deep, held = (SeatFolder(tmp_path / name) for name in ("empty", "not/there", "held"))
    empty.root.mkdir()
    held.root.mkdir()
    held.work.write_bytes(b"of a seat whose keys are elsewhere")
    for folder in (empty, deep, held):
        assert _trouble(folder, centre.url) is EnrolTrouble.CODE_REFUSED
    assert list(empty.root.iterdir()) == []
    assert not (tmp_path / "not").exists()
    assert any(each.read_bytes() == b"of a seat whose keys are elsewhere" for each in held.set_aside.rglob("*.db*"))


@pytest.mark.parametrize("said", [problem(Problem.BUSY, 503), Said(200, b"<html>", "text/html")])
def test_no_answer_of_the_centre_is_no_line(folder: SeatFolder, centre: Canned, said: Said) -> None:
    centre.on("POST", "/v1/enrol", said)
    assert _trouble(folder, centre.url) is EnrolTrouble.NO_LINE
    centre.on("POST", "/v1/enrol", _answer())
    assert _enrol(folder, centre.url).serial == 3


@pytest.mark.parametrize(
    "url",
    [
        "", "nonsense", "ftp://centre.example", "127.0.0.1:18450", "https://", "https://[::1", "https://centre\n.example",
        "http://127.0.0.1:99999", "http://127.0.0.1:0", "http://127.0.0.1:1/foo?x=1", "http://127.0.0.1:1/foo",
        "http://127.0.0.1:1?x", "http://127.0.0.1:1#x", "http://user:pw@127.0.0.1:1", "https://a b", "https://-\\x",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_centre_is_said_before_anything_is_asked(folder: SeatFolder, url: str) -> None:
    assert _trouble(folder, url) is EnrolTrouble.BAD_ADDRESS
    assert not folder.root.exists()


def test_what_stands_before_or_behind_an_address_uses_no_code_up(folder: SeatFolder, centre: Canned) -> None:
    for url in (centre.url.replace("//", "//user:pw@"), f"{centre.url}/?x=1", f"{centre.url}/v1"):
        assert _trouble(folder, url) is EnrolTrouble.BAD_ADDRESS
    assert centre.asked == []


def test_plain_http_is_not_spoken_over_a_network(folder: SeatFolder) -> None:
    assert _trouble(folder, "http://centre.example") is EnrolTrouble.UNSAFE_ADDRESS


def test_enrolling_again_keeps_the_queue_under_a_new_serial_and_client(folder: SeatFolder, centre: Canned) -> None:
    _enrol(folder, centre.url)
    with _work(folder) as work:
        for number in (1, 2):
            saved(work, number)
        before = outbox.client_id(work)
        kept = [row.mutation_id for row in outbox.everything(work)]
    centre.on("POST", "/v1/enrol", _answer(serial=4))
    assert _enrol(folder, centre.url).serial == 4
    with _work(folder) as work:
        assert [row.mutation_id for row in outbox.everything(work)] == kept
        assert outbox.client_id(work) != before
        assert saved(work, 3) == 3


@pytest.mark.parametrize("left", [None, b"", b"\xff" * 8192], ids=["missing", "empty", "damaged"])
def test_enrolling_over_a_lost_work_file_keeps_the_queue_that_its_copy_holds(
    folder: SeatFolder, centre: Canned, left: bytes | None
) -> None:
    _enrol(folder, centre.url)
    with _work(folder) as work:
        saved(work, 1)
        kept = [row.mutation_id for row in outbox.everything(work)]
    _backups(folder).make()
    _lose_work(folder, left)
    _enrol(folder, centre.url)
    with _work(folder) as work:
        assert [row.mutation_id for row in outbox.everything(work)] == kept


def test_enrolling_over_a_damaged_work_file_without_a_copy_begins_anew_and_keeps_the_file(
    folder: SeatFolder, centre: Canned
) -> None:
    _enrol(folder, centre.url)
    _lose_copies(folder)
    _lose_work(folder, b"\xff" * 8192)
    _enrol(folder, centre.url)
    with _work(folder) as work:
        assert enrolment.read(work) is not None
    assert [each.read_bytes() for each in folder.set_aside.iterdir()] == [b"\xff" * 8192]


def test_enrolling_again_does_not_spare_what_is_to_be_erased(folder: SeatFolder, centre: Canned) -> None:
    _enrol(folder, centre.url)
    with _work(folder) as work:
        saved(work, 1)
        offering_again.hear_epoch(work, "e-1")
        forgetting.erase(work, [UUID(int=7)], last_seq=0)
    centre.on("POST", "/v1/enrol", _answer(serial=4))
    _enrol(folder, centre.url)
    with _work(folder) as work:
        offering_again.hear_epoch(work, "e-1")
        forgetting.erase(work, [], last_seq=1)
        assert outbox.everything(work) == []


def test_unsent_work_is_not_taken_to_another_centre(folder: SeatFolder, centre: Canned) -> None:
    _enrol(folder, centre.url)
    with _work(folder) as work:
        saved(work, 1)
    with serving() as other:
        other.on("POST", "/v1/enrol", _answer())
        assert _trouble(folder, other.url) is EnrolTrouble.UNSENT_ELSEWHERE
        assert other.asked == []


def _acknowledge_all(work) -> None:  # type: ignore[no-untyped-def]
    with work:
        work.execute("UPDATE outbox SET state = 'acked', acked_at = ?", (NOON.isoformat(),))


OTHER_CENTRE = _answer(key=bytes(range(32)))


def test_at_another_centre_the_seat_begins_anew_and_the_first_ones_file_is_set_aside(
    folder: SeatFolder, centre: Canned
) -> None:
    first = _enrol(folder, centre.url)
    with _work(folder) as work:
        saved(work, 1)
        _acknowledge_all(work)
        offering_again.hear_epoch(work, "e-1")
        work.execute("INSERT INTO refs VALUES ('A-1', 'digest', '7', '42', 1, 'm-1', '2026-11-20')")
        work.execute("INSERT INTO needs (id, kind, detail, made_at) VALUES ('n-1', 'held', '{}', '2026-11-20')")
        drafts.put(work, draft())
        drafts.discard(work, draft().id, NOON)
        sessions.put(work, LiveSession(SESSION, "token"))
    folder.cache.write_bytes(b"what the first centre sent")
    (folder.packs / "tangshan.pack").write_bytes(b"the first centre's")
    _backups(folder).make()
    with serving() as other:
        other.on("POST", "/v1/enrol", OTHER_CENTRE)
        here = _enrol(folder, other.url)
    assert here.grant_key != first.grant_key
    with _work(folder) as work:
        assert enrolment.read(work) == here
        for table in ("outbox", "refs", "needs", "drafts", "grants"):
            assert work.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
        assert {meta.get(work, each) for each in (offering_again.EPOCH, meta.SESSION, meta.RECOVERY)} == {None}
    assert not folder.cache.exists()
    assert list(folder.packs.iterdir()) == []
    [aside] = folder.set_aside.glob("*.db")
    secret = keystore.file_secret(folder, keystore.load(folder))
    with closing(connect(aside, secret, read_only=True)) as old:
        assert enrolment.read(old) == first
        assert [row.seq for row in outbox.everything(old)] == [1]
        assert len(drafts.discarded(old, "1042")) == 1


@pytest.mark.parametrize("url", ["the same", "another"])
def test_after_a_damage_no_copy_brings_another_centre_back(folder: SeatFolder, centre: Canned, url: str) -> None:
    _enrol(folder, centre.url)
    _backups(folder).make()
    with serving() as other:
        there = other if url == "another" else centre
        there.on("POST", "/v1/enrol", _answer(serial=4, key=bytes(range(32))))
        here = _enrol(folder, there.url)
    _lose_work(folder, None)
    secret = keystore.file_secret(folder, keystore.load(folder))
    with closing(open_work(folder, secret, _backups(folder), lambda: NOON)) as work:
        assert enrolment.read(work) == here


def test_a_centre_made_anew_at_the_same_address_gets_nothing_that_was_for_the_one_before(
    folder: SeatFolder, centre: Canned
) -> None:
    first = _enrol(folder, centre.url)
    with _work(folder) as work:
        saved(work, 1)
    centre.on("POST", "/v1/enrol", OTHER_CENTRE)
    assert _trouble(folder, centre.url) is EnrolTrouble.UNSENT_ELSEWHERE
    with _work(folder) as work:
        assert enrolment.read(work) == first
        assert outbox.unsent(work).count == 1
        _acknowledge_all(work)
    _enrol(folder, centre.url)
    with _work(folder) as work:
        assert outbox.everything(work) == []


def test_a_centre_that_has_moved_to_another_address_is_still_the_same(folder: SeatFolder, tmp_path: Path) -> None:
    secured = Secured(tmp_path / "centre", NOON)
    for serial in (3, 4):
        with serving(secured.context) as centre:
            centre.on("GET", "/v1/ca", Said(200, secured.pem.encode(), "application/x-pem-file"))
            centre.on("POST", "/v1/enrol", _answer(serial=serial))
            assert _enrol(folder, centre.url, str(secured.code)).serial == serial
        with _work(folder) as work:
            saved(work, serial)
    with _work(folder) as work:
        assert [row.state for row in outbox.everything(work)] == ["pending", "pending"]


def test_unenrolling_waits_for_what_is_unsent(folder: SeatFolder, centre: Canned) -> None:
    _enrol(folder, centre.url)
    with _work(folder) as work:
        saved(work, 1)
    with pytest.raises(EnrolFailed):
        unenrol(folder)
    unenrol(folder, even_unsent=True)
    assert not folder.work.exists()
    with pytest.raises(NotEnrolled):
        keystore.load(folder)


@pytest.mark.parametrize("changes", [{}, {"fields": {}, "parked": True}, {"operator": "9999", "kept": True}])
def test_an_open_draft_holds_a_seat_where_it_is_until_somebody_says_that_it_may_be_lost(
    folder: SeatFolder, centre: Canned, changes: dict[str, object]
) -> None:
    _enrol(folder, centre.url)
    with _work(folder) as work:
        drafts.put(work, draft(fields={}, id="a call and no word"))
    with serving() as other:
        with _work(folder) as work:
            drafts.put(work, draft(**changes))
        assert _trouble(folder, other.url) is EnrolTrouble.UNSENT_ELSEWHERE
        with pytest.raises(EnrolFailed):
            unenrol(folder)
        with _work(folder) as work:
            drafts.discard(work, draft().id, NOON)
        other.on("POST", "/v1/enrol", OTHER_CENTRE)
        _enrol(folder, other.url)
    unenrol(folder)


def test_unenrolling_counts_what_is_unsent_in_the_copy_of_a_lost_work_file(folder: SeatFolder, centre: Canned) -> None:
    _enrol(folder, centre.url)
    with _work(folder) as work:
        saved(work, 1)
    _backups(folder).make()
    _lose_work(folder, None)
    with pytest.raises(EnrolFailed):
        unenrol(folder)
    assert keystore.load(folder)


def test_a_seat_whose_work_file_nothing_can_read_is_taken_off_only_when_told_to(
    folder: SeatFolder, centre: Canned
) -> None:
    _enrol(folder, centre.url)
    _lose_copies(folder)
    _lose_work(folder, b"\xff" * 8192)
    with pytest.raises(WorkLost):
        unenrol(folder)
    unenrol(folder, even_unsent=True)
    assert not folder.work.exists()


def test_a_seat_that_is_in_use_is_left_alone(folder: SeatFolder, centre: Canned) -> None:
    folder.make()
    with SeatLock(folder.lock), pytest.raises(Exception, match="holds"):
        _enrol(folder, centre.url)


class Secured:
    """A centre with a certificate of its own authority, and the code that names it."""

    def __init__(self, folder: Path, at: datetime) -> None:
        self.folder = CentreFolder(folder)
        self.folder.keys.mkdir(parents=True)
        make_authority(self.folder, "test", at)
        make_server_certificate(self.folder, ["127.0.0.1"], at)
        self.der = authority_der(self.folder) or b""
        self.pem = ssl.DER_cert_to_PEM_cert(self.der)
        self.code: EnrolmentCode = new_code(self.der)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.folder.server_certificate, self.folder.server_key)


@pytest.mark.parametrize("at", [NOON, LONG_AGO])
def test_the_authority_of_the_code_is_pinned_whatever_this_clock_says(
    folder: SeatFolder, tmp_path: Path, at: datetime
) -> None:
    secured = Secured(tmp_path / "centre", at)
    with serving(secured.context) as centre:
        centre.on("GET", "/v1/ca", Said(200, secured.pem.encode(), "application/x-pem-file"))
        centre.on("POST", "/v1/enrol", _answer())
        _enrol(folder, centre.url, str(secured.code))
    assert ssl.PEM_cert_to_DER_cert(folder.ca.read_text()) == secured.der


def test_an_impostor_with_another_authority_gets_no_code(folder: SeatFolder, tmp_path: Path) -> None:
    real = Secured(tmp_path / "real", NOON)
    impostor = Secured(tmp_path / "impostor", NOON)
    for shown in (impostor.pem, real.pem):  # its own authority, and the real one without the key to it
        with serving(impostor.context) as centre:
            centre.on("GET", "/v1/ca", Said(200, shown.encode(), "application/x-pem-file"))
            centre.on("POST", "/v1/enrol", _answer())
            why = _trouble(folder, centre.url, str(real.code))
            assert why is (EnrolTrouble.WRONG_CENTRE if shown == impostor.pem else EnrolTrouble.OTHER_AUTHORITY)
            assert "/v1/enrol" not in centre.paths()


def test_a_certificate_for_another_name_and_a_port_that_speaks_tls_are_told_apart_from_no_line(
    folder: SeatFolder, tmp_path: Path
) -> None:
    secured = Secured(tmp_path / "centre", NOON)
    with serving(secured.context) as centre:
        centre.on("GET", "/v1/ca", Said(200, secured.pem.encode(), "application/x-pem-file"))
        elsewhere = centre.url.replace("127.0.0.1", "0.0.0.0")
        assert _trouble(folder, elsewhere, str(secured.code)) is EnrolTrouble.OTHER_NAME
        assert _trouble(folder, centre.url.replace("https", "http"), str(CODE)) is EnrolTrouble.WANTS_HTTPS
    assert _trouble(folder, "http://127.0.0.1:1", str(CODE)) is EnrolTrouble.NO_LINE


def test_on_the_line_too_a_certificate_that_does_not_fit_is_no_mere_lack_of_a_line(tmp_path: Path) -> None:
    real, other = Secured(tmp_path / "real", NOON), Secured(tmp_path / "other", NOON)
    with serving(real.context) as centre:
        elsewhere = centre.url.replace("127.0.0.1", "0.0.0.0")
        for url, pem, fault in (
            (centre.url, other.pem, CertificateFault.AUTHORITY),
            (elsewhere, real.pem, CertificateFault.NAME),
        ):
            line = HttpTransport(
                url, pem, device_id=UUID(int=1), device_key=bytes(32), app_version="1", now=lambda: NOON
            )
            with closing(line), pytest.raises(CertificateMisfit) as raised:
                line.reconcile(UUID(int=2))
            assert raised.value.fault is fault
