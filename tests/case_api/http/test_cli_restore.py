"""`case-api restore` as an administrator uses it: not under a live centre, and what was erased stays erased."""

import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from case_api.centre import Centre
from case_api.chores import Chores
from case_api.cli import main
from case_api.exit_codes import Exit
from case_api.imports import Imported, PastCase, import_cases
from case_api.opening import open_centre, open_registry
from case_api.settings import CentreFolder
from case_api.storage.engine import open_engine, reading, writing
from case_api.storage.locks import Lock, alone, in_use
from case_api.storage.owner import OWNER
from case_api.storage.tables_cases import cases, purged
from case_api.storage.tables_sync import centre_meta
from hotline.work_order import WorkOrder

from .administered import Run, bring_in_a_case, clock, folder, run
from .conftest import Clock

__all__ = ["clock", "folder", "run"]

WHY = ("--reason", "citizen_asked", "--by", "admin", "--yes")


@pytest.mark.parametrize("left", [None, b""])
def test_only_init_and_restore_make_a_database(run: Run, database_url: str, tmp_path: Path, left: bytes | None) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("a file of SQLite")
    file = Path(database_url.removeprefix("sqlite:///"))
    assert run("backup", str(tmp_path / "old"))[0] == Exit.DONE
    for lost in file.parent.glob(f"{file.name}*"):
        lost.unlink()
    if left is not None:
        file.write_bytes(left)
    for command in (("serve",), ("user", "list"), ("backup", str(tmp_path / "new")), ("audit", "verify")):
        code, words = run(*command)
        assert (code, str(file) in words, "case-api restore" in words) == (Exit.NO_DATABASE, True, True)
    assert (file.read_bytes() if file.exists() else None) == left
    (tmp_path / "damaged").write_bytes(b"nothing")
    assert run("restore", str(tmp_path / "damaged"))[0] == Exit.REFUSED
    assert run("user", "list")[0] == Exit.NO_DATABASE  # what was made for the copy has nobody in it
    assert run("restore", str(tmp_path / "old"))[0] == Exit.DONE
    assert "admin" in run("user", "list")[1]


