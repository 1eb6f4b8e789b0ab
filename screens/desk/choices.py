"""What the desk's pickers offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.desk.form_fields import DESK_FIELDS, FIELDS, PICKED, FieldKind
from screens.parts.choices import area_choices, class_choices, code_choices
from wording import language

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from widgets.choices import Choices


def choices_for(pack: CityPack, name: str) -> Choices:
    """Return what the picker of a field offers in the present language."""
    form_field = FIELDS[name]
    if form_field.kind is FieldKind.AREA:
        return area_choices(pack)
    if form_field.kind is FieldKind.CLASS:
        return class_choices(pack, language())
    return code_choices(pack, form_field.code_list, language())


def desk_choices(pack: CityPack) -> dict[str, Choices]:
    """Return what all pickers of the desk offer; for a large city this takes a while, so it is done in a thread."""
    return {each.name: choices_for(pack, each.name) for each in DESK_FIELDS if each.kind in PICKED}
