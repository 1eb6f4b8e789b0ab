"""What a work order gathers on its way round the loop: units, requests, supervision. Frozen like the order itself."""

from datetime import date

from pydantic import AwareDatetime

from hotline.codes import CallerNoteReason, Light, Request, Solved, State, SuperviseKind, UnitPart
from hotline.work_order_text import Code, Frozen, Line, Narrative


class RunningClock(Frozen):
    """A clock of a work order (时限): the pack's clock as it was when it started, and where it stands.

    `due_at`, `yellow_at` and `red_at` follow from `started_at`, the lengths in `unit`, what was `extended` and the
    `pauses` (from, until), by the calendar of version `calendar`; `provisional` while a day of it is not announced.
    `light` is the last lamp that was recorded, not the one of this moment.
    """

    code: Code
    start: Code
    stop: Code
    unit: Code
    length: float
    yellow: float
    red: float
    extension: float = 0
    pause_reasons: tuple[Code, ...] = ()
    started_at: AwareDatetime
    due_at: AwareDatetime
    yellow_at: AwareDatetime
    red_at: AwareDatetime
    calendar: Code
    provisional: bool = False
    extended: float = 0
    pauses: tuple[tuple[AwareDatetime, AwareDatetime], ...] = ()
    paused_at: AwareDatetime | None = None
    stopped_at: AwareDatetime | None = None
    light: Light = Light.GREEN


class Assignment(Frozen):
    """What one unit had to do with a work order, from when it was sent until `ended_at` (None while it still has)."""

    unit: Code
    level: int = 0
    part: UnitPart
    sent_at: AwareDatetime
    signed_at: AwareDatetime | None = None
    signed_by: Code = ""
    contacted_at: AwareDatetime | None = None
    done_at: AwareDatetime | None = None
    reply: Narrative = ""
    evidence: Line = ""
    solved: Solved | None = None
    ended_at: AwareDatetime | None = None


class ReturnRequest(Frozen):
    """退单申请: a unit says that the work order is not its own. `from_state` is where it goes back to if barred."""

    at: AwareDatetime
    unit: Code
    operator: Code
    reason: Code
    explanation: Line = ""
    suggested_unit: Code = ""
    from_state: State
    late: bool = False


class Extension(Frozen):
    """延期申请: `days` are in the unit of the handling clock. The clock runs on until somebody has decided."""

    at: AwareDatetime
    unit: Code
    operator: Code
    days: float
    reason: Line
    evidence: Line = ""
    state: Request = Request.ASKED


class Hold(Frozen):
    """挂账: why the clocks rest, what is planned, and the day on which it is looked at again."""

    at: AwareDatetime
    reason: Code
    plan: Line
    review_on: date


class Supervision(Frozen):
    """督办: one notice of a supervisor, or of the system at a red lamp. `units` besides the one that has the case."""

    at: AwareDatetime
    kind: SuperviseKind
    operator: Code
    text: Line
    due: AwareDatetime
    units: tuple[Code, ...] = ()
    answered_at: AwareDatetime | None = None
    answer: Line = ""


class Exclusion(Frozen):
    """不计考核: a unit asks that a demand it cannot meet be left out of its rates; a reviewer decides."""

    at: AwareDatetime
    unit: Code
    operator: Code
    reason: Line
    evidence: Line = ""
    state: Request = Request.ASKED


class CallerNote(Frozen):
    """来电人备注: what a person has to say of repeated unreasonable demands, for whoever answers next (source row L2).

    Proposed by `operator`; it stands once a lead, `approved_by`, has approved it, and until the end of the day `until`
    of the city's calendar. It binds nobody, and nothing is counted, ranked or refused by it. What is turned down or
    lifted is no part of the work order any more; the timeline tells of it.
    """

    at: AwareDatetime
    operator: Code
    reason: CallerNoteReason
    text: Line
    until: date
    approved_by: Code = ""


class Naming(Frozen):
    """曝光: a unit proposed for the exposure list; it stands there once a leader has approved (source row Z24)."""

    at: AwareDatetime
    unit: Code
    operator: Code
    why: Line
    state: Request = Request.ASKED
