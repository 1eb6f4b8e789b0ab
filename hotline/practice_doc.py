"""What leaves practice (练习) and what comes back: results, appeals, and the work that a trainer has set.

A result holds codes, points and times; nothing in it can hold a text, a name or a key. Moments are aware. Requests are
strict; answers may grow.
"""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, model_validator

from hotline.answered import Answered
from hotline.codes import PracticeKind
from hotline.names import is_sign_in_name
from hotline.work_order_text import Frozen, keepable

APPEAL_LIMIT = 200
"""Characters of the reason of an appeal."""
NOTE_LIMIT = 500
"""Characters of a trainer's note, and of the answer to an appeal."""
CALLS_LIMIT = 50
"""Calls of one practice session; a practice shift has ten."""
_LONGEST_S = 86400.0


def _sign_in_name(text: str) -> str:
    if not is_sign_in_name(text):
        raise ValueError("it is no name of sign-in")
    return text


def _with_words(text: str) -> str:
    if not text.strip():
        raise ValueError("it has no words: write some")
    return text


ScenarioCode = Annotated[str, StringConstraints(max_length=64, pattern=r"^[a-z]+([-_][a-z]+)*([-_]?[0-9]{1,2})?$")]
"""The name of a scenario's file without its ending."""
ItemCode = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,32}(\.[a-z_]{1,32})?$")]
"""An item of a rubric, such as `class` or `speed.save`."""
LossCode = Annotated[str, StringConstraints(max_length=64, pattern=r"^[a-z]+([-_][a-z]+)*([-_]?[0-9]{1,2})?$")]
CourseItem = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,32}(\.([a-z_]{1,32}|[0-9]))?$")]
ClassCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{0,8}$")]
OperatorId = Annotated[str, Field(max_length=64), AfterValidator(_sign_in_name)]
Version = Annotated[int, Field(ge=1, le=32767)]
_Points = Annotated[float, Field(ge=0, le=100)]
_Seconds = Annotated[float, Field(ge=0, le=_LONGEST_S)]
_Place = Annotated[int, Field(ge=0, lt=CALLS_LIMIT)]
_Reason = Annotated[
    str, Field(min_length=1, max_length=APPEAL_LIMIT), AfterValidator(keepable), AfterValidator(_with_words)
]
NoteWords = Annotated[
    str, Field(min_length=1, max_length=NOTE_LIMIT), AfterValidator(keepable), AfterValidator(_with_words)
]


class ResultItem(Frozen):
    """The mark of one item: points `got` out of `of`, and the codes of what was lost."""

    item: ItemCode
    of: _Points
    got: _Points
    losses: tuple[LossCode, ...] = Field(default=(), max_length=20)

    @model_validator(mode="after")
    def _within(self) -> Self:
        if self.got > self.of:
            raise ValueError("more points than there are to get")
        return self


class ResultCall(Frozen):
    """One call of a practice session and its marks. `class_code` is what the case really was, empty for none.

    `first_key_s` is from the answer to the first key, `save_s` to the record on file, `wrap_up_s` from the end of the
    call to ready; None where it did not come to that.
    """

    scenario: ScenarioCode
    version: Version
    rubric: Version
    class_code: ClassCode = ""
    total: _Points
    fatal: tuple[LossCode, ...] = Field(default=(), max_length=10)
    items: tuple[ResultItem, ...] = Field(default=(), max_length=40)
    first_key_s: _Seconds | None = None
    save_s: _Seconds | None = None
    wrap_up_s: _Seconds | None = None


class CourseKey(Frozen):
    """How well somebody has a key of the keyboard course: its box 1 to 5, the median of the last times, all wrong keys.

    `item` is the id of a command of the desk, or `field.` or `form.` and the digit of a field: no key that was pressed.
    """

    item: CourseItem
    box: int = Field(ge=1, le=5)
    ms: int = Field(ge=0, le=int(_LONGEST_S) * 1000)
    wrong: int = Field(default=0, ge=0, le=10000)


class PracticeResult(Frozen):
    """What a practice session came to, by its id. `assignment` names what it was done for, None for nothing.

    With `clock_behind` the seat's clock had been set back: the moments are then later than that clock told, by as much
    as was known. A keyboard course has no calls but `steps`, those that were done, and `keys` as known by its end.
    """

    session: UUID
    trainee: OperatorId = Field(examples=["2031"])
    kind: PracticeKind
    assignment: UUID | None = None
    began: AwareDatetime
    ended: AwareDatetime
    calls: tuple[ResultCall, ...] = Field(default=(), max_length=CALLS_LIMIT)
    steps: int = Field(default=0, ge=0, le=10000)
    keys: tuple[CourseKey, ...] = Field(default=(), max_length=80)
    clock_behind: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ended < self.began:
            raise ValueError("it ended before it began")
        return self

    @property
    def total(self) -> float | None:
        """The mean of the calls' totals, 0 to 100; None without calls."""
        return sum(each.total for each in self.calls) / len(self.calls) if self.calls else None


class PracticeAppeal(Frozen):
    """An appeal (申诉) against a mark: of one call of a session, by its place from 0, and of one `item` or the whole.

    `reason` is the trainee's own words; nothing of what they typed in the call.
    """

    appeal_id: UUID
    session: UUID
    place: _Place
    item: ItemCode | None = None
    trainee: OperatorId = Field(examples=["2031"])
    made: AwareDatetime
    reason: _Reason


class Kept(Answered):
    """That the centre has something on its disk, under this id."""

    id: UUID


class OwnAssignment(Answered):
    """An assignment (练习任务) as who is to do it sees it; `done` are the scenarios that they have a result of for it.

    It is due on the day `due`, at its end by the city's clock.
    """

    assignment_id: UUID
    title: str
    kind: str
    scenarios: tuple[str, ...]
    due: date
    given_by: str
    done: tuple[str, ...] = ()


class TrainerNote(Answered):
    """A trainer's note (批注) under a mark of one call of a session; without an `item` it is about the whole call.

    `kind` and `scenario` are of that call; empty from an older centre.
    """

    note_id: UUID
    session: UUID
    place: int
    item: str | None = None
    words: str
    by: str
    at: AwareDatetime
    kind: str = ""
    scenario: str = ""


class AppealAnswer(Answered):
    """The answer to an appeal. `agreed` says whether the trainer agrees; the mark stays as the rubric gave it.

    `kind` and `scenario` are of the call; empty from an older centre.
    """

    appeal_id: UUID
    session: UUID
    place: int
    item: str | None = None
    reason: str
    words: str
    agreed: bool
    by: str
    at: AwareDatetime
    kind: str = ""
    scenario: str = ""


class SatExam(Answered):
    """An exam that a trainee has sat: the centre has its result. Without an `assignment_id` it was set by nobody."""

    assignment_id: UUID | None = None
    scenario: str


class AssignedWork(Answered):
    """What a trainee gets back, as it was `now`: what is to be done, due first at the top; newest notes and answers.

    `exams` are all that they have sat, wherever that was: an exam is sat once.
    """

    now: AwareDatetime
    assignments: tuple[OwnAssignment, ...] = ()
    notes: tuple[TrainerNote, ...] = ()
    answers: tuple[AppealAnswer, ...] = ()
    exams: tuple[SatExam, ...] = ()
