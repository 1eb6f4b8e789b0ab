"""Backup and restore: what comes back, that the epoch changes, and that seats then bring what was lost."""

import gzip
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from psycopg import ServerCursor
from sqlalchemy import Engine, event

from case_api.accounts.devices import add_seat
from case_api.audit.heads import read_heads, write_heads
from case_api.audit.verify import verify
from case_api.backup import backup, look_at, restore
from case_api.cases.numbers import next_number
from case_api.cases.query import CaseQuery
from case_api.cases.search import search
from case_api.centre import Centre
from case_api.cipher import Cipher
from case_api.problems import ProblemError
from case_api.storage.all_tables import metadata
from case_api.storage.dump import BackupError
from case_api.storage.engine import open_engine, writing
from case_api.storage.marker import keep_marker
from case_api.storage.migrate import SchemaTooNewError, migrate
from case_api.storage.owner import OtherOwnerError, mark_owner
from case_api.storage.tables_accounts import seats
from case_api.storage.tables_cases import cases
from hotline.codes import Role
from hotline.context import Actor
from hotline.order_number import parse
from hotline.wire import Problem
from tests.case_api.core.pushing import PHONE, Seat, new_id
from tests.case_api.core.rows import rows_of

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
READER = Actor("d-1", frozenset({Role.DISPATCHER}))


def _whole(centre: Centre, heads: Path | None = None) -> bool:
    written = read_heads(heads, KEY.public_key()) if heads else []
    return not [report for report in verify(centre.engine, written) if report.finding]


def test_a_restore_brings_the_backup_back_and_seats_bring_the_rest(seat: Seat, centre: Centre, tmp_path: Path) -> None:
    kept = seat.file(content="路灯不亮")
    backup(centre.engine, tmp_path / "centre.backup")
    lost = seat.file(content="停水")
    before = seat.pull()
    epoch = restore(centre.engine, centre.cipher, tmp_path / "centre.backup")
    assert epoch != before.epoch
    assert [row.id for row in rows_of(centre, cases)] == [kept]
    with pytest.raises(ProblemError) as raised:
        seat.pull(seat=before.scopes["seat:0042"].cursor)
    assert raised.value.problem is Problem.CURSOR_EXPIRED
    after = seat.pull()
    assert (after.epoch, after.last_seq) == (epoch, 1)
    assert not seat.push(seat.sent[1]).results[0].replayed
    assert {row.id for row in seat.pull().scopes["seat:0042"].rows} == {kept, lost}
    assert [case.order.id for case in search(centre, CaseQuery(text="路灯"), READER).cases] == [kept]
    assert [case.order.id for case in search(centre, CaseQuery(phone=PHONE), READER).cases] == [lost, kept]
    assert _whole(centre)


def test_the_audit_after_a_restore_fits_because_the_centre_signed_for_it(
    seat: Seat, centre: Centre, tmp_path: Path
) -> None:
    heads = tmp_path / "heads.jsonl"
    seat.file()
    backup(centre.engine, tmp_path / "centre.backup")
    seat.file()
    write_heads(centre.engine, heads, KEY, centre.now())
    restore(centre.engine, centre.cipher, tmp_path / "centre.backup")
    assert not _whole(centre, heads)
    write_heads(centre.engine, heads, KEY, centre.now(), "restored", "centre.backup")
    Seat(centre, "0043", "north").file()
    Seat(centre, "0043", "north").give("log_call", outcome="silent")
    assert _whole(centre, heads)
    report = verify(centre.engine, read_heads(heads, KEY.public_key()))[0]
    [made] = report.restores
    assert (report.rows, made.head.source, made.head.n, [head.n for head in made.gone]) == (3, "centre.backup", 1, [2])


def test_rows_of_one_database_go_into_the_other(seat: Seat, centre: Centre, sqlite_url: str, tmp_path: Path) -> None:
    if centre.engine.dialect.name == "sqlite":
        pytest.skip("SQLite's backup is a file of SQLite")
    case_id = seat.file(content="路灯不亮")
    seat.give("log_call", outcome="silent", caller_phone=PHONE)
    backup(centre.engine, tmp_path / "rows.gz")
    engine = open_engine(sqlite_url)
    restore(engine, centre.cipher, tmp_path / "rows.gz")
    moved = Centre(engine, centre.cipher, centre.pack, centre.grants, now=centre.now)
    assert [case.order.id for case in search(moved, CaseQuery(text="路灯"), READER).cases] == [case_id]
    assert _whole(moved)
    seat.centre = moved
    seat.file()
    assert len(seat.pull().scopes["seat:0042"].rows) == 3
    engine.dispose()


