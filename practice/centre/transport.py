"""The small centre as a seat meets it: the whole of `local_cache.sync.transport.Transport`, and never a network.

What practice has not (boards, reports, work lists of other people) it refuses, as a centre refuses what is not for an
operator. Everything may be called from any thread.
"""
# ruff: noqa: ARG002
# Another line needs what is said to its methods; this one leads to the next room.

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, Literal, Never, TypeVar
from uuid import UUID

from city_packs.model import CityPack
from city_packs.scenario import PastCase
from hotline.codes import CallEventKind
from hotline.desk_doc import Beat as SignOfLife
from hotline.desk_doc import BeatAnswer, DeskLine, DeskNews, QueueLine
from hotline.grants import SignedGrant
from hotline.likely_doc import LikelyCases
from hotline.order_number import PRACTICE_SEAT
from hotline.wire import (
    MutationResult,
    Problem,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    ReconcileAnswer,
)
from local_cache.model import DeskAct
from local_cache.sync.transport import (
    Call,
    FetchedPack,
    FoundCases,
    Given,
    LiveCalls,
    Poke,
    Proof,
    SignedIn,
    StreamEvent,
    TransportProblem,
)
from practice.centre import asking
from practice.centre.book import Book
from practice.centre.judging import RefusedError
from practice.centre.kept import as_json
from practice.centre.line import PracticeLine
from practice.centre.not_in_practice import NotInPractice
from practice.centre.one_person import ROLES, OnePerson
from practice.centre.past_cases import past_cases
from practice.centre.store import CentreFile
from practice.centre.stream import Stream
from practice.centre.telephone import Telephone
from practice.session_plan import Trainee

T = TypeVar("T")


