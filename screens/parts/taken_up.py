"""What was half written about cases when the console was last left, or ended by itself, is taken up where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from screens.parts.ask import Choose
from screens.parts.base import key_of
from screens.parts.begun import key_command
from screens.parts.given_acts import GivenActs
from screens.parts.over import chosen_in, held_in
from wording import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotline.work_order import WorkOrder
    from local_cache.model import Draft
    from screens.parts.ask import Option
    from screens.parts.base import Answer, Said
    from screens.parts.case_acts import Asked
    from screens.parts.over import OverScreen


class TakesUp(GivenActs):
    """A screen whose questions begin with what was written in them before; each of these is taken up once."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._left: dict[tuple[UUID, str], Draft] = {}

    def read_left(self) -> None:
        """Read what was left half written, and say so; once, before anything is written here."""
        if self.services.session is not None:
            self.when_done(self.services.seat.drafts(self.services.session.operator_id), self._take_left)

    def _take_left(self, drafts: list[Draft]) -> None:
        for draft in drafts:
            if draft.case_id is not None and self.takes_up(draft.act) and held_in(draft):
                self._left[draft.case_id, draft.act] = draft
        newest = max(self._left.values(), key=lambda draft: draft.updated_at, default=None)
        if newest is not None and self.says_nothing:
            self.say(lambda: self.words_for_left(newest))

    def takes_up(self, act: str) -> bool:
        """Say whether an act of a draft is one of this screen."""
        return self.is_act(key_command(act))

    def words_for_left(self, draft: Draft) -> str:
        """Return what is said of something that was left half written, and how to go on with it."""
        return tr("Half written: {what}. {key} on that case goes on with it").format(
            what=draft.name, key=key_of(self.app, key_command(draft.act))
        )

    def is_left(self, case_id: UUID, act: str) -> bool:
        """Say whether an act on a case was left half written and has not been taken up yet."""
        return (case_id, act) in self._left

    def choose_first(
        self,
        order: WorkOrder,
        act: str,
        heading: Said,
        options: Callable[[], Sequence[Option]],
        then: Callable[[str], object],
    ) -> None:
        """Have one option chosen before an act is asked about; `then` asks, with its key as what was `chosen`.

        Nothing is left to choose where the act was left half written with one of them.
        """
        left = self._left.get((order.id, act))
        if left is not None and chosen_in(left) in {each.key for each in options()}:
            then(chosen_in(left))
            return

        def chosen(key: str | None) -> None:
            if key is not None:
                then(key)

        self.app.push_screen(Choose(heading, options), chosen)

    def _ask_about(
        self,
        case: Asked,
        act: str,
        question: OverScreen[Answer],
        then: Callable[[Asked, Answer | None], object],
        chosen: str = "",
    ) -> None:
        """Ask; what was left half written stands there already, unless something else had been chosen before it."""
        left = self._left.get((case.id, act)) if not self._draft_id else None
        if left is not None and chosen_in(left) in ("", chosen):
            del self._left[case.id, act]
            self._draft_id = left.id
            question.take_up(held_in(left))
        super()._ask_about(case, act, question, then, chosen)
