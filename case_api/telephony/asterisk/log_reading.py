"""What the queue log tells of calls beyond what is known: matched by call, queue, seat, kind and order, not by time.

The log's times are whole seconds, cut off; those of events have microseconds. So a row is known if as many of its
kind were told of that call, at that seat and in that queue, whatever their times.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from case_api.telephony.asterisk.kept_calls import KeptCalls
from case_api.telephony.asterisk.naming import CallIds, Telephones, caller_number
from case_api.telephony.asterisk.queue_log import LogRow
from case_api.telephony.asterisk.tracked_calls import TrackedCall, TrackedCalls
from hotline.call_events import CallEvent
from hotline.codes import CallEventKind as Kind

_KINDS = {
    "ENTERQUEUE": Kind.OFFERED,
    "CONNECT": Kind.ANSWERED,
    "RINGNOANSWER": Kind.MISSED,
    "ABANDON": Kind.ABANDONED,
    "EXITWITHTIMEOUT": Kind.FLOWED_OUT,
    "EXITWITHKEY": Kind.FLOWED_OUT,
    "EXITEMPTY": Kind.FLOWED_OUT,
    "COMPLETEAGENT": Kind.HUNG_UP,
    "COMPLETECALLER": Kind.HUNG_UP,
    "BLINDTRANSFER": Kind.TRANSFERRED,
    "ATTENDEDTRANSFER": Kind.TRANSFERRED,
    "TRANSFER": Kind.TRANSFERRED,
}
_NO_SEAT = frozenset({Kind.OFFERED, Kind.ABANDONED, Kind.FLOWED_OUT})
_SECOND = timedelta(seconds=1)


def news_of_log(
    rows: Iterable[LogRow], calls: TrackedCalls, ids: CallIds, telephones: Telephones, kept: KeptCalls | None
) -> list[CallEvent]:
    """Take what the log tells beyond what is known into the calls, and return it, oldest first.

    Raises `KeptUnavailableError`, and has taken nothing then.
    """
    of_call: dict[str, list[LogRow]] = {}
    for row in rows:
        if row.event in _KINDS:
            of_call.setdefault(row.uniqueid, []).append(row)
    unknown = [ids.of(uniqueid) for uniqueid in of_call if _tracked(uniqueid, calls, ids) is None]
    before = kept.events(unknown) if kept is not None else {}
    news: list[CallEvent] = []
    for uniqueid, its_rows in of_call.items():
        call = _tracked(uniqueid, calls, ids)
        if call is None and its_rows[0].event == "ENTERQUEUE":
            call = TrackedCall(ids.of(uniqueid), channel=uniqueid)
            call.told.extend(before.get(call.call_id, ()))
            calls.add(call)
            calls.has_channel(call, uniqueid)
        if call is not None:  # else it began before the rows do, and was known to be over
            news += _news(call, its_rows, telephones)
    return sorted(news, key=lambda event: event.at)


def _tracked(uniqueid: str, calls: TrackedCalls, ids: CallIds) -> TrackedCall | None:
    return calls.of_channel(uniqueid) or calls.get(ids.of(uniqueid))


def _news(call: TrackedCall, rows: Sequence[LogRow], telephones: Telephones) -> Iterator[CallEvent]:
    told = Counter((event.kind, event.seat, event.queue) for event in call.told)
    over = call.record.ended_at is not None

    def is_known(event: CallEvent) -> bool:
        key = event.kind, event.seat, event.queue
        told[key] -= 1
        return over or told[key] >= 0

    for ring, event in _events(call.call_id, rows, telephones):
        rang = ring is None or is_known(ring)
        if is_known(event):
            continue  # and so is the ring before it, even where nobody told of that
        call.number = call.number or event.number
        for each in (event,) if ring is None or rang else (ring, event):
            timed = _not_before_what_is_known(call, each)
            call.take(timed)
            yield timed


def _not_before_what_is_known(call: TrackedCall, event: CallEvent) -> CallEvent:
    """Put an event whose second was cut off behind what is known of the same second."""
    newest = max((each.at for each in call.told), default=event.at)
    at = newest if event.at <= newest < event.at + _SECOND else event.at
    return CallEvent(event.call_id, event.kind, at, event.seat, event.number, event.line, event.queue)


def _events(
    call_id: UUID, rows: Iterable[LogRow], telephones: Telephones
) -> Iterator[tuple[CallEvent | None, CallEvent]]:
    """Yield what the rows of one call mean, each with the ring before it: the log tells of one when it is over."""
    number, offered_at = "", None
    for row in rows:
        kind = _KINDS[row.event]
        queue = telephones.queue(row.queue)
        if kind is Kind.OFFERED:
            number, offered_at = caller_number(row.more[1]) if len(row.more) > 1 else "", row.at
        seat = "" if kind in _NO_SEAT else telephones.seat_of_agent(row.agent)
        event = CallEvent(call_id, kind, row.at, seat, number, "", queue)
        rang_for = _rang_for(row)
        if rang_for is None:
            yield None, event
        else:
            rang_at = max(row.at - rang_for, offered_at or row.at - rang_for)
            yield CallEvent(call_id, Kind.RINGING, rang_at, seat, number, "", queue), event


def _rang_for(row: LogRow) -> timedelta | None:
    if row.event == "RINGNOANSWER":
        return timedelta(milliseconds=row.number(0))
    if row.event == "CONNECT":
        return timedelta(seconds=row.number(2))
    return None
