"""The kinds of text and number in a work order, each with its limit, and the base of all that never changes."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from hotline.intake_rules import CODE_LIMIT, CONTENT_LIMIT, LINE_LIMIT, NAME_LIMIT, PHONE_LIMIT, TITLE_LIMIT
from hotline.phones import written
from hotline.texts import unkeepable

_set = object.__setattr__  # the models are frozen for everybody else


def keepable(text: str) -> str:
    """Return a text that can be stored. Raises `ValueError`, which names the sign that cannot."""
    sign = unkeepable(text)
    if sign is not None:
        raise ValueError(f"the character {sign} cannot be stored; delete it")
    return text


Narrative = Annotated[str, Field(max_length=CONTENT_LIMIT), AfterValidator(keepable)]
Line = Annotated[str, Field(max_length=LINE_LIMIT), AfterValidator(keepable)]
Name = Annotated[str, Field(max_length=NAME_LIMIT), AfterValidator(keepable)]
Phone = Annotated[str, Field(max_length=PHONE_LIMIT), AfterValidator(keepable), AfterValidator(written)]
Code = Annotated[str, Field(max_length=CODE_LIMIT), AfterValidator(keepable)]
Title = Annotated[str, Field(max_length=TITLE_LIMIT), AfterValidator(keepable)]


class Frozen(BaseModel):
    """A value that never changes and takes no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with `update` in it, unvalidated; its keys are names of fields.

        What never changes is shared with the copy. That is far cheaper than pydantic's own copy, of which the rulebook
        would make three for every command.
        """
        if deep:
            return super().model_copy(update=update, deep=True)
        update = update or {}
        fields = self.__pydantic_fields_set__
        copy = self.__new__(type(self))
        _set(copy, "__dict__", {**self.__dict__, **update})
        _set(copy, "__pydantic_fields_set__", fields if update.keys() <= fields else fields | update.keys())
        _set(copy, "__pydantic_extra__", None)
        _set(copy, "__pydantic_private__", None)
        return copy


class CommandBase(Frozen):
    """A command. Its model is built when it is first used: the console starts with few of them."""

    model_config = ConfigDict(defer_build=True)
