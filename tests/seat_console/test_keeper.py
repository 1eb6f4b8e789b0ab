"""What the demo starts ends with the demo: the keeper ends its command when its input closes."""

import subprocess
import sys

from tests.deadline import PATIENCE_S

KEEPER = [sys.executable, "-m", "seat_console.demo.keeper"]


def test_the_command_ends_when_the_input_closes() -> None:
    wait_for_ever = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
    keeper = subprocess.Popen(
        [*KEEPER, sys.executable, "-c", wait_for_ever], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert keeper.stdin is not None
    assert keeper.stdout is not None
    assert keeper.stdout.readline().strip().isdigit()
    keeper.stdin.close()
    assert keeper.wait(PATIENCE_S) != 0
    assert keeper.stdout.read() == b""  # the pipe closes only when the command is gone too
    keeper.stdout.close()


def test_the_exit_code_is_the_commands_own() -> None:
    keeper = subprocess.Popen([*KEEPER, sys.executable, "-c", "raise SystemExit(7)"], stdin=subprocess.PIPE)
    assert keeper.wait(PATIENCE_S) == 7
    assert keeper.stdin is not None
    keeper.stdin.close()
