"""`practice from-case`: a file that cannot be a new scenario is named before anything is asked."""

from pathlib import Path

import pytest

from seat_console import cli
from seat_console.exit_codes import Exit

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Bad Name.toml", "the name of the file is the scenario's code: small letters and dashes"),
        ("case-004201.toml", "small letters and dashes, two digits at its end at most"),
        ("no-water", "its name must end in .toml"),
        ("no-water.TOML", "its name must end in .toml"),
        ("no-water.toml", "it is there already: name another one"),
        ("missing/no-water.toml", "there is no such file or folder: check the name"),
    ],
)
def test_a_file_that_cannot_be_a_new_scenario_is_refused_before_the_seat_is_opened(
    name: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "no-water.toml").write_text("mine", encoding="utf-8")
    seat = tmp_path / "seat"
    words = ["--folder", str(seat), "practice", "from-case", "0042019999990", "--to", str(tmp_path / name)]
    assert cli.main(words) == Exit.USAGE
    assert says in capsys.readouterr().err
    assert (tmp_path / "no-water.toml").read_text(encoding="utf-8") == "mine"
    assert not seat.exists()
    free = [*words[:-1], str(tmp_path / "no-water-2.toml")]
    assert cli.main(free) == Exit.NOT_ENROLLED
