"""What is recorded of a practice session, as lines of JSON: a head, then one event a line, whole with its line end.

`ms` are milliseconds since the session began, by a clock that nobody can set. Whoever writes the file appends and
flushes each line; what a crash leaves of a last one is dropped when it is read.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from hotline.codes import PracticeKind


class Step(StrEnum):
    """What became of a call; `ready` is when the trainee has wrapped it up."""

    RING = "ring"
    ANSWERED = "answered"
    HELD = "held"
    RESUMED = "resumed"
    HUNG_UP = "hung_up"
    READY = "ready"


PASTE = "paste"
"""What a paste is recorded as, among the keys."""


class RecordDamaged(Exception):  # noqa: N818  (named after what happened)
    """A record that is not what was written: its head is missing, or a line other than the last one is no event."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a session is. `began` is UTC, `boot` names the run of the machine that its clock counts from.

    With `clock_behind` the system's clock was set back: the session begins with the latest moment that was known.
    """

    session: str
    kind: PracticeKind
    trainee: str
    scenarios: tuple[str, ...]
    rubric: int
    language: str
    columns: int
    rows: int
    began: datetime
    boot: str = ""
    clock_behind: bool = False


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """A key as Textual names it, or `PASTE` with all that was pasted. `at` is the field, else the screen, it went to.

    `used` says whether it did anything.
    """

    e: ClassVar[str] = "key"
    ms: int
    key: str
    char: str = ""
    at: str = ""
    used: bool = True

    @property
    def signs(self) -> int:
        """How many signs it typed, or the paste brought; 0 for one that did nothing."""
        if not self.used:
            return 0
        return len(self.char) if self.key == PASTE else int(self.char.isprintable() and bool(self.char))


@dataclass(frozen=True, slots=True)
class CallStep:
    """A step of a call; `call` counts from 1. `number` is what the switch shows, `by` who hung up: caller, trainee."""

    ms: int
    step: Step
    call: int
    scenario: str = ""
    call_id: str = ""
    number: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class CallerSaid:
    """What the caller said, by the code of the line or the reply."""

    e: ClassVar[str] = "said"
    ms: int
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A standard question (`city_packs.scenario.Question`) that the trainee put to the caller."""

    e: ClassVar[str] = "asked"
    ms: int
    question: str


@dataclass(frozen=True, slots=True)
class TextRead:
    """A text that the trainee read out, by the code of its phrase; `city_packs.scenario.NUMBER` for a case's number."""

    e: ClassVar[str] = "read"
    ms: int
    phrase: str


@dataclass(frozen=True, slots=True)
class Act:
    """A command as practice's centre has it, or the seat while the line is cut.

    `payload` as `hotline.commands.payload_of` gives it. `case` is the code of a past case of the scenario, else the
    case's own id. `call` is the call that it belongs to, 0 for the present one; `seq`, `mutation`, `number`: the
    mutation at the seat, its id, and the number of the case. `made_ms` is when it was made, 0 for `ms`.
    """

    e: ClassVar[str] = "act"
    ms: int
    op: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    case: str = ""
    call: int = 0
    seq: int = 0
    mutation: str = ""
    number: str = ""
    made_ms: int = 0


@dataclass(frozen=True, slots=True)
class LineChanged:
    """The line to practice's centre went down or came back."""

    e: ClassVar[str] = "line"
    ms: int
    up: bool


@dataclass(frozen=True, slots=True)
class CameBack:
    """The program was started again in the middle of the session, after `away_ms` without it."""

    e: ClassVar[str] = "back"
    ms: int
    away_ms: int = 0


@dataclass(frozen=True, slots=True)
class Ended:
    """The session is over. `unsent` counts what was saved and had not arrived at the centre by then."""

    e: ClassVar[str] = "end"
    ms: int
    unsent: int = 0


Event = KeyPressed | CallStep | CallerSaid | Asked | TextRead | Act | LineChanged | CameBack | Ended

_KINDS: dict[str, type[Event]] = {
    each.e: each for each in (KeyPressed, CallerSaid, Asked, TextRead, Act, LineChanged, CameBack, Ended)
}
_STEPS = frozenset(Step)


@dataclass(frozen=True, slots=True)
class Record:
    """A whole record, its events in the order in which they were written."""

    head: Head
    events: tuple[Event, ...]


def head_line(head: Head) -> str:
    """Return the first line of a record, with its line end."""
    return _line({**asdict(head), "began": head.began.isoformat()})


def event_line(event: Event) -> str:
    r"""Return the line of an event, with its line end; what is at its default is left out.

    >>> event_line(Asked(1500, "greet"))
    '{"ms": 1500, "e": "asked", "question": "greet"}\n'
    """
    name = event.step.value if isinstance(event, CallStep) else event.e
    rest = {
        each.name: getattr(event, each.name)
        for each in fields(event)
        if each.name not in ("ms", "step")
        and getattr(event, each.name) != each.default
        and getattr(event, each.name) != {}
    }
    return _line({"ms": event.ms, "e": name, **rest})


def parse_record(raw: bytes) -> Record:
    """Return the record in the bytes of its file, without a last line that is not whole. Raises `RecordDamaged`."""
    whole = raw[: raw.rfind(b"\n") + 1]  # what follows the last line end is half a line
    if not whole:
        raise RecordDamaged("the head is missing")
    first, *lines = whole.decode(errors="replace").split("\n")[:-1]
    try:
        head = _head(json.loads(first))
    except (ValueError, TypeError, KeyError) as bad:
        raise RecordDamaged("line 1 is no head of a record") from bad
    try:
        told = json.loads(f"[{','.join(lines)}]")  # at once: a shift has thousands, each slow by itself
    except ValueError:
        told = []
    if len(told) != len(lines):
        told = [_values(line, place) for place, line in enumerate(lines, 2)]
    return Record(head, tuple(_event(values, place) for place, values in enumerate(told, 2)))


def _line(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False) + "\n"


def _head(values: dict[str, Any]) -> Head:
    values["kind"] = PracticeKind(values["kind"])
    values["scenarios"] = tuple(values["scenarios"])
    values["began"] = datetime.fromisoformat(values["began"])
    return Head(**values)


def _values(line: str, place: int) -> Any:
    try:
        return json.loads(line)
    except ValueError as bad:
        raise _no_event(place) from bad


def _event(values: Any, place: int) -> Event:
    try:
        name = values.pop("e")
        if name in _STEPS:
            return CallStep(step=Step(name), **values)
        return _KINDS[name](**values)
    except (ValueError, TypeError, KeyError, AttributeError) as bad:
        raise _no_event(place) from bad


def _no_event(place: int) -> RecordDamaged:
    return RecordDamaged(f"line {place} is no event of a record")
