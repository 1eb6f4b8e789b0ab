"""What stands in the list of call-backs and above the marked case. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from hotline.codes import State
from hotline.texts import visible
from screens.callbacks import script
from screens.callbacks.tries import tries_cell, tries_words
from screens.parts.case_words import callers_words, coded, number_words, unit_words
from screens.parts.lamp_words import lamp_piece
from screens.parts.text_rows import Row, wrapped
from screens.parts.work_list import WorkColumn
from widgets.lamp import Piece, Tone
from wording import mark, tr, trn

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.queue_doc import QueueLine
    from hotline.work_order import WorkOrder

COLUMNS = (
    WorkColumn(mark("Lamp"), 16, weight=9),
    WorkColumn(mark("Number"), 18, weight=8),
    WorkColumn(mark("Tries"), 16, weight=7),
    WorkColumn(mark("Callers"), 14, weight=5),
    WorkColumn(mark("Unit"), 16, weight=4),
    WorkColumn(mark("Matter"), 0, least=16, weight=6),
)
REPLY_ROWS = 4
"""Rows of the unit's reply above the case; the whole of it stands below."""
OTHERS_CALL = mark("You handled this case: somebody else calls back")


def cells_of(line: QueueLine, pack: CityPack, now: datetime, parent: str, *, handled: bool) -> tuple[Piece, ...]:
    """Return the cells of a line, one for each of `COLUMNS`; `parent` is the number of the case it was merged into."""
    order = line.order
    return (
        lamp_piece(order, now),
        (number_words(order.order_no), Tone.GREY if handled else Tone.BRIGHT),
        (tr("not by you"), Tone.YELLOW) if handled else (tries_cell(order, pack, now), Tone.BRIGHT),
        (_callers(line, parent), Tone.GREY),
        (unit_words(pack, order.lead_unit), Tone.GREY),
        (visible(order.title), Tone.GREY),
    )


def _callers(line: QueueLine, parent: str) -> str:
    if line.order.state is State.MERGED:
        return tr("of {number}").format(number=number_words(parent)[-6:]) if parent else tr("merged")
    callers = line.number_of_callers
    return trn("{count} caller", "{count} callers", callers).format(count=callers) if callers > 1 else ""


def about_rows(
    line: QueueLine,
    parent: WorkOrder | None,
    pack: CityPack,
    now: datetime,
    zone: tzinfo,
    width: int,
    revealed: Mapping[str, str],
    *,
    handled: bool,
) -> list[Row]:
    """Return what somebody has to know before they dial: whether they may, whom, what the unit replied, the tries.

    `parent` is the case that this one was merged into, whose reply is this caller's too; None for none.
    """
    from hotline.calling_back import asks_about_unit

    order = line.order
    rows: list[Row] = []
    if handled:
        rows += wrapped(tr(OTHERS_CALL), width, Tone.YELLOW)
    rows += wrapped(_dial(order, revealed), width, Tone.ACCENT)
    if order.state is State.MERGED:
        number = number_words(parent.order_no) if parent is not None else ""
        words = tr("Merged into {number}: the reply to that case is the one to ask about.").format(number=number)
        rows += wrapped(words, width, Tone.GREY)
    elif line.number_of_callers > 1:
        rows += wrapped(callers_words(line.number_of_callers), width, Tone.GREY)
    rows += _reply(parent or order, pack, width)
    if words := tries_words(order, pack, now, zone):
        rows += wrapped(words, width, Tone.YELLOW)
    if order.redo_count:
        words = trn("Done again {count} time before.", "Done again {count} times before.", order.redo_count)
        rows += wrapped(words.format(count=order.redo_count), width, Tone.YELLOW)
    if greeting := script.script(pack, script.GREETING, by_unit=asks_about_unit(order, parent)):
        rows += wrapped(tr("Read out: {text}").format(text=greeting), width, Tone.GREY)
    return [*rows, []]


def _dial(order: WorkOrder, revealed: Mapping[str, str]) -> str:
    """Return whom to call, masked until it was asked for: the number left for contact first."""
    numbers = [revealed.get(name, getattr(order, name)) for name in ("contact_phone", "caller_phone")]
    told = [*dict.fromkeys(filter(None, (revealed.get("caller_name", order.caller_name), *numbers)))]
    words = "  ".join(visible(each) for each in told)
    extra = [tr("anonymous")] if order.anonymous else []
    extra += [tr("confidential")] if order.confidential else []
    return tr("Call: {who}").format(who="  ".join([words or tr("no number was left"), *extra]))


def _reply(order: WorkOrder, pack: CityPack, width: int) -> list[Row]:
    """Return what the unit replied, as much of it as has room, and what it says of the result."""
    if not order.answer:
        return []
    done = next((each for each in reversed(order.assignments) if each.done_at is not None and each.solved), None)
    unit = unit_words(pack, done.unit if done else order.lead_unit)
    said = coded(pack, "solved", done.solved) if done and done.solved else ""
    head = tr("{unit} replied").format(unit=unit) if unit else tr("Answered in the call")
    rows = wrapped(f"{head}  {said}".rstrip(), width, Tone.ACCENT)
    reply = wrapped(visible(order.answer), width, Tone.BRIGHT)
    if len(reply) > REPLY_ROWS:
        reply = [*reply[: REPLY_ROWS - 1], [(tr(".. the whole reply stands below"), Tone.FAINT)]]
    return [*rows, *reply]
