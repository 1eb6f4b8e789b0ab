"""Giving one command at the centre so that it is done once, whatever becomes of the line in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.codes import State
from hotline.outcome import Refusal, RefusalCode
from hotline.wire import Problem
from local_cache.errors import GivenRefused, NotKnown

if TYPE_CHECKING:
    from hotline.wire import MutationResult
    from local_cache.sync.transport import Given, Proof, Transport, TransportProblem

_DEFECT = 500
_BUSY = 503


def given_once(line: Transport, given: Given, proof: Proof) -> MutationResult:
    """Give a command, and ask once more under its key if the answer got lost: the centre does it once.

    Raises `GivenRefused`, `NotKnown`, `TransportProblem`, and `TransportDown` where nothing of it has been sent.
    """
    from local_cache.sync.transport import TransportDown, TransportProblem

    try:
        return line.give(given, proof)
    except TransportDown as down:
        if not down.sent:
            raise
    except TransportProblem as problem:
        if not _leaves_in_doubt(problem):
            raise _told(problem) from None
    try:
        return line.give(given, proof)
    except TransportDown:
        raise NotKnown(given.op) from None
    except TransportProblem as problem:
        if problem.problem in (Problem.REFUSED, Problem.NOT_FOUND, Problem.INVALID):  # it had not taken it before
            raise _told(problem) from None
        raise NotKnown(given.op) from None


def _leaves_in_doubt(problem: TransportProblem) -> bool:
    """Say whether the command may have taken effect: a centre that says that it is busy has done nothing."""
    return problem.status >= _DEFECT and not (problem.problem is Problem.BUSY and problem.status == _BUSY)


def _told(problem: TransportProblem) -> Exception:
    """Return what the rulebook at the centre found, or the problem as it came."""
    said = problem.extra
    if problem.problem is not Problem.REFUSED or said.get("code") not in set(RefusalCode):
        return problem
    refusal = Refusal(RefusalCode(said["code"]), str(said.get("field") or ""), str(said.get("found") or ""))
    state, revision = said.get("state"), said.get("revision")
    return GivenRefused(
        refusal, State(state) if state in set(State) else None, revision if isinstance(revision, int) else None
    )
