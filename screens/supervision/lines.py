"""What stands in the list of supervision and above the marked case: lamps, sources, notices, what waits. Pure."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from hotline.codes import KEY_CHANNELS, Request, State
from hotline.handling import asked_extension
from hotline.texts import visible
from screens.parts.case_words import coded, number_words, unit_words
from screens.parts.clock_rows import clock_rows, extension_rows, hold_rows, notice_rows, request_words
from screens.parts.lamp_words import lamp_piece
from screens.parts.text_rows import Row, wrapped
from screens.parts.work_list import WorkColumn
from widgets.clock_text import exact
from widgets.lamp import Piece, Tone, signed
from wording import mark, tr, trn

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.work_order import WorkOrder

COLUMNS = (
    WorkColumn(mark("Lamp"), 24, weight=9),
    WorkColumn(mark("Number"), 18, weight=8),
    WorkColumn(mark("What waits"), 20, weight=7),
    WorkColumn(mark("Key source"), 18, weight=6),
    WorkColumn(mark("Unit"), 16, weight=5),
    WorkColumn(mark("State"), 12, weight=2),
    WorkColumn(mark("Matter"), 0, least=10, weight=4),
)


def cells_of(order: WorkOrder, pack: CityPack, now: datetime) -> tuple[Piece, ...]:
    """Return the cells of a line, one for each of `COLUMNS`."""
    return (
        lamp_piece(order, now),
        (number_words(order.order_no), Tone.BRIGHT),
        what_waits(order, now),
        (coded(pack, "channel", order.channel) if order.channel in KEY_CHANNELS else "", Tone.ACCENT),
        (unit_words(pack, order.at_unit or order.lead_unit), Tone.GREY),
        (coded(pack, "state", order.state), Tone.GREY),
        (visible(order.title), Tone.GREY),
    )


def what_waits(order: WorkOrder, now: datetime) -> Piece:
    """Return what of supervision waits: a decision first, then notices without an answer."""
    if order.naming is not None and order.naming.state is Request.ASKED:
        return tr("naming: decide"), Tone.YELLOW
    if asked_extension(order) is not None:
        return tr("extension: decide"), Tone.YELLOW
    waiting = [each for each in order.supervisions if each.answered_at is None]
    if waiting:
        words = trn("{count} notice", "{count} notices", len(waiting)).format(count=len(waiting))
        return signed(words, Tone.RED if any(now >= each.due for each in waiting) else Tone.BRIGHT)
    if order.state is State.ON_HOLD and order.hold is not None:
        day = order.hold.review_on
        told = f"{day:%m-%d}" if day.year == now.year else day.isoformat()
        return tr("on hold to {day}").format(day=told), Tone.GREY
    return "", Tone.GREY


def about_rows(order: WorkOrder, pack: CityPack, now: datetime, zone: tzinfo, width: int) -> list[Row]:
    """Return what has to be known before somebody presses on: who has it, until when, what was asked and answered."""
    unit = unit_words(pack, order.at_unit or order.lead_unit)
    rows = wrapped(tr("With: {unit}").format(unit=unit), width, Tone.ACCENT) if unit else []
    if order.channel in KEY_CHANNELS:
        source = coded(pack, "channel", order.channel)
        rows += wrapped(tr("Key source: {source}, supervised throughout").format(source=source), width, Tone.YELLOW)
    rows += _naming(order, pack, now, zone, width)
    rows += extension_rows(order, pack, now, zone, width)
    rows += notice_rows(order, pack, now, zone, width)
    rows += clock_rows(order, pack, now, zone, width)
    rows += hold_rows(order, pack, now, zone, width)
    return [*rows, []]


def _naming(order: WorkOrder, pack: CityPack, now: datetime, zone: tzinfo, width: int) -> list[Row]:
    naming = order.naming
    if naming is None:
        return []
    words = tr("Naming of {unit}: {state} ({who}, {at}): {why}").format(
        unit=unit_words(pack, naming.unit), state=request_words(naming.state), who=naming.operator,
        at=exact(naming.at, now, zone), why=visible(naming.why),
    )  # fmt: skip
    return wrapped(words, width, Tone.YELLOW if naming.state is Request.ASKED else Tone.GREY)
