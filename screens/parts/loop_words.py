"""What happens to a case between desk and filing, in words: its clocks, its supervision, a note on its caller."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from hotline.codes import CallerNoteReason, Light, SuperviseKind
from widgets.clock_text import exact
from wording import language, mark, tr

if TYPE_CHECKING:
    from city_packs.model import CityPack

_SUPERVISE = {
    SuperviseKind.URGING: mark("Urging notice"),
    SuperviseKind.ORDER: mark("Supervision order"),
    SuperviseKind.ON_SITE: mark("On-site supervision"),
    SuperviseKind.JOINT: mark("Joint supervision"),
    SuperviseKind.ESCALATION: mark("Escalation to a leader"),
}
_NOTE_REASONS = {
    CallerNoteReason.DECIDED_BEFORE: mark("The same demand again after it was answered"),
    CallerNoteReason.BEYOND_LAW: mark("Demands beyond what the law allows"),
    CallerNoteReason.NOT_SO: mark("Reports that were looked into and were not so"),
    CallerNoteReason.ABUSE: mark("Abuse of those who answer"),
}
_STOPPED = {
    "": mark("{clock}: in time"),
    Light.YELLOW.value: mark("{clock}: in time, yellow"),
    Light.RED.value: mark("{clock}: overdue"),
}
_LIT = {
    "": mark("{clock} turned green"),
    Light.YELLOW.value: mark("{clock} turned yellow"),
    Light.RED.value: mark("{clock} turned red"),
}


def supervise_words(kind: str) -> str:
    """Return a way of supervising; a kind that this console is too old to know says so."""
    known = kind in {each.value for each in SuperviseKind}
    return tr(_SUPERVISE[SuperviseKind(kind)]) if known else tr("Supervision")


def note_reason_words(reason: str) -> str:
    """Return why a note on a caller was proposed; a reason that this console is too old to know says so."""
    known = reason in {each.value for each in CallerNoteReason}
    return tr(_NOTE_REASONS[CallerNoteReason(reason)]) if known else tr("For another reason")


def clock_words(pack: CityPack, code: str) -> str:
    """Return the name of a clock, the code itself where no profile of the pack has it."""
    for profile in pack.clock_profiles.values():
        for clock in profile.clocks:
            if clock.code == code:
                return clock.name_en if language() == "en" else clock.name
    return code


def profile_words(pack: CityPack, code: str) -> str:
    """Return the name of a profile of clocks, the code itself where the pack does not know it."""
    profile = pack.clock_profiles.get(code)
    if profile is None:
        return code
    return profile.name_en if language() == "en" else profile.name


def due_words(due: datetime, now: datetime, zone: tzinfo, *, provisional: bool) -> str:
    """Return a due moment; one that a notice still to come may move says so wherever it stands."""
    at = exact(due, now, zone)
    return tr("{at} (provisional: the year's calendar is not announced yet)").format(at=at) if provisional else at


def clock_change_words(pack: CityPack, change: Mapping[str, Any], now: datetime, zone: tzinfo) -> str:
    """Return what an event says of one clock (`running_clocks.told`)."""
    clock, light = clock_words(pack, str(change.get("code", ""))), str(change.get("light", ""))
    match change.get("did"):
        case "stop":
            return tr(_STOPPED.get(light, _STOPPED[""])).format(clock=clock)
        case "pause":
            return tr("{clock}: rests").format(clock=clock)
        case "light":
            return tr(_LIT.get(light, _LIT[""])).format(clock=clock)
    if "due" not in change:
        return clock
    due = datetime.fromisoformat(str(change["due"]))
    at = due_words(due, now, zone, provisional=bool(change.get("provisional")))
    return tr("{clock}: due {at}").format(clock=clock, at=at)
