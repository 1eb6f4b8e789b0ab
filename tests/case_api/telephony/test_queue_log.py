"""The queue log is read from a moment on, through rotation, however long it is and while it is being written."""

import gzip
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from case_api.telephony.asterisk.queue_log import parsed, rows_between
from tests.case_api.telephony.recordings import QUEUE_LOG

START = datetime(2026, 11, 21, 8, tzinfo=UTC)
END = START + timedelta(days=1)


def _line(second: int, event: str = "ENTERQUEUE") -> str:
    return f"{int(START.timestamp()) + second}|live-{second}.1|hotline12345|NONE|{event}||19900000001|1\n"


def _seconds(log: Path, since: float, until: float = 86400) -> list[int]:
    rows = rows_between(log, START + timedelta(seconds=since), START + timedelta(seconds=until))
    return [int((row.at - START).total_seconds()) for row in rows]


def test_rows_of_a_second_that_has_begun_are_in(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_text("".join(map(_line, range(10))))
    assert _seconds(log, 3.9, 5.1) == [3, 4, 5]


def test_a_long_log_is_not_read_from_its_beginning(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_text("".join(map(_line, range(30_000))))
    for since in (0, 1, 777, 15_000, 29_998, 29_999, 30_000):
        assert _seconds(log, since) == list(range(since, 30_000))


def test_a_line_that_is_not_whole_is_left_for_later(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    whole = _line(1) + _line(2)
    for cut in range(len(_line(1)), len(whole)):
        log.write_text(whole[:cut])
        assert _seconds(log, 0) == [1]
    log.write_text(whole)
    assert _seconds(log, 0) == [1, 2]


@pytest.mark.parametrize("name", ["queue_log.1", "queue_log-20261121"])
def test_what_was_rotated_away_is_found(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("".join(map(_line, range(5))))
    log = tmp_path / "queue_log"
    log.write_text("".join(map(_line, range(5, 9))))
    assert _seconds(log, 2) == [2, 3, 4, 5, 6, 7, 8]


def test_also_packed_and_while_there_is_no_new_one_yet(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "queue_log.1.gz", "wt") as old:
        old.write("".join(map(_line, range(5))))
    assert _seconds(tmp_path / "queue_log", 2) == [2, 3, 4]


def test_what_was_rotated_away_long_before_is_not_looked_at(tmp_path: Path) -> None:
    old = tmp_path / "queue_log.9"
    old.write_text("".join(map(_line, range(5))))
    os.utime(old, (START.timestamp(), START.timestamp()))
    assert _seconds(tmp_path / "queue_log", 10, 20) == []
    assert rows_between(tmp_path / "queue_log", START + timedelta(seconds=1), END) == []


def test_rubbish_in_it_is_passed_over(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    rubbish = [
        b"\xff\xfe\x00garbage\n",
        b"\n",
        b"x" * 100_000 + b"\n",
        b"1e400|a|b|c|d\n",
        b"nan|a|b|c|d|\n",
        b"-5|a|b|c|d\n",
    ]
    log.write_bytes(_line(1).encode() + b"".join(rubbish) + _line(2).encode())
    assert _seconds(log, 0) == [1, 2]


def test_the_recorded_log_is_read_whole() -> None:
    lines = QUEUE_LOG.read_bytes().splitlines(keepends=True)
    assert None not in [parsed(line) for line in lines]
    assert len(rows_between(QUEUE_LOG, START - timedelta(days=90), END + timedelta(days=90))) == len(lines)
