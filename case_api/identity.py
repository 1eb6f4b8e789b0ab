"""Who speaks to the centre: a device at a seat, a person by their sign-in, and what grants said at a moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from sqlalchemy import Connection

from hotline.codes import Role
from hotline.context import Actor


@dataclass(frozen=True, slots=True)
class Device:
    """An enrolled device at a seat ("0042"); `lead` while a live session on it has the role lead."""

    device_id: UUID
    seat: str
    serial: int
    sub_centre: str
    lead: bool = False

    def scopes(self) -> frozenset[str]:
        """Return the scopes of the feed that this device may pull."""
        own = {f"seat:{self.seat}", f"area:{self.sub_centre}"}
        return frozenset(own | {f"leads:{self.sub_centre}"} if self.lead else own)


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who asks, and the name of their sign-in as the audit keeps it."""

    person: Actor
    session_id: str


class Standing(StrEnum):
    """How an operator stood at a seat at a moment."""

    OK = "ok"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class GrantState:
    """An operator's standing, roles and unit at a moment; an expired grant still names the roles it gave."""

    standing: Standing
    roles: frozenset[Role] = frozenset()
    unit: str = ""


GrantHistory = Callable[[datetime], GrantState]
"""One operator's standing at one seat by moment; read once for a whole push, asked for each mutation."""


class GrantBook(Protocol):
    """Where the centre looks up whom it let work where."""

    def __call__(self, conn: Connection, operator_id: str, seat: str) -> GrantHistory:
        """Return the history of an operator's grants for a seat, as the transaction of `conn` sees it."""
        ...


class SessionBook(Protocol):
    """Where the centre looks up at which seat somebody had signed in."""

    def __call__(self, conn: Connection, operator_id: str, session_id: str, /) -> str | None:
        """Return the seat of a sign-in of this operator, with a line or by a grant; None where it is not known."""
        ...


def at_no_known_seat(_conn: Connection, _operator_id: str, _session_id: str, /) -> str | None:
    """Know of no sign-in."""
    return None
