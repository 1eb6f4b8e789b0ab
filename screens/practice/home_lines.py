"""What stands in the lists of the home of practice, and below them of the marked line. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from hotline.practice_words import KINDS, named
from screens.parts.mark_words import points_words
from screens.parts.practice_words import in_language, no_longer_here
from widgets.clock_text import at, minutes
from widgets.lamp import Piece, Tone
from widgets.line_list import Column, ListRow
from wording import mark, tr, trn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, tzinfo

    from screens.parts.text_rows import Row
    from screens.practice.given import Begun, GoneScenario, OfferedCourse, OfferedScenario, RemarkElsewhere

COLUMNS = (
    Column(mark("Scenario")), Column(mark("City"), 9), Column(mark("Level"), 5, right=True), Column(mark("Due"), 6),
    Column(mark("Last mark"), 21),  # with room for which lines are in sight, which stands at the end of the heads
)  # fmt: skip
COURSE_COLUMNS = (
    Column(mark("Lesson")), Column(mark("New keys"), 10, right=True), Column(mark("Come back"), 10, right=True),
    Column(mark("Due"), 6),
)  # fmt: skip
COURSE = "course"
_EXAM = "exam"
REMARKS = "remarks"
BEGUN = "begun "
"""How the key of a row begins that goes on with a session."""
APART = "   "


@dataclass(frozen=True, slots=True)
class HomeLines:
    """The lines under one kind of practice, at a moment in the city's time zone."""

    kind: str
    now: datetime
    zone: tzinfo

    def begun(self, begun: Begun) -> ListRow:
        """Return the line that goes on with a session, by the scenario that it goes on with."""
        title, when = in_language(begun.title), at(begun.began, self.now, self.zone)
        return ListRow(BEGUN + begun.session, (
            (tr("Go on: {title}").format(title=title), Tone.YELLOW), (in_language(begun.city), Tone.GREY),
            ("", Tone.GREY), ("", Tone.GREY), (tr("begun {at}").format(at=when), Tone.YELLOW),
        ))  # fmt: skip

    def remarks(self, remarks: Sequence[RemarkElsewhere]) -> ListRow:
        """Return the line that opens what a trainer wrote on sessions that no other line leads to."""
        newest = at(remarks[0].at, self.now, self.zone)
        return ListRow(REMARKS, (
            (tr("From your trainer: {count}").format(count=len(remarks)), Tone.YELLOW), ("", Tone.GREY),
            ("", Tone.GREY), ("", Tone.GREY), (tr("written {at}").format(at=newest), Tone.YELLOW),
        ))  # fmt: skip

    def scenario(self, scenario: OfferedScenario) -> ListRow:
        """Return the line of a scenario; due is what is set as this kind of practice alone, and of an exam: sat."""
        last, work = "", scenario.set_as(self.kind)
        due = (tr("sat"), Tone.GREY) if self._is_sat(scenario) else self._due(work.due if work else None)
        kept_back = self.kind in scenario.kept_back
        if kept_back:
            due = tr("exam"), Tone.GREY
        if scenario.at is not None:
            points = [] if scenario.total is None else [points_words(scenario.total)]
            older = [tr("version {version}").format(version=scenario.older)] if scenario.older else []
            last = " ".join([*points, at(scenario.at, self.now, self.zone), *older])
        return ListRow(scenario.code, (
            (in_language(scenario.title), Tone.GREY if kept_back else Tone.BRIGHT),
            (in_language(scenario.city), Tone.GREY), (str(scenario.level), Tone.GREY), due, (last, Tone.GREY),
        ))  # fmt: skip

    def gone(self, gone: GoneScenario) -> ListRow:
        """Return the line of a scenario that is no longer here: its kept mark."""
        points = [] if gone.total is None else [points_words(gone.total)]
        return ListRow(gone.code, (
            (no_longer_here(gone.code), Tone.GREY), (in_language(gone.city), Tone.GREY), ("", Tone.GREY),
            ("", Tone.GREY), (" ".join([*points, at(gone.at, self.now, self.zone)]), Tone.GREY),
        ))  # fmt: skip

    def course(self, course: OfferedCourse) -> ListRow:
        """Return the line of the keyboard course: its next lesson."""
        lesson = course.lesson
        return ListRow(COURSE, (
            (tr("Lesson {number}").format(number=lesson.number), Tone.BRIGHT), (str(len(lesson.new)), Tone.GREY),
            (str(len(lesson.back)), Tone.GREY), self._due(course.due),
        ))  # fmt: skip

    def _is_sat(self, scenario: OfferedScenario) -> bool:
        """Say whether Enter would be refused: what an exam is sat for is set, or nothing."""
        work = scenario.set_as(_EXAM)
        return self.kind == _EXAM and (str(work.assignment) if work else "") in scenario.sat

    def _due(self, due: date | None) -> Piece:
        if due is None:
            return "", Tone.GREY
        past = due < self.now.astimezone(self.zone).date()
        return (f"{due:%m-%d}!", Tone.RED) if past else (f"{due:%m-%d}", Tone.YELLOW)

    # ---- below the list

    def of_gone(self, gone: GoneScenario) -> Row:
        """Return that it cannot be played, and what opens."""
        opens = tr("only its replay opens") if gone.total is None else tr("its marks open as they were kept")
        return _pieces(no_longer_here(gone.code), [opens])

    def of_begun(self, begun: Begun) -> Row:
        """Return all that is known of a session that was left: its title, which of its calls that is, its kind."""
        told = [tr("call {place} of {count}").format(place=begun.place, count=begun.count)] if begun.count > 1 else []
        told += [tr("kept back until its exam is sat")] if begun.kept_back else []
        when = at(begun.began, self.now, self.zone)
        told.append(tr("{kind}, begun {at}").format(kind=named(KINDS, begun.kind), at=when))
        return _pieces(in_language(begun.title), told)

    def of_course(self, course: OfferedCourse) -> Row:
        """Return which lesson was left before its end, and what the next one makes of it; nothing where none was."""
        if (left := course.left) is None:
            return []
        told = [tr("what was asked for counts") if left.asked else tr("no key was asked for yet: it begins again")]
        if left.asked and left.not_asked:
            words = trn(
                "{count} key that was not asked for yet is new in lesson {number}",
                "{count} keys that were not asked for yet are new in lesson {number}", left.not_asked,
            )  # fmt: skip
            told.append(words.format(count=left.not_asked, number=course.lesson.number))
        title = tr("Lesson {number} was left at step {step} of {steps}")
        return _pieces(title.format(number=left.number, step=left.step, steps=left.steps), told)

    def of_remarks(self) -> Row:
        """Return what the line of a trainer's notes opens."""
        return [(tr("Notes and answers on sessions that no line below leads to"), Tone.GREY)]

    def of_scenario(self, scenario: OfferedScenario) -> Row:
        """Return the whole title, how long a good operator takes, and as what it is set."""
        told = []
        if self.kind in scenario.kept_back:
            told.append(tr("kept back until its exam is sat"))
        if scenario.older and scenario.total is None:
            told.append(tr("changed since, and its mark was not kept: only its replay opens"))
        elif scenario.older:
            told.append(tr("changed since: its marks open as they were kept"))
        told += [tr("a good operator takes {clock}").format(clock=minutes(60 * scenario.minutes))]
        if self._is_sat(scenario):
            told.append(tr("this exam is sat"))
        told += [
            tr("{kind}, by {day}").format(kind=named(KINDS, each.kind), day=f"{each.due:%m-%d}")
            for each in scenario.works
        ]
        return _pieces(in_language(scenario.title), told)


def _pieces(title: str, told: Sequence[str]) -> Row:
    return [(title, Tone.BRIGHT), *((APART + each, Tone.GREY) for each in told)]


def in_rows(pieces: Row, width: int) -> list[Row]:
    """Return pieces on rows of `width` cells, each whole on one of them; those that begin a row are not set apart."""
    rows: list[list[Piece]] = [[]]
    left = width
    for text, tone in pieces:
        if rows[-1] and cell_len(text) > left:
            rows.append([])
            text, left = text.lstrip(), width
        rows[-1].append((text, tone))
        left -= cell_len(text)
    return [*rows]