def test_a_database_without_our_tables_is_no_centre(run: Run, database_url: str) -> None:
    if database_url.startswith("sqlite"):
        pytest.skip("there the file is not there")
    engine = create_engine(database_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.execute(text("DROP SCHEMA public CASCADE"))
        conn.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    code, words = run("user", "list")
    assert (code, "is not there" in words) == (Exit.NO_DATABASE, True)


def test_a_centre_does_not_work_with_the_keys_of_another(folder: CentreFolder, run: Run) -> None:
    folder.personal_data_key.write_bytes(bytes(32))
    code, words = run("worker")
    assert (code, "another centre's, or its keys are" in words) == (Exit.NO_CENTRE, True)


def _there(folder: CentreFolder) -> set[object]:
    registry = open_registry(folder)
    with reading(registry.engine) as conn:
        found = set(conn.scalars(select(cases.c.id)))
    registry.engine.dispose()
    return found


@pytest.fixture
def erased(folder: CentreFolder, run: Run, clock: Clock, tmp_path: Path) -> tuple[WorkOrder, WorkOrder]:
    """Two cases of which the first was erased after a backup was made, `tmp_path / "old"`."""
    both = bring_in_a_case(folder, 1), bring_in_a_case(folder, 2)
    clock.pass_by(hours=1)
    assert run("backup", str(tmp_path / "old"))[0] == Exit.DONE
    assert run("case", "purge", both[0].order_no, *WHY)[0] == Exit.DONE
    return both


def test_what_was_erased_since_the_backup_is_erased_again(
    folder: CentreFolder, run: Run, erased: tuple[WorkOrder, WorkOrder], tmp_path: Path
) -> None:
    later = bring_in_a_case(folder, 3)  # of which the copy knows nothing
    assert run("case", "purge", later.order_no, *WHY)[0] == Exit.DONE
    code, words = run("restore", str(tmp_path / "old"), "--yes")
    assert code == Exit.DONE
    assert "1 case that was erased is erased again" in words
    assert _there(folder) == {erased[1].id}
    registry = open_registry(folder)
    with reading(registry.engine) as conn:
        assert set(conn.scalars(select(purged.c.case_id))) == {erased[0].id, later.id}
    registry.engine.dispose()
    assert run("audit", "verify")[0] == Exit.DONE


def test_rows_of_what_is_erased_again_break_no_head_of_before(
    run: Run, clock: Clock, erased: tuple[WorkOrder, WorkOrder], tmp_path: Path
) -> None:
    assert run("audit", "heads")[0] == Exit.DONE  # of a row whose place another will take
    assert run("case", "purge", erased[1].order_no, *WHY)[0] == Exit.DONE
    clock.pass_by(hours=1)
    code, words = run("restore", str(tmp_path / "old"), "--yes")
    assert (code, "2 cases that were erased are erased again" in words) == (Exit.DONE, True)
    assert run("audit", "verify")[0] == Exit.DONE


def test_what_was_erased_is_erased_again_where_the_disk_was_lost_but_not_the_list(
    folder: CentreFolder, run: Run, erased: tuple[WorkOrder, WorkOrder], tmp_path: Path
) -> None:
    _forget_everything(folder)
    assert run("restore", str(tmp_path / "old"), "--yes")[0] == Exit.DONE
    assert _there(folder) == {erased[1].id}


def test_where_the_list_is_lost_too_the_administrator_is_told_and_asked(
    folder: CentreFolder,
    run: Run,
    clock: Clock,
    erased: tuple[WorkOrder, WorkOrder],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    both = {order.id for order in erased}
    file = folder.path / "audit-heads.purged.jsonl"
    lost = file.read_bytes()
    file.unlink()
    _forget_everything(folder)
    clock.pass_by(hours=1)
    for _ in range(2):  # the second time there is a list, begun over the empty database
        code, words = run("restore", str(tmp_path / "old"))
        assert (code, str(file) in words, "--yes" in words) == (Exit.REFUSED, True, True)
        assert _there(folder) == set()
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    for typed, ends in (("yes", Exit.REFUSED), ("old", Exit.DONE)):
        monkeypatch.setattr("builtins.input", lambda _words, typed=typed: typed)
        assert run("restore", str(tmp_path / "old"))[0] == ends
    assert _there(folder) == both
    file.write_bytes(lost)
    assert run("restore", str(tmp_path / "old"))[0] == Exit.DONE
    assert _there(folder) == {erased[1].id}


def test_a_list_that_somebody_changed_is_not_believed(
    folder: CentreFolder, run: Run, erased: tuple[WorkOrder, WorkOrder], tmp_path: Path
) -> None:
    file = folder.path / "audit-heads.purged.jsonl"
    file.write_text(file.read_text(encoding="utf-8").replace(str(erased[0].id), str(erased[1].id)), encoding="utf-8")
    code, words = run("restore", str(tmp_path / "old"), "--yes")
    assert (code, f"{file}:2" in words) == (Exit.REFUSED, True)
    assert _there(folder) == {erased[1].id}


def test_the_worker_erases_again_what_came_back_behind_its_back(
    folder: CentreFolder, run: Run, erased: tuple[WorkOrder, WorkOrder], tmp_path: Path
) -> None:
    file = folder.path / "audit-heads.purged.jsonl"
    listed, none = file.read_bytes(), file.read_bytes().splitlines(keepends=True)[0]
    _forget_everything(folder)
    file.write_bytes(none)
    assert run("restore", str(tmp_path / "old"), "--yes")[0] == Exit.DONE
    assert erased[0].id in _there(folder)
    file.write_bytes(listed)
    opened = open_centre(folder)
    Chores(opened).run_due(opened.centre.now())
    opened.centre.engine.dispose()
    assert _there(folder) == {erased[1].id}


def _forget_everything(folder: CentreFolder) -> None:
    """Let the database be a new one, as where the old disk is lost."""
    from case_api.storage.all_tables import metadata

    registry = open_registry(folder)
    with writing(registry.engine) as conn:
        for table in reversed(metadata.sorted_tables):
            if table.name != "centre_meta":
                conn.execute(table.delete())
    registry.engine.dispose()


def test_nothing_is_put_in_place_under_a_live_centre(
    folder: CentreFolder, run: Run, erased: tuple[WorkOrder, WorkOrder], database_url: str, tmp_path: Path
) -> None:
    others = [open_engine(database_url) for _ in range(2)]
    with in_use(others[0]) as first, in_use(others[1]) as second:
        assert first
        assert second
        code, words = run("restore", str(tmp_path / "old"), "--yes")
        assert (code, "case-api serve" in words) == (Exit.REFUSED, True)
        assert _there(folder) == {erased[1].id}
    assert run("restore", str(tmp_path / "old"), "--yes")[0] == Exit.DONE
    with alone(others[0], Lock.IN_USE) as restoring:
        assert restoring
        code, words = run("serve", "--port", "0")
        assert (code, "in place of the database" in words) == (Exit.REFUSED, True)
        assert run("worker")[0] == Exit.REFUSED
    for engine in others:
        engine.dispose()


def test_an_import_is_alone_with_what_it_fills(
    folder: CentreFolder, run: Run, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "srnumber,requesttype,status,createddate,closeddate,requestsource,owner,assignto,address,cd,ncname"
    row = '1-1,Bulky Items,Closed,1/2/20 13:40,,Call,BOS,NC,"100 W MAIN ST, 90012",14,DOWNTOWN'
    (tmp_path / "la311.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    bring_in, put_back = ("import", "la311", str(tmp_path / "la311.csv")), ("restore", str(tmp_path / "old"), "--yes")
    assert run("backup", str(tmp_path / "old"))[0] == Exit.DONE
    other = open_engine(database_url)
    for held, says in ((Lock.IN_USE, "in place of the database"), (Lock.IMPORT, "another import")):
        with alone(other, held):
            code, words = run(*bring_in)
            assert (code, says in words, _there(folder)) == (Exit.REFUSED, True, set())
    other.dispose()
    meanwhile: list[tuple[int, str]] = []

    def slow(centre: Centre, past: Iterable[PastCase]) -> Imported:
        meanwhile.append(run(*put_back))
        return import_cases(centre, past)

    monkeypatch.setattr("case_api.commands.importing.import_cases", slow)
    assert run(*bring_in)[0] == Exit.DONE
    assert [(code, "case-api import" in words) for code, words in meanwhile] == [(Exit.REFUSED, True)]
    assert len(_there(folder)) == 1
    assert run(*put_back)[0] == Exit.DONE


def test_the_audit_says_which_copy_was_put_in_place_and_which_heads_know_more(
    folder: CentreFolder, run: Run, clock: Clock, tmp_path: Path
) -> None:
    bring_in_a_case(folder, 1)
    assert run("backup", str(tmp_path / "old"))[0] == Exit.DONE
    bring_in_a_case(folder, 2)
    clock.pass_by(hours=1)
    assert run("audit", "heads")[0] == Exit.DONE
    clock.pass_by(hours=1)
    assert run("restore", str(tmp_path / "old"), "--yes")[0] == Exit.DONE
    code, words = run("audit", "verify")
    assert code == Exit.DONE
    assert "write: old was put in place of the database at 2026-11-21 12:00+00:00; it ends with row 1\n" in words
    gone = "write: 1 head of before speaks of rows that are gone with that, up to row 2 of 2026-11-21 11:00+00:00\n"
    assert gone in words


def test_a_copy_put_back_without_restore_is_named_as_what_it_may_be(
    folder: CentreFolder, run: Run, tmp_path: Path, database_url: str
) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("a file is copied")
    bring_in_a_case(folder, 1)
    assert run("backup", str(tmp_path / "old"))[0] == Exit.DONE
    bring_in_a_case(folder, 2)
    assert run("audit", "heads")[0] == Exit.DONE
    file = Path(database_url.removeprefix("sqlite:///"))
    for old in file.parent.glob(f"{file.name}-*"):
        old.unlink()
    (tmp_path / "old").replace(file)
    code, words = run("audit", "verify")
    assert code == Exit.DOES_NOT_HOLD
    assert "an older copy of the database was put in its place without `case-api restore`" in words


@pytest.mark.parametrize("as_backup", [True, False])
def test_another_centre_is_not_put_in_place_though_it_is_empty(
    folder: CentreFolder,
    run: Run,
    database_url: str,
    sqlite_template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    as_backup: bool,
) -> None:
    case = bring_in_a_case(folder, 1)
    if not database_url.startswith("sqlite"):
        pytest.skip("a file of SQLite")
    other = CentreFolder(tmp_path / "other")
    monkeypatch.delenv("CASE_API_DATABASE_URL")
    made = ["--language", "en", "--folder", str(other.path), "init", "--loopback", "--city", "dongsheng"]
    assert main([*made, "--password-file", str(tmp_path / "password")]) == Exit.DONE
    source = other.database_file
    if as_backup:
        source = tmp_path / "other.backup"
        assert main(["--folder", str(other.path), "backup", str(source)]) == Exit.DONE
    monkeypatch.setenv("CASE_API_DATABASE_URL", database_url)
    code, words = run("restore", str(source), "--yes")
    assert (code, "another centre" in words, _there(folder)) == (Exit.REFUSED, True, {case.id})


def test_what_a_copy_lacks_is_asked_about_and_kept_aside(folder: CentreFolder, run: Run, tmp_path: Path) -> None:
    assert run("backup", str(tmp_path / "old"))[0] == Exit.DONE
    both = {bring_in_a_case(folder, counter).id for counter in (1, 2)}
    code, words = run("restore", str(tmp_path / "old"))
    assert (code, "goes further than" in words, "--yes" in words) == (Exit.REFUSED, True, True)
    assert _there(folder) == both
    code, words = run("restore", str(tmp_path / "old"), "--yes")
    assert (code, _there(folder)) == (Exit.DONE, set())
    [aside] = folder.path.glob("before-restore-*.backup")
    assert f"what was there before is kept in {aside}" in words
    assert run("restore", str(aside))[0] == Exit.DONE  # nothing is asked: nothing is lost
    assert _there(folder) == both
    assert len(list(folder.path.glob("before-restore-*.backup"))) == 2


def test_a_copy_that_does_not_say_whose_it_is_is_asked_about(folder: CentreFolder, run: Run, tmp_path: Path) -> None:
    registry = open_registry(folder)
    with writing(registry.engine) as conn:
        conn.execute(centre_meta.delete().where(centre_meta.c.k == OWNER))
    registry.engine.dispose()
    assert run("backup", str(tmp_path / "old"))[0] == Exit.DONE
    code, words = run("restore", str(tmp_path / "old"))
    assert (code, "does not say which centre it is of" in words) == (Exit.REFUSED, True)
    bring_in_a_case(folder, 1)
    assert run("backup", str(tmp_path / "later"))[0] == Exit.DONE
    assert run("restore", str(tmp_path / "later"))[0] == Exit.DONE  # its case opens with the key
