"""Settings: what a seat may set, and words that say which file, which key and what to do."""

from pathlib import Path

import pytest

from seat_console.settings import Settings, SettingsError, read_settings, settings_file, write_setting


def _file(folder: Path, text: str) -> Path:
    file = folder / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "none.toml") == Settings()


def test_all_settings_are_read(tmp_path: Path) -> None:
    file = _file(
        tmp_path,
        'language = "en"\ntheme = "seat-16"\nlock_minutes = 3\nfolder = "/srv/seat"\n'
        '[keys]\npark = "f4"\nsave = "ctrl+s,f12"\n',
    )
    settings = read_settings(file)
    assert (settings.language, settings.theme, settings.lock_minutes) == ("en", "seat-16", 3)
    assert settings.folder == Path("/srv/seat")
    assert settings.keys == {"park": "f4", "save": "ctrl+s,f12"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('language = "fr"', "language"),
        ("language = 1", "language"),
        ('theme = "pink"', "theme"),
        ("lock_minutes = 0", "lock_minutes"),
        ("lock_minutes = true", "lock_minutes"),
        ('lock_minutes = "10"', "lock_minutes"),
        ("folder = 3", "folder"),
        ('folder = ""', "folder"),
        ("keys = 1", "[keys]"),
        ("[keys]\nsave = 4", "[keys]"),
        ("colour = 1", "colour"),
        ("language = ", "TOML"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(_file(tmp_path, text))
    assert "settings.toml" in str(caught.value)
    assert named in str(caught.value)


def test_a_file_in_gbk_is_named(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes("# 语言".encode("gbk"))
    with pytest.raises(SettingsError, match="UTF-8"):
        read_settings(tmp_path / "settings.toml")


def test_writing_one_setting_keeps_the_rest(tmp_path: Path) -> None:
    file = _file(tmp_path, '# of seat 0042\nlanguage = "en"\ntheme = "seat-16"\n')
    write_setting(file, "language", "zh")
    assert "# of seat 0042" in file.read_text(encoding="utf-8")
    assert read_settings(file) == Settings(language="zh", theme="seat-16")


def test_writing_makes_the_file(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "settings.toml"
    write_setting(file, "keys", {"save": "f12"})
    assert read_settings(file).keys == {"save": "f12"}
    assert [each.name for each in file.parent.iterdir()] == ["settings.toml"]


def test_the_environment_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEAT_CONSOLE_SETTINGS", str(tmp_path / "own.toml"))
    assert settings_file() == tmp_path / "own.toml"
