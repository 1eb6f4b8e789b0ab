"""The trainer's lists side by side. Pure."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from screens.trainer.appeal_lines import AppealLines
from screens.trainer.people_lines import GroupLines, PeopleLines
from screens.trainer.set_lines import AssignmentLines, ScenarioLines
from screens.trainer.sum_lines import SumLines
from wording import mark

if TYPE_CHECKING:
    from screens.trainer.level import Level
    from screens.trainer.shown import Shown


class Tab(Enum):
    """A list; its value is the message id of its name."""

    PEOPLE = mark("People")
    ASSIGNED = mark("Assigned")
    SCENARIOS = mark("Scenarios")
    ITEMS = mark("Items")
    CLASSES = mark("Classes")
    WEEKS = mark("Weeks")
    APPEALS = mark("Appeals")
    GROUPS = mark("Groups")


def level_of(tab: Tab, shown: Shown) -> Level[Any]:
    """Return the list of a tab, not asked for yet."""
    match tab:
        case Tab.PEOPLE:
            return PeopleLines(shown)
        case Tab.ASSIGNED:
            return AssignmentLines(shown)
        case Tab.SCENARIOS:
            return ScenarioLines(shown)
        case Tab.ITEMS:
            return SumLines(shown, "item", mark("Item"))
        case Tab.CLASSES:
            return SumLines(shown, "class", mark("Class"))
        case Tab.WEEKS:
            return SumLines(shown, "week", mark("Week"))
        case Tab.APPEALS:
            return AppealLines(shown)
        case Tab.GROUPS:
            return GroupLines(shown)
