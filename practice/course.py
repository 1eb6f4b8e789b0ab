"""The keyboard course (键盘课): the desk's keys in small lessons, in which own slow and missed keys come back. Pure.

What comes back follows Leitner's boxes (S. Leitner, So lernt man lernen, 1972): a key begins in box 1; a lesson in
which it was right at once and quick each time takes it one box on, a wrong key takes it back to box 1, and a slow one
leaves it where it is. A key of box 1 comes again in the next lesson, of box 2 in the second, then the fourth, the
eighth, the sixteenth. Room that is left goes to the own slowest keys. Lessons are counted, not days: the same answers
give the same lessons.

Quick is what the keystroke-level model gives to somebody who need not search: 1.35 s to think of it and 0.28 s a key,
Ctrl being one (Card, Moran and Newell, Communications of the ACM 23/7, 1980). Of the form, where what is to be filled
in is read first and some eight keys are pressed, it is 5 s a picker, 12 s a sentence, and 25 s a whole case.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from zlib import crc32

FIELD = "field."
"""How an item begins that is not a command of the desk but a field of its form, by the digit of its place."""
FORM = "form."
"""How an item begins that is something to fill in on the desk's form: the digit of its field, or `save` for a whole
case that is filed."""
FORM_SAVE = f"{FORM}save"
LESSONS: tuple[tuple[str, ...], ...] = (
    ("next_call", "save", "outcome", "hold"),
    ("park", "drafts", "history", "find"),
    ("urge", "note", "answer", "emergency"),
    ("phrases", "abuse", "hand", "pause"),
    ("needs_you", "work", "desk", "help"),
    (f"{FIELD}4", f"{FIELD}5", f"{FIELD}6", f"{FIELD}0"),
    (f"{FIELD}1", f"{FIELD}7", f"{FIELD}8", f"{FIELD}9"),
    (f"{FORM}4", f"{FORM}5", f"{FORM}0", FORM_SAVE),
)
"""What each lesson brings that is new: ids of commands, fields, and what is filled in on the form. Which keys they have
is the key map's to say."""
ITEMS = tuple(item for lesson in LESSONS for item in lesson)
LAST_BOX = 5
BACK_BESIDE_NEW, BACK_ALONE = 4, 8
"""Keys that come back in a lesson with new ones, and in one without."""
_ROUNDS = 2
_QUICK_MS, _MORE_KEYS_MS = 2_000, 300
_FILL_MS = {f"{FORM}0": 12_000, FORM_SAVE: 25_000}
_PICK_MS = 5_000
_TIMES_KEPT = 5


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was done: milliseconds from the prompt to the right key, wrong keys before it, whether it was shown.

    A step with the key shown is for learning: no time of it counts.
    """

    item: str
    ms: int
    wrong: int = 0
    shown: bool = False


@dataclass(frozen=True, slots=True)
class OwnKey:
    """How well somebody has a key: its box, the lesson that asked for it last, the last times, all wrong keys."""

    box: int
    lesson: int
    times: tuple[int, ...]
    wrong: int

    @property
    def typical_ms(self) -> int:
        """Return the median of the last times, in milliseconds."""
        return round(median(self.times))

    @property
    def again_in(self) -> int:
        """Return after how many lessons it comes again, from the one that asked for it last: 1, 2, 4, 8 or 16."""
        return 1 << (self.box - 1)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson by its number, from 1: what is new in it, and what comes back."""

    number: int
    new: tuple[str, ...]
    back: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One prompt of a lesson; `shown` says that its key stands beside it."""

    item: str
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """What somebody has learned: their keys by item, and how many lessons they have had."""

    keys: Mapping[str, OwnKey] = field(default_factory=dict)
    lessons: int = 0

    @property
    def is_through(self) -> bool:
        """Say whether every key of the course has been asked for."""
        return all(item in self.keys for item in ITEMS)

    def after(self, taken: Iterable[Taken]) -> "Progress":
        """Return the progress after one more lesson, a broken-off one too, but none in which nothing was asked for."""
        asked: dict[str, list[Taken]] = {}
        for each in taken:
            if not each.shown and each.item in ITEMS:
                asked.setdefault(each.item, []).append(each)
        if not asked:
            return self
        number = self.lessons + 1
        now = {item: _moved(self.keys.get(item), steps, number) for item, steps in asked.items()}
        return replace(self, keys={**self.keys, **now}, lessons=number)

    def next_lesson(self) -> Lesson:
        """Return what comes next: the first lesson of which something is still new, or one of what comes back."""
        number = self.lessons + 1
        new = next((left for each in LESSONS if (left := tuple(i for i in each if i not in self.keys))), ())
        known = {item: self.keys[item] for item in ITEMS if item in self.keys}
        due = [item for item, own in known.items() if number - own.lesson >= own.again_in]
        due.sort(key=lambda item: (known[item].box, -known[item].typical_ms))
        slowest = sorted(known, key=lambda item: -known[item].typical_ms)
        back = tuple(dict.fromkeys((*due, *slowest)))[: BACK_BESIDE_NEW if new else BACK_ALONE]
        return Lesson(number, new, back)


@dataclass(frozen=True, slots=True)
class LeftLesson:
    """A lesson that was left before its last step: its number, the `step` (from 1) that was not done, of `steps`.

    So many of its keys were `asked` for by then, and so many that are new in it were `not_asked`.
    """

    number: int
    step: int
    steps: int
    asked: int
    not_asked: int


def progress_of(lessons: Iterable[Iterable[Taken]]) -> Progress:
    """Return the progress after lessons in their order."""
    progress = Progress()
    for each in lessons:
        progress = progress.after(each)
    return progress


def left_lesson(lessons: Iterable[Sequence[Taken]]) -> LeftLesson | None:
    """Return the last of the lessons in which anything was done, None where it was done to its end."""
    had = [each for each in lessons if each]
    if not had:
        return None
    lesson, last = progress_of(had[:-1]).next_lesson(), had[-1]
    steps = len(steps_of(lesson)) + len({each.item for each in last if each.wrong})  # what was missed comes once more
    if len(last) >= steps:
        return None
    asked = {each.item for each in last if not each.shown}
    return LeftLesson(lesson.number, len(last) + 1, steps, len(asked), len({*lesson.new} - asked))


def quick_ms(item: str) -> int:
    """Return within how many milliseconds an item is quick; a field has two keys, the one that goes there and its
    digit."""
    if item.startswith(FORM):
        return _FILL_MS.get(item, _PICK_MS)
    return _QUICK_MS + (_MORE_KEYS_MS if item.startswith(FIELD) else 0)


def steps_of(lesson: Lesson) -> tuple[Step, ...]:
    """Return the prompts of a lesson: new keys in twos, shown and then not, then all of them mixed, twice over.

    What is filled in on the form takes longer and comes once.
    """
    steps: list[Step] = []
    for first in range(0, len(lesson.new), 2):
        two = lesson.new[first : first + 2]
        steps += [*(Step(item, shown=True) for item in two), *map(Step, two)]
    for turn in range(_ROUNDS):
        items = (each for each in (*lesson.new, *lesson.back) if turn == 0 or not each.startswith(FORM))
        mixed = _mixed(items, f"{lesson.number}.{turn}")
        if steps and mixed and mixed[0] == steps[-1].item:
            mixed = [*mixed[1:], mixed[0]]  # the same prompt twice running asks for nothing
        steps += map(Step, mixed)
    return tuple(steps)


def _moved(before: OwnKey | None, steps: Sequence[Taken], lesson: int) -> OwnKey:
    box, times, wrong = (before.box, before.times, before.wrong) if before else (1, (), 0)
    missed = sum(each.wrong for each in steps)
    if missed:
        box = 1
    elif median(each.ms for each in steps) <= quick_ms(steps[0].item):
        box = min(LAST_BOX, box + 1)
    return OwnKey(box, lesson, (*times, *(each.ms for each in steps))[-_TIMES_KEPT:], wrong + missed)


def _mixed(items: Iterable[str], salt: str) -> list[str]:
    """Return items in an order that looks like none and is always the same."""
    return sorted(items, key=lambda item: crc32(f"{salt}.{item}".encode()))
