"""A work file of a newer program: what is queued is pushed, the rest of the file stays as it was, and words say so."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hotline.codes import CaseType
from hotline.commands import AddNote, FileCase
from hotline.work_order import Intake
from local_cache import keystore, schema
from local_cache.backup import Backups
from local_cache.encrypted import Connection, connect
from local_cache.enrol import enrol
from local_cache.errors import NewerFile, NotSaved, Why
from local_cache.first_look import first_look
from local_cache.folder import SeatFolder
from local_cache.handoff import Caller
from local_cache.push_only import PushOnlySeat
from local_cache.seat import Seat
from seat_console import cli, start
from seat_console.exit_codes import Exit
from seat_console.settings import Settings
from tests.case_api.core.small_city import SMALL_CITY
from tests.local_cache_sync.real_centre import OPERATOR, PASSWORD, RealCentre
from wording import set_language

PUSHED = {"outbox", "meta"}
"""What a push may write."""
WORDS = "newer program"


@pytest.fixture(autouse=True)
def _english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('language = "en"\n', encoding="utf-8")
    monkeypatch.setenv("SEAT_CONSOLE_SETTINGS", str(settings))


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealCentre]:
    with RealCentre.listening(tmp_path_factory.mktemp("centre")) as real:
        yield real


@pytest.fixture(scope="module")
def made(centre: RealCentre, tmp_path_factory: pytest.TempPathFactory) -> SeatFolder:
    return _made(centre, tmp_path_factory.mktemp("made") / "seat")


@pytest.fixture
def folder(made: SeatFolder, tmp_path: Path) -> SeatFolder:
    return SeatFolder(shutil.copytree(made.root, tmp_path / "seat"))


def _made(centre: RealCentre, root: Path) -> SeatFolder:
    """Return a seat with a case and a note unsent, in files that a newer program has since brought up."""
    folder = SeatFolder(root)
    enrol(folder, centre.url, centre.code(), device_name="DESK", app_version="1", system_store=False)
    with closing(Seat.open(folder, ballast_size=0)) as seat:
        session = seat.sign_in(OPERATOR, PASSWORD).result()
        seat.sync_now().result()  # the city pack and the grants
    taken = Intake(
        case_type=CaseType.HELP, class_code="010101", area_code="9101", content="全楼停水", caller_phone="19900001234"
    )
    with closing(Seat.open(folder, ballast_size=0, start_sync=False)) as seat:
        filing = seat.save(
            lambda number: FileCase(number=number, intake=taken, pack_version=SMALL_CITY.version), session=session
        )
        seat.save(AddNote(text="电话又来"), session=session, case_id=filing.result().case_id).result()
    with closing(_work(folder)) as work:
        work.execute("CREATE TABLE rota (day TEXT PRIMARY KEY, operator TEXT)")
        work.execute("INSERT INTO rota VALUES ('2027-01-01', '1042')")
        work.execute("ALTER TABLE outbox ADD COLUMN lane TEXT NOT NULL DEFAULT 'slow'")
        work.execute("ALTER TABLE drafts ADD COLUMN colour TEXT")
        work.execute("ALTER TABLE needs RENAME TO tasks")
        work.execute(f"PRAGMA user_version = {schema.WORK_VERSION + 1}")
    return folder


def run(folder: SeatFolder, *words: str) -> int:
    return cli.main(["--folder", str(folder.root), *words])


def _work(folder: SeatFolder) -> Connection:
    return connect(folder.work, keystore.file_secret(folder, keystore.load(folder)))


def _ask(folder: SeatFolder, statement: str) -> list[tuple[object, ...]]:
    with closing(_work(folder)) as work:
        return work.execute(statement).fetchall()


def _beside_the_queue(folder: SeatFolder) -> dict[str, list[tuple[object, ...]]]:
    names = [str(row[0]) for row in _ask(folder, "SELECT name FROM sqlite_schema WHERE type = 'table'")]
    found = {name: _ask(folder, f"SELECT * FROM {name}") for name in names if name not in PUSHED}
    found["schema"] = _ask(folder, "SELECT name, sql FROM sqlite_schema")
    found["version"] = _ask(folder, "PRAGMA user_version")
    return found


def _files_of_cache(folder: SeatFolder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.root.glob(f"{folder.cache.name}*")}


def _at_centre(centre: RealCentre) -> list[str]:
    with centre.centre.engine.connect() as conn:
        return list(conn.exec_driver_sql("SELECT op FROM case_events ORDER BY n").scalars())


def test_sync_pushes_what_is_queued_and_touches_nothing_else(
    centre: RealCentre, folder: SeatFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    beside, cache = _beside_the_queue(folder), _files_of_cache(folder)
    assert run(folder, "sync", "--json") == Exit.DONE
    told = capsys.readouterr()
    assert json.loads(told.out) == {"pushed": 2, "pulled": 0, "unsent": 0, "newer_file": True}
    assert WORDS in told.err
    assert _at_centre(centre)[:2] == ["file_case", "add_note"]
    assert _ask(folder, "SELECT state, lane FROM outbox") == [("acked", "slow")] * 2
    assert _beside_the_queue(folder) == beside
    assert cache
    assert _files_of_cache(folder) == cache
    assert run(folder, "sync", "--json") == Exit.DONE
    assert json.loads(capsys.readouterr().out)["pushed"] == 0


def test_status_counts_what_is_unsent_and_says_why_no_more(
    folder: SeatFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "status") == Exit.DONE
    said = capsys.readouterr().out
    assert "2 unsent" in said
    assert WORDS in said
    assert run(folder, "status", "--json") == Exit.DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["seat"], told["unsent"], told["newer_file"], told["operator"]) == ("0042", 2, True, None)


def test_nothing_can_be_filed_taken_in_or_enrolled(
    centre: RealCentre, folder: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, password = tmp_path / "in.jsonl", tmp_path / "password"
    lines.write_text('{"intake": {}}\n', encoding="utf-8")
    password.write_text(PASSWORD, encoding="utf-8")
    as_operator = ("--operator", OPERATOR, "--password-file", str(password))
    before = _ask(folder, "SELECT * FROM meta ORDER BY k")
    with pytest.raises(SystemExit) as ended:
        run(folder, "case", "file", "--from", str(lines), *as_operator)
    assert ended.value.code == Exit.OUTDATED
    assert run(folder, "case", "file", "--from", str(lines)) == Exit.OUTDATED
    assert run(folder, "outbox", "import", str(lines)) == Exit.OUTDATED
    assert run(folder, "enrol", "--centre", centre.url, "--code", centre.code()) == Exit.OUTDATED
    assert capsys.readouterr().err.count(WORDS) == 4
    assert _ask(folder, "SELECT * FROM meta ORDER BY k") == before
    with pytest.raises(NewerFile):
        Seat.open(folder)


def test_what_is_unsent_can_be_carried_in_a_file(folder: SeatFolder, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    assert run(folder, "outbox", "export", str(target)) == Exit.DONE
    assert len(target.read_text(encoding="utf-8").splitlines()) == 4


def test_without_a_line_everything_is_kept(folder: SeatFolder, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(_work(folder)) as work:
        work.execute("UPDATE meta SET v = 'http://127.0.0.1:9' WHERE k = 'centre_url'")
    assert run(folder, "sync") == Exit.NO_LINE
    assert "No line" in capsys.readouterr().err
    assert _ask(folder, "SELECT state FROM outbox") == [("pending",)] * 2


def test_the_console_says_so_and_sends_and_answers_commands_meanwhile(
    centre: RealCentre, folder: SeatFolder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_language("en")
    heard: list[dict[str, object]] = []
    rests: list[float] = []
    with closing(_work(folder)) as work:
        work.execute("UPDATE meta SET v = 'http://127.0.0.1:9' WHERE k = 'centre_url'")

    def rest(seconds: float) -> None:
        rests.append(seconds)
        with Caller(folder) as caller:
            heard.append(caller.ask({"job": "status"}))
        if len(rests) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("seat_console.newer_file.time.sleep", rest)
    with pytest.raises(KeyboardInterrupt):
        start.run_console(folder, Settings())
    said = capsys.readouterr().out
    assert WORDS in said
    assert "Update this program to log calls" in said
    assert said.count("2 unsent  No line to the centre") == 1
    assert [(each["unsent"], each["line_up"]) for each in heard] == [(2, False)] * 2

    with closing(_work(folder)) as work:
        work.execute("UPDATE meta SET v = ? WHERE k = 'centre_url'", (centre.url,))
    monkeypatch.setattr("builtins.input", lambda _: "")
    assert start.run_console(folder, Settings()) == Exit.OUTDATED
    assert "Nothing is unsent" in capsys.readouterr().out
    assert _at_centre(centre)[:2] == ["file_case", "add_note"]


def test_the_first_look_reads_nothing_that_may_have_changed(folder: SeatFolder) -> None:
    with closing(_work(folder)) as work:
        work.execute("DROP TABLE drafts")
    look = first_look(folder, datetime.now(UTC))
    assert (look.enrolled, look.seat, look.newer_file, look.session) == (True, "0042", True, None)


def test_what_the_centre_asks_of_the_operator_waits_for_the_newer_program(centre: RealCentre, tmp_path: Path) -> None:
    folder = _made(centre, tmp_path / "seat")
    with closing(_work(folder)) as work:
        work.execute("UPDATE outbox SET schema = 99 WHERE op = 'add_note'")
    assert run(folder, "sync") == Exit.DONE
    with closing(_work(folder)) as work:  # the newer program, as far as it is like this one
        work.execute("ALTER TABLE tasks RENAME TO needs")
        work.execute(f"PRAGMA user_version = {schema.WORK_VERSION}")
    for _ in range(2):
        with closing(Seat.open(folder, ballast_size=0, start_sync=False)) as seat:
            assert [(need.kind, need.detail["op"]) for need in seat.needs().result()] == [("parked", "add_note")]


def test_a_damaged_file_of_a_newer_program_is_left_to_it(folder: SeatFolder) -> None:
    secret = keystore.file_secret(folder, keystore.load(folder))
    Backups(folder, secret).make()
    whole = folder.work.read_bytes()
    damaged = whole[:4096] + bytes(4096) + whole[8192:]
    folder.work.write_bytes(damaged)
    with pytest.raises(NewerFile):
        Seat.open(folder)
    assert folder.work.read_bytes() == damaged
    folder.work.write_bytes(bytes(len(whole)))
    with pytest.raises(NewerFile):
        Seat.open(folder)
    with pytest.raises(NotSaved) as why:
        PushOnlySeat.open(folder)
    assert why.value.why is Why.DAMAGED
