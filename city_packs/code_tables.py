"""Which code lists a pack names, and which codes each must hold: those that rules depend on are in `hotline.codes`."""

from enum import StrEnum

from hotline import codes
from hotline.due_moment import ELAPSED_UNITS, WORKING_DAYS

_ENUMS: dict[str, type[StrEnum]] = {
    "case_type": codes.CaseType,
    "channel": codes.Channel,
    "urgency": codes.Urgency,
    "handle_mode": codes.HandleMode,
    "validity": codes.Validity,
    "refusal_kind": codes.RefusalKind,
    "legal_route": codes.LegalRoute,
    "subject_kind": codes.SubjectKind,
    "other_call": codes.OtherCall,
    "emergency_line": codes.EmergencyLine,
    "solved": codes.Solved,
    "satisfaction": codes.Satisfaction,
    "not_reached": codes.NotReached,
    "reveal_reason": codes.RevealReason,
    "state": codes.State,
    "light": codes.Light,
    "role": codes.Role,
    "sync_state": codes.SyncState,
    "agent_state": codes.AgentState,
    "call_queue": codes.CallQueue,
    "call_end": codes.VisitEnd,
}
TIME_CLASSES = ("emergency", "ordinary", "historic")
CLOCK_UNITS = (*ELAPSED_UNITS, WORKING_DAYS)
CLOCK_EVENTS = (
    "ring",
    "answer",
    "hang_up",
    "save",
    "dispatch",
    "phone_assign",
    "feedback",
    "sign",
    "return_request",
    "contact",
    "verify",
    "first_reply",
    "reply",
    "reply_passed",
    "callback",
    "redo",
)
FIXED: dict[str, frozenset[str]] = {
    **{name: frozenset(member.value for member in members) for name, members in _ENUMS.items()},
    "time_class": frozenset(TIME_CLASSES),
    "clock_unit": frozenset(CLOCK_UNITS),
    "clock_event": frozenset(CLOCK_EVENTS),
}
"""Lists that a pack only names: no code may be missing and none added."""
OPEN = ("clock_pause", "pause_reason", "return_reason")
"""Lists whose codes are the city's own."""
EMERGENCY_NUMBERS = FIXED["emergency_line"] - {codes.EmergencyLine.OTHER.value}
PHRASE_KINDS = ("greeting", "calm", "script", "phrase", "closing", "callback")
