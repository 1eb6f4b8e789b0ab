"""The pane at the right of a wide desk: the caller's history, parked drafts, and the texts to read out."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from hotline.codes import Urgency
from screens.parts.case_words import number_words, state_words
from screens.parts.note_words import BINDS_NOBODY, approved_words
from screens.parts.text_rows import Row, wrapped
from widgets.clock_text import at
from widgets.lamp import Tone
from wording import language, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from city_packs.entries import Phrase
    from city_packs.model import CityPack
    from local_cache.model import CaseLine, Draft, NoteLine
    from screens.desk.form import DeskForm
    from screens.desk.on_desk import OnDesk

_KINDS = ("phrase", "script", "greeting", "closing")
BY_DIGIT = 9
"""Phrases that a digit takes as soon as their list is open."""
HISTORY = 5
"""Earlier cases that the pane lists; the history key lists all."""


def side_rows(
    desk: OnDesk,
    notes: Sequence[NoteLine],
    parked: Sequence[Draft],
    reading: str,
    now: datetime,
    zone: tzinfo,
    width: int,
) -> list[Row]:
    """Return the pane's rows: what must be read out first, then notes on the caller, history, drafts and phrases."""
    pack = desk.form.pack
    rows: list[Row] = []
    if desk.call.is_ringing and not reading:
        reading = next((phrase_text(each) for each in pack.phrases.values() if each.kind == "greeting"), "")
    if reading:
        rows += [[(tr("Read out"), Tone.YELLOW)], *wrapped(reading, width), []]
    rows += _notes(notes, width)
    rows.append([(tr("History"), Tone.ACCENT)])
    lines = desk.history.lines if desk.history else ()
    if not lines:
        rows.append([(tr("none on this seat"), Tone.GREY)])
    for line in lines[:HISTORY]:
        rows += _case(line, pack, now, zone)
    if parked:
        rows += [[], [(tr("Parked drafts"), Tone.ACCENT)]]
        rows += [[(f"{place}  ", Tone.FAINT), (each.name or tr("no name yet"), Tone.BRIGHT)]
                 for place, each in enumerate(parked, 1)]  # fmt: skip
    rows += [[], [(tr("Phrases"), Tone.ACCENT)]]
    phrases = phrases_of(desk.form)
    rows += [[(f"{place}  ", Tone.FAINT), (phrase_title(phrase), Tone.BRIGHT)]
             for place, phrase in enumerate(phrases[:BY_DIGIT], 1)]  # fmt: skip
    if len(phrases) > BY_DIGIT:
        rows.append([(tr("{count} more in the list").format(count=len(phrases) - BY_DIGIT), Tone.FAINT)])
    return rows


def _notes(notes: Sequence[NoteLine], width: int) -> list[Row]:
    """Return what was noted about the caller, by whom and until when, and that it binds nobody."""
    if not notes:
        return []
    told = [row for note in notes for row in wrapped(approved_words(note), width, Tone.BRIGHT)]
    return [[(tr("Note on the caller"), Tone.ACCENT)], *told, *wrapped(tr(BINDS_NOBODY), width, Tone.GREY), []]


def _case(line: CaseLine, pack: CityPack, now: datetime, zone: tzinfo) -> list[Row]:
    number = number_words(line.number)
    state = state_words(pack, line)
    return [
        [(f"{at(line.created_at, now, zone)}  ", Tone.GREY), (number, Tone.BRIGHT)],
        [(f"  {state}  {line.title}", Tone.GREY)],
    ]


def phrases_of(form: DeskForm) -> list[Phrase]:
    """Return what is put into the narrative, then what is read out; calm texts have a key of their own.

    Those of the chosen class come first; then, of what is critical or has no class yet, those of critical classes.
    """
    chosen, classes = form.text("class_code"), form.pack.classes
    may_be_critical = not chosen or form["urgency"] == Urgency.CRITICAL

    def place(phrase: Phrase) -> int:
        if chosen and chosen.startswith(phrase.classes):
            return 0
        is_critical = any(classes[each].urgency == Urgency.CRITICAL for each in phrase.classes)
        return 1 if may_be_critical and is_critical else 2

    listed = [each for kind in _KINDS for each in form.pack.phrases.values() if each.kind == kind]
    return sorted(listed, key=place)


def calm_phrases(pack: CityPack) -> list[Phrase]:
    """Return what to read out to a caller who is abusive, in the order in which to say it."""
    return [each for each in pack.phrases.values() if each.kind == "calm"]


def phrase_title(phrase: Phrase) -> str:
    """Return a phrase's title in the present language."""
    return phrase.title_en if language() == "en" else phrase.title


def phrase_text(phrase: Phrase) -> str:
    """Return a phrase's text in the present language."""
    return phrase.text_en if language() == "en" else phrase.text