def test_a_damaged_or_foreign_backup_changes_nothing(seat: Seat, centre: Centre, tmp_path: Path) -> None:
    seat.file()
    file = tmp_path / "centre.backup"
    backup(centre.engine, file)
    content = file.read_bytes()
    after = seat.file()
    damaged = [b"hello", content[: len(content) // 2]]
    if centre.engine.dialect.name == "postgresql":
        text = gzip.decompress(content)
        damaged += [gzip.compress(text.rsplit(b"\n", 2)[0]), gzip.compress(text.replace(b"rows 1", b"rows 9", 1))]
        damaged += [b"SQLite format 3\x00" + bytes(100)]
    for bad in damaged:
        file.write_bytes(bad)
        with pytest.raises(BackupError):
            restore(centre.engine, centre.cipher, file)
        assert after in {row.id for row in rows_of(centre, cases)}


def test_a_backup_made_with_another_key_is_not_taken(seat: Seat, centre: Centre, tmp_path: Path) -> None:
    seat.file()
    backup(centre.engine, tmp_path / "one")
    seat.file()
    with pytest.raises(OtherOwnerError):
        restore(centre.engine, Cipher(bytes(range(32))), tmp_path / "one")
    assert len(rows_of(centre, cases)) == 2


def test_a_copy_says_whose_it_is_though_it_holds_no_case(centre: Centre, tmp_path: Path) -> None:
    backup(centre.engine, tmp_path / "older")  # by a version that left no mark
    assert not look_at(centre.engine, centre.cipher, tmp_path / "older").owned
    with writing(centre.engine) as conn:
        mark_owner(conn, centre.cipher)
    backup(centre.engine, tmp_path / "marked")
    assert look_at(centre.engine, centre.cipher, tmp_path / "marked").owned
    for act in (look_at, restore):
        with pytest.raises(OtherOwnerError):
            act(centre.engine, Cipher(bytes(range(32))), tmp_path / "marked")


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("DROP TABLE alembic_version", BackupError),
        ("UPDATE alembic_version SET version_num = '9999'", SchemaTooNewError),
    ],
)
def test_a_file_of_another_program_or_a_newer_one_is_refused_before_anything_changes(
    seat: Seat, centre: Centre, tmp_path: Path, statement: str, error: type[Exception]
) -> None:
    if centre.engine.dialect.name != "sqlite":
        pytest.skip("rows say of which version they are")
    file = tmp_path / "a # name?.backup"
    backup(centre.engine, file)
    with closing(sqlite3.connect(file)) as copy, copy:
        copy.execute(statement)
    case_id = seat.file()
    with pytest.raises(error):
        restore(centre.engine, centre.cipher, file)
    assert [row.id for row in rows_of(centre, cases)] == [case_id]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lets every backup from then on write a part of itself and fail."""

    def fails(_engine: Engine, file: Path) -> None:
        file.write_bytes(b"half")
        raise OSError("the disk is full")

    def begin() -> None:
        monkeypatch.setattr("case_api.backup._copy_sqlite", fails)
        monkeypatch.setattr("case_api.backup.dump_rows", fails)

    return begin


def test_a_backup_replaces_an_older_one_only_when_told_and_when_it_is_whole(
    seat: Seat, centre: Centre, tmp_path: Path, failing: Callable[[], None]
) -> None:
    file = tmp_path / "backups" / "centre.backup"
    file.parent.mkdir()
    backup(centre.engine, file)
    before = file.read_bytes()
    seat.file()
    with pytest.raises(FileExistsError):
        backup(centre.engine, file)
    assert file.read_bytes() == before
    backup(centre.engine, file, replace=True)
    whole = file.read_bytes()
    assert whole != before
    failing()
    with pytest.raises(OSError, match="full"):
        backup(centre.engine, file, replace=True)
    with pytest.raises(OSError, match="full"):
        backup(centre.engine, file.with_name("another"))
    assert file.read_bytes() == whole
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_came_meanwhile_is_not_replaced(
    centre: Centre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "centre.backup"

    def another_one(engine: Engine, target: Path) -> None:
        target.write_bytes(b"whole")
        file.write_bytes(b"another's")

    monkeypatch.setattr("case_api.backup._copy_sqlite", another_one)
    monkeypatch.setattr("case_api.backup.dump_rows", another_one)
    with pytest.raises(FileExistsError):
        backup(centre.engine, file)
    assert file.read_bytes() == b"another's"


def test_rows_are_read_through_a_cursor_of_the_server_and_in_one_snapshot(
    seat: Seat, centre: Centre, tmp_path: Path
) -> None:
    if centre.engine.dialect.name == "sqlite":
        pytest.skip("SQLite is copied page by page")
    first = seat.file()
    through: dict[str, type] = {}
    meanwhile = new_id()
    at_work = False

    @event.listens_for(centre.engine, "before_cursor_execute")
    def note(_conn: object, cursor: object, statement: str, *_: object) -> None:
        nonlocal at_work
        read = next((table.name for table in metadata.sorted_tables if f"FROM {table.name}" in statement), None)
        if read is None or at_work:
            return
        through[read] = type(cursor)
        if read == "cases":
            at_work = True
            seat.file(case_id=meanwhile)
            at_work = False

    backup(centre.engine, tmp_path / "rows.gz")
    event.remove(centre.engine, "before_cursor_execute", note)
    assert [table.name for table in metadata.sorted_tables if through[table.name] is not ServerCursor] == []
    assert {row.id for row in rows_of(centre, cases)} == {first, meanwhile}
    restore(centre.engine, centre.cipher, tmp_path / "rows.gz")
    assert [row.id for row in rows_of(centre, cases)] == [first]


def test_the_centre_gives_no_number_again_after_a_restore(centre: Centre, tmp_path: Path) -> None:
    def given() -> str:
        with writing(centre.engine) as conn:
            return next_number(conn)

    backup(centre.engine, tmp_path / "before the first number")
    before = {given() for _ in range(20)}
    restore(centre.engine, centre.cipher, tmp_path / "before the first number")
    assert given() not in before
    backup(centre.engine, tmp_path / "after it")
    before |= {given() for _ in range(20)}
    restore(centre.engine, centre.cipher, tmp_path / "after it")
    assert given() not in before


PutBack = Callable[[Centre, Path], object]


def _by_restore(centre: Centre, file: Path) -> object:
    return restore(centre.engine, centre.cipher, file)


def _behind_our_back(centre: Centre, file: Path) -> object:
    """Let the database be what it was, its epoch and its counts too, as a copied file or a cluster put back is."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("case_api.backup.go_on_from_less", lambda *_: "")
        return restore(centre.engine, centre.cipher, file)


