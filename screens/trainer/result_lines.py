"""Results call by call, newest first: of all, a group, a person, an item or a class. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from hotline.codes import PracticeKind
from hotline.practice_words import FATALS, KINDS, named
from hotline.texts import visible
from local_cache import practice_questions as ask
from screens.parts.work_list import WorkColumn
from screens.trainer.course_lines import CourseKeys
from screens.trainer.level import NOTHING_BEHIND, Level
from screens.trainer.mark_lines import MarksOfCall, written_words
from widgets.clock_text import exact
from widgets.lamp import Tone
from widgets.line_list import ListRow
from wording import listed, mark, tr, trn

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotline.practice_trainer_doc import ResultLine, ResultPage
    from local_cache.board_questions import BoardQuestion
    from screens.parts.text_rows import Row
    from screens.trainer.shown import Shown


class ResultLines(Level["ResultPage"]):
    """Calls and sittings of the keyboard course; Enter opens the marks of a call, the keys of a sitting."""

    columns = (
        WorkColumn(mark("Finished at"), 11), WorkColumn(mark("Name"), 14), WorkColumn(mark("Scenario"), 0, least=12),
        WorkColumn(mark("Kind"), 14, weight=4), WorkColumn(mark("Total"), 5, right=True),
        WorkColumn(mark("Points"), 9, weight=8, right=True), WorkColumn(mark("Written"), 20, weight=3),
    )  # fmt: skip
    nothing = mark("No such result yet")

    def __init__(
        self, shown: Shown, title: Callable[[], str], *, person: str = "", item: str = "", class_code: str = ""
    ) -> None:
        super().__init__(shown)
        self.title = title  # type: ignore[method-assign]
        wanted = shown.wanted
        self._wanted = replace(wanted, person=person or wanted.person, item=item, class_code=class_code)

    def question(self, *, anew: bool) -> BoardQuestion[ResultPage] | None:
        """Ask for the first page or the next one."""
        cursor = "" if anew else self.pages[-1].next
        return ask.results(self._wanted, cursor) if anew or cursor else None

    def line(self, key: str) -> ResultLine | None:
        """Return the call of a line."""
        return next((line for page in self.pages for line in page.lines if _key(line) == key), None)

    def rows(self) -> list[ListRow]:
        """Return the calls."""
        now, zone = self.shown.now, self.shown.zone
        return [
            ListRow(_key(line), (
                (exact(line.ended, now, zone), Tone.GREY), (visible(line.name), Tone.BRIGHT),
                (self._what(line), Tone.BRIGHT), (named(KINDS, line.kind), Tone.GREY), _total(line),
                (f"{line.got:g} / {line.of:g}" if line.got is not None and line.of is not None else "", Tone.YELLOW),
                (written_words(line.notes, line.appeals), Tone.ACCENT),
            ))
            for page in self.pages for line in page.lines
        ]  # fmt: skip

    def _what(self, line: ResultLine) -> str:
        if line.kind != PracticeKind.COURSE:
            return self.shown.scenario_words(line.scenario)
        return trn("course, {count} step", "course, {count} steps", line.steps).format(count=line.steps)

    def about(self, key: str, width: int) -> list[Row]:  # noqa: ARG002
        """Return the class of the marked call, and what was fatal in it."""
        line = self.line(key)
        if line is None or line.kind == PracticeKind.COURSE:
            return []
        rows: list[Row] = [[(self.shown.class_words(line.class_code), Tone.GREY)]]
        if line.fatal:
            fatal = listed([named(FATALS, code) for code in line.fatal])
            rows.append([(tr("! fatal: {errors}").format(errors=fatal), Tone.RED)])
        return rows

    def opened(self, key: str) -> Level | str:  # type: ignore[type-arg]
        """Return the marks of a call, or the keys of a sitting of the keyboard course."""
        line = self.line(key)
        if line is not None and line.kind == PracticeKind.COURSE:
            return CourseKeys(self.shown, line.session)
        session, _, place = key.partition(" ")
        return MarksOfCall(self.shown, UUID(session), int(place)) if place else NOTHING_BEHIND


def _total(line: ResultLine) -> tuple[str, Tone]:
    if line.kind == PracticeKind.COURSE:
        return "", Tone.GREY
    return f"{line.total:g}" + ("!" if line.fatal else ""), Tone.RED if line.fatal else Tone.BRIGHT


def _key(line: ResultLine) -> str:
    return f"{line.session} {line.place}"
