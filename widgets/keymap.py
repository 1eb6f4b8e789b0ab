"""The keys of the commands: defaults, the operator's own, and what may not be a key here and why.

A key is one that arrives as itself in every terminal, in tmux too, where the kitty protocol is off: function keys,
Ctrl with a letter, Insert. What other keys do was tried there: Alt with a letter comes as the letter alone, Shift
with a function key comes as F13 and up, Ctrl+Shift with a letter as Ctrl with it, and ctrl+i as Tab.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import ascii_lowercase

from textual.binding import Binding

from widgets.command import ConsoleCommand
from widgets.commands import BY_ID, COMMANDS, DEMO, PRACTICE, commands_of, is_at
from wording import listed, mark, tr

_SIGNS = {"right_square_bracket": "]", "left_square_bracket": "[", "backslash": "\\"}
"""Textual's names of signs that are written as themselves."""
_NOT_IN_UNICODE = {"minus": "-", "plus": "+", "slash": "/", "at": "@", "underscore": "_"}
"""Textual's own names of signs that Unicode calls otherwise."""

_FORBIDDEN = {
    **dict.fromkeys(("ctrl+i", "ctrl+m", "ctrl+h", "ctrl+j"), mark("it arrives as Tab, Enter or Backspace")),
    "ctrl+left_square_bracket": mark("it arrives as Esc"),
    **dict.fromkeys(("f10", "f11"), mark("many terminals keep it")),
    **dict.fromkeys(("ctrl+a", "ctrl+u", "ctrl+z", "ctrl+n"), mark("text fields edit with it")),
    "ctrl+v": mark("terminals paste with it"),
    "ctrl+b": mark("tmux keeps it"),
}

ARRIVING: tuple[str, ...] = tuple(
    key
    for key in (
        *(f"f{number}" for number in range(1, 13)), "insert", *(f"ctrl+{letter}" for letter in ascii_lowercase),
        "ctrl+right_square_bracket", "ctrl+backslash", "escape",
    )
    if key not in _FORBIDDEN
)  # fmt: skip
"""Every key that a command may have, in the order in which they are proposed."""

_EDITING = ("enter", "tab", "backspace", "delete", "space", "up", "down", "left", "right", "home", "end", "pageup",
            "pagedown")  # fmt: skip
_REASONS = (
    (re.compile(r"shift\+f\d+|f(1[3-9]|2\d)"), mark("with Shift, terminals send it differently")),
    (re.compile(r"(\w+\+)+f\d+|alt\+.+"), mark("not every terminal sends it")),
    (re.compile(rf"(shift\+)?({'|'.join(_EDITING)})"), mark("fields and lists need it")),
    (re.compile(r"."), mark("it types a character")),
    (re.compile(r"(ctrl\+shift|shift\+ctrl)\+.+"), mark("it arrives without Shift")),
)
"""Why the keys of a pattern cannot be one, the first that fits."""

_NAMES = {"escape": "Esc", "enter": mark("Enter"), "space": mark("Space"), "backspace": mark("Backspace")}
_MOST_PROPOSED = 5
_FULL_WIDTH = 0xFEE0
"""From a letter to the same one as wide as a Chinese character."""


@dataclass(frozen=True, slots=True)
class KeyProblem:
    """Why a wish for a key cannot be granted: the command, the key, what is wrong, and what to do instead."""

    command: str
    key: str
    words: str
    instead: str


class KeymapError(ValueError):
    """Wishes for keys that cannot be granted, all of them at once."""

    def __init__(self, problems: Iterable[KeyProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.words for problem in self.problems))


class Keymap:
    """The keys in force: defaults with the operator's own over them (`{"save": "f12"}`, commas between several).

    `apart` is `DEMO` or `PRACTICE` where those are: the keys of their own commands are taken there alone.
    Raises `KeymapError` naming every wish that cannot be granted.
    """

    def __init__(self, wishes: Mapping[str, str] | None = None, *, apart: str = "") -> None:
        wanted = dict(wishes or {})
        problems = problems_of(wanted, apart=apart)
        if problems:
            raise KeymapError(problems)
        self._apart = apart
        self._keys = _keys_under(wanted)

    @property
    def wishes(self) -> dict[str, str]:
        """The keys that are not the defaults, by command id, in Textual's spelling."""
        return {each.id: ",".join(self.keys(each.id)) for each in COMMANDS if self.keys(each.id) != each.keys}

    @property
    def overlay(self) -> dict[str, str]:
        """What Textual is to lay over the defaults: the wishes, and with one of two commands on a key the other one.

        Textual takes a key away from all that have it as soon as one of them gets another.
        """
        wishes = self.wishes
        for one in (each for each in COMMANDS if each.instead_of in wishes or (each.instead_of and each.id in wishes)):
            for other in (one.id, one.instead_of):
                wishes.setdefault(other, ",".join(self.keys(other)))
        return wishes

    def keys(self, command: str) -> tuple[str, ...]:
        """Return the keys of a command, the one to show first."""
        return self._keys[command]

    def bindings(self, commands: Iterable[ConsoleCommand]) -> list[Binding]:
        """Return Textual bindings for commands; each calls the screen's or the app's `action_<id>`."""
        return [
            Binding(",".join(_as_pressed(self.keys(command.id))), command.id, tr(command.label), show=False,
                    priority=command.priority, id=command.id)
            for command in commands
        ]  # fmt: skip

    def table(self) -> list[tuple[str, str, str, str]]:
        """Return `(command, keys as read, label, help)` of every command that there is."""
        return [
            (c.id, " / ".join(key_words(key) for key in self.keys(c.id)), tr(c.label), tr(c.help))
            for c in _commands(apart=self._apart)
        ]


