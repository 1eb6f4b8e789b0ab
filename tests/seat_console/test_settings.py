"""Settings: what a seat may set, and words that say which file, which key and what to do."""

from pathlib import Path

import pytest

from seat_console.cli import main
from seat_console.exit_codes import Exit
from seat_console.settings import Settings, SettingsError, read_settings, settings_file, write_setting
from wording import set_language


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
        ('language = "fr"', '"zh" / "en"'),
        ("language = 1", "language"),
        ('theme = "pink"', "theme"),
        ("lock_minutes = 0", "1"),
        ("lock_minutes = true", "lock_minutes"),
        ('lock_minutes = "10"', "lock_minutes"),
        ("folder = 3", "folder"),
        ('folder = ""', "folder"),
        ("keys = 1", "[keys]"),
        ("[keys]\nsave = 4", "save"),
        ("colour = 1", "colour"),
        ("language = ", "name = value"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, named: str) -> None:
    set_language("en")
    with pytest.raises(SettingsError) as caught:
        read_settings(_file(tmp_path, text))
    assert f"settings.toml:{1 + text.count(chr(10))}: " in str(caught.value)
    assert named in str(caught.value)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_problem_has_a_line_of_its_own_with_the_line_of_the_file(tmp_path: Path, language: str) -> None:
    set_language(language)
    top = '# seat 0042\n"colour" = 1\nlock_minutes = 0\n\ntheme = "pink"\n'
    text = top + '[keys]\nsave = "f2"\npark = 4\n[other]\nlanguage = "fr"'
    with pytest.raises(SettingsError) as caught:
        read_settings(_file(tmp_path, text))
    lines = str(caught.value).splitlines()
    assert [line.partition("settings.toml:")[2].partition(":")[0] for line in lines] == ["2", "3", "5", "9", "8"]
    for line, named in zip(lines, ("colour", "lock_minutes", "theme", "other", "park"), strict=True):
        assert named in line
    assert "。;" not in str(caught.value)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_wrong_keys_are_named_with_file_and_line_and_others_are_proposed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = _file(tmp_path, f'language = "{language}"\n[keys]\nfly = "f2"\nsave = "shift+f5"\nlanguage = "alt+k"\n')
    monkeypatch.setenv("SEAT_CONSOLE_SETTINGS", str(file))
    assert main(["keys"]) == Exit.USAGE
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[0] for line in lines] == [f"{file}:3", f"{file}:4", f"{file}:5"]
    assert "fly" in lines[0]
    assert "Shift+F5" in lines[1]
    assert "Insert" in lines[1]
    assert "Alt+K" in lines[2]
    assert "。;" not in "".join(lines)


def test_a_file_saved_by_windows_own_editor_is_read(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(b'\xef\xbb\xbflanguage = "en"\n')
    assert read_settings(file).language == "en"
    write_setting(file, "language", "zh")
    assert read_settings(file).language == "zh"


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
