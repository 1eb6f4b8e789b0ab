"""How long words are broken into rows."""

import pytest
from rich.cells import cell_len

from screens.parts.text_rows import wrapped

CLOSING = "。，、；：！？）》」』”’】"


@pytest.mark.parametrize("width", range(8, 24))
@pytest.mark.parametrize(
    "text",
    [
        "停水。" * 12,
        "昨晚八点起全楼停水，物业称主管爆裂（至今未修）。请尽快！",
        "abc。" * 9,
        "。。。。停水。。。。。。。。",
    ],
)
def test_no_row_begins_with_a_closing_mark_and_nothing_is_lost(text: str, width: int) -> None:
    rows = [shown for row in wrapped(text, width) for shown, _ in row]
    assert "".join(rows) == text
    assert all(cell_len(row) <= width for row in rows)
    if "。。" not in text:
        assert not [row for row in rows[1:] if row[0] in CLOSING]


def test_no_row_but_the_first_begins_with_the_blank_at_which_it_was_broken() -> None:
    rows = ["".join(piece for piece, _ in row) for row in wrapped(" Public utilities / Water supply / Water cut", 17)]
    assert rows[0].startswith(" Public")
    assert len(rows) > 2
    assert not [row for row in rows[1:] if row.startswith(" ")]
