"""What stands in a list of reviews and above the marked case: who asked for what, since when, and why. Pure."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from hotline.texts import visible
from screens.parts.case_words import coded, number_words, unit_words
from screens.parts.note_words import BINDS_NOBODY, note_words
from screens.parts.text_rows import Row, wrapped
from screens.parts.work_list import WorkColumn
from widgets.clock_text import exact
from widgets.lamp import Piece, Tone
from wording import mark, tr

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.order_parts import CallerNote, Exclusion
    from hotline.queue_doc import QueueName
    from hotline.work_order import WorkOrder

COLUMNS = (
    WorkColumn(mark("Number"), 18, weight=9),
    WorkColumn(mark("Asked by"), 16, weight=6),
    WorkColumn(mark("Asked at"), 16, weight=5),
    WorkColumn(mark("State"), 12, weight=2),
    WorkColumn(mark("Why"), 0, least=20, weight=8),
)


def cells_of(order: WorkOrder, list_name: QueueName, pack: CityPack, now: datetime, zone: tzinfo) -> tuple[Piece, ...]:
    """Return the cells of a line, one for each of `COLUMNS`; a case on which nothing is asked any more says nothing."""
    asked = order.exclusion if list_name == "exclusion" else order.caller_note
    return (
        (number_words(order.order_no), Tone.BRIGHT),
        (_who(order, list_name, pack), Tone.GREY),
        (exact(asked.at, now, zone) if asked is not None else "", Tone.GREY),
        (coded(pack, "state", order.state), Tone.GREY),
        (_why(order, list_name), Tone.BRIGHT),
    )


def _who(order: WorkOrder, list_name: QueueName, pack: CityPack) -> str:
    if list_name == "exclusion":
        return unit_words(pack, order.exclusion.unit) if order.exclusion is not None else ""
    return order.caller_note.operator if order.caller_note is not None else ""


def _why(order: WorkOrder, list_name: QueueName) -> str:
    if list_name == "exclusion":
        return visible(order.exclusion.reason) if order.exclusion is not None else ""
    return visible(order.caller_note.text) if order.caller_note is not None else ""


def about_rows(
    order: WorkOrder, list_name: QueueName, pack: CityPack, now: datetime, zone: tzinfo, width: int
) -> list[Row]:
    """Return what was asked for, what speaks for it, and what a yes would mean."""
    if list_name == "exclusion" and order.exclusion is not None:
        return [*_exclusion(order.exclusion, pack, now, zone, width), []]
    if list_name == "caller_note" and order.caller_note is not None:
        return [*_note(order.caller_note, now, zone, width), []]
    return []


def _exclusion(asked: Exclusion, pack: CityPack, now: datetime, zone: tzinfo, width: int) -> list[Row]:
    words = tr("Exclusion from the assessment asked by {unit} ({who}, {at}): {reason}").format(
        unit=unit_words(pack, asked.unit), who=asked.operator, at=exact(asked.at, now, zone),
        reason=visible(asked.reason),
    )  # fmt: skip
    evidence = visible(asked.evidence) or tr("none given")
    rows = wrapped(words, width, Tone.YELLOW)
    rows += wrapped(tr("{label}: {value}").format(label=tr("Evidence"), value=evidence), width, Tone.BRIGHT)
    return rows + wrapped(
        tr("The rates of all cases count it either way; those without excluded ones would not."), width, Tone.GREY
    )


def _note(note: CallerNote, now: datetime, zone: tzinfo, width: int) -> list[Row]:
    asked = tr("A note on the caller is proposed ({who}, {at}):").format(
        who=note.operator, at=exact(note.at, now, zone)
    )
    rows = wrapped(asked, width, Tone.YELLOW)
    rows += wrapped(note_words(note.reason, note.text, note.until), width, Tone.BRIGHT)
    return rows + wrapped(tr(BINDS_NOBODY), width, Tone.GREY)
