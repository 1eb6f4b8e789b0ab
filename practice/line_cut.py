"""What became of a line-cut drill (断线演练), by its record: was the number read out, has the case arrived? Pure."""

from dataclasses import dataclass

from city_packs.scenario import NUMBER
from hotline.codes import PracticeKind
from practice.record import Act, Ended, LineChanged, Record, TextRead


@dataclass(frozen=True, slots=True)
class LineCutEnd:
    """How it ended: whether the number was read out once it was there, and what was saved has arrived.

    `arrived` is None where nothing was saved.
    """

    number_read: bool
    arrived: bool | None


def line_cut_end(record: Record) -> LineCutEnd | None:
    """Return how a line-cut drill ended; None for another kind, and where the line never went."""
    events = record.events
    if record.head.kind is not PracticeKind.LINE_CUT or not any(isinstance(each, LineChanged) for each in events):
        return None
    saved = next((each.ms for each in events if isinstance(each, Act)), None)
    read = [each.ms for each in events if isinstance(each, TextRead) and each.phrase == NUMBER]
    unsent = [each.unsent for each in events if isinstance(each, Ended)]
    return LineCutEnd(
        number_read=saved is not None and any(ms >= saved for ms in read),
        arrived=unsent == [0] if saved is not None else None,
    )
