"""What is kept of one trainee's keyboard course: every step, by sittings, in one file to which each is appended.

A line is a JSON object. `{"sitting": id, "began": moment, "assignment": id}` begins a sitting, with `"behind": true`
where the machine's clock was set back and `"word": moment` where the centre had said what time it is;
`{"lesson": number}` begins a lesson of it, `{"item", "ms", "wrong", "shown",
"at"}` is a step, `at` in milliseconds of its sitting, and `{"left": id}` says that the result of a sitting was left for
the centre. A line that is not as it was written is passed over: it costs its step, not the course.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hotline.codes import PracticeKind
from hotline.names import is_sign_in_name
from hotline.practice_doc import CourseKey, PracticeResult
from local_cache.practice_exchange import PracticeExchange
from practice.course import ITEMS, LeftLesson, Lesson, Progress, Taken, left_lesson, progress_of
from practice.folder import PracticeFolder
from practice.honest_clock import HonestClock
from practice.line_file import LineFile, whole_lines

_MOST_STEPS = 10_000
_MOST_MS = 86_400_000


@dataclass(slots=True)
class Sitting:
    """The course from sitting down to leaving; `at_ms` is its last step's moment, `left` whether its result was left.

    `assignment` names what it is done for, None for nothing; `behind` says that the machine's clock was set back, and
    `word` what the centre had said last of the time.
    """

    session: UUID
    began: datetime
    assignment: UUID | None
    lessons: list[list[Taken]] = field(default_factory=list)
    at_ms: int = 0
    left: bool = False
    behind: bool = False
    word: datetime | None = None

    @property
    def ended(self) -> datetime:
        """Return the moment of its last step."""
        return self.began + timedelta(milliseconds=self.at_ms)

    @property
    def steps(self) -> int:
        """Return how many steps were done."""
        return sum(map(len, self.lessons))


def sittings_in(raw: bytes) -> list[Sitting]:
    """Return the sittings in the bytes of a course's file, the oldest first."""
    sittings: dict[str, Sitting] = {}
    now: Sitting | None = None
    for line in raw.decode(errors="replace").splitlines():
        with suppress(ValueError, TypeError, KeyError, AttributeError):
            values = json.loads(line)
            if "sitting" in values:
                sitting = _sitting(values)
                now = sittings[values["sitting"]] = sitting
            elif "left" in values:
                sittings[values["left"]].left = True
            elif now is not None and "lesson" in values:
                now.lessons.append([])
            elif now is not None and now.lessons:
                now.at_ms = max(now.at_ms, int(values.pop("at")))
                now.lessons[-1].append(_taken(**values))
    return [*sittings.values()]


