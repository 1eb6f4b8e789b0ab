"""What stands in a unit's inbox and above the marked case; the wait for the signature stands apart. Pure."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from hotline.codes import State, UnitPart
from hotline.running_clocks import is_running, light_at
from hotline.texts import visible
from screens.parts.case_words import coded, number_words, place_words, unit_words
from screens.parts.clock_rows import clock_rows, extension_rows, hold_rows, notice_rows, request_words
from screens.parts.lamp_words import TONES, lamp_piece
from screens.parts.text_rows import Row, wrapped
from screens.parts.work_list import WorkColumn
from widgets.clock_text import exact, span
from widgets.lamp import Piece, Tone, signed
from wording import listed, mark, tr, trn

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.case_doc import TimelineEntry
    from hotline.order_parts import Assignment
    from hotline.work_order import WorkOrder

COLUMNS = (
    WorkColumn(mark("Lamp"), 24, weight=9),
    WorkColumn(mark("Number"), 18, weight=8),
    WorkColumn(mark("Signing"), 14, weight=7),
    WorkColumn(mark("Step"), 18, weight=6),
    WorkColumn(mark("Urged"), 8, weight=4),
    WorkColumn(mark("Place"), 24, weight=2),
    WorkColumn(mark("Matter"), 0, least=14, weight=5),
)
_SIGN = "sign"
_SENT_BACK, _REPLY = "review_reply", "reply"


def own_part(order: WorkOrder, unit: str) -> Assignment | None:
    """Return what a unit still has to do with a case, None where it has nothing (any more)."""
    own = [each for each in order.assignments if each.unit == unit and each.ended_at is None]
    return own[-1] if own else None


def cells_of(order: WorkOrder, unit: str, pack: CityPack, now: datetime) -> tuple[Piece, ...]:
    """Return the cells of a line, one for each of `COLUMNS`."""
    signing = tuple(clock for clock in order.clocks if clock.stop == _SIGN)
    without_signing = order.model_copy(update={"clocks": tuple(each for each in order.clocks if each not in signing)})
    return (
        lamp_piece(without_signing, now),
        (number_words(order.order_no), Tone.BRIGHT),
        sign_wait(order, unit, now),
        _step(order, unit, pack),
        (trn("{count} time", "{count} times", order.urge_count).format(count=order.urge_count), Tone.YELLOW)
        if order.urge_count else ("", Tone.GREY),
        (place_words(pack, order.area_code).rpartition(" / ")[2], Tone.GREY),
        (visible(order.title), Tone.GREY),
    )  # fmt: skip


def sign_wait(order: WorkOrder, unit: str, now: datetime) -> Piece:
    """Return how long a case waits, or has waited, for the unit to sign; a co-unit does not sign."""
    own = own_part(order, unit)
    if own is None or own.part is UnitPart.CO:
        return "", Tone.GREY
    if own.signed_at is not None and not own.signed_by:
        return tr("by telephone"), Tone.FAINT
    if own.signed_at is not None:
        waited = span((own.signed_at - own.sent_at).total_seconds())
        return tr("signed, {span}").format(span=waited), Tone.FAINT
    waits = span((now - own.sent_at).total_seconds())
    clock = next((each for each in order.clocks if each.stop == _SIGN and is_running(each)), None)
    return signed(waits, TONES[light_at(clock, now)] if clock is not None else Tone.BRIGHT)


def _step(order: WorkOrder, unit: str, pack: CityPack) -> Piece:
    """Return what the unit has to do next, in few words."""
    own = own_part(order, unit)
    if any(each.answered_at is None for each in order.supervisions):
        return tr("answer a notice"), Tone.YELLOW
    if own is not None and own.part is UnitPart.CO:
        return (tr("co-unit, replied"), Tone.FAINT) if own.done_at else (tr("co-unit: reply"), Tone.BRIGHT)
    if order.at_unit != unit and own is not None:
        return tr("passed down"), Tone.FAINT
    if order.redo_count and order.state in (State.TO_SIGN, State.HANDLING):
        return tr("do it again"), Tone.YELLOW
    return coded(pack, "state", order.state), Tone.BRIGHT if order.state is State.TO_SIGN else Tone.GREY


def about_rows(
    order: WorkOrder,
    unit: str,
    timeline: tuple[TimelineEntry, ...],
    pack: CityPack,
    now: datetime,
    zone: tzinfo,
    width: int,
) -> list[Row]:
    """Return what a unit has to know about a case: its part, what waits, until when, and what others have said."""
    rows = [row for words, tone in _part(order, unit, pack, now, zone) for row in wrapped(words, width, tone)]
    rows += notice_rows(order, pack, now, zone, width)
    if words := _sent_back(timeline):
        rows += wrapped(words, width, Tone.YELLOW)
    rows += clock_rows(order, pack, now, zone, width)
    rows += extension_rows(order, pack, now, zone, width)
    rows += hold_rows(order, pack, now, zone, width)
    if order.return_request is not None:
        reason = coded(pack, "return_reason", order.return_request.reason)
        rows += wrapped(tr("Return asked for: {reason}").format(reason=reason), width, Tone.YELLOW)
    if order.return_barred:
        rows += wrapped(tr("It may not be returned any more."), width, Tone.GREY)
    if order.exclusion is not None:
        state = request_words(order.exclusion.state)
        rows += wrapped(tr("Exclusion from assessment: {state}").format(state=state), width, Tone.GREY)
    return [*rows, []]


def _part(order: WorkOrder, unit: str, pack: CityPack, now: datetime, zone: tzinfo) -> list[tuple[str, Tone]]:
    own = own_part(order, unit)
    told: list[tuple[str, Tone]] = []
    if own is not None and own.part is UnitPart.CO:
        lead = unit_words(pack, order.lead_unit)
        told.append((tr("Your part: co-unit; the lead is with {unit}").format(unit=lead), Tone.ACCENT))
    elif own is not None and order.at_unit != unit:
        lower = unit_words(pack, order.at_unit)
        told.append((tr("Passed down to {unit}; you stay answerable").format(unit=lower), Tone.ACCENT))
    elif own is not None and own.signed_at is None:
        waits = span((now - own.sent_at).total_seconds())
        sent = exact(own.sent_at, now, zone)
        told.append((tr("To be signed: sent {at}, waits {span}").format(at=sent, span=waits), Tone.ACCENT))
    elif own is not None and own.signed_at is not None and not own.signed_by:
        at = exact(own.signed_at, now, zone)
        told.append(
            (tr("Taken on the telephone {at}: {who}").format(at=at, who=visible(order.unit_contact)), Tone.GREY)
        )
    elif own is not None and own.signed_at is not None:
        waited = span((own.signed_at - own.sent_at).total_seconds())
        words = tr("Signed {at} by {who}, {span} after it was sent")
        told.append((words.format(at=exact(own.signed_at, now, zone), who=own.signed_by, span=waited), Tone.GREY))
    told += _others(order, unit, pack)
    if own is not None and own.contacted_at is not None:
        told.append((tr("Caller contacted {at}").format(at=exact(own.contacted_at, now, zone)), Tone.GREY))
    if order.redo_count and (last := next((each for each in reversed(order.callbacks) if each.reached), None)):
        said = listed(filter(None, (coded(pack, "solved", last.solved) if last.solved else "", visible(last.opinion))))
        told.append((tr("To be done again; the caller says: {text}").format(text=said), Tone.YELLOW))
    return told


def _others(order: WorkOrder, unit: str, pack: CityPack) -> list[tuple[str, Tone]]:
    """Return the co-units that have replied, each with what it said, and those that have not."""
    told: list[tuple[str, Tone]] = []
    for each in order.assignments:
        if each.part is UnitPart.CO and each.ended_at is None and each.unit != unit:
            name = unit_words(pack, each.unit)
            if each.done_at is None:
                told.append((tr("{unit} has not replied yet").format(unit=name), Tone.GREY))
            else:
                told.append((tr("{unit}: {text}").format(unit=name, text=visible(each.reply)), Tone.GREY))
    return told


def _sent_back(timeline: tuple[TimelineEntry, ...]) -> str:
    """Return what the reply lacked, where it was sent back and none was given since."""
    last = next((each for each in reversed(timeline) if each.kind in (_REPLY, _SENT_BACK)), None)
    if last is None or last.kind == _REPLY or last.data.get("accept"):
        return ""
    return tr("Sent back for more: {reason}").format(reason=visible(str(last.data.get("reason", ""))))
