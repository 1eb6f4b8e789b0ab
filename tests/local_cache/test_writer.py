"""One thread writes; what fails leaves nothing, and whoever waits is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from local_cache.encrypted import Connection, FileSecret, connect
from local_cache.errors import NotSaved, Why
from local_cache.writer import Remedy, Writer

SECRET = FileSecret(bytes(32), bytes(16))


@pytest.fixture
def connection(tmp_path: Path) -> Connection:
    made = connect(tmp_path / "w.db", SECRET)
    made.execute("CREATE TABLE t (x TEXT)")
    return made


@pytest.fixture
def writer(connection: Connection) -> Iterator[Writer]:
    made = Writer("test", connection)
    yield made
    made.close()


def _rows(writer: Writer) -> list[str]:
    return writer.call(lambda c: [row[0] for row in c.execute("SELECT x FROM t")])


def test_what_raises_is_rolled_back_whole_and_the_next_one_goes_on(writer: Writer) -> None:
    def half(c: Connection) -> None:
        c.execute("INSERT INTO t VALUES ('half')")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        writer.call(half)
    writer.call(lambda c: c.execute("INSERT INTO t VALUES ('whole')"))
    assert _rows(writer) == ["whole"]


def test_work_is_done_in_the_order_in_which_it_came(writer: Writer) -> None:
    for number in range(50):
        writer.submit(lambda c, n=number: c.execute("INSERT INTO t VALUES (?)", (str(n),)))
    assert _rows(writer) == [str(n) for n in range(50)]


def test_cancelled_work_is_never_run(writer: Writer) -> None:
    gate = threading.Event()
    writer.outside(lambda _: gate.wait())
    late = writer.submit(lambda c: c.execute("INSERT INTO t VALUES ('late')"))
    assert late.cancel()
    gate.set()
    assert _rows(writer) == []


def test_only_what_changes_the_file_counts_as_a_change(writer: Writer) -> None:
    writer.call(lambda c: c.execute("SELECT 1").fetchone())
    assert writer.changes == 0
    writer.call(lambda c: c.execute("INSERT INTO t VALUES ('x')"))
    assert writer.changes == 1


def test_a_full_disk_is_said_and_leaves_nothing(writer: Writer) -> None:
    writer.outside(lambda c: c.execute("PRAGMA max_page_count = 3")).result()
    with pytest.raises(NotSaved) as caught:
        writer.call(lambda c: [c.execute("INSERT INTO t VALUES (?)", ("x" * 3000,)) for _ in range(9)])
    assert caught.value.why is Why.DISK_FULL
    assert _rows(writer) == []


def test_with_a_remedy_the_same_work_is_run_once_more(connection: Connection) -> None:
    heard: list[Why | None] = []

    def room(why: Why | None) -> Remedy | None:
        heard.append(why)
        connection.execute("PRAGMA max_page_count = 1000")
        return Remedy()

    writer = Writer("test", connection, room)
    writer.outside(lambda c: c.execute("PRAGMA max_page_count = 3")).result()
    writer.call(lambda c: [c.execute("INSERT INTO t VALUES (?)", ("x" * 3000,)) for _ in range(9)])
    assert len(_rows(writer)) == 9
    assert heard == [Why.DISK_FULL, None]
    writer.close()


def test_a_mistake_in_a_statement_is_no_trouble_with_the_disk(writer: Writer) -> None:
    with pytest.raises(Exception, match="no such table"):
        writer.call(lambda c: c.execute("SELECT * FROM elsewhere"))


def test_after_close_nothing_is_taken_and_what_was_submitted_is_done(connection: Connection, tmp_path: Path) -> None:
    writer = Writer("test", connection)
    last = writer.submit(lambda c: c.execute("INSERT INTO t VALUES ('last')"))
    writer.close()
    assert last.exception() is None
    with pytest.raises(NotSaved):
        writer.call(lambda c: c.execute("INSERT INTO t VALUES ('too late')"))
    check = connect(tmp_path / "w.db", SECRET, read_only=True)
    assert check.execute("SELECT x FROM t").fetchall() == [("last",)]
    check.close()
