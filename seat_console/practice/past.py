"""The sessions that a trainee has had, and what they are offered: what is set, what was left, the last marks."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from city_packs.scenario import Words
from city_packs.scenario_titles import ScenarioTitle
from hotline.codes import PracticeKind
from hotline.practice_doc import AssignedWork, PracticeAppeal, PracticeResult
from local_cache.practice_exchange import PracticeExchange
from practice.course_book import CourseBook
from practice.exams import sat_by, under_way
from practice.folder import SessionFolder
from practice.record import RecordDamaged
from practice.session_file import KeptPlan, calls_over, still_played
from practice.session_plan import ScenarioGone
from practice.set_work import SetForTrainee, to_do
from screens.practice.given import Begun, Offered, OfferedCourse, OfferedScenario, RemarkElsewhere, Remarks
from seat_console.practice.from_trainer import Played, written, written_elsewhere
from seat_console.practice.kept_sessions import KeptSessions
from seat_console.practice.last_time import LastTime, gone_scenarios, unmarked_times

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from city_packs.model import CityPack
    from local_cache.practice_exchange import Waiting
    from practice.session_plan import SessionPlan

KINDS = (PracticeKind.DRILL, PracticeKind.EXAM, PracticeKind.SHIFT, PracticeKind.LINE_CUT, PracticeKind.COURSE)


@dataclass(frozen=True, slots=True)
class Past(KeptSessions):
    """The sessions of one trainee in a folder, at a seat of a city (its code, empty where nobody has said it)."""

    own_city: str = ""

    def offered(self, last: Mapping[str, LastTime] | None = None) -> Offered:
        """Return what the home of practice shows; `last` is what `last_times` has told, None before that."""
        kept = [*self.kept()]
        sessions = self._last_sessions(kept)
        exchange = PracticeExchange(self.folder.root)
        unsent, work = [*exchange.waiting()], exchange.assigned(self.trainee.operator_id)
        waiting = [each for each in unsent if each.said.trainee == self.trainee.operator_id]
        set_for = self._set_for(kept, work, waiting)
        begun = tuple(
            self._begun(each, plan, set_for)
            for each, plan in reversed(kept)  # the newest first: its row is marked once it was left
            if not plan.ended and plan.plan.city in self.material.packs
        )
        rows = [self._row(each, set_for, sessions.get(each.code, ""), last) for each in self.material.titles]
        first_city = self._first_city(kept, work)
        first = {each.code for each in self.material.titles if each.city == first_city}
        rows.sort(key=lambda each: (each.works[0].due if each.works else date.max, each.code not in first))
        return Offered(
            self.who,
            tuple(each.value for each in KINDS),
            begun,
            tuple(rows),
            len(unsent),
            tuple(each.refusal for each in waiting if each.refusal is not None),
            self._course(work),
            self._elsewhere(work, kept, waiting),
            gone_scenarios(last or {}, sessions, {each.session: plan.plan for each, plan in kept}, self.material),
        )

    def _elsewhere(
        self, work: AssignedWork | None, kept: Sequence[tuple[SessionFolder, KeptPlan]], waiting: Sequence[Waiting]
    ) -> tuple[RemarkElsewhere, ...]:
        """Return what a trainer wrote on sessions that no line of the home leads to."""
        played: dict[str, Played] = {
            str(each.said.session): (each.said.kind.value, [call.scenario for call in each.said.calls])
            for each in waiting
            if isinstance(each.said, PracticeResult)
        }
        for each, plan in kept:
            played[each.session] = plan.plan.kind.value, [call.scenario for call in plan.plan.calls]
        marked = {each.session for each, plan in kept if plan.ended and self._is_marked(each, plan.plan)}
        shown = marked.intersection(self._last_sessions(kept).values())
        titles = {each.code: each.title for each in self.material.titles}
        return written_elsewhere(work, shown, marked, played, titles)

    def _is_marked(self, folder: SessionFolder, plan: SessionPlan) -> bool:
        """Say whether marks of a session can be shown: by the versions that its scenarios have now, or as kept."""
        versions = {each.code: each.version for each in self.material.titles}
        same = all(versions.get(each.scenario) == each.version for each in plan.calls)
        return plan.city in self.material.packs and (same or folder.result.exists())

    def set_for(self) -> SetForTrainee:
        """Return what is set for the trainee, and what is kept back for it."""
        exchange, operator = PracticeExchange(self.folder.root), self.trainee.operator_id
        return self._set_for([*self.kept()], exchange.assigned(operator), exchange.waiting(operator))

    def _set_for(
        self, kept: Sequence[tuple[SessionFolder, KeptPlan]], work: AssignedWork | None, waiting: Iterable[Waiting]
    ) -> SetForTrainee:
        sat = sat_by(self.folder, self.trainee.operator_id, kept)
        return SetForTrainee(to_do(work, (each.said for each in waiting)), sat, under_way(kept))

    def _begun(self, folder: SessionFolder, kept: KeptPlan, set_for: SetForTrainee) -> Begun:
        calls, head = kept.plan.calls, self.material.heads[kept.plan.city]
        place = min(calls_over(folder) + 1, len(calls))  # none rings before the one before it is over
        titles = {each.code: each.title for each in self.material.titles}
        gone = Words("...", "...")  # to go on with it says so
        title = titles.get(calls[place - 1].scenario, gone) if calls else gone
        return Begun(
            folder.session,
            kept.plan.kind.value,
            kept.anchor.wall,
            title,
            Words(head.name, head.name_en),
            place,
            len(calls),
            any(kept.plan.kind in set_for.kept_back(each.scenario) for each in still_played(folder, kept.plan)),
        )

    def _first_city(self, kept: Iterable[tuple[SessionFolder, KeptPlan]], work: AssignedWork | None) -> str:
        """Return the city whose scenarios stand first: the seat's own, else of what is set, else of the last session.

        Empty while none of them is known.
        """
        set_ones = {code for each in (work.assignments if work else ()) for code in each.scenarios}
        known = [self.own_city, *(each.city for each in self.material.titles if each.code in set_ones)]
        known += [plan.plan.city for _, plan in kept][-1:]
        return next(filter(None, known), "")

    def own_pack(self) -> CityPack:
        """Return the pack of the city whose scenarios stand first, else of the first one. Raises `PackErrors`."""
        work = PracticeExchange(self.folder.root).assigned(self.trainee.operator_id)
        city, packs = self._first_city([*self.kept()], work), self.material.packs
        return packs[city if city in packs else next(iter(packs))]

    def course(self) -> CourseBook:
        """Return the keyboard course of this trainee. Raises `OSError`."""
        return CourseBook(self.folder, self.trainee.operator_id)

    def _course(self, work: AssignedWork | None) -> OfferedCourse | None:
        try:
            book = self.course()
        except OSError:
            return None
        lesson = book.progress.next_lesson()
        for each in work.assignments if work else ():
            if each.kind == PracticeKind.COURSE and not book.is_done_for(each.assignment_id):
                return OfferedCourse(lesson, each.due, each.assignment_id, book.left_lesson)
        return OfferedCourse(lesson, left=book.left_lesson)

    def appeal(self, appeal: PracticeAppeal) -> None:
        """Leave an appeal for the centre, and note it beside its session. Raises `OSError` where it is not left."""
        PracticeExchange(self.folder.root).put_appeal(appeal)
        with suppress(OSError), self.folder.session(str(appeal.session)).appeals.open("a", encoding="utf-8") as noted:
            noted.write(appeal.model_dump_json() + "\n")

    def _appeals(self, session: str) -> Iterator[PracticeAppeal]:
        """Yield what was appealed against, wherever it is by now: the centre tells of an appeal once it is answered."""
        with suppress(OSError, UnicodeDecodeError):
            for line in self.folder.session(session).appeals.read_text("utf-8").splitlines():
                with suppress(ValueError):
                    yield PracticeAppeal.model_validate_json(line)

    def remarks(self, session: str) -> Remarks:
        """Return what a trainer wrote under the marks of a session, and the appeals that were made."""
        work = PracticeExchange(self.folder.root).assigned(self.trainee.operator_id)
        made = {(each.place, each.item or ""): each.reason for each in self._appeals(session)}
        if work is None:
            return Remarks(appealed=made)
        made |= {(each.place, each.item or ""): each.reason for each in work.answers if str(each.session) == session}
        return Remarks(tuple(written(work, session)), made)

    def _last_sessions(self, kept: Iterable[tuple[SessionFolder, KeptPlan]]) -> dict[str, str]:
        """Return the session in which each scenario was played the last time."""
        last: dict[str, str] = {}
        for each, plan in kept:
            if plan.ended:
                last |= {call.scenario: each.session for call in plan.plan.calls}
        return last

    def last_times(self) -> dict[str, LastTime]:
        """Return what came of each scenario the last time; to mark it again takes what it was played with."""
        kept = {folder.session: (folder, plan.plan) for folder, plan in self.kept()}
        last = self._last_sessions(self.kept())
        versions = {each.code: each.version for each in self.material.titles}
        told: dict[str, LastTime] = {}
        for session in dict.fromkeys(last.values()):
            try:
                finished = self.session(session)
                began = finished.record.head.began
                times = [(done.scenario.code, LastTime(done.marks.total, began, session)) for done in finished.calls]
            except ScenarioGone:
                times = [*unmarked_times(*kept[session], versions)]
            except (OSError, RecordDamaged):
                continue
            told |= {code: time for code, time in times if last[code] == session}
        return told

    def _row(
        self,
        scenario: ScenarioTitle,
        set_for: SetForTrainee,
        session: str,
        last: Mapping[str, LastTime] | None,
    ) -> OfferedScenario:
        before = last.get(scenario.code) if last is not None else None
        if before is not None and before.session != session:  # it was told of before that was wiped, or done again
            before = None
        head = self.material.heads[scenario.city]
        return OfferedScenario(
            code=scenario.code,
            title=scenario.title,
            level=scenario.level,
            minutes=scenario.minutes,
            city=Words(head.name, head.name_en),
            works=set_for.works.get(scenario.code, ()),
            total=before.total if before else None,
            at=before.at if before else None,
            session=session if last is None or before else "",
            older=before.older if before else 0,
            sat=set_for.sat.get(scenario.code, frozenset()),
            kept_back=set_for.kept_back(scenario.code),
        )
