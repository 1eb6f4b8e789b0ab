"""What the operator has done at the desk and the centre has yet to hear: a notice read, an order done, a caller tried.

It stands in `meta` of `work.db` until the centre has taken it: a key pressed without a line counts, also after a start
anew.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import asdict
from threading import Lock
from typing import TYPE_CHECKING

from hotline.wire import Problem
from local_cache import meta
from local_cache.errors import CentreSaid, NoLine
from local_cache.model import DeskAct

if TYPE_CHECKING:
    from local_cache.asking import Centre
    from local_cache.encrypted import Connection
    from local_cache.writer import Writer

MOST = 500
"""More than anybody does in a day without a line; the oldest goes."""
_log = logging.getLogger(__name__)


class OwedActs:
    """Keeps them for one seat, oldest first. Everything here may be called from any thread and returns at once."""

    def __init__(self, writer: Writer, centre: Centre, pool: Executor, who: Callable[[], str]) -> None:
        self._writer = writer
        self._centre = centre
        self._pool = pool
        self._who = who
        self._gate = Lock()
        self._telling = Lock()
        self._owed: list[DeskAct] = []

    def begin(self, work: Connection) -> None:
        """Read what the program before this one left, in a job on `work.db`."""
        held = [DeskAct(**each) for each in json.loads(meta.get(work, meta.OWED) or "[]")]
        with self._gate:
            self._owed = held

    def tell(self, act: DeskAct) -> None:
        """Keep an act, and tell it as soon as there is a line. The same again is one."""
        with self._gate:
            self._owed = [*(each for each in self._owed if each.path != act.path), act][-MOST:]
        self._writer.submit(self._keep)  # where the disk does not take it, it holds until the program ends
        self.try_again()

    def owes(self, path: str) -> bool:
        """Say whether an act has been done here and the centre may not know."""
        with self._gate:
            return any(each.path == path for each in self._owed)

    def try_again(self) -> None:
        """Tell the centre what it has not taken yet."""
        if self._owed:
            self._pool.submit(self._tell_all)

    def _tell_all(self) -> None:
        with self._telling:
            with self._gate:
                owed = tuple(self._owed)
            told = []
            for act in owed:
                if act.by and act.by != self._who():
                    continue
                try:
                    self._tell_one(act)
                except NoLine:
                    break
                except CentreSaid as said:
                    if said.problem == Problem.AUTH_REQUIRED:
                        continue
                    _log.warning("the centre does not take an act of the desk: %s", said.problem)
                told.append(act)
            if told:
                self._forget(told)

    def _tell_one(self, act: DeskAct) -> None:
        self._centre.ask(lambda line, proof: line.desk_act(act, proof))

    def _forget(self, told: list[DeskAct]) -> None:
        with self._gate:
            self._owed = [each for each in self._owed if each not in told]
        self._writer.submit(self._keep)

    def _keep(self, work: Connection) -> None:
        with self._gate:
            owed = [asdict(each) for each in self._owed]
        if owed:
            meta.put(work, meta.OWED, json.dumps(owed))
        else:
            meta.drop(work, meta.OWED)