class CourseBook:
    """The course of a trainee. Raises `OSError` where the disk does not give what was kept, or take what is new."""

    def __init__(self, folder: PracticeFolder, trainee: str) -> None:
        """Read what was kept. Raises `ValueError` where `trainee` is no name of sign-in."""
        if not is_sign_in_name(trainee):
            raise ValueError("it is no name of sign-in")
        self._trainee = trainee
        self._path = folder.course / f"{trainee}.jsonl"
        self._file: LineFile | None = None
        self._unwritten = ""
        self._clock: HonestClock | None = None
        self._sittings = sittings_in(whole_lines(self._path)) if self._path.exists() else []

    @property
    def progress(self) -> Progress:
        """Return what has been learned in all lessons so far."""
        return _progress(self._sittings)

    @property
    def left_lesson(self) -> LeftLesson | None:
        """Return the last lesson where it was left, or cut off, before its end."""
        return left_lesson(lesson for sitting in self._sittings for lesson in sitting.lessons)

    def ms(self) -> int:
        """Return the milliseconds of the present sitting."""
        return self._at_table.ms()

    def sit(self, session: UUID, clock: HonestClock, assignment: UUID | None = None) -> None:
        """Begin a sitting. Nothing is written before its first step."""
        self._clock = clock
        self._sittings.append(
            Sitting(session, clock.began, assignment, behind=clock.was_behind, word=clock.anchor.word)
        )

    def begin_lesson(self) -> Lesson:
        """Return the next lesson and begin it."""
        lesson = self.progress.next_lesson()
        self._sittings[-1].lessons.append([])
        return lesson

    def put(self, taken: Taken) -> None:
        """Keep a step: it counts from now on, and is with the system when this comes back. Raises `OSError`."""
        sitting, at_ms = self._sittings[-1], self._at_table.ms()
        lines: list[dict[str, Any]] = []
        if not sitting.steps:
            lines.append({"sitting": str(sitting.session), "began": sitting.began.isoformat(),
                          "assignment": str(sitting.assignment or ""),
                          **({"behind": True} if sitting.behind else {}),
                          **({"word": sitting.word.isoformat()} if sitting.word else {})})  # fmt: skip
        lesson = sitting.lessons[-1]
        if not lesson:
            lines.append({"lesson": len(sitting.lessons)})
        lesson.append(taken)
        sitting.at_ms = at_ms
        self._write(*lines, {**asdict(taken), "at": at_ms})

    def leave_results(self, exchange: PracticeExchange) -> None:
        """Leave what every sitting came to for the centre, those too that a crash ended, and close the file.

        Raises `OSError`.
        """
        for place, sitting in enumerate(self._sittings):
            if sitting.steps and not sitting.left:
                exchange.put_result(self._result(sitting, self._sittings[: place + 1]))
                sitting.left = True
                self._write({"left": str(sitting.session)})
        self.close()

    def is_done_for(self, assignment: UUID) -> bool:
        """Say whether a sitting for an assignment has been through the whole course."""
        return any(
            each.assignment == assignment and _progress(self._sittings[: place + 1]).is_through
            for place, each in enumerate(self._sittings)
        )

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    @property
    def _at_table(self) -> HonestClock:
        if self._clock is None:
            raise RuntimeError("nobody has sat down")
        return self._clock

    def _result(self, sitting: Sitting, so_far: Iterable[Sitting]) -> PracticeResult:
        """Return a sitting's result. An assignment is done by the sitting after which every key has been asked for."""
        progress = _progress(so_far)
        return PracticeResult(
            session=sitting.session,
            trainee=self._trainee,
            kind=PracticeKind.COURSE,
            assignment=sitting.assignment if progress.is_through else None,
            began=sitting.began,
            ended=sitting.ended,
            clock_behind=sitting.behind,
            steps=min(_MOST_STEPS, sitting.steps),
            keys=tuple(
                CourseKey(item=item, box=own.box, ms=min(_MOST_MS, own.typical_ms), wrong=min(_MOST_STEPS, own.wrong))
                for item, own in progress.keys.items()
            ),
        )

    def _write(self, *lines: dict[str, Any]) -> None:
        self._unwritten += "".join(json.dumps(each) + "\n" for each in lines)
        if self._file is None:
            self._path.parent.mkdir(exist_ok=True, mode=0o700)
            self._file = LineFile(self._path)
        unwritten, self._unwritten = self._unwritten, ""
        self._file.put(unwritten)


def _progress(sittings: Iterable[Sitting]) -> Progress:
    return progress_of(lesson for sitting in sittings for lesson in sitting.lessons)


def _sitting(values: dict[str, Any]) -> Sitting:
    assignment = UUID(values["assignment"]) if values["assignment"] else None
    word = _moment(values["word"]) if values.get("word") else None
    return Sitting(
        UUID(values["sitting"]), _moment(values["began"]), assignment, behind=bool(values.get("behind")), word=word
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone")
    return moment


def _taken(item: str, ms: int, wrong: int, shown: bool) -> Taken:
    if item not in ITEMS:
        raise ValueError("the course has no such key any more")
    return Taken(item, int(ms), int(wrong), bool(shown))
