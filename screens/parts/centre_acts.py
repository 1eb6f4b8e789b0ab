"""What the centre alone does to a case, on a screen whose other acts are saved on this seat."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from screens.parts.amend import Wrong
from screens.parts.case_acts import CaseActs
from screens.parts.case_words import number_words
from screens.parts.given_acts import given_trouble, trouble_asked_again
from wording import tr

if TYPE_CHECKING:
    from hotline.commands import Command
    from hotline.wire import MutationResult
    from hotline.work_order import WorkOrder


class CentreActs(CaseActs):
    """A screen with one case, some of whose acts need the line."""

    def give_at_centre(self, order: WorkOrder, command: Command, words: str, again: Callable[[Wrong], None]) -> None:
        """Give a command for a case as it was shown, and say what became of it.

        `words`, a message id, say what was done. Where it cannot be done, `again` asks anew with what was typed.
        """
        number = number_words(order.order_no)
        draft_id, self._draft_id = self._draft_id, ""

        def done(_: MutationResult) -> None:
            if draft_id:
                self.services.seat.discard_draft(draft_id)
            self.say(lambda: tr("{number}: {words}").format(number=number, words=tr(words)))
            self.read_case(order.id)

        def failed(error: Exception) -> None:
            why = partial(given_trouble, error)
            self.say(lambda: tr("{number}: {words}").format(number=number, words=why()), wrong=True)
            wrong = Wrong(partial(trouble_asked_again, error), "")
            self.ask_later(partial(self._ask_with, draft_id, partial(again, wrong)))

        given = self.services.seat.give(order.id, command, base_revision=order.revision, draft_id=draft_id)
        self.when_done(given, done, failed)
