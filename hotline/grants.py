"""A grant: the centre's signed word that an operator may work at a seat, with or without a line, until a moment."""

import base64
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import AwareDatetime, ValidationError

from hotline.codes import Role
from hotline.work_order_text import Code, Frozen, Name

_BY_GRANT = "offline"
"""How the name of a sign-in begins that a seat let in by a grant; the centre names its own by a UUID."""


class GrantError(ValueError):
    """A grant that this seat does not believe: signature, seat or shape does not fit."""


class Grant(Frozen):
    """Who may work at which seat until when, and for which unit; none (empty) for people of the hotline itself.

    `verifier` is an Argon2id hash of the operator's password, made for offline use with a salt of its own.
    """

    grant_id: UUID
    operator_id: Code
    name: Name
    roles: frozenset[Role]
    seat: Code
    issued_at: AwareDatetime
    valid_until: AwareDatetime
    verifier: str
    unit: Code = ""


class SignedGrant(Frozen):
    """The exact text that was signed (a `Grant` as JSON) and its Ed25519 signature in base64."""

    body: str
    signature: str


def session_by_grant(grant_id: UUID, nonce: str) -> str:
    """Return the name of a sign-in by a grant, without a line. `nonce` (at most 16 signs) tells two of them apart."""
    return f"{_BY_GRANT}-{grant_id.hex}-{nonce}"


def grant_of_session(session_id: str) -> UUID | None:
    """Return the grant by which a seat let somebody in, None where the name of the sign-in tells of none."""
    kind, _, rest = session_id.partition("-")
    try:
        return UUID(hex=rest.partition("-")[0]) if kind == _BY_GRANT else None
    except ValueError:
        return None


def sign_grant(grant: Grant, key: Ed25519PrivateKey) -> SignedGrant:
    """Return the grant signed with the centre's key; without a unit it reads as it did before there were any."""
    body = grant.model_dump_json(exclude_defaults=True)
    return SignedGrant(body=body, signature=base64.b64encode(key.sign(body.encode())).decode())


def read_grant(signed: SignedGrant, key: Ed25519PublicKey, seat: str) -> Grant:
    """Return what was signed, if the centre signed it for this seat. Raises `GrantError`.

    Whether it is still valid is for the caller to judge: an expired grant flags work, it never blocks the queue.
    """
    try:
        key.verify(base64.b64decode(signed.signature, validate=True), signed.body.encode())
        grant = Grant.model_validate_json(signed.body)
    except (InvalidSignature, ValidationError, ValueError) as error:
        raise GrantError("the grant is not signed by this centre") from error
    if grant.seat != seat:
        raise GrantError("the grant is for another seat")
    return grant
