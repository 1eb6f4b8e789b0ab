"""The keyboard course: what a lesson asks for, how a key is judged, and which keys come back when."""

from collections.abc import Iterable
from itertools import pairwise

import pytest

from practice.course import (
    ITEMS,
    LESSONS,
    LeftLesson,
    Lesson,
    Progress,
    Taken,
    left_lesson,
    progress_of,
    quick_ms,
    steps_of,
)
from practice.course_play import LONGEST_MS, LessonPlay, Verdict

STROKES = {item: ((item,),) for item in ITEMS} | {f"field.{digit}": (("go",), (digit,)) for digit in "0123456789"}


def lesson(items: Iterable[str], ms: int = 900, wrong: int = 0) -> list[Taken]:
    return [Taken(item, ms, wrong) for item in items]


def test_new_keys_are_shown_in_twos_then_asked_for_and_then_all_are_mixed_twice() -> None:
    steps = steps_of(Lesson(1, ("a", "b", "c", "d"), ("old",)))
    assert [(each.item, each.shown) for each in steps[:8]] == [
        ("a", True), ("b", True), ("a", False), ("b", False), ("c", True), ("d", True), ("c", False), ("d", False),
    ]  # fmt: skip
    rounds = [[each.item for each in steps[8:13]], [each.item for each in steps[13:]]]
    assert [sorted(each) for each in rounds] == [["a", "b", "c", "d", "old"]] * 2
    assert rounds[0] != rounds[1]


def test_what_is_filled_in_on_the_form_is_shown_asked_for_and_asked_for_once_more() -> None:
    steps = steps_of(Lesson(8, LESSONS[-1], ("save",)))
    assert [each.item for each in steps].count("save") == 2
    for item in LESSONS[-1]:
        assert [each.shown for each in steps if each.item == item] == [True, False, False]


def test_no_prompt_comes_twice_running_and_the_same_lesson_is_the_same_again() -> None:
    progress = Progress()
    for _ in range(40):
        planned = progress.next_lesson()
        items = [each.item for each in steps_of(planned)]
        assert all(one != other for one, other in pairwise(items))
        assert steps_of(planned) == steps_of(progress.next_lesson())
        progress = progress.after(lesson((*planned.new, *planned.back)))
    assert progress.is_through


def test_a_key_goes_up_a_box_when_it_is_quick_stays_when_slow_and_falls_to_the_first_when_missed() -> None:
    quick, slow = lesson(["save"]), lesson(["save"], 2001)
    assert [progress_of([quick] * times).keys["save"].box for times in (1, 2, 3, 4, 9)] == [2, 3, 4, 5, 5]
    assert progress_of([quick, quick, slow]).keys["save"].box == 3
    assert progress_of([quick, quick, lesson(["save"], wrong=1), quick]).keys["save"].box == 2
    assert progress_of([lesson(["field.4"], 2300)]).keys["field.4"].box == 2
    quick_ones = [quick_ms(item) for item in ("save", "field.4", "form.4", "form.0", "form.save")]
    assert quick_ones == [2000, 2300, 5000, 12000, 25000]


def test_one_lesson_moves_a_key_once_and_a_shown_key_teaches_but_never_counts() -> None:
    twice = [Taken("save", 9000, 3, shown=True), Taken("save", 900), Taken("save", 1100)]
    own = progress_of([twice]).keys["save"]
    assert (own.box, own.times, own.typical_ms, own.wrong) == (2, (900, 1100), 1000, 0)
    only_shown = progress_of([[Taken("save", 900, shown=True)]])
    assert only_shown == Progress()


def test_a_lesson_brings_what_is_new_and_what_is_due_the_worst_box_and_the_slowest_first() -> None:
    first = [*lesson(["next_call"]), *lesson(["save"], 1500), *lesson(["outcome"], 3000), *lesson(["hold"], wrong=2)]
    second = progress_of([first]).next_lesson()
    assert (second.number, second.new) == (2, LESSONS[1])
    assert second.back == ("outcome", "hold", "save", "next_call")


def test_a_key_of_a_later_box_rests_and_comes_back_when_its_time_is_there() -> None:
    had = progress_of([lesson(ITEMS), lesson(ITEMS)])  # all in box 3: in four lessons again
    for number in (3, 4, 5):
        assert had.next_lesson().number == number
        had = had.after(lesson(["help"]))
    due = had.next_lesson()
    assert due.number == 6
    assert "help" not in due.back
    assert len(due.back) == 8


