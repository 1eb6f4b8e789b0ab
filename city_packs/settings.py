"""The settings of a city pack, each with its bounds. Every pack names all that have no usual value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a number may be, both ends included; `whole` asks for an integer. With a `usual` one it may be left out."""

    least: float
    most: float
    whole: bool = True
    usual: float | None = None


NUMBERS: dict[str, Bounds] = {
    # Minutes from saving to dispatch that the centre aims at (source row B11).
    "dispatch_aim_minutes": Bounds(1, 24 * 60),
    # Share of the cases answered in the call that are called back, 0 to 1 (source row T11: a sample).
    "callback_share": Bounds(0, 1, whole=False),
    # A call-back that reaches nobody is closed after so many tries over at least so many days.
    "callback_tries": Bounds(1, 10),
    "callback_days": Bounds(1, 30),
    # Days in which the citizen or the unit may object to an ended case before it is filed.
    "objection_days": Bounds(0, 90),
    # For how much of a case "mostly solved" and "mostly satisfied" count in the rates: k of domain.md, section 3b.
    "mostly_weight": Bounds(0, 1, whole=False),
    # Days after the filing of a case until which a note on its caller may stand: so long every seat holds the case.
    "caller_note_days": Bounds(1, 90, usual=90),
    # Seconds in which a call is answered (GB/T 33358-2016) and after which wrap-up is long.
    "answer_seconds": Bounds(1, 300),
    "wrap_up_seconds": Bounds(1, 3600),
    # A caller who hangs up sooner is not counted as abandoned.
    "short_abandon_seconds": Bounds(0, 60, usual=0),
    # Minutes after which a pause is over its limit, whatever its reason.
    "pause_minutes": Bounds(1, 480, usual=30),
}
TIMES = ("working_day_begin", "working_day_end")
"""Times of day as `HH:MM`: when a working day begins and ends. A clock that counts it whole is due at its end."""
