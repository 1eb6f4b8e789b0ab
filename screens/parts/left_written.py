"""What is written in questions that lie open when their operator leaves the seat: it becomes drafts of theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from local_cache.ids import new_id
from local_cache.model import Draft, Phase
from screens.parts.base import ConsoleScreen
from screens.parts.over import OverScreen

if TYPE_CHECKING:
    from datetime import datetime


class LeftWritten:
    """The questions behind a screen by which a seat is left. Each keeps one draft, however often somebody tries."""

    def __init__(self, leaving: ConsoleScreen[None]) -> None:
        self._leaving = leaving
        self._ids: dict[OverScreen[Any], str] = {}

    def keep(self, then: Callable[[], object], failed: Callable[[Exception], object]) -> None:
        """Put what is written on this seat's disk, parked, as the text of a draft that is named after its question."""
        services = self._leaving.services
        open_ones = [each for each in services.screens_up() if isinstance(each, OverScreen) and each.written()]

        def keep_next() -> None:
            if not open_ones:
                then()
                return
            over = open_ones.pop()
            draft_id = self._ids.setdefault(over, str(new_id()))
            draft = _draft(draft_id, services.signed_in.operator_id, over, services.now())
            self._leaving.when_done(services.seat.put_draft(draft), lambda _: keep_next(), failed)

        keep_next()

    def drop(self) -> None:
        """Throw those drafts away: whoever wrote the texts is back at the questions."""
        for draft_id in self._ids.values():
            self._leaving.services.seat.discard_draft(draft_id)
        self._ids.clear()


def _draft(draft_id: str, operator: str, over: OverScreen[Any], now: datetime) -> Draft:
    text = over.written()
    return Draft(
        id=draft_id, operator=operator, fields={"content": text}, phase=Phase.PARKED, call=None, name=over.asked(),
        parked=True, kept=False, focus="content", caret=len(text), created_at=now, updated_at=now,
    )  # fmt: skip
