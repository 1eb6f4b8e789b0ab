"""What a finished session came to, as it leaves practice: codes, points and times; no text and no key."""

from datetime import timedelta
from uuid import UUID

from hotline.codes import PracticeKind
from hotline.practice_doc import PracticeResult, ResultCall, ResultItem
from practice.calls import CallRecord
from practice.finished import FinishedCall, FinishedSession
from practice.mark_speed import first_key
from practice.session_plan import SessionPlan

_MOST_S = 86_400.0


def result_of(plan: SessionPlan, finished: FinishedSession) -> PracticeResult:
    """Return the result of a session. Raises `pydantic.ValidationError` where a code of it may not leave."""
    head = finished.record.head
    return PracticeResult(
        session=UUID(plan.session),
        trainee=plan.trainee.operator_id,
        kind=PracticeKind(plan.kind.value),
        assignment=UUID(plan.assignment) if plan.assignment else None,
        began=head.began,
        ended=head.began + timedelta(milliseconds=finished.length_ms),
        calls=tuple(map(_call, finished.calls)),
        clock_behind=head.clock_behind,
    )


def _call(done: FinishedCall) -> ResultCall:
    call, marks = done.call, done.marks
    answered = call.rang if call.answered is None else call.answered
    saved = max((act.made_ms or act.ms for act in call.acts), default=None)
    gone = call.hung_up if call.hung_up is not None else call.ready
    return ResultCall(
        scenario=marks.scenario,
        version=marks.version,
        rubric=marks.rubric,
        class_code=done.scenario.truth.class_code,
        total=marks.total,
        fatal=tuple(each.code for each in marks.fatal),
        items=tuple(
            ResultItem(item=each.item, of=each.of, got=each.got, losses=tuple({loss.code: 0 for loss in each.losses}))
            for each in marks.items
        ),
        first_key_s=_seconds(call, answered, first_key(call)),
        save_s=_seconds(call, answered, saved),
        wrap_up_s=_seconds(call, gone, call.ready),
    )


def _seconds(call: CallRecord, begin: int | None, end: int | None) -> float | None:
    if begin is None or end is None:
        return None
    return min(_MOST_S, call.lasted(begin, end) / 1000)
