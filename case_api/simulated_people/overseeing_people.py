"""Supervisors, leaders and quality reviewers: days, holds, notices, namings, exclusions."""

from datetime import timedelta

from case_api.simulated_people.sight import Act, Sight
from hotline.codes import KEY_CHANNELS, Light, Request, State, SuperviseKind
from hotline.handling import asked_extension
from hotline.order_parts import Exclusion, Naming
from hotline.oversight_commands import (
    DecideExclusion,
    DecideExtension,
    DecideNaming,
    HoldCase,
    NameUnit,
    Resume,
    Supervise,
)
from hotline.running_clocks import is_running, light_at

_ANSWER_WITHIN = timedelta(days=1)
_HELD_FOR = timedelta(days=10)
_KINDS = (SuperviseKind.URGING, SuperviseKind.ORDER, SuperviseKind.ON_SITE)


def as_supervisor(sight: Sight) -> Act | None:
    """Decide on days that were asked for, press on with what is red, let rest what has to wait."""
    order = sight.order
    if asked_extension(order) is not None and order.state is State.HANDLING:
        grant = sight.happens(0.8)
        return sight.do(DecideExtension(grant=grant, reason=sight.say("granted" if grant else "turned_down")))
    if order.state is State.ON_HOLD:
        return sight.do(Resume(reason=sight.say("resumed")))
    if any(each.answered_at is None for each in order.supervisions):
        return None
    draw = sight.draw.random()
    if order.state is State.HANDLING and draw < 0.25:
        plan, day = sight.say("plan"), (sight.now + _HELD_FOR).date()
        return sight.do(HoldCase(reason="on_hold", plan=plan, review_on=day))
    pressing = order.channel in KEY_CHANNELS or _is_red(sight)
    if order.state in (State.TO_SIGN, State.HANDLING) and pressing and not order.supervisions and draw < 0.7:
        kind = sight.draw.choice(_KINDS)
        return sight.do(Supervise(kind=kind, text=sight.say("pressed"), due=sight.now + _ANSWER_WITHIN))
    if order.naming is None and order.at_unit and _is_red(sight) and draw < 0.85:
        return sight.do(NameUnit(unit=order.at_unit, why=sight.say("poorly")))
    return None


def as_leader(sight: Sight) -> Act | None:
    """Decide whether a unit is named."""
    return _decided(sight, sight.order.naming, DecideNaming)


def as_inspector(sight: Sight) -> Act | None:
    """Decide whether a case counts in the adjusted rates."""
    return _decided(sight, sight.order.exclusion, DecideExclusion)


def _decided(
    sight: Sight, asked: Naming | Exclusion | None, decision: type[DecideNaming | DecideExclusion]
) -> Act | None:
    if asked is None or asked.state is not Request.ASKED:
        return None
    grant = sight.happens(0.5)
    return sight.do(decision(grant=grant, reason=sight.say("granted" if grant else "turned_down")))


def _is_red(sight: Sight) -> bool:
    return any(is_running(each) and light_at(each, sight.now) is Light.RED for each in sight.order.clocks)
