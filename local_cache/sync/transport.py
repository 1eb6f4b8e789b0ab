"""What the sync asks of a line to the centre, and how a line says that it failed."""
# ruff: noqa: N818

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from threading import Event
from typing import TYPE_CHECKING, Any, Literal, Protocol
from uuid import UUID

from hotline.desk_doc import Beat as SignOfLife
from hotline.desk_doc import BeatAnswer, DeskLine, DeskNews
from hotline.grants import SignedGrant
from hotline.likely_doc import LikelyCases
from hotline.queue_doc import QueueName, QueuePage
from hotline.report_doc import RepeatReview, ReviewRequest
from hotline.wire import (
    CallEventOut,
    MutationResult,
    Problem,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    ReconcileAnswer,
)
from local_cache.board_questions import Answer as BoardTold
from local_cache.board_questions import BoardAct, BoardQuestion
from local_cache.model import DeskAct
from local_cache.report_questions import Answer, Form, ReportQuestion

if TYPE_CHECKING:
    from local_cache.practice_questions import Wanted


class TransportDown(Exception):
    """No word from the centre: no line, a timeout, or something that is not the centre answered.

    `kind` is a class name such as `ConnectTimeout`; nothing of a request or an answer is ever in it. `sent` is false
    where it is certain that nothing of the request has left this machine.
    """

    def __init__(self, kind: str, *, sent: bool = True) -> None:
        super().__init__(kind)
        self.kind = kind
        self.sent = sent


class LineSilent(TransportDown):
    """What was to bring a beat every few seconds brings nothing: whatever else waits for the centre waits in vain."""

    def __init__(self) -> None:
        super().__init__("LineSilent")


class CertificateFault(StrEnum):
    """What does not fit about the certificate that was shown."""

    NAME = "name"
    """It does not name the address at which the centre was asked."""
    AUTHORITY = "authority"
    """It is not of the authority that is pinned, or is no proper one of it."""


class CertificateMisfit(TransportDown):
    """Something answers at the centre's address, with a certificate that is not the centre's there."""

    def __init__(self, fault: CertificateFault) -> None:
        super().__init__("CertificateMisfit", sent=False)
        self.fault = fault


