"""The worker: one process of a centre, under a lease in the database, that runs telephony and the chores.

`case-api serve` starts one inside; with several machines each may, and the lease lets one of them act. Whoever has
lost the lease stops at once and takes its switch with it.

Chores have a thread of their own, so that a long one keeps neither telephony nor the lease waiting. Somebody who loses
the lease in the middle of a chore ends that one, and the next holder begins none before.
"""

import os
import platform
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from sqlalchemy import Connection, insert, or_, update
from sqlalchemy.exc import IntegrityError

from case_api.board.staffing import staffing_after
from case_api.centre import Centre
from case_api.problems import ProblemError
from case_api.storage.engine import is_unavailable, reading, writing
from case_api.storage.locks import Lock, alone
from case_api.storage.tables_calls import leases
from case_api.telephony.line import forget_switch, note_switch
from case_api.telephony.no_switch import NoSwitch
from case_api.telephony.reading import asked, done
from case_api.telephony.store import open_records, record
from case_api.telephony.switch import MakeSwitch, Staffing, Switch, Told

LEASE = "worker"
LEASE_LIFE = timedelta(seconds=15)
_RENEW_AFTER = timedelta(seconds=1)
"""By this it is known that the worker is there: one that is gone hears no switch, and boards are to say so."""
_POLL_SECONDS = 0.25
"""Acts that another process took in are found by asking this often."""
_CHORES_SECONDS = 5.0
"""It is seen this often which chores are due."""
_PAUSE_SECONDS = 1.0
"""So long after a failure it is tried again."""

_log = structlog.get_logger()
_Done = TypeVar("_Done")


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
    to ask before each of them: whether the lease is still there.
    """

    def __init__(
        self,
        centre: Centre,
        make_switch: MakeSwitch,
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
        self._switch_up: bool | None = None
        self._unwritten: list[Told] = []
        self._staffed: dict[str, Staffing] = {}
        self._staffed_up_to = 0
        self._renew_at: datetime | None = None
        self._held_until: datetime | None = None
        self._wake = threading.Event()
        self._look_at_chores = threading.Event()
        self._stop = threading.Event()

    def wake(self) -> None:
        """Say that there is an act to be done."""
        self._wake.set()

    def stop(self) -> None:
        """Let `run` come to its end."""
        self._stop.set()
        self._wake.set()
        self._look_at_chores.set()

    def run(self) -> None:
        """Work until stopped, then give the lease back."""
        chores = threading.Thread(target=self._keep_at_chores, name="centre-chores", daemon=True)
        chores.start()
        while not self._stop.is_set():
            pause = self._going_on(self.step)
            self._wake.wait(_PAUSE_SECONDS if pause is None else pause)
            self._wake.clear()
        chores.join()
        self._end()

    def step(self) -> float:
        """Do what is due in telephony and return how many seconds there is nothing to do unless woken."""
        now = self._centre.now()
        if self._renew_at is None or now >= self._renew_at:
            self._hold_lease(now)
        if self._switch is None:
            return _RENEW_AFTER.total_seconds()
        self._turn(self._switch, self._centre.now())
        due = self._switch.due()
        until_due = (due - self._centre.now()).total_seconds() if due else _POLL_SECONDS
        return max(0.0, min(_POLL_SECONDS, until_due))

    def do_chores(self) -> None:
        """Do the chores that are due, unless the lease is somebody else's or a chore of who had it is not over."""
        if not self._has_lease():
            return
        with alone(self._centre.engine, Lock.CHORES) as nobody_else:
            if nobody_else:
                self._chores(self._centre.now(), self._has_lease)

    def _keep_at_chores(self) -> None:
        while not self._stop.is_set():
            self._going_on(self.do_chores)
            self._look_at_chores.wait(_CHORES_SECONDS)
            self._look_at_chores.clear()

    def _going_on(self, work: Callable[[], _Done]) -> _Done | None:
        """Return what the work returns, or None where it failed: telephony is not to end for what may pass."""
        try:
            return work()
        except Exception as error:
            if isinstance(error, ProblemError) or is_unavailable(error):
                _log.warning("the worker waits for the database")
            else:
                _log.error("the worker goes on after a defect", kind=type(error).__name__)
            return None

    def _turn(self, switch: Switch, now: datetime) -> None:
        with reading(self._centre.engine) as conn:
            acts = asked(conn)
            staffed = staffing_after(conn, self._staffed_up_to)
        if staffed.seats:
            self._staffed_up_to = staffed.up_to
            self._staffed |= staffed.seats
            switch.staff(self._staffed, now)
        self._unwritten += switch.step(now)
        for act in acts:
            self._unwritten += switch.act(act.call_id, act.act, now)
        since = switch.up_since()
        other_line = (since is not None) != self._switch_up
        if not (self._unwritten or acts or other_line):
            return
        with writing(self._centre.engine) as conn:
            record(conn, self._centre.cipher, self._unwritten, now)
            done(conn, acts, now)
            if other_line:
                note_switch(conn, up=since is not None, since=since or now)
        self._unwritten, self._switch_up = [], since is not None
        self._told()

    def _has_lease(self) -> bool:
        """Say whether this worker may act: it has the lease, which has not run out while nobody renewed it."""
        until = self._held_until
        return not self._stop.is_set() and until is not None and self._centre.now() < until

    def _hold_lease(self, now: datetime) -> None:
        with writing(self._centre.engine) as conn:
            held = take_lease(conn, LEASE, self._holder, now)
            left_open = open_records(conn) if held and self._switch is None else []
        self._renew_at = now + _RENEW_AFTER
        self._held_until = now + LEASE_LIFE if held else None
        if held and self._switch is None:
            _log.info("the worker begins", holder=self._holder)
            switch = self._make_switch(now, self.wake)
            self._unwritten = switch.begin(left_open, now)
            has_switch = not isinstance(switch, NoSwitch)
            if not has_switch:
                with writing(self._centre.engine) as conn:
                    forget_switch(conn)
            self._switch, self._switch_up = switch, None if has_switch else False
            self._staffed, self._staffed_up_to = {}, 0
            self._look_at_chores.set()
        elif not held and self._switch is not None:
            _log.warning("the worker lost its lease", holder=self._holder)
            self._switch.close()
            self._switch = None

    def _end(self) -> None:
        if self._switch is None:
            return
        self._switch.close()
        self._switch = None
        try:
            with writing(self._centre.engine) as conn:
                give_lease_back(conn, LEASE, self._holder, self._centre.now())
        except ProblemError:
            _log.warning("the worker could not give its lease back", holder=self._holder)
