"""The settings of one seat: a small TOML file that people edit, read before the first screen.

No pydantic here: it would cost a quarter of the time to the first key.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wording import tr

FILE_VARIABLE = "SEAT_CONSOLE_SETTINGS"
LANGUAGES = ("zh", "en")
THEMES = ("seat-dark", "seat-light", "seat-16")
"""The names of `widgets.theme`; the last one uses the terminal's own sixteen colours."""
LOCK_MINUTES = range(1, 241)
LOCK_AFTER = 10


class SettingsError(ValueError):
    """A settings file that cannot be used; the message names file, key and what to do."""


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
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(tr("{file} cannot be read; save it as UTF-8 text").format(file=file)) from error
    import tomllib

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(tr("{file} is not valid TOML: {why}").format(file=file, why=error)) from error
    return _checked(table, file)


def _checked(table: dict[str, Any], file: Path) -> Settings:
    def wrong(key: str, wanted: str) -> SettingsError:
        return SettingsError(tr("{file}: {key} must be {wanted}").format(file=file, key=key, wanted=wanted))

    unknown = table.keys() - {"language", "theme", "lock_minutes", "folder", "keys"}
    if unknown:
        raise SettingsError(tr("{file}: no such setting: {names}").format(file=file, names=", ".join(sorted(unknown))))
    language = table.get("language")
    if language is not None and language not in LANGUAGES:
        raise wrong("language", '"zh" / "en"')
    theme = table.get("theme")
    if theme is not None and theme not in THEMES:
        raise wrong("theme", " / ".join(f'"{name}"' for name in THEMES))
    minutes = table.get("lock_minutes", LOCK_AFTER)
    if type(minutes) is not int or minutes not in LOCK_MINUTES:
        raise wrong("lock_minutes", f"{LOCK_MINUTES.start} … {LOCK_MINUTES.stop - 1}")
    folder = table.get("folder")
    if folder is not None and not (isinstance(folder, str) and folder):
        raise wrong("folder", tr("the path of a folder in quotes"))
    keys = table.get("keys", {})
    if not isinstance(keys, dict) or not all(isinstance(key, str) for key in keys.values()):
        raise wrong("[keys]", tr('lines like save = "ctrl+s"'))
    return Settings(language, theme, minutes, Path(folder).expanduser() if folder else None, keys)


def write_setting(file: Path, key: str, value: str | int | dict[str, str]) -> None:
    """Change one setting and keep all else in the file, comments too. Raises `OSError`.

    The file is replaced in one step, so that a power cut leaves the old one or the new one.
    """
    import tomlkit

    document = tomlkit.parse(file.read_text(encoding="utf-8")) if file.exists() else tomlkit.document()
    document[key] = value
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(file.name + ".new")
    fresh.write_text(tomlkit.dumps(document), encoding="utf-8")
    fresh.replace(file)
