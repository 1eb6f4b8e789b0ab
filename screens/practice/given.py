"""What the screens of practice are given, and what they ask of the program."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from textual.message import Message

from city_packs.scenario import Words
from local_cache.practice_exchange import Refusal
from practice.course import LeftLesson, Lesson
from practice.set_work import SetWork


@dataclass(frozen=True, slots=True)
class OfferedScenario:
    """A scenario as the home of practice lists it.

    `works` are what a trainer has set with it and is still to be done, due first at the top; `total` (0 to 100), `at`
    and `session` are of the last time that this trainee did it. None and empty for what is not. `sat` are the ids of
    the assignments that it was sat for as an exam, empty for none of them. `older` is the version that was played the
    last time where the scenario has been changed since: that session can be seen again, and not be marked again.
    `kept_back` are the kinds as which it is not practised before its exam is sat.
    """

    code: str
    title: Words
    level: int
    minutes: float
    city: Words
    works: tuple[SetWork, ...] = ()
    total: float | None = None
    at: datetime | None = None
    session: str = ""
    sat: frozenset[str] = frozenset()
    older: int = 0
    kept_back: frozenset[str] = frozenset()

    def set_as(self, kind: str) -> SetWork | None:
        """Return the work that is due first of those that are set as a kind of practice, None for none."""
        return next((each for each in self.works if each.kind == kind), None)


@dataclass(frozen=True, slots=True)
class GoneScenario:
    """A scenario that is no longer here, with what came of it the last time, as far as that was kept."""

    code: str
    city: Words
    total: float | None
    at: datetime
    session: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A session that was left: it goes on with the call `place` of `count`, of the scenario with this title.

    `kept_back` says that it is gone on with once an exam of what it still plays is sat.
    """

    session: str
    kind: str
    began: datetime
    title: Words
    city: Words
    place: int = 1
    count: int = 1
    kept_back: bool = False


@dataclass(frozen=True, slots=True)
class OfferedCourse:
    """The keyboard course as it stands: the next lesson, and the work that a trainer has set with it, if any.

    `left` is the lesson before it where that was left before its end.
    """

    lesson: Lesson
    due: date | None = None
    assignment: UUID | None = None
    left: LeftLesson | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What a trainer wrote under a mark: a note, or the answer to an appeal. `item` is empty for the whole call."""

    place: int
    item: str
    words: str
    by: str
    agreed: bool | None = None
    """Whether the trainer agrees with an appeal that this answers, None for a note."""


@dataclass(frozen=True, slots=True)
class RemarkElsewhere:
    """A remark, written `at`, on a session that no line of the home leads to: of another seat, wiped, or an older one.

    `reason` is that of the appeal that it answers; `kind` and `title` are of the call, as far as they are known.
    `session` is empty where its marks cannot be shown here.
    """

    remark: Remark
    at: datetime
    reason: str = ""
    kind: str = ""
    title: Words | None = None
    session: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """All that the home shows: the kinds of practice that there are, begun sessions, and scenarios, due first."""

    trainee: str
    kinds: tuple[str, ...]
    begun: tuple[Begun, ...] = ()
    scenarios: tuple[OfferedScenario, ...] = ()
    unsent: int = 0
    """Results and appeals of everybody who practises here that have still to go to the centre."""
    refused: tuple[Refusal, ...] = ()
    """Why the centre did not take results and appeals of this trainee, one each."""
    course: OfferedCourse | None = None
    """None where what was kept of it cannot be read."""
    remarks: tuple[RemarkElsewhere, ...] = ()
    """Newest first."""
    gone: tuple[GoneScenario, ...] = ()
    """Newest first."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """The remarks on one session."""

    of_call: tuple[Remark, ...] = ()
    appealed: Mapping[tuple[int, str], str] = field(default_factory=dict)
    """The reason of an appeal that has been made, by call and item."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a field is to hold: as it is read, and what is typed for it (empty where it is what is read)."""

    words: str
    typed: str = ""


class LessonForm(Protocol):
    """The desk's own form, a widget, in a lesson of the keyboard course. Fields go by the digit of their place."""

    told: Callable[[str], None]
    """Called with the digit of a field that was left, and of the content as soon as it is as wanted."""

    def lay_out(self, number: int) -> Mapping[str, Wanted]:
        """Empty the form for the case of a number, as for a new call; return what place, class and content shall be."""

    def is_right(self, digit: str) -> bool | None:
        """Say whether a field holds what is wanted; None while it is empty."""

    def ask_where(self) -> None:
        """Ask for the field to go to, as the jump key does."""

    def file(self) -> bool:
        """Say whether the form can be filed; what stands in the way is said in it."""


class WipeAll(Message):
    """Ask for all that practice has kept on this machine to be thrown away; the answer to a question that said so.

    `unsent` says whether what has still to go to the centre is thrown away too.
    """

    def __init__(self, *, unsent: bool) -> None:
        super().__init__()
        self.unsent = unsent


class Practise(Message):
    """Ask for a session. `scenario` is the marked one, empty for the course; `assignment` is of its work, if any."""

    def __init__(self, kind: str, scenario: str, assignment: UUID | None = None) -> None:
        super().__init__()
        self.kind = kind
        self.scenario = scenario
        self.assignment = assignment


class GoOnWith(Message):
    """Ask to go on with a session that was left."""

    def __init__(self, session: str) -> None:
        super().__init__()
        self.session = session


class ShowMarks(Message):
    """Ask for the marks of a session: of the call at `place` (from 0), or, without one, of all of it.

    Of several calls that is a page of the whole, on which the one of the `scenario` is marked, if it is named.
    """

    def __init__(self, session: str, place: int | None = None, scenario: str = "") -> None:
        super().__init__()
        self.session = session
        self.place = place
        self.scenario = scenario


class ShowRemarks(Message):
    """Ask for what a trainer wrote on sessions that no line of the home leads to."""


class ShowReplay(Message):
    """Ask for the replay of the session whose marks are shown, from a moment on (milliseconds)."""

    def __init__(self, session: str, at_ms: int) -> None:
        super().__init__()
        self.session = session
        self.at_ms = at_ms


class Appealed(Message):
    """An appeal against an item of a call of a session; `item` is empty for the whole call."""

    def __init__(self, session: str, place: int, item: str, reason: str) -> None:
        super().__init__()
        self.session = session
        self.place = place
        self.item = item
        self.reason = reason
