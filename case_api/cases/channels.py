"""Cases of the other channels (source rows B1, B6, Z13): filed at the centre under a number of its own, each once.

A channel names a case by its own number. The same number of the same channel is the same case, however often it is
sent: its id follows from both.
"""

from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlalchemy import bindparam, select

from case_api.centre import Centre
from case_api.problems import ProblemError
from case_api.storage.engine import looking_up
from case_api.storage.tables_cases import cases
from case_api.sync.give import give_command, refused
from hotline.codes import Channel, State
from hotline.commands import SCHEMA, FileCase, payload_of
from hotline.context import Actor
from hotline.rulebook import refused_at_once
from hotline.wire import Problem
from hotline.work_order import Intake

_CASES = UUID("01930f2c-0000-7000-8000-0000000c4a21")
_FILED = "filed"
_FILING = FileCase.model_fields["op"].default


@dataclass(frozen=True, slots=True)
class FiledCase:
    """What a channel is told: the case's id and number, its state now, and whether it was known before."""

    case_id: UUID
    number: str
    state: State
    known: bool


def case_id_of(channel: Channel, outside_no: str) -> UUID:
    """Return the id of the case that a channel calls by this number."""
    return uuid5(_CASES, f"{channel} {outside_no}")


def file_from_channel(centre: Centre, intake: Intake, actor: Actor, session_id: str) -> FiledCase:
    """File a demand that came in elsewhere than by telephone; `intake` names channel and outside number.

    Raises `ProblemError` as `give_command` does.
    """
    case_id = case_id_of(intake.channel, intake.outside_no)
    if refusal := refused_at_once(_FILING, None, actor):
        raise refused(refusal, None, actor)  # before it is told whether the case is known
    if known := _filed(centre, case_id, known=True):
        return known
    command = FileCase(number="", intake=intake, pack_version=centre.pack.version)
    given = give_command(
        centre, case_id, uuid5(case_id, _FILED), command.op, SCHEMA, payload_of(command), actor, session_id=session_id
    )
    filed = _filed(centre, case_id, known=given.replayed)
    if filed is None:
        raise ProblemError(Problem.NOT_FOUND, 404, "the case was erased")
    return filed


def _filed(centre: Centre, case_id: UUID, *, known: bool) -> FiledCase | None:
    with looking_up(centre.engine) as conn:
        row = conn.execute(_CASE, {"id": case_id}).first()
    return FiledCase(case_id, row.number, State(row.state), known) if row else None


_CASE = select(cases.c.number, cases.c.state).where(cases.c.id == bindparam("id"))
