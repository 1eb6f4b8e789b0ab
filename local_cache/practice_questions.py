"""What a trainer asks and does at the centre: each with its address and the shape of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline.practice_trainer_doc import (
    Appeal,
    AppealList,
    AppealReply,
    AssignmentProgress,
    AssignRequest,
    Group,
    GroupList,
    GroupRequest,
    NoteRequest,
    PracticeAssignment,
    PracticeAssignments,
    ResultPage,
    SumPage,
    TraineeList,
    WholeResult,
)
from local_cache.board_questions import BoardAct, BoardQuestion

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from hotline.practice_trainer_doc import SumsBy

_Asked = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which results: of which weeks, of one person or a group, of one item or class; empty is all."""

    first: date
    last: date
    person: str = ""
    group: str = ""
    item: str = ""
    class_code: str = ""

    @property
    def weeks(self) -> _Asked:
        """The weeks as they are asked for."""
        return ("first", self.first.isoformat()), ("last", self.last.isoformat())

    @property
    def narrowed(self) -> _Asked:
        """Whose, and of what, as it is asked for."""
        said = (
            ("person", self.person), ("group", "" if self.person else self.group), ("item", self.item),
            ("class", "" if self.item else self.class_code),
        )  # fmt: skip
        return tuple((name, value) for name, value in said if value)


def trainees(wanted: Wanted, cursor: str = "") -> BoardQuestion[TraineeList]:
    """Ask for a page of trainees of all or of a group; `cursor` is `next` of the page before."""
    group = (("group", wanted.group),) if wanted.group else ()
    return BoardQuestion("practice/trainees", TraineeList, (*wanted.weeks, *group, *_from(cursor)))


def sums(wanted: Wanted, by: SumsBy) -> BoardQuestion[SumPage]:
    """Ask for results added up by person, item, class or week."""
    return BoardQuestion("practice/sums", SumPage, (*wanted.weeks, *wanted.narrowed, ("by", by)))


def results(wanted: Wanted, cursor: str = "") -> BoardQuestion[ResultPage]:
    """Ask for results call by call, newest first; `cursor` is `next` of the page before."""
    return BoardQuestion("practice/results", ResultPage, (*wanted.narrowed, *_from(cursor)))


def result(session: UUID) -> BoardQuestion[WholeResult]:
    """Ask for one result with what was written under it."""
    return BoardQuestion(f"practice/results/{session}", WholeResult)


def assignments() -> BoardQuestion[PracticeAssignments]:
    """Ask for the assignments."""
    return BoardQuestion("practice/assignments", PracticeAssignments)


def assignment(assignment_id: UUID) -> BoardQuestion[AssignmentProgress]:
    """Ask how far everybody is with an assignment."""
    return BoardQuestion(f"practice/assignments/{assignment_id}", AssignmentProgress)


def groups() -> BoardQuestion[GroupList]:
    """Ask for the groups of trainees."""
    return BoardQuestion("practice/groups", GroupList)


def appeals() -> BoardQuestion[AppealList]:
    """Ask for the appeals against marks."""
    return BoardQuestion("practice/appeals", AppealList)


def assign(asked: AssignRequest) -> BoardAct[PracticeAssignment]:
    """Set an assignment."""
    return BoardAct("practice/assignments", PracticeAssignment, asked)


def end_assignment(assignment_id: UUID) -> BoardAct[PracticeAssignment]:
    """End an assignment."""
    return BoardAct(f"practice/assignments/{assignment_id}/end", PracticeAssignment)


def put_group(asked: GroupRequest) -> BoardAct[Group]:
    """Make a group, or change it."""
    return BoardAct("practice/groups", Group, asked)


def end_group(group_id: UUID) -> BoardAct[Group]:
    """End a group."""
    return BoardAct(f"practice/groups/{group_id}/end", Group)


def write_note(session: UUID, asked: NoteRequest) -> BoardAct[WholeResult]:
    """Write a note under a mark."""
    return BoardAct(f"practice/results/{session}/notes", WholeResult, asked)


def answer_appeal(appeal_id: UUID, asked: AppealReply) -> BoardAct[Appeal]:
    """Answer an appeal."""
    return BoardAct(f"practice/appeals/{appeal_id}/answer", Appeal, asked)


def _from(cursor: str) -> _Asked:
    return (("cursor", cursor),) if cursor else ()
