"""What a trainer is asked before an act: an assignment, a group, a note, an answer to an appeal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hotline.codes import PracticeKind
from hotline.names import is_sign_in_name
from hotline.practice_doc import NOTE_LIMIT
from hotline.practice_trainer_doc import NAME_LIMIT
from hotline.practice_words import KINDS, named
from hotline.texts import half_width, visible
from screens.parts.amend import Wrong
from screens.parts.ask import Write
from screens.parts.choices import yes_or_no
from screens.parts.fill_in import FillIn, Typed, must_choose, must_say
from widgets.choices import Choice, Choices
from widgets.entry import Entry
from widgets.field import Field
from widgets.narrative import Narrative
from widgets.picker import Picker
from wording import mark, tr, trn

if TYPE_CHECKING:
    from screens.parts.base import Said
    from screens.trainer.shown import Shown

MARKED = "marked"
GROUP, PERSON = "group:", "person:"
"""For whom an assignment is: a group, one person, or the people who are marked."""
_LABEL_CELLS = 16
_NOTE_ROWS = 3
_NAMES_LIMIT = 4000
_USUAL_DUE = timedelta(days=7)


def assign_form(shown: Shown, person: tuple[str, str] | None, typed: Typed | None, wrong: Wrong) -> FillIn:
    """Ask what an assignment is called, its kind, for whom it is, and until which day."""
    today = shown.today

    def fields(held: Typed) -> list[Entry]:
        usual = MARKED if shown.people else PERSON + person[0] if person else ""
        return [
            Field(id="title", label=mark("Title"), label_width=_LABEL_CELLS, needed=True, limit=NAME_LIMIT,
                  value=held.get("title", ""), check=must_say),
            Picker(id="kind", label=mark("Kind"), label_width=_LABEL_CELLS, needed=True, check=must_choose,
                   choices=kinds(), value=held.get("kind", PracticeKind.DRILL)),
            Picker(id="whom", label=mark("For whom"), label_width=_LABEL_CELLS, needed=True, check=must_choose,
                   choices=people(), value=held.get("whom", usual)),
            Field(id="due", label=mark("Due day"), label_width=_LABEL_CELLS, needed=True, limit=10,
                  value=held.get("due", (today + _USUAL_DUE).isoformat()), check=lambda text: _check_day(text, today)),
        ]  # fmt: skip

    def kinds() -> Choices:
        return Choices([Choice(kind, named(KINDS, kind), code=str(n)) for n, kind in enumerate(KINDS, 1)])

    def people() -> Choices:
        return Choices(_whom(shown, person))

    count = len(shown.scenarios)
    return FillIn(
        lambda: trn(
            "Set work: {count} scenario is marked", "Set work: {count} scenarios are marked", count
        ).format(count=count), fields, typed=typed, wrong=wrong,
        choices={"kind": kinds, "whom": people},
    )  # fmt: skip


def _whom(shown: Shown, person: tuple[str, str] | None) -> list[Choice]:
    choices = []
    if shown.people:
        count = len(shown.people)
        words = trn("the {count} marked trainee", "the {count} marked trainees", count).format(count=count)
        choices.append(Choice(MARKED, words, code="0"))
    choices += [
        Choice(f"{GROUP}{group.group_id}", visible(group.name), code=str(n), rank=1)
        for n, group in enumerate(shown.groups, 1)
    ]
    choices += [
        Choice(PERSON + number, visible(name), code=number if number.isdecimal() else "", hint=number,
               words=(number,), rank=2)
        for number, name in {**shown.names, **dict([person] if person is not None else [])}.items()
    ]  # fmt: skip
    return choices


def day_of(text: str) -> date | None:
    """Return the day that was typed, such as `2026-12-01`; None for none."""
    try:
        return date.fromisoformat(half_width(text).strip())
    except ValueError:
        return None


def _check_day(text: str, today: date) -> str:
    day = day_of(text)
    if day is None:
        return tr("Write a day such as {day}").format(day=today.isoformat())
    return tr("This day is over: write today or a later one") if day < today else ""


def group_form(name: str, people: str, typed: Typed | None, wrong: Wrong) -> FillIn:
    """Ask what a group is called and who is in it, by name of sign-in."""

    def fields(held: Typed) -> list[Entry]:
        return [
            Field(id="name", label=mark("Group name"), label_width=_LABEL_CELLS, needed=True, limit=NAME_LIMIT,
                  value=held.get("name", name), check=must_say),
            Narrative(id="people", label=mark("Trainees"), label_width=_LABEL_CELLS, rows=_NOTE_ROWS,
                      limit=_NAMES_LIMIT, value=held.get("people", people), check=_check_people),
        ]  # fmt: skip

    return FillIn(lambda: tr("Group: its name, and who is in it by name of sign-in"), fields, typed=typed, wrong=wrong)


def people_of(text: str) -> tuple[str, ...]:
    """Return the names of sign-in that were typed, each once."""
    return tuple(dict.fromkeys(half_width(text).replace(",", " ").replace("、", " ").split()))


def _check_people(text: str) -> str:
    wrong = next((name for name in people_of(text) if not is_sign_in_name(name)), "")
    return tr("{name} is no name of sign-in").format(name=visible(wrong)) if wrong else ""


def note_form(heading: Callable[[], str], text: str, wrong: Said) -> Write:
    """Ask for the note under a mark."""
    return Write(
        heading, mark("Note to trainee"), text=text, wrong=wrong, rows=_NOTE_ROWS, limit=NOTE_LIMIT, check=must_say
    )


def answer_form(heading: Callable[[], str], typed: Typed | None, wrong: Wrong) -> FillIn:
    """Ask whether the trainer agrees with an appeal, and for the words.

    An answer is not taken back: no verdict stands there by itself, and it does not come last, where a letter sent it.
    """

    def fields(held: Typed) -> list[Entry]:
        return [
            Picker(id="agreed", label=mark("Agreed"), label_width=_LABEL_CELLS, needed=True, check=must_choose),
            Narrative(id="words", label=mark("Your answer"), label_width=_LABEL_CELLS, rows=_NOTE_ROWS, needed=True,
                      limit=NOTE_LIMIT, value=held.get("words", ""), check=must_say),
        ]  # fmt: skip

    return FillIn(heading, fields, typed=typed, wrong=wrong, choices={"agreed": yes_or_no})
