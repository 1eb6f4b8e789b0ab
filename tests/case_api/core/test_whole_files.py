"""A file is there whole or not at all, and what a process that was killed left of one does not lie there for ever."""

import subprocess
import sys
from pathlib import Path

from case_api.whole_files import whole_file

_WRITER = """
import sys
from pathlib import Path
from case_api.whole_files import whole_file

with whole_file(Path(sys.argv[1])) as part:
    part.write_bytes(b"half")
    part.with_name(part.name + "-journal").write_bytes(b"of SQLite")
    print(part.name, flush=True)
    sys.stdin.read()
"""


def test_the_rest_of_a_killed_process_goes_and_the_work_of_a_running_one_stays(tmp_path: Path) -> None:
    (tmp_path / "elses.part").write_bytes(b"not ours")
    command = [sys.executable, "-c", _WRITER, str(tmp_path / "monday")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        part = writer.stdout.readline().strip()
        with whole_file(tmp_path / "tuesday") as mine:
            mine.write_bytes(b"whole")
        names = {part, f"{part}-journal", "elses.part", "tuesday"}
        assert {file.name for file in tmp_path.iterdir()} == names
        writer.kill()
        writer.wait()
    assert {file.name for file in tmp_path.iterdir()} == names
    with whole_file(tmp_path / "wednesday") as mine:
        mine.write_bytes(b"whole too")
    assert {file.name for file in tmp_path.iterdir()} == {"elses.part", "tuesday", "wednesday"}
    assert (tmp_path / "tuesday").read_bytes() == b"whole"
