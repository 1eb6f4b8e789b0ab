"""Who may read reports: people who lead, supervise, review and dispatch read all; a unit its own rates only."""

from case_api.problems import ProblemError
from hotline.codes import Role
from hotline.context import Actor
from hotline.wire import Problem

_ALL = frozenset({Role.LEAD, Role.SUPERVISOR, Role.LEADER, Role.QUALITY, Role.DISPATCHER})


def check_reads_all(reader: Actor) -> None:
    """Raise `ProblemError` (`forbidden`) for somebody who does not read reports on all units."""
    if not reader.roles & _ALL:
        raise ProblemError(Problem.FORBIDDEN, 403, "this report is for other roles")


def unit_shown(reader: Actor, asked: str | None) -> str | None:
    """Return the unit whose numbers are shown, None for all: of people of a unit always their own.

    Raises `ProblemError` (`forbidden`).
    """
    if reader.roles & _ALL:
        return asked
    if Role.UNIT not in reader.roles:
        raise ProblemError(Problem.FORBIDDEN, 403, "this report is for other roles")
    if not reader.unit:
        raise ProblemError(Problem.FORBIDDEN, 403, "you work for no unit; ask an administrator to name it")
    if asked not in (None, reader.unit):
        raise ProblemError(Problem.FORBIDDEN, 403, "a unit sees its own rates only")
    return reader.unit
