"""The tiles of the board: each figure with what it is beside, and in words what it counts. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.call_figures import CallRate
from hotline.rates import share_of
from screens.board.words import NONE, length, number
from screens.parts.rate_words import rate_words as percent
from widgets.lamp import Tone
from widgets.tile_band import ROOM, Tile
from wording import mark, tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, tzinfo

    from hotline.board_doc import BoardAnswer, Filed
    from hotline.call_figures import Figures
    from local_cache.board_questions import SpanOfTime

WAITING, LONGEST, OFFERED, ANSWERED, ABANDONED = "waiting", "longest", "offered", "answered", "abandoned"
CALL_BACKS, CONNECT, WITHIN_ANSWERED, WITHIN_OFFERED = "call_backs", "connect", "within_answered", "within_offered"
WAIT, TALK, WRAP_UP, FILED, ON_THE_SPOT = "wait", "talk", "wrap_up", "filed", "on_the_spot"
TO_DISPATCH, LAMPS = "to_dispatch", "lamps"

LABELS: dict[str, str] = {
    WAITING: mark("Waiting"),
    LONGEST: mark("Longest wait"),
    OFFERED: mark("Offered"),
    ANSWERED: mark("Answered"),
    ABANDONED: mark("Abandoned"),
    CALL_BACKS: mark("Called back"),
    CONNECT: mark("Connect rate"),
    WITHIN_ANSWERED: mark("{seconds} s/answered"),
    WITHIN_OFFERED: mark("{seconds} s/offered"),
    WAIT: mark("Average wait"),
    TALK: mark("Average talk"),
    WRAP_UP: mark("Wrap-up"),
    FILED: mark("Filed today"),
    ON_THE_SPOT: mark("On the spot"),
    TO_DISPATCH: mark("To dispatch"),
    LAMPS: mark("Lamps"),
}
"""The labels of the tiles, in their order."""

_SAYS: dict[str, str] = {
    WAITING: mark("Callers who wait now"),
    LONGEST: mark("How long the first of them has been waiting"),
    OFFERED: mark("Callers who came to a queue"),
    ANSWERED: mark("Callers whom a seat answered"),
    ABANDONED: mark("Callers who gave up waiting, without those who hung up at once"),
    CALL_BACKS: mark("Callers called back after giving up, and those still due"),
    CONNECT: mark("Connect rate: answered of offered, short hang-ups left out"),
    WITHIN_ANSWERED: mark("Answered within {seconds} s, of those answered"),
    WITHIN_OFFERED: mark("Answered within {seconds} s, of all offered who no longer wait"),
    WAIT: mark("Average wait of those answered"),
    TALK: mark("Average talk, hold not in it"),
    WRAP_UP: mark("Average work after a call"),
    FILED: mark("Cases filed today, by what became of them at the desk"),
    ON_THE_SPOT: mark("Share of today's cases answered on the spot"),
    TO_DISPATCH: mark("To be dispatched: over the city's aim !!, soon over it !"),
    LAMPS: mark("Cases whose lamp is red (!!) or yellow (!)"),
}

_OF_THEIR_CALLS = frozenset({CONNECT, WITHIN_ANSWERED, WITHIN_OFFERED, WAIT, TALK, WRAP_UP})
"""Figures that are another number than that of the calls behind them."""
_COUNTS: dict[str, Callable[[Figures], str]] = {
    OFFERED: lambda found: number(found.offered),
    ANSWERED: lambda found: number(found.answered),
    ABANDONED: lambda found: number(found.abandoned),
    CONNECT: lambda found: percent(found.share(CallRate.CONNECT)),
    WITHIN_ANSWERED: lambda found: percent(found.share(CallRate.WITHIN_OF_ANSWERED)),
    WITHIN_OFFERED: lambda found: percent(found.share(CallRate.WITHIN_OF_OFFERED)),
    WAIT: lambda found: length(found.average_wait_s),
    TALK: lambda found: length(found.average_talk_s),
    WRAP_UP: lambda found: length(found.average_wrap_up_s),
}
"""What stands on the tiles that are worked out of figures of calls."""
_OF_CASES: dict[str, Callable[[Filed], str]] = {
    FILED: lambda found: number(found.all),
    ON_THE_SPOT: lambda found: percent(share_of((found.answered_on_the_spot, found.all))),
}
"""What stands on the tiles of the cases that were made today, whichever span the others are of."""


_OF_CALLS = frozenset({WAITING, LONGEST, *_COUNTS})


def tiles(answer: BoardAnswer, span: SpanOfTime, now: datetime, zone: tzinfo) -> list[Tile]:
    """Return the tiles of today or of the running hour beside last week's. `now` is the moment that is shown.

    While the switch is not heard, figures of calls stand beside the moment up to which it was; without such a moment
    there are none.
    """
    return [Tile(key, label_of(key, answer), *_shown(key, answer, span, now, zone)) for key in LABELS]


def as_of_words(key: str, answer: BoardAnswer, zone: tzinfo) -> str:
    """Return as of when a figure of calls is while the switch is not heard, else nothing."""
    if key not in _OF_CALLS or answer.switch_up or answer.as_of is None:
        return ""
    return tr("as of {at}").format(at=f"{answer.as_of.astimezone(zone):%H:%M:%S}")


def label_of(key: str, answer: BoardAnswer) -> str:
    """Return the label of a tile."""
    return tr(LABELS[key]).format(seconds=f"{answer.service_level_s:g}")


def said_of(key: str, answer: BoardAnswer) -> str:
    """Return in words what a tile counts, a rate with its formula."""
    return tr(_SAYS[key]).format(seconds=f"{answer.service_level_s:g}")


def list_title(key: str, answer: BoardAnswer) -> str:
    """Return what the list behind a tile holds; a rate or an average is said to be no count of it."""
    said = said_of(key, answer)
    if key in _OF_THEIR_CALLS:
        return tr("{figure}; calls").format(figure=said)
    return tr("{figure}; cases").format(figure=said) if key == ON_THE_SPOT else said


def is_compared(key: str) -> bool:
    """Say whether a tile is of a span of time, and stands beside last week's."""
    return key in _COUNTS or key in _OF_CASES


