"""Notes on callers in words: which of them stand today, what each says, and that it binds nobody. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from hotline.codes import Role
from hotline.texts import visible
from screens.parts.loop_words import note_reason_words
from wording import mark, tr

if TYPE_CHECKING:
    from local_cache.model import CallerHistory, NoteLine

BINDS_NOBODY = mark("A note binds nobody: every demand is taken and judged like any other.")


def note_words(reason: str, text: str, until: date) -> str:
    """Return what a note says, and until when it is shown."""
    words = tr("{reason}: {text} (until {day})")
    return words.format(reason=note_reason_words(reason), text=visible(text), day=until.isoformat())


def approved_words(note: NoteLine) -> str:
    """Return what an approved note says, with who wrote it and who approved it."""
    words = tr("{words}; by {who}, approved by {lead}")
    said = note_words(note.reason, note.text, note.until)
    return words.format(words=said, who=note.operator, lead=note.approved_by)


def standing_notes(
    history: CallerHistory | None, roles: Collection[Role], now: datetime, zone: tzinfo
) -> tuple[NoteLine, ...]:
    """Return the notes of a caller that are shown today, by the city's calendar; people of a unit see none."""
    if history is None or {*roles} <= {Role.UNIT}:
        return ()
    today = now.astimezone(zone).date()
    return tuple(note for note in history.notes if today <= note.until)
