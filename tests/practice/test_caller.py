"""The scripted caller: what he says when, and that nothing but what is done to him decides it."""

import random
from dataclasses import replace

import pytest

from city_packs.scenario import Mood, Question, ReferenceRecord, Scenario
from practice.caller import Caller
from practice.on_file import thing_of, things_needed
from practice.record import Act, CallStep, Step
from practice.session_state import SessionState

from .scenarios import BEFORE, SCENARIO, line, reply, with_caller


def answered(scenario: Scenario = SCENARIO) -> Caller:
    caller = Caller(scenario)
    caller.answered(10_000)
    return caller


def said(caller: Caller, ms: int) -> list[tuple[int, str]]:
    return [(each.ms, each.code) for each in caller.until(ms)]


def test_he_says_nothing_before_the_call_is_answered() -> None:
    caller = Caller(SCENARIO)
    assert said(caller, 60_000) == []
    assert caller.next_at is None


def test_who_wants_his_number_asks_for_it_and_goes_when_he_has_it_or_when_nobody_tells_him() -> None:
    def saved() -> Caller:
        caller = Caller(with_caller(lines=()), wants_number=True)
        caller.answered(10_000)
        caller.saved(20_000)
        return caller

    untold, told, at_once = saved(), saved(), saved()
    assert said(untold, 60_000) == [(24_000, "number")]
    assert untold.gone_at == 50_000
    said(told, 25_000)
    told.told_number(26_000)
    assert said(told, 60_000) == [(27_000, "number.told")]
    assert told.gone_at == 30_000
    at_once.told_number(21_000)
    assert said(at_once, 60_000) == [(22_000, "number.told")]


def test_lines_come_by_the_time_of_the_call_and_after_one_another() -> None:
    caller = answered()
    assert caller.next_at == 11_500
    assert said(caller, 11_499) == []
    assert said(caller, 60_000) == [(11_500, "opening"), (16_500, "more")]
    assert said(caller, 61_000) == []


def test_an_answer_comes_a_second_after_the_question_and_what_nobody_wrote_he_does_not_know() -> None:
    caller = answered(with_caller(lines=()))
    caller.asked(Question.GREET, 11_000)
    caller.asked(Question.WHERE, 12_000)
    caller.asked(Question.SINCE, 12_100)
    assert said(caller, 20_000) == [(13_000, "where"), (13_100, "since.none")]


def test_a_confused_caller_contradicts_himself_and_then_stays_with_his_last_word() -> None:
    replies = (reply(Question.WHERE, "文化路", wrong=True), reply(Question.WHERE, "振兴路"))
    caller = answered(with_caller(mood=Mood.CONFUSED, erratic=1, lines=(), replies=replies))
    for ms in (11_000, 14_000, 17_000):
        caller.asked(Question.WHERE, ms)
    found = caller.until(30_000)
    assert [(each.code, each.words.zh) for each in found] == [
        ("where", "文化路"), ("where.2", "振兴路"), ("where.3", "振兴路"),
    ]  # fmt: skip


def test_what_is_read_back_before_anything_is_written_is_waited_for_and_confirmed_only_then() -> None:
    replies = (reply(Question.READ_BACK, "不对，是东门。"),)
    caller = answered(with_caller(lines=(line("sorry", after="read_back", wait=1.0),), replies=replies))
    caller.asked(Question.READ_BACK, 11_000, on_nothing=True)
    assert [each.words.zh for each in caller.until(20_000)] == ["您先记下来，再念给我听。"]
    caller.asked(Question.READ_BACK, 30_000)
    assert said(caller, 40_000) == [(31_000, "read_back"), (31_000, "sorry")]


def test_a_line_waits_for_what_it_comes_after() -> None:
    lines = (line("corner", after="where", wait=2.0), line("thanks", after="saved", wait=1.0))
    caller = answered(with_caller(lines=lines))
    assert said(caller, 50_000) == []
    caller.asked(Question.WHERE, 60_000)
    assert said(caller, 70_000) == [(61_000, "where"), (62_000, "corner")]
    caller.saved(80_000)
    assert said(caller, 90_000) == [(81_000, "thanks")]


def test_an_impatient_caller_interrupts_a_silence_so_often_and_no_more() -> None:
    caller = answered(with_caller(mood=Mood.IMPATIENT, lines=(line("well", silence=20, times=2),)))
    caller.asked(Question.GREET, 15_000)
    assert said(caller, 200_000) == [(35_000, "well"), (55_000, "well")]


