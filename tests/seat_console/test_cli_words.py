"""Whatever is given to `seat-console` is answered in the language asked for, with a documented exit code."""

import io
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from case_api.settings import Settings as CentreSettings
from hotline.enrolment_code import new_code
from seat_console import cli
from seat_console.exit_codes import MEANINGS, Exit
from tests.practice.conftest import SCENARIOS
from tests.seat_console.given import enrol_without_centre
from wording import set_language

HAN = re.compile("[\u4e00-\u9fff]")
Told = Callable[..., tuple[int, str]]
CODE = str(new_code(None))
BARE = re.compile(r"[\w./:-]+")
"""A path or a name by itself."""


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """Runs a command in Chinese, checks that every line of its answer is, and returns exit code and words."""
    monkeypatch.setenv("SEAT_CONSOLE_SETTINGS", str(tmp_path / "settings.toml"))
    enrol_without_centre(tmp_path / "seat", signed_in=False)
    (tmp_path / "folder").mkdir()
    (tmp_path / "lines").write_text('{"intake": {}}\n', encoding="utf-8")
    (tmp_path / "gbk").write_bytes("密码".encode("gbk"))
    (tmp_path / "password").write_text("wrong password", encoding="utf-8")

    def run(*arguments: str, language: str = "zh") -> tuple[int, str]:
        given = ["--folder", str(tmp_path / "seat"), *(each.format(at=tmp_path) for each in arguments)]
        try:
            code = int(cli.main(["--language", language, *given]))
        except SystemExit as ended:
            code = int(str(ended.code))
        words = "".join(capsys.readouterr())
        set_language("zh")
        assert code in MEANINGS
        for line in re.sub(r"\n {10,}", " ", words.replace(str(tmp_path), "")).splitlines():  # usage goes on below
            assert language == "en" or HAN.search(line) or BARE.fullmatch(line.strip()) or not line, line
        return code, words

    return run


def test_the_end_of_input_where_something_is_asked_is_an_interruption(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    assert told("--folder", "{at}/folder", "enrol", "--code", CODE)[0] == Exit.INTERRUPTED


def test_language_and_folder_may_stand_behind_a_command_too(told: Told, tmp_path: Path) -> None:
    assert told("status", "--language", "zh", language="en")[0] == Exit.DONE
    assert "未传0" in told("status", "--language", "zh", language="en")[1]
    assert told("status", "--folder", str(tmp_path / "none"))[0] == Exit.NOT_ENROLLED


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), Exit.USAGE),
        (("nonsense",), Exit.USAGE),
        (("case",), Exit.USAGE),
        (("outbox",), Exit.USAGE),
        (("pack",), Exit.USAGE),
        (("pack", "check"), Exit.USAGE),
        (("sync", "--colour"), Exit.USAGE),
        (("case", "file", "--from"), Exit.USAGE),
        (("case", "file", "--from", "{at}/lines", "--start-at", "x"), Exit.USAGE),
        (("case", "file", "--from", "{at}/none"), Exit.USAGE),
        (("case", "file", "--from", "{at}/folder"), Exit.USAGE),
        (("case", "file", "--from", "{at}/lines", "--rejects", "{at}/none/x"), Exit.USAGE),
        (("case", "file", "--from", "{at}/lines"), Exit.NOT_SIGNED_IN),
        (("case", "file", "--from", "{at}/lines", "--operator", "1042"), Exit.USAGE),
        (("case", "file", "--from", "{at}/lines", "--operator", "1042", "--password-file", "{at}/none"), Exit.USAGE),
        (("case", "file", "--from", "{at}/lines", "--operator", "1042", "--password-file", "{at}/gbk"), Exit.USAGE),
        (
            ("case", "file", "--from", "{at}/lines", "--operator", "1042", "--password-file", "{at}/password"),
            Exit.NOT_SIGNED_IN,
        ),
        (("report",), Exit.USAGE),
        (("report", "month", "soon"), Exit.USAGE),
        (("report", "cases", "soon", "2026-10-31"), Exit.USAGE),
        (("report", "cases", "2026-10-01", "2026-10-31", "--what", "all"), Exit.USAGE),
        (("report", "week", "2026-W43", "--html", "{at}/lines"), Exit.USAGE),
        (("report", "week"), Exit.NOT_SIGNED_IN),
        (("sync",), Exit.NO_LINE),
        (("outbox", "export", "{at}/lines"), Exit.USAGE),
        (("outbox", "import", "{at}/none"), Exit.USAGE),
        (("outbox", "import", "{at}/lines"), Exit.INVALID),
        (("--folder", "{at}/folder", "status"), Exit.NOT_ENROLLED),
        (("--folder", "{at}/folder", "enrol", "--centre", "http://127.0.0.1:1", "--code", "abc"), Exit.USAGE),
        (("--folder", "{at}/folder", "enrol", "--centre", "centre.example", "--code", CODE), Exit.USAGE),
        (("pack", "check", "{at}/none"), Exit.INVALID),
        (("pack", "check", "{at}/folder"), Exit.INVALID),
        (("pack", "check", "{at}/lines"), Exit.INVALID),
        (("practice", "check"), Exit.USAGE),
        (("practice", "check", "{at}/none"), Exit.INVALID),
        (("practice", "check", "{at}/lines"), Exit.INVALID),
        (("status",), Exit.DONE),
    ],
)
def test_a_mistake_is_told_in_the_language_with_a_documented_exit_code(
    told: Told, arguments: tuple[str, ...], code: Exit
) -> None:
    assert told(*arguments)[0] == code


