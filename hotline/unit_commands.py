"""Commands of a responsible unit (承办单位)."""

from typing import Annotated, Literal

from pydantic import Field

from hotline.codes import Solved
from hotline.dispatch_commands import Words
from hotline.work_order_text import Code, CommandBase, Line, Narrative

MOST_DAYS = 60
"""More days than any profile may be extended by."""


class Sign(CommandBase):
    """签收: the unit has seen the work order and takes it in hand."""

    op: Literal["sign"] = "sign"


class ContactCaller(CommandBase):
    """先行联系: the unit has spoken with the caller; `first_reply` tells how it will go on (初次答复)."""

    op: Literal["contact_caller"] = "contact_caller"
    said: Line = ""
    first_reply: bool = False


class PassDown(CommandBase):
    """下派: to a unit of a lower level; the one above stays answerable."""

    op: Literal["pass_down"] = "pass_down"
    unit: Code
    note: Line = ""


class CoReply(CommandBase):
    """协办反馈: a co-unit's share of the answer, for the lead unit."""

    op: Literal["co_reply"] = "co_reply"
    reply: Annotated[Narrative, Field(min_length=1)]
    evidence: Line = ""


class RequestReturn(CommandBase):
    """退单申请: why it is not this unit's, as a code of the pack's return reasons, and whose it is."""

    op: Literal["request_return"] = "request_return"
    reason: Code
    explanation: Line = ""
    suggested_unit: Code = ""


class RequestExtension(CommandBase):
    """延期申请: before expiry only. `days` are in the unit of the handling clock, working days as a rule."""

    op: Literal["request_extension"] = "request_extension"
    days: float = Field(gt=0, le=MOST_DAYS)
    reason: Words
    evidence: Line = ""


class Reply(CommandBase):
    """办结反馈: what was done, with evidence, and whether the unit holds the demand for solved."""

    op: Literal["reply"] = "reply"
    reply: Annotated[Narrative, Field(min_length=1)]
    evidence: Line = ""
    solved: Solved


class AnswerSupervision(CommandBase):
    """督办回复: answers the notice at place `index` of the case, counted from 0."""

    op: Literal["answer_supervision"] = "answer_supervision"
    index: int = Field(ge=0)
    answer: Words


class RequestExclusion(CommandBase):
    """不计考核申请: why no unit could meet this demand."""

    op: Literal["request_exclusion"] = "request_exclusion"
    reason: Words
    evidence: Line = ""
