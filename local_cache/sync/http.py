"""The line to the centre over HTTP: httpx, a pinned certificate authority, the device's short token."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from math import inf
from threading import Event
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import TypeAdapter, ValidationError

from hotline.desk_doc import Beat, BeatAnswer, DeskNews
from hotline.grants import SignedGrant
from hotline.likely_doc import LikelyCases
from hotline.queue_doc import QueueName, QueuePage
from hotline.report_doc import RepeatReview, ReviewRequest
from hotline.wire import (
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
from local_cache.sync.answers import checked, members, parsed
from local_cache.sync.device_token import DeviceToken
from local_cache.sync.line import SILENCE_SECONDS
from local_cache.sync.secure_client import ANSWER_SECONDS, CONNECT_SECONDS, line_trouble, open_client
from local_cache.sync.streamed import streamed
from local_cache.sync.transport import (
    FetchedPack,
    FoundCases,
    Given,
    Proof,
    SignedIn,
    StreamEvent,
    TransportDown,
    TransportProblem,
)

if TYPE_CHECKING:
    from local_cache.practice_questions import Wanted

QUEUE_PAGE = 50
"""Lines in one page of a work list: more than a screen shows."""
REPORT_SECONDS = 50.0
"""So much longer than any other answer the whole report of a large city may take."""
_GZIP_FROM = 1024
_GRANTS = TypeAdapter(list[SignedGrant])
_WHEN = TypeAdapter(datetime)


class HttpTransport:
    """One seat's line to its centre; may be used from several threads at once."""

    def __init__(
        self,
        url: str,
        ca_pem: str | None,
        *,
        device_id: UUID,
        device_key: bytes,
        app_version: str,
        now: Callable[[], datetime],
    ) -> None:
        """Open no connection yet. `device_key` is the raw Ed25519 private key. Raises `UnsafeAddress`."""
        self._client = open_client(url, ca_pem, f"seat-console/{app_version}")
        self._longest_s = inf
        """How long an answer may take at most, whatever is asked."""
        key = Ed25519PrivateKey.from_private_bytes(device_key)
        self._token = DeviceToken(device_id, key, now, self._fetch_token)

    # --- syncing ------------------------------------------------------------------------------------------------

    def push(self, request: PushRequest) -> PushAnswer:
        """Offer mutations."""
        return parsed(self._as_device("POST", "/v1/sync/push", _json(request)), PushAnswer)

    def pull(self, request: PullRequest) -> PullAnswer:
        """Ask for what is new; the centre may hold the answer for `wait_s`."""
        answer = self._as_device("POST", "/v1/sync/pull", _json(request), patience_s=ANSWER_SECONDS + request.wait_s)
        return parsed(answer, PullAnswer)

    def reconcile(self, client_id: UUID) -> ReconcileAnswer:
        """Ask what the centre has of this client."""
        return parsed(self._as_device("GET", f"/v1/sync/reconcile?client_id={client_id}"), ReconcileAnswer)

    def events(self, stop: Event) -> Iterator[StreamEvent]:
        """Yield what the centre streams until it ends that or `stop` is set. Two missed beats raise `TransportDown`."""
        token = self._token.get()
        try:
            yield from self._stream(token, stop)
        except TransportProblem as problem:
            if problem.status != httpx.codes.UNAUTHORIZED:
                raise
            yield from self._stream(self._token.get(turned_down=token), stop)

    # --- people -------------------------------------------------------------------------------------------------

    def grants(self) -> list[SignedGrant]:
        """Return the grants of everybody who may work at this seat."""
        body = members(self._as_device("GET", "/v1/grants"), "grants")
        try:
            return _GRANTS.validate_python(body["grants"])
        except ValidationError:
            raise TransportDown("NotTheCentre") from None

    def sign_in(self, operator_id: str, password: str) -> SignedIn:
        """Open a session. The request is made once, with a fresh device token: every wrong try is counted.

        A centre that gives none, because it does not know this device or has revoked it, is a `device-revoked`
        whatever it says: nobody has looked at the password.
        """
        body = json.dumps({"operator_id": operator_id, "password": password}).encode()
        try:
            token = self._token.renew()
        except TransportProblem as problem:
            if problem.status == httpx.codes.UNAUTHORIZED:
                raise TransportProblem(Problem.DEVICE_REVOKED, problem.status) from None
            raise
        response = self._send("POST", "/v1/sessions", body, {"Authorization": f"Bearer {token}"})
        answer = members(response, "session_id", "token", "expires_at", "operator")
        grant = answer.get("grant")
        operator = answer["operator"]
        try:
            return SignedIn(
                session_id=str(answer["session_id"]),
                token=str(answer["token"]),
                expires_at=_WHEN.validate_python(answer["expires_at"]),
                operator_id=str(operator["operator_id"]),
                name=str(operator["name"]),
                roles=frozenset(str(role) for role in operator["roles"]),
                grant=SignedGrant.model_validate(grant) if grant else None,
                unit=str(operator.get("unit", "")),
            )
        except (ValidationError, KeyError, TypeError):
            raise TransportDown("NotTheCentre") from None

    def sign_in_beside(self, operator_id: str, password: str) -> str:
        """Open a session without a seat and return its token. The request is made once: every wrong try is counted."""
        body = json.dumps({"operator_id": operator_id, "password": password}).encode()
        return str(members(self._send("POST", "/v1/sessions", body, {}), "token")["token"])

    def sign_out(self, token: str) -> None:
        """End a session."""
        checked(self._send("DELETE", "/v1/sessions/current", None, {"Authorization": f"Bearer {token}"}))

    def check_sign_in(self, proof: Proof) -> None:
        """Ask whether the centre still lets this operator ask."""
        checked(self._as_operator(proof, "GET", "/v1/sessions/current"))

    # --- cases --------------------------------------------------------------------------------------------------

    def reveal(self, mutation_id: UUID, token: str) -> tuple[str, str]:
        """Return field and value of an applied reveal of this device."""
        body = json.dumps({"mutation_id": str(mutation_id)}).encode()
        headers = {"Authorization": f"Bearer {token}", "X-Device-Token": self._token.get()}
        answer = members(self._send("POST", "/v1/reveals", body, headers), "field", "value")
        return str(answer["field"]), str(answer["value"])

    def search(self, query: dict[str, Any], proof: Proof) -> FoundCases:
        """Search at the centre."""
        response = self._as_operator(proof, "POST", "/v1/cases/search", json.dumps(query).encode())
        answer = members(response, "cases")
        return FoundCases(tuple(answer["cases"]), answer.get("next"))

    def case(self, case_id: UUID, proof: Proof) -> dict[str, Any] | None:
        """Return one case as a JSON document, None when the centre has none."""
        try:
            return members(self._as_operator(proof, "GET", f"/v1/cases/{case_id}"), "order")
        except TransportProblem as problem:
            if problem.status == httpx.codes.NOT_FOUND:
                return None
            raise

    def queue(self, name: QueueName, cursor: str, proof: Proof) -> QueuePage:
        """Return a page of a work list."""
        asked = httpx.QueryParams({"limit": QUEUE_PAGE, **({"cursor": cursor} if cursor else {})})
        return parsed(self._as_operator(proof, "GET", f"/v1/queues/{name}?{asked}"), QueuePage)

    def likely(self, case_id: UUID, proof: Proof) -> LikelyCases:
        """Return the live cases that may be the same matter as one."""
        return parsed(self._as_operator(proof, "GET", f"/v1/cases/{case_id}/likely"), LikelyCases)

    def report(self, question: ReportQuestion[Answer], proof: Proof) -> Answer:
        """Return what a report says."""
        asked = httpx.QueryParams(question.asked)
        return parsed(self._as_operator(proof, "GET", f"/v1/reports/{question.name}?{asked}"), question.answer)

    def whole_report(self, period: str, form: Form, language: str, proof: Proof) -> bytes:
        """Return the whole report on a month or week."""
        asked = httpx.QueryParams(period=period, form=form, language=language)
        patience_s = ANSWER_SECONDS + REPORT_SECONDS
        return checked(self._as_operator(proof, "GET", f"/v1/reports/whole?{asked}", patience_s=patience_s)).content

    def whole_practice(self, wanted: Wanted, form: Form, language: str, proof: Proof) -> bytes:
        """Return the results of practice of some weeks as one file."""
        group = (("group", wanted.group),) if wanted.group else ()
        asked = httpx.QueryParams((*wanted.weeks, *group, ("form", form), ("language", language)))
        patience_s = ANSWER_SECONDS + REPORT_SECONDS
        return checked(self._as_operator(proof, "GET", f"/v1/practice/whole?{asked}", patience_s=patience_s)).content

    def review_repeat(self, key: UUID, asked: ReviewRequest, proof: Proof) -> RepeatReview:
        """Keep that a repeat was reviewed."""
        headers, body = {"Idempotency-Key": str(key)}, asked.model_dump_json().encode()
        path = "/v1/reports/repeats/reviewed"
        return parsed(self._as_operator(proof, "POST", path, body, headers), RepeatReview)

    def board(self, question: BoardQuestion[BoardTold], proof: Proof) -> BoardTold:
        """Return what the board says to a lead."""
        asked = httpx.QueryParams(question.asked)
        there = f"/v1/{question.path}?{asked}"
        return parsed(self._as_operator(proof, "GET", there, patience_s=SILENCE_SECONDS), question.answer)

    def board_act(self, act: BoardAct[BoardTold], proof: Proof) -> BoardTold:
        """Do something at the board."""
        return parsed(self._as_operator(proof, "POST", f"/v1/{act.path}", act.body()), act.answer)

    def give(self, given: Given, proof: Proof) -> MutationResult:
        """Give a command to a case."""
        asked: dict[str, Any] = {"op": given.op, "schema": given.schema, "payload": given.payload}
        if given.base_revision is not None:
            asked["base_revision"] = given.base_revision
        path, body = f"/v1/cases/{given.case_id}/commands", json.dumps(asked).encode()
        headers = {"Idempotency-Key": str(given.key)}
        return parsed(self._as_operator(proof, "POST", path, body, headers), MutationResult)

    def pack(self, city: str, etag: str) -> FetchedPack:
        """Return the compiled city pack unless `etag` still names it."""
        headers = {"If-None-Match": etag} if etag else {}
        response = checked(self._as_device("GET", f"/v1/packs/{city}", headers=headers))
        unchanged = response.status_code == httpx.codes.NOT_MODIFIED
        return FetchedPack(response.headers.get("etag", etag), None if unchanged else response.content)

    # --- the desk -----------------------------------------------------------------------------------------------

    def beat(self, beat: Beat) -> BeatAnswer:
        """Tell that the console is there, and what its operator does."""
        answer = self._as_device("POST", "/v1/seats/beat", _json(beat), patience_s=SILENCE_SECONDS)
        return parsed(answer, BeatAnswer)

    def desk_news(self) -> DeskNews:
        """Return what the centre wants to be seen at the desk now."""
        return parsed(self._as_device("GET", "/v1/desk", patience_s=SILENCE_SECONDS), DeskNews)

    def desk_act(self, act: DeskAct, proof: Proof) -> None:
        """Tell what the operator has done at the desk."""
        checked(self._as_operator(proof, "POST", f"/v1/{act.path}", json.dumps(act.said).encode()))

    def call_act(self, call_id: UUID, act: Literal["answer", "hold", "resume", "hang_up"]) -> None:
        """Tell the switch what the operator does with a call."""
        checked(self._as_device("POST", f"/v1/calls/{call_id}/{act}"))

    # --- connections --------------------------------------------------------------------------------------------

    def abandon(self) -> None:
        """Break every exchange under way; until one is answered each waits no longer than for a beat."""
        self._longest_s = SILENCE_SECONDS
        self._client.break_off()

    def close(self) -> None:
        """Give up the connections; whoever reads the stream is woken, and need not wait for its next beat."""
        self._client.close()

    def _as_device(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        headers: dict[str, str] | None = None,
        patience_s: float | None = None,
    ) -> httpx.Response:
        """Send with the device's token, and once more with a new one if the centre turns it down.

        The centre may take `patience_s` seconds to answer, left out: as long as for anything (`ANSWER_SECONDS`).
        """
        token = self._token.get()
        response = self._send(method, path, body, {**(headers or {}), "Authorization": f"Bearer {token}"}, patience_s)
        if response.status_code == httpx.codes.UNAUTHORIZED:
            token = self._token.get(turned_down=token)
            response = self._send(
                method, path, body, {**(headers or {}), "Authorization": f"Bearer {token}"}, patience_s
            )
        return response

    def _as_operator(
        self,
        proof: Proof,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        *,
        patience_s: float | None = None,
    ) -> httpx.Response:
        """Send with the session's token, or as the device that has let the operator in by a grant."""
        given = headers or {}
        if proof.token:
            return self._send(method, path, body, {**given, "Authorization": f"Bearer {proof.token}"}, patience_s)
        return self._as_device(
            method, path, body, headers={**given, "X-Grant-Id": proof.grant_id}, patience_s=patience_s
        )

    def _send(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str], patience_s: float | None = None
    ) -> httpx.Response:
        sent = dict(headers)
        if body is not None:
            sent["Content-Type"] = "application/json"
            if len(body) >= _GZIP_FROM:
                body = gzip.compress(body, compresslevel=5, mtime=0)
                sent["Content-Encoding"] = "gzip"
        patience_s = min(ANSWER_SECONDS if patience_s is None else patience_s, self._longest_s)
        timeout = httpx.Timeout(patience_s, connect=min(patience_s, CONNECT_SECONDS))
        try:
            response = self._client.request(method, path, content=body, headers=sent, timeout=timeout)
        except (httpx.HTTPError, RuntimeError) as error:  # RuntimeError: the client was closed under us
            raise line_trouble(error) from None
        self._longest_s = inf
        return response

    def _fetch_token(self, body: dict[str, Any]) -> str:
        response = self._send("POST", "/v1/devices/token", json.dumps(body).encode(), {})
        return str(members(response, "token")["token"])

    def _stream(self, token: str, stop: Event) -> Iterator[StreamEvent]:
        for event in streamed(self._client, "/v1/sync/events", token, stop):
            self._longest_s = inf
            yield event


def _json(request: PushRequest | PullRequest | Beat) -> bytes:
    return request.model_dump_json(by_alias=True).encode()
