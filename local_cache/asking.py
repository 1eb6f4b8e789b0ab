"""What a seat asks of the centre on an operator's behalf, while there is a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from uuid import UUID

from hotline.case_doc import CaseDoc
from hotline.wire import Problem
from local_cache.errors import CentreSaid, NoLine
from local_cache.model import CaseLine, Page, Query

if TYPE_CHECKING:
    from hotline.commands import Command
    from hotline.likely_doc import LikelyCase
    from hotline.queue_doc import QueueName, QueuePage
    from hotline.wire import MutationResult
    from local_cache.sessions import LiveSession
    from local_cache.sync.transport import Proof, Transport

T = TypeVar("T")
CallAct = Literal["answer", "hold", "resume", "hang_up"]

_REMEMBERED = 100
"""Cases seen at the centre that are remembered, so that they can be urged and noted; in memory only."""


class Centre:
    """Asks through `transport`, which raises `NoLine` where there is none, in the name of who is signed in (`live`).

    `ended` is told of a session with which the centre does not let its operator ask any more.
    """

    def __init__(
        self,
        transport: Callable[[], Transport],
        live: Callable[[], LiveSession | None],
        ended: Callable[[LiveSession], None],
    ) -> None:
        self._transport = transport
        self._live = live
        self._ended = ended
        self._seen: dict[UUID, CaseDoc] = {}

    def search(self, query: Query) -> Page:
        """Search everything that this seat may see at the centre. Raises `NoLine` and `CentreSaid`."""
        found = self._ask_as(lambda line, proof: line.search(_body(query), proof), self._live())
        docs = [self._remember(CaseDoc.model_validate(each)) for each in found.cases]
        after = found.next or ""
        total = len(docs) if not after and not query.cursor else None
        return Page(tuple(CaseLine.of(doc.order) for doc in docs), total, after, None, at_centre=True)

    def case(self, case_id: UUID) -> CaseDoc | None:
        """Return one case, None when the centre has none. Raises `NoLine` and `CentreSaid`."""
        found = self._ask_as(lambda line, proof: line.case(case_id, proof), self._live())
        return self._remember(CaseDoc.model_validate(found)) if found else None

    def queue(self, name: QueueName, cursor: str) -> QueuePage:
        """Return a page of a work list. Raises `NoLine` and `CentreSaid`."""
        return self._ask_as(lambda line, proof: line.queue(name, cursor, proof), self._live())

    def likely(self, case_id: UUID) -> tuple[LikelyCase, ...]:
        """Return the live cases that may be the same matter, likeliest first. Raises `NoLine` and `CentreSaid`."""
        return self._ask_as(lambda line, proof: line.likely(case_id, proof), self._live()).cases

    def ask(self, question: Callable[[Transport, Proof], T]) -> T:
        """Return what a line answers whoever is signed in. Raises `NoLine` and `CentreSaid`."""
        return self._ask_as(question, self._live())

    def ask_as(self, live: LiveSession, question: Callable[[Transport, Proof], T]) -> T:
        """Return what a line answers one person, whoever is signed in by now. Raises `NoLine` and `CentreSaid`."""
        return self._ask_as(question, live)

    def ask_beside(self, question: Callable[[Transport], T]) -> T:
        """Return what a line answers to somebody who stands beside who is signed in. Raises `NoLine`, `CentreSaid`."""
        return self._ask(question)

    def remember(self, docs: Iterable[CaseDoc]) -> None:
        """Remember cases that the centre has sent for somebody to look at."""
        for doc in docs:
            self._remember(doc)

    def who_asks(self) -> LiveSession | None:
        """Return who is signed in now, for what is asked in their name later."""
        return self._live()

    def give(
        self, live: LiveSession | None, case_id: UUID, key: UUID, command: Command, base_revision: int | None
    ) -> MutationResult:
        """Give a command, done once under this key. Raises `GivenRefused`, `NotKnown`, `NoLine` and `CentreSaid`."""
        from hotline.commands import SCHEMA, payload_of
        from local_cache.given_once import given_once
        from local_cache.sync.transport import Given

        given = Given(case_id, key, command.op, SCHEMA, payload_of(command), base_revision)
        return self._ask_as(lambda line, proof: given_once(line, given, proof), live)

    def seen(self, case_id: UUID) -> CaseDoc | None:
        """Return a case that was looked at lately, as the centre sent it then."""
        return self._seen.get(case_id)

    def reveal(self, mutation_id: UUID) -> str:
        """Return what an applied reveal shows. Raises `NoLine` and `CentreSaid`."""
        live = self._live()
        if live is None or not live.token:
            raise CentreSaid(Problem.AUTH_REQUIRED.value)  # in the clear only to whom the centre has let in itself
        return self._ask(lambda line: line.reveal(mutation_id, live.token), live)[1]

    def call_act(self, call_id: UUID, act: CallAct) -> None:
        """Tell the switch. Raises `NoLine` and `CentreSaid`."""
        self._ask(lambda line: line.call_act(call_id, act))

    def sign_out(self, token: str) -> None:
        """End a session there. Raises `NoLine` and `CentreSaid`."""
        self._ask(lambda line: line.sign_out(token))

    def _ask_as(self, question: Callable[[Transport, Proof], T], live: LiveSession | None) -> T:
        from local_cache.sync.transport import Proof

        proof = Proof(live.token, live.grant_id) if live else Proof()
        if not proof:
            raise CentreSaid(Problem.AUTH_REQUIRED.value)  # nobody asks for cases as a seat alone
        return self._ask(lambda line: question(line, proof), live)

    def _ask(self, question: Callable[[Transport], T], live: LiveSession | None = None) -> T:
        from local_cache.sync.transport import TransportDown, TransportProblem

        try:
            return question(self._transport())
        except TransportDown as error:
            raise NoLine(error.kind) from None
        except TransportProblem as problem:
            if problem.status == 401 and live is not None:
                self._ended(live)
            kind = problem.problem.value if problem.problem else str(problem.status)
            said = problem.extra
            raise CentreSaid(kind, str(said.get("field", "")), str(said.get("code", "")), _unshaped(said)) from None

    def _remember(self, doc: CaseDoc) -> CaseDoc:
        self._seen.pop(doc.order.id, None)
        self._seen[doc.order.id] = doc
        while len(self._seen) > _REMEMBERED:
            self._seen.pop(next(iter(self._seen)))
        return doc


def _unshaped(said: dict[str, Any]) -> tuple[str, ...]:
    """Return the fields that a problem names as not of the shape that the centre takes."""
    wrong = said.get("fields")
    found = wrong if isinstance(wrong, list) else []
    return tuple(str(each.get("field", "")).removeprefix("body.") for each in found if isinstance(each, dict))


def _body(query: Query) -> dict[str, Any]:
    values: dict[str, Any] = {
        "text": query.text or query.name,
        "digits": query.digits,
        "number": query.number,
        "phone": query.phone,
        "phone_part": query.phone_part,
        "area_code": query.area_code,
        "class_code": query.class_code,
        "state": query.state.value if query.state else None,
        "since": query.since.isoformat() if query.since else None,
        "until": query.until.isoformat() if query.until else None,
        "cursor": query.cursor,
        "limit": query.limit,
    }
    return {name: value for name, value in values.items() if value}
