"""Runs a command for as long as its own standard input is open.

The demo starts its centre through it: however the demo ends, kill -9 included, the system closes that input and the
centre ends too. Run as `python -m seat_console.demo.keeper COMMAND …`.
"""

import os
import subprocess
import sys
import threading

PATIENCE_S = 5.0
"""How long a command may take to end before it is killed."""


def keep(command: list[str]) -> int:
    """Run `command` until it ends or standard input does; return its exit code."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - the demo says which

    def end_with_input() -> None:
        while os.read(0, 1024):  # not sys.stdin: its lock must be free when the interpreter ends
            pass
        child.terminate()
        try:
            child.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            child.kill()

    threading.Thread(target=end_with_input, daemon=True).start()
    return child.wait()


if __name__ == "__main__":
    sys.exit(keep(sys.argv[1:]))
