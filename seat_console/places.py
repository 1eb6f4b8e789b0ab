"""The places of the console and their screens. A place is loaded when somebody goes there for the first time."""

from importlib import import_module
from typing import Any

from textual.screen import Screen

SIGN_IN, SIGN_OUT, DESK, LOCK, HELP = "sign_in", "sign_out", "desk", "lock", "help"

MODES: dict[str, str] = {
    SIGN_IN: "screens.sign_in:SignInScreen",
    DESK: "screens.desk.screen:DeskScreen",
    "find": "screens.find.screen:FindScreen",
    "needs_you": "screens.needs_you:NeedsYouScreen",
    "dispatch": "screens.dispatch:DispatchScreen",
    "unit_desk": "screens.unit_desk:UnitDeskScreen",
    "callbacks": "screens.callbacks:CallbacksScreen",
    "supervision": "screens.supervision:SupervisionScreen",
    "reports": "screens.reports:ReportsScreen",
    "reviews": "screens.reviews:ReviewsScreen",
    "board": "screens.board:BoardScreen",
    "shift": "screens.shift:ShiftScreen",
    "leader_days": "screens.leader_days:LeaderDaysScreen",
    "trainer": "screens.trainer:TrainerScreen",
}
"""Places that keep what was on them while the operator is elsewhere."""

OVER: dict[str, str] = {
    HELP: "screens.help:HelpScreen",
    "settings": "screens.settings:SettingsScreen",
    LOCK: "screens.lock:LockScreen",
    SIGN_OUT: "screens.sign_out:SignOutScreen",
}
"""Places that lie on top of the others until they are left."""


def make_screen(place: str, /, **given: str | bool) -> Screen[Any]:
    """Return a new screen of a place, with what was asked for there."""
    module, _, name = (MODES | OVER)[place].partition(":")
    screen: Screen[Any] = getattr(import_module(module), name)(**given)
    return screen
