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
