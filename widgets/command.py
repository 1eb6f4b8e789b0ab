"""One action of the console: its binding, its place on the key line and its line in the help come from this."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConsoleCommand:
    """An action. `id` is its name in settings and the Textual action `action_<id>` that a screen defines.

    `label` (short, for the key line) and `help` (a sentence) are message ids. `keys` are the default keys in Textual's
    spelling; more than one only where terminals differ. `places` are the screens it works on, empty for all of them.
    `without_session` says that it works where nobody is signed in, and at a locked seat.
    `needed` keeps it on the key line where there is no room for all that works now. `priority` takes the key before
    the focused field sees it: only for commands that do not read what is being typed, because such a key overtakes the
    ones typed before it. `on_list` lets a letter or Space be its default key: its screens have a list where others
    have text fields, and a question that is written in lies over them with keys of its own. `instead_of` names another
    command that has the same key by default, because the two never work at the same moment.
    """

    id: str
    label: str
    help: str
    keys: tuple[str, ...]
    places: tuple[str, ...] = ()
    needed: bool = False
    without_session: bool = False
    priority: bool = False
    on_list: bool = False
    instead_of: str = ""
