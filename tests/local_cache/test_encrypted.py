"""The files are noise without the key."""

from pathlib import Path

import pytest

from local_cache.encrypted import DatabaseError, FileSecret, connect, copy, is_damaged, is_sound

SECRET = FileSecret(bytes(32), bytes(16))
WORDS = "昨晚八点起全楼停水 19900001234"


def _file(path: Path) -> Path:
    connection = connect(path, SECRET)
    connection.execute("CREATE TABLE said (words TEXT)")
    connection.execute("INSERT INTO said VALUES (?)", (WORDS,))
    connection.close()
    return path


def test_nothing_of_a_case_stands_readable_on_the_disk(tmp_path: Path) -> None:
    connection = connect(tmp_path / "a.db", SECRET)
    connection.execute("CREATE TABLE said (words TEXT)")
    connection.execute("INSERT INTO said VALUES (?)", (WORDS,))
    on_disk = b"".join(each.read_bytes() for each in tmp_path.iterdir())  # the write-ahead log too
    connection.close()
    assert b"19900001234" not in on_disk
    assert "停水".encode() not in on_disk
    assert b"SQLite format" not in on_disk


@pytest.mark.parametrize("other", [FileSecret(bytes([1] * 32), bytes(16)), FileSecret(bytes(32), bytes([1] * 16))])
def test_another_key_or_salt_does_not_open_it(tmp_path: Path, other: FileSecret) -> None:
    path = _file(tmp_path / "a.db")
    with pytest.raises(DatabaseError) as caught:
        connect(path, other, read_only=True)
    assert is_damaged(caught.value)


def test_trouble_is_never_written_onto_the_screen(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = _file(tmp_path / "a.db")
    with pytest.raises(DatabaseError):
        connect(path, FileSecret(bytes([1] * 32), bytes(16)), read_only=True)
    assert capfd.readouterr() == ("", "")


def test_a_copy_opens_with_the_same_secret_and_needs_no_log_beside_it(tmp_path: Path) -> None:
    path = _file(tmp_path / "a.db")
    live = connect(path, SECRET)
    live.execute("INSERT INTO said VALUES ('later')")
    copy(path, tmp_path / "b.db", SECRET)
    live.close()
    assert not (tmp_path / "b.db-wal").exists()
    copied = connect(tmp_path / "b.db", SECRET, read_only=True)
    assert [row[0] for row in copied.execute("SELECT words FROM said")] == [WORDS, "later"]
    assert is_sound(copied)
    copied.close()


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    reader = connect(_file(tmp_path / "a.db"), SECRET, read_only=True)
    with pytest.raises(DatabaseError):
        reader.execute("DELETE FROM said")
    reader.close()


def test_the_key_is_in_no_repr() -> None:
    assert bytes(32).hex() not in repr(SECRET)
    assert "x00" not in repr(SECRET).split("salt")[0]
