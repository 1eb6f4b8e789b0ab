"""Makes the cases that callers of a scenario have brought before: filed, and with a unit where one has them."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from city_packs.scenario import PastCase
from hotline.case_doc import timeline_entry
from hotline.codes import CaseType, Role
from hotline.commands import Command, FileCase
from hotline.context import Actor, Context, PackFacts
from hotline.dispatch_commands import Assign
from hotline.order_number import LAST_SERIAL, PRACTICE_SEAT, OrderNumber
from hotline.outcome import Refusal
from hotline.rulebook import apply
from hotline.unit_commands import Sign
from hotline.work_order import Intake
from local_cache.ids import new_id
from practice.centre.kept import Kept

_COLLEAGUE = "practice"
"""Who took the past cases down and passed them on."""
_STEP = timedelta(minutes=20)


class PastCaseError(ValueError):
    """A past case that the rulebook does not let be; the message names it and says why."""


def past_cases(asked: Iterable[PastCase], now: datetime, pack: PackFacts, *, english: bool = False) -> Iterator[Kept]:
    """Yield the cases as the centre has them by now. Raises `PastCaseError`.

    Their numbers are of practice's seat too, of the last serial, so that no number minted here meets one of them.
    """
    for counter, case in enumerate(asked, 1):
        yield _past_case(case, counter, now, pack, english=english)


def _past_case(case: PastCase, counter: int, now: datetime, pack: PackFacts, *, english: bool) -> Kept:
    at = now - timedelta(days=case.days_ago)
    case_id = new_id()
    number = str(OrderNumber(PRACTICE_SEAT, LAST_SERIAL, counter))
    intake = Intake(
        case_type=CaseType(case.case_type), class_code=case.class_code, area_code=case.area_code,
        address_text=case.address_text, content=case.content.en if english else case.content.zh,
        caller_name=case.caller_name, caller_phone=case.phone,
    )  # fmt: skip
    kept = _after(None, FileCase(number=number, intake=intake, pack_version=pack.version), Role.OPERATOR, at, case_id,
                  case, pack)  # fmt: skip
    if case.unit:
        at = min(at + _STEP, now)
        kept = _after(kept, Assign(unit=case.unit), Role.DISPATCHER, at, case_id, case, pack)
        kept = _after(kept, Sign(), Role.UNIT, min(at + _STEP, now), case_id, case, pack)
    return kept


def _after(
    kept: Kept | None, command: Command, role: Role, at: datetime, case_id: UUID, case: PastCase, pack: PackFacts
) -> Kept:
    actor = Actor(_COLLEAGUE, frozenset({role}), unit=case.unit if role is Role.UNIT else "")
    outcome = apply(kept.order if kept else None, command, Context(at, actor, pack, case_id))
    if isinstance(outcome, Refusal) or outcome.order is None:
        why = f"{outcome.code} {outcome.field}" if isinstance(outcome, Refusal) else "no case"
        raise PastCaseError(f"{case.code}: {command.op}: {why}")
    if kept is None:
        return Kept(outcome.order, tuple(map(timeline_entry, outcome.events)), case.code)
    return kept.after(outcome.order, outcome.events)