def test_where_nothing_is_due_the_own_slowest_keys_come_back() -> None:
    had = progress_of([[*lesson(ITEMS), *lesson(["abuse"], 1900), *lesson(["urge"], 1990)]] * 2)
    assert had.next_lesson().new == ()
    assert had.next_lesson().back[:2] == ("urge", "abuse")


def test_a_broken_off_lesson_counts_for_the_keys_that_were_asked_for_and_goes_on_with_the_others() -> None:
    assert progress_of([lesson(["next_call", "save"])]).next_lesson().new == ("outcome", "hold")


def test_a_lesson_is_left_until_its_last_step_is_done_and_the_next_one_brings_what_it_had_not_asked_for() -> None:
    play, ms = played(Progress().next_lesson()), 0
    left = []
    while play.step is not None:
        left.append(left_lesson([play.taken]))
        if len(play.taken) in (0, 7):  # two keys are missed, and asked for once more
            play.key("x", ms)
        ms += 1000
        play.key(play.step.item, ms)
    assert left_lesson([play.taken]) is None
    assert left[0] is None  # nothing was done
    assert left[2] == LeftLesson(1, 3, 17, asked=0, not_asked=4)  # two keys were shown
    assert left[7] == LeftLesson(1, 8, 17, asked=3, not_asked=1)
    assert left[-1] == LeftLesson(1, 18, 18, asked=4, not_asked=0)
    assert progress_of([play.taken[:7]]).next_lesson().new == LESSONS[0][3:]
    assert left_lesson([play.taken, [], [Taken("park", 900, shown=True)] * 2, []]) == LeftLesson(
        2, 3, 24, asked=0, not_asked=4
    )


def played(planned: Lesson) -> LessonPlay:
    return LessonPlay(planned, STROKES, 0)


def test_the_time_runs_from_the_prompt_to_the_right_key_and_wrong_keys_are_counted() -> None:
    play = played(Lesson(1, (), ("save", "hold")))
    first = play.step
    assert first is not None
    assert [play.key("x", 400), play.key("y", 800)] == [Verdict.WRONG] * 2
    assert play.shows_key
    assert play.key(first.item, 1500) is Verdict.RIGHT
    assert not play.shows_key
    assert play.taken == [Taken(first.item, 1500, 2)]
    second = play.step
    assert second is not None
    play.key(second.item, 2100)
    assert play.taken[-1] == Taken(second.item, 600)


def test_what_was_missed_is_asked_for_once_more_at_the_end() -> None:
    play = played(Lesson(1, (), ("save", "hold")))
    missed, ms, items = play.step, 0, []
    assert missed is not None
    play.key("x", ms)
    while play.step is not None:
        ms += 1000
        items.append(play.step.item)
        play.key(play.step.item, ms)
    assert len(items) == play.count == 5
    assert items[-1] == missed.item


def test_a_field_has_two_keys_and_a_wrong_digit_begins_it_again() -> None:
    play = played(Lesson(1, (), ("field.4",)))
    keys = [("go", 300), ("5", 600), ("4", 900), ("go", 1200), ("4", 1500)]
    verdicts = [play.key(*each) for each in keys]
    wrong, part, right = Verdict.WRONG, Verdict.PART, Verdict.RIGHT
    assert verdicts == [part, wrong, wrong, part, right]
    assert play.taken == [Taken("field.4", 1500, 2)]


@pytest.mark.parametrize(("again", "verdict"), [(600, Verdict.PASSED_OVER), (1000, Verdict.WRONG)])
def test_a_key_that_is_held_down_is_not_taken_for_a_wrong_one(again: int, verdict: Verdict) -> None:
    play = played(Lesson(1, (), ("save", "hold")))
    first = play.step
    assert first is not None
    play.key(first.item, 0)
    assert play.key(first.item, again) is verdict


def test_who_was_away_has_not_taken_an_hour_for_a_key() -> None:
    play = played(Lesson(1, (), ("save",)))
    play.key("save", 3_600_000)
    assert play.taken[0].ms == LONGEST_MS
