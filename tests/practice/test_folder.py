"""The practice folder: nothing of a live seat is taken for it, and nothing that lies there is touched."""

import hashlib
from pathlib import Path

import pytest

from local_cache import keystore
from local_cache.errors import SeatBusy
from local_cache.folder import SeatFolder, usual_practice_folder
from practice.folder import NotForPractice, PracticeFolder, WhyNot
from practice.wipe import wipe


def bytes_below(folder: Path) -> dict[str, str]:
    found = sorted(each for each in folder.rglob("*") if each.is_file())
    return {str(each.relative_to(folder)): hashlib.sha256(each.read_bytes()).hexdigest() for each in found}


def live_seat(root: Path) -> SeatFolder:
    """A folder as a live seat has it: keys, and a work file that is somebody's queue."""
    folder = SeatFolder(root)
    folder.make()
    keystore.make(folder, system_store=False)
    folder.work.write_bytes(b"unsent work")
    return folder


def refused(root: Path, live: tuple[Path, ...] = ()) -> WhyNot:
    with pytest.raises(NotForPractice) as told:
        PracticeFolder(root).make(live)
    return told.value.why


def test_a_new_folder_is_made_and_found_again(tmp_path: Path) -> None:
    folder = PracticeFolder(tmp_path / "deep" / "practice")
    folder.make(())
    assert (folder.root / "sessions").is_dir()
    assert folder.root.stat().st_mode & 0o077 == 0
    folder.make(())


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ("seat", WhyNot.LIVE),
        ("seat/practice", WhyNot.INSIDE),
        ("seat/packs/deep", WhyNot.INSIDE),
        (".", WhyNot.AROUND),
    ],
)
def test_a_live_seat_is_refused_and_untouched(tmp_path: Path, where: str, why: WhyNot) -> None:
    live_seat(tmp_path / "seat")
    before = bytes_below(tmp_path)
    assert refused(tmp_path / where) is why
    assert bytes_below(tmp_path) == before
    assert sorted(each.name for each in (tmp_path / "seat").iterdir()) == [
        "backups", "packs", "seat.key", "seat.salt", "set-aside", "work.db",
    ]  # fmt: skip


@pytest.mark.parametrize("file", ["work.db", "work.new", "cache.db", "seat.salt", "seat.key", "seat.lock"])
def test_one_file_of_a_seat_is_enough(tmp_path: Path, file: str) -> None:
    (tmp_path / file).write_bytes(b"")
    assert refused(tmp_path) is WhyNot.LIVE
    assert refused(tmp_path / "practice") is WhyNot.INSIDE


@pytest.mark.parametrize(
    ("where", "why"), [("seat", WhyNot.LIVE), ("seat/practice", WhyNot.INSIDE), (".", WhyNot.AROUND)]
)
def test_where_a_seat_is_to_be_nobody_practises(tmp_path: Path, where: str, why: WhyNot) -> None:
    assert refused(tmp_path / where, (tmp_path / "seat",)) is why
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_other_things_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", "utf-8")
    assert refused(tmp_path) is WhyNot.TAKEN
    assert refused(tmp_path / "letter.txt") is WhyNot.TAKEN


def test_a_live_seat_that_came_into_a_practice_folder_later_is_found(tmp_path: Path) -> None:
    folder = PracticeFolder(tmp_path)
    folder.make(())
    live_seat(tmp_path / "sessions" / "mine")
    before = bytes_below(tmp_path)
    assert refused(tmp_path) is WhyNot.AROUND
    with pytest.raises(NotForPractice):
        wipe(folder, unsent=True)
    assert bytes_below(tmp_path) == before


def test_a_link_to_a_live_seat_is_no_way_in(tmp_path: Path) -> None:
    live = live_seat(tmp_path / "live")
    folder = PracticeFolder(tmp_path / "practice")
    folder.make(())
    session = folder.session("s-1")
    session.make()
    session.seat.root.symlink_to(live.root, target_is_directory=True)
    assert refused(folder.root) is WhyNot.LINKED
    through = tmp_path / "through"
    through.symlink_to(live.root, target_is_directory=True)
    assert refused(through) is WhyNot.LIVE


def test_wiping_takes_everything_that_practice_has_kept_and_nothing_else(tmp_path: Path) -> None:
    live = live_seat(tmp_path / "live")
    before = bytes_below(live.root)
    folder = PracticeFolder(tmp_path / "practice")
    folder.make(())
    session = folder.session("s-1")
    session.make()
    session.plan.write_text("{}", "utf-8")
    live_seat(session.seat.root)
    (folder.root / "results" / "s-1.json").write_text("{}", "utf-8")
    folder.make(())
    assert [each.session for each in folder.sessions()] == ["s-1"]
    wipe(folder, unsent=True)
    assert bytes_below(folder.root).keys() == {"practice.json"}
    assert folder.sessions() == []
    assert bytes_below(live.root) == before


def test_what_is_left_of_a_session_is_its_record(tmp_path: Path) -> None:
    folder = PracticeFolder(tmp_path)
    folder.make(())
    session = folder.session("s-1")
    session.make()
    live_seat(session.seat.root)
    for path in (session.plan, session.record, session.centre):
        path.write_bytes(b"")
    session.forget_seat()
    assert sorted(each.name for each in session.root.iterdir()) == ["plan.json", "record.jsonl"]


def test_the_usual_folder_is_beside_the_seats_and_one_that_is_named_is_looked_at_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SEAT_PRACTICE_FOLDER", raising=False)
    live = live_seat(tmp_path / "seat").root
    assert usual_practice_folder(live) == tmp_path / "seat-practice"
    PracticeFolder(usual_practice_folder(live)).make((live,))
    monkeypatch.setenv("SEAT_PRACTICE_FOLDER", str(live / "practice"))
    assert refused(usual_practice_folder(live), (live,)) is WhyNot.INSIDE


def test_one_process_at_a_time_practises_here(tmp_path: Path) -> None:
    folder = PracticeFolder(tmp_path)
    folder.make(())
    with folder.hold(), pytest.raises(SeatBusy):
        folder.hold()
    folder.hold().release()