class PracticeCentre(NotInPractice):
    """Implements `Transport`. The session says who rings and who waits; the seat does the rest."""

    def __init__(
        self, file: CentreFile, pack: CityPack, now: Callable[[], datetime], trainee: Trainee, *,
        phone_hash_key: bytes, signing_key: bytes, sub_centre: str, english: bool = False,
    ) -> None:  # fmt: skip
        self._file = file
        self._pack = pack
        self._now = now
        self._person = OnePerson(trainee, signing_key, now)
        self._phone_hash_key = phone_hash_key
        self._english = english
        self._book = Book(file, pack, now, phone_hash_key, seat=PRACTICE_SEAT, sub_centre=sub_centre)
        self._scopes = (f"seat:{PRACTICE_SEAT}", f"area:{sub_centre}")
        self._telephone = Telephone(PRACTICE_SEAT)
        self._gate = threading.RLock()
        self._states_up_to = 0
        self.line = PracticeLine()
        self._stream = Stream(self.line, self._begun)
        self._queue = QueueLine()

    # --- for the session ----------------------------------------------------------------------------------------

    def seed(self, cases: Iterable[PastCase]) -> None:
        """Put in what the centre has had before the session. Raises `PastCaseError`."""
        with self._gate:
            self._book.seed(past_cases(cases, self._now(), self._pack, english=self._english))

    def code_of(self, case_id: UUID | None) -> str:
        """Return what a case is called in the record: the code of a past case, else its own id; empty for no case."""
        with self._gate:
            case = self._book.cases.get(case_id) if case_id else None
        return case.code if case and case.code else str(case_id or "")

    def ring(self, call_id: UUID, number: str, at: datetime) -> None:
        """Let a caller ring at the seat."""
        with self._gate:
            self._stream.tell(Call(self._telephone.rings(call_id, number, at)))

    def happened(self, kind: CallEventKind, at: datetime) -> None:
        """Let the present call go on: the caller hung up, or the operator did what no line could carry."""
        with self._gate:
            if told := self._telephone.goes_on(kind, at):
                self._stream.tell(Call(told))

    def wait(self, queue: QueueLine) -> None:
        """Tell the desk who waits now."""
        with self._gate:
            if queue != self._queue:
                self._queue = queue
                self._stream.tell(self._desk_line())

    # --- sync ---------------------------------------------------------------------------------------------------

    def push(self, request: PushRequest) -> PushAnswer:
        """Take what the seat offers, each mutation once."""

        def take() -> PushAnswer:
            with self._gate:
                answer = self._book.push(request, ROLES)
                if answer.results:
                    self._stream.tell(Poke(self._scopes))
                return answer

        return self.line.over(take)

    def pull(self, request: PullRequest) -> PullAnswer:
        """Return what is new."""
        return self._locked(lambda: self._book.pull(request))

    def reconcile(self, client_id: UUID) -> ReconcileAnswer:
        """Return what is here of a client."""
        return self._locked(lambda: self._book.reconcile(client_id))

    def grants(self) -> list[SignedGrant]:
        """Return the trainee's grant."""
        return self.line.over(lambda: [self._person.grant()])

    def pack(self, city: str, etag: str) -> FetchedPack:
        """Return that the pack on the seat is the one of this session."""
        return self.line.over(lambda: FetchedPack(etag, None))

    # --- people -------------------------------------------------------------------------------------------------

    def sign_in(self, operator_id: str, password: str) -> SignedIn:
        """Let the trainee in, and nobody else; there is no password in practice."""
        return self.line.over(lambda: self._person.let_in(operator_id))

    def sign_out(self, token: str) -> None:
        """Take note of it."""
        self.line.over(lambda: None)

    def check_sign_in(self, proof: Proof) -> None:
        """Let the trainee ask on."""
        self.line.over(lambda: None)

    def reveal(self, mutation_id: UUID, token: str) -> tuple[str, str]:
        """Return field and value of an applied reveal."""
        found = self._locked(lambda: self._book.revealed(mutation_id))
        if found is None:
            raise TransportProblem(Problem.NOT_FOUND, 404)
        return found

    # --- cases --------------------------------------------------------------------------------------------------

    def search(self, query: dict[str, Any], proof: Proof) -> FoundCases:
        """Search the cases of this session."""
        return self._locked(lambda: asking.search(self._book.cases.values(), query, self._pack, self._phone_hash_key))

    def case(self, case_id: UUID, proof: Proof) -> dict[str, Any] | None:
        """Return one case, None for none."""

        def found() -> dict[str, Any] | None:
            case = self._book.cases.get(case_id)
            return as_json(case.doc(self._phone_hash_key)) if case else None

        return self._locked(found)

    def likely(self, case_id: UUID, proof: Proof) -> LikelyCases:
        """Return the live cases that may be the same matter."""
        found = self._locked(lambda: asking.likely(self._book.cases, case_id))
        if found is None:
            raise TransportProblem(Problem.NOT_FOUND, 404)
        return found

    def give(self, given: Given, proof: Proof) -> MutationResult:
        """Take a command given here; what the rulebook does not allow is `refused` with what it found."""
        mutation = self._person.said(given)

        def take() -> MutationResult:
            with self._gate:
                try:
                    result = self._book.give(mutation, ROLES)
                except RefusedError as refused:
                    found = refused.refusal
                    told: dict[str, Any] = {"code": found.code, "field": found.field, "found": found.detail}
                    if refused.order is not None:
                        told |= {"state": refused.order.state, "revision": refused.order.revision}
                    raise TransportProblem(Problem.REFUSED, 409, extra=told) from None
                self._stream.tell(Poke(self._scopes))
                return result

        return self.line.over(take)

    # --- the desk and its telephone -----------------------------------------------------------------------------

    def beat(self, beat: SignOfLife) -> BeatAnswer:
        """Take the seat's states in."""

        def take() -> BeatAnswer:
            with self._gate:
                self._states_up_to = max((self._states_up_to, *(each.seq for each in beat.states)))
                return BeatAnswer(states_up_to=self._states_up_to)

        return self.line.over(take)

    def desk_news(self) -> DeskNews:
        """Return how many callers wait; nobody writes to a desk in practice."""
        return self.line.over(lambda: DeskNews(**dict(self._desk_line())))

    def desk_act(self, act: DeskAct, proof: Proof) -> None:
        """Take note of it."""
        self.line.over(lambda: None)

    def call_act(self, call_id: UUID, act: Literal["answer", "hold", "resume", "hang_up"]) -> None:
        """Do with the call what the operator says; `not-found` for one that is over."""

        def do() -> None:
            try:
                told = self._telephone.act(call_id, act, self._now())
            except KeyError:
                raise TransportProblem(Problem.NOT_FOUND, 404) from None
            if told is not None:
                self._stream.tell(Call(told))

        self._locked(do)

    def events(self, stop: threading.Event) -> Iterator[StreamEvent]:
        """Yield what the seat is told, with a beat every two seconds, until the line breaks or `stop` is set."""
        return self._stream.events(stop)

    def abandon(self) -> None:
        """Break every exchange that waits."""
        self.line.abandon()

    def close(self) -> None:
        """Break the line for good and close the file."""
        self.line.close()
        with self._gate:
            self._file.close()

    # --- inside -------------------------------------------------------------------------------------------------

    def _locked(self, work: Callable[[], T]) -> T:
        def do() -> T:
            with self._gate:
                return work()

        return self.line.over(do)

    def _not_here(self) -> Never:
        self.line.over(lambda: None)
        raise TransportProblem(Problem.FORBIDDEN, 403)

    def _begun(self) -> Iterable[StreamEvent]:
        """Return what a stream begins with."""
        with self._gate:
            live = frozenset(filter(None, (self._telephone.live,)))
            told = map(Call, self._telephone.told_anew())
            return [*told, LiveCalls(live), self._desk_line(), Poke(self._scopes)]

    def _desk_line(self) -> DeskLine:
        return DeskLine(now=self._now(), queue=self._queue, switch_up=True)
