"""Leaks that are planted in a program of practice, so that what watches it is seen to tell of each.

Each does one thing that practice may never do, beside the folder of the live seat that was named.
"""

import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from importlib import import_module
from pathlib import Path


def _live() -> Path:
    return Path(sys.argv[sys.argv.index("--folder") + 1])


def reads_a_live_file() -> None:
    (_live() / "seat.key").read_bytes()


def writes_beside_the_live_files() -> None:
    (_live() / "from-practice").write_text("x", "ascii")


def opens_the_live_database() -> None:
    from local_cache.encrypted import sqlcipher

    sqlcipher.connect(_live() / "work.db").close()


def looks_what_there_is_live() -> None:
    list(_live().iterdir())


def takes_a_live_file_away() -> None:
    (_live() / "seat.salt").rename(_live() / "gone")


def writes_a_temporary_file() -> None:
    with tempfile.NamedTemporaryFile("w") as file:
        file.write("x")


def asks_the_network() -> None:
    with socket.socket() as line, suppress(OSError):
        line.connect(("127.0.0.1", 9))


def speaks_to_a_connector() -> None:
    with socket.socket(socket.AF_UNIX) as line, suppress(OSError):
        line.connect("/nowhere")


def starts_a_child() -> None:
    subprocess.run([sys.executable, "-S", "-c", ""], check=True)


def imports_the_line_of_the_centre() -> None:
    import_module("local_cache.sync.http")


def imports_the_centre() -> None:
    import_module("case_api")


ALL = (
    reads_a_live_file, writes_beside_the_live_files, opens_the_live_database, looks_what_there_is_live,
    takes_a_live_file_away, writes_a_temporary_file, asks_the_network, speaks_to_a_connector, starts_a_child,
    imports_the_line_of_the_centre, imports_the_centre,
)  # fmt: skip
