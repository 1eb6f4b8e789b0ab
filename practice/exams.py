"""Exams (考试): which were sat by whom, told by what is kept here and by what the centre has told. An exam is sat once.

It is sat as soon as its caller has said something: who has heard nothing has sat nothing, and such a session is
nothing once it is left. The record of what was sat stays when the practice folder is wiped: codes and nothing else.
"""

import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress

from hotline.codes import PracticeKind
from local_cache.practice_exchange import PracticeExchange
from local_cache.whole_file import write_whole
from practice.folder import PracticeFolder, SessionFolder
from practice.record import CallerSaid, RecordDamaged, parse_record
from practice.session_file import KeptPlan, kept_plans
from practice.session_plan import SessionPlan

Sat = tuple[str, str, str]
"""An exam that was sat: the trainee's name of sign-in, the id of what it was sat for (empty for nothing), scenario."""


def exam_sat(folder: PracticeFolder, plan: SessionPlan) -> bool:
    """Say whether this trainee has sat this exam before: for the same thing, of one of the same scenarios."""
    wanted = _of(plan)
    if not wanted.isdisjoint({*_kept(folder), *_told(folder)}):
        return True
    return any(not wanted.isdisjoint(_of(kept)) and was_heard(each) for each, kept in _exams(folder))


def sat_by(
    folder: PracticeFolder, operator_id: str, sessions: Iterable[tuple[SessionFolder, KeptPlan]]
) -> dict[str, frozenset[str]]:
    """Return what a trainee has sat as exams: by scenario, the ids of what each was sat for (empty for nothing).

    `sessions` are theirs, as `kept_plans` yields them. An exam that has ended was heard, or it would be gone: the
    records of these are not read.
    """
    here = (
        sat for each, kept in sessions
        if kept.plan.kind is PracticeKind.EXAM and (kept.ended or was_heard(each)) for sat in _of(kept.plan)
    )  # fmt: skip
    found: dict[str, frozenset[str]] = {}
    for trainee, assignment, scenario in (*_kept(folder), *_told(folder), *here):
        if trainee == operator_id:
            found[scenario] = found.get(scenario, frozenset()) | {assignment}
    return found


def under_way(sessions: Iterable[tuple[SessionFolder, KeptPlan]]) -> frozenset[str]:
    """Return the scenarios of exams that are being sat: their callers were heard, and they have not ended.

    `sessions` are those of one trainee, as `kept_plans` yields them.
    """
    return frozenset(
        call.scenario for each, kept in sessions
        if kept.plan.kind is PracticeKind.EXAM and not kept.ended and was_heard(each) for call in kept.plan.calls
    )  # fmt: skip


def counts(folder: SessionFolder, plan: SessionPlan) -> bool:
    """Say whether a session counts: an exam does once its caller was heard, every other kind always."""
    return plan.kind is not PracticeKind.EXAM or was_heard(folder)


def was_heard(folder: SessionFolder) -> bool:
    """Say whether the caller has said something in a session; of a record that cannot be read it is taken for true."""
    try:
        return any(isinstance(event, CallerSaid) for event in parse_record(folder.record.read_bytes()).events)
    except (OSError, RecordDamaged):
        return True


def sweep_unheard(folder: PracticeFolder) -> None:
    """Throw away the exams in which nobody has said anything; the caller holds the folder's lock, nobody sits one."""
    for each, _ in _exams(folder):
        if not was_heard(each):
            throw_away(each)


def throw_away(folder: SessionFolder) -> None:
    """Throw a session away, keys first; what the system keeps goes with the next sweep."""
    folder.forget_seat()
    shutil.rmtree(folder.root, ignore_errors=True)


def keep_sat(folder: PracticeFolder) -> None:
    """Keep which exams were sat, for when their sessions are gone. Raises `OSError`."""
    here = (sat for each, plan in _exams(folder) if was_heard(each) for sat in _of(plan))
    if sat := {*_kept(folder), *_told(folder), *here}:
        write_whole(folder.sat, json.dumps(sorted(sat), ensure_ascii=False).encode())


def _exams(folder: PracticeFolder) -> Iterator[tuple[SessionFolder, SessionPlan]]:
    return ((each, kept.plan) for each, kept in kept_plans(folder) if kept.plan.kind is PracticeKind.EXAM)


def _of(plan: SessionPlan) -> frozenset[Sat]:
    return frozenset((plan.trainee.operator_id, plan.assignment, each.scenario) for each in plan.calls)


def _kept(folder: PracticeFolder) -> Iterator[Sat]:
    with suppress(OSError, ValueError, TypeError):
        for trainee, assignment, scenario in json.loads(folder.sat.read_text("utf-8")):
            yield str(trainee), str(assignment), str(scenario)


def _told(folder: PracticeFolder) -> Iterator[Sat]:
    """Yield what the centre has told: an exam may have been sat at another seat, or before this folder was.

    An older centre tells no exams, but what of an assignment is done.
    """
    for trainee, work in PracticeExchange(folder.root).all_assigned():
        for each in work.assignments:
            if each.kind == PracticeKind.EXAM:
                yield from ((trainee, str(each.assignment_id), scenario) for scenario in each.done)
        for exam in work.exams:
            yield trainee, str(exam.assignment_id or ""), exam.scenario