def _shown(key: str, answer: BoardAnswer, span: SpanOfTime, now: datetime, zone: tzinfo) -> tuple[str, str, Tone]:
    if answer.switch_up or key not in _OF_CALLS:
        return _figure(key, answer, span, now)
    if answer.as_of is None:
        return NONE, "", Tone.FAINT
    value, _, _ = _figure(key, answer, span, min(now, answer.as_of))
    clock = f"{answer.as_of.astimezone(zone):%H:%M:%S}"
    return value, clock if len(value) + len(clock) <= ROOM else clock[: len("14:05")], Tone.FAINT


def _figure(key: str, answer: BoardAnswer, span: SpanOfTime, now: datetime) -> tuple[str, str, Tone]:
    """Return number, what it is beside, and tone."""
    if key in _COUNTS:
        here, before = (answer.hour, answer.hour_last_week) if span == "hour" else (answer.figures, answer.last_week)
        return _COUNTS[key](here), _COUNTS[key](before) if before is not None else NONE, Tone.BRIGHT
    if key in _OF_CASES:
        cases, cases_before = answer.filed, answer.filed_last_week
        return _OF_CASES[key](cases), _OF_CASES[key](cases_before) if cases_before is not None else NONE, Tone.BRIGHT
    match key:
        case "waiting":
            return number(len(answer.waiting)), "", Tone.BRIGHT
        case "longest":
            return _longest(answer, now), "", Tone.BRIGHT
        case "call_backs":
            due = tr("{count} due").format(count=answer.missed_waiting) if answer.missed_waiting else ""
            return number(answer.called_back), due, Tone.BRIGHT
        case "to_dispatch":
            red, yellow = answer.not_dispatched_red, answer.not_dispatched_yellow
            return number(answer.to_dispatch), _signed(red, yellow), _tone(red, yellow)
    return str(answer.red + answer.yellow), _signed(answer.red, answer.yellow), _tone(answer.red, answer.yellow)


def _longest(answer: BoardAnswer, now: datetime) -> str:
    if not answer.waiting:
        return NONE
    return length(max(0.0, (now - min(call.since for call in answer.waiting)).total_seconds()))


def _signed(red: int, yellow: int) -> str:
    return "  ".join(f"{count}{sign}" for count, sign in ((red, "!!"), (yellow, "!")) if count)


def _tone(red: int, yellow: int) -> Tone:
    return Tone.RED if red else Tone.YELLOW if yellow else Tone.BRIGHT
