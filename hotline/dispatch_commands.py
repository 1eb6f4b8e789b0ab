"""Commands of the dispatcher's queue (审核派单), and of the lead who decides on a refusal."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from hotline.work_order_text import Code, CommandBase, Line, Narrative, Title
from wording import mark

MOST_CO_UNITS = 10

Words = Annotated[Line, Field(min_length=1)]
"""A line that has to say something."""


class DecideRefusal(CommandBase):
    """不予受理审核: a lead confirms the refusal that the desk proposed, or sends the case to dispatch."""

    op: Literal["decide_refusal"] = "decide_refusal"
    accept: bool
    reason: Words


class QuerySeat(CommandBase):
    """退回座席: what the dispatcher has to know before the case can go on."""

    op: Literal["query_seat"] = "query_seat"
    question: Words


class Split(CommandBase):
    """分单: the case was two matters. What goes to the new one stands here; the old one `keeps` another narrative.

    `new_id` is the new case's own, and `number` where the seat has minted one: an empty one comes from the centre.
    Place and class stay as they were where they are empty.
    """

    op: Literal["split"] = "split"
    new_id: UUID
    number: Code = ""
    content: Annotated[Narrative, Field(min_length=1)]
    title: Title = ""
    class_code: Code = ""
    area_code: Code = ""
    keeps: Annotated[Narrative, Field(min_length=1)]


class Merge(CommandBase):
    """并单: the same matter as another case, which goes on for both. Each caller is still called back."""

    op: Literal["merge"] = "merge"
    parent: UUID


class Unmerge(CommandBase):
    """拆并: not the same matter after all; until the parent is filed."""

    op: Literal["unmerge"] = "unmerge"
    reason: Words


class Assign(CommandBase):
    """派单: to a lead unit and its co-units. An empty `profile` takes the city's own for such a case.

    `pack_version` names the dispatch catalogue that the dispatcher had before them.
    """

    op: Literal["assign"] = "assign"
    unit: Code
    co_units: tuple[Code, ...] = Field(default=(), max_length=MOST_CO_UNITS)
    profile: Code = ""
    pack_version: Code = ""
    note: Line = ""

    @model_validator(mode="after")
    def _units_differ(self) -> Self:
        if len({self.unit, *self.co_units}) != 1 + len(self.co_units):
            raise ValueError(mark("a unit stands twice among lead unit and co-units; name each once"))
        return self


class DecideReturn(CommandBase):
    """退单审核: back to dispatch, one hop more; or back to the unit, which may then not return it again."""

    op: Literal["decide_return"] = "decide_return"
    accept: bool
    reason: Words


class ReviewReply(CommandBase):
    """办结审核: the reply goes on to call-back, or back to the unit for what it lacks (补正)."""

    op: Literal["review_reply"] = "review_reply"
    accept: bool
    reason: Line = ""

    @model_validator(mode="after")
    def _sending_back_has_a_reason(self) -> Self:
        if not self.accept and not self.reason.strip():
            raise ValueError(mark("say what the reply lacks, in the field reason"))
        return self
