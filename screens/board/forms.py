"""What a lead is asked before an act: the fields of a notice, the choices of an order, the seat that calls back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from hotline.codes import AgentState
from hotline.desk_doc import NOTICE_LIMIT
from hotline.lead_acts_doc import SEAT_QUEUES
from hotline.texts import half_width
from local_cache.model import LOCKED
from screens.board.words import state_words
from screens.parts.amend import Wrong
from screens.parts.ask import Option, Write
from screens.parts.fill_in import FillIn, Typed, is_yes, must_choose, must_say
from screens.parts.house_words import EVERY_SEAT, SEAT, SUB_CENTRE, queue_words, sent_to_words
from widgets.choices import Choice, Choices
from widgets.entry import Entry
from widgets.narrative import Narrative
from widgets.picker import Picker
from widgets.toggle import Toggle
from wording import mark, tr

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.board_doc import SeatRow
    from screens.parts.base import Said

_LABEL_CELLS = 16
_NOTICE_ROWS = 3
_SEAT_DIGITS = 4


def notice_form(
    pack: CityPack, seats: Callable[[], Iterable[SeatRow]], marked: SeatRow | None, typed: Typed | None, wrong: Wrong
) -> FillIn:
    """Ask to whom a notice goes, what it says, and whether it must be read."""

    def fields(held: Typed) -> list[Entry]:
        usual = SEAT + marked.seat if marked is not None else EVERY_SEAT
        return [
            Picker(id="place", label=mark("Sent to"), label_width=_LABEL_CELLS, needed=True, check=must_choose,
                   choices=places(), value=held.get("place", usual)),
            Narrative(id="words", label=mark("Notice text"), label_width=_LABEL_CELLS, rows=_NOTICE_ROWS, needed=True,
                      value=held.get("words", ""), limit=NOTICE_LIMIT, check=must_say),
            Toggle(id="must_read", label=mark("Must be read"), label_width=_LABEL_CELLS,
                   on=is_yes(held, "must_read")),
        ]  # fmt: skip

    def places() -> Choices:
        return Choices(place_choices(pack, seats()))

    return FillIn(lambda: tr("Notice: to whom, and what?"), fields, typed=typed, wrong=wrong, choices={"place": places})


def place_choices(pack: CityPack, seats: Iterable[SeatRow]) -> list[Choice]:
    """Return to whom a notice may go: every seat, a sub-centre, one seat, found by its number or its operator."""
    rows = sorted(seats, key=lambda row: row.seat)
    codes = dict.fromkeys(row.sub_centre for row in rows)
    return [
        Choice(EVERY_SEAT, sent_to_words(pack, EVERY_SEAT), code="0"),
        *(Choice(SUB_CENTRE + code, sent_to_words(pack, SUB_CENTRE + code), rank=1) for code in codes),
        *(
            Choice(SEAT + row.seat, f"{row.seat} {row.operator}".strip(), code=row.seat, words=(row.operator,), rank=2)
            for row in rows
        ),
    ]


def order_options(pack: CityPack) -> list[Option]:
    """Return what may be asked of a seat: ready, a pause with its reason, another queue."""
    return [
        Option("state:ready", state_words(pack, AgentState.READY)),
        *(Option(f"state:paused:{code}", state_words(pack, AgentState.PAUSED, code)) for code in pause_reasons(pack)),
        *(Option(f"queue:{each}", tr("queue: {queue}").format(queue=queue_words(pack, each))) for each in SEAT_QUEUES),
    ]


def pause_reasons(pack: CityPack) -> list[str]:
    """Return the codes of the reasons for which somebody may be asked to pause."""
    return [entry.code for entry in pack.code_lists.get("pause_reason", ()) if entry.code != LOCKED]


def hand_form(heading: Said, text: str, wrong: Said) -> Write:
    """Ask for the note onto the screen of the operator whose hand is up."""
    return Write(
        heading, mark("Your note"), text=text, wrong=wrong, rows=_NOTICE_ROWS, limit=NOTICE_LIMIT, check=must_say
    )


def seat_form(heading: Said, text: str, wrong: Said, seats: Callable[[], Sequence[str]]) -> Write:
    """Ask for the number of a seat."""

    def check(typed: str) -> str:
        return "" if seat_of(typed, seats()) else tr("No seat has this number: type four digits, as in the grid")

    return Write(heading, mark("Seat"), text=text, wrong=wrong, limit=_SEAT_DIGITS + 2, check=check)


def seat_of(typed: str, seats: Iterable[str]) -> str:
    """Return the seat of a number that was typed, with its zeros or without; empty for none."""
    digits = half_width(typed).strip()
    whole = digits.zfill(_SEAT_DIGITS)
    return whole if digits.isascii() and digits.isdigit() and whole in set(seats) else ""
