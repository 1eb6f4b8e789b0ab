"""Whom the small centre knows: the one trainee, who is an operator there and needs no password."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hotline.codes import Role
from hotline.grants import Grant, SignedGrant, sign_grant
from hotline.order_number import PRACTICE_SEAT
from hotline.wire import Mutation, Problem
from local_cache.ids import new_id
from local_cache.sync.transport import Given, SignedIn, TransportProblem
from practice.session_plan import Trainee

ROLES = frozenset({Role.OPERATOR})
_GRANTED = timedelta(days=30)
_TOKEN = "practice"  # noqa: S105
"""Nobody is kept out by it: whoever asks sits in the same process."""


class OnePerson:
    """The trainee as the centre knows them; grants are signed with `signing_key`, an Ed25519 one."""

    def __init__(self, trainee: Trainee, signing_key: bytes, now: Callable[[], datetime]) -> None:
        self._trainee = trainee
        self._key = Ed25519PrivateKey.from_private_bytes(signing_key)
        self._now = now

    def let_in(self, operator_id: str) -> SignedIn:
        """Let the trainee in. Raises `TransportProblem` for anybody else."""
        if operator_id != self._trainee.operator_id:
            raise TransportProblem(Problem.AUTH_REQUIRED, 401)
        return SignedIn(
            str(new_id()), _TOKEN, self._now() + _GRANTED, operator_id, self._trainee.name, ROLES, self.grant()
        )

    def grant(self) -> SignedGrant:
        """Return the trainee's grant, as of now."""
        now = self._now()
        grant = Grant(
            grant_id=UUID(int=0), operator_id=self._trainee.operator_id, name=self._trainee.name, roles=ROLES,
            seat=PRACTICE_SEAT, issued_at=now, valid_until=now + _GRANTED, verifier="",
        )  # fmt: skip
        return sign_grant(grant, self._key)

    def said(self, given: Given) -> Mutation:
        """Return a command that the trainee gives at the centre."""
        return Mutation(
            seq=1, mutation_id=given.key, op=given.op, schema_=given.schema, case_id=given.case_id,
            base_revision=given.base_revision, operator_id=self._trainee.operator_id, session_id=_TOKEN,
            made_at=self._now(), payload=given.payload,
        )  # fmt: skip
