"""The scripted caller (来电人): says his lines as the scenario releases them and answers what he is asked. Pure.

Deterministic: the same inputs at the same moments give the same lines, however seldom or often anybody looks. So a
caller who was cut off by a crash is made again by giving a new one the inputs that the record holds.
What he says once his matter is on file was written for the right end of the call: the unit that comes, the lawful way
that he was told. Where a command is on file that the reference does not have, nobody told him so, and he only takes
leave.
Moments are milliseconds of the practice session (`honest_clock.py`), never of the system's clock.
"""

from dataclasses import dataclass

from city_packs.scenario import STAYS, Question, Scenario, ScriptedLine, Words
from practice.on_file import things_needed

REPLY_MS = 1_000
"""From a question to its reply."""
WAITS_S = 30.0
"""For so long a caller who wants his number stays for it, once all of his is on file."""
CALM = "calm"
SAVED = "saved"
ANGRY = "angry"
"""The code of what an abusive caller says again when he is asked before he was calmed."""
_UNASKED = frozenset({Question.GREET, Question.READ_BACK})
"""What needs no reply: said to him, not asked of him."""
ASKS_NUMBER, HAS_NUMBER = "number", "number.told"
"""The codes of what a caller who wants his number says."""
_ASKS_NUMBER = Words("那我的编号是多少？", "And what is my number?")
_HAS_NUMBER = Words("好，记下了。", "Thank you, I have written it down.")
LEAVES = "leaves"
"""The code of how he takes leave of what is not what he called for."""
_LEAVES = Words("好，那就这样，再见。", "All right then, good-bye.")
_NOTHING_YET = Words("您先记下来，再念给我听。", "Write it down first, then read it to me.")
_NOT_KNOWN = Words("这个我说不上来。", "I couldn't say.")


@dataclass(frozen=True, slots=True)
class Said:
    """What the caller has said. `code` is that of a line, or the question that it answers.

    The second reply to a question is `where.2`; `where.none` says that he does not know.
    """

    ms: int
    code: str
    words: Words


@dataclass(frozen=True, slots=True)
class _Due:
    ms: int
    code: str
    words: Words


