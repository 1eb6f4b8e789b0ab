"""Marks of speed: to the first key, to the record on file, and of the wrap-up. Care is marked beside it, never less."""

from city_packs.rubric import RubricItem
from practice.calls import CallRecord
from practice.marks import Loss, Span
from practice.seen import Seen

_MINUTE = 60.0
_SECOND = 1000.0
_ANSWERING = 500
"""Milliseconds in which what is pressed was the key that answered: it is recorded when it has been dealt with."""


def first_key(call: CallRecord) -> int | None:
    """Return when the first key came that did something after the answer, None where there is none."""
    if call.answered is None:
        return None
    begins = call.answered + _ANSWERING
    return next((key.ms for key in call.keys if key.used and key.ms > begins), None)


def first_key_losses(seen: Seen) -> list[Loss]:
    """Return what the time from the answer to the first key that did something lost."""
    item, first = seen.item("first_key"), first_key(seen.call)
    if first is None:
        return [Loss("no_key", item.points, {"by": f"{item.figures['all_by']:g}"}, seen.talk())]
    return _late(seen, "slow_key", item, (seen.answered, first))


def save_losses(seen: Seen) -> list[Loss]:
    """Return what the time from the answer to the last record on file lost; the scenario says what is good."""
    last = max(each.ms for each in seen.on_file)
    return _late(seen, "slow_save", seen.item("save"), (seen.answered, last), seen.scenario.minutes * _MINUTE)


def wrap_up_losses(seen: Seen) -> list[Loss]:
    """Return what the time from the end of the call until the trainee was ready lost."""
    item, hung_up, ready = seen.item("wrap_up"), seen.call.hung_up, seen.call.ready
    if ready is None:
        return [Loss("never_ready", item.points, {"by": f"{item.figures['all_by']:g}"}, seen.talk())]
    return _late(seen, "slow_wrap_up", item, (ready if hung_up is None else hung_up, ready))


def share_lost(value: float, item: RubricItem) -> float:
    """Return the share of an item that a value lost: nothing by `all_by`, all from `none_from`, evenly between."""
    all_by, none_from = item.figures["all_by"], item.figures["none_from"]
    return min(max((value - all_by) / (none_from - all_by), 0.0), 1.0)


def _late(seen: Seen, code: str, item: RubricItem, span: Span, unit: float = 1.0) -> list[Loss]:
    """Return the loss of a time whose limits are counted in `unit` seconds."""
    seconds = seen.call.lasted(*span) / _SECOND
    lost = item.points * share_lost(seconds / unit, item)
    told = {"seconds": f"{seconds:.0f}", "by": f"{item.figures['all_by'] * unit:g}"}
    return [Loss(code, lost, told, (span,))] if lost else []
