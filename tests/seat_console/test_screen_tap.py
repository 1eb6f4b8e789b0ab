"""What the terminal is shown is written for the replay, also by a program that goes on after a crash."""

import errno
from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from practice.shown_frames import BOLD, ShownFrames
from seat_console.practice import screen_tap
from seat_console.practice.screen_tap import ScreenTap

BOLD_RED = Style(color="#ff0000", bgcolor="#121212", bold=True)


def strip(text: str) -> Strip:
    return Strip([Segment(text, BOLD_RED)])


def test_whole_screens_and_changed_rows_are_written_with_their_looks(tmp_path: Path) -> None:
    file, at = tmp_path / "frames", [0]
    tap = ScreenTap(file, lambda: at[0])
    tap.saw(LayoutUpdate([[strip("a"), strip("b")], [strip("c")]], Region(0, 0, 2, 2)), 2, 2)
    at[0] = 700
    tap.saw(ChopsUpdate([{0: strip("z")}, {0: strip("停")}], [(1, 0, 2)], [[2], [2]]), 2, 2)
    tap.close()
    frames = ShownFrames(file.read_bytes())
    assert frames.at(699).texts == ["ab", "c"]
    assert frames.at(700).texts == ["ab", "停"]
    assert frames.at(700).rows[1] == (("停", ("#ff0000", "#121212", BOLD)),)


def test_after_a_crash_in_the_middle_of_a_line_the_rest_is_found_again(tmp_path: Path) -> None:
    file = tmp_path / "frames"
    for ms, text in ((0, "a"), (9, "b")):
        tap = ScreenTap(file, lambda ms=ms: ms)
        tap.saw(LayoutUpdate([[strip(text)]], Region(0, 0, 1, 1)), 1, 1)
        tap.close()
        with file.open("ab") as left:
            left.write(b'{"ms":10,"loo')
    frames = ShownFrames(file.read_bytes())
    assert [frames.at(ms).texts for ms in (0, 8, 9, 99)] == [["a"], ["a"], ["b"], ["b"]]


def test_what_a_full_disk_did_not_take_is_written_once_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def write(self, data: bytes) -> int:
            raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(screen_tap, "LOOK_EVERY_S", 3600.0)  # only this test writes
    file, at = tmp_path / "frames", [0]
    tap = ScreenTap(file, lambda: at[0])
    room = tap._file._file
    monkeypatch.setattr(tap._file, "_file", Full())
    tap.saw(LayoutUpdate([[strip("a")]], Region(0, 0, 1, 1)), 1, 1)
    tap._write()
    monkeypatch.setattr(tap._file, "_file", room)
    at[0] = 700
    tap.saw(LayoutUpdate([[strip("b")]], Region(0, 0, 1, 1)), 1, 1)
    tap.close()
    frames = ShownFrames(file.read_bytes())
    assert [frames.at(ms).texts for ms in (0, 700)] == [["a"], ["b"]]
