"""Results of practice leave the practice folder with a trainee's sign-in, and only when the centre has them."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from hotline.codes import PracticeKind, Role
from hotline.practice_doc import AssignedWork, Kept, OwnAssignment, PracticeAppeal, PracticeResult
from hotline.wire import Problem
from local_cache.board_questions import BoardAct, BoardQuestion
from local_cache.errors import CentreSaid, NoLine
from local_cache.practice_exchange import MARK, PracticeExchange, Refusal
from local_cache.practice_post import PracticePost
from tests.deadline import PATIENCE_S, until

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WORK = AssignedWork(
    now=NOW,
    assignments=(
        OwnAssignment(
            assignment_id=UUID(int=9),
            title="第一周",
            kind="drill",
            scenarios=("no-water",),
            due=NOW.date(),
            given_by="郑老师",
        ),
    ),
)


class FakeCentre:
    """A centre as `PracticePost` sees it: it takes what `takes` lets it take."""

    def __init__(self, operator: str, *roles: Role, takes: Callable[[str], None] = lambda _: None) -> None:
        self.sign_in(operator, *roles)
        self.takes = takes
        self.took: list[str] = []
        self.bodies: list[bytes] = []
        self.of: set[tuple[str, str]] = set()
        """Whose each thing was, and in whose name it was asked."""

    def sign_in(self, operator: str, *roles: Role) -> None:
        self._live = SimpleNamespace(info=SimpleNamespace(operator_id=operator, roles=frozenset(roles)))

    def who_asks(self) -> Any:
        return self._live

    def ask_as(self, live: Any, question: Callable[[Any, Any], Any]) -> Any:
        return question(self, live.info.operator_id)

    def board_act(self, act: BoardAct[Kept], asks: str) -> Kept:
        self.takes(act.path)
        self.took.append(act.path)
        self.bodies.append(act.body() or b"")
        assert isinstance(act.said, PracticeResult | PracticeAppeal)
        self.of.add((act.said.trainee, asks))
        return Kept(id=UUID(int=1))

    def board(self, _question: BoardQuestion[AssignedWork], asks: str) -> AssignedWork:
        self.takes("practice/own")
        return WORK.model_copy(update={"assignments": (WORK.assignments[0].model_copy(update={"title": asks}),)})


def _result(trainee: str, number: int = 1) -> PracticeResult:
    return PracticeResult(session=UUID(int=number), trainee=trainee, kind=PracticeKind.DRILL, began=NOW, ended=NOW)


def _post(root: Path, centre: FakeCentre) -> None:
    pool = ThreadPoolExecutor(1)
    PracticePost(root, centre, pool).go()  # type: ignore[arg-type]
    pool.shutdown()


def _set_for(exchange: PracticeExchange, operator: str) -> str:
    """Return in whose name the work was asked for that lies there for somebody, empty for none."""
    work = exchange.assigned(operator)
    return work.assignments[0].title if work else ""


@pytest.fixture
def exchange(tmp_path: Path) -> PracticeExchange:
    exchange = PracticeExchange(tmp_path / "practice")
    exchange.mark()
    exchange.put_result(_result("tr-1"))
    exchange.put_appeal(
        PracticeAppeal(appeal_id=UUID(int=7), session=UUID(int=1), place=0, trainee="tr-1", made=NOW, reason="两类都对")
    )
    exchange.put_result(_result("tr-2", 2))
    return exchange


def test_own_results_and_appeals_go_and_what_is_set_comes(exchange: PracticeExchange) -> None:
    centre = FakeCentre("tr-1", Role.OPERATOR, Role.TRAINEE)
    _post(exchange.root, centre)
    assert centre.took == ["practice/results", "practice/appeals"]
    assert not list(exchange.waiting("tr-1"))
    assert len([*exchange.waiting("tr-2")]) == 1, "another one's waits for their own sign-in"
    assert _set_for(exchange, "tr-1") == "tr-1"
    assert exchange.assigned("tr-2") is None


def test_without_the_role_nothing_leaves(exchange: PracticeExchange) -> None:
    centre = FakeCentre("tr-1", Role.OPERATOR)
    _post(exchange.root, centre)
    assert centre.took == []
    assert len([*exchange.waiting("tr-1")]) == 2
    assert exchange.assigned("tr-1") is None


def test_nothing_that_is_empty_is_sent_since_an_older_centre_may_not_know_it(exchange: PracticeExchange) -> None:
    centre = FakeCentre("tr-1", Role.TRAINEE)
    _post(exchange.root, centre)
    whole = {"session", "trainee", "kind", "began", "ended"}
    assert [json.loads(body).keys() for body in centre.bodies] == [
        whole, {"appeal_id", "session", "place", "trainee", "made", "reason"},
    ]  # fmt: skip


def test_what_the_centre_refuses_is_known_with_the_reason_until_it_takes_it(exchange: PracticeExchange) -> None:
    def takes(path: str) -> None:
        if path == "practice/results":
            raise CentreSaid(Problem.INVALID, "keys")

    centre = FakeCentre("tr-1", Role.TRAINEE, takes=takes)
    _post(exchange.root, centre)
    [result] = exchange.waiting("tr-1")
    assert result.refusal == Refusal(problem="invalid", field="keys")
    assert [each.refusal for each in exchange.waiting("tr-2")] == [None]
    _post(exchange.root, FakeCentre("tr-1", Role.TRAINEE))
    assert not list(exchange.waiting("tr-1"))
    assert [*(exchange.root / "refused").iterdir()] == []


class OlderCentre(FakeCentre):
    """A centre that does not know the mark of a clock that was set back."""

    def board_act(self, act: BoardAct[Kept], asks: str) -> Kept:
        if b"clock_behind" in (act.body() or b""):
            raise CentreSaid(Problem.INVALID, unshaped=("clock_behind",))
        return super().board_act(act, asks)


def test_a_centre_that_does_not_know_the_mark_of_the_clock_gets_the_result_and_the_mark_once_it_knows_it(
    exchange: PracticeExchange,
) -> None:
    behind = _result("tr-1").model_copy(update={"clock_behind": True})
    exchange.put_result(behind)
    older = OlderCentre("tr-1", Role.TRAINEE)
    _post(exchange.root, older)
    assert [json.loads(body).get("session") for body in older.bodies] == [str(behind.session)] * 2  # and an appeal
    [stays] = exchange.waiting("tr-1")
    assert (stays.said, stays.refusal) == (behind, Refusal(problem="invalid", field="clock_behind", without=True))
    newer = FakeCentre("tr-1", Role.TRAINEE)
    _post(exchange.root, newer)
    assert [json.loads(body)["clock_behind"] for body in newer.bodies] == [True]
    assert not list(exchange.waiting("tr-1"))


def test_what_an_older_centre_refuses_without_the_mark_too_is_refused(exchange: PracticeExchange) -> None:
    exchange.put_result(_result("tr-1").model_copy(update={"clock_behind": True}))

    def takes(path: str) -> None:
        if path == "practice/results":
            raise CentreSaid(Problem.INVALID, unshaped=("keys",))

    _post(exchange.root, OlderCentre("tr-1", Role.TRAINEE, takes=takes))
    [stays] = exchange.waiting("tr-1")
    assert stays.refusal == Refusal(problem="invalid", field="keys")


def test_a_line_that_goes_between_the_two_offers_leaves_the_result_as_it_was(exchange: PracticeExchange) -> None:
    exchange.put_result(_result("tr-1").model_copy(update={"clock_behind": True}))

    def takes(_: str) -> None:
        raise NoLine("down")

    _post(exchange.root, OlderCentre("tr-1", Role.TRAINEE, takes=takes))
    assert [each.refusal for each in exchange.waiting("tr-1")] == [None, None]


@pytest.mark.parametrize(
    ("says", "comes"), [(NoLine("down"), False), (CentreSaid(Problem.BUSY), False), (CentreSaid(Problem.INVALID), True)]
)
def test_what_the_centre_does_not_take_stays(exchange: PracticeExchange, says: Exception, comes: bool) -> None:
    def takes(path: str) -> None:
        if path != "practice/own":
            raise says

    _post(exchange.root, FakeCentre("tr-1", Role.TRAINEE, takes=takes))
    assert len(list(exchange.waiting("tr-1"))) == 2
    assert (exchange.assigned("tr-1") is not None) is comes


def test_a_folder_that_is_not_of_practice_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    _post(tmp_path / "other", FakeCentre("tr-1", Role.TRAINEE))
    assert not list((tmp_path / "other").iterdir())
    _post(tmp_path / "new", FakeCentre("tr-1", Role.TRAINEE))
    assert sorted(each.name for each in (tmp_path / "new").iterdir()) == ["assigned", MARK]


def test_a_damaged_file_stays_and_hinders_nothing(exchange: PracticeExchange) -> None:
    damaged = exchange.root / "results" / "00.json"
    damaged.write_text('{"session"', "utf-8")
    centre = FakeCentre("tr-1", Role.TRAINEE)
    _post(exchange.root, centre)
    assert len(centre.took) == 2
    assert damaged.exists()


def test_a_round_goes_on_in_the_name_of_whose_it_is_when_another_one_signs_in_meanwhile(
    exchange: PracticeExchange,
) -> None:
    centre = FakeCentre("tr-1", Role.TRAINEE)
    centre.takes = lambda _: centre.sign_in("tr-2", Role.TRAINEE)
    _post(exchange.root, centre)
    assert centre.of == {("tr-1", "tr-1")}
    assert (_set_for(exchange, "tr-1"), _set_for(exchange, "tr-2")) == ("tr-1", "")
    _post(exchange.root, centre)
    assert centre.of == {("tr-1", "tr-1"), ("tr-2", "tr-2")}


def test_what_else_waits_in_the_pool_has_its_turn_while_practice_is_asked_for_again_and_again(
    exchange: PracticeExchange,
) -> None:
    begun, may_go = Event(), Event()

    def takes(_: str) -> None:
        begun.set()
        assert may_go.wait(PATIENCE_S)

    centre = FakeCentre("tr-1", Role.TRAINEE, takes=takes)
    with ThreadPoolExecutor(2) as pool:
        post = PracticePost(exchange.root, centre, pool)  # type: ignore[arg-type]
        post.go()
        assert begun.wait(PATIENCE_S)
        exchange.put_result(_result("tr-1", 3))
        for _ in range(3):
            post.go()
        assert pool.submit(lambda: "a key").result(PATIENCE_S) == "a key"
        may_go.set()
        until(lambda: not list(exchange.waiting("tr-1")), "what came during the round to go too")
