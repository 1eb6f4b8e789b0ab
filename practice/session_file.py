"""The two files of a session: its plan, and its record, to which every event is appended as it happens."""

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hotline.practice_doc import PracticeResult
from local_cache.whole_file import write_whole
from practice.folder import PracticeFolder, SessionFolder
from practice.honest_clock import Anchor
from practice.line_file import LineFile, whole_lines
from practice.record import CallStep, Event, Head, Record, RecordDamaged, Step, event_line, head_line, parse_record
from practice.session_plan import PlannedCall, SessionPlan

_NO_WORD = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A session as its folder has it: the plan, the anchor of its clock (of the end, if it has ended), and whether.

    `left` says that its result was left for the centre, so far as there is one.
    """

    plan: SessionPlan
    anchor: Anchor
    ended: bool = False
    left: bool = True


def write_plan(folder: SessionFolder, kept: KeptPlan) -> None:
    """Keep the plan, whole or not at all. Raises `OSError`."""
    values = {"plan": kept.plan.kept(), "anchor": kept.anchor.kept(), "ended": kept.ended, "left": kept.left}
    write_whole(folder.plan, json.dumps(values, ensure_ascii=False).encode())


def read_plan(folder: SessionFolder) -> KeptPlan:
    """Return the plan of a session. Raises `RecordDamaged`, and `OSError` where there is none."""
    try:
        values = json.loads(folder.plan.read_text("utf-8"))
        return KeptPlan(
            SessionPlan.from_kept(values["plan"]), Anchor.from_kept(values["anchor"]), ended=bool(values["ended"]),
            left=bool(values.get("left", True)),  # an older console kept no word of it
        )  # fmt: skip
    except (ValueError, KeyError, TypeError) as error:
        raise RecordDamaged("the plan is not what was written") from error


def keep_result(folder: SessionFolder, result: PracticeResult) -> None:
    """Keep what a session came to: by another version of a scenario it cannot be marked again. Raises `OSError`."""
    write_whole(folder.result, result.model_dump_json().encode())


def kept_result(folder: SessionFolder) -> PracticeResult | None:
    """Return what a session came to when it ended, None where that was not kept."""
    with suppress(OSError, ValueError):
        return PracticeResult.model_validate_json(folder.result.read_bytes())
    return None


def kept_plans(folder: PracticeFolder) -> Iterator[tuple[SessionFolder, KeptPlan]]:
    """Yield the sessions with their plans, the newest last; what cannot be read is left out.

    Their names are in the order of the system's clock, which may have been set in between: what knew a later word of
    the centre is newer, whatever its own moments say.
    """
    found: list[tuple[SessionFolder, KeptPlan]] = []
    for each in folder.sessions():
        with suppress(RecordDamaged, OSError):
            found.append((each, read_plan(each)))
    yield from sorted(found, key=lambda one: (one[1].anchor.word or _NO_WORD, one[1].anchor.wall))


def calls_rung(folder: SessionFolder) -> int:
    """Return how many calls of a session have rung so far; none where its record cannot be read."""
    return _calls_at(folder, Step.RING)


def calls_over(folder: SessionFolder) -> int:
    """Return how many calls of a session have been wrapped up so far; none where its record cannot be read."""
    return _calls_at(folder, Step.READY)


def _calls_at(folder: SessionFolder, step: Step) -> int:
    try:
        record = parse_record(folder.record.read_bytes())
    except (OSError, RecordDamaged):
        return 0
    return sum(isinstance(event, CallStep) and event.step is step for event in record.events)


def still_played(folder: SessionFolder, plan: SessionPlan) -> tuple[PlannedCall, ...]:
    """Return the call of a session that rang last, if one has rung, and those that are still to come."""
    return plan.calls[max(0, calls_rung(folder) - 1) :]


def sweep(folder: PracticeFolder) -> None:
    """Take away what a crash left half begun or half ended; the caller holds the folder's lock."""
    for each in folder.half_begun():
        each.forget_seat()
        shutil.rmtree(each.root, ignore_errors=True)
    for each, kept in kept_plans(folder):
        if kept.ended and each.seat.root.exists():
            each.forget_seat()


class RecordFile:
    """The record while it is written."""

    def __init__(self, path: Path) -> None:
        self._file = LineFile(path)

    @classmethod
    def begin(cls, path: Path, head: Head) -> "RecordFile":
        """Begin a record. Raises `OSError`."""
        record = cls(path)
        try:
            record._file.put(head_line(head))
        except OSError:
            record.close()
            raise
        return record

    @classmethod
    def again(cls, path: Path) -> "tuple[RecordFile, Record]":
        """Go on with a record; half a last line goes. Raises `RecordDamaged`, `OSError`."""
        record = parse_record(whole_lines(path))
        return cls(path), record

    def put(self, event: Event) -> None:
        """Append an event. Raises `OSError`; what the disk did not take goes with the next one."""
        self._file.put(event_line(event))

    def close(self) -> None:
        """Close the file."""
        self._file.close()
