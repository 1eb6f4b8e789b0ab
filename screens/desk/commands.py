"""Turns the desk's form into the commands of the rulebook."""

from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from screens.desk.form_fields import FIELDS
from screens.desk.form_problems import moment

if TYPE_CHECKING:
    from hotline.commands import AnswerDirectly, FileCase, HandOff, ProposeRefusal
    from hotline.work_order import Intake
    from screens.desk.call import DeskCall
    from screens.desk.form import DeskForm


def intake_of(form: "DeskForm", now: datetime, zone: tzinfo, call: "DeskCall | None" = None) -> "Intake":
    """Return what was taken down as an intake, from a caller who gave up as of that channel.

    Raises `pydantic.ValidationError` while `form.problems` has any.
    """
    from hotline.codes import Channel
    from hotline.work_order import Intake

    values: dict[str, Any] = {name: form[name] for name in FIELDS if form[name] not in ("", False)}
    if said := form.text("occurred_at"):
        happened = moment(said, now, zone)
        values["occurred_at"] = happened.astimezone(UTC) if happened else None
    values["caller_phone"] = form.caller_phone
    if call is not None and call.missed_id and values.get("channel") == Channel.PHONE:
        values["channel"] = Channel.MISSED_CALL
    values["title"] = form.title()
    return Intake.model_validate(values)


def file_case(form: "DeskForm", call: "DeskCall", number: str, now: datetime, zone: tzinfo) -> "FileCase":
    """Return the command that files the case under `number`, with the unit that the desk would send it to."""
    from hotline.commands import FileCase

    return FileCase(
        number=number, intake=intake_of(form, now, zone, call), call=call.times(), pack_version=form.pack.version,
        dispatch_advice=form.advice(),
    )  # fmt: skip


def answer_directly(
    form: "DeskForm", call: "DeskCall", number: str, now: datetime, zone: tzinfo, answer: str
) -> "AnswerDirectly":
    """Return the command for a matter that the caller had answered in the call."""
    from hotline.commands import AnswerDirectly

    return AnswerDirectly(
        number=number, intake=intake_of(form, now, zone, call), call=call.times(), pack_version=form.pack.version,
        answer=answer, callback_share=float(form.pack.settings.get("callback_share", 0.0)),
    )  # fmt: skip


def propose_refusal(
    form: "DeskForm", call: "DeskCall", number: str, now: datetime, zone: tzinfo, reason: str
) -> "ProposeRefusal":
    """Return the command for what the hotline may not take; the pack's reason brings kind and lawful route."""
    from hotline.codes import LegalRoute, RefusalKind
    from hotline.commands import ProposeRefusal

    found = form.pack.refusal_reasons[reason]
    return ProposeRefusal(
        number=number, intake=intake_of(form, now, zone, call), call=call.times(), pack_version=form.pack.version,
        refusal=RefusalKind(found.kind), reason=reason, legal_route=LegalRoute(found.route),
    )  # fmt: skip


def hand_off(
    form: "DeskForm",
    call: "DeskCall",
    number: str,
    now: datetime,
    zone: tzinfo,
    line: str,
    *,
    three_way: bool,
    caller_gone: bool,
) -> "HandOff":
    """Return the command for a call that goes to an emergency line, or would have if the caller were still there."""
    from hotline.codes import EmergencyLine
    from hotline.commands import HandOff

    intake, emergency = intake_of(form, now, zone, call), form.pack.emergency_lines.get(line)
    if not intake.title and emergency is not None:  # little is asked before; lists must tell it apart all the same
        intake = intake.model_copy(update={"title": f"{emergency.number} {emergency.name}"})
    return HandOff(
        number=number, intake=intake, call=call.times(), pack_version=form.pack.version,
        line=EmergencyLine(line), three_way=three_way, caller_gone=caller_gone,
    )  # fmt: skip
