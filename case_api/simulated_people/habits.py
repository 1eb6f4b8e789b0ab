"""How simulated operators work: how long they take, and how often what happens. Seconds, and shares from 0 to 1."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

_MINUTE = 60.0

Range = tuple[float, float]
"""From least to most; what is drawn is as likely anywhere between."""

_OTHER_PAUSE: Range = (5 * _MINUTE, 15 * _MINUTE)

CALL_BACKS = "callback"
"""The reason of a pause in which those are called back who gave up."""
PAUSES: Mapping[str, tuple[float, Range]] = {
    "restroom": (6.0, (3 * _MINUTE, 8 * _MINUTE)),
    "rest": (4.0, (5 * _MINUTE, 15 * _MINUTE)),
    "meal": (2.0, (20 * _MINUTE, 40 * _MINUTE)),
    CALL_BACKS: (3.0, (4 * _MINUTE, 12 * _MINUTE)),
    "paperwork": (3.0, (5 * _MINUTE, 15 * _MINUTE)),
    "meeting": (1.0, (15 * _MINUTE, 30 * _MINUTE)),
    "training": (0.7, (30 * _MINUTE, 60 * _MINUTE)),
}
"""Reasons of a pause (the pack's `pause_reason`) with how likely each is, and how long it lasts."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What an operator is like. What happens `every` so many seconds is drawn around that mean; with 0 it never does.

    `let_ring` of the calls are not answered. `hang_up` of the calls end by the operator after `talks_s`, the others by
    the caller. A wrap-up lasts `wraps_up_s`, and `long_wrap_up` of them `wraps_up_long_s`. At the beginning some are
    `paused_at_first`, some `wrapping_up_at_first`, and some sign in `late`.
    """

    signs_in_s: Range = (0.0, 10.0)
    late: float = 0.08
    late_s: Range = (300.0, 1800.0)
    paused_at_first: float = 0.1
    wrapping_up_at_first: float = 0.1
    answers_s: Range = (2.0, 6.0)
    let_ring: float = 0.03
    hang_up: float = 0.5
    talks_s: Range = (40.0, 300.0)
    hold: float = 0.12
    hold_after_s: Range = (10.0, 60.0)
    holds_s: Range = (8.0, 40.0)
    wraps_up_s: Range = (15.0, 110.0)
    long_wrap_up: float = 0.04
    wraps_up_long_s: Range = (121.0, 240.0)
    pause_every_s: float = 3000.0
    pauses: Mapping[str, tuple[float, Range]] = field(default_factory=lambda: PAUSES)
    hand: float = 0.03
    hand_after_s: Range = (15.0, 60.0)
    hand_up_s: Range = (40.0, 240.0)
    silent_every_s: float = 3600.0
    silent_s: Range = (8.0, 90.0)
    keeps_draft: float = 0.1

    def pause(self, draw: Random, wanted: str = "") -> tuple[str, float]:
        """Draw a pause: its reason, unless one is wanted, and how long it lasts."""
        reasons = list(self.pauses)
        reason = wanted or draw.choices(reasons, [self.pauses[each][0] for each in reasons])[0]
        return reason, draw.uniform(*(self.pauses[reason][1] if reason in self.pauses else _OTHER_PAUSE))