def test_whoever_speaks_breaks_the_silence() -> None:
    caller = answered(with_caller(lines=(line("well", silence=20, times=1),)))
    caller.asked(Question.WHERE, 29_000)
    assert said(caller, 49_000) == [(30_000, "where")]
    caller.calmed(49_500)
    assert said(caller, 69_000) == []
    assert said(caller, 70_000) == [(69_500, "well")]


def test_an_abusive_caller_answers_nothing_before_he_was_calmed_as_often_as_it_takes() -> None:
    lines = (line("shout", at=1.0), line("sorry", after="calm", wait=1.0))
    caller = answered(with_caller(mood=Mood.ABUSIVE, abuse=2, lines=lines))
    caller.asked(Question.WHERE, 12_000)
    assert [(each.code, each.words.zh) for each in caller.until(15_000)] == [("shout", "shout"), ("angry", "shout")]
    caller.calmed(16_000)
    caller.asked(Question.WHERE, 17_000)
    assert said(caller, 20_000) == [(18_000, "angry")]
    caller.calmed(21_000)
    caller.asked(Question.WHERE, 23_000)
    assert said(caller, 30_000) == [(22_000, "sorry"), (24_000, "where")]


def test_he_hangs_up_four_seconds_after_all_records_of_the_reference_are_on_file() -> None:
    two = replace(SCENARIO, records=(ReferenceRecord("file_case"), ReferenceRecord("file_case")))
    caller = answered(two)
    caller.saved(30_000)
    caller.until(50_000)
    assert caller.gone_at is None
    caller.saved(60_000)
    caller.until(63_999)
    assert caller.gone_at is None
    caller.until(90_000)
    assert caller.gone_at == 64_000
    assert caller.next_at is None


@pytest.mark.parametrize(
    ("ops", "needed"),
    [
        ([("urge", "before"), ("add_note", "before")], 1),
        ([("file_case", ""), ("urge", "before"), ("mark_abuse", "")], 2),
        ([("log_call", "")], 1),
        ([("mark_abuse", "")], 1),
    ],
)
def test_a_note_with_an_urging_is_no_second_thing_and_a_mark_of_abuse_is_none(
    ops: list[tuple[str, str]], needed: int
) -> None:
    records = tuple(ReferenceRecord(op, case=case) for op, case in ops)
    assert things_needed(replace(SCENARIO, records=records)) == needed


def test_of_an_urging_with_a_note_the_urging_is_what_counts() -> None:
    urged = replace(SCENARIO, records=(ReferenceRecord("urge", case="before"),))
    assert [thing_of(urged, op, "before", "m-1") for op in ("add_note", "urge", "reveal")] == ["", "before", ""]
    assert thing_of(SCENARIO, "urge", "before", "m-1") == "before"  # the wrong thing, and on file all the same
    assert thing_of(SCENARIO, "log_call", "", "m-1") == "m-1"


@pytest.mark.parametrize(
    ("op", "case", "told"),
    [
        ("urge", "before", ["thanks"]), ("urge", "another", ["leaves"]), ("file_case", "own", ["leaves"]),
        ("log_call", "", ["leaves"]),
    ],
)  # fmt: skip
def test_he_thanks_for_what_was_done_only_where_it_was_done(op: str, case: str, told: list[str]) -> None:
    urged = replace(with_caller(lines=(line("thanks", after="saved", wait=2.0),)), cases=(BEFORE,))
    urged = replace(urged, records=(ReferenceRecord("urge", case="before"),))
    state = SessionState({urged.code: urged}, {}, frozenset())
    state.take(CallStep(1_000, Step.RING, 1, scenario=urged.code, call_id="c", number="19900001234"))
    state.take(CallStep(10_000, Step.ANSWERED, 1))
    state.take(Act(50_000, op, {}, case, call=1, seq=1, mutation="m-1"))
    assert [each.code for each in state.fall_due(90_000)] == told
    assert state.caller is not None
    assert state.caller.gone_at == 54_000


def test_of_two_matters_the_first_on_file_decides_whether_he_speaks_of_it() -> None:
    two = replace(
        with_caller(lines=(line("also", after="saved", wait=2.0),)), records=(ReferenceRecord("file_case"),) * 2
    )
    right, wrong = answered(two), answered(two)
    right.saved(30_000)
    right.saved(60_000, as_needed=False)
    wrong.saved(30_000, as_needed=False)
    assert said(wrong, 59_000) == []
    wrong.saved(60_000)
    assert said(right, 90_000) == [(32_000, "also")]
    assert said(wrong, 90_000) == [(62_000, "leaves")]


