"""The supervision screen: yellow and red lamps, key sources, notices without an answer; what goes red first on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from screens.parts.base import bindings_of
from screens.supervision.acting import GIVEN, Acting
from screens.supervision.lines import COLUMNS, about_rows, cells_of
from wording import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline.queue_doc import QueueLine, QueueName
    from screens.parts.text_rows import Row
    from widgets.lamp import Piece


class SupervisionScreen(Acting):
    """The supervised cases; a supervisor presses on, a lead decides on extensions, a leader on namings."""

    PLACE = "supervision"
    KEYS: ClassVar = (*GIVEN, "reveal", "find", "needs_you", "work", "desk")
    BINDINGS = bindings_of("supervision")
    COLUMNS = COLUMNS
    EMPTY = mark("Nothing is under supervision.")
    WAITING = mark("supervised {count}")

    def __init__(self) -> None:
        super().__init__(id="supervision")

    @property
    def list_name(self) -> QueueName:
        """Return which list of the centre is shown."""
        return "supervision"

    def cells(self, line: QueueLine) -> Sequence[Piece]:
        """Return a line of the list."""
        return cells_of(line.order, self.services.city_pack, self.services.now())

    def about(self, line: QueueLine, width: int) -> list[Row]:
        """Return what has to be known about the marked case."""
        order = self.view.doc.order if self.view is not None else line.order
        return about_rows(order, self.services.city_pack, self.services.now(), self.services.zone, width)
