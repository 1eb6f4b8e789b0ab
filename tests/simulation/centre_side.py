"""The real centre of the simulation, in memory: its clock, its backups, the device that speaks to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import Connection, Engine

from case_api.centre import Centre, SyncRules
from case_api.cipher import Cipher
from case_api.identity import Device, GrantHistory, GrantState, Standing
from case_api.storage.engine import open_engine, writing
from case_api.storage.epoch import rotate_epoch
from case_api.storage.migrate import migrate
from case_api.sync.pull import pull
from case_api.sync.push import push
from case_api.sync.reconcile import reconcile
from hotline.codes import Role
from hotline.wire import Hints, PullAnswer, PullRequest, PushAnswer, PushRequest, ReconcileAnswer
from tests.simulation.city import small_city

MASTER = bytes(range(32))
_ROLES = frozenset({Role.OPERATOR})


@cache
def _template() -> sqlite.Connection:
    """Return a database with all tables, made once for a process; migrations take longer than a whole run."""
    engine = open_engine("sqlite://")
    migrate(engine)
    image = sqlite.connect(":memory:", check_same_thread=False)
    raw = engine.raw_connection()
    source: sqlite.Connection | None = raw.driver_connection
    assert source is not None
    source.backup(image)
    raw.close()
    engine.dispose()
    return image


@dataclass
class Grants:
    """Who may work where: everybody, until revoked; by the moment at which a mutation was made."""

    revoked_from: dict[str, datetime]
    expired_from: dict[str, datetime]

    def __call__(self, conn: Connection, operator_id: str, seat: str) -> GrantHistory:
        revoked = self.revoked_from.get(operator_id)
        expired = self.expired_from.get(operator_id)

        def history(at: datetime) -> GrantState:
            if revoked is not None and at >= revoked:
                return GrantState(Standing.REVOKED)
            if expired is not None and at >= expired:
                return GrantState(Standing.EXPIRED, _ROLES)
            return GrantState(Standing.OK, _ROLES)

        return history


@cache
def _engine() -> Engine:
    """Return the one engine of this process: an engine compiles its statements once, and a run has seconds only."""
    return open_engine("sqlite://")


class CentreSide:
    """One centre. `life` counts its restores: what it said in an earlier life, it may have forgotten.

    All centres of a process share one database, so only the newest is good.
    """

    def __init__(self, now: Callable[[], datetime], hints: Hints) -> None:
        self.grants = Grants({}, {})
        self.engine = _engine()
        self.centre = Centre(
            engine=self.engine,
            cipher=Cipher(MASTER),
            pack=small_city(),
            grants=self.grants,
            now=now,
            rules=SyncRules(hints=hints),
        )
        self.life = 0
        _template().backup(self._raw())
        self._rotate()

    def push(self, request: PushRequest, device: Device) -> PushAnswer:
        """Take a push as it comes off the wire."""
        return push(self.centre, PushRequest.model_validate_json(request.model_dump_json(by_alias=True)), device)

    def pull(self, request: PullRequest, device: Device) -> PullAnswer:
        """Answer a pull."""
        return pull(self.centre, request, device)

    def reconcile(self, client_id: UUID, device: Device) -> ReconcileAnswer:
        """Answer a reconcile."""
        return reconcile(self.centre, client_id, device)

    def image(self) -> sqlite.Connection:
        """Return a backup of the centre."""
        image = sqlite.connect(":memory:", check_same_thread=False)
        self._raw().backup(image)
        return image

    def restore(self, image: sqlite.Connection, *, rotate: bool = True) -> None:
        """Go back to a backup, which begins another epoch."""
        image.backup(self._raw())
        self.life += 1
        if rotate:
            self._rotate()

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the centre's database directly; for the invariants only."""
        found: list[tuple[Any, ...]] = self._raw().execute(statement, values).fetchall()
        return found

    def _rotate(self) -> None:
        with writing(self.engine) as conn:
            rotate_epoch(conn)

    def _raw(self) -> sqlite.Connection:
        pooled = self.engine.raw_connection()
        raw: sqlite.Connection = pooled.driver_connection
        pooled.close()
        return raw
