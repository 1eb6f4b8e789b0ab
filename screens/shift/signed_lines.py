"""The journals of before as lines: which shift, who handed it over to whom, how much was open. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.texts import visible
from screens.parts.work_list import WorkColumn
from widgets.clock_text import exact, full
from widgets.lamp import Tone
from widgets.line_list import ListRow
from wording import mark, tr

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

    from hotline.handover_doc import HandoverLine, Signature

COLUMNS = (
    WorkColumn(mark("Shift"), 22, weight=9), WorkColumn(mark("Open"), 6, weight=7, right=True),
    WorkColumn(mark("Red"), 6, weight=7, right=True), WorkColumn(mark("Handed over by"), 24, weight=9),
    WorkColumn(mark("Taken over by"), 0, least=14, weight=9),
)  # fmt: skip
NONE_SIGNED = mark("No shift of this sub-centre was handed over yet")


def shift_words(begins: datetime, ends: datetime, zone: tzinfo) -> str:
    """Return a shift by its day and hours, such as `2026-12-31 16:00-00:00`."""
    return f"{full(begins, zone)}-{ends.astimezone(zone):%H:%M}"


def rows(lines: Iterable[HandoverLine], now: datetime, zone: tzinfo) -> list[ListRow]:
    """Return the signed handovers as lines, known by when their shifts began."""
    return [
        ListRow(each.begins.isoformat(), (
            (shift_words(each.begins, each.ends, zone), Tone.BRIGHT), (str(each.items), Tone.GREY),
            (str(each.red), Tone.GREY), (signed_by(each.handed, now, zone), Tone.GREY),
            (signed_by(each.taken, now, zone), Tone.GREY) if each.taken else (tr("nobody"), Tone.YELLOW),
        ))
        for each in lines
    ]  # fmt: skip


def signed_by(signature: Signature, now: datetime, zone: tzinfo) -> str:
    """Return who signed, and when."""
    return tr("{who}, {at}").format(who=visible(signature.by_name), at=exact(signature.at, now, zone))
