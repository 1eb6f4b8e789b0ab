"""The kept sessions of one trainee: marked again or as they were marked, seen again, their results left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from city_packs.errors import PackErrors
from city_packs.read_rubric import rubric_of
from local_cache.practice_exchange import PracticeExchange
from practice.exams import counts
from practice.folder import PracticeFolder, SessionFolder
from practice.record import RecordDamaged, parse_record
from practice.session_file import KeptPlan, keep_result, kept_plans, kept_result, read_plan, write_plan
from practice.session_plan import ScenarioGone, Trainee, check_scenarios
from seat_console.crash import note_crash
from seat_console.practice.material import Material

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from city_packs.model import CityPack
    from city_packs.scenario import Scenario
    from hotline.practice_doc import PracticeResult
    from practice.finished import FinishedSession
    from practice.session_plan import SessionPlan
    from screens.practice.marked_calls import MarkedSession


@dataclass(frozen=True, slots=True)
class KeptSessions:
    """The sessions of one trainee in a folder, and what they were played with."""

    folder: PracticeFolder
    material: Material
    trainee: Trainee

    @property
    def who(self) -> str:
        """Return who practises, by name and number, which may be the same."""
        return " ".join(dict.fromkeys((self.trainee.name, self.trainee.operator_id)))

    def kept(self) -> Iterator[tuple[SessionFolder, KeptPlan]]:
        """Yield the sessions with their plans, the newest last."""
        for each, kept in kept_plans(self.folder):
            if kept.plan.trainee.operator_id == self.trainee.operator_id:
                yield each, kept

    def pack_of(self, session: str) -> CityPack:
        """Return the pack of the city in which a session was played. Raises `KeyError`, `PackErrors`, `OSError`."""
        return self.material.packs[read_plan(self.folder.session(session)).plan.city]

    def session(self, session: str) -> FinishedSession:
        """Return a session with its marks. Raises `OSError`, `RecordDamaged`, `ScenarioGone`."""
        plan = read_plan(self.folder.session(session)).plan
        if plan.city not in self.material.packs:
            raise FileNotFoundError(plan.city)  # none of its scenarios is played here
        check_scenarios(plan, self.material.scenarios)  # marks by another version would not be those of that time
        return self._finished(session, plan, self.material.scenarios)

    def _finished(self, session: str, plan: SessionPlan, scenarios: Mapping[str, Scenario]) -> FinishedSession:
        """Return the calls of a session that are of these scenarios, with their marks."""
        from practice.finished import finished_session  # no home waits for what marks

        try:
            return finished_session(self.folder.session(session), scenarios, rubric_of, self.material.packs[plan.city])
        except PackErrors as error:
            raise RecordDamaged("its rubric is not there any more") from error

    def marked(self, session: str) -> tuple[MarkedSession, PracticeResult | None]:
        """Return a session for its marks to be shown, and its result where it has one that may leave.

        A call whose scenario has another version is as it was kept. Raises `OSError`, `RecordDamaged`, and
        `ScenarioGone` where nothing was kept.
        """
        from practice.results import result_of
        from screens.practice.marked_calls import MarkedSession

        folder = self.folder.session(session)
        try:
            finished = self.session(session)
        except ScenarioGone:
            if (kept := kept_result(folder)) is None:
                raise
            plan, titles = read_plan(folder).plan, {each.code: each for each in self.material.titles}
            same = {
                call.scenario: self.material.scenarios[call.scenario]
                for call in plan.calls
                if call.scenario in titles and titles[call.scenario].version == call.version
            }
            words = {code: each.title for code, each in titles.items()}
            return MarkedSession.as_kept(kept, self._finished(session, plan, same), words, self.who), kept
        marked = MarkedSession.as_marked(finished, self.who)
        try:
            return marked, result_of(read_plan(folder).plan, finished)
        except ValidationError:
            return marked, None

    def replayed(self, session: str) -> FinishedSession:
        """Return a session to be seen again, without marks where it cannot be marked any more.

        Raises `OSError`, `RecordDamaged`.
        """
        from practice.finished import FinishedSession

        try:
            return self.session(session)
        except ScenarioGone:
            return FinishedSession(parse_record(self.folder.session(session).record.read_bytes()), ())

    def leave_results(self) -> None:
        """Leave what was not left when its session ended: the disk was full then, or the program was cut off."""
        for each, kept in self.kept():
            if kept.ended and not kept.left and kept.plan.city in self.material.packs and counts(each, kept.plan):
                self.leave_result(each)

    def leave_result(self, folder: SessionFolder) -> None:
        """Leave what of an ended session may go to the centre.

        What the disk does not take is tried again later; what cannot be marked or may not leave is noted once.
        """
        from practice.results import result_of  # of no use to the home

        try:
            kept = read_plan(folder)
            try:
                result = result_of(kept.plan, self.session(folder.session))
                keep_result(folder, result)
                PracticeExchange(self.folder.root).put_result(result)
            except (RecordDamaged, ScenarioGone, ValidationError) as error:
                note_crash(folder.root / "console.log", error)
            write_plan(folder, replace(kept, left=True))
        except (OSError, RecordDamaged) as error:
            note_crash(folder.root / "console.log", error)
