"""Which cases people of a unit see, and what they do not see of them: what the hotline notes about a caller."""

from collections.abc import Set

from hotline.caller_notes import NOTE_COMMANDS
from hotline.case_doc import CaseDoc, TimelineEntry
from hotline.case_readers import NEED_NO_CASES
from hotline.codes import Role
from hotline.work_order import WorkOrder


def sees_own_unit_only(roles: Set[Role]) -> bool:
    """Say whether somebody sees the cases of their unit and no others."""
    return roles - NEED_NO_CASES == {Role.UNIT}


def own_unit(roles: Set[Role], unit: str) -> str | None:
    """Return the unit that somebody of these roles and of `unit` sees alone; None for who sees more than one.

    It is empty for who sees no case at all: a case is with no unit of that name.
    """
    if not roles - NEED_NO_CASES:
        return ""
    return unit if sees_own_unit_only(roles) else None


def is_with(order: WorkOrder, unit: str) -> bool:
    """Say whether a unit has a case: it has a part in it that has not ended."""
    return any(each.unit == unit and each.ended_at is None for each in order.assignments)


def without_caller_note(doc: CaseDoc) -> CaseDoc:
    """Return a case without the note on its caller and without what its timeline tells of one."""
    noted = any(_tells_of_a_note(entry) for entry in doc.timeline)
    if doc.order.caller_note is None and not noted:
        return doc
    timeline = (_unnoted(entry) for entry in doc.timeline if not _is_about_a_note(entry))
    order = doc.order.model_copy(update={"caller_note": None})
    return doc.model_copy(update={"order": order, "timeline": tuple(timeline)})


def _is_about_a_note(entry: TimelineEntry) -> bool:
    """Say whether an event is one of a note, or of one that came too late."""
    return entry.kind in NOTE_COMMANDS or entry.data.get("op") in NOTE_COMMANDS


def _tells_of_a_note(entry: TimelineEntry) -> bool:
    return _is_about_a_note(entry) or "note_falls" in entry.data


def _unnoted(entry: TimelineEntry) -> TimelineEntry:
    if "note_falls" not in entry.data:
        return entry
    return entry.model_copy(update={"data": {name: entry.data[name] for name in entry.data if name != "note_falls"}})
