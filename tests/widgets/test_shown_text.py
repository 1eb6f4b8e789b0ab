"""Signs, cells and rows, without a screen."""

import pytest
from rich.cells import cell_len

from widgets.shown_text import (
    cells_before,
    clipped,
    edge_after,
    edge_before,
    index_at,
    padded,
    rows_of,
    shown_line,
    visible_line,
)
from widgets.typed_text import TypedText

ODD = ["漏水abc", "a\u202eb", "👨\u200d👩\u200d👧!", "e\u0301x", "\x00\x1b[0m", "𠮷野家", "🇨🇳", "a\tb", "\u200b", ""]


@pytest.mark.parametrize("text", ODD)
def test_signs_cover_the_text_without_gap_and_take_the_cells_they_say(text):
    line = shown_line(text)
    assert line.edges[0] == 0
    assert line.edges[len(line.cells)] == len(text)
    assert sum(line.cells) == cell_len("".join(line.shown))
    assert all(width > 0 for width in line.cells)


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("width", [2, 7, 40])
def test_rows_hold_every_sign_once(text, width):
    rows = rows_of(text * 9, width)
    assert "".join(text_[row.start : row.end] for text_ in [text * 9] for row in rows) == text * 9
    assert all(row.cells <= max(width, max(shown_line(text).cells, default=0)) for row in rows)


def test_words_and_numbers_are_not_torn_unless_they_are_longer_than_a_row():
    assert [row.shown for row in rows_of("ring 12345 now", 8)] == ["ring ", "12345 ", "now"]
    assert [row.shown for row in rows_of("1234567890", 4)] == ["1234", "5678", "90"]
    assert [row.shown for row in rows_of("停水12号楼", 7)] == ["停水12", "号楼"]
    assert [row.shown for row in rows_of("my husband's", 10)] == ["my ", "husband's"]
    assert [row.shown for row in rows_of("we don\u2019t go", 6)] == ["we ", "don\u2019t ", "go"]
    assert [row.shown for row in rows_of("say 'yes' now", 8)] == ["say ", "'yes' ", "now"]
    assert [row.shown for row in rows_of("read it.", 7)] == ["read ", "it."]


def test_carets_stand_between_signs_only():
    family = "a👨\u200d👩\u200d👧b"
    assert edge_after(family, 1) == len(family) - 1
    assert edge_before(family, len(family) - 1) == 1
    assert edge_before("x\ny", 2) == 1
    assert edge_after("x\ny", 1) == 2


def test_cells_and_places_belong_together():
    text = "a漏\u202e水"
    for place in range(len(text) + 1):
        assert index_at(text, cells_before(text, place)) == place


@pytest.mark.parametrize(
    ("text", "width", "short"), [("漏水停电", 8, "漏水停电"), ("漏水停电", 7, "漏水.."), ("abc", 2, "..")]
)
def test_what_does_not_fit_says_so(text, width, short):
    assert clipped(text, width) == short


@pytest.mark.parametrize("text", ["漏水", "abc", "👍🏽👍🏽👍🏽", "漏水停电停水"])
def test_columns_are_exact(text):
    assert cell_len(padded(text, 7)) == 7
    assert cell_len(padded(text, 7, right=True)) == 7


def test_one_line_is_one_line():
    assert visible_line("a\r\nb\nc\x1b") == "a b c␛"


def test_typing_on_is_one_step_back_and_a_paste_another():
    typed = TypedText()
    for sign in "漏水了":
        typed.insert(sign)
    typed.insert("很久很久")
    assert typed.undo()
    assert typed.value == "漏水了"
    assert typed.undo()
    assert typed.value == ""
    assert not typed.undo()
