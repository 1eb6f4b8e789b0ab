"""One lesson of the keyboard course as it is played: each key is judged, wrong ones are counted. Pure."""

from collections.abc import Collection, Mapping, Sequence
from enum import Enum

from practice.course import Lesson, Step, Taken, steps_of

Strokes = Sequence[Collection[str]]
"""The keys of an item one after the other, for each the names that it may come by."""
HELP_AFTER = 2
"""After so many wrong keys at one prompt the right one is shown."""
LONGEST_MS = 60_000
"""No step counts for more: whoever took longer was away."""
_HELD_MS = 700
"""A key that comes again so soon is held down: it is longer than the delay of any keyboard before it repeats."""


class Verdict(Enum):
    """What a key was."""

    RIGHT = "right"
    PART = "part"
    """Right, and the next one is awaited."""
    WRONG = "wrong"
    PASSED_OVER = "passed_over"
    """The last right key, held down."""


class LessonPlay:
    """A lesson under way, from its first prompt at `ms` on; milliseconds are of any clock that goes evenly.

    What was missed is asked for once more at the end. `strokes` holds the keys of every item that is a key.
    """

    def __init__(self, lesson: Lesson, strokes: Mapping[str, Strokes], ms: int) -> None:
        self.lesson = lesson
        self._strokes = strokes
        self._left = [*steps_of(lesson)]
        self._again: set[str] = set()
        self.taken: list[Taken] = []
        """The steps that were done, oldest first."""
        self._asked_at, self._wrong, self._done = ms, 0, 0
        self._right_key, self._right_at = "", ms

    @property
    def step(self) -> Step | None:
        """Return the present prompt, None once the lesson is over."""
        return self._left[0] if self._left else None

    @property
    def count(self) -> int:
        """Return how many steps the lesson has, as it stands."""
        return len(self.taken) + len(self._left)

    @property
    def shows_key(self) -> bool:
        """Say whether the key of the present prompt is to be seen."""
        return self.step is not None and (self.step.shown or self._wrong >= HELP_AFTER)

    def key(self, key: str, ms: int) -> Verdict:
        """Take a key that was pressed. The lesson is not over."""
        if key == self._right_key and ms - self._right_at < _HELD_MS:
            self._right_at = ms
            return Verdict.PASSED_OVER
        strokes = self._strokes[self._left[0].item]
        if key not in strokes[self._done]:
            self._wrong += 1
            self._done = 0
            self._right_key = ""
            return Verdict.WRONG
        self._done += 1
        self._right_key, self._right_at = key, ms
        if self._done < len(strokes):
            return Verdict.PART
        self._take(ms)
        return Verdict.RIGHT

    def filled(self, ms: int, *, right: bool) -> None:
        """Take what was filled in on the form for the present prompt. The lesson is not over."""
        if right:
            self._take(ms)
        else:
            self._wrong += 1

    def _take(self, ms: int) -> None:
        step = self._left.pop(0)
        self.taken.append(Taken(step.item, min(LONGEST_MS, ms - self._asked_at), self._wrong, step.shown))
        if self._wrong and step.item not in self._again:
            self._again.add(step.item)
            self._left.append(Step(step.item))
        self._asked_at, self._wrong, self._done = ms, 0, 0
