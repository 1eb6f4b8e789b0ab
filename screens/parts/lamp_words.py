"""The lamp of a case in a list (红黄灯): a word, a sign and a colour, and how long it has waited or has left. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from hotline.codes import Light
from hotline.running_clocks import is_running, light_at
from widgets.clock_text import span
from widgets.lamp import Piece, Tone, signed
from wording import mark, tr

if TYPE_CHECKING:
    from hotline.order_parts import RunningClock
    from hotline.work_order import WorkOrder

LIGHT_WORDS = {Light.RED: mark("red"), Light.YELLOW: mark("yellow")}
"""What is said of a lamp; a green one says nothing, so that a list at rest is quiet."""
TONES = {Light.RED: Tone.RED, Light.YELLOW: Tone.YELLOW, Light.GREEN: Tone.BRIGHT, Light.GREY: Tone.GREY}
TO_DISPATCH = "dispatch"
"""What the clock from the desk to dispatch ends with: of that one the age counts, and the hotline aims at minutes."""


def counting_clock(order: WorkOrder) -> RunningClock | None:
    """Return the clock that goes red first, else one that rests; None where none runs."""
    running = [each for each in order.clocks if is_running(each)]
    going = [each for each in running if each.paused_at is None]
    return min(going or running, key=lambda each: each.red_at, default=None)


def light_of(order: WorkOrder, now: datetime) -> Light:
    """Return the lamp of a case at this moment; green where no clock runs."""
    clock = counting_clock(order)
    return Light.GREEN if clock is None else light_at(clock, now)


def lamp_piece(order: WorkOrder, now: datetime) -> Piece:
    """Return the lamp as it stands in a list: `red 11 min!!`, `yellow 2 h left!`, `3 d left`, `rests`."""
    light = light_of(order, now)
    words = " ".join(filter(None, (tr(LIGHT_WORDS.get(light, "")), time_words(order, now))))
    return signed(words, TONES[light])


def time_words(order: WorkOrder, now: datetime) -> str:
    """Return how long a case has waited for dispatch, or how much time is left to the clock that counts, or over."""
    clock = counting_clock(order)
    if clock is None:
        return span((now - order.state_since).total_seconds())
    if clock.paused_at is not None:
        return tr("rests")
    if clock.stop == TO_DISPATCH:
        return span((now - clock.started_at).total_seconds())
    left = (clock.due_at - now).total_seconds()
    words = tr("{span} left") if left >= 0 else tr("{span} over")
    words = words.format(span=span(abs(left)))
    return tr("{words}, provisional").format(words=words) if clock.provisional else words
