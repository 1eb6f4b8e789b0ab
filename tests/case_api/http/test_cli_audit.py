"""What `case-api audit verify` says to an administrator beyond the rows: heads that are late, lost, or of a restore."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from case_api.exit_codes import Exit
from case_api.opening import open_registry
from case_api.settings import CentreFolder
from case_api.storage.engine import reading
from case_api.storage.tables_audit import case_events

from .administered import Run, bring_in_a_case, clock, folder, run
from .conftest import Clock

__all__ = ["clock", "folder", "run"]


def test_a_shift_without_a_head_is_named_and_is_wrong_until_one_is_written(
    folder: CentreFolder, run: Run, clock: Clock
) -> None:
    bring_in_a_case(folder, 1)
    assert run("audit", "verify") == (
        Exit.DONE,
        "write: 1 row fits, 0 heads compared\nread: 0 rows fit, 0 heads compared\n",
    )
    clock.pass_by(hours=7)
    code, words = run("audit", "verify")
    assert code == Exit.DOES_NOT_HOLD
    assert "no head was written out when the shift ended at 2026-11-22 00:00+08:00, and none since" in words
    assert str(folder.path / "audit-heads.jsonl") in words
    assert run("audit", "heads")[0] == Exit.DONE
    code, words = run("audit", "verify")
    assert code == Exit.DONE
    assert "ended at 2026-11-22 00:00+08:00; the next one is of 2026-11-22 01:00+08:00" in words


def test_heads_that_were_written_and_are_gone_are_missed(folder: CentreFolder, run: Run, clock: Clock) -> None:
    bring_in_a_case(folder, 1)
    file = folder.path / "audit-heads.jsonl"
    assert run("audit", "heads")[0] == Exit.DONE
    first = file.read_bytes()
    clock.pass_by(hours=1)
    assert run("audit", "heads")[0] == Exit.DONE
    assert run("audit", "verify")[0] == Exit.DONE
    file.write_bytes(first)
    code, words = run("audit", "verify")
    assert (code, "at 2026-11-21 19:00+08:00" in words, str(file) in words) == (Exit.DOES_NOT_HOLD, True, True)
    file.unlink()
    code, words = run("audit", "verify")
    assert (code, str(file) in words) == (Exit.DOES_NOT_HOLD, True)


def test_of_many_shifts_without_a_head_the_newest_are_named(folder: CentreFolder, run: Run, clock: Clock) -> None:
    bring_in_a_case(folder, 1)
    clock.pass_by(days=4)
    words = run("audit", "verify")[1]
    assert "7 earlier shifts ended without a head" in words
    assert words.count("and none since") == 5


def test_what_is_done_to_people_and_seats_is_in_the_write_audit(folder: CentreFolder, run: Run, tmp_path: Path) -> None:
    password = ("--password-file", str(tmp_path / "password"))
    given = [
        ("user", "add", "1042", "--name", "王敏", "--role", "operator", *password),
        ("user", "roles", "1042", "--role", "lead"),
        ("user", "roster", "1042"),
        ("user", "password", "1042", *password),
        ("user", "disable", "1042"),
        ("user", "enable", "1042"),
        ("user", "unlock", "1042"),
        ("user", "end-sessions", "1042"),
        ("seat", "code", "0001"),
        ("seat", "revoke", "0001"),
    ]
    for command in given:
        assert run(*command)[0] == Exit.DONE
    assert run("user", "roles", "nobody", "--role", "lead")[0] == Exit.REFUSED
    registry = open_registry(folder)
    with reading(registry.engine) as conn:
        rows = conn.execute(select(case_events.c.op, case_events.c.data).order_by(case_events.c.n)).all()
    registry.engine.dispose()
    assert [row.op for row in rows] == [f"{kind}_{name}".replace("-", "_") for kind, name, *_ in given]
    told = [json.loads(row.data) for row in rows]
    assert [each["about"] for each in told] == [command[2] for command in given]
    assert told[1]["roles"] == ["lead"]
    assert "王敏" not in "".join(row.data for row in rows)
    assert f"write: {len(given)} rows fit" in run("audit", "verify")[1]


def test_heads_that_lack_a_part_are_a_finding(folder: CentreFolder, run: Run, tmp_path: Path) -> None:
    bring_in_a_case(folder, 1)
    file = tmp_path / "heads"
    for _ in range(2):
        assert run("audit", "heads", "--to", str(file))[0] == Exit.DONE
    assert run("audit", "verify", "--heads", str(file))[0] == Exit.DONE
    write, read = file.read_bytes().splitlines(keepends=True)[:2]
    for left, says in ((b"", "no head in it"), (write, "head of read"), (read, "head of write"), (write[:99], ":1: ")):
        file.write_bytes(left)
        code, words = run("audit", "verify", "--heads", str(file))
        assert (code, says in words) == (Exit.DOES_NOT_HOLD if says != ":1: " else Exit.REFUSED, True)


def test_heads_are_not_written_into_a_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    code, words = run("audit", "heads", "--to", str(tmp_path / "nope" / "x"))
    assert (code, str(tmp_path / "nope" / "x") in words) == (Exit.USAGE, True)
    assert not (tmp_path / "nope").exists()


@pytest.mark.parametrize(
    "change",
    ["mutation_id = 'zz'", "mutation_id = 5", "made_at = 'garbage'", "received_at = 'garbage'", "made_at = 7",
     "op = CAST(x'ff' AS TEXT)", "data = x'ff'", "seq = 'many'"],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_the_first_that_does_not_fit(
    folder: CentreFolder, run: Run, database_url: str, change: str
) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("only SQLite keeps what is not of its column's kind")
    for counter in (1, 2, 3):
        bring_in_a_case(folder, counter)
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as database, database:
        database.execute(f"UPDATE case_events SET {change} WHERE n = 2")
    code, words = run("audit", "verify")
    assert code == Exit.DOES_NOT_HOLD
    assert "write: 1 row fits" in words
    assert "write: row 2 " in words
    assert "read: 0 rows fit" in words


def test_a_head_that_is_no_number_does_not_fit(folder: CentreFolder, run: Run, database_url: str) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("only SQLite keeps what is not of its column's kind")
    bring_in_a_case(folder, 1)
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as database, database:
        database.execute("UPDATE chain_heads SET n = 'zz'")
    code, words = run("audit", "verify")
    assert (code, "write: row 1 does not fit the head" in words) == (Exit.DOES_NOT_HOLD, True)


def test_a_table_that_is_gone_is_said_in_a_sentence(folder: CentreFolder, run: Run, database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as conn:
        conn.execute(text("DROP TABLE read_audit"))
    engine.dispose()
    code, words = run("audit", "verify")
    assert (code, "lacks a table" in words, words.count("\n")) == (Exit.NO_DATABASE, True, 1)
