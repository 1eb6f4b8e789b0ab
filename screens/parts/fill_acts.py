"""Acts of a screen with a work list that ask for several fields: asked, given, and asked again with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from screens.parts.amend import NOTHING_WRONG, Wrong
from screens.parts.base import Said
from screens.parts.case_words import number_words
from screens.parts.fill_in import FillIn, Typed
from screens.parts.work_screen import WorkScreen
from wording import tr

if TYPE_CHECKING:
    from hotline.commands import Command
    from hotline.work_order import WorkOrder


class FillActs(WorkScreen):
    """A screen whose acts are asked for with `FillIn`."""

    def fill(
        self,
        order: WorkOrder,
        act: str,
        question: Callable[[Typed | None, Wrong], FillIn],
        command: Callable[[Typed], Command],
        done: str,
        *,
        stays: bool,
        chosen: str = "",
    ) -> None:
        """Ask for the fields of an act and give it; where it cannot be done they are asked for with what was typed.

        `done` is the message id of what is said when it is done, `stays` says that the case is one of this list then.
        `chosen` is what was chosen before this could be asked.
        """

        def ask(typed: Typed | None = None, wrong: Wrong = NOTHING_WRONG) -> None:
            self._ask_about(order, act, question(typed, wrong), filled, chosen)

        def filled(_: WorkOrder, typed: Typed | None) -> None:
            if typed is not None:
                self.give(order, command(typed), lambda: tr(done), again=partial(ask, typed), stays=stays)

        ask()

    def heading(self, order: WorkOrder, words: str | Said) -> Said:
        """Return a heading that names the case; `words` is a message id, or how they are made."""
        return lambda: f"{number_words(order.order_no)}  {tr(words) if isinstance(words, str) else words()}"
