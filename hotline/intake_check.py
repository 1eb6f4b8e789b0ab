"""What is wrong with an intake, for each command that makes a work order of one."""

from collections.abc import Iterator
from typing import Any

from hotline.commands import HandOff
from hotline.context import Context
from hotline.intake_rules import REQUIRED
from hotline.masking import NAME_FIELDS, PHONE_FIELDS, has_star
from hotline.outcome import Refusal, RefusalCode
from hotline.phones import PhoneError, normal
from hotline.work_order import Intake


def required_fields(command_type: type[Any]) -> tuple[str, ...]:
    """Return the intake fields that an intake command cannot do without, in the order of the desk."""
    return REQUIRED[command_type.model_fields["op"].default]


def check_intake(command_type: type[Any], intake: Intake, context: Context, pack_version: str) -> Refusal | None:
    """Return the first thing wrong with an intake for this command, or None. The desk asks this before saving."""
    return next(intake_faults(command_type, intake, context, pack_version), None)


def intake_faults(command_type: type[Any], intake: Intake, context: Context, pack_version: str) -> Iterator[Refusal]:
    """Yield everything wrong with an intake for this command, in the order in which it is to be mended.

    Codes are checked only against the pack version that the command was made with: a centre that has moved on to
    a newer pack must still take a case from a seat that had none.
    """
    for name in required_fields(command_type):
        if not getattr(intake, name):
            yield Refusal(RefusalCode.MISSING_FIELD, name)
    reachable = intake.anonymous or intake.caller_phone or intake.contact_phone
    if command_type is not HandOff and not reachable:
        yield Refusal(RefusalCode.MISSING_FIELD, "contact_phone")
    for name in PHONE_FIELDS:
        if value := getattr(intake, name):
            try:
                normal(value)
            except PhoneError:
                yield Refusal(RefusalCode.BAD_PHONE, name)
    for name in NAME_FIELDS:
        if has_star(getattr(intake, name)):
            yield Refusal(RefusalCode.BAD_NAME, name)
    if pack_version != context.pack.version:
        return
    if intake.class_code and not context.pack.has_class(intake.class_code):
        yield Refusal(RefusalCode.UNKNOWN_CODE, "class_code", intake.class_code)
    if intake.area_code and not context.pack.has_area(intake.area_code):
        yield Refusal(RefusalCode.UNKNOWN_CODE, "area_code", intake.area_code)
