"""A case as an operator reads it to its caller: what was asked, who has it, what was done last, what comes next."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from hotline.codes import State, SyncState
from hotline.length_words import length_words
from hotline.running_clocks import handling_clock
from hotline.texts import visible
from hotline.unit_view import without_caller_note
from screens.parts.case_words import coded, unit_words
from screens.parts.loop_words import due_words
from screens.parts.timeline import timeline_line
from widgets.clock_text import exact
from wording import mark, sentences, tr

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.case_doc import CaseDoc
    from hotline.work_order import WorkOrder

_NEXT = {
    State.REFUSAL_REVIEW: mark("The shift lead decides whether the hotline takes it."),
    State.TO_DISPATCH: mark("It is being given to the unit in charge."),
    State.WITH_SEAT: mark("The dispatcher has a question for the desk."),
    State.TO_SIGN: mark("The unit signs for it."),
    State.HANDLING: mark("The unit handles it and contacts the caller."),
    State.RETURN_REVIEW: mark("It is being decided which unit is in charge."),
    State.ON_HOLD: mark("It is on hold until its review date."),
    State.REPLY_REVIEW: mark("The unit's reply is being reviewed."),
    State.TO_CALLBACK: mark("The hotline calls the caller back."),
    State.ANSWERED: mark("It was answered in the call; nothing more is due."),
    State.REFUSED: mark("It was not accepted; the lawful route was named."),
    State.MERGED: mark("It goes on together with an earlier case of the same matter."),
    State.WITHDRAWN: mark("It was withdrawn on the caller's word."),
    State.CLOSED: mark("It is closed."),
    State.FILED: mark("It is filed away."),
}


_ASIDE = {
    SyncState.HELD: (
        mark("With: the centre, which holds it: it does not count yet"),
        mark("A supervisor at the centre decides whether it counts. Until then nobody works on it: promise nothing."),
    ),
    SyncState.PARKED: (
        mark("With: the centre, which could not read it: it does not count yet"),
        mark("A person at the centre looks at it. Until then nobody works on it: promise nothing."),
    ),
}
"""Who has a case that the centre has set aside, and what comes next."""

_LAST_SIGNS = 140
"""How much of the latest event is read aloud, in characters: what it was, by whom, and three rows of what it said."""


def read_aloud(
    doc: CaseDoc,
    pack: CityPack,
    now: datetime,
    zone: tzinfo,
    *,
    at_centre: bool = True,
    aside: SyncState | None = None,
) -> list[str]:
    """Return the four things that a caller asks: what was asked, who has it, what was done last, what comes next.

    `at_centre` false says that the case is on this seat alone: nobody else can have done anything about it yet; with
    `aside` the centre holds it or has parked it, and nobody there works on it either.
    """
    order = doc.order
    asked = tr("Asked: {title}").format(title=visible(_asked(order)))
    unit = order.lead_unit or order.dispatch_advice
    if aside is not None:
        who = tr(_ASIDE[aside][0])
    elif not at_centre:
        who = tr("With: this seat; the centre does not have it yet")
    elif order.lead_unit:
        who = tr("With: {unit}").format(unit=unit_words(pack, unit))
    elif unit and order.state is State.TO_DISPATCH:
        who = tr("With: the dispatcher, probably for {unit}").format(unit=unit_words(pack, unit))
    else:
        who = tr("With: the hotline")
    lines = [asked, who]
    told = without_caller_note(doc).timeline  # that is not for the caller's ears
    if told:
        lines.append(tr("Last: {entry}").format(entry=_in_short(timeline_line(told[-1], pack, now, zone))))
    step = tr(_ASIDE[aside][1]) if aside else _next(doc, pack, now, zone, at_centre=at_centre)
    lines.append(tr("Next: {step}").format(step=step))
    return lines


def _asked(order: WorkOrder) -> str:
    """Return the title; `..` says that it is only the begin of the text, which stands whole elsewhere."""
    text = order.content.strip()
    title = order.title or text[:40]
    if not text.startswith(title):
        return title
    return text if len(text) <= len(title) + 1 else f"{title}.."  # a full stop alone is not left out


def _in_short(line: str) -> str:
    """Return the beginning of an event: what is due next must stay in sight, and the whole stands in the timeline."""
    first = line.partition("\n")[0][:_LAST_SIGNS].rstrip()
    return first if first == line else f"{first} .."


def _next(doc: CaseDoc, pack: CityPack, now: datetime, zone: tzinfo, *, at_centre: bool) -> str:
    order = doc.order
    if order.state is State.TO_DISPATCH and not at_centre:
        step = tr("Once it has reached the centre, it is given to the unit in charge.")
    else:
        step = _handed_off(doc, pack) if order.state is State.HANDED_OFF else tr(_NEXT[order.state])
        if not at_centre:
            step = sentences(step, tr("The centre does not have it yet."))
    clock = handling_clock(order.clocks)
    if clock is not None and clock.paused_at is None:
        at = due_words(clock.due_at, now, zone, provisional=clock.provisional)
        step = sentences(step, tr("The reply is due {at}.").format(at=at))
    if order.feedback_due is not None and order.state is State.HANDLING:
        return sentences(step, tr("Feedback is due {at}.").format(at=exact(order.feedback_due, now, zone)))
    if order.state is not State.TO_DISPATCH:
        return step
    promise = pack.promise(order.class_code, order.urgency, case_type=order.case_type, channel=order.channel)
    if promise is None:
        return step
    length = length_words(promise.length, promise.unit)
    reply = tr("A reply comes within {length} of dispatch.").format(length=length)
    return sentences(step, reply)


def _handed_off(doc: CaseDoc, pack: CityPack) -> str:
    """Say what the record stands for: the console transfers no call, and where the caller was gone nobody could."""
    line = coded(pack, "emergency_line", doc.order.emergency_line or "")
    if any(entry.data.get("caller_gone") for entry in doc.timeline if entry.kind == "hand_off"):
        return tr("It was only recorded for {line}, the caller was gone: somebody has to ring {line}.").format(
            line=line
        )
    return tr("Recorded for {line}; transferring is done on the telephone.").format(line=line)
