"""`practice check`: the keys of a scenario are played at a desk that nobody sees, and the line is named that loses."""

import signal
from pathlib import Path

import pytest

from city_packs.shipped import shipped_packs
from seat_console import cli
from seat_console.exit_codes import Exit
from seat_console.practice.keys_at_desk import KeysAtDesk
from tests.practice.conftest import SCENARIOS
from wording import set_language

pytestmark = [pytest.mark.usefixtures("in_english"), pytest.mark.long]
NOISE = SCENARIOS / "noise.toml"


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the live seat, practice, and what is thrown away folders that a test can look into."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    monkeypatch.setenv("SEAT_CONSOLE_FOLDER", str(tmp_path / "live"))
    monkeypatch.delenv("SEAT_PRACTICE_FOLDER", raising=False)


def _checked(
    old: str, new: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], *more: str
) -> tuple[int, str, list[str]]:
    """Return the exit code, the error with the line that it names in place of its file, and the lines of the file."""
    file = tmp_path / "noise.toml"
    text = NOISE.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    code = cli.main(["practice", "check", *more, str(file)])
    return code, capsys.readouterr().out.replace(f"{file}:", ""), file.read_text(encoding="utf-8").split("\n")


def test_keys_that_earn_all_points_are_good_and_leave_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["practice", "check", str(NOISE)]) == Exit.DONE
    assert capsys.readouterr() == ("1 scenario, and it is good\n", "")
    assert [*(tmp_path / "tmp").iterdir()] == []
    assert {each.name for each in tmp_path.iterdir()} == {"tmp", "settings.toml"}


def test_keys_that_end_in_the_list_of_cases_are_played_there(capsys: pytest.CaptureFixture[str]) -> None:
    found = shipped_packs()["tangshan"] / "scenarios" / "lift-again-and-a-poplar.toml"
    assert cli.main(["practice", "check", str(found)]) == Exit.DONE
    assert capsys.readouterr().out == "1 scenario, and it is good\n"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        (
            '14.0 insert 2\n22.0 ctrl+g 4 "whlxsq"', '14.0 insert 2\n22.0 ctrl+g 4 "whlysq"', "22.0 ctrl+g 4",
            "the keys earn 95 of 100 at the desk",
        ),
        ("126.0 insert 6\n", "", "142.0 enter", "read_back 5 (no_read_back times=0)"),
        (
            '97.0 "来电人找过工地，对方称有夜间施工证但未出示。"', '97.0 "来电人找过工地。"', "134.0 ctrl+s",
            "facts 2.5 (fact fact=permit)",
        ),
        ("142.0 enter\n", "", "134.0 ctrl+s", "the caller is still on the line after the last keys"),
        ("134.0 ctrl+s", "134.0 ctrl+q 2", "134.0 ctrl+q 2", "these keys end the session before"),
        ("142.0 enter\n", "141.0 insert 6\n142.0 enter\n", "141.0 insert 6", "nobody hears what is said by these keys"),
        ("142.0 enter\n", "142.0 enter\n150.0 enter\n", "142.0 enter", "the call is over after these keys"),
    ],
)  # fmt: skip
def test_keys_that_lose_points_or_go_astray_are_named_with_their_line(
    old: str, new: str, line: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, lines = _checked(old, new, tmp_path, capsys)
    assert code == Exit.INVALID
    at, field, words = out.split(": ", 2)
    assert (field, says in words) == ("keys", True), out
    assert lines[int(at) - 1].startswith(line), out


def test_the_keys_are_left_out_where_that_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _checked("142.0 enter\n", "", tmp_path, capsys, "--quick")[:2] == (Exit.DONE, "1 scenario, and it is good\n")


def test_what_goes_wrong_is_said_in_the_authors_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "settings.toml").write_text('language = "zh"\n', encoding="utf-8")
    _, out, _ = _checked("142.0 enter\n", "", tmp_path, capsys)
    set_language("en")
    assert "after the last keys" not in out
    assert "按键" in out


def test_ctrl_c_ends_the_check_at_once_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def interrupted(hands: KeysAtDesk, *_: object) -> None:
        signal.raise_signal(signal.SIGINT)
        await hands.wait_for(lambda: False)

    monkeypatch.setattr(KeysAtDesk, "moment", interrupted)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever an earlier test has left there
    try:
        assert cli.main(["practice", "check", str(NOISE)]) == Exit.INTERRUPTED
    finally:
        signal.signal(signal.SIGINT, before)
    assert [*(tmp_path / "tmp").iterdir()] == []
