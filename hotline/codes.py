"""The code lists that rules depend on. Their names in Chinese and English stand in the city packs.

Plain `StrEnum`s without any import of ours, because the console loads them before its first screen.
The lists follow GB/T 33358-2016 and DB12/T 1438-2025 where those name values; the codes are this project's own.
"""

from enum import StrEnum


class CaseType(StrEnum):
    """来电类别: what kind of thing the caller brings."""

    CONSULT = "ZX"
    HELP = "QZ"
    COMPLAINT = "TS"
    REPORT = "JB"
    SUGGESTION = "JY"
    PRAISE = "BY"
    OTHER = "QT"


class Channel(StrEnum):
    """受理渠道: the way a demand came in."""

    PHONE = "phone"
    SMS = "sms"
    WEB = "web"
    WECHAT = "wechat"
    WEIBO = "weibo"
    APP = "app"
    EMAIL = "email"
    PROVINCE = "province"
    STATE_COUNCIL = "state_council"
    PEOPLES_DAILY = "peoples_daily"
    GOV_CN = "gov_cn"
    POLICE_110 = "police_110"
    OTHER_HOTLINE = "other_hotline"
    WALK_IN = "walk_in"
    LEADER = "leader"
    MISSED_CALL = "missed_call"


KEY_CHANNELS = frozenset({Channel.PROVINCE, Channel.STATE_COUNCIL, Channel.PEOPLES_DAILY, Channel.GOV_CN})
"""What comes from these is supervised throughout (source row B13)."""


class Urgency(StrEnum):
    """紧急程度: critical is life, property or public safety; urgent is water, power, gas, heating, weather."""

    CRITICAL = "critical"
    URGENT = "urgent"
    NORMAL = "normal"
    HISTORIC = "historic"


class HandleMode(StrEnum):
    """处理方式: what was done with the demand at the desk."""

    DIRECT = "direct"
    TRANSFER = "transfer"
    PHONE_ASSIGNED = "phone_assigned"
    THREE_WAY = "three_way"
    EMERGENCY = "emergency"
    URGE = "urge"


class Validity(StrEnum):
    """诉求性质研判: how the demand was judged; a person judges, never a machine."""

    REASONABLE = "reasonable"
    BEYOND_POLICY = "beyond_policy"
    OUT_OF_SCOPE = "out_of_scope"
    LAWFUL_ROUTE = "lawful_route"
    MALICIOUS = "malicious"
    TO_JUDGE = "to_judge"


class RefusalKind(StrEnum):
    """The two grounds on which the hotline may refuse (source rows D9)."""

    OUT_OF_SCOPE = "out_of_scope"
    AGAINST_POLICY = "against_policy"


class LegalRoute(StrEnum):
    """法定途径: where a caller can lawfully go with what the hotline does not take."""

    LAWSUIT = "lawsuit"
    ARBITRATION = "arbitration"
    RECONSIDERATION = "reconsideration"
    INFORMATION_DISCLOSURE = "information_disclosure"
    PETITION = "petition"
    DISCIPLINE = "discipline"
    CONSUMER = "consumer"
    NEGOTIATION = "negotiation"


class SubjectKind(StrEnum):
    """来电主体: natural person, legal person or other organisation (source row B2)."""

    NATURAL = "natural"
    LEGAL = "legal"
    OTHER = "other"


class OtherCall(StrEnum):
    """其他通话: a call that makes no work order."""

    NUISANCE = "nuisance"
    WRONG_NUMBER = "wrong_number"
    SILENT = "silent"
    DROPPED = "dropped"
    PRAISE = "praise"


class EmergencyLine(StrEnum):
    """Lines a life-safety call is handed to."""

    POLICE = "110"
    FIRE = "119"
    AMBULANCE = "120"
    TRAFFIC = "122"
    OTHER = "other"


class Solved(StrEnum):
    """解决情况 as the caller says it at the call-back."""

    SOLVED = "solved"
    MOSTLY = "mostly"
    UNSOLVED = "unsolved"


class Satisfaction(StrEnum):
    """满意度 as the caller says it at the call-back."""

    SATISFIED = "satisfied"
    MOSTLY = "mostly"
    DISSATISFIED = "dissatisfied"


class NotReached(StrEnum):
    """回访失败原因: why a call-back reached nobody."""

    NO_ANSWER = "no_answer"
    SWITCHED_OFF = "switched_off"
    DECLINED = "declined"
    NOT_IN_SERVICE = "not_in_service"


class RevealReason(StrEnum):
    """Why somebody needs to see a masked personal datum; each reveal is a row of the read audit."""

    CALL_BACK = "call_back"
    VERIFY_CALLER = "verify_caller"
    HANDLING = "handling"
    URGE = "urge"
    SUPERVISION = "supervision"
    CALLER_ASKED = "caller_asked"


class State(StrEnum):
    """状态 of a work order; `filed` is the only one without a way out."""

    REFUSAL_REVIEW = "refusal_review"
    TO_DISPATCH = "to_dispatch"
    WITH_SEAT = "with_seat"
    TO_SIGN = "to_sign"
    HANDLING = "handling"
    RETURN_REVIEW = "return_review"
    ON_HOLD = "on_hold"
    REPLY_REVIEW = "reply_review"
    TO_CALLBACK = "to_callback"
    ANSWERED = "answered"
    HANDED_OFF = "handed_off"
    REFUSED = "refused"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    FILED = "filed"