def test_who_says_nothing_after_the_record_or_waits_for_his_number_takes_no_leave_of_his_own() -> None:
    silent, waits = (
        answered(with_caller(lines=())),
        Caller(with_caller(lines=(line("thanks", after="saved"),)), wants_number=True),
    )
    waits.answered(10_000)
    for caller in (silent, waits):
        caller.saved(20_000, as_needed=False)
    assert said(silent, 60_000) == []
    assert said(waits, 60_000) == [(24_000, "number")]


def test_he_does_not_wait_for_ever_on_hold_neither_and_says_nothing_there() -> None:
    caller = answered(with_caller(leaves_after=30.0))
    caller.held(11_000)
    assert said(caller, 39_999) == []
    caller.until(50_000)
    assert caller.gone_at == 40_000
    caller.asked(Question.WHERE, 51_000)
    assert said(caller, 60_000) == []


def test_taken_up_again_from_hold_he_goes_on_where_he_was() -> None:
    caller = answered()
    caller.held(11_000)
    caller.resumed(21_000)
    assert said(caller, 60_000) == [(21_500, "opening"), (26_500, "more")]


def test_on_hold_he_hears_nothing_and_what_was_to_come_is_put_off_with_him() -> None:
    caller = answered(with_caller(lines=(line("well", silence=20, times=1),)))
    caller.held(15_000)
    caller.asked(Question.WHERE, 16_000)
    caller.resumed(25_000)
    assert said(caller, 44_999) == []
    assert said(caller, 45_000) == [(45_000, "well")]
    caller.saved(46_000)
    caller.held(47_000)
    caller.resumed(49_000)
    caller.until(90_000)
    assert caller.gone_at == 52_000


def test_a_crash_while_he_is_on_hold_leaves_only_its_own_time_out() -> None:
    caller = answered()
    caller.held(11_000)
    caller.rested(12_000, 112_000)
    caller.resumed(113_000)
    assert said(caller, 113_499) == []
    assert said(caller, 113_500) == [(113_500, "opening")]


def test_asked_before_his_first_word_who_rages_has_nothing_to_say_again() -> None:
    caller = answered(with_caller(mood=Mood.ABUSIVE, abuse=1, lines=(line("shout", at=5.0),)))
    caller.asked(Question.WHERE, 10_500)
    assert said(caller, 20_000) == [(15_000, "shout")]


def test_who_has_left_says_nothing_more_and_saving_does_not_keep_him() -> None:
    late = (line("opening", at=1.5), line("late", after="opening", wait=40.0))
    caller = answered(with_caller(lines=late, leaves_after=30.0))
    caller.saved(39_000)
    assert said(caller, 100_000) == [(11_500, "opening")]
    assert caller.gone_at == 40_000


def test_a_time_in_which_nobody_was_there_is_left_out() -> None:
    caller = answered(with_caller(leaves_after=30.0))
    assert said(caller, 12_000) == [(11_500, "opening")]
    caller.rested(12_000, 112_000)
    assert caller.next_at == 116_500
    assert said(caller, 139_999) == [(116_500, "more")]
    caller.until(200_000)
    assert caller.gone_at == 140_000


def test_hung_up_on_he_is_gone() -> None:
    caller = answered()
    caller.hung_up(12_000)
    assert said(caller, 60_000) == [(11_500, "opening")]
    assert caller.gone_at == 12_000


@pytest.mark.parametrize("seed", range(5))
def test_however_often_anybody_looks_he_says_the_same(seed: int) -> None:
    rand = random.Random(seed)
    lines = (
        line("opening", at=1.5), line("more", after="opening", wait=5.0), line("well", silence=7, times=3),
        line("corner", after="where", wait=2.0), line("thanks", after="saved", wait=1.0),
    )  # fmt: skip
    scenario = with_caller(lines=lines, leaves_after=90.0)

    def play(looks: list[int]) -> tuple[list[tuple[int, str]], int | None]:
        caller = answered(scenario)
        heard: list[tuple[int, str]] = []
        inputs = {
            14_000: lambda ms: caller.asked(Question.WHERE, ms), 30_000: caller.held, 41_000: caller.resumed,
            55_000: lambda ms: caller.rested(50_000, ms), 70_000: caller.saved,
        }  # fmt: skip
        for ms in sorted({*inputs, *(look for look in looks if not 50_000 < look < 55_000), 200_000}):
            if ms in inputs:
                inputs[ms](ms)
            heard += said(caller, ms)
        return heard, caller.gone_at

    once = play([])
    assert once[1] is not None
    assert play([rand.randrange(10_000, 120_000) for _ in range(200)]) == once
