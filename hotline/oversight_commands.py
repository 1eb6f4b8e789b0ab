"""Commands of those who watch over the loop: lead, supervisor, reviewer, leader."""

from datetime import date
from typing import Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from hotline.codes import SuperviseKind
from hotline.dispatch_commands import MOST_CO_UNITS, Words
from hotline.work_order_text import Code, CommandBase, Line
from wording import mark


class DecideExtension(CommandBase):
    """延期审核: the handling clock gets the days that were asked for, or does not."""

    op: Literal["decide_extension"] = "decide_extension"
    grant: bool
    reason: Words


class HoldCase(CommandBase):
    """挂账: at the unit's request; `reason` is a code of the pack's `clock_pause`."""

    op: Literal["hold"] = "hold"
    reason: Code
    plan: Words
    review_on: date


class Resume(CommandBase):
    """恢复办理: the clocks go on with what was left of them."""

    op: Literal["resume"] = "resume"
    reason: Line = ""


class Reopen(CommandBase):
    """重新办理: a closed case goes back to its unit on new evidence, until it is filed."""

    op: Literal["reopen"] = "reopen"
    evidence: Words


class Supervise(CommandBase):
    """督办: a notice to the unit, to be answered by a moment. A joint one names the other `units` (source row B12)."""

    op: Literal["supervise"] = "supervise"
    kind: SuperviseKind
    text: Words
    due: AwareDatetime
    units: tuple[Code, ...] = Field(default=(), max_length=MOST_CO_UNITS)

    @model_validator(mode="after")
    def _joint_names_units(self) -> Self:
        if (self.kind is SuperviseKind.JOINT) != bool(self.units):
            raise ValueError(mark("a joint supervision names the other units, and no other kind does"))
        return self


class DecideExclusion(CommandBase):
    """不计考核审核: left out of the adjusted rates or not; the raw rates count it either way."""

    op: Literal["decide_exclusion"] = "decide_exclusion"
    grant: bool
    reason: Words


class NameUnit(CommandBase):
    """提请曝光: a unit that handled badly, for the exposure list."""

    op: Literal["name_unit"] = "name_unit"
    unit: Code
    why: Words


class DecideNaming(CommandBase):
    """曝光审批: a leader lets a unit be named, or does not."""

    op: Literal["decide_naming"] = "decide_naming"
    grant: bool
    reason: Line = ""
