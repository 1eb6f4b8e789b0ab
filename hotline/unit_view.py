"""What people of a unit do not see of a case: what the hotline notes about its caller, and that it was noted."""

from hotline.caller_notes import NOTE_COMMANDS
from hotline.case_doc import CaseDoc, TimelineEntry


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
