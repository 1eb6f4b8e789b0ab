"""The seat's state as the status line shows it, and who is told when it changes."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from datetime import datetime
from typing import Any

from local_cache.model import SeatStatus
from local_cache.news import Listener, News, StatusChanged

_LOG = logging.getLogger(__name__)


class Board:
    """Holds one `SeatStatus` and hands news to listeners, from whichever thread brings it."""

    def __init__(self) -> None:
        self._gate = threading.Lock()
        self._status = SeatStatus()
        self._listeners: list[Listener] = []

    @property
    def status(self) -> SeatStatus:
        """Return the status as it is now."""
        return self._status

    def subscribe(self, listener: Listener) -> None:
        """Tell `listener` all news from now on."""
        self._listeners.append(listener)

    def tell(self, news: News) -> None:
        """Hand news to everybody. One who cannot take it harms nobody else."""
        for listener in tuple(self._listeners):
            try:
                listener(news)
            except Exception as error:
                _LOG.error("a listener failed on %s: %s", type(news).__name__, type(error).__name__)

    def change(self, **parts: Any) -> None:
        """Set parts of the status; listeners hear of it only if something is different."""
        with self._gate:
            before = self._status
            self._status = now = replace(before, **parts)
        if now != before:
            self.tell(StatusChanged(now))

    def one_more_unsent(self, made_at: datetime) -> None:
        """Count a mutation that has just been saved, without asking the disk again."""
        with self._gate:
            before = self._status
            self._status = now = replace(
                before, unsent=before.unsent + 1, oldest_unsent_at=before.oldest_unsent_at or made_at
            )
        self.tell(StatusChanged(now))
