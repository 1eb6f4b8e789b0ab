"""The screen of what is to be reviewed: exclusions by a quality reviewer, notes on callers by a lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from hotline.codes import Role
from screens.parts.base import bindings_of
from screens.reviews.deciding import GIVEN, Deciding
from screens.reviews.lines import COLUMNS, about_rows, cells_of
from wording import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline.queue_doc import QueueLine
    from screens.parts.text_rows import Row
    from widgets.lamp import Piece


class ReviewsScreen(Deciding):
    """What waits for whoever is here, be the case settled or not; who has both lists turns from one to the other."""

    PLACE = "reviews"
    KEYS: ClassVar = (*GIVEN, "other_list", "reveal", "note", "find", "needs_you", "work", "desk")
    BINDINGS = bindings_of("reviews")
    COLUMNS = COLUMNS
    EMPTY = mark("Nothing waits for a review.")

    def __init__(self) -> None:
        super().__init__(id="reviews")

    def action_other_list(self) -> None:
        """Turn to the other list."""
        self.turned = not self.turned
        self.say("")
        self.read_anew()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only who reviews both has two lists."""
        if action == "other_list":
            return {Role.LEAD, Role.QUALITY} <= self.services.roles
        return super().check_action(action, parameters)

    @property
    def waiting_words(self) -> str:
        """Return the message id that counts what waits."""
        return mark("exclusion asked {count}") if self.list_name == "exclusion" else mark("caller note asked {count}")

    def cells(self, line: QueueLine) -> Sequence[Piece]:
        """Return a line of the list."""
        now, zone = self.services.now(), self.services.zone
        return cells_of(line.order, self.list_name, self.services.city_pack, now, zone)

    def about(self, line: QueueLine, width: int) -> list[Row]:
        """Return what was asked for, by whom, and what speaks for it."""
        order = self.view.doc.order if self.view is not None else line.order
        now, zone = self.services.now(), self.services.zone
        return about_rows(order, self.list_name, self.services.city_pack, now, zone, width)