class TransportProblem(Exception):
    """The centre answered with a problem document. `problem` is None when its type is not known here.

    `retry_after` is in seconds. `extra` holds the document's own members, such as `expected_seq`.
    """

    def __init__(
        self,
        problem: Problem | None,
        status: int,
        *,
        retry_after: float | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{problem.value if problem else 'unknown'} ({status})")
        self.problem = problem
        self.status = status
        self.retry_after = retry_after
        self.extra = extra or {}


@dataclass(frozen=True, slots=True)
class Beat:
    """The stream is alive. `keeps` is false while the centre can keep nothing of what it is told."""

    keeps: bool = True


@dataclass(frozen=True, slots=True)
class Poke:
    """Something is new in these scopes: pull now. A lost poke costs latency only."""

    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A telephone event for this seat."""

    event: CallEventOut


@dataclass(frozen=True, slots=True)
class LiveCalls:
    """The calls that the centre has at this seat as a stream begins: any other is over."""

    call_ids: frozenset[UUID] = frozenset()


StreamEvent = Beat | Poke | Call | LiveCalls | DeskLine


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The centre's answer to a sign-in. `token` is the session's own and is never written down by the sync.

    `unit` is empty for people of the hotline itself.
    """

    session_id: str
    token: str = field(repr=False)
    expires_at: datetime
    operator_id: str
    name: str
    roles: frozenset[str]
    grant: SignedGrant | None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """By what an operator asks: the centre's token of their session, or the grant by which they signed in here."""

    token: str = field(default="", repr=False)
    grant_id: str = ""

    def __bool__(self) -> bool:
        return bool(self.token or self.grant_id)


@dataclass(frozen=True, slots=True)
class FoundCases:
    """A page of cases from the centre, as JSON documents of `hotline.case_doc.CaseDoc`, newest first."""

    cases: tuple[dict[str, Any], ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Given:
    """A command for one case, given there and then. The same `key` again is the same command, done once.

    `base_revision` is the centre's revision that its giver saw. `payload` is JSON-ready, of the schema `schema`.
    """

    case_id: UUID
    key: UUID
    op: str
    schema: int
    payload: dict[str, Any] = field(repr=False)
    base_revision: int | None = None


@dataclass(frozen=True, slots=True)
class FetchedPack:
    """A compiled city pack and its ETag; `data` is None when the one already held is still right."""

    etag: str
    data: bytes | None


class Pushing(Protocol):
    """The part of a line that a push uses. Every method raises `TransportDown` and `TransportProblem`."""

    def push(self, request: PushRequest) -> PushAnswer:
        """Offer mutations."""
        ...


class Syncing(Pushing, Protocol):
    """The part of a line that the sync engine uses."""

    def pull(self, request: PullRequest) -> PullAnswer:
        """Ask for what is new."""
        ...

    def reconcile(self, client_id: UUID) -> ReconcileAnswer:
        """Ask what the centre has of this client."""
        ...


class Transport(Syncing, Protocol):
    """A line to the centre. Every method raises `TransportDown` and `TransportProblem`."""

    def grants(self) -> list[SignedGrant]:
        """Return the grants of everybody who may work at this seat."""
        ...

    def pack(self, city: str, etag: str) -> FetchedPack:
        """Return the compiled city pack unless `etag` still names it."""
        ...

    def sign_in(self, operator_id: str, password: str) -> SignedIn:
        """Open a session."""
        ...

    def sign_in_beside(self, operator_id: str, password: str) -> str:
        """Open a session without a seat and return its token: that of who is signed in at the seat goes on."""
        ...

    def sign_out(self, token: str) -> None:
        """End a session."""
        ...

    def reveal(self, mutation_id: UUID, token: str) -> tuple[str, str]:
        """Return field and value of an applied reveal of this device."""
        ...

    def check_sign_in(self, proof: Proof) -> None:
        """Ask whether the centre still lets this operator ask; it answers 401 if not."""
        ...

    def search(self, query: dict[str, Any], proof: Proof) -> FoundCases:
        """Search all cases that this seat may see; `query` is the body of `/v1/cases/search`."""
        ...

    def case(self, case_id: UUID, proof: Proof) -> dict[str, Any] | None:
        """Return one case as a JSON document, None when the centre has none."""
        ...

    def queue(self, name: QueueName, cursor: str, proof: Proof) -> QueuePage:
        """Return a page of a work list; an empty `cursor` asks for the first."""
        ...

    def likely(self, case_id: UUID, proof: Proof) -> LikelyCases:
        """Return the live cases that may be the same matter as one."""
        ...

    def report(self, question: ReportQuestion[Answer], proof: Proof) -> Answer:
        """Return what a report says."""
        ...

    def whole_report(self, period: str, form: Form, language: str, proof: Proof) -> bytes:
        """Return the whole report on a month or week: UTF-8 text, a page, or a workbook."""
        ...

    def whole_practice(self, wanted: "Wanted", form: Form, language: str, proof: Proof) -> bytes:
        """Return the results of practice of some weeks as one file."""
        ...

    def review_repeat(self, key: UUID, asked: ReviewRequest, proof: Proof) -> RepeatReview:
        """Keep that a repeat was reviewed; the same `key` again is the same review."""
        ...

    def board(self, question: BoardQuestion[BoardTold], proof: Proof) -> BoardTold:
        """Return what the board says to a lead."""
        ...

    def board_act(self, act: BoardAct[BoardTold], proof: Proof) -> BoardTold:
        """Do something at the board; the same again has the effect of once. A `refused` says why in its `code`."""
        ...

    def give(self, given: Given, proof: Proof) -> MutationResult:
        """Give a command to a case; the problem `refused` says in its members what the rulebook found."""
        ...

    def beat(self, beat: SignOfLife) -> BeatAnswer:
        """Tell that the console is there, and what its operator does."""
        ...

    def desk_news(self) -> DeskNews:
        """Return what the centre wants to be seen at the desk now."""
        ...

    def desk_act(self, act: DeskAct, proof: Proof) -> None:
        """Tell what the operator has done at the desk; told twice it is done once."""
        ...

    def call_act(self, call_id: UUID, act: Literal["answer", "hold", "resume", "hang_up"]) -> None:
        """Tell the switch what the operator does with a call."""
        ...

    def events(self, stop: Event) -> Iterator[StreamEvent]:
        """Yield what the centre streams until it ends the stream or `stop` is set. Raises `TransportDown`."""
        ...

    def abandon(self) -> None:
        """Break every exchange under way, from another thread; the next one starts afresh.

        Until one is answered each waits no longer than for a beat: what is asked on a dead line must not keep back what
        is asked when there is one again.
        """
        ...

    def close(self) -> None:
        """Give up the connections."""
        ...
