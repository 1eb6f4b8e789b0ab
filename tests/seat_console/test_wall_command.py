"""`seat-console wall` from the command line: what is missing or wrong is said, with what to give instead."""

from pathlib import Path

import pytest

from seat_console import cli
from seat_console.exit_codes import Exit
from wording import set_language

REMOTE = ("--centre", "https://centre.example:8345")
HERE = ("--centre", "http://127.0.0.1:8345")
TOKEN = "k7" * 20


@pytest.mark.parametrize(
    ("given", "token", "says"),
    [
        (("--centre", "centre.example"), TOKEN, "This is no address of a centre"),
        (("--centre", "http://centre.example:8345"), TOKEN, "Plain http is for this machine alone"),
        (REMOTE, TOKEN, "https needs the centre's certificate authority"),
        ((*REMOTE, "--ca", "{at}/token"), TOKEN, "There is no certificate authority in {at}/token"),
        ((*REMOTE, "--ca", "{at}/none.pem"), TOKEN, "none.pem"),
        (HERE, "", "A display token is wanted"),
        (HERE, "two words", "This is no display token"),
        (HERE, "令牌", "This is no display token"),
        ((*HERE, "--token-file", "{at}/none"), TOKEN, "{at}/none"),
        ((*HERE, "--token-file", "{at}/empty"), TOKEN, "A display token is wanted"),
        ((*HERE, "--token-file", "{at}/token"), "", "The wall needs a terminal"),
        (HERE, TOKEN, "The wall needs a terminal"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    given: tuple[str, ...],
    token: str,
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    (tmp_path / "empty").write_text("\n", encoding="utf-8")
    monkeypatch.setenv("SEAT_CONSOLE_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("SEAT_WALL_TOKEN", token)
    code = cli.main(["wall", "--language", "en", *(each.format(at=tmp_path) for each in given)])
    said = "".join(capsys.readouterr())
    set_language("zh")
    assert (code, said.count("\n")) == (Exit.USAGE, 1), said
    assert says.format(at=tmp_path) in said
    assert not token or token not in said
