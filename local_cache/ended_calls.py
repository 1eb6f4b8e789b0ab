"""The calls that an operator has ended at the desk, until the switch has ended them too.

They stand in `meta` of `work.db`: a hang-up that no line could carry is told again as soon as there is one, also by
the next start, and what the switch still tells of such a call is not news of a caller who rings.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING
from uuid import UUID

from hotline.wire import Problem
from local_cache import meta
from local_cache.errors import CentreSaid, NoLine
from local_cache.news import OVER_AT_THE_SEAT, News, StatusChanged

if TYPE_CHECKING:
    from local_cache.asking import Centre
    from local_cache.encrypted import Connection
    from local_cache.open_files import OpenFiles
    from local_cache.status import Board

KEPT = timedelta(days=1)
"""No call lasts longer; one of which the switch never told the end is forgotten then."""


class EndedCalls:
    """Keeps them for one seat. Everything here may be called from any thread and returns at once."""

    def __init__(
        self, files: OpenFiles, board: Board, centre: Centre, pool: ThreadPoolExecutor, now: Callable[[], datetime]
    ) -> None:
        self._files = files
        self._centre = centre
        self._pool = pool
        self._now = now
        self._gate = Lock()
        self._ended: dict[UUID, datetime] = {}
        self._told: set[UUID] = set()
        """Those that the centre has taken since there is a line, and those on their way to it."""
        self._line_up = board.status.line_up
        board.subscribe(self._hear)

    def begin(self, work: Connection) -> None:
        """Read what the program before this one left."""
        held = json.loads(meta.get(work, meta.ENDED_CALLS) or "{}")
        with self._gate:
            self._ended = {UUID(call_id): datetime.fromisoformat(at) for call_id, at in held.items()}

    def end(self, call_id: UUID) -> Future[None]:
        """Keep that the operator has ended a call, and tell the switch. Fails with `NoLine` or `CentreSaid`."""
        now = self._now()
        with self._gate:
            self._ended = {each: at for each, at in self._ended.items() if now - at < KEPT}
            self._ended[call_id] = now
            self._told.add(call_id)
        self._files.work.submit(self._keep)  # where the disk does not take it, it holds until the program ends
        return self._pool.submit(self._tell, call_id)

    def hides(self, call_id: UUID, kind: str) -> bool:
        """Say whether what the switch tells of a call is no news: it is ended here, and the switch has yet to do it."""
        with self._gate:
            if call_id not in self._ended:
                return False
        if kind in OVER_AT_THE_SEAT:
            self._forget(call_id)
            return False
        return True

    def _hear(self, news: News) -> None:
        if not isinstance(news, StatusChanged):
            return
        with self._gate:
            came, self._line_up = news.status.line_up and not self._line_up, news.status.line_up
            if came:
                self._told.clear()  # a centre that was away may have lost it with its switch
            untold = [each for each in self._ended if each not in self._told] if self._line_up else []
            self._told.update(untold)
        for call_id in untold:
            self._pool.submit(self._tell, call_id)

    def _tell(self, call_id: UUID) -> None:
        try:
            self._centre.call_act(call_id, "hang_up")
        except CentreSaid as said:
            if said.problem == Problem.NOT_FOUND:
                self._forget(call_id)  # it is over
                return
            self._not_told(call_id)
            raise
        except NoLine:
            self._not_told(call_id)
            raise

    def _not_told(self, call_id: UUID) -> None:
        with self._gate:
            self._told.discard(call_id)

    def _forget(self, call_id: UUID) -> None:
        with self._gate:
            self._told.discard(call_id)
            if self._ended.pop(call_id, None) is None:
                return
        self._files.work.submit(self._keep)

    def _keep(self, work: Connection) -> None:
        with self._gate:
            ended = {str(call_id): at.isoformat() for call_id, at in self._ended.items()}
        if ended:
            meta.put(work, meta.ENDED_CALLS, json.dumps(ended))
        else:
            meta.drop(work, meta.ENDED_CALLS)
