"""Dispatch to another unit than the proposed one: lead unit, co-units, time limits, a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from hotline.dispatch_commands import MOST_CO_UNITS, Assign
from hotline.intake_rules import LINE_LIMIT
from screens.parts.amend import NOTHING_WRONG, Wrong, keepable
from screens.parts.base import Said
from screens.parts.choices import profile_choices, unit_choices
from screens.parts.fill_in import FillIn, Typed
from widgets.choices import Choices
from widgets.entry import Entry
from widgets.field import Field
from widgets.picker import Picker
from wording import language, mark, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from city_packs.model import CityPack
    from hotline.work_order import WorkOrder

_CO_UNITS = tuple(f"co_unit_{place}" for place in range(MOST_CO_UNITS))
_LABEL_CELLS = 12


class OtherUnit(FillIn):
    """Asks for units; of the co-units one more field is shown than is filled. `first` are the likely ones, with why."""

    def __init__(
        self,
        heading: Said,
        order: WorkOrder,
        pack: CityPack,
        first: Callable[[], Mapping[str, str]],
        typed: Typed | None = None,
        wrong: Wrong = NOTHING_WRONG,
    ) -> None:
        self._pack = pack
        self._first = first
        self._usual_profile = pack.usual_profile(order)
        self._made: dict[str, tuple[Choices, Choices]] = {}
        super().__init__(heading, self._entries, typed=typed, wrong=wrong)

    def _choices_of(self, name: str) -> Choices:
        """Return what a picker offers in the present language; many pickers share one list of units."""
        speech = language()
        if speech not in self._made:
            self._made[speech] = unit_choices(self._pack, speech, self._first()), profile_choices(self._pack, speech)
        units, profiles = self._made[speech]
        return profiles if name == "profile" else units

    def _entries(self, typed: Typed) -> Iterable[Entry]:
        def picker(name: str, label: str, value: str = "") -> Picker:
            is_lead = name == "unit"
            return Picker(id=name, label=label, label_width=_LABEL_CELLS, choices=self._choices_of(name),
                          value=typed.get(name, value), needed=is_lead, open_on_focus=is_lead,
                          check=_must_choose if is_lead else None)  # fmt: skip

        yield picker("unit", mark("Lead unit"))
        for name in _CO_UNITS:
            yield picker(name, mark("Co-unit"))
        yield picker("profile", mark("Time limits"), self._usual_profile)
        yield Field(id="note", label=mark("Note"), label_width=_LABEL_CELLS, value=typed.get("note", ""),
                    limit=LINE_LIMIT, check=keepable)  # fmt: skip

    def on_mount(self) -> None:
        """Show the co-units that are named, and room for one more."""
        self._make_room()

    @on(Entry.Changed)
    def _unit_changed(self) -> None:
        self._make_room()

    def _make_room(self) -> None:
        room = True
        for name in _CO_UNITS:
            picker = self.query_one(f"#{name}", Picker)
            picker.display = room or bool(picker.value)
            picker.disabled = not picker.display  # else Enter would go to what is not there
            room = bool(picker.value) and room

    def relabel(self) -> None:
        """Offer the units in the other language too."""
        for picker in self.query(Picker):
            picker.choices = self._choices_of(picker.id or "")
        super().relabel()


def _must_choose(value: str) -> str:
    return "" if value else tr("Choose the unit")


def assign_as(typed: Typed, pack: CityPack) -> Assign:
    """Return the command for what was filled in; a unit that stands there twice is named once."""
    chosen = (typed[name] for name in _CO_UNITS if typed[name])
    co_units = tuple(dict.fromkeys(each for each in chosen if each != typed["unit"]))
    return Assign(
        unit=typed["unit"], co_units=co_units, profile=typed["profile"], pack_version=pack.version,
        note=typed["note"].strip(),
    )  # fmt: skip
