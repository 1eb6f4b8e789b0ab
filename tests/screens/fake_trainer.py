"""A centre that answers a trainer: two trainees, one assignment, one call with an appeal."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from city_packs.scenario import Words
from city_packs.scenario_titles import ScenarioTitle
from hotline.codes import PracticeKind, Role
from hotline.practice_doc import CourseKey, PracticeResult, ResultCall, ResultItem, TrainerNote
from hotline.practice_trainer_doc import (
    Appeal,
    AppealList,
    AssignmentProgress,
    Group,
    GroupList,
    PracticeAssignment,
    PracticeAssignments,
    Progress,
    ResultLine,
    ResultPage,
    Sum,
    SumPage,
    Trainee,
    TraineeList,
    WholeResult,
)
from local_cache.board_questions import BoardAct, BoardQuestion
from local_cache.errors import NoLine
from screens.trainer import TrainerScreen

from .fake_seat import done, failed
from .host import NOON, Host

SESSION, APPEAL, GROUP, ASSIGNMENT, SITTING = (UUID(int=number) for number in (1, 2, 3, 4, 5))
TODAY = NOON.date()
GROUP_ONE = Group(group_id=GROUP, name="一班", people=("2031", "2032"))
TITLES = (
    ScenarioTitle("night-noise", Words("工地夜里浇筑混凝土", "Concrete poured at night"), 2, "030201", 4.0, "tangshan"),
    ScenarioTitle("no-water", Words("小区停水", "No water in the estate"), 1, "010101", 3.0, "tangshan"),
    ScenarioTitle("pigs", Words("猪场异味", "Smell of pigs"), 2, "050501", 4.0, "zaozhuang"),
)
CALL = ResultCall(
    scenario="night-noise", version=1, rubric=1, class_code="030201", total=88, first_key_s=1.2, save_s=95,
    wrap_up_s=20,
    items=(
        ResultItem(item="class", of=8, got=0, losses=("class",)), ResultItem(item="address", of=8, got=8),
        ResultItem(item="read_back", of=5, got=1, losses=("late_read_back",)),
    ),
)  # fmt: skip
RESULT = PracticeResult(
    session=SESSION,
    trainee="2031",
    kind=PracticeKind.EXAM,
    began=NOON - timedelta(minutes=10),
    ended=NOON,
    calls=(CALL,),
    clock_behind=True,
)
COURSE = PracticeResult(
    session=SITTING, trainee="2031", kind=PracticeKind.COURSE, began=NOON - timedelta(minutes=5), ended=NOON, steps=12,
    keys=(CourseKey(item="next_call", box=3, ms=900), CourseKey(item="field.4", box=1, ms=3210, wrong=2)),
    clock_behind=True,
)  # fmt: skip


class FakeTrainerCentre:
    """Answers by path; what was done is in `acts`."""

    def __init__(self) -> None:
        self.has_line = True
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.acts: list[tuple[str, Any]] = []
        self.refuses: Exception | None = None
        self.slow: list[Callable[[], None]] | None = None
        """What lets each answer come, once answers are held back."""
        self.second: Appeal | None = None
        self.notes: tuple[TrainerNote, ...] = ()
        self.appeal = Appeal(
            appeal_id=APPEAL, session=SESSION, place=0, item="class", operator_id="2031", name="孙丽",
            scenario="night-noise", reason="两个分类都说得通", made=NOON,
        )  # fmt: skip
        self.assignment = PracticeAssignment(
            assignment_id=ASSIGNMENT, title="第一周：施工噪音", kind="exam", scenarios=("night-noise", "no-water"),
            due=TODAY - timedelta(days=1), group="一班", people=2, begun=1, finished=1, given_by="郑老师",
            given_at=NOON,
        )  # fmt: skip

    def ask(self, question: BoardQuestion[Any]) -> Future[Any]:
        self.asked.append((question.path, dict(question.asked)))
        if not self.has_line:
            return failed(NoLine())
        answer = self._answer(question.path, dict(question.asked))
        if self.slow is not None:
            later: Future[Any] = Future()
            self.slow.append(lambda: later.set_result(answer))
            return later
        return done(answer)

    def act(self, act: BoardAct[Any]) -> Future[Any]:
        if self.refuses is not None:
            return failed(self.refuses)
        self.acts.append((act.path, act.said))
        said: Any = act.said
        if act.path.endswith("/notes"):
            note = TrainerNote(
                note_id=said.note_id, session=SESSION, place=0, item=said.item, words=said.words, by="郑老师", at=NOON
            )
            self.notes = (*self.notes, note)
            return done(self._answer(f"practice/results/{SESSION}", {}))
        if act.path.endswith("/answer"):
            said_by = {"answer": said.words, "agreed": said.agreed, "by": "郑老师", "at": NOON}
            self.appeal = self.appeal.model_copy(update=said_by)
            return done(self.appeal)
        if act.path == "practice/groups":
            return done(Group(group_id=said.group_id, name=said.name, people=said.people))
        if act.path == "practice/assignments":
            changed = {"title": said.title, "due": said.due, "people": len(said.people) or 2}
            return done(self.assignment.model_copy(update=changed))
        return done(self.assignment)

    def _answer(self, path: str, asked: dict[str, str]) -> Any:
        match path.removeprefix("practice/"):
            case "trainees":
                return TraineeList(now=NOON, trainees=(
                    Trainee(operator_id="2031", name="孙丽", groups=("一班",), seat="0042",
                            practising_since=NOON - timedelta(minutes=7), calls=12, mean=88.5, last_at=NOON),
                    Trainee(operator_id="2032", name="周军", groups=("一班",), open=2, overdue=1, calls=3, mean=52.0,
                            fatal=1, last_at=NOON - timedelta(days=3)),
                ))  # fmt: skip
            case "groups":
                return GroupList(groups=(GROUP_ONE,))
            case "assignments":
                return PracticeAssignments(today=TODAY, assignments=(self.assignment,))
            case "sums":
                sums = {
                    "item": (Sum(key="class", calls=15, share=0.41, fatal=1), Sum(key="address", calls=15, share=0.9)),
                    "class": (Sum(key="030201", calls=9, share=0.7),),
                    "week": (Sum(key="2026-11-09", calls=3, share=0.52), Sum(key="2026-11-16", calls=12, share=0.885)),
                }[asked["by"]]
                return SumPage(first=TODAY, last=TODAY, by=asked["by"], sums=sums)  # type: ignore[arg-type]
            case "results":
                of = {"got": 0.0, "of": 8.0} if "item" in asked else {}
                line = ResultLine(
                    session=SESSION, place=0, operator_id="2031", name="孙丽", kind="exam", scenario="night-noise",
                    class_code="030201", total=88, ended=NOON, appeals=1, **of,
                )  # fmt: skip
                course = ResultLine(
                    session=SITTING, place=0, operator_id="2031", name="孙丽", kind="course", scenario="",
                    class_code="", total=0, ended=NOON, steps=12,
                )  # fmt: skip
                return ResultPage(lines=(line, course) if "person" in asked else (line,))
            case "appeals":
                return AppealList(appeals=(self.appeal, self.second) if self.second else (self.appeal,))
            case each if each == f"results/{SITTING}":
                return WholeResult(result=COURSE, name="孙丽")
            case each if each.startswith("results/"):
                return WholeResult(result=RESULT, name="孙丽", notes=self.notes, appeals=(self.appeal,))
            case _:
                people = (Progress(operator_id="2031", name="孙丽", done=2, mean=88.5),
                          Progress(operator_id="2032", name="周军", done=0))  # fmt: skip
                return AssignmentProgress(assignment=self.assignment, people=people)


def trainer_host() -> tuple[Host, FakeTrainerCentre]:
    """Return the trainer's screen before this centre, with a line."""
    app, centre = Host(TrainerScreen()), FakeTrainerCentre()
    app.seat.lead_board = centre
    app.seat.titles = TITLES
    app.seat.status = replace(app.seat.status, line_up=True)
    app.services.session = replace(app.services.signed_in, roles=frozenset({Role.TRAINER}))
    return app, centre
