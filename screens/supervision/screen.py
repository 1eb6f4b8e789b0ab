"""The supervision screen: yellow and red lamps, key sources, notices without an answer; what goes red first on top.

What somebody has to decide on has a list of its own beside it, since it may be the last of hundreds to go red.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from hotline.codes import Role
from screens.parts.base import bindings_of
from screens.supervision.acting import GIVEN, Acting
from screens.supervision.lines import COLUMNS, about_rows, cells_of
from wording import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline.queue_doc import QueueLine, QueueName
    from screens.parts.text_rows import Row
    from widgets.lamp import Piece


_WAITING: dict[QueueName, str] = {
    "supervision": mark("supervised {count}"),
    "extension": mark("extensions to decide {count}"),
    "naming": mark("namings to decide {count}"),
}


class SupervisionScreen(Acting):
    """The supervised cases; a supervisor presses on, a lead decides on extensions, a leader on namings."""

    PLACE = "supervision"
    KEYS: ClassVar = (*GIVEN, "other_list", "reveal", "find", "needs_you", "work", "desk")
    BINDINGS = bindings_of("supervision")
    COLUMNS = COLUMNS
    EMPTY = mark("Nothing is under supervision.")

    def __init__(self) -> None:
        super().__init__(id="supervision")
        self._decides = False

    @property
    def list_name(self) -> QueueName:
        """Return the list of what is supervised, or of that what is to be decided on by whoever is here."""
        if not self._decides:
            return "supervision"
        session = self.services.session  # none while the operator signs out
        extends = session is None or session.roles & {Role.SUPERVISOR, Role.LEAD}
        return "extension" if extends else "naming"

    def action_other_list(self) -> None:
        """Turn to the other list."""
        self._decides = not self._decides
        self.say("")
        self.read_anew()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There are two lists also where both are empty."""
        return action == "other_list" or super().check_action(action, parameters)

    @property
    def waiting_words(self) -> str:
        """Return the message id that counts what waits."""
        return _WAITING[self.list_name]

    def cells(self, line: QueueLine) -> Sequence[Piece]:
        """Return a line of the list."""
        return cells_of(line.order, self.services.city_pack, self.services.now())

    def about(self, line: QueueLine, width: int) -> list[Row]:
        """Return what has to be known about the marked case."""
        order = self.view.doc.order if self.view is not None else line.order
        return about_rows(order, self.services.city_pack, self.services.now(), self.services.zone, width)
