"""What the centre has kept of calls: how an adapter knows what was told before it began."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import Engine, func, select

from case_api.storage.engine import reading
from case_api.storage.tables_calls import call_events
from hotline.call_record import CallEvent
from hotline.codes import CallEventKind

_AT_ONCE = 500


class KeptCalls(Protocol):
    """What is asked of it."""

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
        with reading(self._engine) as conn:
            newest: datetime | None = conn.scalar(select(func.max(call_events.c.at)))
            return newest

    def events(self, call_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[CallEvent]]:
        """Return the events of the calls that are kept."""
        found: dict[UUID, list[CallEvent]] = {}
        with reading(self._engine) as conn:
            for place in range(0, len(call_ids), _AT_ONCE):
                wanted = select(call_events).where(call_events.c.call_id.in_(call_ids[place : place + _AT_ONCE]))
                for row in conn.execute(wanted):
                    event = CallEvent(row.call_id, CallEventKind(row.kind), row.at, row.seat, queue=row.queue)
                    found.setdefault(row.call_id, []).append(event)
        return found
