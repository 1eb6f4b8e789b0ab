"""What may be promised to a caller before dispatch: a length after dispatch, never a moment that nobody knows."""

from typing import TYPE_CHECKING

from hotline.codes import SyncState
from hotline.length_words import length_words
from wording import mark, tr

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from screens.desk.form import DeskForm


def promise_words(form: "DeskForm") -> str:
    """Return "within 24 hours of dispatch", or that no length may be promised; empty while no class is chosen."""
    if not form["class_code"]:
        return ""
    promise = form.pack.promise(
        form.text("class_code"),
        form.text("urgency"),
        case_type=form.text("case_type") or None,
        channel=form.text("channel"),
        enterprise=bool(form["is_enterprise"]),
    )
    if promise is None:
        return tr("no length may be promised")
    length = length_words(promise.length, promise.unit)
    return tr("within {length} of dispatch").format(length=length)


def dispatch_aim_words(pack: "CityPack") -> str:
    """Return what the hotline aims at between desk and dispatch, empty where the city has no such clock."""
    for clock in pack.clock_profiles[pack.default_profile].clocks:
        if (clock.start, clock.stop) == ("save", "dispatch"):
            return tr("dispatch aims at {length}").format(length=length_words(clock.length, clock.unit))
    return ""


def aside_words(state: SyncState) -> tuple[str, ...]:
    """Return what to tell the caller in place of a promise of a case that the centre holds or has parked."""
    why = {
        SyncState.HELD: mark("The centre holds this case: a supervisor there decides whether it counts."),
        SyncState.PARKED: mark("The centre could not read this case: a person there looks at it."),
    }
    return tr(why[state]), tr("Promise no time. Tell the caller: it is noted, and not yet accepted.")
