"""The keys of the commands: defaults, the operator's own, and what may not be a key here and why.

The rules come from what terminals do: a plain terminal cannot tell ctrl+i from tab, ctrl+m or ctrl+j from Enter,
ctrl+h from Backspace; escape is late by a tenth of a second; F10, F11 and Alt+digit are kept by common terminals.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from textual.binding import Binding

from widgets.command import ConsoleCommand
from widgets.commands import BY_ID, COMMANDS, DEMO, commands_of
from wording import mark, tr

_KEY = re.compile(r"(f([1-9]|1[0-9]|2[0-4])|ctrl\+[a-z]|(ctrl|shift|alt)\+f([1-9]|1[0-2])|alt\+[a-z]|escape|insert)")

_FORBIDDEN = {
    **dict.fromkeys(("ctrl+i", "ctrl+m", "ctrl+h", "ctrl+j"), mark("a terminal sends it for Tab, Enter or Backspace")),
    **dict.fromkeys(("f10", "f11"), mark("many terminals keep it for themselves")),
    **dict.fromkeys(
        ("ctrl+a", "ctrl+e", "ctrl+d", "ctrl+u", "ctrl+k", "ctrl+z", "ctrl+n"), mark("text fields use it for editing")
    ),
    "ctrl+v": mark("terminals paste with it"),
    "ctrl+b": mark("tmux keeps it for itself"),
}

_NAMES = {"escape": "Esc", "enter": mark("Enter"), "space": mark("Space"), "backspace": mark("Backspace")}


@dataclass(frozen=True, slots=True)
class KeyProblem:
    """Why a wish for a key cannot be granted: the command, the key, and the words to show."""

    command: str
    key: str
    words: str


class KeymapError(ValueError):
    """Wishes for keys that cannot be granted, all of them at once."""

    def __init__(self, problems: Iterable[KeyProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.words for problem in self.problems))


class Keymap:
    """The keys in force: defaults with the operator's own over them (`{"save": "f12"}`, commas between several).

    Raises `KeymapError` naming every wish that cannot be granted.
    """

    def __init__(self, wishes: Mapping[str, str] | None = None) -> None:
        wanted = dict(wishes or {})
        problems = problems_of(wanted)
        if problems:
            raise KeymapError(problems)
        self._keys = {command.id: _split(wanted.get(command.id, "")) or command.keys for command in COMMANDS}

    def keys(self, command: str) -> tuple[str, ...]:
        """Return the keys of a command, the one to show first."""
        return self._keys[command]

    def bindings(self, commands: Iterable[ConsoleCommand]) -> list[Binding]:
        """Return Textual bindings for commands; each calls the screen's or the app's `action_<id>`."""
        return [
            Binding(",".join(self.keys(command.id)), command.id, tr(command.label), show=False,
                    priority=command.priority, id=command.id)
            for command in commands
        ]  # fmt: skip

    def table(self) -> list[tuple[str, str, str, str]]:
        """Return `(command, keys as read, label, help)` of every command, for the help and the documents."""
        return [
            (c.id, " / ".join(key_words(key) for key in self.keys(c.id)), tr(c.label), tr(c.help)) for c in COMMANDS
        ]


def problems_of(wishes: Mapping[str, str]) -> list[KeyProblem]:
    """Return why wishes cannot be granted, in their order; an empty list when all can."""
    problems: list[KeyProblem] = []
    for command, text in wishes.items():
        if command not in BY_ID:
            problems.append(KeyProblem(command, text, tr("There is no command {command}.").format(command=command)))
            continue
        keys = _split(text)
        if not keys:
            problems.append(KeyProblem(command, text, tr("{command} needs a key.").format(command=command)))
        problems.extend(KeyProblem(command, key, words) for key in keys if (words := why_not(key)))
    return problems or _clashes(wishes)


def why_not(key: str) -> str:
    """Return why a key cannot be used, empty when it can."""
    if reason := _FORBIDDEN.get(key):
        return tr("{key} cannot be used: {reason}.").format(key=key_words(key), reason=tr(reason))
    if not _KEY.fullmatch(key):
        return tr("{key} cannot be used: take a function key, or Ctrl or Alt with a letter.").format(key=key)
    return ""


def _clashes(wishes: Mapping[str, str]) -> list[KeyProblem]:
    keys = {command.id: _split(wishes.get(command.id, "")) or command.keys for command in COMMANDS}
    problems: list[KeyProblem] = []
    for command in wishes:
        for other in COMMANDS:
            if other.id == command or not _meet(BY_ID[command], other):
                continue
            problems.extend(
                KeyProblem(
                    command,
                    key,
                    tr("{key} is already the key of {other}.").format(key=key_words(key), other=tr(other.label)),
                )
                for key in keys[command]
                if key in keys[other.id]
            )
    return problems


def _meet(one: ConsoleCommand, other: ConsoleCommand) -> bool:
    """Say whether two commands can be in force at the same time."""
    if DEMO in (*one.places, *other.places):
        return True  # the demo's keys work on every screen
    return not one.places or not other.places or bool({*one.places} & {*other.places})


def default_clashes() -> list[tuple[str, str, str]]:
    """Return `(key, command, command)` where defaults meet; the tests hold that there are none."""
    found: list[tuple[str, str, str]] = []
    for place, one in enumerate(COMMANDS):
        for other in COMMANDS[place + 1 :]:
            if _meet(one, other):
                found.extend((key, one.id, other.id) for key in one.keys if key in other.keys)
    return found


def key_words(key: str) -> str:
    """Return a key as it is read: `F2`, `Ctrl+S`, `Enter` in the present language."""
    if key in _NAMES:
        return tr(_NAMES[key])
    return "+".join(part.upper() if len(part) < 4 and part[:1] in "f" else part.capitalize() for part in key.split("+"))


def bindings(place: str, keymap: Keymap | None = None) -> list[Binding]:
    """Return the bindings of a screen under a key map, the defaults without one."""
    return (keymap or Keymap()).bindings(commands_of(place))


def _split(text: str) -> tuple[str, ...]:
    return tuple(key.strip().lower() for key in text.split(",") if key.strip())
