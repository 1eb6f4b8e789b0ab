"""Which work list is whose: where a person goes at sign-in, and where the key for work lists leads from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.case_readers import NEED_NO_CASES
from hotline.codes import Role
from hotline.leader_readers import READS_LEADER_DAYS
from hotline.report_readers import READS_ALL_REPORTS

if TYPE_CHECKING:
    from collections.abc import Collection

    from screens.services import Place

_AT_THE_DESK = frozenset({Role.OPERATOR, Role.SPECIALIST})
_WORK_LISTS: tuple[tuple[Place, frozenset[Role]], ...] = (
    ("board", frozenset({Role.LEAD})),
    ("dispatch", frozenset({Role.DISPATCHER, Role.LEAD})),
    ("unit_desk", frozenset({Role.UNIT})),
    ("callbacks", frozenset({Role.CALLBACK})),
    ("supervision", frozenset({Role.SUPERVISOR, Role.LEADER, Role.LEAD})),
    ("reviews", frozenset({Role.QUALITY, Role.LEAD})),
    ("leader_days", frozenset(READS_LEADER_DAYS)),
    ("reports", READS_ALL_REPORTS | {Role.UNIT}),
    ("shift", frozenset({Role.LEAD})),
    ("trainer", frozenset({Role.TRAINER})),
)
"""A lead's board, work lists and reports, in the order in which the key goes through them; and whose each is."""


def work_places(roles: Collection[Role]) -> tuple[Place, ...]:
    """Return the work lists of somebody with these roles."""
    return tuple(place for place, whose in _WORK_LISTS if whose & {*roles})


def home_of(roles: Collection[Role]) -> Place:
    """Return where somebody with these roles begins: a lead at the board, who takes calls at the desk."""
    lists = work_places(roles)
    return lists[0] if lists and (Role.LEAD in roles or not _AT_THE_DESK & {*roles}) else "desk"


def has_desk(roles: Collection[Role]) -> bool:
    """Say whether desk and search are of use to somebody: not to whose own place is another one, without any case."""
    return home_of(roles) == "desk" or not NEED_NO_CASES.issuperset(roles)


def next_work_place(roles: Collection[Role], here: str) -> Place | None:
    """Return the work list that the key leads to from a place, from a list the next one; None for nowhere."""
    lists = work_places(roles)
    if here not in lists:
        return lists[0] if lists else None
    further = lists[(lists.index(here) + 1) % len(lists)]
    return further if further != here else None
