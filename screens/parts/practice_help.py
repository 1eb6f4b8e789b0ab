"""What the help says otherwise in practice: between two sessions there is no desk, and leaving is no signing out."""

from collections.abc import Mapping, Sequence

from screens.parts.practice_words import SAYINGS
from widgets.command import ConsoleCommand
from widgets.commands import COMMANDS, MARKS, PRACTICE_HOME, REPLAY
from wording import mark, tr

_COURSE, _FROM_TRAINER, _SHIFT_MARKS = "course", "from_trainer", "shift_marks"
_UP_DOWN = (mark("Up, Down"), mark("Go to the row above or below."))
KEYS_BETWEEN: Mapping[str, Sequence[tuple[str, str]]] = {
    PRACTICE_HOME: (_UP_DOWN, (mark("Enter"), mark("Begin the marked scenario, or go on with what was left."))),
    MARKS: (_UP_DOWN, (mark("Enter"), mark("Play the call from where the marked points were lost."))),
    REPLAY: (
        (mark("Left, Right"), mark("Go 5 seconds back or on.")),
        (mark("Page Up, Page Down"), mark("Go a minute back or on.")),
        (mark("Home, End"), mark("Go to the beginning or the end.")),
    ),
    _FROM_TRAINER: (_UP_DOWN,),
    _SHIFT_MARKS: (_UP_DOWN, (mark("Enter"), mark("Show the marks of the marked call."))),
    _COURSE: (_UP_DOWN, (mark("Enter"), mark("Begin the lesson that is shown, or show the one after it."))),
}
"""Keys that belong to no command, by the screen between two sessions."""
SAID_INSTEAD: Mapping[str, str] = {
    "leave": mark("Leave practice; results go to the centre after your next sign-in."),
    "sign_out": mark("Leave this practice: for another time, or ended and marked. It asks which."),
}
"""Message ids by the command whose own words are true of a live seat alone."""


FIRST_AT_DESK = ("ask", "sign_out")
"""The commands that the help of a desk of practice begins with: no other place has the one, and all leave by the other.
"""


def said_by_digit(ask: str) -> list[tuple[str, str, str]]:
    """Return what can be said to the caller: the keys (`ask` is that of the command), its name, and what is said."""
    return [(f"{ask} {digit}", tr(name), tr(said)) for digit, (name, said) in enumerate(SAYINGS.values())]


def works_between(place: str) -> list[ConsoleCommand]:
    """Return the commands that work on a screen between two sessions; the home lies under all, nothing is closed."""
    anywhere = {"help", "language"} | ({"back"} if place != PRACTICE_HOME else set())
    return [each for each in COMMANDS if place in each.places or each.id in anywhere]
