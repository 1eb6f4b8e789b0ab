"""What stands in the dispatcher's list and above the marked case. Pure."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from hotline.codes import State
from hotline.queues import RETURN_HOPS
from hotline.texts import visible
from screens.dispatch.proposals import proposal_cell, proposal_words, proposals_of
from screens.parts.case_words import (
    callers_words,
    class_name_words,
    coded,
    number_words,
    refusal_reason_words,
    unit_words,
)
from screens.parts.lamp_words import lamp_piece
from screens.parts.text_rows import Row, wrapped
from screens.parts.work_list import WorkColumn
from widgets.clock_text import exact
from widgets.lamp import Piece, Tone
from wording import mark, sentences, tr, trn

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.queue_doc import QueueLine
    from hotline.work_order import WorkOrder

COLUMNS = (
    WorkColumn(mark("Lamp"), 16, weight=9),
    WorkColumn(mark("Number"), 18, weight=8),
    WorkColumn(mark("Class"), 12, weight=6),
    WorkColumn(mark("Place"), 12, weight=5),
    WorkColumn(mark("Type"), 8, weight=3),
    WorkColumn(mark("Followed up by"), 10, weight=1),
    WorkColumn(mark("Where to"), 0, least=20, weight=7),
)


def cells_of(line: QueueLine, pack: CityPack, now: datetime) -> tuple[Piece, ...]:
    """Return the cells of a line, one for each of `COLUMNS`."""
    order = line.order
    return (
        lamp_piece(order, now),
        (number_words(order.order_no), Tone.BRIGHT),
        (class_name_words(pack, order.class_code), Tone.BRIGHT),
        (short_place(pack, order.area_code), Tone.GREY),
        (coded(pack, "case_type", order.case_type or ""), Tone.GREY),
        (order.follow_up, Tone.GREY),
        where_to(line, pack),
    )


def short_place(pack: CityPack, code: str) -> str:
    """Return the street of a place, or what is known of it; the code itself where the pack does not know it."""
    if not pack.has_area(code):
        return code
    path = pack.area_path(code)
    return path[min(2, len(path) - 1)].name


def where_to(line: QueueLine, pack: CityPack) -> Piece:
    """Return what is to be done with a case: where it would go, or what has to be decided first."""
    order = line.order
    match order.state:
        case State.RETURN_REVIEW:
            words = tr("return asked by {unit}").format(unit=_asking_unit(order, pack))
        case State.REPLY_REVIEW:
            words = tr("reply of {unit}").format(unit=unit_words(pack, order.lead_unit))
        case State.REFUSAL_REVIEW:
            words = tr("refusal proposed")
        case _:
            words = proposal_cell(line, pack)
    if order.return_count >= RETURN_HOPS and order.state is not State.REPLY_REVIEW:
        return tr("2 returns, a lead decides: {words}").format(words=words), Tone.YELLOW
    return words, Tone.BRIGHT


def about_rows(line: QueueLine, pack: CityPack, now: datetime, zone: tzinfo, width: int) -> list[Row]:
    """Return what has to be decided about a case, and what is known for it."""
    order = line.order
    told: list[tuple[str, Tone]] = []
    if order.return_count:
        words = trn("Returned {count} time.", "Returned {count} times.", order.return_count)
        decides = tr("A lead decides where it goes.") if order.return_count >= RETURN_HOPS else ""
        told.append((sentences(words.format(count=order.return_count), decides), Tone.YELLOW))
    if line.number_of_callers > 1:
        told.append((callers_words(line.number_of_callers), Tone.GREY))
    match order.state:
        case State.TO_DISPATCH:
            told += _proposed(line, pack, now, zone)
        case State.RETURN_REVIEW:
            told += _return_asked(order, pack, now, zone)
        case State.REPLY_REVIEW:
            told += _replied(order, pack, now, zone)
        case State.REFUSAL_REVIEW:
            told += _refusal_proposed(order, pack)
    return [row for words, tone in told for row in wrapped(words, width, tone)]


def _proposed(line: QueueLine, pack: CityPack, now: datetime, zone: tzinfo) -> list[tuple[str, Tone]]:
    found = proposals_of(line, pack)
    if not found:
        return [(tr("No unit is proposed for this class and place: choose one."), Tone.YELLOW)]
    labels = (tr("Proposed"), *(tr("Or") for _ in found[1:]))
    return [
        (tr("{label}: {value}").format(label=label, value=proposal_words(line, each, pack, now, zone)), tone)
        for label, each, tone in zip(labels, found, (Tone.ACCENT, *(Tone.GREY for _ in found[1:])), strict=True)
    ]


def _return_asked(order: WorkOrder, pack: CityPack, now: datetime, zone: tzinfo) -> list[tuple[str, Tone]]:
    asked = order.return_request
    if asked is None:
        return []
    head = tr("Return asked for by {unit}: {reason} ({who}, {at})").format(
        unit=unit_words(pack, asked.unit), reason=coded(pack, "return_reason", asked.reason), who=asked.operator,
        at=exact(asked.at, now, zone),
    )  # fmt: skip
    told = [(head, Tone.ACCENT)]
    if asked.explanation:
        told.append((tr("It says: {text}").format(text=visible(asked.explanation)), Tone.BRIGHT))
    if asked.suggested_unit:
        told.append((tr("Rather for: {unit}").format(unit=unit_words(pack, asked.suggested_unit)), Tone.BRIGHT))
    if asked.late:
        told.append((tr("Asked after the time for returns was over."), Tone.YELLOW))
    return told


def _replied(order: WorkOrder, pack: CityPack, now: datetime, zone: tzinfo) -> list[tuple[str, Tone]]:
    told: list[tuple[str, Tone]] = []
    for each in order.assignments:
        if each.ended_at is None and each.done_at is not None:
            who = tr("{unit} replied {at}").format(unit=unit_words(pack, each.unit), at=exact(each.done_at, now, zone))
            solved = coded(pack, "solved", each.solved) if each.solved else ""
            told.append((f"{who}  {solved}".rstrip(), Tone.ACCENT))
            told.append((visible(each.reply), Tone.BRIGHT))
            if each.evidence:
                told.append((tr("Evidence: {text}").format(text=visible(each.evidence)), Tone.GREY))
    return told


def _refusal_proposed(order: WorkOrder, pack: CityPack) -> list[tuple[str, Tone]]:
    kind = coded(pack, "refusal_kind", order.refusal or "")
    reason = refusal_reason_words(pack, order.refusal_reason)
    route = coded(pack, "legal_route", order.legal_route or "")
    return [
        (tr("Refusal proposed: {kind}, {reason}").format(kind=kind, reason=reason), Tone.ACCENT),
        (tr("Lawful route: {route}").format(route=route), Tone.GREY),
    ]


def _asking_unit(order: WorkOrder, pack: CityPack) -> str:
    return unit_words(pack, order.return_request.unit if order.return_request else order.lead_unit)
