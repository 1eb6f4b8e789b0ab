"""The unit's desk: its inbox, what it signed, and everything that it may ask for or answer; all of it at the centre."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from screens.parts.base import bindings_of
from screens.parts.case_words import unit_words
from screens.unit_desk.acting import GIVEN, Acting
from screens.unit_desk.lines import COLUMNS, about_rows, cells_of
from wording import mark, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline.queue_doc import QueueLine, QueueName
    from screens.parts.text_rows import Row
    from widgets.lamp import Piece


class UnitDeskScreen(Acting):
    """The cases in which the unit has a part, what goes red first at the top; only what applies is offered."""

    PLACE = "unit_desk"
    KEYS: ClassVar = (*GIVEN, "reveal", "note", "needs_you", "work", "desk")
    BINDINGS = bindings_of("unit_desk")
    COLUMNS = COLUMNS
    EMPTY = mark("No case is with your unit.")
    WAITING = mark("with the unit {count}")
    TEXT_FIRST = True

    def __init__(self) -> None:
        super().__init__(id="unit_desk")

    @property
    def list_name(self) -> QueueName:
        """Return which list of the centre is shown."""
        return "unit"

    def cells(self, line: QueueLine) -> Sequence[Piece]:
        """Return a line of the list."""
        return cells_of(line.order, self.unit, self.services.city_pack, self.services.now())

    def about(self, line: QueueLine, width: int) -> list[Row]:
        """Return what the unit has to know about the marked case."""
        doc = self.view.doc if self.view is not None else None
        return about_rows(
            doc.order if doc else line.order, self.unit, doc.timeline if doc else (), self.services.city_pack,
            self.services.now(), self.services.zone, width,
        )  # fmt: skip

    def aim(self) -> str:
        """Return whose list it is; that somebody works for no unit is said in its place."""
        if not self.unit:
            return "! " + tr("You are entered for no unit: ask the administrator")
        return unit_words(self.services.city_pack, self.unit)
