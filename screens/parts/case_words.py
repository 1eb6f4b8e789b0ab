"""A case in words: the lines that an operator reads to a caller, and the timeline below them."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from hotline.codes import State
from hotline.command_table import COMMANDS
from hotline.order_number import grouped
from hotline.texts import visible
from widgets.clock_text import full
from wording import language, listed, mark, sentences, tr

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.case_doc import CaseDoc, TimelineEntry

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


def number_words(number: str) -> str:
    """Return a case number as it is read out, empty where there is none."""
    return grouped(number) if number else ""


def coded(pack: CityPack, code_list: str, code: str) -> str:
    """Return the name of a code in the present language; the code itself where an older pack does not know it."""
    try:
        return pack.name_of(code_list, code, language())
    except KeyError:
        return code


def place_words(pack: CityPack, area_code: str) -> str:
    """Return a place as it is read, the code itself where the pack does not know it."""
    return pack.area_label(area_code) if pack.has_area(area_code) else area_code


def class_words(pack: CityPack, class_code: str) -> str:
    """Return a class as it is read, the code itself where the pack does not know it."""
    return pack.class_label(class_code, language()) if class_code in pack.classes else class_code


def unit_words(pack: CityPack, unit_code: str) -> str:
    """Return a unit's name, the code itself where the pack does not know it."""
    unit = pack.units.get(unit_code)
    if unit is None:
        return unit_code
    return unit.name_en if language() == "en" else unit.name


def read_aloud(doc: CaseDoc, pack: CityPack, zone: tzinfo, *, at_centre: bool = True) -> list[str]:
    """Return the four things that a caller asks: what was asked, who has it, what was done last, what comes next.

    `at_centre` false says that the case is on this seat alone: nobody else can have done anything about it yet.
    """
    order = doc.order
    asked = tr("Asked: {title}").format(title=visible(order.title or order.content[:40]))
    unit = order.lead_unit or order.dispatch_advice
    if not at_centre:
        who = tr("With: this seat; the centre does not have it yet")
    elif order.lead_unit:
        who = tr("With: {unit}").format(unit=unit_words(pack, unit))
    elif unit and order.state is State.TO_DISPATCH:
        who = tr("With: the dispatcher, probably for {unit}").format(unit=unit_words(pack, unit))
    else:
        who = tr("With: the hotline")
    lines = [asked, who]
    if doc.timeline:
        lines.append(tr("Last: {entry}").format(entry=timeline_line(doc.timeline[-1], pack, zone)))
    lines.append(tr("Next: {step}").format(step=_next(doc, pack, zone, at_centre=at_centre)))
    return lines


def _next(doc: CaseDoc, pack: CityPack, zone: tzinfo, *, at_centre: bool) -> str:
    order = doc.order
    if order.state is State.TO_DISPATCH and not at_centre:
        step = tr("Once it has reached the centre, it is given to the unit in charge.")
    else:
        step = _handed_off(doc) if order.state is State.HANDED_OFF else tr(_NEXT[order.state])
        if not at_centre:
            step = sentences(step, tr("The centre does not have it yet."))
    if order.feedback_due is not None and order.state is State.HANDLING:
        return sentences(step, tr("Feedback is due {at}.").format(at=full(order.feedback_due, zone)))
    if order.state is not State.TO_DISPATCH:
        return step
    promise = pack.promise(order.class_code, order.urgency, case_type=order.case_type, channel=order.channel)
    if promise is None:
        return step
    unit = coded(pack, "clock_unit", promise.unit)
    reply = tr("A reply comes within {length} {unit} of dispatch.").format(length=f"{promise.length:g}", unit=unit)
    return sentences(step, reply)


def _handed_off(doc: CaseDoc) -> str:
    """Say what the record stands for: the console transfers no call, and where the caller was gone nobody could."""
    line = doc.order.emergency_line or ""
    if any(entry.data.get("caller_gone") for entry in doc.timeline if entry.kind == "hand_off"):
        return tr("It was only recorded for {line}, the caller was gone: somebody has to ring {line}.").format(
            line=line
        )
    return tr("Recorded for {line}; transferring is done on the telephone.").format(line=line)


def timeline_line(entry: TimelineEntry, pack: CityPack, zone: tzinfo) -> str:
    """Return one event as a line: when, what, by whom, and what it said."""
    row = COMMANDS.get(entry.kind)
    what = tr(row.name) if row else entry.kind
    role = coded(pack, "role", entry.role) if entry.role else ""
    said = tr("; ").join(_said(entry.kind, name, value, pack, zone) for name, value in entry.data.items() if value)
    parts = (full(entry.at, zone), what, f"{role} {entry.operator}".strip(), said)
    return "  ".join(part for part in parts if part)


def _said(kind: str, name: str, value: Any, pack: CityPack, zone: tzinfo) -> str:
    if name == "changes" and isinstance(value, dict):
        words = tr("{label}: {value}")
        return listed(
            words.format(label=field_words(each), value=f"{_shown(old)} -> {_shown(new)}")
            for each, (old, new) in value.items()
        )
    if name in ("advice", "unit"):
        return unit_words(pack, str(value))
    if name == "due":
        return full(datetime.fromisoformat(str(value)), zone)
    if name == "route":
        return coded(pack, "legal_route", str(value))
    if name == "refusal":
        return coded(pack, "refusal_kind", str(value))
    if kind == "propose_refusal" and name == "reason":
        return _refusal_reason(pack, str(value))
    if kind == "reveal":
        return coded(pack, "reveal_reason", str(value)) if name == "reason" else field_words(str(value))
    if value is True:
        return tr(_TRUE[name]) if name in _TRUE else name
    return visible(str(value))


def _refusal_reason(pack: CityPack, code: str) -> str:
    reason = pack.refusal_reasons.get(code)
    if reason is None:
        return code
    return reason.name_en if language() == "en" else reason.name


def _shown(value: Any) -> str:
    return "-" if value in (None, "") else visible(str(value))


_TRUE = {
    "three_way": mark("three-way"),
    "caller_gone": mark("the caller was gone: only recorded, nobody was put through"),
}

_FIELDS = {
    "case_type": mark("Type"), "class_code": mark("Class"), "title": mark("Title"), "content": mark("Content"),
    "occurred_at": mark("Happened at"), "area_code": mark("Place"), "address_text": mark("Address"),
    "subject_kind": mark("Caller is"), "caller_name": mark("Name"), "caller_phone": mark("Caller's number"),
    "contact_phone": mark("Phone"), "respondent_name": mark("Party complained of"),
    "respondent_phone": mark("Phone of the party"), "urgency": mark("Urgency"), "confidential": mark("Confidential"),
    "anonymous": mark("Anonymous"), "is_enterprise": mark("Enterprise matter"), "channel": mark("Channel"),
    "outside_no": mark("Outside number"),
}  # fmt: skip


def field_words(name: str) -> str:
    """Return the label of a field of the intake."""
    return tr(_FIELDS[name]) if name in _FIELDS else name
