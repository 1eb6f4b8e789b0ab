"""Whether the telephone switch is heard now, and up to when it was: no figure is newer than that."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from case_api.board.limits import SWITCH_UNHEARD_AFTER
from case_api.storage.tables_calls import leases
from case_api.telephony.line import switch_as_told
from case_api.worker import LEASE, LEASE_LIFE


class SwitchHeard(NamedTuple):
    """`up`: the worker is there and has a line. `since`: since when that is so, None where none has ever begun.

    `as_of` is the moment up to which the switch was heard, None for never.
    """

    up: bool
    since: datetime | None
    as_of: datetime | None


def switch_heard(conn: Connection, now: datetime) -> SwitchHeard:
    """Return whether the switch is heard: the worker renews its lease every second while it is there."""
    told = switch_as_told(conn)
    if told is None:
        return SwitchHeard(up=False, since=None, as_of=None)
    until = conn.scalar(select(leases.c.until).where(leases.c.name == LEASE))
    there_at = until - LEASE_LIFE if until is not None else told.since
    if now - there_at > SWITCH_UNHEARD_AFTER:
        lost_at = there_at if told.up else min(told.since, there_at)
        return SwitchHeard(up=False, since=lost_at, as_of=lost_at)
    return SwitchHeard(told.up, told.since, now if told.up else told.since)