def problems_of(wishes: Mapping[str, str], *, apart: str = "") -> list[KeyProblem]:
    """Return why wishes cannot be granted, in their order; an empty list when all can."""
    known = {command: text for command, text in wishes.items() if command in BY_ID}
    problems: list[KeyProblem] = []
    for command, text in wishes.items():
        if command not in BY_ID:
            words = tr("There is no command {command}.").format(command=command)
            problems.append(KeyProblem(command, text, words, tr("seat-console keys lists them all.")))
            continue
        keys = _split(text)
        free = free_words(command, known, apart=apart)
        if not keys:
            problems.append(KeyProblem(command, text, tr("{command} needs a key.").format(command=command), free))
        problems.extend(KeyProblem(command, key, words, free) for key in keys if (words := why_not(key)))
    return problems or [*_clashes(wishes, apart=apart)]


def why_not(key: str) -> str:
    """Return why a key cannot be used, empty when it can."""
    if key in ARRIVING:
        return ""
    as_typed = _sign(key)
    reason = _FORBIDDEN.get(key) or next((words for keys, words in _REASONS if keys.fullmatch(as_typed)), "")
    return tr("{key} cannot be used: {reason}.").format(
        key=key_words(key), reason=tr(reason or mark("there is no such key here"))
    )


def _sign(key: str) -> str:
    """Return the sign that a key with Textual's name for a sign types (`full_stop`); any other key as it is."""
    if sign := _SIGNS.get(key) or _NOT_IN_UNICODE.get(key):
        return sign
    try:
        return key if key in _EDITING else unicodedata.lookup(key.replace("_", " "))
    except KeyError:
        return key


def free_keys(command: str, wishes: Mapping[str, str], *, apart: str = "") -> tuple[str, ...]:
    """Return a few keys that a command could have as the wishes stand."""
    keys = _keys_under(wishes)
    taken = {key for other in _commands(apart=apart) if _meet(BY_ID[command], other) for key in keys[other.id]}
    return tuple(key for key in ARRIVING if key not in taken)[:_MOST_PROPOSED]


def free_words(command: str, wishes: Mapping[str, str], *, apart: str = "") -> str:
    """Return the sentence that proposes keys for a command, or says that one has to be made free."""
    free = free_keys(command, wishes, apart=apart)
    if not free:
        return tr("No key is free: give another command its key first")
    return tr("Free keys: {keys}").format(keys=listed(map(key_words, free)))


def _commands(*, apart: str) -> list[ConsoleCommand]:
    """Return the commands that there are, in the demo, in practice or at a real seat."""
    return [each for each in COMMANDS if is_at(each, apart)]


def _keys_under(wishes: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {command.id: _split(wishes.get(command.id, "")) or command.keys for command in COMMANDS}


def _clashes(wishes: Mapping[str, str], *, apart: str) -> Iterator[KeyProblem]:
    keys, commands = _keys_under(wishes), _commands(apart=apart)
    for command in (each for each in wishes if BY_ID[each] in commands):
        for other in commands:
            if other.id == command or not _meet(BY_ID[command], other):
                continue
            for key in keys[command]:
                if key in keys[other.id]:
                    words = tr("{key} is already the key of {other}.")
                    words = words.format(key=key_words(key), other=tr(other.label))
                    yield KeyProblem(command, key, words, free_words(command, wishes, apart=apart))


def _meet(one: ConsoleCommand, other: ConsoleCommand) -> bool:
    """Say whether two commands can be in force at the same time."""
    if one.instead_of == other.id or other.instead_of == one.id:
        return False
    places = (*one.places, *other.places)
    if DEMO in places and PRACTICE in places:
        return False
    if DEMO in places or PRACTICE in places:
        return True  # these keys work beside those of every screen
    return not one.places or not other.places or bool({*one.places} & {*other.places})


def key_words(key: str) -> str:
    """Return a key as it is read: `F2`, `Ctrl+S`, `Enter` in the present language."""
    if key in _NAMES:
        return tr(_NAMES[key])
    if shifted := re.fullmatch(r"f(1[3-9]|2[0-4])", key):
        return f"Shift+F{int(shifted[1]) - 12}"  # no keyboard has it, and this is how terminals send it
    parts = key.split("+")
    return "+".join(
        sign
        if (sign := _sign(part)) != part and sign.isprintable()
        else (part.upper() if re.fullmatch(r"f\d+", part) else part.capitalize())
        for part in parts
    )


def bindings(place: str, keymap: Keymap | None = None) -> list[Binding]:
    """Return the bindings of a screen under a key map, the defaults without one."""
    return (keymap or Keymap()).bindings(commands_of(place))


def _as_pressed(keys: Iterable[str]) -> Iterator[str]:
    """Yield keys, a letter also as it comes with Shift or the caps lock, and full-width from an input method."""
    for key in keys:
        yield key
        if key in ascii_lowercase:
            yield from (key.upper(), chr(ord(key) + _FULL_WIDTH), chr(ord(key.upper()) + _FULL_WIDTH))


def _split(text: str) -> tuple[str, ...]:
    keys = (key.strip().lower() for key in text.split(",") if key.strip())
    names = {f"ctrl+{sign}": f"ctrl+{name}" for name, sign in _SIGNS.items()}
    return tuple(names.get(key, key) for key in keys)
