"""What a practice session is made of, when it begins and when it is taken up again after a crash."""

import shutil
from collections.abc import Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from uuid import UUID

from city_packs.model import CityPack
from city_packs.scenario import Scenario, Words
from hotline.codes import CallEventKind, PracticeKind
from local_cache.ids import new_id
from practice import session_file
from practice.centre.store import CentreFile
from practice.centre.transport import PracticeCentre
from practice.exams import exam_sat, sweep_unheard
from practice.folder import PracticeFolder, SessionFolder
from practice.honest_clock import HonestClock, Machine
from practice.last_known import known_moments
from practice.record import Head, Step
from practice.seat_files import let_in, make_seat, secrets_of, sub_centre_of
from practice.session_file import KeptPlan, RecordFile
from practice.session_plan import SessionPlan, check_scenarios
from practice.session_state import Phase, SessionState

TOLD = {
    Step.ANSWERED: CallEventKind.ANSWERED,
    Step.HELD: CallEventKind.HELD,
    Step.RESUMED: CallEventKind.RESUMED,
    Step.HUNG_UP: CallEventKind.HUNG_UP,
}
"""What the switch is told of a step of the call."""


class ExamTaken(Exception):  # noqa: N818  (named after what happened)
    """This exam was sat before; it is sat once."""


class NothingHeard(Exception):  # noqa: N818  (named after what happened)
    """This exam was left before its caller had said anything: it is not sat, and nothing of it stays."""


@dataclass(frozen=True, slots=True)
class SessionParts:
    """The parts of one session, open."""

    folder: SessionFolder
    plan: SessionPlan
    scenarios: Mapping[str, Scenario]
    clock: HonestClock
    record: RecordFile
    state: SessionState
    centre: PracticeCentre


def begun(
    practice: PracticeFolder, plan: SessionPlan, scenarios: Mapping[str, Scenario], pack: CityPack, *,
    rubric: int, columns: int, rows: int, machine: Machine,
) -> SessionParts:  # fmt: skip
    """Make the files of a session; where that fails nothing is left of it. The caller holds the folder's lock.

    Raises `ExamTaken`, `ScenarioGone`, `past_cases.PastCaseError`, `OSError`.
    """
    check_scenarios(plan, scenarios)
    if plan.kind is PracticeKind.EXAM and exam_sat(practice, plan):
        raise ExamTaken(plan.session)
    session_file.sweep(practice)
    sweep_unheard(practice)
    folder = practice.session(plan.session)
    folder.make()
    opened = ExitStack()
    try:
        make_seat(folder.seat, pack)
        clock = HonestClock.begin(machine, known_moments(practice))
        head = Head(
            plan.session, plan.kind, plan.trainee.operator_id, tuple(each.scenario for each in plan.calls), rubric,
            plan.language, columns, rows, clock.began, machine.boot, clock.was_behind,
        )  # fmt: skip
        record = opened.enter_context(closing(RecordFile.begin(folder.record, head)))
        centre = opened.enter_context(closing(_centre_of(folder, plan, pack, clock)))
        centre.seed(case for each in plan.calls for case in scenarios[each.scenario].cases)
        let_in(folder.seat, centre.sign_in(plan.trainee.operator_id, ""), clock.now())
        session_file.write_plan(folder, KeptPlan(plan, clock.anchor))  # from here on it is a session
    except BaseException:
        opened.close()  # no file can be taken away on Windows while it is open
        shutil.rmtree(folder.root, ignore_errors=True)
        raise
    return SessionParts(folder, plan, scenarios, clock, record, _state_of(plan, scenarios, pack), centre)


def taken_up(
    folder: SessionFolder, scenarios: Mapping[str, Scenario], pack: CityPack, machine: Machine
) -> SessionParts:
    """Open a session that was cut off: the state from its record, call and switch as they were, the clock going on.

    Raises `ScenarioGone`, `RecordDamaged`, `local_cache.errors.KeyLost`, `OSError`.
    """
    kept = session_file.read_plan(folder)
    check_scenarios(kept.plan, scenarios)
    with ExitStack() as opened:
        record, before = RecordFile.again(folder.record)
        opened.callback(record.close)
        state = _state_of(kept.plan, scenarios, pack)
        for event in before.events:
            state.take(event)
        clock = HonestClock.again(machine, kept.anchor, state.last_ms)
        clock.was_behind = before.head.clock_behind
        session_file.write_plan(folder, KeptPlan(kept.plan, clock.anchor, ended=state.ended))
        centre = _centre_of(folder, kept.plan, pack, clock)
        opened.callback(centre.close)
        _ring_again(centre, state, clock)
        opened.pop_all()  # all of it stands: the session closes it
    return SessionParts(folder, kept.plan, scenarios, clock, record, state, centre)


def _ring_again(centre: PracticeCentre, state: SessionState, clock: HonestClock) -> None:
    call = state.call
    if call is None or state.phase is Phase.IDLE:
        return
    centre.ring(UUID(call.call_id), call.phone, clock.moment(call.rang))
    for step in call.steps:
        if step.step in TOLD:
            centre.happened(TOLD[step.step], clock.moment(step.ms))


def _state_of(plan: SessionPlan, scenarios: Mapping[str, Scenario], pack: CityPack) -> SessionState:
    phrases = {code: Words(each.text, each.text_en) for code, each in pack.phrases.items()}
    calm = frozenset(code for code, each in pack.phrases.items() if each.kind == "calm")
    return SessionState(
        {each.scenario: scenarios[each.scenario] for each in plan.calls}, phrases, calm,
        want_numbers=plan.kind is PracticeKind.LINE_CUT,
    )  # fmt: skip


def _centre_of(folder: SessionFolder, plan: SessionPlan, pack: CityPack, clock: HonestClock) -> PracticeCentre:
    secrets = secrets_of(folder.seat)
    with ExitStack() as opened:
        file = opened.enter_context(closing(CentreFile(folder.centre, secrets.file, str(new_id()))))
        centre = PracticeCentre(
            file, pack, clock.now, plan.trainee, phone_hash_key=secrets.phone_hash_key,
            signing_key=secrets.signing_key, sub_centre=sub_centre_of(pack), english=plan.language == "en",
        )  # fmt: skip
        opened.pop_all()  # what reads it closes it
        return centre
