"""Notes on callers in words: which of them stand today, what each says, and that it binds nobody. Pure."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from hotline.texts import visible
from screens.parts.loop_words import note_reason_words
from wording import mark, sentences, tr

if TYPE_CHECKING:
    from hotline.order_parts import CallerNote
    from local_cache.model import CallerHistory, NoteLine

BINDS_NOBODY = mark("A note binds nobody: every demand is taken and judged like any other.")


def note_words(reason: str, text: str, until: date) -> str:
    """Return what a note says, and until when it is shown."""
    words = tr("{reason}: {text} (until {day})")
    return words.format(reason=note_reason_words(reason), text=visible(text), day=until.isoformat())


def approved_words(note: NoteLine | CallerNote) -> str:
    """Return what an approved note says, with who wrote it and who approved it."""
    words = tr("{words}; by {who}, approved by {lead}")
    said = note_words(note.reason, note.text, note.until)
    return words.format(words=said, who=note.operator, lead=note.approved_by)


def beside_words(note: NoteLine) -> str:
    """Return what has to be known beside the words of an approved note."""
    words = tr("{reason}; by {who}, approved by {lead}, shown until {day}.").format(
        reason=note_reason_words(note.reason), who=note.operator, lead=note.approved_by, day=note.until.isoformat()
    )
    return sentences(words, tr(BINDS_NOBODY))


def on_case_words(note: CallerNote | None, now: datetime, zone: tzinfo) -> str:
    """Return what is said of the note on a case: one that waits for a lead, or stands today; empty for none."""
    if note is None or now.astimezone(zone).date() > note.until:
        return ""
    if note.approved_by:
        return approved_words(note)
    words = tr("{words}; proposed by {who}, a lead decides")
    return words.format(words=note_words(note.reason, note.text, note.until), who=note.operator)


def standing_notes(history: CallerHistory | None, now: datetime, zone: tzinfo) -> tuple[NoteLine, ...]:
    """Return the notes of a caller that are shown today, by the city's calendar."""
    if history is None:
        return ()
    today = now.astimezone(zone).date()
    return tuple(note for note in history.notes if today <= note.until)
