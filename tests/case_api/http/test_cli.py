"""`case-api` as an administrator uses it: exit codes, words, and a centre that serves TLS."""

import base64
import json
import os
import re
import shutil
import ssl
import stat
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Pool, event, func, select, update

from case_api.accounts.devices import enrol, make_code
from case_api.accounts.sessions import sign_in
from case_api.accounts.users import list_users
from case_api.cli import main
from case_api.commands.serve import announce
from case_api.demo_cases import CASES, SERIAL
from case_api.demo_people import DEMO_PASSWORD
from case_api.exit_codes import Exit
from case_api.http.models import SignInRequest
from case_api.opening import open_centre
from case_api.practice.assignments import assignments
from case_api.practice.sum_pages import Part, Whose, sum_page
from case_api.practice.words import appeals
from case_api.practice.written import last_weeks
from case_api.serving import make_server
from case_api.settings import CentreFolder, Settings, read_settings
from case_api.shifts.leader_rota import leaders_at
from case_api.shifts.shift_in_question import leads_on_roster
from case_api.storage.demo_mark import is_demo
from case_api.storage.engine import reading, writing
from case_api.storage.locks import in_use
from case_api.storage.tables_accounts import users
from case_api.storage.tables_audit import case_events
from case_api.storage.tables_cases import cases
from case_api.storage.tables_practice import practice_calls
from case_api.storage.tables_reports import settled_cases
from case_api.storage.tables_shifts import shift_roster
from case_api.storage.tables_sync import change_log
from case_api.tls import authority_der
from city_packs.scenario_titles import scenario_titles
from hotline.case_doc import CaseDoc
from hotline.codes import Role, State
from hotline.enrolment_code import parse
from hotline.shifts import Shifts
from tests.deadline import PATIENCE_S
from wording import set_language

from .conftest import PASSWORD
from .seat import enrolment, raw_public
from .serving import running

Run = Callable[..., int]
HELD = "01930f2c-4444-7a00-8000-000000000001"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> CentreFolder:
    """A centre as `case-api init` makes it, with TLS."""
    root = tmp_path_factory.mktemp("case-api")
    (root / "password").write_text(PASSWORD, encoding="utf-8")
    made = CentreFolder(root / "centre")
    arguments = ["--language", "en", "--folder", str(made.path), "init", "--city", "tangshan"]
    arguments += ["--host-name", "centre.example", "--password-file", str(root / "password")]
    assert main(arguments) == Exit.DONE
    return made


@pytest.fixture
def run(folder: CentreFolder) -> Run:
    def run_in_folder(*arguments: str) -> int:
        return main(["--language", "en", "--folder", str(folder.path), *arguments])

    return run_in_folder


@pytest.fixture
def password_file(folder: CentreFolder) -> str:
    return str(folder.path.parent / "password")


def test_keys_are_for_the_service_account_alone(folder: CentreFolder) -> None:
    if os.name != "posix":
        pytest.skip("modes of files are a matter of POSIX")
    for file in folder.keys.iterdir():
        secret = "key" in file.name
        assert not secret or stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700


def test_a_centre_is_never_made_over_another(run: Run, capsys: pytest.CaptureFixture[str], password_file: str) -> None:
    assert run("init", "--password-file", password_file) == Exit.REFUSED
    assert "not empty" in capsys.readouterr().err


