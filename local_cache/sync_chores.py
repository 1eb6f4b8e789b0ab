"""What a seat asks its centre now and then: whether the sign-in holds, its city pack, and who may sign in here."""

from __future__ import annotations

import logging
from collections.abc import Set
from typing import TYPE_CHECKING

from local_cache import sign_in
from local_cache.errors import NotSaved
from local_cache.news import PackChanged
from local_cache.sync.loop import Chore
from local_cache.sync_parts import Parts

if TYPE_CHECKING:
    from local_cache.encrypted import Connection
    from local_cache.sync.transport import Transport

SIGN_IN_EVERY_S = 60.0
"""An operator whose sign-in the centre has ended is told so with the first poll after this, or at once when they ask
the centre something: it answers them no more."""
GRANTS_EVERY_S = 600.0
PACK_EVERY_S = 3600.0
PRACTICE_EVERY_S = 600.0
"""What a trainer sets is heard of at sign-in, and by who stays signed in after so long."""

_log = logging.getLogger(__name__)


class AskedInTurn:
    """Asks the centre over `transport`, in the thread that syncs, and tells the seat what came of it."""

    def __init__(self, parts: Parts, transport: Transport) -> None:
        self._parts = parts
        self._transport = transport

    def chores(self) -> tuple[Chore, ...]:
        """Return each question with how often it is asked."""
        return (
            Chore(SIGN_IN_EVERY_S, self._check_sign_in),
            Chore(PACK_EVERY_S, self._fetch_pack),
            Chore(GRANTS_EVERY_S, self._fetch_grants),
            Chore(PRACTICE_EVERY_S, self._parts.post_practice),
        )

    def ask_if_revoked(self, operators: Set[str]) -> None:
        """Ask at once whether the sign-in holds where the centre has held what its operator made."""
        from local_cache.sync.transport import TransportDown, TransportProblem

        live = self._parts.live()
        if live is None or live.info.operator_id not in operators:
            return
        try:
            self._check_sign_in()
        except (TransportDown, TransportProblem):
            return  # it is asked each minute

    def _fetch_pack(self) -> None:
        from city_packs.errors import PackDamaged

        fetched = self._transport.pack(self._parts.shelf.city, self._parts.shelf.etag())
        if fetched.data is None:
            return
        try:
            pack = self._parts.shelf.put(fetched.data, fetched.etag)
        except PackDamaged as error:
            _log.error("the centre's city pack cannot be used: %s", type(error).__name__)
            return
        self._parts.board.tell(PackChanged(pack.version))

    def _check_sign_in(self) -> None:
        from local_cache.sync.transport import Proof, TransportProblem

        live = self._parts.live()
        proof = Proof(live.token, live.grant_id) if live else Proof()
        if live is None or not proof:
            return
        try:
            self._transport.check_sign_in(proof)
        except TransportProblem as problem:
            if problem.status != 401:
                raise
            self._parts.ended(live)

    def _fetch_grants(self) -> None:
        grants = self._transport.grants()
        parts = self._parts

        def job(work: Connection) -> frozenset[str]:
            sign_in.put_grants(work, grants)
            believed = sign_in.granted(work, parts.enrolment)
            parts.files.people = sign_in.actors(believed)
            return frozenset(believed)

        try:
            operators = parts.files.on_work(job)
        except NotSaved:
            return  # the disk is in trouble, and the status line says so
        live = parts.live()
        if live is not None and live.info.operator_id not in operators:
            parts.ended(live)
