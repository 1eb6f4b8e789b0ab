"""The recordings of a running Asterisk (tests/data/ami), cut where the recording client was cut off."""

import gzip
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "data" / "ami"
QUEUE_LOG = DATA / "ami_mixed_run.queue_log"
_ITEMS = frozenset({"QueueParams", "QueueMember", "QueueEntry"})
_OTHER_ANSWERS = frozenset({"QueueStatusComplete", "QueueSummary", "QueueSummaryComplete", "FullyBooted"})

Event = dict[str, str]


@dataclass(slots=True)
class Stretch:
    """What one line was told without a break, and what Asterisk answered at its beginning to QueueStatus."""

    began: float
    status: list[Event] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


@cache
def recording(name: str) -> tuple[Stretch, ...]:
    """Return the stretches of a recording."""
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        told: list[Event] = [json.loads(line) for line in lines]
    stretches = [Stretch(next(float(each["Timestamp"]) for each in told if "Timestamp" in each))]
    answered = False
    for each in told:
        if each.get("Marker") == "reconnected":
            stretches.append(Stretch(float(each["Timestamp"])))
            answered = False
        elif each.get("Event") in _ITEMS:
            if not answered:
                stretches[-1].status.append(each)
        elif each.get("Event") in _OTHER_ANSWERS:
            answered = answered or each["Event"] == "QueueStatusComplete"
        elif "Event" in each:
            stretches[-1].events.append(each)
    return tuple(stretches)


def truth() -> dict[str, Any]:
    """Return the figures that were computed from Asterisk's own queue log of the mixed run."""
    found: dict[str, Any] = json.loads((DATA / "ami_mixed_run.truth.json").read_text(encoding="utf-8"))
    return found


def began(name: str) -> datetime:
    """Return when a recording begins."""
    return datetime.fromtimestamp(recording(name)[0].began, UTC)
