"""A line to a centre that is not there: it takes what is pushed, and answers as it was told."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Event
from typing import Any
from uuid import UUID

from hotline.desk_doc import Beat as SignOfLife
from hotline.desk_doc import BeatAnswer, DeskLine, DeskNews, StateChange
from hotline.grants import SignedGrant
from hotline.likely_doc import LikelyCases
from hotline.queue_doc import QueuePage
from hotline.report_doc import RepeatReview, ReviewRequest
from hotline.wire import (
    CallEventOut,
    Cursor,
    MutationOutcome,
    MutationResult,
    Problem,
    PullAnswer,
    PulledRow,
    PulledScope,
    PullRequest,
    PushAnswer,
    PushRequest,
    ReconcileAnswer,
)
from local_cache.board_questions import Answer as BoardTold
from local_cache.board_questions import BoardAct, BoardQuestion
from local_cache.model import DeskAct
from local_cache.news import OVER_AT_THE_SEAT
from local_cache.report_questions import Answer, Form, ReportQuestion
from local_cache.sync.transport import (
    Beat,
    Call,
    FetchedPack,
    FoundCases,
    Given,
    LiveCalls,
    Proof,
    SignedIn,
    StreamEvent,
    TransportDown,
    TransportProblem,
)


class FakeLine:
    """Implements `Transport`. `up` cuts and restores it; `pushed` is what has arrived, in order."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.up = True
        self.pushed: list[Any] = []
        self.people: dict[str, tuple[str, SignedIn]] = {}
        self.roster: list[SignedGrant] = []
        self.cases: list[dict[str, Any]] = []
        self.asked: dict[str, Any] = {}
        self.revealed: dict[UUID, tuple[str, str]] = {}
        self.problem: TransportProblem | None = None
        self.signed_out: list[str] = []
        self.acts: list[tuple[UUID, str]] = []
        self.live_calls: list[CallEventOut] = []
        """Told at the beginning of each stream, as the centre tells of calls that have not ended."""
        self.ended: set[Proof] = set()
        self.report_pages: dict[str, dict[str, Any]] = {}
        self.asked_reports: list[ReportQuestion[Any]] = []
        self.reviews: dict[UUID, ReviewRequest] = {}
        self.board_pages: dict[str, dict[str, Any]] = {}
        self.asked_board: list[BoardQuestion[Any]] = []
        self.board_acts: list[BoardAct[Any]] = []
        self.board_proofs: list[Proof] = []
        self.proofs: list[Proof] = []
        self.checks: list[Proof] = []
        self.pulls = 0
        self.outcome, self.reason = MutationOutcome.APPLIED, ""
        """What becomes of the mutations that are pushed from now on."""
        self.given: list[Given] = []
        self.givers: list[Proof] = []
        """The commands that have arrived, each as often as it came."""
        self.lost: list[Exception] = []
        """What comes in the place of the next answers to a command."""
        self.taken: dict[UUID, MutationResult] = {}
        self.page: QueuePage | None = None
        self.likely_cases = LikelyCases()
        self.asked_likely: list[tuple[UUID, Proof]] = []
        self.asked_queues: list[tuple[str, str, Proof]] = []
        self.beats: list[SignOfLife] = []
        self.states: dict[int, StateChange] = {}
        self.news: DeskNews | None = None
        self.news_asked = 0
        self.queue_told: deque[DeskLine] = deque()
        """What the stream says next of the queue."""
        self.desk_acts: list[DeskAct] = []
        self.rows: list[PulledRow] = []
        """What the next pull brings to the seat's own scope."""

    def _there(self) -> None:
        if not self.up:
            raise TransportDown("Cut")
        if self.problem is not None:
            raise self.problem

    def push(self, request: PushRequest) -> PushAnswer:
        self._there()
        known = {each.seq for each in self.pushed}
        self.pushed.extend(each for each in request.mutations if each.seq not in known)
        results = tuple(
            MutationResult(
                seq=each.seq,
                mutation_id=each.mutation_id,
                outcome=self.outcome,
                case_id=each.case_id,
                reason=self.reason,
                replayed=each.seq in known,
            )
            for each in request.mutations
        )
        return PushAnswer(epoch="e-1", last_seq=self._last(), server_time=self.now(), results=results)

    def pull(self, request: PullRequest) -> PullAnswer:
        self._there()
        self.pulls += 1
        rows, self.rows = tuple(self.rows), []
        scopes = {
            scope: PulledScope(cursor=Cursor(epoch="e-1", pos=1), rows=rows if scope.startswith("seat:") else ())
            for scope in request.scopes
        }
        last = self.pushed[-1].mutation_id if self.pushed else None
        return PullAnswer(
            epoch="e-1", last_seq=self._last(), last_mutation_id=last, server_time=self.now(), scopes=scopes
        )

    def reconcile(self, client_id: UUID) -> ReconcileAnswer:
        self._there()
        return ReconcileAnswer(epoch="e-1", last_seq=self._last(), windows=())

    def grants(self) -> list[SignedGrant]:
        self._there()
        return self.roster

    def pack(self, city: str, etag: str) -> FetchedPack:
        self._there()
        return FetchedPack(etag, None)

    def sign_in(self, operator_id: str, password: str) -> SignedIn:
        self._there()
        wanted = self.people.get(operator_id)
        if wanted is None or wanted[0] != password:
            raise TransportProblem(Problem.AUTH_REQUIRED, 401)
        return wanted[1]

    def sign_in_beside(self, operator_id: str, password: str) -> str:
        return self.sign_in(operator_id, password).token

    def sign_out(self, token: str) -> None:
        self._there()
        self.signed_out.append(token)

    def reveal(self, mutation_id: UUID, token: str) -> tuple[str, str]:
        self._there()
        return self.revealed.get(mutation_id, ("caller_phone", "19900009999"))

    def check_sign_in(self, proof: Proof) -> None:
        self._there()
        self.checks.append(proof)
        if proof in self.ended:
            raise TransportProblem(Problem.AUTH_REQUIRED, 401)

    def search(self, query: dict[str, Any], proof: Proof) -> FoundCases:
        self.check_sign_in(proof)
        self.proofs.append(proof)
        self.asked = query
        return FoundCases(tuple(self.cases), None)

    def case(self, case_id: UUID, proof: Proof) -> dict[str, Any] | None:
        self.check_sign_in(proof)
        return next((each for each in self.cases if each["order"]["id"] == str(case_id)), None)

    def queue(self, name: str, cursor: str, proof: Proof) -> QueuePage:
        self.check_sign_in(proof)
        self.asked_queues.append((name, cursor, proof))
        return self.page or QueuePage(as_of=self.now())

    def likely(self, case_id: UUID, proof: Proof) -> LikelyCases:
        self.check_sign_in(proof)
        self.asked_likely.append((case_id, proof))
        return self.likely_cases

    def report(self, question: ReportQuestion[Answer], proof: Proof) -> Answer:
        self.check_sign_in(proof)
        self.asked_reports.append(question)
        return question.answer.model_validate(self.report_pages[question.name])

    def whole_report(self, period: str, form: Form, language: str, proof: Proof) -> bytes:
        self.check_sign_in(proof)
        return f"{period} {form} {language}".encode()

    def board(self, question: BoardQuestion[BoardTold], proof: Proof) -> BoardTold:
        self.check_sign_in(proof)
        self.asked_board.append(question)
        self.board_proofs.append(proof)
        return question.answer.model_validate(self.board_pages[question.path])

    def board_act(self, act: BoardAct[BoardTold], proof: Proof) -> BoardTold:
        self.check_sign_in(proof)
        loss = self.lost.pop(0) if self.lost else None
        if not isinstance(loss, TransportDown) or loss.sent:
            self.board_acts.append(act)
        if loss:
            raise loss
        return act.answer.model_validate(self.board_pages[act.path])

    def review_repeat(self, key: UUID, asked: ReviewRequest, proof: Proof) -> RepeatReview:
        self.check_sign_in(proof)
        loss = self.lost.pop(0) if self.lost else None
        if not isinstance(loss, TransportDown) or loss.sent:
            self.reviews.setdefault(key, asked)
        if loss:
            raise loss
        return RepeatReview(at=self.now(), operator="2001", words=self.reviews[key].words)

    def give(self, given: Given, proof: Proof) -> MutationResult:
        self.check_sign_in(proof)
        self.given.append(given)
        self.givers.append(proof)
        if self.lost and (loss := self.lost.pop(0)):
            if isinstance(loss, TransportDown) and loss.sent:
                self._take(given)
            raise loss
        return self._take(given)

    def _take(self, given: Given) -> MutationResult:
        fresh = MutationResult(
            seq=len(self.taken) + 1, mutation_id=given.key, outcome=MutationOutcome.APPLIED, case_id=given.case_id
        )
        return self.taken.setdefault(given.key, fresh)

    def beat(self, beat: SignOfLife) -> BeatAnswer:
        self._there()
        self.beats.append(beat)
        self.states.update({each.seq: each for each in beat.states if each.seq not in self.states})
        return BeatAnswer(states_up_to=max(self.states, default=0))

    def desk_news(self) -> DeskNews:
        self._there()
        self.news_asked += 1
        return self.news or DeskNews(now=self.now())

    def desk_act(self, act: DeskAct, proof: Proof) -> None:
        self.check_sign_in(proof)
        self.desk_acts.append(act)

    def call_act(self, call_id: UUID, act: str) -> None:
        self._there()
        if self.live_calls and call_id not in {each.call_id for each in self.live_calls}:
            raise TransportProblem(Problem.NOT_FOUND, 404)
        self.acts.append((call_id, act))

    def events(self, stop: Event) -> Iterator[StreamEvent]:
        self._there()
        yield Beat()
        yield from map(Call, self.live_calls)
        ended = {each.call_id for each in self.live_calls if each.kind in OVER_AT_THE_SEAT}
        yield LiveCalls(frozenset({each.call_id for each in self.live_calls} - ended))
        while not stop.wait(0.01):
            self._there()
            yield self.queue_told.popleft() if self.queue_told else Beat()

    def abandon(self) -> None:
        """Nothing hangs here."""

    def close(self) -> None:
        """Nothing is open here."""

    def _last(self) -> int:
        return self.pushed[-1].seq if self.pushed else 0
