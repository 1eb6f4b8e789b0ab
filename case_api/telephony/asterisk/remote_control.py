"""What a seat may ask of its telephone through Asterisk.

Asterisk can end a call. To pick up, to hold and to resume is the telephone's own: many can be told to by a SIP NOTIFY
(`Event: talk`, `Event: hold`), which the settings allow where all of them do.
"""

import structlog

from case_api.telephony.asterisk.tracked_calls import TrackedCall
from case_api.telephony.asterisk.wire_format import Packet
from case_api.telephony.switch import CallAct

_log = structlog.get_logger()


def act_on(call: TrackedCall, act: CallAct, *, notify: bool) -> list[Packet]:
    """Return what to tell Asterisk, nothing where the call is not in a state for it or it cannot be done from here."""
    leg = call.record.live_leg
    if leg is None or leg.seat not in call.agent_channels:
        return []
    channel = call.agent_channels[leg.seat][0]
    match act, leg.answered_at is not None, leg.held_at is not None:
        case CallAct.HANG_UP, True, _:
            return [{"Action": "Hangup", "Channel": channel, "Cause": "16"}]
        case (CallAct.ANSWER, False, _) | (CallAct.RESUME, True, True):
            told = "talk"
        case CallAct.HOLD, True, False:
            told = "hold"
        case _:
            return []
    if not notify or not channel.startswith("PJSIP/"):
        _log.info("only the telephone itself can do this", act=str(act), seat=leg.seat)
        return []
    return [{"Action": "PJSIPNotify", "Channel": channel, "Variable": f"Event={told}"}]
