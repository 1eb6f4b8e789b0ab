"""The settings of one seat: a small TOML file that people edit, read before the first screen.

No pydantic here: it would cost a quarter of the time to the first key.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wording import sentences, tr

if TYPE_CHECKING:
    from widgets.keymap import KeymapError

FILE_VARIABLE = "SEAT_CONSOLE_SETTINGS"
LANGUAGES = ("zh", "en")
THEMES = ("seat-dark", "seat-light", "seat-16")
"""The names of `widgets.theme`; the last one uses the terminal's own sixteen colours."""
LOCK_MINUTES = range(1, 241)
LOCK_AFTER = 10


class SettingsError(ValueError):
    """A settings file that cannot be used; the message names file, line, key and what to do, one problem a line."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a seat may set. `keys` maps command ids to keys ("f4", "ctrl+s,f9").

    `language` None is the system's; `theme` None is the one that fits the terminal.
    `lock_minutes` is the time without a key until the screen locks; `folder` None is the system's place for data.
    """

    language: str | None = None
    theme: str | None = None
    lock_minutes: int = LOCK_AFTER
    folder: Path | None = None
    keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def lock_after(self) -> timedelta:
        """How long nobody may touch a seat until it is locked."""
        return timedelta(minutes=self.lock_minutes)


def settings_file() -> Path:
    """Return where the settings stand: the file named by SEAT_CONSOLE_SETTINGS, else the user's own."""
    named = os.environ.get(FILE_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("seat-console", appauthor=False) / "settings.toml"


def read_settings(file: Path) -> Settings:
    """Read a settings file; one that does not exist means the defaults. Raises `SettingsError`."""
    try:
        text = file.read_text(encoding="utf-8-sig")  # Windows' editor marks UTF-8 in front
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(tr("{file} cannot be read; save it as UTF-8 text").format(file=file)) from error
    import tomllib

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = found[1] if found else len(text.splitlines())
        words = tr('{place}: this is no line of settings; write name = value, and words in quotes: language = "zh"')
        raise SettingsError(words.format(place=f"{file}:{line}")) from error
    problems = [f"{_place(file, text, section, key)}: {words}" for section, key, words in _problems(table)]
    if problems:
        raise SettingsError("\n".join(problems))
    folder = table.get("folder")
    return Settings(
        table.get("language"),
        table.get("theme"),
        table.get("lock_minutes", LOCK_AFTER),
        Path(folder).expanduser() if folder else None,
        table.get("keys", {}),
    )


def _problems(table: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield `(section, key, words)` of everything in a settings file that cannot be used."""
    allowed: dict[str, tuple[Callable[[Any], bool], str]] = {
        "language": (lambda value: value in LANGUAGES, _one_of(LANGUAGES)),
        "theme": (lambda value: value in THEMES, _one_of(THEMES)),
        "lock_minutes": (
            lambda value: type(value) is int and value in LOCK_MINUTES,
            tr("a number from {least} to {most}").format(least=LOCK_MINUTES.start, most=LOCK_MINUTES.stop - 1),
        ),
        "folder": (lambda value: isinstance(value, str) and value != "", tr("the path of a folder in quotes")),
        "keys": (lambda value: isinstance(value, dict), tr('a section [keys] with lines like save = "ctrl+s"')),
    }
    for name, value in table.items():
        if name not in allowed:
            words = tr("there is no setting {name}; there are {names}").format(name=name, names=", ".join(allowed))
            yield "", name, words
        elif not allowed[name][0](value):
            yield "", name, tr("{name} must be {wanted}").format(name=name, wanted=allowed[name][1])
    keys = table.get("keys")
    for command, key in keys.items() if isinstance(keys, dict) else ():
        if not isinstance(key, str):
            words = tr("{name} must be {wanted}").format(name=command, wanted=tr('a key in quotes, like "ctrl+s"'))
            yield "keys", command, words


def _one_of(names: Iterable[str]) -> str:
    return " / ".join(f'"{name}"' for name in names)


def _place(file: Path, text: str, section: str, key: str) -> str:
    """Return `file:line` of a key, the file alone where the key is written in a way that is not looked for."""
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line)
        if header:
            here = header[1].strip("\"'")
        named = re.match(r"""\s*(["']?)(.+?)\1\s*=""", line)
        if (named and here == section and named[2] == key) or (header and not section and here == key):
            return f"{file}:{number}"
    return str(file)


def wrong_keys(error: "KeymapError") -> str:
    """Return what is wrong with the keys of the settings, with file and line and what to do, one problem a line."""
    file = settings_file()
    text = file.read_text(encoding="utf-8-sig")
    return "\n".join(
        f"{_place(file, text, 'keys', each.command)}: {sentences(each.words, each.instead)}" for each in error.problems
    )


def write_setting(file: Path, key: str, value: str | int | dict[str, str]) -> None:
    """Change one setting and keep all else in the file, comments too. Raises `OSError`.

    The file is replaced in one step, so that a power cut leaves the old one or the new one.
    """
    import tomlkit

    document = tomlkit.parse(file.read_text(encoding="utf-8-sig")) if file.exists() else tomlkit.document()
    document[key] = value
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(file.name + ".new")
    fresh.write_text(tomlkit.dumps(document), encoding="utf-8")
    fresh.replace(file)
