"""`seat_memory`: resident memory of the console at the desk, and its growth over 2,000 saved cases.

The cases go through the running console as an integrator's would: `seat-console case file` hands them over, a
hundred at a time.
"""

import json
import subprocess
import sys
from pathlib import Path

import psutil

from benchmarks.console import prepared
from benchmarks.report import Figure, at_most

_SAVES = 2000
_AT_A_TIME = 100
_MIB = 1 << 20


def measure() -> list[Figure]:
    """Return megabytes at the desk with 20,000 cached cases, and per cent of growth."""
    with prepared(20_000) as seat, seat.console() as console:
        console.wait_for("1042")
        console.settle(0.5)
        process = psutil.Process(console.pid)
        _file(seat.folder.root, seat.told[0].class_code, seat.told[0].area_code, 50)  # what the first save loads
        console.settle(0.5)
        before = process.memory_info().rss
        for _ in range(_SAVES // _AT_A_TIME):
            _file(seat.folder.root, seat.told[0].class_code, seat.told[0].area_code, _AT_A_TIME)
        console.settle(0.5)
        after = process.memory_info().rss
    return [
        at_most("seat_memory", before / _MIB, "MB", 100),
        at_most("seat_memory_growth", (after / before - 1) * 100, "%", 5),
    ]


def _file(folder: Path, class_code: str, area_code: str, count: int) -> None:
    intake = {
        "case_type": "QZ",
        "class_code": class_code,
        "area_code": area_code,
        "content": "昨晚八点起全楼停水，请尽快恢复。" * 20,
        "caller_phone": "19900001234",
    }
    lines = "\n".join(json.dumps({"ref": str(place), "intake": intake}) for place in range(count))
    done = subprocess.run(
        [sys.executable, "-m", "seat_console", "--folder", str(folder), "case", "file", "--from", "-"],
        input=lines,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"case file ended with {done.returncode}: {done.stderr[-500:]}")
