"""What a seat and the centre say to each other: mutations pushed, rows pulled, windows reconciled.

One definition for both ends. Fields of requests are strict; answers may grow, so their readers ignore what they
do not know. `schema` is the payload schema of a mutation or the newest that a seat can read.
"""

from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from hotline.work_order_text import Code

MAX_BATCH = 50
"""Mutations in one push."""
MAX_PUSH_BYTES = 256 * 1024
"""Bytes of a push before compression."""
BEAT_SECONDS = 2.0
"""An event stream beats this often; two missed beats and the screen says "no line"."""


class _Request(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class MutationOutcome(StrEnum):
    """What became of a pushed mutation. Only transport failures are HTTP errors."""

    APPLIED = "applied"
    CONFLICT = "conflict"
    DUPLICATE = "duplicate"
    PARKED = "parked"
    HELD = "held"


class Mutation(_Request):
    """One command in the outbox of a seat, numbered without gaps per client.

    `case_id` is None for calls without a work order. `base_revision` is the centre's revision that the operator
    saw, whatever of this seat's own was laid over it; 0 where that cannot be told.
    `payload` stays raw JSON here: what cannot be read is parked at the centre, never turned away.
    """

    seq: int = Field(ge=1)
    mutation_id: UUID
    op: Code
    schema_: int = Field(alias="schema", ge=1)
    case_id: UUID | None = None
    base_revision: int | None = None
    operator_id: Code
    session_id: Code
    made_at: AwareDatetime
    payload: dict[str, Any]


class PushRequest(_Request):
    """At most `MAX_BATCH` mutations of one client, in the order of their `seq`.

    `heard` is the number up to which the seat has had an answer to everything. A centre that has had less, since it
    was put back to a backup, must not take what comes after as following on what it has.
    """

    protocol: Literal[1] = 1
    client_id: UUID
    heard: int = Field(default=0, ge=0)
    app_version: Code
    sent_at: AwareDatetime
    mutations: tuple[Mutation, ...] = Field(max_length=MAX_BATCH)


class ConflictOut(_Answer):
    """A field whose value at the centre stayed as it was."""

    field: str
    base: Any = None
    mine: Any = None
    theirs: Any = None


class MutationResult(_Answer):
    """What the centre did with one mutation. `number` is set when the centre gave the case another number."""

    seq: int
    mutation_id: UUID
    outcome: MutationOutcome
    case_id: UUID | None = None
    revision: int | None = None
    number: str | None = None
    state: str | None = None
    conflicts: tuple[ConflictOut, ...] = ()
    reason: str = ""
    late_grant: bool = False
    replayed: bool = False


class Hints(_Answer):
    """How the centre asks its seats to pace themselves."""

    max_batch: int = MAX_BATCH
    reconnect_window_s: float = 2.0
    poll_s: float = 15.0


class PushAnswer(_Answer):
    """The results of a push; a seat acknowledges only what is named here."""

    epoch: str
    last_seq: int
    server_time: AwareDatetime
    results: tuple[MutationResult, ...]
    hints: Hints = Hints()


class Cursor(_Request):
    """Where a seat stands in the feed of a scope."""

    epoch: str
    pos: int = Field(ge=0)


class PullRequest(_Request):
    """Asks for what is new in each scope; None asks for a snapshot from the beginning."""

    client_id: UUID
    schema_: int = Field(alias="schema", ge=1)
    scopes: dict[Code, Cursor | None]
    limit: int = Field(default=500, ge=1, le=5000)
    wait_s: float = Field(default=0.0, ge=0.0, le=30.0)


class PulledRow(_Answer):
    """One row: `put` carries the document as it is now, `del` takes it out of the cache, `purge` erases it.

    A field that is not in a document is as by default.
    """

    entity: Literal["case", "call", "alert"]
    id: UUID
    op: Literal["put", "del", "purge"]
    revision: int = 0
    doc: dict[str, Any] | None = None


class PulledScope(_Answer):
    """New rows of one scope. With `reset` the seat drops what it holds of the scope before it applies them."""

    reset: bool = False
    more: bool = False
    cursor: Cursor
    rows: tuple[PulledRow, ...] = ()


class PullAnswer(_Answer):
    """Rows, cursors and `last_seq` of one snapshot. `scopes` that the seat no longer may see are in `gone`."""

    epoch: str
    last_seq: int
    last_mutation_id: UUID | None = None
    server_time: AwareDatetime
    scopes: dict[str, PulledScope]
    gone: tuple[str, ...] = ()


class Window(_Answer):
    """A stretch of one client's mutations: how many, and the SHA-256 over their ids in order of `seq`."""

    first: int
    last: int
    count: int
    sha256: str


class ReconcileAnswer(_Answer):
    """What the centre has of a client, to be compared at the end of a shift."""

    epoch: str
    last_seq: int
    windows: tuple[Window, ...]


RECONCILE_WINDOW = 500
"""Mutations in one window."""


class CallEventOut(_Answer):
    """A telephone event for one seat, at the switch's own time. `queue` is where the caller waited."""

    call_id: UUID
    kind: str
    at: AwareDatetime
    seat: str
    number: str = ""
    line: str = "12345"
    queue: str = ""


class Problem(StrEnum):
    """Types of problem documents (RFC 9457) that a seat acts on; each is `urn:seat-console:problem:<value>`."""

    SEQUENCE_GAP = "sequence-gap"
    CLIENT_FORKED = "client-forked"
    CURSOR_EXPIRED = "cursor-expired"
    AUTH_REQUIRED = "auth-required"
    DEVICE_REVOKED = "device-revoked"
    BUSY = "busy"
    UPGRADE_REQUIRED = "upgrade-required"
    TOO_LARGE = "too-large"
    INVALID = "invalid"
    NOT_FOUND = "not-found"
    FORBIDDEN = "forbidden"
    REFUSED = "refused"
    LOCKED_OUT = "locked-out"


PROBLEM_PREFIX = "urn:seat-console:problem:"


def window_digest(mutation_ids: list[UUID]) -> str:
    """Return the SHA-256 of a window: over the 16 bytes of each id, in order of `seq`."""
    import hashlib

    return hashlib.sha256(b"".join(each.bytes for each in mutation_ids)).hexdigest()
