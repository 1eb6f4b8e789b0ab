"""A seat as the API sees it: it enrols, signs for tokens, signs people in and pushes."""

import base64
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hotline.order_number import OrderNumber
from hotline.wire import PROBLEM_PREFIX, Problem


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def raw_public(key: Ed25519PrivateKey) -> str:
    return b64(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def is_problem(answer: httpx.Response, problem: Problem, status: int) -> bool:
    """Say whether an answer is this problem, as a document of its own media type."""
    if answer.headers["content-type"] != "application/problem+json":
        return False
    said = answer.json()
    assert {"type", "title", "status", "detail"} <= said.keys()
    return (said["type"], said["status"], answer.status_code) == (PROBLEM_PREFIX + problem, status, status)


class SeatClient:
    """One enrolled device and its outbox."""

    def __init__(
        self, client: httpx.AsyncClient, key: Ed25519PrivateKey, enrolled: dict[str, Any], now: Callable[[], datetime]
    ) -> None:
        self.http = client
        self.key = key
        self.enrolled = enrolled
        self.now = now
        self.client_id = uuid4()
        self.token = ""
        self._seq = 0
        self.person: dict[str, str] = {}
        """The headers of whoever signed in here last."""
        self.grant_id = ""
        """The grant that was theirs then: what a sign-in without a line stands on."""

    @classmethod
    async def enrolled(cls, client: httpx.AsyncClient, code: str, now: Callable[[], datetime]) -> "SeatClient":
        key = Ed25519PrivateKey.generate()
        answer = await client.post("/v1/enrol", json=enrolment(code, key))
        assert answer.status_code == 200, answer.text
        seat = cls(client, key, answer.json(), now)
        answer = await seat.ask_token()
        assert answer.status_code == 200, answer.text
        seat.token = answer.json()["token"]
        return seat

    @property
    def auth(self) -> dict[str, str]:
        return bearer(self.token)

    def token_request(self, nonce: str = "") -> dict[str, str]:
        at, nonce = self.now().isoformat(), nonce or uuid4().hex
        signed = self.key.sign(f"{self.enrolled['device_id']}\n{at}\n{nonce}".encode())
        return {"device_id": self.enrolled["device_id"], "at": at, "nonce": nonce, "signature": b64(signed)}

    async def ask_token(self, request: dict[str, str] | None = None) -> httpx.Response:
        return await self.http.post("/v1/devices/token", json=request or self.token_request())

    async def sign_in(self, operator_id: str, password: str) -> httpx.Response:
        body = {"operator_id": operator_id, "password": password}
        answer = await self.http.post("/v1/sessions", json=body, headers=self.auth)
        if answer.status_code == 200:
            begun = answer.json()
            self.person, self.grant_id = bearer(begun["token"]), json.loads(begun["grant"]["body"])["grant_id"]
        return answer

    @property
    def by_grant(self) -> dict[str, str]:
        return {**self.auth, "X-Grant-Id": self.grant_id}

    def mutation(
        self,
        op: str,
        payload: dict[str, Any],
        *,
        case_id: UUID | None = None,
        operator: str = "op-088",
        session: str = "s-1",
    ) -> dict[str, Any]:
        self._seq += 1
        return {
            "seq": self._seq,
            "mutation_id": str(uuid4()),
            "op": op,
            "schema": 1,
            "case_id": str(case_id) if case_id else None,
            "operator_id": operator,
            "session_id": session,
            "made_at": self.now().isoformat(),
            "payload": payload,
        }

    def filed(
        self, *, case_id: UUID | None = None, content: str = "友谊路路灯不亮已有三天", session: str = "s-1"
    ) -> dict[str, Any]:
        number = OrderNumber(self.enrolled["seat"], self.enrolled["serial"], self._seq + 1)
        intake = {
            "case_type": "QZ",
            "class_code": "010101",
            "area_code": "9101",
            "content": content,
            "caller_name": "李小明",
            "caller_phone": "19900001234",
        }
        payload = {"number": str(number), "intake": intake, "pack_version": self.enrolled["pack_version"]}
        return self.mutation("file_case", payload, case_id=case_id or uuid4(), session=session)

    def pushed(self, *mutations: dict[str, Any]) -> dict[str, Any]:
        return {
            "protocol": 1,
            "client_id": str(self.client_id),
            "app_version": "0.1.0",
            "sent_at": self.now().isoformat(),
            "mutations": list(mutations),
        }

    async def push(self, *mutations: dict[str, Any]) -> httpx.Response:
        return await self.http.post("/v1/sync/push", json=self.pushed(*mutations), headers=self.auth)

    async def pull(self, scopes: dict[str, Any], **more: Any) -> httpx.Response:
        body = {"client_id": str(self.client_id), "schema": 1, "scopes": scopes, **more}
        return await self.http.post("/v1/sync/pull", json=body, headers=self.auth)


def enrolment(code: str, key: Ed25519PrivateKey) -> dict[str, str]:
    return {"code": code, "device_public_key": raw_public(key), "device_name": "DESK", "app_version": "0.1.0"}
