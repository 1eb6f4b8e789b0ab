"""What the file of MyLA311 itself says: computed from its columns alone, without a line of the program.

`python tests/whole/la311_truth.py FILE` prints it as JSON.
"""

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
HOUR = timedelta(hours=1)


def moment(text: str) -> datetime | None:
    """Return a time of the file in UTC, None for an empty one."""
    if not text:
        return None
    day, clock = text.split()
    month, of_month, year = map(int, day.split("/"))
    hour, minute = map(int, clock.split(":"))
    return datetime(2000 + year, month, of_month, hour, minute, tzinfo=LOS_ANGELES).astimezone(UTC)


def open_at_each_hour(spans: Iterable[tuple[datetime, datetime | None]]) -> list[int]:
    """Return how many are open at each full hour from the first beginning on, until all are over that will be."""
    spans = list(spans)
    first = min(begin for begin, _ in spans).replace(minute=0) + HOUR
    last = max(end for _, end in spans if end is not None)
    hours = int((last - first) / HOUR) + 2
    change = [0] * (hours + 1)
    for begin, end in spans:
        change[_hour(begin, first)] += 1
        if end is not None:
            change[_hour(end, first)] -= 1
    counted, now = [], 0
    for each in change[:hours]:
        now += each
        counted.append(now)
    return counted


def _hour(at: datetime, first: datetime) -> int:
    """Return the first full hour by which something has happened."""
    return max(0, -int((first - at) // HOUR))


def truth(rows: Iterable[dict[str, str]]) -> dict[str, object]:
    """Return the counts by type, channel and owner, how many are open at each hour, and the minutes that each took."""
    rows = list(rows)
    spans = {row["srnumber"]: (moment(row["createddate"]), moment(row["closeddate"])) for row in rows}
    took = {number: int((end - begin).total_seconds() // 60) for number, (begin, end) in spans.items() if begin and end}
    return {
        "types": Counter(row["requesttype"] for row in rows),
        "channels": Counter(row["requestsource"] for row in rows),
        "owners": Counter(row["owner"] for row in rows),
        "open": open_at_each_hour((begin, end) for begin, end in spans.values() if begin),
        "minutes": took,
    }


def rows_of(file: str | Path, most: int | None = None) -> list[dict[str, str]]:
    """Return the rows of a file, at most so many."""
    with Path(file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))[:most]


if __name__ == "__main__":
    json.dump(truth(rows_of(sys.argv[1])), sys.stdout, indent=1)
