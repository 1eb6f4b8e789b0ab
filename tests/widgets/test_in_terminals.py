"""The widgets and the default keys where they are used: in a plain pseudo-terminal and in tmux."""

import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

pytest.importorskip("termios", reason="pseudo-terminals need a Unix")

from seat_console.environment import TERMINAL
from tests.deadline import until
from tests.terminal.pty_terminal import Terminal
from widgets.keymap import ARRIVING

pytestmark = pytest.mark.terminal

ROOT = Path(__file__).parents[2]
ALL_KEYS = sorted(ARRIVING)
_CTRL_SIGNS = {"ctrl+backslash": "\\", "ctrl+right_square_bracket": "]"}
_TMUX_NAMES = {"escape": "Escape", "insert": "IC"}
_FUNCTION = {**{n: "\x1bO" + "PQRS"[n - 1] for n in range(1, 5)}, 12: "\x1b[24~"}
_FUNCTION |= {n: f"\x1b[{code}~" for n, code in zip(range(5, 10), (15, 17, 18, 19, 20), strict=True)}


def program(name: str) -> list[str]:
    return [sys.executable, "-m", f"tests.widgets.{name}"]


def sequence(key: str) -> str:
    """What an xterm sends for a key."""
    if key == "escape":
        return "\x1b"
    if key == "insert":
        return "\x1b[2~"
    if key.startswith("ctrl+"):
        return chr(ord(_CTRL_SIGNS.get(key, key[-1])) & 0x1F)
    return _FUNCTION[int(key[1:])]


def logged(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").split() if file.exists() else []


def test_every_key_that_a_command_may_have_arrives_in_a_plain_terminal(tmp_path):
    log = tmp_path / "keys"
    with Terminal([*program("key_logger"), str(log)], {"PYTHONPATH": str(ROOT), **TERMINAL}) as terminal:
        terminal.wait_for("<ready>")
        for key in ALL_KEYS:
            terminal.send(sequence(key).encode())
            terminal.wait_for(f"<{key}>")
    assert logged(log) == ["ready", *ALL_KEYS]


@pytest.fixture
def tmux(tmp_path) -> Iterator[Callable[..., str]]:
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    socket = str(tmp_path / "tmux")

    def run(*words: str) -> str:
        return subprocess.run(
            ["tmux", "-S", socket, "-f", "/dev/null", *words], check=True, capture_output=True, text=True, cwd=ROOT
        ).stdout

    yield run
    subprocess.run(["tmux", "-S", socket, "kill-server"], check=False, capture_output=True)


def test_every_key_that_a_command_may_have_arrives_in_tmux(tmp_path, tmux):
    log = tmp_path / "keys"
    tmux("new-session", "-d", "-x", "80", "-y", "24", "env", *(f"{name}={value}" for name, value in TERMINAL.items()),
         *program("key_logger"), str(log))  # fmt: skip
    assert not {"ctrl+b"} & {*ALL_KEYS}, "tmux's own prefix"
    until(lambda: logged(log) == ["ready"], "the program to be ready")
    for number, key in enumerate(ALL_KEYS, 2):
        name = f"C-{_CTRL_SIGNS[key]}" if key in _CTRL_SIGNS else key.replace("ctrl+", "C-")
        tmux("send-keys", _TMUX_NAMES.get(key, "F" + name[1:] if name[0] == "f" else name))
        until(lambda number=number: len(logged(log)) >= number, "a key to arrive")
    assert logged(log) == ["ready", *ALL_KEYS]


def moved_behind(terminal: Terminal, text: str, place: tuple[int, int] = (0, 0)) -> bool:
    """Whether the cursor left `place` and stands behind `text`; while a paint is read in parts it may be anywhere."""
    line = terminal.rows[terminal.cursor[0]].rstrip()
    return terminal.cursor != place and line.endswith(text) and terminal.cursor[1] == cell_len(line)


def test_a_key_in_a_long_narrative_writes_few_bytes_and_puts_the_cursor_on_the_caret():
    with Terminal(program("long_text"), {"PYTHONPATH": str(ROOT)}) as terminal:
        terminal.wait_for(lambda _: "至今未修" in terminal.text and terminal.cursor[0] > 12)
        typed = "水电气热路灯噪声停车物业" * 5
        each = []
        for sign in typed:
            row, column = terminal.cursor
            before = len(terminal.written)
            terminal.send(sign.encode())
            terminal.wait_for(lambda _, place=(row, column), sign=sign: moved_behind(terminal, sign, place))
            each.append(len(terminal.written) - before)
        assert moved_behind(terminal, typed[-3:])
        *most, _ = statistics.quantiles(each, n=10)  # a key may share its paint with the last one of the start
        assert max(most) < 400
        assert all(sign in "".join(terminal.rows) for sign in typed)


@pytest.mark.parametrize(("begin", "end"), [(b"", b""), (b"\x1b[200~", b"\x1b[201~")], ids=["typed", "pasted"])
def test_what_is_typed_or_pasted_is_never_obeyed(begin, end):
    with Terminal(program("long_text"), {"PYTHONPATH": str(ROOT)}) as terminal:
        terminal.wait_for(lambda _: "至今未修" in terminal.text)
        terminal.keys("ctrl+n")
        terminal.send(begin + "[/][red]\u202e!".encode() + end)
        terminal.wait_for(lambda _: "[/][red]<RLO>!" in terminal.text)
        assert "至今未修" in terminal.text


def test_escape_sequences_in_a_paste_stay_where_they_were_pasted():
    with Terminal(program("long_text"), {"PYTHONPATH": str(ROOT)}) as terminal:
        terminal.wait_for(lambda _: "至今未修" in terminal.text)
        terminal.keys("ctrl+n")
        terminal.send(b"\x1b[200~one \x1b[31mtwo\x1b[0m three\x1b[201~!")
        terminal.wait_for(lambda _: "one ␛[31mtwo␛[0m three!" in terminal.text)