def test_a_database_put_back_behind_our_back_begins_a_new_epoch(seat: Seat, centre: Centre, tmp_path: Path) -> None:
    marker, file = tmp_path / "marker.json", tmp_path / "old"
    assert not keep_marker(centre.engine, marker)
    seat.file()
    assert not keep_marker(centre.engine, marker)
    backup(centre.engine, file)
    seat.file()
    assert not keep_marker(centre.engine, marker)
    epoch = seat.pull().epoch
    assert not keep_marker(centre.engine, marker)
    assert seat.pull().epoch == epoch
    marker_of_then = marker.read_text(encoding="utf-8")
    _behind_our_back(centre, file)
    assert seat.pull().epoch == epoch
    assert keep_marker(centre.engine, marker)
    assert seat.pull().epoch != epoch
    assert not keep_marker(centre.engine, marker)
    assert marker.read_text(encoding="utf-8") != marker_of_then


@pytest.mark.parametrize("put_back", [_by_restore, _behind_our_back])
def test_the_counts_go_on_further_up_once_though_several_machines_notice(
    seat: Seat, centre: Centre, tmp_path: Path, put_back: PutBack
) -> None:
    machines = [tmp_path / "one.json", tmp_path / "two.json"]
    with writing(centre.engine) as conn:
        add_seat(conn, "0042", "north", at=centre.now())
        next_number(conn)
    seat.file()
    backup(centre.engine, tmp_path / "old")
    for name in ("0043", "0044"):  # twice: then the machines know an epoch that was drawn by the first
        Seat(centre, name, "north").file()
        for marker in machines:
            keep_marker(centre.engine, marker)
        put_back(centre, tmp_path / "old")
        rotated = [keep_marker(centre.engine, marker) for marker in machines * 2]
        assert rotated == [put_back is _behind_our_back, False, False, False]
        assert _serial(centre) == 3
    with writing(centre.engine) as conn:
        assert parse(next_number(conn)).counter == 1 + 1 + 1000


def _serial(centre: Centre) -> int:
    [serial] = [row.last_serial for row in rows_of(centre, seats)]
    return int(serial)


def test_what_was_given_since_an_earlier_restore_is_not_given_again_by_another(centre: Centre, tmp_path: Path) -> None:
    with writing(centre.engine) as conn:
        add_seat(conn, "0042", "north", at=centre.now())
    backup(centre.engine, tmp_path / "old")
    restore(centre.engine, centre.cipher, tmp_path / "old")
    with writing(centre.engine) as conn:
        given = {next_number(conn) for _ in range(3)}
        conn.execute(seats.update().values(last_serial=seats.c.last_serial + 1))
    enrolled = _serial(centre)
    restore(centre.engine, centre.cipher, tmp_path / "old")
    assert _serial(centre) == enrolled
    with writing(centre.engine) as conn:
        assert next_number(conn) not in given


def test_a_copied_file_is_noticed_though_it_knows_as_much(sqlite_url: str, tmp_path: Path) -> None:
    engine = open_engine(sqlite_url)
    marker = tmp_path / "marker.json"
    keep_marker(engine, marker)
    engine.dispose()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    copy = tmp_path / "copy.db"
    copy.write_bytes(file.read_bytes())
    copy.replace(file)
    engine = open_engine(sqlite_url)
    assert keep_marker(engine, marker)
    marker.write_text("not JSON", encoding="utf-8")
    assert not keep_marker(engine, marker)
    engine.dispose()


def test_an_engine_in_memory_works_for_simulations(centre: Centre, tmp_path: Path) -> None:
    engine = open_engine("sqlite://")
    migrate(engine)
    inside = Centre(engine, centre.cipher, centre.pack, centre.grants, now=centre.now)
    seat = Seat(inside, "0042", "north")
    seat.file()
    backup(engine, tmp_path / "memory.backup")
    seat.file(case_id=new_id())
    restore(engine, inside.cipher, tmp_path / "memory.backup")
    assert len(seat.pull().scopes["seat:0042"].rows) == 1
    engine.dispose()