class Caller:
    """One caller in one call. Every input has its moment, and none is earlier than the one before."""

    def __init__(self, scenario: Scenario, *, wants_number: bool = False) -> None:
        """`wants_number` says that he stays until the number of his case is read out to him, though not for ever."""
        self._wants_number = wants_number
        self._script = scenario.caller
        self._needed = things_needed(scenario)
        self._answered: int | None = None
        self._leaves: int | None = None
        self._goes: int | None = None
        self._happened: dict[str, int] = {}
        """When each thing that a line can wait for happened first: a line, a question, `calm`, `saved`."""
        self._times: dict[str, int] = {}
        """How often each line was said."""
        self._asked: dict[Question, int] = {}
        self._calmed = 0
        self._on_file = 0
        self._replies: list[_Due] = []
        self._spoken = 0
        """When anybody spoke last."""
        self._held: int | None = None
        self._last: Words | None = None
        self._out: list[Said] = []
        self.gone_at: int | None = None
        """When he hung up, or the trainee did; None while he is there."""

    # --- what happens to him ------------------------------------------------------------------------------------

    def answered(self, ms: int) -> None:
        """Note that the call is answered: his script begins."""
        if self._answered is None:
            self._answered = self._spoken = ms
            self._leaves = ms + _ms(self._script.leaves_after)

    def asked(self, question: Question, ms: int, *, on_nothing: bool = False) -> None:
        """Note that a question was asked or something said to him; while he is abusive he answers none.

        With `on_nothing` he hears something read back of which nothing is written yet: he waits for what is.
        """
        if not self._hears(ms):
            return
        if not self.is_calm:
            if self._last is not None:
                self._replies.append(_Due(ms + REPLY_MS, ANGRY, self._last))
            return
        if on_nothing:
            self._replies.append(_Due(ms + REPLY_MS, f"{question}.none", _NOTHING_YET))
            return
        self._happened.setdefault(question, ms)
        found = [each.words for each in self._script.replies if each.to is question]
        times = self._asked[question] = self._asked.get(question, 0) + 1
        if found:
            code = f"{question}.{times}" if times > 1 else str(question)
            self._replies.append(_Due(ms + REPLY_MS, code, found[min(times, len(found)) - 1]))
        elif question not in _UNASKED:
            self._replies.append(_Due(ms + REPLY_MS, f"{question}.none", _NOT_KNOWN))

    def spoken_to(self, ms: int) -> None:
        """Note that a text was read to him that asks for nothing: it only breaks the silence."""
        self._hears(ms)

    def told_number(self, ms: int) -> None:
        """Note that a number was read out to him; who wanted it says good-bye after that."""
        if self._hears(ms) and self._wants_number and self._goes is not None:
            self._wants_number = False
            self._replies = [each for each in self._replies if each.code != ASKS_NUMBER]
            self._replies.append(_Due(ms + REPLY_MS, HAS_NUMBER, _HAS_NUMBER))
            self._goes = ms + _ms(STAYS)

    def calmed(self, ms: int) -> None:
        """Note that a calm text was read to him."""
        if self._hears(ms):
            self._calmed += 1
            if self.is_calm:
                self._happened.setdefault(CALM, ms)

    def saved(self, ms: int, *, as_needed: bool = True) -> None:
        """Note that one more thing of this call is on file; after as many as the reference needs he says good-bye.

        `as_needed` says whether the reference has such a command. The first thing decides whether he speaks of it.
        """
        self._until(ms)
        if self._answered is None or self.gone_at is not None:
            return
        if as_needed and not self._on_file:
            self._happened[SAVED] = ms
        self._on_file += 1
        if self._on_file >= self._needed and self._goes is None:
            self._goes = ms + _ms(WAITS_S if self._wants_number else STAYS)
            if self._wants_number:
                self._replies.append(_Due(ms + _ms(STAYS), ASKS_NUMBER, _ASKS_NUMBER))
            elif SAVED not in self._happened and any(each.after == SAVED for each in self._script.lines):
                self._replies.append(_Due(ms + _ms(STAYS / 2), LEAVES, _LEAVES))

    def held(self, ms: int) -> None:
        """Note that he is put on hold: he says nothing, but he does not wait for ever."""
        if self._hears(ms) and self._held is None:
            self._held = ms

    def resumed(self, ms: int) -> None:
        """Note that he is spoken to again, and goes on where he was."""
        self._until(ms)
        if self._held is not None and self.gone_at is None:
            since, self._held = self._held, None
            self._later(ms - since)

    def rested(self, since: int, until: int) -> None:
        """Leave a time out in which nobody was there to hear him, such as a crash: he goes on where he was."""
        self._until(since)
        if self._answered is not None and self.gone_at is None:
            self._leaves = (self._leaves or 0) + until - since
            if self._held is not None:
                self._held += until - since
            self._later(until - since)

    def hung_up(self, ms: int) -> None:
        """Note that the trainee has ended the call."""
        self._until(ms)
        if self.gone_at is None:
            self.gone_at = ms

    # --- what he does -------------------------------------------------------------------------------------------

    @property
    def is_calm(self) -> bool:
        """Say whether he answers questions: nobody else has to be calmed first."""
        return self._calmed >= self._script.abuse

    def until(self, ms: int) -> tuple[Said, ...]:
        """Return what he has said up to a moment and was not returned before, in order."""
        self._until(ms)
        said, self._out = tuple(self._out), []
        return said

    @property
    def next_at(self) -> int | None:
        """Return when he says something by himself or hangs up, None when nothing is due; looking changes nothing."""
        if self._answered is None or self.gone_at is not None:
            return None
        due = self._next()
        moments = [self._ends()] + ([due[0].ms] if due else [])
        return min(moments)

    def _hears(self, ms: int) -> bool:
        """Let fall due what was due before, and note that somebody speaks to him; say whether he hears it."""
        self._until(ms)
        if self._answered is None or self.gone_at is not None or self._held is not None:
            return False
        self._spoken = ms
        return True

    def _until(self, ms: int) -> None:
        while self._answered is not None and self.gone_at is None:
            due, end = self._next(), self._ends()
            if due is not None and due[0].ms <= min(ms, end):
                self._say(*due)
            elif end <= ms:
                self.gone_at = end
            else:
                return

    def _ends(self) -> int:
        leaves = self._leaves or 0
        return leaves if self._goes is None else min(leaves, self._goes)

    def _next(self) -> tuple[_Due, ScriptedLine | None] | None:
        """Return what he says next by himself; of two things of one moment a reply comes first."""
        if self._held is not None:
            return None
        found: list[tuple[_Due, ScriptedLine | None]] = [(each, None) for each in self._replies]
        for line in self._script.lines:
            at = self._due_at(line)
            if at is not None:
                found.append((_Due(at, line.code, line.words), line))
        return min(found, key=lambda each: each[0].ms, default=None)

    def _due_at(self, line: ScriptedLine) -> int | None:
        said = self._times.get(line.code, 0)
        if line.silence is not None:
            return self._spoken + _ms(line.silence) if said < line.times else None
        if said:
            return None
        if line.at is not None:
            return (self._answered or 0) + _ms(line.at)
        since = self._happened.get(line.after)
        return since + _ms(line.wait) if since is not None else None

    def _say(self, due: _Due, line: ScriptedLine | None) -> None:
        if line is None:
            self._replies.remove(due)
        else:
            self._times[line.code] = self._times.get(line.code, 0) + 1
            self._happened.setdefault(line.code, due.ms)
            self._last = due.words
        self._spoken = due.ms
        self._out.append(Said(due.ms, due.code, due.words))

    def _later(self, by: int) -> None:
        """Put off all that is still to come."""
        self._answered = (self._answered or 0) + by
        self._happened = {what: at + by for what, at in self._happened.items()}
        self._replies = [_Due(each.ms + by, each.code, each.words) for each in self._replies]
        self._spoken += by
        if self._goes is not None:
            self._goes += by


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
