"""What is set and what can be set: assignments, who is how far with one, and the scenarios to choose from. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline.practice_words import KINDS, named
from hotline.texts import visible
from local_cache import practice_questions as ask
from screens.parts.text_rows import wrapped
from screens.parts.work_list import WorkColumn
from screens.trainer.level import NOTHING_BEHIND, Level
from screens.trainer.people_lines import MARKED, NOT_MARKED
from screens.trainer.result_lines import ResultLines
from widgets.lamp import Tone
from widgets.line_list import ListRow
from wording import mark, tr

if TYPE_CHECKING:
    from hotline.practice_trainer_doc import AssignmentProgress, PracticeAssignment, PracticeAssignments
    from local_cache.board_questions import BoardQuestion
    from screens.parts.text_rows import Row
    from screens.trainer.shown import Shown


class AssignmentLines(Level["PracticeAssignments"]):
    """Assignments, due first at the top; Enter opens how far everybody is."""

    columns = (
        WorkColumn(mark("Due"), 10), WorkColumn(mark("Assignment"), 0, least=10),
        WorkColumn(mark("Kind"), 14, weight=5), WorkColumn(mark("For whom"), 16),
        WorkColumn(mark("Begun"), 5, right=True), WorkColumn(mark("Done"), 9, right=True),
        WorkColumn(mark("State"), 10, weight=8),
    )  # fmt: skip
    nothing = mark("Nothing is set yet: mark scenarios and assign them")
    acts = frozenset({"assign_practice", "end_line"})

    def question(self, *, anew: bool) -> BoardQuestion[PracticeAssignments] | None:
        """Ask for all assignments."""
        return ask.assignments() if anew else None

    def assignment(self, key: str) -> PracticeAssignment | None:
        """Return the assignment of a line."""
        found = (each for page in self.pages for each in page.assignments)
        return next((each for each in found if str(each.assignment_id) == key), None)

    def rows(self) -> list[ListRow]:
        """Return the assignments."""
        return [
            ListRow(str(each.assignment_id), (
                (each.due.isoformat(), Tone.GREY), (visible(each.title), Tone.BRIGHT),
                (named(KINDS, each.kind), Tone.GREY), (visible(each.group) or tr("by name"), Tone.GREY),
                (str(each.begun), Tone.GREY), (f"{each.finished} / {each.people}", Tone.BRIGHT), self._state(each),
            ))
            for page in self.pages for each in page.assignments
        ]  # fmt: skip

    def _state(self, each: PracticeAssignment) -> tuple[str, Tone]:
        if each.ended_at is not None:
            return tr("ended"), Tone.FAINT
        if each.finished == each.people:
            return tr("all done"), Tone.GREY
        return (tr("overdue"), Tone.YELLOW) if each.due < self.shown.today else (tr("to do"), Tone.GREY)

    def about(self, key: str, width: int) -> list[Row]:
        """Return the scenarios of an assignment, and who set it."""
        each = self.assignment(key)
        if each is None:
            return []
        names = "  ".join(self.shown.scenario_words(code) for code in each.scenarios)
        by = tr("set by {name}, {day}").format(
            name=visible(each.given_by), day=each.given_at.astimezone(self.shown.zone).date()
        )
        return [*wrapped(names, width, Tone.GREY), [(by, Tone.GREY)]]

    def opened(self, key: str) -> Level[Any] | str:
        """Return how far everybody is with an assignment."""
        each = self.assignment(key)
        return ProgressLines(self.shown, each) if each is not None else NOTHING_BEHIND


class ProgressLines(Level["AssignmentProgress"]):
    """Everybody who is to do one assignment; Enter opens their calls."""

    columns = (
        WorkColumn(mark("Trainee"), 12), WorkColumn(mark("Name"), 0, least=10), WorkColumn(mark("Done"), 9, right=True),
        WorkColumn(mark("Mean"), 5, right=True),
    )  # fmt: skip

    def __init__(self, shown: Shown, of: PracticeAssignment) -> None:
        super().__init__(shown)
        self.of = of

    def title(self) -> str:
        """Say which assignment it is, and until when."""
        return tr("{title}, due {day}").format(title=visible(self.of.title), day=self.of.due)

    def question(self, *, anew: bool) -> BoardQuestion[AssignmentProgress] | None:
        """Ask for all of them."""
        return ask.assignment(self.of.assignment_id) if anew else None

    def rows(self) -> list[ListRow]:
        """Return everybody."""
        most = len(self.of.scenarios) or 1
        return [
            ListRow(each.operator_id, (
                (each.operator_id, Tone.GREY), (visible(each.name), Tone.BRIGHT),
                (f"{each.done} / {most}", Tone.GREY if each.done < most else Tone.BRIGHT),
                (f"{each.mean:.1f}" if each.mean is not None else "", Tone.BRIGHT),
            ))
            for page in self.pages for each in page.people
        ]  # fmt: skip

    def opened(self, key: str) -> Level[Any] | str:
        """Return the calls of a trainee."""
        name = next((each.name for page in self.pages for each in page.people if each.operator_id == key), "")
        if not name:
            return NOTHING_BEHIND
        return ResultLines(self.shown, lambda: tr("calls of {name}").format(name=visible(name)), person=key)


class ScenarioLines(Level[Any]):
    """The scenarios that come with the program; they are asked of nobody."""

    columns = (
        WorkColumn("", 1), WorkColumn(mark("Level"), 5, right=True), WorkColumn(mark("Scenario"), 30, least=16),
        WorkColumn(mark("Class"), 0, weight=4),
    )  # fmt: skip
    nothing = mark("No scenario comes with this program for this city")
    acts = frozenset({"mark_line", "assign_practice"})

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown)
        self.empty = self.nothing

    def question(self, *, anew: bool) -> None:
        """Ask nobody."""

    @property
    def goes_on(self) -> bool:
        """All of them are here."""
        return False

    def rows(self) -> list[ListRow]:
        """Return the scenarios."""
        return [
            ListRow(code, (
                (MARKED if code in self.shown.scenarios else NOT_MARKED, Tone.ACCENT), (str(title.level), Tone.GREY),
                (self.shown.scenario_words(code), Tone.BRIGHT), (self.shown.class_name(title.class_code), Tone.GREY),
            ))
            for code, title in self.shown.titles.items()
            if title.city == self.shown.pack.city  # whose classes are known here
        ]  # fmt: skip

    def about(self, key: str, width: int) -> list[Row]:
        """Return the whole of the marked scenario's title and class, and how many are marked."""
        title = self.shown.titles.get(key)
        if title is None:
            return []
        rows = wrapped(self.shown.scenario_words(key), width)
        rows += wrapped(self.shown.class_words(title.class_code), width, Tone.GREY)
        count = len(self.shown.scenarios)
        marked = tr("{count} marked for an assignment").format(count=count)
        return [*rows, [(marked, Tone.GREY)]] if count else rows
