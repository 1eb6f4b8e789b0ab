"""Whatever an administrator gives `case-api` is answered in the language asked for, with a documented exit code."""

import re
import shutil
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from case_api.cli import main
from case_api.exit_codes import MEANINGS, Exit
from case_api.settings import CentreFolder

from .conftest import PASSWORD

HAN = re.compile("[\u4e00-\u9fff]")
HELD = "01930000-0000-7000-8000-000000000042"
Told = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a centre, a backup of it, and files that are something else."""
    root = tmp_path_factory.mktemp("words")
    (root / "password").write_text(PASSWORD, encoding="utf-8")
    (root / "gbk").write_bytes("密码".encode("gbk"))
    (root / "folder").mkdir()
    arguments = ["--folder", str(root / "centre"), "init", "--loopback", "--password-file", str(root / "password")]
    assert main(arguments) == Exit.DONE
    assert main(["--folder", str(root / "centre"), "backup", str(root / "good")]) == Exit.DONE
    (root / "cut").write_bytes((root / "good").read_bytes()[:50_000])
    return root


@pytest.fixture
def told(made: Path, capsys: pytest.CaptureFixture[str]) -> Told:
    """Runs a command in Chinese, checks that every line of its answer is, and returns exit code and words.

    English words are the ids of the messages: what is Chinese here went through the catalogue and is English there.
    """

    def run(*arguments: str, folder: Path = made / "centre") -> tuple[int, str]:
        given = ["--language", "zh", "--folder", str(folder), *(each.format(at=made) for each in arguments)]
        try:
            code = main(given)
        except SystemExit as ended:
            code = int(str(ended.code))
        words = "".join(capsys.readouterr())
        assert code in MEANINGS
        for line in re.sub(r"\n {10,}", " ", words.replace(str(made), "")).splitlines():  # usage goes on below
            assert HAN.search(line), line
        return code, words

    return run


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), Exit.USAGE),
        (("nonsense",), Exit.USAGE),
        (("user",), Exit.USAGE),
        (("import", "nonsense"), Exit.USAGE),
        (("seat", "add", "0001"), Exit.USAGE),
        (("serve", "--port", "99999"), Exit.USAGE),
        (("serve", "--port"), Exit.USAGE),
        (("held", "accept", "no-id", "--by", "admin"), Exit.USAGE),
        (("held", "accept", HELD, "--by", "admin"), Exit.REFUSED),
        (("case", "purge", HELD, "--by", "admin", "--reason", "law_demands"), Exit.REFUSED),
        (("case", "purge", HELD, "--by", "admin", "--reason", "none"), Exit.USAGE),
        (("init", "--password-file", "{at}/password"), Exit.REFUSED),
        (("seat", "add", "1", "--sub-centre", "01"), Exit.REFUSED),
        (("seat", "code", "0000"), Exit.REFUSED),
        (("seat", "add", "0000", "--sub-centre", "01"), Exit.REFUSED),
        (("user", "disable", "nobody"), Exit.REFUSED),
        (("user", "password", "admin", "--password-file", "{at}/none"), Exit.USAGE),
        (("user", "password", "admin", "--password-file", "{at}/gbk"), Exit.REFUSED),
        (("audit", "verify", "--heads", "{at}/none"), Exit.USAGE),
        (("audit", "verify", "--heads", "{at}/password"), Exit.REFUSED),
        (("audit", "heads", "--to", "{at}/folder"), Exit.USAGE),
        (("backup", "{at}/none/backup"), Exit.USAGE),
        (("backup", "{at}/folder"), Exit.USAGE),
        (("restore", "{at}/none"), Exit.USAGE),
        (("restore", "{at}/folder"), Exit.USAGE),
        (("restore", "{at}/password"), Exit.REFUSED),
        (("restore", "{at}/cut"), Exit.REFUSED),
        (("import", "la311", "{at}/none"), Exit.USAGE),
        (("import", "la311", "{at}/gbk"), Exit.DOES_NOT_HOLD),
        (("import", "la311", "{at}/password"), Exit.DOES_NOT_HOLD),
        (("serve", "--host", "203.0.113.9"), Exit.REFUSED),
    ],
)
def test_a_mistake_is_told_in_the_language_with_a_documented_exit_code(
    told: Told, arguments: tuple[str, ...], code: Exit
) -> None:
    assert told(*arguments)[0] == code


def test_every_change_says_in_one_line_what_was_done(told: Told) -> None:
    password = ("--password-file", "{at}/password")
    for arguments, named in (
        (("user", "add", "１０４２", "--name", "王敏", "--role", "operator", *password), "1042 operator"),
        (("user", "roles", "1042", "--role", "operator", "--role", "lead"), "1042 lead operator"),
        (("user", "roster", "1042", "--seat", "0042"), "1042 seat:0042"),
        (("user", "roster", "1042"), "1042 *"),
        (("user", "password", "1042", *password), "1042"),
        (("user", "disable", "1042"), "1042"),
        (("user", "enable", "1042"), "1042"),
        (("user", "unlock", "1042"), "1042"),
        (("seat", "add", "9135", "--sub-centre", "02"), "9135 02"),
    ):
        code, words = told(*arguments)
        assert (code, len(words.splitlines())) == (Exit.DONE, 1), arguments
        assert all(word in words for word in named.split()), words


@pytest.mark.parametrize(
    "arguments",
    [(), ("init",), ("serve",), ("worker",), ("user", "add"), ("seat", "code"), ("audit", "verify"), ("restore",)],
)
def test_help_is_whole_in_the_language(language_help: Callable[..., str], arguments: tuple[str, ...]) -> None:
    chinese = language_help("zh", *arguments)
    assert not re.search("usage:|options:|show this help|commands:", chinese)
    assert "用法：" in chinese
    assert "选项：" in chinese
    assert not HAN.search(language_help("en", *arguments))


@pytest.fixture
def language_help(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def ask(language: str, *arguments: str) -> str:
        with pytest.raises(SystemExit) as ended:
            main(["--language", language, *arguments, "--help"])
        assert ended.value.code == 0
        return capsys.readouterr().out

    return ask


def test_a_port_that_is_taken_is_named_with_what_to_do(told: Told) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, words = told("serve", "--port", port)
    assert code == Exit.REFUSED
    assert len(words.splitlines()) == 1
    assert port in words
    assert "--port" in words


def test_commands_are_named_where_one_is_missing(told: Told) -> None:
    words = told("audit")[1]
    assert "verify、heads" in words
    assert "case-api audit --help" in words


def test_a_centre_whose_files_are_not_what_they_were_says_which(told: Told, made: Path, tmp_path: Path) -> None:
    spoilt = CentreFolder(tmp_path / "spoilt")
    shutil.copytree(made / "centre", spoilt.path)
    spoilt.signing_key.write_text("garbage", encoding="utf-8")
    assert told("user", "list", folder=spoilt.path)[0] == Exit.NO_CENTRE
    shutil.copyfile(made / "centre" / "keys" / spoilt.signing_key.name, spoilt.signing_key)
    spoilt.personal_data_key.write_bytes(b"short")
    code, words = told("restore", "{at}/good", folder=spoilt.path)
    assert (code, spoilt.personal_data_key.name in words) == (Exit.NO_CENTRE, True)
    for old in spoilt.path.glob("centre.db*"):
        old.unlink()
    spoilt.database_file.write_bytes(b"no database" * 1000)
    assert told("user", "list", folder=spoilt.path)[0] == Exit.NO_DATABASE


@pytest.mark.parametrize(
    "line", ["port = ", "port = 99999", 'port = "x"', "colour = 1", 'log_level = "loud"', 'shift_ends = ["25:00"]']
)
def test_settings_are_named_with_what_they_must_be(told: Told, tmp_path: Path, line: str) -> None:
    (tmp_path / "case-api.toml").write_text(f'name = "x"\n{line}', encoding="utf-8")
    assert told("serve", folder=tmp_path)[0] == Exit.NO_CENTRE


def test_a_row_that_was_changed_is_named_in_the_language(told: Told, made: Path, tmp_path: Path) -> None:
    spoilt = CentreFolder(tmp_path / "spoilt")
    shutil.copytree(made / "centre", spoilt.path)
    with closing(sqlite3.connect(spoilt.database_file)) as database, database:
        database.execute("INSERT OR REPLACE INTO chain_heads (chain, n, hash) VALUES ('write', 1, 'x')")
    code, words = told("audit", "verify", folder=spoilt.path)
    assert code == Exit.DOES_NOT_HOLD
    assert "write" in words
