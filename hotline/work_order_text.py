"""The kinds of text and number in a work order, each with its limit, and the base of all that never changes."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from hotline.intake_rules import CODE_LIMIT, CONTENT_LIMIT, LINE_LIMIT, NAME_LIMIT, PHONE_LIMIT, TITLE_LIMIT
from hotline.phones import written
from hotline.texts import unkeepable


def _keepable(text: str) -> str:
    sign = unkeepable(text)
    if sign is not None:
        raise ValueError(f"the character {sign} cannot be stored; delete it")
    return text


Narrative = Annotated[str, Field(max_length=CONTENT_LIMIT), AfterValidator(_keepable)]
Line = Annotated[str, Field(max_length=LINE_LIMIT), AfterValidator(_keepable)]
Name = Annotated[str, Field(max_length=NAME_LIMIT), AfterValidator(_keepable)]
Phone = Annotated[str, Field(max_length=PHONE_LIMIT), AfterValidator(_keepable), AfterValidator(written)]
Code = Annotated[str, Field(max_length=CODE_LIMIT), AfterValidator(_keepable)]
Title = Annotated[str, Field(max_length=TITLE_LIMIT), AfterValidator(_keepable)]


class Frozen(BaseModel):
    """A value that never changes and takes no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CommandBase(Frozen):
    """A command. Its model is built when it is first used: the console starts with few of them."""

    model_config = ConfigDict(defer_build=True)
