"""The line between the ends: it drops, doubles, delays and reorders, and the centre behind it has its moods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar
from uuid import UUID

from case_api.identity import Device
from case_api.problems import ProblemError
from hotline.wire import MutationResult, Problem, PullAnswer, PullRequest, PushAnswer, PushRequest, ReconcileAnswer
from local_cache.sync.transport import TransportDown, TransportProblem
from tests.simulation.centre_side import CentreSide
from tests.simulation.seat_side import SimSeat

T = TypeVar("T")
_KEPT = 40


class RepeatDiffersError(AssertionError):
    """A request came twice and was not answered alike (I7)."""


@dataclass
class Post:
    """What is still on its way: requests that will yet arrive, answers that will yet come back."""

    requests: list[tuple[Device, PushRequest]] = field(default_factory=list)
    push_answers: list[tuple[SimSeat, int, PushRequest, PushAnswer]] = field(default_factory=list)
    pull_answers: list[tuple[SimSeat, int, PullRequest, PullAnswer]] = field(default_factory=list)
    sent: list[tuple[int, Device, PushRequest, PushAnswer]] = field(default_factory=list)
    """Pushes that were answered, with the centre's life then: to be sent again word for word."""

    def keep(self, answered: tuple[int, Device, PushRequest, PushAnswer]) -> None:
        """Remember an answered push, and forget the oldest."""
        self.sent = [*self.sent[-_KEPT:], answered]


@dataclass
class Weather:
    """How the line is today. `faults` is the share of exchanges that go wrong."""

    faults: float
    revoked: set[UUID]
    """Machines that an administrator has locked out."""
    oldest_read: int
    """Consoles of an older schema may push, and are refused their pulls."""
    up: bool = True


class FaultyLine:
    """One seat's line."""

    def __init__(self, seat: SimSeat, centre: CentreSide, weather: Weather, post: Post, rand: Random) -> None:
        self._seat = seat
        self._run = seat.runs
        self._centre = centre
        self._weather = weather
        self._post = post
        self._rand = rand

    def push(self, request: PushRequest) -> PushAnswer:
        """Carry a push, in one of many ways."""
        fate = self._fate()
        self._known_machine()
        device = self._seat.device
        if fate == "late":
            self._post.requests.append((device, request))
            raise TransportDown("ReadTimeout")
        if fate == "too_large" and len(request.mutations) > 1:
            raise TransportProblem(Problem.TOO_LARGE, 413)
        answer = self._deliver(lambda: self._centre.push(request, device))
        self._post.keep((self._centre.life, device, request, answer))
        if fate == "twice":
            again = self._deliver(lambda: self._centre.push(request, device))
            same_answer(answer, again)
        if fate == "answer_late":
            self._post.push_answers.append((self._seat, self._run, request, answer))
        if fate in ("answer_lost", "answer_late"):
            raise TransportDown("ReadTimeout")
        self._seat.may_die()
        return PushAnswer.model_validate_json(answer.model_dump_json())

    def pull(self, request: PullRequest) -> PullAnswer:
        """Carry a pull, in one of many ways."""
        fate = self._fate()
        self._known_machine()
        if self._seat.schema < self._weather.oldest_read:
            raise TransportProblem(Problem.UPGRADE_REQUIRED, 409)
        if fate == "late":
            raise TransportDown("ReadTimeout")
        answer = self._deliver(lambda: self._centre.pull(request, self._seat.device))
        if fate in ("twice", "answer_late"):
            self._post.pull_answers.append((self._seat, self._run, request, answer))
        if fate in ("answer_lost", "answer_late"):
            raise TransportDown("ReadTimeout")
        self._seat.may_die()
        return answer

    def reconcile(self, client_id: UUID) -> ReconcileAnswer:
        """Carry a reconcile."""
        if self._fate() in ("late", "answer_lost", "answer_late"):
            raise TransportDown("ReadTimeout")
        self._known_machine()
        return self._deliver(lambda: self._centre.reconcile(client_id, self._seat.device))

    def _known_machine(self) -> None:
        if self._seat.device.device_id in self._weather.revoked:
            raise TransportProblem(Problem.DEVICE_REVOKED, 403)

    def _fate(self) -> str:
        if not self._weather.up:
            raise TransportDown("ConnectError")
        if self._rand.random() >= self._weather.faults:
            return "well"
        fate = self._rand.choices(
            ["lost", "late", "answer_lost", "answer_late", "twice", "too_large", "auth", "busy", "odd", "broken"],
            [3, 3, 4, 3, 3, 1, 2, 2, 1, 1],
        )[0]
        if fate == "lost":
            raise TransportDown("ConnectTimeout")
        if fate == "auth":
            raise TransportProblem(Problem.AUTH_REQUIRED, 401)
        if fate == "busy":
            raise TransportProblem(Problem.BUSY, 503, retry_after=2)
        if fate == "odd":
            raise TransportProblem(None, 418)
        if fate == "broken":
            raise TransportProblem(None, 502)
        return fate

    def _deliver(self, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except ProblemError as problem:
            raise TransportProblem(problem.problem, problem.status, extra=problem.extra) from None


def same_answer(first: PushAnswer, again: PushAnswer, erased: frozenset[UUID] = frozenset()) -> None:
    """Check that a repeated push was answered as before, but for the note that it was a repeat.

    Of a case that was `erased` since, the receipt keeps what became of the mutation and none of the words in conflict.
    """
    before = [_bare(each, wordless=each.case_id in erased) for each in first.results]
    if before != [_bare(each) for each in again.results]:
        raise RepeatDiffersError("a repeated push was answered otherwise")


def _bare(result: MutationResult, *, wordless: bool = False) -> MutationResult:
    return result.model_copy(update={"replayed": False} | ({"conflicts": ()} if wordless else {}))
