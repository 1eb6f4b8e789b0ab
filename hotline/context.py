"""What the rulebook is told besides the work order and the command: time, person, and facts of the city pack."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from hotline.codes import Role

if TYPE_CHECKING:
    from hotline.clocks import Clock
    from hotline.due_moment import Due
    from hotline.work_order import Intake, WorkOrder


class DayClock(Protocol):
    """A city's working days and hours: what due moments are computed by, and remembered by."""

    def __hash__(self) -> int:
        """Return a hash."""
        ...

    @property
    def version(self) -> str:
        """Return the version of the working-day calendar."""
        ...

    def day_of(self, moment: datetime) -> date:
        """Return the day that it is in the city."""
        ...

    def after(self, start: datetime, length: float, unit: str) -> Due:
        """Return the moment that lies `length` in `unit` after `start`."""
        ...

    def after_day(self, day: date, length: float) -> Due:
        """Return the moment that lies so many working days after a day."""
        ...

    def moved(self, moment: datetime, since: datetime, until: datetime, unit: str) -> Due:
        """Return the moment later by a rest from `since` until `until`, counted in `unit`."""
        ...


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

    def has_entry(self, code_list: str, code: str) -> bool:
        """Say whether a code list of the pack has this code."""
        ...

    def unit_level(self, code: str) -> int:
        """Return the level of a unit, 1 for the city to 4 for a community; 0 for an unknown one."""
        ...

    def has_profile(self, code: str) -> bool:
        """Say whether the pack has this profile of clocks."""
        ...

    def usual_profile(self, demand: Intake) -> str:
        """Return the profile by which such a case is handled in this city."""
        ...

    def clocks_of(self, profile: str, event: str, demand: Intake) -> tuple[Clock, ...]:
        """Return the clocks that `event` starts for such a case, one for each event that stops one.

        An empty or unknown profile is the usual one.
        """
        ...

    def number(self, setting: str) -> float:
        """Return a setting that is a number."""
        ...

    @property
    def day_clock(self) -> DayClock:
        """Return the city's working days and hours."""
        ...


@dataclass(frozen=True, slots=True)
class Actor:
    """Who gives a command, from which seat ("0042"; empty for people without a seat), and for which unit."""

    operator: str
    roles: frozenset[Role]
    seat: str = ""
    unit: str = ""


def _as_it_is(_field: str, value: str) -> str:
    return value


@dataclass(frozen=True, slots=True)
class Context:
    """One command's surroundings. `at` is when it was made, aware; `order_id` names a work order still to be made.

    `seen_as` is how the caller of the rulebook sees a personal field: the centre sees it as it is, a seat's cache
    masked, so that an old value typed before masking still compares equal there. `amended` are the fields that others
    have amended since what the operator saw (`amending.amended_by_others`): a mask does not show it. `others` are the
    work orders besides its own that a command is about: a parent, or the cases merged into it.
    """

    at: datetime
    actor: Actor
    pack: PackFacts
    order_id: UUID | None = None
    seen_as: Callable[[str, str], str] = _as_it_is
    amended: frozenset[str] = frozenset()
    others: Mapping[UUID, WorkOrder] = field(default_factory=lambda: MappingProxyType({}))


class HasOrder(Protocol):
    """A case as somebody keeps it, its work order in it."""

    @property
    def order(self) -> WorkOrder:
        """Return the work order."""
        ...


class OrdersOf(Mapping[UUID, "WorkOrder"]):
    """The work orders of the cases at hand, as `Context.others` takes them; nothing is copied."""

    def __init__(self, cases: Mapping[UUID, HasOrder]) -> None:
        self._cases = cases

    def __getitem__(self, case_id: UUID) -> WorkOrder:
        return self._cases[case_id].order

    def __iter__(self) -> Iterator[UUID]:
        return iter(self._cases)

    def __len__(self) -> int:
        return len(self._cases)
