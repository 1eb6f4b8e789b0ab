"""The parts of a case in words: numbers, codes, places, units, the labels of its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.codes import SET_ASIDE, SyncState
from hotline.order_number import PRACTICE_SEAT, grouped
from wording import language, mark, tr, trn

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from local_cache.model import CaseLine


def number_words(number: str) -> str:
    """Return a case number as it is read out, empty where there is none; one of practice says that it is one."""
    if number.startswith(PRACTICE_SEAT):
        name = tr("PRACTICE")
        return f"{name} {grouped(number)}"
    return grouped(number) if number else ""


def coded(pack: CityPack, code_list: str, code: str) -> str:
    """Return the name of a code in the present language; the code itself where an older pack does not know it."""
    try:
        return pack.name_of(code_list, code, language())
    except KeyError:
        return code


_ASIDE = {
    SyncState.HELD: mark("Held at the centre: it does not count yet"),
    SyncState.PARKED: mark("Parked at the centre: it does not count yet"),
}


def sync_words(pack: CityPack, state: SyncState) -> str:
    """Return where this seat's own work is, in the city's words; in ours where an older pack knows no such state."""
    words = coded(pack, "sync_state", state)
    return tr(_ASIDE[state]) if words == state and state in _ASIDE else words


def state_words(pack: CityPack, line: CaseLine) -> str:
    """Return the state of a case in a list, in few words; of one that the centre has set aside that it has none."""
    return tr("does not count yet") if line.sync in SET_ASIDE else coded(pack, "state", line.state)


def place_words(pack: CityPack, area_code: str) -> str:
    """Return a place as it is read, the code itself where the pack does not know it."""
    return pack.area_label(area_code) if pack.has_area(area_code) else area_code


def class_words(pack: CityPack, class_code: str) -> str:
    """Return a class as it is read, the code itself where the pack does not know it."""
    return pack.class_label(class_code, language()) if class_code in pack.classes else class_code


def class_name_words(pack: CityPack, class_code: str) -> str:
    """Return a class by its own name, without those above it; the code itself where the pack does not know it."""
    found = pack.classes.get(class_code)
    if found is None:
        return class_code
    return found.name_en if language() == "en" else found.name


def place_name_words(pack: CityPack, area_code: str) -> str:
    """Return a place by its own name, without those above it; the code itself where the pack does not know it."""
    return pack.areas[area_code].name if pack.has_area(area_code) else area_code


def unit_words(pack: CityPack, unit_code: str) -> str:
    """Return a unit's name, the code itself where the pack does not know it."""
    unit = pack.units.get(unit_code)
    if unit is None:
        return unit_code
    return unit.name_en if language() == "en" else unit.name


def callers_words(count: int) -> str:
    """Return how many callers brought a case and those merged into it."""
    words = trn(
        "{count} caller brought this and is called back.",
        "{count} callers brought this, and each of them is called back.",
        count,
    )
    return words.format(count=count)


def refusal_reason_words(pack: CityPack, code: str) -> str:
    """Return why a refusal was proposed, the code itself where an older pack does not know it."""
    reason = pack.refusal_reasons.get(code)
    if reason is None:
        return code
    return reason.name_en if language() == "en" else reason.name


_FIELDS = {
    "case_type": mark("Type"), "class_code": mark("Class"), "title": mark("Title"), "content": mark("Content"),
    "occurred_at": mark("Happened at"), "area_code": mark("Place"), "address_text": mark("Address"),
    "subject_kind": mark("Caller is"), "caller_name": mark("Name"), "caller_phone": mark("Caller's number"),
    "contact_phone": mark("Phone"), "respondent_name": mark("Party complained of"),
    "respondent_phone": mark("Phone of the party"), "urgency": mark("Urgency"), "confidential": mark("Confidential"),
    "anonymous": mark("Anonymous"), "is_enterprise": mark("Enterprise matter"), "channel": mark("Channel"),
    "outside_no": mark("Outside number"),
}  # fmt: skip


def field_words(name: str) -> str:
    """Return the label of a field of the intake."""
    return tr(_FIELDS[name]) if name in _FIELDS else name
