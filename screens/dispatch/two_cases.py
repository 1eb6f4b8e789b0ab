"""Make two cases of one: what goes to the new one, and what the old one keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from hotline.dispatch_commands import Split
from hotline.intake_rules import CONTENT_LIMIT
from local_cache.ids import new_id
from screens.parts.amend import NOTHING_WRONG, Wrong
from screens.parts.base import Said
from screens.parts.case_acts import must_say
from screens.parts.choices import area_choices, class_choices
from screens.parts.fill_in import FillIn, Typed
from widgets.choices import Choices
from widgets.entry import Entry
from widgets.narrative import Narrative
from widgets.picker import Picker
from wording import language, mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from city_packs.model import CityPack
    from hotline.work_order import WorkOrder

_LABEL_CELLS = 16
NEW_ID = "new_id"
"""What the id of the new case stands under, beside what was typed: given again it is the same new case."""


class TwoCases(FillIn):
    """Asks what goes to the new case, under which class and place, and what stays."""

    def __init__(
        self,
        heading: Said,
        order: WorkOrder,
        pack: CityPack,
        typed: Typed | None = None,
        wrong: Wrong = NOTHING_WRONG,
    ) -> None:
        self._order = order
        self._pack = pack
        self.new_id = (typed or {}).get(NEW_ID) or str(new_id())
        super().__init__(heading, self._entries, typed=typed, wrong=wrong)

    def _choices_of(self, name: str) -> Choices:
        return area_choices(self._pack) if name == "area_code" else class_choices(self._pack, language())

    def _entries(self, typed: Typed) -> Iterable[Entry]:
        def picker(name: str, label: str) -> Picker:
            return Picker(id=name, label=label, label_width=_LABEL_CELLS, choices=self._choices_of(name),
                          value=typed.get(name, str(getattr(self._order, name))))  # fmt: skip

        def text(name: str, label: str, value: str) -> Narrative:
            return Narrative(id=name, label=label, label_width=_LABEL_CELLS, rows=3, limit=CONTENT_LIMIT,
                             value=typed.get(name, value), check=must_say)  # fmt: skip

        yield text("content", mark("New case"), "")
        yield picker("class_code", mark("Its class"))
        yield picker("area_code", mark("Its place"))
        yield text("keeps", mark("This one keeps"), self._order.content)

    def held(self) -> Typed:
        """Return what stands in the fields that were filled in, and which case is to be the new one."""
        return {**super().held(), NEW_ID: self.new_id}

    def take_up(self, held: Typed) -> None:
        """Begin with what stood in the fields."""
        self.new_id = held.get(NEW_ID) or self.new_id
        super().take_up(held)

    def relabel(self) -> None:
        """Offer the classes in the other language too."""
        for picker in self.query(Picker):
            picker.choices = self._choices_of(picker.id or "")
        super().relabel()


def split_as(typed: Typed) -> Split:
    """Return the command for what was filled in; the new case gets its number from the centre."""
    return Split(
        new_id=UUID(typed[NEW_ID]), content=typed["content"].strip(), class_code=typed["class_code"],
        area_code=typed["area_code"], keeps=typed["keeps"].strip(),
    )  # fmt: skip