LIVE = frozenset(
    {
        State.REFUSAL_REVIEW,
        State.TO_DISPATCH,
        State.WITH_SEAT,
        State.TO_SIGN,
        State.HANDLING,
        State.RETURN_REVIEW,
        State.ON_HOLD,
        State.REPLY_REVIEW,
        State.TO_CALLBACK,
    }
)
"""States in which somebody still has to do something."""

ENDED = frozenset({State.ANSWERED, State.HANDED_OFF, State.REFUSED, State.MERGED, State.WITHDRAWN, State.CLOSED})
"""States in which the demand is settled but not yet filed away."""

BEFORE_DISPATCH = frozenset({State.REFUSAL_REVIEW, State.TO_DISPATCH, State.WITH_SEAT})
"""Live states in which no unit has the work order yet."""


class Light(StrEnum):
    """红黄灯: the lamp of a clock (source row Z16)."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


class Role(StrEnum):
    """What a person may do; the command table says which role gives which command."""

    OPERATOR = "operator"
    SPECIALIST = "specialist"
    LEAD = "lead"
    DISPATCHER = "dispatcher"
    UNIT = "unit"
    CALLBACK = "callback"
    QUALITY = "quality"
    SUPERVISOR = "supervisor"
    LEADER = "leader"
    TRAINER = "trainer"
    TRAINEE = "trainee"
    KNOWLEDGE = "knowledge"
    AUDITOR = "auditor"
    ADMIN = "admin"
    WORKER = "worker"


class SyncState(StrEnum):
    """Where a mutation of this seat is; the words on screen say exactly this.

    What is held or parked has reached the centre and counts for nothing there until a person has let it through.
    """

    ON_THIS_SEAT = "on_this_seat"
    SENDING = "sending"
    HELD = "held"
    PARKED = "parked"
    AT_THE_CENTRE = "at_the_centre"
    NEEDS_YOU = "needs_you"


SET_ASIDE = frozenset({SyncState.HELD, SyncState.PARKED})
"""Reached the centre, and in no case there: a person decides or looks at it."""


class UnitPart(StrEnum):
    """主办/协办: the part that a unit has in a work order."""

    LEAD = "lead"
    CO = "co"


class SuperviseKind(StrEnum):
    """督办方式: how a supervisor presses on (source rows B12 to B14)."""

    URGING = "urging"
    ORDER = "order"
    ON_SITE = "on_site"
    JOINT = "joint"
    ESCALATION = "escalation"


class Request(StrEnum):
    """What became of something that was asked for: an extension, an exclusion, a naming."""

    ASKED = "asked"
    GRANTED = "granted"
    TURNED_DOWN = "turned_down"


class CallerNoteReason(StrEnum):
    """Why somebody proposes a note on a caller (source row L2); a person judges it and another one approves."""

    DECIDED_BEFORE = "decided_before"
    BEYOND_LAW = "beyond_law"
    NOT_SO = "not_so"
    ABUSE = "abuse"


class CloseReason(StrEnum):
    """办结依据: why a work order counts as closed; there is no closing without one of them."""

    CALLED_BACK = "called_back"
    UNREACHABLE = "unreachable"


class AgentState(StrEnum):
    """The operator's own state, driven by the form and not guessed from the switch.

    In practice the console itself is not running: what it told last is that its operator went there.
    """

    SIGNED_OUT = "signed_out"
    READY = "ready"
    RINGING = "ringing"
    TALKING = "talking"
    HELD = "held"
    WRAP_UP = "wrap_up"
    PAUSED = "paused"
    PRACTICE = "practice"


class PracticeKind(StrEnum):
    """练习类型: what kind of work a practice session is."""

    DRILL = "drill"
    EXAM = "exam"
    SHIFT = "shift"
    LINE_CUT = "line_cut"
    COURSE = "course"


class CallEventKind(StrEnum):
    """What a telephone switch tells: the call-event interface that every adapter speaks.

    Offered: a caller joins a queue. Missed: it rang at a seat and nobody answered there, the caller waits on.
    Transferred: it left the seat for another queue, seat or number. Flowed out: the queue gave the caller up, who did
    not hang up. Abandoned: the caller hung up before anybody answered.
    """

    OFFERED = "offered"
    RINGING = "ringing"
    MISSED = "missed"
    ANSWERED = "answered"
    HELD = "held"
    RESUMED = "resumed"
    TRANSFERRED = "transferred"
    FLOWED_OUT = "flowed_out"
    HUNG_UP = "hung_up"
    ABANDONED = "abandoned"


class CallQueue(StrEnum):
    """来电队列: where callers wait. Specialist seats answer for enterprises (source row Z17)."""

    GENERAL = "general"
    ENTERPRISE = "enterprise"
    OTHER = "other"


class VisitEnd(StrEnum):
    """How a caller's stay in a queue ended."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    FLOWED_OUT = "flowed_out"


class LegEnd(StrEnum):
    """How what a seat had of a call ended: for `ELSEWHERE` another seat was quicker."""

    HUNG_UP = "hung_up"
    TRANSFERRED = "transferred"
    MISSED = "missed"
    ABANDONED = "abandoned"
    ELSEWHERE = "elsewhere"
