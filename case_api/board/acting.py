"""What a person does to seats and callers: one transaction with its row of the write audit and its number for boards.

Locks are taken in one order, so that no two acts ever wait for each other: that of the audit, the counter of boards,
then rows. From the counter on acts come one after another, so that of two on one thing the second sees the first.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from case_api.audit.chain import WRITE_CHAIN, append
from case_api.audit.own_events import own_event_without_case
from case_api.board.counter import next_n
from case_api.centre import Centre
from case_api.identity import SignIn
from case_api.problems import ProblemError
from case_api.storage.engine import writing
from case_api.sync import feed
from hotline.wire import Problem


@dataclass(frozen=True, slots=True)
class Acting:
    """An act under way: by whom, when, and the number `board_n` that every row carries that it writes for boards."""

    conn: Connection
    by: SignIn
    now: datetime
    board_n: int

    def note(self, op: str, about: str, **data: str | bool) -> UUID:
        """Add a row to the write audit, without a word that somebody typed, and return its id."""
        row = own_event_without_case(op, self.now, {"about": about, **data}, self.by)
        append(self.conn, WRITE_CHAIN, [row])
        mutation_id: UUID = row["mutation_id"]
        return mutation_id


@contextmanager
def acting(centre: Centre, by: SignIn) -> Iterator[Acting]:
    """Give the transaction of an act; nothing of it is kept where it is refused. Raises `ProblemError` (busy)."""
    with writing(centre.engine) as conn:
        feed.take_lock(conn)
        yield Acting(conn, by, centre.now(), next_n(conn, telephony=False))


def refused(code: StrEnum, words: str, **extra: Any) -> ProblemError:
    """Return the problem that tells a person why something is not done now."""
    return ProblemError(Problem.REFUSED, 409, words, {"code": code, **extra})


def not_there(words: str) -> ProblemError:
    """Return the problem of something that is not there, or not for who asks."""
    return ProblemError(Problem.NOT_FOUND, 404, words)


def used_before(what: str) -> ProblemError:
    """Return the problem of an id under which something else was given before."""
    return ProblemError(Problem.INVALID, 422, f"This id was used for another {what}: give this one an id of its own.")
