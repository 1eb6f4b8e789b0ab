"""The questions of supervision: their fields, with what was typed before, and what is wrong with a value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from hotline.codes import SuperviseKind
from hotline.due_moment import WORKING_DAYS
from hotline.intake_rules import LINE_LIMIT
from screens.parts.amend import Wrong
from screens.parts.base import Said
from screens.parts.choices import code_choices
from screens.parts.fill_in import FillIn, Typed, must_choose, must_say
from screens.parts.moments import written, wrong_day, wrong_moment
from screens.parts.unit_choices import unit_choices
from widgets.entry import Check, Entry
from widgets.field import Field
from widgets.picker import Picker
from wording import language, mark

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.work_order import WorkOrder

__all__ = ["JOINT_UNITS", "WORKING_DAYS", "hold", "notice", "units_that_had_it"]

_LABEL_CELLS = 16
_MOMENT_LIMIT = 20
JOINT_UNITS = ("unit_1", "unit_2", "unit_3")
"""The fields of the other units of a joint supervision."""


def units_that_had_it(order: WorkOrder) -> list[str]:
    """Return the units that had a case, the one that has it first."""
    units = [order.at_unit, *(each.unit for each in reversed(order.assignments))]
    return [*dict.fromkeys(filter(None, units))]


def notice(
    heading: Said,
    pack: CityPack,
    kind: SuperviseKind,
    usual: datetime,
    now: Callable[[], datetime],
    zone: tzinfo,
    typed: Typed | None,
    wrong: Wrong,
) -> FillIn:
    """Ask what the unit is to do and by when; of a joint supervision also with whom."""
    joint = JOINT_UNITS if kind is SuperviseKind.JOINT else ()

    def fields(held: Typed) -> list[Entry]:
        due = Field(id="due", label=mark("Answer by"), label_width=_LABEL_CELLS, needed=True, limit=_MOMENT_LIMIT,
                    value=held.get("due", written(usual, zone)),
                    check=lambda text: wrong_moment(text, now(), zone))  # fmt: skip
        others = [
            Picker(id=name, label=mark("Together with"), label_width=_LABEL_CELLS, needed=not place,
                   check=None if place else must_choose)
            for place, name in enumerate(joint)
        ]  # fmt: skip
        return [_line("text", mark("Notice"), held, check=must_say), due, *others]

    choices = {name: lambda: unit_choices(pack) for name in joint}
    return FillIn(heading, fields, typed=typed, wrong=wrong, choices=choices)


def hold(
    heading: Said, pack: CityPack, now: Callable[[], datetime], zone: tzinfo, typed: Typed | None, wrong: Wrong
) -> FillIn:
    """Ask why the clocks are to rest, what is planned, and when somebody looks again."""

    def fields(held: Typed) -> list[Entry]:
        return [
            Picker(id="reason", label=mark("Reason"), label_width=_LABEL_CELLS, needed=True, check=must_choose),
            _line("plan", mark("Plan"), held, check=must_say),
            Field(id="review_on", label=mark("Look again on"), label_width=_LABEL_CELLS, needed=True,
                  limit=_MOMENT_LIMIT, value=held.get("review_on", ""),
                  check=lambda text: wrong_day(text, now(), zone)),
        ]  # fmt: skip

    choices = {"reason": lambda: code_choices(pack, "clock_pause", language())}
    return FillIn(heading, fields, typed=typed, wrong=wrong, choices=choices)


def _line(name: str, label: str, held: Typed, *, check: Check) -> Field:
    return Field(id=name, label=label, label_width=_LABEL_CELLS, value=held.get(name, ""), limit=LINE_LIMIT,
                 needed=check is must_say, check=check)  # fmt: skip
