"""The questions of a unit's acts: their fields, with what was typed before, and what is wrong with a value."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from hotline.intake_rules import CONTENT_LIMIT, LINE_LIMIT
from hotline.texts import half_width
from hotline.unit_commands import MOST_DAYS
from screens.parts.amend import Wrong, keepable
from screens.parts.base import Said
from screens.parts.choices import code_choices
from screens.parts.clock_rows import days_left_words
from screens.parts.fill_in import FillIn, Typed, is_yes, must_choose, must_say
from screens.parts.unit_choices import unit_choices
from screens.unit_desk.lower_units import lower_units, nearest
from widgets.choices import Choices
from widgets.entry import Check, Entry
from widgets.field import Field
from widgets.narrative import Narrative
from widgets.picker import Picker
from widgets.toggle import Toggle
from wording import language, mark, tr

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.work_order import WorkOrder

_LABEL_CELLS = 20
_REPLY_ROWS = 6


def unanswered(order: WorkOrder) -> list[int]:
    """Return the places of the notices that wait for an answer."""
    return [place for place, each in enumerate(order.supervisions) if each.answered_at is None]


def days_of(text: str) -> float:
    """Return a number of days as it was typed. Raises `ValueError` for what is none."""
    return float(half_width(text).strip())


def contact(heading: Said, asked: Said, typed: Typed | None, wrong: Wrong) -> FillIn:
    """Ask what was said to the caller, and whether it tells how the matter goes on; `asked` is what they asked for."""

    def fields(held: Typed) -> list[Entry]:
        return [
            _line("said", mark("What was said"), held),
            Toggle(id="first_reply", label=mark("Told how it goes on"), label_width=_LABEL_CELLS,
                   on=is_yes(held, "first_reply")),
        ]  # fmt: skip

    return FillIn(heading, fields, typed=typed, wrong=wrong, says=asked)


def pass_down(heading: Said, pack: CityPack, unit: str, area_code: str, typed: Typed | None, wrong: Wrong) -> FillIn:
    """Ask for a lower unit, those whose territory holds the place of the case first, and for a word to it."""
    lower = lower_units(pack, unit)

    def units() -> Choices:
        return unit_choices(pack, first=nearest(pack, lower, area_code), units=lower)

    def fields(held: Typed) -> list[Entry]:
        return [_picker("unit", mark("Lower unit"), check=must_choose), _line("note", mark("Note"), held)]

    return FillIn(heading, fields, typed=typed, wrong=wrong, choices={"unit": units})


def ask_return(heading: Said, pack: CityPack, typed: Typed | None, wrong: Wrong) -> FillIn:
    """Ask why a case is not this unit's, and whose it is."""

    def fields(held: Typed) -> list[Entry]:
        return [
            _picker("reason", mark("Reason"), check=must_choose),
            _line("explanation", mark("Explanation"), held),
            _picker("suggested_unit", mark("Rather for")),
        ]

    choices = {
        "reason": lambda: code_choices(pack, "return_reason", language()),
        "suggested_unit": lambda: unit_choices(pack),
    }
    return FillIn(heading, fields, typed=typed, wrong=wrong, choices=choices)


def extend(heading: Said, order: WorkOrder, now: datetime, typed: Typed | None, wrong: Wrong) -> FillIn:
    """Ask for how many days, why, and for evidence; how many there are left is said above."""

    def fields(held: Typed) -> list[Entry]:
        return [
            Field(id="days", label=mark("Days"), label_width=_LABEL_CELLS, value=held.get("days", ""), limit=8,
                  needed=True, check=_days),
            _line("reason", mark("Reason"), held, needed=True),
            _line("evidence", mark("Evidence"), held),
        ]  # fmt: skip

    return FillIn(heading, fields, typed=typed, wrong=wrong, says=partial(days_left_words, order, now))


def reply(heading: Said, asked: Said, pack: CityPack, typed: Typed | None, wrong: Wrong) -> FillIn:
    """Ask what was done about what was `asked`, for evidence, and whether the unit holds it for solved."""

    def fields(held: Typed) -> list[Entry]:
        return [_narrative("reply", mark("Reply"), held), _line("evidence", mark("Evidence"), held),
                _picker("solved", mark("Solved"), check=must_choose)]  # fmt: skip

    return FillIn(heading, fields, typed=typed, wrong=wrong, says=asked,
                  choices={"solved": lambda: code_choices(pack, "solved", language())})  # fmt: skip


def co_reply(heading: Said, asked: Said, typed: Typed | None, wrong: Wrong) -> FillIn:
    """Ask for a co-unit's share of the reply."""

    def fields(held: Typed) -> list[Entry]:
        return [_narrative("reply", mark("Reply"), held), _line("evidence", mark("Evidence"), held)]

    return FillIn(heading, fields, typed=typed, wrong=wrong, says=asked)


def answer_notice(heading: Said, notice: Said, typed: Typed | None, wrong: Wrong) -> FillIn:
    """Ask for the answer to a notice, whose words stand above."""

    def fields(held: Typed) -> list[Entry]:
        return [_line("answer", mark("Answer"), held, needed=True)]

    return FillIn(heading, fields, typed=typed, wrong=wrong, says=notice)


def exclude(heading: Said, typed: Typed | None, wrong: Wrong) -> FillIn:
    """Ask why a case is to be left out of the assessment."""

    def fields(held: Typed) -> list[Entry]:
        return [_line("reason", mark("Reason"), held, needed=True), _line("evidence", mark("Evidence"), held)]

    return FillIn(heading, fields, typed=typed, wrong=wrong)


def _line(name: str, label: str, held: Typed, *, needed: bool = False) -> Field:
    return Field(id=name, label=label, label_width=_LABEL_CELLS, value=held.get(name, ""), limit=LINE_LIMIT,
                 needed=needed, check=must_say if needed else keepable)  # fmt: skip


def _narrative(name: str, label: str, held: Typed) -> Narrative:
    return Narrative(id=name, label=label, label_width=_LABEL_CELLS, rows=_REPLY_ROWS, value=held.get(name, ""),
                     limit=CONTENT_LIMIT, needed=True, check=must_say)  # fmt: skip


def _picker(name: str, label: str, *, check: Check | None = None) -> Picker:
    return Picker(id=name, label=label, label_width=_LABEL_CELLS, needed=check is not None, check=check)


def _days(text: str) -> str:
    try:
        days = days_of(text)
    except ValueError:
        return tr("Type a number of days")
    return "" if 0 < days <= MOST_DAYS else tr("Type a number of days, {most} at most").format(most=MOST_DAYS)