@pytest.mark.parametrize(
    "arguments", [(), ("enrol",), ("unenrol",), ("case",), ("case", "file"), ("outbox", "export"), ("pack", "check")]
)
def test_help_is_whole_in_the_language(told: Told, arguments: tuple[str, ...]) -> None:
    code, chinese = told(*arguments, "--help")
    assert code == Exit.DONE
    assert not re.search("usage:|options:|show this help|commands:", chinese)
    assert "用法：" in chinese
    assert "选项：" in chinese
    assert not HAN.search(told(*arguments, "--help", language="en")[1])


def test_the_address_in_the_help_has_the_port_at_which_a_centre_listens(told: Told) -> None:
    port = CentreSettings.model_fields["port"].default
    assert f"https://centre.example:{port}" in told("enrol", "--help")[1]
    assert f"https://centre.example:{port} " in Path("README.md").read_text("utf-8")


def test_what_is_no_pack_is_one_line(told: Told) -> None:
    assert len(told("pack", "check", "{at}/folder")[1].splitlines()) == 1


def test_a_check_of_scenarios_names_each_error_and_says_how_many_are_good(told: Told, tmp_path: Path) -> None:
    good = SCENARIOS / "noise.toml"
    shutil.copy(good, tmp_path / "folder")
    assert told("practice", "check", "{at}/folder") == (Exit.DONE, "1个情景，没有错误\n")
    (tmp_path / "folder" / "loud.toml").write_text(
        good.read_text(encoding="utf-8").replace('item = "class"', 'item = "facts"', 1), encoding="utf-8"
    )
    code, words = told("practice", "check", "{at}/folder")
    assert code == Exit.INVALID
    assert re.match(r".*/loud.toml:[0-9]+: costs: ", words.splitlines()[0])
    assert words.splitlines()[-1] == "没有错误的情景：2个中的1个"


def test_a_code_that_was_mistyped_says_what_one_looks_like(told: Told) -> None:
    words = told("--folder", "{at}/folder", "enrol", "--centre", "http://127.0.0.1:1", "--code", "abc")[1]
    assert "7K2M-9QXA" in words


def test_no_code_at_all_is_not_one_that_was_mistyped(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    for given in ((), ("--code", " ")):
        code, words = told("--folder", "{at}/folder", "enrol", "--centre", "http://127.0.0.1:1", *given)
        assert code == Exit.USAGE
        assert "case-api seat code" in words
        assert "--code" in words


def test_commands_are_named_where_one_is_missing(told: Told) -> None:
    words = told("outbox")[1]
    assert "export、import" in words
    assert "seat-console outbox --help" in words


def test_a_command_that_there_is_not_is_named_as_one(told: Told) -> None:
    _, words = told("nonsense")
    assert "没有命令 nonsense" in words
    assert "参数" not in words.split("没有命令")[0].splitlines()[-1]
    assert "'nonsense'" not in words


def test_numbers_of_a_report_that_can_be_asked_for_are_named_as_they_are_written(told: Told) -> None:
    _, words = told("report", "cases", "2026-10-01", "2026-10-31", "--what", "all")
    assert "'in_hand', 'settled', 'excluded'" in words


def test_a_pipe_that_cannot_hold_chinese_gets_everything_with_the_signs_escaped(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")  # PowerShell's, on a Windows of western Europe
    monkeypatch.setattr(sys, "stdout", pipe)
    assert cli.main(["--language", "zh", "keys"]) == Exit.DONE
    pipe.seek(0)
    words = pipe.read()
    assert "Ctrl+Q" in words
    assert r"\u7b7e\u51fa" in words  # 签出


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    from importlib.metadata import version

    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (Exit.DONE, f"seat-console {version('seat-console')}\n")
