"""What a trainer (培训师) asks and sets at the centre: trainees, groups, assignments, results, notes and appeals.

Points are out of 100 where nothing else is said. Weeks are named by their Monday, by the city's calendar. Moments are
aware. Requests are strict; answers may grow.
"""

from datetime import date, timedelta
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from hotline.answered import Answered
from hotline.codes import PracticeKind
from hotline.practice_doc import (
    CALLS_LIMIT,
    ItemCode,
    NoteWords,
    OperatorId,
    PracticeResult,
    ScenarioCode,
    TrainerNote,
)
from hotline.work_order_text import Frozen, keepable

NAME_LIMIT = 40
"""Characters of the name of a group, and of the title of an assignment."""
PEOPLE_LIMIT = 500
"""People of a group or of an assignment."""
SumsBy = Literal["person", "item", "class", "week"]


def whole_weeks(first: date, last: date) -> tuple[date, date]:
    """Return the Monday of the week of `first` and the Sunday of that of `last`: results are added up by week."""
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def _one_line(text: str) -> str:
    if not text.strip() or "\n" in text:
        raise ValueError("write one line with some words")
    return text.strip()


_Title = Annotated[str, Field(min_length=1, max_length=NAME_LIMIT), AfterValidator(keepable), AfterValidator(_one_line)]
_People = Annotated[tuple[OperatorId, ...], Field(max_length=PEOPLE_LIMIT)]


class GroupRequest(Frozen):
    """A group (班组) of trainees, as it is to be from now on; the same id again changes its name and its people."""

    group_id: UUID
    name: _Title = Field(examples=["一班"])
    people: _People


class Group(Answered):
    """A group and who is in it, by name of sign-in."""

    group_id: UUID
    name: str
    people: tuple[str, ...] = ()


class GroupList(Answered):
    """The groups that have not ended, by name."""

    groups: tuple[Group, ...] = ()


class AssignRequest(Frozen):
    """Scenarios to be done as one kind of work, by people or by a group, until the end of the day `due`."""

    assignment_id: UUID
    title: _Title = Field(examples=["第一周：施工噪音"])
    kind: PracticeKind
    scenarios: Annotated[tuple[ScenarioCode, ...], Field(max_length=CALLS_LIMIT)] = ()
    people: _People = ()
    group: UUID | None = None
    due: date

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if bool(self.people) == (self.group is not None):
            raise ValueError("name people or a group, one of them")
        if bool(self.scenarios) == (self.kind is PracticeKind.COURSE):
            raise ValueError("name scenarios, and none for the keyboard course")
        return self


class Progress(Answered):
    """How far one trainee is with an assignment: scenarios `done`, the mean of their totals; None before the first."""

    operator_id: str
    name: str
    done: int
    mean: float | None = None


class PracticeAssignment(Answered):
    """An assignment as its trainer sees it: of `people` so many have `begun`, and so many `finished` all of it."""

    assignment_id: UUID
    title: str
    kind: str
    scenarios: tuple[str, ...]
    due: date
    group: str = ""
    people: int = 0
    begun: int = 0
    finished: int = 0
    given_by: str
    given_at: AwareDatetime
    ended_at: AwareDatetime | None = None


class PracticeAssignments(Answered):
    """Assignments, those that are due first at the top; ended ones below, newest first."""

    today: date
    assignments: tuple[PracticeAssignment, ...] = ()


class AssignmentProgress(Answered):
    """One assignment and everybody who is to do it, by name of sign-in."""

    assignment: PracticeAssignment
    people: tuple[Progress, ...] = ()


class Trainee(Answered):
    """Somebody with the role trainee. `practising_since` is when their console went to practice, None while not there.

    `open` counts assignments that they have not finished, `overdue` those of them whose day is over. `calls` and `mean`
    are of the weeks that were asked for.
    """

    operator_id: str
    name: str
    groups: tuple[str, ...] = ()
    practising_since: AwareDatetime | None = None
    seat: str = ""
    open: int = 0
    overdue: int = 0
    calls: int = 0
    mean: float | None = None
    fatal: int = 0
    last_at: AwareDatetime | None = None


class TraineeList(Answered):
    """Trainees by name of sign-in, a page of them; `next` is asked as `cursor` for the next page, empty at the end."""

    now: AwareDatetime
    trainees: tuple[Trainee, ...] = ()
    next: str = ""


class Sum(Answered):
    """Results added up under one key: a person, an item, a class or a week's Monday.

    `share` is points got ÷ points there were to get, 0 to 1. `fatal` counts calls with a fatal error.
    """

    key: str
    name: str = ""
    calls: int
    share: float
    fatal: int = 0


class SumPage(Answered):
    """Sums: items and classes with the lowest share first, people by name of sign-in, weeks by time.

    People come in pages: `next` is asked as `cursor` for the next one, empty at the end.
    """

    first: date
    last: date
    by: SumsBy
    sums: tuple[Sum, ...] = ()
    next: str = ""


class ResultLine(Answered):
    """One call of a session in a list of results; `got` and `of` are of the item that was asked for, if one was.

    Or a sitting of the keyboard course, which has `steps` in place of a call; it stands in the list of a person.
    """

    session: UUID
    place: int
    operator_id: str
    name: str
    kind: str
    scenario: str
    class_code: str
    total: float
    fatal: tuple[str, ...] = ()
    ended: AwareDatetime
    got: float | None = None
    of: float | None = None
    notes: int = 0
    appeals: int = 0
    steps: int = 0


class ResultPage(Answered):
    """Calls, newest first; `next` is asked as `cursor` for the next page, empty at the end."""

    lines: tuple[ResultLine, ...] = ()
    next: str = ""


class NoteRequest(Frozen):
    """A note under a mark of one call of a session; without an `item` it is about the whole call."""

    note_id: UUID
    place: int = Field(ge=0, lt=CALLS_LIMIT)
    item: ItemCode | None = None
    words: NoteWords = Field(examples=["先看施工许可，再选分类"])


class Appeal(Answered):
    """An appeal as the trainer sees it; `answer` is empty until it has one."""

    appeal_id: UUID
    session: UUID
    place: int
    item: str | None = None
    operator_id: str
    name: str
    scenario: str = ""
    reason: str
    made: AwareDatetime
    answer: str = ""
    agreed: bool = False
    by: str = ""
    at: AwareDatetime | None = None


class AppealList(Answered):
    """Appeals: those without an answer first, the oldest at the top; then answered ones, newest first."""

    appeals: tuple[Appeal, ...] = ()


class AppealReply(Frozen):
    """What a trainer answers to an appeal, and whether they agree with it."""

    words: NoteWords = Field(examples=["第二遍没有念门牌"])
    agreed: bool


class WholeResult(Answered):
    """One result as it came, whose it is, and what was written under it."""

    result: PracticeResult
    name: str
    notes: tuple[TrainerNote, ...] = ()
    appeals: tuple[Appeal, ...] = ()