def test_what_fails_half_way_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "password").write_text("short", encoding="utf-8")
    target = tmp_path / "centre"
    arguments = ["--language", "en", "--folder", str(target), "init", "--password-file", str(tmp_path / "password")]
    assert main(arguments) == Exit.REFUSED
    assert "at least 8" in capsys.readouterr().err
    assert sorted(file.name for file in tmp_path.iterdir()) == ["password"]


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        *(("--database", f"{scheme}://u:geheim@x", Exit.NO_CENTRE) for scheme in
          ("mysql", "oracle", "postgresql+asyncpg", "postgresql", "sqlite+aiosqlite")),
        ("--database", "postgresql+psycopg://u:geheim@host:abc/x", Exit.NO_CENTRE),
        ("--database", "sqlite://", Exit.NO_CENTRE),
        ("--database", "sqlite:///:memory:", Exit.NO_CENTRE),
        ("--database", "sqlite:///relative.db", Exit.NO_CENTRE),
        *(("--host-name", name, Exit.USAGE) for name in ("", "bad name!", "-x", "中心", "x" * 64, "a..b")),
        ("--host", "no host", Exit.USAGE), ("--name", "名" * 5000, Exit.USAGE), ("--name", "a\nb", Exit.USAGE),
        ("--folder", "", Exit.USAGE),
    ],
)  # fmt: skip
def test_a_centre_that_could_not_work_is_not_made(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    option: str,
    value: str,
    code: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    given = ["--language", "en", "--folder", str(tmp_path / "centre")]
    given = [*given[:2], option, value, "init"] if option == "--folder" else [*given, "init", f"{option}={value}"]
    try:  # a password is not even asked for
        found = main(given)
    except SystemExit as ended:
        found = int(str(ended.code))
    told = capsys.readouterr().err
    assert found == code
    assert "geheim" not in told
    assert "password" not in told.splitlines()[-1]
    assert list(tmp_path.iterdir()) == []


def test_the_end_of_input_where_a_password_is_asked_for_is_an_interruption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(_words: str) -> str:
        raise EOFError

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", end)
    assert main(["--folder", str(tmp_path / "centre"), "init"]) == Exit.INTERRUPTED
    assert list(tmp_path.iterdir()) == []


def test_a_password_is_asked_for_with_its_rule_and_checked_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []

    def typed(words: str) -> str:
        asked.append(capsys.readouterr().err)
        return "short"

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", typed)
    assert main(["--language", "en", "--folder", str(tmp_path / "centre"), "init"]) == Exit.REFUSED
    assert asked == ["a password has at least 8 characters, and at most 256\n"]


def test_no_password_is_taken_with_which_nobody_could_sign_in(
    run: Run, folder: CentreFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "password"
    given = ("--password-file", str(file))
    file.write_text("x" * 257, encoding="utf-8")
    for command in (("user", "add", "1088", "--name", "王敏", "--role", "operator"), ("user", "password", "admin")):
        assert run(*command, *given) == Exit.REFUSED
        assert "at most 256" in capsys.readouterr().err
    assert main(["--folder", str(tmp_path / "centre"), "init", *given]) == Exit.REFUSED
    file.write_text("x" * 256, encoding="utf-8")
    assert run("user", "add", "1088", "--name", "王敏", "--role", "operator", *given) == Exit.DONE
    opened = open_centre(folder)
    assert sign_in(opened.registry, "1088", SignInRequest(operator_id="1088", password="x" * 256).password, None)
    opened.centre.engine.dispose()


def test_a_full_disk_is_called_so(
    tmp_path: Path, password_file: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def small(connection: Any, _record: object) -> None:
        connection.execute(
            "PRAGMA max_page_count=40"
        ).fetchall()  # what SQLite says then is what a full disk makes it say

    event.listen(Pool, "connect", small)
    try:
        given = ["--language", "en", "--folder", str(tmp_path / "centre"), "init", "--loopback"]
        assert main([*given, "--password-file", password_file]) == Exit.NO_DATABASE
    finally:
        event.remove(Pool, "connect", small)
    told = capsys.readouterr().err
    assert ("the disk is full" in told, "busy" in told) == (True, False)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_where_the_database_should_be_is_called_so(
    folder: CentreFolder, tmp_path: Path, password_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = CentreFolder(tmp_path / "copy")
    shutil.copytree(folder.path, copy.path)
    for file in copy.path.glob("centre.db*"):
        file.unlink()
    copy.database_file.mkdir()
    assert main(["--language", "en", "--folder", str(copy.path), "user", "list"]) == Exit.NO_DATABASE
    assert f"{copy.database_file} is a folder" in capsys.readouterr().err
    given = ["--language", "en", "--folder", str(tmp_path / "new"), "init", "--password-file", password_file]
    for place, says in ((copy.database_file, "is a folder"), (tmp_path / "no" / "x.db", "there is no folder")):
        assert main([*given, "--database", f"sqlite:///{place}"]) == Exit.NO_DATABASE
        assert says in capsys.readouterr().err


def test_a_folder_without_a_centre_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--folder", str(tmp_path), "seat", "list"]) == Exit.NO_CENTRE
    assert "case-api init" in capsys.readouterr().err


def test_settings_that_cannot_be_read_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "case-api.toml").write_text("port = 99999", encoding="utf-8")
    assert main(["--folder", str(tmp_path), "serve"]) == Exit.NO_CENTRE
    assert "port" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("left", "missing"),
    [("", "name"), ('audit_heads = "/x"\n', "name"), ('name = "x"\naudit_heads = "/x"\n', "tls"), (None, "")],
)
def test_settings_that_lost_their_lines_do_not_turn_tls_off(
    folder: CentreFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str], left: str | None, missing: str
) -> None:
    copy = CentreFolder(tmp_path / "copy")
    shutil.copytree(folder.path, copy.path)
    if left is not None:
        copy.settings_file.write_text(left, encoding="utf-8")
    code = main(["--language", "en", "--folder", str(copy.path), "user", "list"])
    told = capsys.readouterr().err
    assert (code, f"{missing} is missing" in told) == ((Exit.NO_CENTRE, True) if missing else (Exit.DONE, False))


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["seat"], ["user", "add", "1"]])
def test_a_command_line_that_cannot_be_understood(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == Exit.USAGE


@pytest.mark.parametrize(("language", "word"), [("en", "exit codes:"), ("zh", "case-api")])
def test_help_lists_commands_and_exit_codes(language: str, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--language", language, "--help"])
    told = capsys.readouterr().out
    assert ended.value.code == Exit.DONE
    assert word in told
    assert all(name in told for name in ("init", "serve", "worker", "user", "seat", "audit", "backup", "restore"))


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    from importlib.metadata import version

    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (Exit.DONE, f"case-api {version('seat-console')}\n")


@pytest.mark.parametrize("command", ["accept", "settle"])
def test_what_is_no_id_of_a_mutation_is_said_with_where_to_find_one(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--language", "en", "held", command, "x", "--by", "admin"])
    assert ended.value.code == Exit.USAGE
    assert "x is no id of a mutation: copy one from `case-api held list`" in capsys.readouterr().err


def test_a_file_that_is_not_there_brings_in_nothing_and_says_no_count(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", "la311", str(tmp_path / "nope")) == Exit.USAGE
    assert capsys.readouterr().out == ""


def test_help_does_not_load_the_server() -> None:
    import subprocess

    told = "import sys, case_api.cli as c; c.build_parser(); print({'fastapi', 'sqlalchemy'} & sys.modules.keys())"
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("operator_id", "name", "words"),
    [
        ("1060", "长" * 51, "1 to 50"), ("1060", " ", "1 to 50"), ("10 60", "王敏", "1 to 64"), ("", "王敏", "1 to 64"),
        *((odd, "王敏", "1 to 64") for odd in ("10/42", "1\x1b[31m0", "王敏", "../1", "1\u202e0", "1" * 65)),
        *(("1060", odd, "one line") for odd in ("x\x1b[31my", "王\u202e敏", "王\n敏", "王\t敏", "王\x9b敏")),
    ],
)  # fmt: skip
def test_a_name_that_no_grant_could_carry_to_a_seat_is_refused(
    run: Run, password_file: str, capsys: pytest.CaptureFixture[str], operator_id: str, name: str, words: str
) -> None:
    add = ("user", "add", operator_id, "--name", name, "--role", "operator", "--password-file", password_file)
    assert run(*add) == Exit.REFUSED
    assert words in capsys.readouterr().err


def test_a_full_width_name_of_sign_in_is_the_half_width_one_in_every_command(
    run: Run, password_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    add = ("user", "add", "ｏｐ１", "--name", "王敏", "--role", "operator", "--password-file", password_file)
    assert run(*add) == Exit.DONE
    assert "op1" in capsys.readouterr().out
    assert run("user", "disable", "ｏｐ１") == Exit.DONE
    run("user", "list")
    assert "\nop1\t" in "\n" + capsys.readouterr().out


def test_full_width_digits_of_a_name_of_sign_in_are_half_width_ones(
    run: Run, folder: CentreFolder, password_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    add = ("user", "add", "２００４", "--name", "王敏", "--role", "operator", "--password-file", password_file)
    assert run(*add) == Exit.DONE
    capsys.readouterr()
    run("user", "list")
    assert "\n2004\t王敏\t" in "\n" + capsys.readouterr().out
    opened = open_centre(folder)
    assert sign_in(opened.registry, "２００４", PASSWORD, None).session.operator_id == "2004"
    opened.centre.engine.dispose()


def test_what_is_stored_already_is_listed_and_told_but_never_obeyed(
    run: Run, folder: CentreFolder, password_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    add = ("user", "add", "1077", "--name", "王敏", "--role", "operator", "--password-file", password_file)
    assert run(*add) == Exit.DONE
    opened = open_centre(folder)
    with writing(opened.centre.engine) as conn:
        conn.execute(update(users).where(users.c.operator_id == "1077").values(name="x\x1b[31my\u202e\tz"))
    opened.centre.engine.dispose()
    capsys.readouterr()
    assert run("user", "list") == Exit.DONE
    assert "1077\tx␛[31my<RLO>␉z\toperator\t*\t" in capsys.readouterr().out
    assert run("user", "disable", "1\x1b[31m") == Exit.REFUSED
    assert "1␛[31m" in capsys.readouterr().err


def test_people_are_added_changed_and_listed(run: Run, password_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    add = ("user", "add", "1042", "--name", "王敏", "--role", "operator", "--password-file", password_file)
    assert run(*add, "--seat", "0042") == Exit.DONE
    assert run(*add) == Exit.REFUSED
    assert "1042 is there already" in capsys.readouterr().err
    assert run("user", "roles", "1042", "--role", "operator", "--role", "lead") == Exit.DONE
    assert run("user", "roster", "1042", "--sub-centre", "02") == Exit.DONE
    assert run("user", "disable", "1042") == Exit.DONE
    capsys.readouterr()
    assert run("user", "list") == Exit.DONE
    assert "1042\t王敏\tlead,operator\tsub_centre:02\tshut out\t" in capsys.readouterr().out.splitlines()
    for command in ("enable", "unlock", "end-sessions"):
        assert run("user", command, "1042") == Exit.DONE
    assert run("user", "password", "1042", "--password-file", password_file) == Exit.DONE


def test_somebody_of_a_unit_is_added_with_it_and_works_for_another_or_none_later(
    run: Run, folder: CentreFolder, password_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def listed() -> str:
        capsys.readouterr()
        assert run("user", "list") == Exit.DONE
        return next(line for line in capsys.readouterr().out.splitlines() if line.startswith("4900\t"))

    add = ("user", "add", "4900", "--name", "孙梅", "--role", "unit", "--password-file", password_file)
    assert run(*add) == Exit.REFUSED
    assert "case-api user unit 4900 CODE" in capsys.readouterr().err
    assert run(*add, "--unit", "1302-housing") == Exit.DONE
    assert listed() == "4900\t孙梅\tunit\t*\t\t1302-housing"
    assert run("user", "unit", "4900", "1302-gas") == Exit.DONE
    assert "the unit of 4900 is 1302-gas now" in capsys.readouterr().out
    assert run("user", "unit", "4900", "-") == Exit.REFUSED
    assert run("user", "roles", "4900", "--role", "operator") == Exit.DONE
    assert run("user", "unit", "4900", "-") == Exit.DONE
    assert listed() == "4900\t孙梅\toperator\t*\t\t"
    assert run("user", "roles", "4900", "--role", "unit") == Exit.REFUSED
    opened = open_centre(folder)
    with reading(opened.centre.engine) as conn:
        noted = conn.execute(select(case_events.c.op, case_events.c.data).order_by(case_events.c.n)).all()
    told = [json.loads(row.data) for row in noted if row.op in ("user_add", "user_unit")]
    assert [each["unit"] for each in told if each["about"] == "4900"] == ["1302-housing", "1302-gas", ""]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("user", "unit", "nobody", "-"), "nobody"),
        (("user", "unit", "admin", "1302-houses"), "1302-housing"),
        (
            (
                "user",
                "add",
                "1",
                "--name",
                "1",
                "--role",
                "unit",
                "--password-file",
                "{password}",
                "--unit",
                "市住建局",
            ),
            "units.csv",
        ),
        *((("user", command, "nobody"), "nobody") for command in ("disable", "enable", "unlock", "end-sessions")),
        (("user", "roles", "nobody", "--role", "operator"), "nobody"),
        (("user", "roster", "nobody"), "nobody"),
        (("user", "password", "nobody", "--password-file", "{password}"), "nobody"),
        (("user", "roster", "admin", "--seat", "0042", "--seat", "9135"), "no seat 9135"),
        (
            ("user", "add", "1", "--name", "1", "--role", "operator", "--password-file", "{password}", "--seat", "42"),
            "no seat 42",
        ),
        (("seat", "revoke", "9135"), "no seat 9135"),
        (("seat", "add", "9135", "--sub-centre", "99"), "no sub-centre 99"),
        (("held", "accept", HELD, "--by", "nobody"), "nobody"),
        (("held", "accept", HELD, "--by", "admin"), HELD),
        (("user", "roles", "admin", "--role", "king"), "roles are"),
        (("user", "roster", "admin", "--sub-centre", "99"), "sub-centres are"),
        (("seat", "code", "9135"), "no seat 9135"),
        (("seat", "add", "12", "--sub-centre", "02"), "four digits"),
        (("seat", "add", "9999", "--sub-centre", "02"), "9999"),
        (("seat", "add", "0042", "--sub-centre", "02"), "already"),
        (("restore", "{password}"), "no backup"),
    ],
)
def test_what_is_not_done_is_said_in_words(
    run: Run, arguments: tuple[str, ...], says: str, password_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*(argument.format(password=password_file) for argument in arguments)) == Exit.REFUSED
    assert says in capsys.readouterr().err


def test_every_seat_of_the_pack_is_there_and_more_can_be_added(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("seat", "add", "0111", "--sub-centre", "02") == Exit.DONE
    capsys.readouterr()
    assert run("seat", "list") == Exit.DONE
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 111
    assert "0111\t02\t0\t0\t-" in lines


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("seat", "list"), "seat\tsub-centre\tnewest serial\tgood devices\tlast seen"),
        (("user", "list"), "name of sign-in\tname\troles\tplaces\tstate\tunit"),
        (("held", "list"), "id\twhat became of it\treason\tcommand\toperator\tseat\tcame"),
        (("held", "conflicts"),
         "id\tcase\tfield\treason\tcommand\toperator\tseat\tcame\tbased on\tsent\tat the centre"),
    ],
)  # fmt: skip
def test_a_list_says_on_a_terminal_alone_what_stands_in_its_columns(
    run: Run,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    names: str,
) -> None:
    run(*arguments)
    rows = capsys.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    run(*arguments)
    assert capsys.readouterr().out == f"{names}\n{rows}"
    assert all(row.count("\t") == names.count("\t") for row in rows.splitlines())


def test_audit_backup_and_restore(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("audit", "heads", "--to", str(tmp_path / "heads")) == Exit.DONE
    capsys.readouterr()
    assert run("audit", "verify", "--heads", str(tmp_path / "heads")) == Exit.DONE
    assert re.search(r"^write: \d+ rows? fits?, 1 head compared$", capsys.readouterr().out, re.MULTILINE)
    assert run("backup", str(tmp_path / "backup")) == Exit.DONE
    assert run("restore", str(tmp_path / "backup")) == Exit.DONE
    assert "epoch e-" in capsys.readouterr().out
    lines = (tmp_path / "heads").read_text(encoding="utf-8").splitlines()
    forged = json.loads(lines[0])
    forged["body"] = forged["body"].replace('"n":', '"n":1')
    (tmp_path / "heads").write_text(json.dumps(forged), encoding="utf-8")
    assert run("audit", "verify", "--heads", str(tmp_path / "heads")) == Exit.REFUSED


def test_a_backup_is_never_written_over_another_unless_told(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "backup"
    file.write_text("something else", encoding="utf-8")
    assert run("backup", str(file)) == Exit.REFUSED
    told = capsys.readouterr().err
    assert str(file) in told
    assert "--force" in told
    assert file.read_text(encoding="utf-8") == "something else"
    assert run("backup", str(file), "--force") == Exit.DONE
    assert file.read_bytes().startswith(b"SQLite format 3")
    assert list(tmp_path.iterdir()) == [file]


def test_the_centre_is_not_served_in_the_clear_beyond_this_machine(
    tmp_path: Path, password_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    loopback = ["--language", "en", "--folder", str(tmp_path / "plain")]
    assert main([*loopback, "init", "--loopback", "--password-file", password_file]) == Exit.DONE
    assert main([*loopback, "serve", "--host", "0.0.0.0"]) == Exit.REFUSED
    assert "--loopback" in capsys.readouterr().err
    assert not read_settings(CentreFolder(tmp_path / "plain")).tls


def test_the_authority_signs_the_server_and_the_code_names_it(
    folder: CentreFolder, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("seat", "code", "0042") == Exit.DONE
    code = parse(capsys.readouterr().out)
    der = authority_der(folder)
    assert der is not None
    assert code.fits(der)
    assert not code.fits(der + b"x")
    authority = x509.load_der_x509_certificate(der)
    server = x509.load_pem_x509_certificate(folder.server_certificate.read_bytes())
    server.verify_directly_issued_by(authority)
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "centre.example" in names.get_values_for_type(x509.DNSName)


def test_a_seat_enrols_over_tls_with_the_authority_that_its_code_names(
    folder: CentreFolder, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("seat", "code", "0043") == Exit.DONE
    code = parse(capsys.readouterr().out)
    opened, started = open_centre(folder), threading.Event()
    server = make_server(opened, "127.0.0.1", 0, announce=lambda _address: started.set())
    with running(server, started):
        with httpx.Client(base_url=server.address, verify=False, timeout=PATIENCE_S) as unverified:
            pem = unverified.get("/v1/ca").text
        assert code.fits(ssl.PEM_cert_to_DER_cert(pem))
        with httpx.Client(
            base_url=server.address, verify=ssl.create_default_context(cadata=pem), timeout=PATIENCE_S
        ) as pinned:
            answer = pinned.post("/v1/enrol", json=enrolment(str(code), Ed25519PrivateKey.generate()))
        assert (answer.status_code, answer.json()["seat"]) == (200, "0043")
        assert len(base64.b64decode(answer.json()["phone_hash_key"])) == 32
        with pytest.raises(httpx.ConnectError), httpx.Client(base_url=server.address, timeout=PATIENCE_S) as unknown:
            unknown.get("/v1/health")
    opened.centre.engine.dispose()


@pytest.mark.parametrize(("language", "words"), [("en", "Seats reach it at"), ("zh", "座席可由以下地址接入")])
def test_a_centre_on_all_of_its_machine_says_by_which_names_seats_reach_it(
    capsys: pytest.CaptureFixture[str], language: str, words: str
) -> None:
    set_language(language)
    settings = Settings(tls=True, host_names=("centre.example", "fd00::1"))
    announce(settings, "https://0.0.0.0:8345")
    first, names = capsys.readouterr().out.splitlines()
    assert first.endswith("https://0.0.0.0:8345")
    assert words in names
    assert "https://centre.example:8345" in names
    assert "https://[fd00::1]:8345" in names
    for told in (settings, "https://10.0.0.7:8345"), (Settings(), "http://127.0.0.1:8345"):
        announce(*told)
        assert len(capsys.readouterr().out.splitlines()) == 1


def test_a_demo_centre_has_people_a_past_and_a_seat_that_rings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = CentreFolder(tmp_path / "demo")
    assert main(["--language", "en", "--folder", str(folder.path), "init", "--demo"]) == Exit.DONE
    told = capsys.readouterr().out
    assert "seat 0035; sign in there as 1021 / 1022, or as 1029" in told
    assert "1029 signs for who goes, 1028 for who comes" in told
    opened = open_centre(folder)
    shifts = Shifts.of(opened.centre.pack.time_zone, opened.settings.shift_ends)
    shift = shifts.at(opened.centre.now())
    assert shift is not None
    levels = {"4001": 1, "4002": 2, "4003": 3, "4004": 4, "4011": 1, "4012": 2, "4021": 1}
    with reading(opened.centre.engine) as conn:
        people = {each.operator_id: each for each in list_users(conn)}
    assert {name: opened.centre.pack.unit_level(people[name].unit) for name in levels} == levels
    for role in (Role.DISPATCHER, Role.CALLBACK, Role.UNIT, Role.SUPERVISOR, Role.QUALITY, Role.LEADER, Role.LEAD,
                 Role.TRAINER, Role.TRAINEE):  # fmt: skip
        names = [
            name for name, each in people.items() if role in each.roles and {"*", "sub_centre:02"} & {*each.places}
        ]
        assert names
        for name in names:
            assert name in told
            assert sign_in(opened.registry, name, DEMO_PASSWORD, None).session.unit == people[name].unit
    assert opened.settings.simulator.seats == ("0035",)
    with reading(opened.centre.engine) as conn:
        assert is_demo(conn)
        docs = [CaseDoc.model_validate_json(doc) for doc in conn.scalars(select(cases.c.doc))]
        home = conn.scalar(select(func.count()).select_from(change_log).where(change_log.c.scope == "area:02"))
        due = leaders_at(conn, "0035", opened.centre.now())
        sits = conn.scalars(select(shift_roster.c.operator_id).where(shift_roster.c.seat == "0035")).all()
        districts = {each[:6] for each in conn.scalars(select(settled_cases.c.area_code))}
        leads = [leads_on_roster(conn, each, "02") for each in (shift, shifts.after(shift))]
        weeks = sum_page(conn, "week", Whose(), Part(), last_weeks(opened.centre.now(), opened.centre.pack, 6)).sums
        own = sum_page(conn, "week", Whose("1021"), Part(), last_weeks(opened.centre.now(), opened.centre.pack, 6)).sums
        scenarios = {*conn.scalars(select(practice_calls.c.scenario))}
        [work] = assignments(conn, opened.centre.now().date()).assignments
        [appeal] = appeals(conn).appeals
    assert len(weeks) == 6
    assert len(own) > 2
    assert weeks[0].share < weeks[-2].share, "they learn"
    assert scenarios <= {each.code for each in scenario_titles("tangshan")}
    assert 0 < work.finished < work.people
    assert appeal.answer == ""
    assert (len(due), {*sits}) == (1, {"1021"})
    assert leads == [(people["1029"].name,), (people["1028"].name,)]
    assert f"The shift ends at {shift.ends:%H:%M}" in told
    assert len(docs) == CASES
    assert home
    assert home >= 30
    ages = [(datetime.now(UTC) - doc.order.created_at).days for doc in docs]
    assert max(ages) > 80
    assert min(ages) < 2
    assert len({doc.order.state for doc in docs}) >= 7
    assert len(districts) > 12, "reports and wall have something of most districts"
    assert 10 < sum(doc.order.state is State.HANDLING for doc in docs) < CASES / 5
    assert all(doc.order.caller_phone.startswith("199****0") for doc in docs)
    assert all([entry.at for entry in doc.timeline] == sorted(entry.at for entry in doc.timeline) for doc in docs)
    assert {doc.order.area_code for doc in docs} <= opened.centre.pack.areas.keys()
    assert len({doc.order.content for doc in docs}) > 0.75 * CASES
    with writing(opened.centre.engine) as conn:
        code = make_code(conn, "0035", None, at=opened.registry.now(), life=timedelta(hours=1))
    key = raw_public(Ed25519PrivateKey.generate())
    assert enrol(opened.registry, str(code), key, "DESK", "0.1.0").serial == SERIAL + 1
    assert sign_in(opened.registry, "1021", DEMO_PASSWORD, None).session.name
    opened.centre.engine.dispose()


def test_real_requests_come_in_once(tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    row = '1-{n},Bulky Items,Closed,1/{n}/20 13:40,,Call,BOS,NC,"100 W MAIN ST, 90012",14,DOWNTOWN'
    head = "srnumber,requesttype,status,createddate,closeddate,requestsource,owner,assignto,address,cd,ncname"
    file = tmp_path / "la311.csv"
    file.write_text("\n".join([head, *(row.format(n=n) for n in range(1, 30))]), encoding="utf-8")
    assert run("import", "la311", str(file)) == Exit.DONE
    assert "cases brought in: 29, there already: 0" in capsys.readouterr().out
    assert run("import", "la311", str(file)) == Exit.DONE
    assert "cases brought in: 0, there already: 29" in capsys.readouterr().out
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    assert run("import", "la311", str(file)) == Exit.DOES_NOT_HOLD
    assert "columns srnumber" in capsys.readouterr().err
    assert run("audit", "verify") == Exit.DONE


def test_real_requests_go_round_the_loop_once_and_while_nobody_serves(
    tmp_path: Path, run: Run, folder: CentreFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "srnumber,requesttype,status,createddate,closeddate,requestsource,owner,assignto,address,cd,ncname"
    row = '3-{n},Bulky Items,{status},1/{n}/20 13:40,{closed},Call,BOS,NC,"100 W MAIN ST, 90012",14,DOWNTOWN'
    ends = {1: ("Closed", "1/2/20 9:00"), 2: ("Cancelled", "1/3/20 9:00"), 3: ("Open", "")}
    rows = [row.format(n=n, status=status, closed=closed) for n, (status, closed) in ends.items()]
    file = tmp_path / "la311.csv"
    file.write_text("\n".join([head, *rows]), encoding="utf-8")
    loop = ("import", "la311", "--loop", str(file))
    centre = open_centre(folder).centre
    with in_use(centre.engine):
        assert run(*loop) == Exit.REFUSED
    assert "the centre is in use" in capsys.readouterr().err
    for told in ("cases brought in: 3, there already: 0", "cases brought in: 0, there already: 3"):
        assert run(*loop) == Exit.DONE
        assert told in capsys.readouterr().out
        with reading(centre.engine) as conn:
            docs = map(CaseDoc.model_validate_json, conn.scalars(select(cases.c.doc)))
            states = {doc.order.outside_no: doc.order.state for doc in docs if doc.order.outside_no.startswith("3-")}
        assert states == {"3-1": "filed", "3-2": "filed", "3-3": "handling"}
    centre.engine.dispose()
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    assert run(*loop) == Exit.DOES_NOT_HOLD
    assert run("audit", "verify") == Exit.DONE


def test_a_time_as_the_message_shows_it_is_taken(tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    head = "srnumber,requesttype,status,createddate,closeddate,requestsource,owner,assignto,address,cd,ncname"
    row = '2-1,Bulky Items,Closed,{time},,Call,BOS,NC,"100 W MAIN ST, 90012",14,DOWNTOWN'
    file = tmp_path / "la311.csv"
    file.write_text(f"{head}\n{row.format(time='yesterday')}\n", encoding="utf-8")
    assert run("import", "la311", str(file)) == Exit.DOES_NOT_HOLD
    shown = capsys.readouterr().err.strip().rpartition("such as ")[2]
    file.write_text(f"{head}\n{row.format(time=shown)}\n", encoding="utf-8")
    assert run("import", "la311", str(file)) == Exit.DONE
    assert "cases brought in: 1," in capsys.readouterr().out


def test_nothing_held_is_nothing_to_accept(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("held", "list") == Exit.DONE
    assert capsys.readouterr().out == ""
    assert run("held", "accept", HELD, "--by", "admin") == Exit.REFUSED


def test_only_a_supervisor_or_an_administrator_accepts(
    run: Run, password_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run("user", "add", "1043", "--name", "王敏", "--role", "operator", "--password-file", password_file)
        == Exit.DONE
    )
    assert run("held", "accept", HELD, "--by", "1043") == Exit.REFUSED
    assert "1043 may not do this" in capsys.readouterr().err
