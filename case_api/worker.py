"""The worker: one process of a centre, under a lease in the database, that runs telephony and the chores.

`case-api serve` starts one inside; with several machines each may, and the lease lets one of them act. Whoever has
lost the lease stops at once and takes its switch with it.
"""

import os
import platform
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, insert, or_, update
from sqlalchemy.exc import IntegrityError

from case_api.centre import Centre
from case_api.problems import ProblemError
from case_api.storage.engine import reading, writing
from case_api.storage.tables_calls import leases
from case_api.telephony.store import asked, done, end_orphans, record
from case_api.telephony.switch import CallEvent, Switch

LEASE = "worker"
LEASE_LIFE = timedelta(seconds=15)
_RENEW_AFTER = LEASE_LIFE / 3
_POLL_SECONDS = 0.25
"""Acts that another process took in are found by asking this often."""

_log = structlog.get_logger()


def take_lease(conn: Connection, name: str, holder: str, now: datetime) -> bool:
    """Take or renew a lease; False while somebody else has it."""
    until = now + LEASE_LIFE
    mine_or_free = or_(leases.c.holder == holder, leases.c.until < now)
    if conn.execute(
        update(leases).where(leases.c.name == name, mine_or_free).values(holder=holder, until=until)
    ).rowcount:
        return True
    try:
        with conn.begin_nested():
            conn.execute(insert(leases).values(name=name, holder=holder, until=until))
    except IntegrityError:
        return False
    return True


def give_lease_back(conn: Connection, name: str, holder: str, now: datetime) -> None:
    """Let the next worker begin without waiting for the lease to run out."""
    conn.execute(update(leases).where(leases.c.name == name, leases.c.holder == holder).values(until=now - LEASE_LIFE))


class Worker:
    """Runs one switch while it has the lease, and the chores beside it.

    `told` is called after events were written, `chores` every few seconds with the present moment and with what it is
    to ask before each of them: whether the lease is still there, which is renewed by that.
    """

    def __init__(
        self,
        centre: Centre,
        make_switch: Callable[[datetime], Switch],
        holder: str = "",
        *,
        told: Callable[[], None] = lambda: None,
        chores: Callable[[datetime, Callable[[], bool]], None] = lambda _now, _go_on: None,
    ) -> None:
        self._centre = centre
        self._make_switch = make_switch
        self._holder = holder or f"{platform.node()}/{os.getpid()}"
        self._told = told
        self._chores = chores
        self._switch: Switch | None = None
        self._unwritten: list[CallEvent] = []
        self._renew_at: datetime | None = None
        self._wake = threading.Event()
        self._stop = threading.Event()

    def wake(self) -> None:
        """Say that there is an act to be done."""
        self._wake.set()

    def stop(self) -> None:
        """Let `run` come to its end."""
        self._stop.set()
        self._wake.set()

    def run(self) -> None:
        """Work until stopped, then give the lease back."""
        while not self._stop.is_set():
            try:
                pause = self.step()
            except ProblemError:
                _log.warning("the worker waits for the database")
                pause = 1.0
            except Exception as error:  # telephony is not to end for a defect that may pass
                _log.error("the worker goes on after a defect", kind=type(error).__name__)
                pause = 1.0
            self._wake.wait(pause)
            self._wake.clear()
        self._end()

    def step(self) -> float:
        """Do what is due and return how many seconds there is nothing to do unless woken."""
        now = self._centre.now()
        if self._is_due(now) and self._has_lease():
            self._chores(now, self._has_lease)
        if not self._has_lease() or self._switch is None:  # the chores may have taken longer than a lease lives
            return _RENEW_AFTER.total_seconds()
        self._turn(self._switch, self._centre.now())
        due = self._switch.due()
        until_due = (due - self._centre.now()).total_seconds() if due else _POLL_SECONDS
        return max(0.0, min(_POLL_SECONDS, until_due))

    def _turn(self, switch: Switch, now: datetime) -> None:
        with reading(self._centre.engine) as conn:
            acts = asked(conn)
        self._unwritten += switch.step(now)
        for act in acts:
            self._unwritten += switch.act(act.call_id, act.act, now)
        if not (self._unwritten or acts):
            return
        with writing(self._centre.engine) as conn:
            record(conn, self._centre.cipher, self._unwritten)
            done(conn, acts, now)
        self._unwritten = []
        self._told()

    def _is_due(self, now: datetime) -> bool:
        return self._renew_at is None or now >= self._renew_at

    def _has_lease(self) -> bool:
        """Say whether this worker may act; take or renew the lease where that is due."""
        now = self._centre.now()
        if self._is_due(now):
            self._hold_lease(now)
        return self._switch is not None

    def _hold_lease(self, now: datetime) -> None:
        with writing(self._centre.engine) as conn:
            held = take_lease(conn, LEASE, self._holder, now)
            if held and self._switch is None:
                end_orphans(conn, self._centre.cipher, now)
        self._renew_at = now + _RENEW_AFTER
        if held and self._switch is None:
            _log.info("the worker begins", holder=self._holder)
            self._switch, self._unwritten = self._make_switch(now), []
        elif not held and self._switch is not None:
            _log.warning("the worker lost its lease", holder=self._holder)
            self._switch = None

    def _end(self) -> None:
        if self._switch is None:
            return
        self._switch = None
        try:
            with writing(self._centre.engine) as conn:
                give_lease_back(conn, LEASE, self._holder, self._centre.now())
        except ProblemError:
            _log.warning("the worker could not give its lease back", holder=self._holder)
