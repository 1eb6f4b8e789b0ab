"""The call at the desk: its times, its phase and its clocks, kept with the draft so that a crash loses none."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hotline.codes import AgentState, CallEventKind
from hotline.intake_rules import PHONE_LIMIT
from hotline.phones import PhoneError, normal
from local_cache.model import Phase

if TYPE_CHECKING:
    from hotline.work_order import CallTimes


def readable(number: str) -> str:
    """Return a number of the switch, or one typed, as it stands; nothing where nobody could be called back at it."""
    try:
        return number if number and normal(number) and len(number) <= PHONE_LIMIT else ""
    except PhoneError:
        return ""


@dataclass(frozen=True, slots=True)
class DeskCall:
    """One telephone call as the desk knows it; all times aware, None for what has not happened.

    A call that the operator opened without the switch has no `call_id` and counts as answered when it was opened; so
    does one to a caller who gave up, whose call then was `missed_id`. With `end_unknown` nobody here heard of its end,
    and `ended_at` is when that was found. `on_file` says that a matter of it is on file, and this is another one.
    """

    call_id: str = ""
    number: str = ""
    rang_at: datetime | None = None
    answered_at: datetime | None = None
    held_at: datetime | None = None
    ended_at: datetime | None = None
    three_way: bool = False
    missed_id: str = ""
    end_unknown: bool = False
    on_file: bool = False

    @property
    def is_ringing(self) -> bool:
        """Say whether it rings and nobody has answered."""
        return self.rang_at is not None and self.answered_at is None and self.ended_at is None

    @property
    def is_live(self) -> bool:
        """Say whether somebody is on the telephone."""
        return self.answered_at is not None and self.ended_at is None

    @property
    def is_unheard(self) -> bool:
        """Say whether nothing has been heard of it since the program that had it ended."""
        heard = self.rang_at or self.answered_at or self.ended_at
        return bool(self.call_id) and heard is None

    @property
    def may_be_live(self) -> bool:
        """Say whether somebody is on the telephone, or was when the program ended and nothing was heard since."""
        return self.is_live or self.is_unheard

    @property
    def phase(self) -> Phase:
        """Return the phase that a draft of this call is in."""
        if self.is_live:
            return Phase.TALKING
        return Phase.WRAP_UP if self.ended_at else Phase.IDLE

    @property
    def state(self) -> AgentState:
        """Return the operator's own state, driven by the desk and not guessed from the switch.

        There is a wrap-up of a call alone: who writes without one is ready before, and so they are after it.
        """
        if self.is_ringing:
            return AgentState.RINGING
        if self.is_live:
            return AgentState.HELD if self.held_at else AgentState.TALKING
        return AgentState.WRAP_UP if self.ended_at or self.is_unheard else AgentState.READY

    @property
    def since(self) -> datetime | None:
        """Return when that state began."""
        return self.ended_at or self.held_at or self.answered_at or self.rang_at

    def talk_seconds(self, now: datetime) -> int:
        """Return whole seconds from the answer to the end, or to now while it lasts; never below 0."""
        if self.answered_at is None:
            return 0
        return max(0, int(((self.ended_at or now) - self.answered_at).total_seconds()))

    def after(self, kind: str, at: datetime, *, exact: bool = True) -> "DeskCall":
        """Return the call after an event of the switch; events that come twice or late change nothing.

        An end that is not `exact` came at some moment before `at`; the true one goes before it.
        """
        match kind:
            case CallEventKind.ANSWERED if self.answered_at is None and self.ended_at is None:
                return replace(self, answered_at=at)
            case CallEventKind.HELD if self.is_live and self.held_at is None:
                return replace(self, held_at=at)
            case CallEventKind.RESUMED if self.held_at is not None:
                return replace(self, held_at=None)
            case CallEventKind.HUNG_UP | CallEventKind.ABANDONED | CallEventKind.TRANSFERRED if (
                self.ended_at is None or (self.end_unknown and exact)
            ):
                return replace(self, held_at=None, ended_at=at, end_unknown=not exact)
            case CallEventKind.MISSED | CallEventKind.FLOWED_OUT if self.is_ringing:
                # It may ring here again, and is another call then.
                return replace(self, call_id="", ended_at=at, end_unknown=not exact)
        return self

    def not_answered(self) -> "DeskCall":
        """Return the call as the ring that it was, where the switch knew no more of it when it was to be answered."""
        unknown = self.ended_at is None or self.end_unknown
        return replace(self, answered_at=None, ended_at=None, end_unknown=False) if unknown else self

    def number_alone(self) -> "DeskCall":
        """Return who called, for what was written before the answer of a call that goes on apart from it."""
        return DeskCall(number=self.number)

    def put_aside(self, at: datetime) -> "DeskCall":
        """Return the call with nobody on the line any more; one that was over, or never began, is as it was."""
        return self.after(CallEventKind.HUNG_UP, at) if self.is_live or self.is_ringing else self

    def kept(self) -> dict[str, Any]:
        """Return the call as JSON for a draft, without what is empty."""
        shown: dict[str, Any] = {}
        for name in (each.name for each in fields(self)):
            value = getattr(self, name)
            if value:
                shown[name] = value.isoformat() if isinstance(value, datetime) else value
        return shown

    @classmethod
    def from_kept(cls, kept: Mapping[str, Any] | None) -> "DeskCall":
        """Return the call that `kept` wrote; an empty call for None."""
        values = dict(kept or {})
        for name in ("rang_at", "answered_at", "held_at", "ended_at"):
            if name in values:
                values[name] = datetime.fromisoformat(values[name])
        return cls(**values)

    def times(self) -> "CallTimes":
        """Return the call's times as commands carry them; a call-back comes from the call in which they gave up."""
        from hotline.work_order import CallTimes

        return CallTimes.model_validate(
            {
                "call_id": self.call_id or self.missed_id or None,
                "rang_at": self.rang_at,
                "answered_at": self.answered_at,
                "ended_at": None if self.end_unknown else self.ended_at,
            }
        )
