"""Commands about a note on a caller: proposed at a desk, decided and lifted by a lead."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from hotline.codes import CallerNoteReason
from hotline.dispatch_commands import Words
from hotline.intake_rules import NOTE_LIMIT
from hotline.work_order_text import CommandBase, Line


class ProposeCallerNote(CommandBase):
    """提请来电人备注: what whoever answers this caller next should know, until the end of the day `until`."""

    op: Literal["propose_caller_note"] = "propose_caller_note"
    reason: CallerNoteReason
    text: Annotated[Line, Field(min_length=1, max_length=NOTE_LIMIT)]
    until: date


class DecideCallerNote(CommandBase):
    """来电人备注审批: a lead lets it be shown, or does not; never who proposed it."""

    op: Literal["decide_caller_note"] = "decide_caller_note"
    grant: bool
    reason: Words


class LiftCallerNote(CommandBase):
    """撤销来电人备注: it is shown no more."""

    op: Literal["lift_caller_note"] = "lift_caller_note"
    reason: Words
