"""The small centre with a real seat: what is saved arrives once, by the same rulebook, and a cut line loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from city_packs.scenario import PastCase, Words
from hotline.codes import CallEventKind, EmergencyLine, LegalRoute, OtherCall, RefusalKind, State, SyncState
from hotline.commands import AddNote, AnswerDirectly, HandOff, LogCall, ProposeRefusal, Urge
from hotline.order_number import PRACTICE_SEAT, grouped
from hotline.unit_commands import Sign
from hotline.wire import Problem
from local_cache.errors import CentreSaid, GivenRefused
from local_cache.model import Query
from local_cache.news import CallEvent, News
from practice.centre import stream
from practice.centre.line import LineState
from practice.honest_clock import HonestClock
from tests.deadline import PATIENCE_S, until

from .given import CALL, PHONE, AtPractice, a_class, an_area, at_practice, filing, intake, pack
from .machine import START, Turned


@pytest.fixture
def at(tmp_path: Path) -> Iterator[AtPractice]:
    here = at_practice(tmp_path, HonestClock.begin(Turned()))
    here.sign_in()
    yield here
    here.close()


def before(code: str = "before", unit: str = "") -> PastCase:
    return PastCase(code, 3.0, PHONE, "李秀兰", "QZ", a_class(), an_area(), "振兴路 5 号", Words("旧事", "old"), unit)


def save(at: AtPractice, intent: object, **more: object) -> object:
    assert at.seat.session is not None
    return at.seat.save(intent, session=at.seat.session, **more).result(PATIENCE_S)  # type: ignore[arg-type]


def states(at: AtPractice) -> list[str]:
    return sorted(each.order.state for each in at.centre._book.cases.values())


def test_every_outcome_of_a_call_arrives_as_the_rulebook_makes_it(at: AtPractice) -> None:
    version = pack().version
    reason = min(pack().refusal_reasons)
    saved = save(at, filing())
    assert saved.number.startswith(PRACTICE_SEAT)  # type: ignore[attr-defined]
    assert grouped(saved.number).startswith("0000-01-000001-")  # type: ignore[attr-defined]
    save(at, lambda number: HandOff(number=number, intake=intake(), pack_version=version, line=EmergencyLine.FIRE))
    save(at, lambda number: AnswerDirectly(number=number, intake=intake(), pack_version=version, answer="明天开门"))
    save(
        at,
        lambda number: ProposeRefusal(
            number=number, intake=intake(), pack_version=version, refusal=RefusalKind.OUT_OF_SCOPE, reason=reason,
            legal_route=LegalRoute.LAWSUIT,
        ),
    )  # fmt: skip
    save(at, LogCall(outcome=OtherCall.WRONG_NUMBER, caller_phone=PHONE))
    at.sent()
    assert states(at) == sorted([State.TO_DISPATCH, State.HANDED_OFF, State.ANSWERED, State.REFUSAL_REVIEW])
    until(
        lambda: at.seat.sync_states([saved.case_id]).result(PATIENCE_S)[saved.case_id] is SyncState.AT_THE_CENTRE,  # type: ignore[attr-defined]
        "the case to be at the centre",
    )
    assert at.seat.needs().result(PATIENCE_S) == []


def test_a_past_case_is_known_by_the_number_that_calls_and_can_be_urged(at: AtPractice) -> None:
    unit = next(code for code, each in pack().units.items() if each.level == 2)
    at.centre.seed([before(unit=unit), before("other")])
    at.seat.sync_now().result(PATIENCE_S)
    history = at.seat.caller_history(PHONE).result(PATIENCE_S)
    assert {each.state for each in history.live} == {State.HANDLING, State.TO_DISPATCH}
    case = next(each for each in history.live if each.state == State.HANDLING)
    assert at.centre.code_of(case.case_id) == "before"
    save(at, AddNote(text="还在吵"), case_id=case.case_id, first=(Urge(),))
    at.sent()
    order = at.centre._book.cases[case.case_id].order
    assert order.urge_count == 1
    until(
        lambda: at.seat.case(case.case_id).result(PATIENCE_S).doc.order.urge_count == 1,  # type: ignore[union-attr]
        "the urged case to come back",
    )
    assert at.centre.code_of(case.case_id) == "before"
    assert at.orders().count("旧事") == 2


def test_what_is_saved_without_a_line_arrives_once_when_it_is_back(at: AtPractice) -> None:
    until(lambda: at.seat.status.line_up, "the line")
    at.centre.line.set(LineState.CUT)
    until(lambda: not at.seat.status.line_up, "no line")
    save(at, filing("断线时记下"))
    assert at.orders() == []
    assert at.seat.status.unsent == 1
    at.centre.line.set(LineState.UP)
    until(lambda: at.orders() == ["断线时记下"], "the case")
    at.sent()
    assert at.orders() == ["断线时记下"]


def test_an_answer_that_is_lost_is_given_again_and_done_once(at: AtPractice, monkeypatch: pytest.MonkeyPatch) -> None:
    until(lambda: at.seat.status.line_up, "the line")
    push = at.centre._book.push

    def taken_and_cut(*given: object) -> object:
        answer = push(*given)  # type: ignore[arg-type]
        at.centre.line.set(LineState.CUT)
        return answer

    monkeypatch.setattr(at.centre._book, "push", taken_and_cut)
    save(at, filing("答复丢了"))
    until(lambda: not at.seat.status.line_up, "no line")
    assert at.seat.status.unsent == 1
    assert at.orders() == ["答复丢了"]
    monkeypatch.undo()
    at.centre.line.set(LineState.UP)
    at.sent()
    assert at.orders() == ["答复丢了"]


def test_a_silent_line_is_found_out_and_is_back_when_it_speaks_again(
    at: AtPractice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "SILENCE_SECONDS", 0.1)
    until(lambda: at.seat.status.line_up, "the line")
    at.centre.line.set(LineState.SILENT)
    save(at, filing("静默"))
    until(lambda: not at.seat.status.line_up, "the silence to be noticed")
    assert at.orders() == []
    at.centre.line.set(LineState.UP)
    at.sent()
    assert at.orders() == ["静默"]


def test_after_a_kill_seat_and_centre_go_on_where_they_were(at: AtPractice) -> None:
    at.centre.seed([before()])
    save(at, filing("第一件"))
    at.sent()
    at.centre.line.set(LineState.CUT)
    save(at, filing("第二件"))
    at.close()
    at.again()
    assert at.seat.resume_session().result(PATIENCE_S).operator_id == "1042"  # type: ignore[union-attr]
    at.sent()
    assert at.orders() == ["旧事", "第一件", "第二件"]
    save(at, filing("第三件"))
    at.sent()
    assert at.orders() == ["旧事", "第一件", "第二件", "第三件"]
    assert at.seat.needs().result(PATIENCE_S) == []


def test_a_call_rings_and_goes_as_the_operator_and_the_caller_will(at: AtPractice) -> None:
    heard: list[tuple[str, str]] = []

    def hear(news: News) -> None:
        if isinstance(news, CallEvent):
            heard.append((news.kind, news.number))

    at.seat.subscribe(hear)
    until(lambda: at.seat.status.line_up, "the line")
    at.centre.ring(CALL, PHONE, at.clock.now())
    for act in ("answer", "hold", "resume"):
        at.seat.call_act(CALL, act).result(PATIENCE_S)  # type: ignore[arg-type]
    at.centre.happened(CallEventKind.HUNG_UP, at.clock.now())
    until(lambda: len(heard) == 5, "five events")
    assert heard == [(kind, PHONE) for kind in ("ringing", "answered", "held", "resumed", "hung_up")]
    with pytest.raises(CentreSaid) as said:
        at.seat.call_act(CALL, "hold").result(PATIENCE_S)
    assert said.value.problem == Problem.NOT_FOUND


def test_the_centre_is_searched_for_its_own_cases(at: AtPractice) -> None:
    at.centre.seed([before()])
    save(at, filing("路灯不亮", call=None))
    at.sent()
    for query, count in (
        (Query(text="路灯"), 1), (Query(text="水管"), 0), (Query(phone=PHONE), 2), (Query(class_code=a_class()[:2]), 2),
        (Query(area_code=an_area()[:6]), 2), (Query(area_code="370499"), 0), (Query(digits="0000-01-000001"), 1),
        (Query(state=State.CLOSED), 0), (Query(phone_part=PHONE[-4:]), 2), (Query(phone_part="5678"), 0),
        (Query(until=START - timedelta(days=1)), 1), (Query(since=START - timedelta(days=1)), 1),
    ):  # fmt: skip
        assert len(at.seat.search_centre(query).result(PATIENCE_S).lines) == count, query
    found = at.seat.search_centre(Query(text="路灯")).result(PATIENCE_S).lines[0]
    assert len(at.seat.likely_at_centre(found.case_id).result(PATIENCE_S)) == 1
    with pytest.raises(GivenRefused):
        at.seat.give(found.case_id, Sign()).result(PATIENCE_S)  # that is a unit's


def test_what_practice_has_not_is_refused_and_not_pretended(at: AtPractice) -> None:
    with pytest.raises(CentreSaid) as said:
        at.seat.queue("dispatch").result(PATIENCE_S)
    assert said.value.problem == Problem.FORBIDDEN
