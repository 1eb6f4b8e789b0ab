"""What the rulebook is told besides the work order and the command: time, person, and facts of the city pack."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from hotline.codes import Role


class PackFacts(Protocol):
    """What the rulebook asks of a city pack."""

    @property
    def version(self) -> str:
        """Return the version that a command names as the one it was made with."""
        ...

    def has_class(self, code: str) -> bool:
        """Say whether the class tree has a leaf of this code."""
        ...

    def has_area(self, code: str) -> bool:
        """Say whether the territory has this code, at any level."""
        ...

    def has_unit(self, code: str) -> bool:
        """Say whether there is a unit of this code."""
        ...

    def has_refusal_reason(self, code: str) -> bool:
        """Say whether the pack names this reason for a refusal."""
        ...


@dataclass(frozen=True, slots=True)
class Actor:
    """Who gives a command, and from which seat ("0042"; empty for people without a seat)."""

    operator: str
    roles: frozenset[Role]
    seat: str = ""


def _as_it_is(_field: str, value: str) -> str:
    return value


@dataclass(frozen=True, slots=True)
class Context:
    """One command's surroundings. `at` is when it was made, aware; `order_id` names a work order still to be made.

    `seen_as` is how the caller of the rulebook sees a personal field: the centre sees it as it is, a seat's cache
    masked, so that an old value typed before masking still compares equal there. `amended` are the fields that others
    have amended since what the operator saw (`amending.amended_by_others`): a mask does not show it.
    """

    at: datetime
    actor: Actor
    pack: PackFacts
    order_id: UUID | None = None
    seen_as: Callable[[str, str], str] = _as_it_is
    amended: frozenset[str] = frozenset()
