"""A practice session that has ended, read from its files: its calls with their marks, and what its screens showed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from city_packs.model import CityPack
from city_packs.rubric import Rubric
from city_packs.scenario import Scenario
from practice.calls import CallRecord, calls_of
from practice.folder import SessionFolder
from practice.marking import marks
from practice.marks import Marks
from practice.record import Record, parse_record
from practice.shown_frames import ShownFrames


@dataclass(frozen=True, slots=True)
class FinishedCall:
    """One call of the session with its scenario and its marks."""

    call: CallRecord
    scenario: Scenario
    marks: Marks


@dataclass(frozen=True, slots=True)
class FinishedSession:
    """A whole session; a call whose scenario is not known any more is left out."""

    record: Record
    calls: tuple[FinishedCall, ...]

    @property
    def length_ms(self) -> int:
        """Milliseconds from its begin to the last thing that happened."""
        return max((event.ms for event in self.record.events), default=0)


def finished_session(
    folder: SessionFolder, scenarios: Mapping[str, Scenario], rubric_of: Callable[[int], Rubric], pack: CityPack
) -> FinishedSession:
    """Return a session with its marks, by the version of the rubric that its record names.

    Raises `OSError`, `practice.record.RecordDamaged`, and what `rubric_of` raises.
    """
    record = parse_record(folder.record.read_bytes())
    rubric = rubric_of(record.head.rubric)
    calls = tuple(
        FinishedCall(call, scenarios[call.scenario], marks(call, scenarios[call.scenario], rubric, pack))
        for call in calls_of(record)
        if call.scenario in scenarios
    )
    return FinishedSession(record, calls)


def shown_frames(folder: SessionFolder) -> ShownFrames:
    """Return what the session's screens showed; no frame where nothing was kept. Raises `OSError`."""
    return ShownFrames(folder.frames.read_bytes() if folder.frames.exists() else b"")
