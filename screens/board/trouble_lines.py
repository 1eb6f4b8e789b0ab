"""What a lead should look at, most urgent first: each with sign, word, time, and whom or what it is about. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from hotline.texts import visible
from screens.board.seat_cells import is_out
from screens.board.words import length
from screens.parts.case_words import class_name_words, coded, number_words, place_name_words
from screens.parts.house_words import sub_centre_words
from widgets.lamp import Piece, Tone
from widgets.line_list import Column, ListRow
from wording import mark, tr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from city_packs.model import CityPack
    from hotline.board_doc import SeatRow, Trouble

NO_TROUBLE = mark("Nothing needs you now")
_WORDS = {
    "long_wait": mark("caller waits long"),
    "long_wrap_up": mark("wrap-up over its limit"),
    "long_pause": mark("pause over its limit"),
    "silent_seat": mark("seat without a line"),
    "stuck_queue": mark("unsent work is stuck"),
    "not_dispatched": mark("case not dispatched"),
    "red_lamp": mark("red lamp"),
    "yellow_lamp": mark("yellow lamp"),
    "hand": mark("hand up"),
    "unread_notice": mark("notice not read"),
    "switch_down": mark("no line to the switch"),
    "handover_due": mark("shift to be handed over"),
    "absent": mark("should sit here, does not"),
}
_RED = frozenset({"long_wait", "red_lamp", "switch_down", "silent_seat"})
_RED_AFTER_S = 600.0
"""A case that was not dispatched for so long is red, before it is yellow."""


def columns() -> tuple[Column, ...]:
    """Return the columns: what is the matter is as wide as the present language needs, what is left is for the last."""
    matter = max(cell_len(tr(words)) for words in _WORDS.values())
    return (Column("", 2), Column(mark("For"), 8, right=True), Column(mark("To look at"), matter),
            Column(mark("Which"), 19), Column(""))  # fmt: skip


def key_of(trouble: Trouble) -> str:
    """Return what a trouble is known by from one answer to the next."""
    place = trouble.words if trouble.kind == "handover_due" else ""
    about = trouble.seat, trouble.call_id, trouble.case_id, trouble.number, place
    return " ".join((trouble.kind, *(str(each or "") for each in about), trouble.since.isoformat()))


def rows(troubles: Sequence[Trouble], pack: CityPack, now: datetime, seats: dict[str, SeatRow]) -> list[ListRow]:
    """Return the troubles as lines; their times are counted by the centre's clock."""
    return [ListRow(key_of(each), _cells(each, pack, now, seats)) for each in troubles]


def trouble_words(kind: str) -> str:
    """Return what is the matter."""
    return tr(_WORDS[kind]) if kind in _WORDS else kind


def _cells(trouble: Trouble, pack: CityPack, now: datetime, seats: dict[str, SeatRow]) -> tuple[Piece, ...]:
    red = trouble.kind in _RED or (trouble.kind == "not_dispatched" and trouble.limit_s >= _RED_AFTER_S)
    tone = Tone.RED if red else Tone.YELLOW
    which = number_words(trouble.number) or _seat(trouble, seats)
    if trouble.kind == "absent":
        which = f"{trouble.seat} {visible(trouble.words)}"
    return (
        ("!!" if red else "!", tone),
        (_for(trouble, now), tone),
        (trouble_words(trouble.kind), Tone.BRIGHT),
        (which, Tone.BRIGHT),
        (_sits_at(trouble, seats) if trouble.kind == "absent" else _more(trouble, pack), Tone.GREY),
    )


def _for(trouble: Trouble, now: datetime) -> str:
    """Return how long it has been so; of a lamp that is about to go red, in how long."""
    seconds = (now - trouble.since).total_seconds()
    return length(seconds) if seconds >= 0 else tr("in {span}").format(span=length(-seconds))


def _seat(trouble: Trouble, seats: dict[str, SeatRow]) -> str:
    row = seats.get(trouble.seat)
    return f"{trouble.seat} {row.operator}".strip() if row is not None else trouble.seat


def _sits_at(trouble: Trouble, seats: dict[str, SeatRow]) -> str:
    """Return where somebody sits who should sit elsewhere, as far as they are heard."""
    there = (row.seat for row in seats.values() if row.operator == trouble.words and not row.silent and not is_out(row))
    seat = next(there, "")
    return tr("sits at {seat}").format(seat=seat) if seat else ""


def _more(trouble: Trouble, pack: CityPack) -> str:
    if trouble.kind == "long_pause":
        return coded(pack, "pause_reason", trouble.words)
    if trouble.kind == "handover_due":
        return sub_centre_words(pack, trouble.words)
    if trouble.words:
        return visible(trouble.words)
    if trouble.class_code or trouble.area_code:
        return f"{place_name_words(pack, trouble.area_code)} {class_name_words(pack, trouble.class_code)}".strip()
    if trouble.limit_s:
        return tr("limit {span}").format(span=length(trouble.limit_s))
    return ""
