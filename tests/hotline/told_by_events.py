"""What the events of a timeline alone say of a work order: its state, how often it changed, and its clocks."""

from dataclasses import dataclass, field
from typing import Any

from hotline.outcome import Event
from hotline.work_order import WorkOrder

_STANDS = {"start": "runs", "again": "runs", "resume": "runs", "pause": "rests", "stop": "stands"}


@dataclass
class ToldClock:
    """A clock as its lines tell of it: where it stands, when it is due and with which lamp."""

    code: str
    stands: str = "runs"
    due: str | None = None
    light: str = "green"


@dataclass
class Told:
    """A work order as its events tell of it."""

    state: str = ""
    revision: int = 0
    clocks: list[ToldClock] = field(default_factory=list)

    def hear(self, event: Event) -> None:
        """Take in one event. Raises `AssertionError` where it does not follow from those before it."""
        if event.kind == "reveal":
            return
        assert not self.revision or event.from_state == self.state, f"{event.kind} came from {event.from_state}"
        self.state = str(event.to_state)
        self.revision += 1
        for line in event.data.get("clocks", ()):
            self._hear_of_a_clock(line)

    def _hear_of_a_clock(self, line: dict[str, Any]) -> None:
        did, code = line["did"], line["code"]
        if did == "start":
            self.clocks.append(ToldClock(code))
        wanted = {"again": ("stands",), "resume": ("rests",)}.get(did, ("runs", "rests"))
        clock = next(each for each in reversed(self.clocks) if each.code == code and each.stands in wanted)
        clock.stands = _STANDS.get(did, clock.stands)
        clock.due = line.get("due", clock.due)
        clock.light = line.get("light", "green")


def told(timeline: list[Event]) -> Told:
    """Return what a whole timeline tells."""
    order = Told()
    for event in timeline:
        order.hear(event)
    return order


def as_told(order: WorkOrder) -> Told:
    """Return what the timeline of a work order has to tell of it as it is."""
    clocks = [
        ToldClock(
            each.code,
            "stands" if each.stopped_at else "rests" if each.paused_at else "runs",
            each.due_at.isoformat(),
            each.light.value,
        )
        for each in order.clocks
    ]
    return Told(order.state.value, order.revision, clocks)


def must_agree(order: WorkOrder, timeline: list[Event]) -> None:
    """Check that events and order say the same. When a clock that does not run is due, nobody is told."""
    heard, is_so = told(timeline), as_told(order)
    for one, other in zip(heard.clocks, is_so.clocks, strict=True):
        if other.stands != "runs":
            one.due = other.due = None
    assert heard == is_so
