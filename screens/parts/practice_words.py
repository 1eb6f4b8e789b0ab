"""Practice (练习) in words: its kinds, the standard questions, the mark of its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from city_packs.scenario import NUMBER, Question
from hotline.practice_words import KINDS, named
from widgets.clock_text import exact, minutes
from widgets.lamp import Tone
from widgets.status_line import Who
from wording import language, mark, tr, trn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, tzinfo

    from city_packs.scenario import Words
    from hotline.practice_doc import PracticeResult
    from local_cache.practice_exchange import Refusal
    from screens.parts.apart import Practice

SAYINGS: Mapping[str, tuple[str, str]] = {
    Question.GREET: (mark("greet"), mark("Hello, this is 12345. How may I help you?")),
    Question.WHO: (mark("who?"), mark("May I have your name?")),
    Question.WHERE: (mark("where?"), mark("Where exactly is it?")),
    Question.SINCE: (mark("since?"), mark("Since when, and when does it happen?")),
    Question.REACH: (mark("reach?"), mark("At which number can we reach you?")),
    Question.DONE: (mark("done?"), mark("What has been done about it so far?")),
    Question.READ_BACK: (mark("read back"), mark("Let me read back what I took down.")),
    NUMBER: (mark("number"), mark("The number of your case is ...")),
}
"""What can be said to the caller, by the digit of its place: its short name, and what is said."""


def banner(practice: Practice) -> list[Who]:
    """Return what stands first in the top line of every screen of practice: its kind, and which call of how many.

    With it goes how long an exam may still last. While the disk takes no record it says so: nothing of that can be
    marked or played again after a crash. So it does where the machine's clock was set back.
    """
    name = tr("PRACTICE")
    words = f" {name} {named(KINDS, practice.kind)} " if practice.kind else f" {name} "
    short = words
    place, count = practice.place
    if count > 1:
        words += tr("call {place} of {count}").format(place=place, count=count) + " "
        short = f" {name} {place}/{count} "  # a shift alone has more calls than one
    left = practice.seconds_left()
    if left is not None:
        clock = minutes(max(0, int(left)))
        words += tr("{clock} left").format(clock=clock) + " "
        short = f"{clock}{short}"  # first of all: what stands last is cut where even the short words have no room
    told = [Who(words, stays=True, tone=Tone.BAND, short=short)]
    if not practice.record_ok:
        told.append(_wrong(tr("the disk keeps no record"), tr("no record"), stays=True))
    if practice.clock_behind:  # where both have no room, that nothing can be marked is what matters
        told.append(_wrong(clock_behind_words(), tr("clock set back"), stays=practice.record_ok))
    return told


def _wrong(words: str, short: str, *, stays: bool) -> Who:
    return Who(f"! {words}", stays=stays, weight=3, tone=Tone.RED, short=f"! {short}")


def clock_behind_words() -> str:
    """Return that the moments of a session are by the last that was known, since the machine's clock was set back."""
    return tr("the clock was set back")


def result_when(result: PracticeResult, now: datetime, zone: tzinfo) -> str:
    """Return when a session ended, with a mark where the clock of its seat was set back."""
    when = exact(result.ended, now, zone)
    return f"{when}  ! {clock_behind_words()}" if result.clock_behind else when


def mean_words(result: PracticeResult) -> str:
    """Return the mean of the totals of a session's calls, by which trainee and trainer read the same."""
    count, mean = len(result.calls), f"{result.total or 0:.1f}"
    return trn("{kind}, {count} call: mean {mean} of 100", "{kind}, {count} calls: mean {mean} of 100", count).format(
        kind=named(KINDS, result.kind), count=count, mean=mean
    )


_REFUSED = {
    "invalid": mark("it may be older than this console"),
    "not-found": mark("it has no result of that session"),
    "forbidden": mark("your account may not leave any"),
}


def refused_words(refusals: Sequence[Refusal]) -> str:
    """Return that the centre did not take results (or appeals), and why the first of them; they stay on the seat.

    Of results that it took without the mark of the clock it is said what is missing there.
    """
    without = sum(each.without for each in refusals)
    if without == len(refusals):
        return trn(
            "An older centre has {count} result without its mark: {mark}",
            "An older centre has {count} results without their mark: {mark}", without,
        ).format(count=without, mark=clock_behind_words())  # fmt: skip
    count, first = len(refusals) - without, next(each for each in refusals if not each.without)
    why = tr(_REFUSED[first.problem]) if first.problem in _REFUSED else first.problem
    at = f" ({first.field})" if first.field else ""
    return trn(
        "The centre refused {count} result{at}: {why}", "The centre refused {count} results{at}: {why}", count
    ).format(count=count, at=at, why=why)  # fmt: skip


def kept_back_words() -> str:
    """Return why a scenario, or a session with it, is not practised now: its exam is not sat."""
    return tr("Set for you as an exam: it can be practised otherwise once that is sat")


def no_longer_here(scenario: str) -> str:
    """Return how a scenario is called that is not here any more, by its code."""
    return tr("no longer here: {scenario}").format(scenario=scenario)


def in_language(words: Words) -> str:
    """Return a text of a scenario in the present language; in Chinese where there is no other."""
    return words.en if language() == "en" and words.en else words.zh
