"""What a seat may ask of its telephone: to hang up always, the rest where telephones take it from Asterisk."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from case_api.telephony.asterisk.remote_control import act_on
from case_api.telephony.asterisk.tracked_calls import TrackedCall
from case_api.telephony.switch import CallAct
from hotline.codes import CallEventKind as Kind

START = datetime(2026, 11, 21, 8, tzinfo=UTC)
CHANNEL = "PJSIP/1001-0000002a"
HANG_UP = [{"Action": "Hangup", "Channel": CHANNEL, "Cause": "16"}]
TALK = [{"Action": "PJSIPNotify", "Channel": CHANNEL, "Variable": "Event=talk"}]
HOLD = [{"Action": "PJSIPNotify", "Channel": CHANNEL, "Variable": "Event=hold"}]
RINGS = (Kind.OFFERED, Kind.RINGING)
TALKS = (*RINGS, Kind.ANSWERED)
HELD = (*TALKS, Kind.HELD)


def _call(*kinds: Kind) -> TrackedCall:
    call = TrackedCall(UUID(int=1), agent_channels={"0001": (CHANNEL, "1.2")})
    for second, kind in enumerate(kinds):
        call.tell(kind, START + timedelta(seconds=second), "" if kind is Kind.OFFERED else "0001", "general")
    return call


@pytest.mark.parametrize(
    ("kinds", "act", "asked"),
    [
        (RINGS, CallAct.ANSWER, TALK),
        (TALKS, CallAct.HOLD, HOLD),
        (HELD, CallAct.RESUME, TALK),
        (TALKS, CallAct.HANG_UP, HANG_UP),
        (HELD, CallAct.HANG_UP, HANG_UP),
        (RINGS, CallAct.HANG_UP, []),
        (RINGS, CallAct.HOLD, []),
        (TALKS, CallAct.ANSWER, []),
        (TALKS, CallAct.RESUME, []),
        (HELD, CallAct.HOLD, []),
        ((Kind.OFFERED,), CallAct.HANG_UP, []),
        ((*TALKS, Kind.HUNG_UP), CallAct.HANG_UP, []),
    ],
)
def test_a_telephone_is_told_what_fits_its_call(kinds: tuple[Kind, ...], act: CallAct, asked: object) -> None:
    assert act_on(_call(*kinds), act, notify=True) == asked


@pytest.mark.parametrize(("kinds", "act"), [(RINGS, CallAct.ANSWER), (TALKS, CallAct.HOLD), (HELD, CallAct.RESUME)])
def test_what_only_the_telephone_can_do_is_left_to_it(kinds: tuple[Kind, ...], act: CallAct) -> None:
    assert act_on(_call(*kinds), act, notify=False) == []
    assert act_on(_call(*TALKS), CallAct.HANG_UP, notify=False) == HANG_UP
