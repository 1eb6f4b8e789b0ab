"""Turns away whoever may not read a report (`hotline.report_readers`), and shows people of a unit their own."""

from case_api.problems import ProblemError
from hotline.codes import Role
from hotline.context import Actor
from hotline.report_readers import reads_all_reports
from hotline.wire import Problem


def check_reads_all(reader: Actor) -> None:
    """Raise `ProblemError` (`forbidden`) for somebody who does not read reports on all units."""
    if not reads_all_reports(reader.roles):
        raise ProblemError(Problem.FORBIDDEN, 403, "this report is for other roles")


def unit_shown(reader: Actor, asked: str | None) -> str | None:
    """Return the unit whose numbers are shown, None for all: of people of a unit always their own.

    Raises `ProblemError` (`forbidden`).
    """
    if reads_all_reports(reader.roles):
        return asked
    if Role.UNIT not in reader.roles:
        raise ProblemError(Problem.FORBIDDEN, 403, "this report is for other roles")
    if not reader.unit:
        raise ProblemError(Problem.FORBIDDEN, 403, "you work for no unit; ask an administrator to name it")
    if asked not in (None, reader.unit):
        raise ProblemError(Problem.FORBIDDEN, 403, "a unit sees its own rates only")
    return reader.unit
