"""A scenario of practice (练习情景): one scripted call, what is really the matter, and what a good record of it holds.

Plain frozen values; how one is written down: `docs/scenarios.md`; who reads and checks it: `read_scenario.py`.
Times are in seconds of the call, from its answer.
"""

from dataclasses import dataclass, field
from enum import StrEnum

MOST_TEXT = 400
"""Characters that a caller says at once, at most."""
STAYS = 4.0
"""Seconds for which a caller stays when all that the reference holds is on file."""


class Question(StrEnum):
    """What a trainee can say to the caller by a key. `greet` and `read_back` are said, the others asked."""

    GREET = "greet"
    WHO = "who"
    WHERE = "where"
    SINCE = "since"
    REACH = "reach"
    DONE = "done"
    READ_BACK = "read_back"


NUMBER = "number"
"""What a trainee reads out by a key beside the questions: the number of the case that is on file."""


class Mood(StrEnum):
    """How the caller speaks.

    An impatient one interrupts a silence, a confused one contradicts himself, an abusive one tests the calm script.
    """

    CALM = "calm"
    IMPATIENT = "impatient"
    CONFUSED = "confused"
    ABUSIVE = "abusive"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ScriptedLine:
    """What the caller says by himself: `at` seconds after the answer, or `wait` seconds after `after`.

    `after` is the code of another line, a question, or `calm` (a calm text read) or `saved` (a record is on file).
    With `silence` it is said each time nobody has spoken for so long, up to `times` times.
    """

    code: str
    words: Words
    at: float | None = None
    after: str = ""
    wait: float = 0.0
    silence: float | None = None
    times: int = 1


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a question; several to one question are given in their order, the last one again and again.

    A `wrong` one contradicts what is so; an abusive caller gives none before he was calmed.
    """

    to: Question
    words: Words
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls. `phone` is what the switch shows, empty for a hidden number; `name_en` is his name as English has it.

    `abuse` (0 to 5) is how many calm texts must be read before he answers; `erratic` (0 to 5) how many wrong replies
    there are; `leaves_after` when he hangs up by himself.
    """

    name: str
    phone: str
    mood: Mood
    abuse: int
    erratic: int
    leaves_after: float
    lines: tuple[ScriptedLine, ...]
    replies: tuple[Reply, ...]
    name_en: str = ""

    @property
    def told(self) -> tuple[Words, ...]:
        """Return all that he may say of what is so, wrong replies left out."""
        return (*(line.words for line in self.lines), *(reply.words for reply in self.replies if not reply.wrong))


@dataclass(frozen=True, slots=True)
class PastCase:
    """A case that the centre has before the call. `phone` is the number that it was brought from."""

    code: str
    days_ago: float
    phone: str
    caller_name: str
    case_type: str
    class_code: str
    area_code: str
    address_text: str
    content: Words
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that the record must state: one of `any_of` stands in its text, small or capital, wide or narrow."""

    code: str
    words: Words
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReferenceRecord:
    """One command of a good record: `op` as `hotline.commands` names it, with the values that it must have.

    `values` holds the fields of the intake and of the command by name (`case_type`, `line`, `reason`, `outcome` …),
    those that count and no others. `case` names the past case that it is given to. `facts` are what its text must
    state, `address` what its address must, `answer` what the answer that is given in the call must; none of `forbidden`
    may stand in its text, which `text` is a good one of.
    """

    op: str
    values: dict[str, str | bool] = field(default_factory=dict)
    text: Words = Words("", "")
    case: str = ""
    facts: tuple[Fact, ...] = ()
    address: tuple[Fact, ...] = ()
    answer: tuple[Fact, ...] = ()
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trap:
    """A mistake that the call leads to, and what it costs of which item; `fatal` makes the whole 0.

    It is walked into where the record has all the values of `when` (`op` and `case` among them), or its text one of
    `says`, or what is named in `omits` (a question, or `calm`) was never said. A fatal one names no item and costs all.
    """

    code: str
    item: str
    costs: float
    words: Words
    when: dict[str, str | bool] = field(default_factory=dict)
    says: tuple[str, ...] = ()
    omits: str = ""
    fatal: str = ""


@dataclass(frozen=True, slots=True)
class Truth:
    """What is really so, hidden from the trainee. The reference must not contradict it.

    `validity` is a code of `hotline.codes.Validity`; `emergency` the line that a life depends on, empty for none;
    `repeats` the past case that this is the same matter as, empty for none; `cases` how many cases it is, that one too.
    """

    case_type: str
    class_code: str
    area_code: str
    urgency: str
    validity: str
    emergency: str = ""
    repeats: str = ""
    cases: int = 1


@dataclass(frozen=True, slots=True)
class KeyAt:
    """A key of the reference session, as Textual names it, and when it is pressed: seconds from the ring.

    `line` is that of the session's text on which it stands, from 0.
    """

    at: float
    key: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scripted call of a city, with all that is needed to play and to mark it.

    `level` is 1 to 3; `minutes` what a good operator needs from the answer to the record on file.
    """

    code: str
    version: int
    city: str
    title: Words
    level: int
    minutes: float
    topics: tuple[str, ...]
    sources: tuple[str, ...]
    caller: Caller
    truth: Truth
    cases: tuple[PastCase, ...]
    records: tuple[ReferenceRecord, ...]
    traps: tuple[Trap, ...]
    keys: tuple[KeyAt, ...]
