"""What the centre has kept of calls: how an adapter knows what was told before it began."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import Connection, Engine, func, select

from case_api.problems import ProblemError
from case_api.storage.engine import is_unavailable, reading
from case_api.storage.tables_calls import call_events
from hotline.call_events import CallEvent
from hotline.codes import CallEventKind

_AT_ONCE = 500


class KeptUnavailableError(Exception):
    """What is kept cannot be read now: it is asked again with the next step."""


class KeptCalls(Protocol):
    """What is asked of it. Both raise `KeptUnavailableError`."""

    def newest(self) -> datetime | None:
        """Return the moment of the newest event that is kept, None where there is none."""
        ...

    def events(self, call_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[CallEvent]]:
        """Return the events of the calls that are kept, in no order."""
        ...


class CallsInDatabase:
    """What is kept in the centre's database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def newest(self) -> datetime | None:
        """Return the moment of the newest event."""
        with self._reading() as conn:
            newest: datetime | None = conn.scalar(select(func.max(call_events.c.at)))
            return newest

    def events(self, call_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[CallEvent]]:
        """Return the events of the calls that are kept."""
        found: dict[UUID, list[CallEvent]] = {}
        with self._reading() as conn:
            for place in range(0, len(call_ids), _AT_ONCE):
                wanted = select(call_events).where(call_events.c.call_id.in_(call_ids[place : place + _AT_ONCE]))
                for row in conn.execute(wanted):
                    event = CallEvent(row.call_id, CallEventKind(row.kind), row.at, row.seat, queue=row.queue)
                    found.setdefault(row.call_id, []).append(event)
        return found

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with reading(self._engine) as conn:
                yield conn
        except Exception as error:
            if isinstance(error, ProblemError) or is_unavailable(error):
                raise KeptUnavailableError from error
            raise
