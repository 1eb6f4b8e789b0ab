"""A work list takes up what was half written about its cases when the console was last left, or ended by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from screens.parts.base import key_of
from screens.parts.begun import key_command
from screens.parts.over import held_in
from screens.parts.work_reading import WorkReading
from wording import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotline.work_order import WorkOrder
    from local_cache.model import Draft
    from screens.parts.base import Answer
    from screens.parts.over import OverScreen


class TakesUp(WorkReading):
    """A work list whose questions begin with what was written in them before; each of these is taken up once."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._left: dict[tuple[UUID, str], Draft] = {}

    def read_left(self) -> None:
        """Read what was left half written, and say so; once, before anything is written here."""
        if self.services.session is not None:
            self.when_done(self.services.seat.drafts(self.services.session.operator_id), self._take_left)

    def _take_left(self, drafts: list[Draft]) -> None:
        for draft in drafts:
            if draft.case_id is not None and self.is_act(key_command(draft.act)) and held_in(draft):
                self._left[draft.case_id, draft.act] = draft
        newest = max(self._left.values(), key=lambda draft: draft.updated_at, default=None)
        if newest is not None and self.says_nothing:
            self.say(
                lambda: tr("Half written: {what}. {key} on that case goes on with it").format(
                    what=newest.name, key=key_of(self.app, key_command(newest.act))
                )
            )

    def _ask_about(
        self,
        order: WorkOrder,
        act: str,
        question: OverScreen[Answer],
        then: Callable[[WorkOrder, Answer | None], object],
    ) -> None:
        """Ask; what was left half written stands there already."""
        left = None if self._draft_id else self._left.pop((order.id, act), None)
        if left is not None:
            self._draft_id = left.id
            question.take_up(held_in(left))
        super()._ask_about(order, act, question, then)
