"""Whoever goes away is said to have gone within five seconds, on each screen: all that takes time on the way, added up.

`HURRY` is what is left for the network, the database and painting.
"""

import pytest

from case_api.board.limits import SWITCH_UNHEARD_AFTER
from case_api.board.presence import SILENT_AFTER
from case_api.http import live_board, routes_wall, seats_heard
from case_api.settings import Asterisk
from case_api.telephony.asterisk.pace import Pace
from hotline.wire import BEAT_SECONDS
from local_cache.sync.line import SILENCE_SECONDS
from screens.board.live import PULL_S, STALE_S, TICK_S
from screens.wall.screen import LOOK_EVERY_S

WITHIN_S = 5.0
HURRY_S = 0.25

LINE_IS_SILENT = SILENCE_SECONDS
"""A cut that says nothing, or a centre that stands still; one that ends its connections is known at once."""
SWITCH_IS_SILENT = Asterisk.model_fields["silence_s"].default
WORKER_IS_GONE = SWITCH_UNHEARD_AFTER.total_seconds()
"""The last sign of life was before it went."""
LOOK = live_board.LOOK_SECONDS
WALL = routes_wall.LOOK_SECONDS + routes_wall.PACE_SECONDS


@pytest.mark.parametrize(
    ("screen", "cause", "seconds"),
    [
        ("desk", "line", LINE_IS_SILENT),
        ("board", "line", LINE_IS_SILENT),
        ("wall", "line", LINE_IS_SILENT + LOOK_EVERY_S),
        ("board", "answers", STALE_S + TICK_S),
        ("board", "line of another seat", SILENT_AFTER.total_seconds() + seats_heard.LOOK_SECONDS),
        ("desk", "switch", SWITCH_IS_SILENT + LOOK),
        ("board", "switch", SWITCH_IS_SILENT + LOOK + live_board.PACE_SECONDS),
        ("wall", "switch", SWITCH_IS_SILENT + LOOK + WALL),
        ("desk", "worker", WORKER_IS_GONE + LOOK),
        ("board", "worker", WORKER_IS_GONE + LOOK + live_board.PACE_SECONDS),
        ("wall", "worker", WORKER_IS_GONE + LOOK + WALL),
        ("desk", "the queue, database", live_board.BLIND_SECONDS + BEAT_SECONDS),
        ("desk", "database", seats_heard.KEEPS_NOTHING_AFTER_SECONDS + BEAT_SECONDS),
        ("board", "database", seats_heard.KEEPS_NOTHING_AFTER_SECONDS + BEAT_SECONDS),
        ("wall", "database", seats_heard.KEEPS_NOTHING_AFTER_SECONDS + routes_wall.LOOK_SECONDS + BEAT_SECONDS),
    ],
)
def test_what_went_away_is_said_to_have(screen: str, cause: str, seconds: float) -> None:
    assert seconds + HURRY_S <= WITHIN_S, f"{screen}: {cause}"


def test_nothing_is_said_to_have_gone_that_is_only_a_little_late() -> None:
    assert 2 * BEAT_SECONDS < SILENCE_SECONDS
    assert SILENT_AFTER.total_seconds() > 2 * BEAT_SECONDS
    assert PULL_S + TICK_S < STALE_S - 1.0, "a centre may take a second to answer a board"
    assert Pace(silence_s=SWITCH_IS_SILENT).ping_s * 3 < SWITCH_IS_SILENT
