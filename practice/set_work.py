"""What a trainer has set for a trainee (练习任务) and is still to be done, and what is kept back until its exam is sat.

A drill shows hints, and marks show a good record: who has read these sits no exam. So while an exam of a scenario is
set and not sat, or under way, that scenario is practised as nothing else, unless a trainer has set it as that too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hotline.codes import PracticeKind
from hotline.practice_doc import AssignedWork, PracticeAppeal, PracticeResult

_OTHERWISE = frozenset({PracticeKind.DRILL.value, PracticeKind.SHIFT.value, PracticeKind.LINE_CUT.value})
"""The kinds in which a scenario is practised otherwise than as an exam."""


class KeptBack(Exception):  # noqa: N818  (named after what happened)
    """A scenario of the session is kept back: its exam is to be sat first."""


@dataclass(frozen=True, slots=True)
class SetWork:
    """Work that a trainer has set with a scenario: as a kind of practice, for which assignment, due on which day."""

    kind: str
    assignment: UUID
    due: date


def to_do(
    work: AssignedWork | None, waiting: Iterable[PracticeResult | PracticeAppeal]
) -> dict[str, tuple[SetWork, ...]]:
    """Return what is set by scenario, due first; what is done and has still to go to the centre is done."""
    results = [each for each in waiting if isinstance(each, PracticeResult)]
    done_here = {(each.assignment, call.scenario) for each in results for call in each.calls}
    found: dict[str, tuple[SetWork, ...]] = {}
    for each in sorted(work.assignments if work else (), key=lambda each: each.due):
        for code in each.scenarios:
            if code not in each.done and (each.assignment_id, code) not in done_here:
                found[code] = (*found.get(code, ()), SetWork(each.kind, each.assignment_id, each.due))
    return found


@dataclass(frozen=True, slots=True)
class SetForTrainee:
    """What is set for one trainee, by scenario: `works` as `to_do` gives them, and of which the exams are sat.

    `sat` holds what each was sat for, as `practice.exams.sat_by` gives it; `under_way` are those being sat.
    """

    works: Mapping[str, tuple[SetWork, ...]]
    sat: Mapping[str, frozenset[str]]
    under_way: frozenset[str] = frozenset()

    def work(self, scenario: str, kind: str) -> SetWork | None:
        """Return the work that is due first of those that are set as a kind of practice, None for none."""
        return next((each for each in self.works.get(scenario, ()) if each.kind == kind), None)

    def kept_back(self, scenario: str) -> frozenset[str]:
        """Return the kinds as which a scenario is not practised before its exam is sat; none where none is to be."""
        works, sat = self.works.get(scenario, ()), self.sat.get(scenario, frozenset())
        awaited = any(each.kind == PracticeKind.EXAM and str(each.assignment) not in sat for each in works)
        if not awaited and scenario not in self.under_way:
            return frozenset()
        return _OTHERWISE - {each.kind for each in works}
