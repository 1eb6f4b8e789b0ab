"""The screens of a session are kept as rows that changed, and any moment of them is found again at once."""

import json

import pytest

from practice.shown_frames import KEY_EVERY_MS, FrameWriter, ShownFrames

GREY, BRIGHT = ("#949494", "#121212", 0), ("#eeeeee", "", 1)


def written(*painted: tuple[int, dict[int, str]], columns: int = 20, height: int = 3) -> list[bytes]:
    lines: list[bytes] = []
    writer = FrameWriter(lines.append)
    for ms, rows in painted:
        writer.put(ms, columns, height, {y: [(text, GREY)] for y, text in rows.items()})
    return lines


def test_each_moment_shows_what_was_on_the_screen_then() -> None:
    lines = written((0, {0: "a", 1: "b", 2: "c"}), (500, {1: "停水"}), (900, {1: "停水了", 2: "c"}), (40_000, {0: "z"}))
    frames = ShownFrames(b"".join(lines))
    shown = {ms: frames.at(ms).texts for ms in (40_000, 0, 499, 500, 899, 950, 39_999, 10**9, -5)}
    assert shown[0] == shown[499] == shown[-5] == ["a", "b", "c"]
    assert shown[500] == shown[899] == ["a", "停水", "c"]
    assert shown[950] == shown[39_999] == ["a", "停水了", "c"]
    assert shown[40_000] == shown[10**9] == ["z", "停水了", "c"]
    assert frames.at(500).rows[1] == (("停水", GREY),)


def test_only_rows_that_changed_are_written_and_a_screen_that_did_not_change_is_no_frame() -> None:
    lines = written((0, {0: "a", 1: "b"}), (10, {0: "a", 1: "c"}), (20, {1: "c"}))
    assert [[*json.loads(line)["rows"]] for line in lines[1:]] == [["1"]]


def test_neighbours_of_one_look_are_one_piece_and_looks_are_kept() -> None:
    lines: list[bytes] = []
    FrameWriter(lines.append).put(0, 9, 1, {0: [("a", GREY), ("b", GREY), ("", BRIGHT), ("c", BRIGHT)]})
    assert ShownFrames(b"".join(lines)).at(0).rows == ((("ab", GREY), ("c", BRIGHT)),)


def test_a_key_frame_comes_again_after_a_while_and_when_the_terminal_has_another_size() -> None:
    lines: list[bytes] = []
    writer = FrameWriter(lines.append)
    for ms, columns in ((0, 9), (1, 9), (KEY_EVERY_MS, 9), (KEY_EVERY_MS + 1, 12)):
        writer.put(ms, columns, 2, {0: [(str(ms), GREY)]})
    assert ["key" in json.loads(line) for line in lines] == [True, False, True, True]
    assert ShownFrames(b"".join(lines)).at(KEY_EVERY_MS + 1).columns == 12


def test_a_half_line_at_the_end_is_no_frame() -> None:
    lines = written((0, {0: "a"}), (5, {0: "b"}))
    assert ShownFrames(lines[0] + lines[1][:-9]).at(9).texts[0] == "a"
    with pytest.raises(LookupError):
        ShownFrames(lines[0][:-1]).at(0)


def test_a_seek_reads_from_the_last_key_frame_only(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = written(*((ms, {0: str(ms)}) for ms in range(0, 600_000, 1000)))
    frames = ShownFrames(b"".join(lines))
    read: list[int] = []
    monkeypatch.setattr(
        "practice.shown_frames.json.loads", lambda line: read.append(1) or json.JSONDecoder().decode(line.decode())
    )
    assert frames.at(595_500).texts[0] == "595000"
    assert len(read) <= KEY_EVERY_MS // 1000 + 1
