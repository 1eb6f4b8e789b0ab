"""`case-api case`: what an administrator may do to a case, or ask of it, besides all that its work order undergoes."""

import sys
from argparse import Namespace
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import false, or_, select

from case_api.accounts.users import check_role
from case_api.cases.purge import purge_case
from case_api.cases.purge_list import keep_purge_list
from case_api.cases.purge_reason import PurgeReason
from case_api.centre import Centre
from case_api.commands.asking import opened
from case_api.commands.telling import tell_header, tell_row
from case_api.commands.telling_days import at_words, due_words, tell_days
from case_api.exit_codes import Exit, RefusedError
from case_api.storage.engine import reading
from case_api.storage.tables_cases import cases, shared_numbers
from case_api.storage.tables_sync import dead_letters
from case_api.sync.in_due_time import dissolved_units
from hotline import order_number
from hotline.case_doc import CaseDoc
from hotline.clock_days import days_of
from hotline.codes import Role
from hotline.due_moment import Due
from hotline.length_words import length_words
from hotline.order_number import grouped
from hotline.order_parts import RunningClock
from hotline.running_clocks import is_running
from hotline.working_days import CalendarRangeError
from wording import language, mark, tr, trn

_MAY_PURGE = frozenset({Role.ADMIN, Role.SUPERVISOR})


def purge(options: Namespace) -> Exit:
    """Erase a case for good, at the centre and at every seat, once its number has been typed again."""
    whole = opened(options)
    centre, registry = whole.centre, whole.registry
    with reading(centre.engine) as conn:
        check_role(conn, options.by, _MAY_PURGE)
    case_id, name = _the_case(centre, options.case)
    if not options.yes:
        _confirm(name)
    if not purge_case(centre, case_id, options.by, PurgeReason(options.reason)):
        raise RefusedError(tr("there is no case {case}").format(case=options.case))
    words = tr("case {number} is erased; seats erase it with their next fetch. Copies made before still hold it")
    print(words.format(number=name))
    keep_purge_list(centre.engine, whole.folder.purge_list(whole.settings), registry.signing_key, registry.now())
    return Exit.DONE


def explain(options: Namespace) -> Exit:
    """Say of each running clock of a case how its due time is counted, one line a day."""
    centre = opened(options).centre
    case_id, name = _the_case(centre, options.case)
    with reading(centre.engine) as conn:
        doc = conn.scalar(select(cases.c.doc).where(cases.c.id == case_id))
    clocks = CaseDoc.model_validate_json(doc).order.clocks if doc else ()
    running = [clock for clock in clocks if is_running(clock)]
    if not running:
        print(tr("case {number} has no clock that runs").format(number=name))
    for clock in running:
        _explain(centre, clock)
    return Exit.DONE


def _explain(centre: Centre, clock: RunningClock) -> None:
    zone, day_clock = ZoneInfo(centre.pack.time_zone), centre.pack.day_clock
    words = tr("{clock}: {length} from {begin}").format(
        clock=_name_of(centre, clock),
        length=length_words(clock.length + clock.extended, clock.unit),
        begin=at_words(clock.started_at, zone),
    )
    print(words)
    try:
        counted = days_of(clock, day_clock)
    except CalendarRangeError as error:
        raise RefusedError(str(error)) from error
    if counted.days:
        tell_days(counted.days)
    for rest in counted.rests:
        words = tr("rested from {since} to {until}: due {at}")
        since, until = at_words(rest.since, zone), at_words(rest.until, zone)
        print(words.format(since=since, until=until, at=due_words(rest.due, zone)))
        if rest.days:
            tell_days(rest.days)
    if clock.paused_at is not None:
        print(
            tr("rests since {since}: the due time moves when it goes on").format(since=at_words(clock.paused_at, zone))
        )
    print(tr("due {at}").format(at=due_words(Due(clock.due_at, clock.provisional), zone)))
    if counted.stands_by_former:
        words = tr("This was counted by calendar {former} and stands; by the present one, {version}, it would be {at}.")
        at = due_words(counted.due, zone)
        print(words.format(former=clock.calendar, version=day_clock.version, at=at))


def _name_of(centre: Centre, clock: RunningClock) -> str:
    """Return the name of a clock, its code where no profile of the pack has it any more."""
    every = (each for profile in centre.pack.clock_profiles.values() for each in profile.clocks)
    found = next((each for each in every if each.code == clock.code), None)
    if found is None:
        return clock.code
    return found.name_en if language() == "en" else found.name


def without_unit(options: Namespace) -> Exit:
    """List the cases that a unit has in hand which the city pack does not know any more."""
    centre = opened(options).centre
    gone = [*dissolved_units(centre)]
    with reading(centre.engine) as conn:
        wanted = select(cases.c.number, cases.c.unit, cases.c.state, cases.c.since).where(cases.c.unit.in_(gone))
        rows = conn.execute(wanted.order_by(cases.c.unit, cases.c.since, cases.c.id)).all()
    tell_header(mark("unit"), mark("number"), mark("state"), mark("since"))
    for row in rows:
        tell_row(row.unit, grouped(row.number), row.state, row.since.isoformat(timespec="seconds"))
    return Exit.DONE


def tell_dissolved(centre: Centre) -> None:
    """Say which units have cases in hand that the city pack does not know any more, and what becomes of them."""
    for unit, count in dissolved_units(centre).items():
        words = trn(
            "the city pack has no unit {unit} any more, which has {count} case in hand; see which: `case-api case "
            "without-unit`. In half an hour the worker gives it back to dispatch, with an event on it; if the unit is "
            "to keep it, end the centre before that and put the unit back into the pack.",
            "the city pack has no unit {unit} any more, which has {count} cases in hand; see which: `case-api case "
            "without-unit`. In half an hour the worker gives them back to dispatch, with an event on each; if the "
            "unit is to keep them, end the centre before that and put the unit back into the pack.",
            count,
        )
        print(words.format(unit=unit, count=count), file=sys.stderr)


def _the_case(centre: Centre, named: str) -> tuple[UUID, str]:
    """Return the id of the case that is named by number or id, and its number as it is read out.

    A case that never came, while something is held for it, is named by its id or by that of what is held, and has no
    number: its id stands for it. Raises `RefusedError`.
    """
    wanted = select(cases.c.id, cases.c.number).order_by(cases.c.n)
    held = select(dead_letters.c.case_id).distinct().where(dead_letters.c.case_id.not_in(select(cases.c.id)))
    try:
        an_id = UUID(named)
        wanted = wanted.where(cases.c.id == an_id)
        held = held.where(or_(dead_letters.c.case_id == an_id, dead_letters.c.mutation_id == an_id))
    except ValueError:
        number = _number(named)
        twice = select(shared_numbers.c.case_id).where(shared_numbers.c.number == number)
        wanted = wanted.where(or_(cases.c.number == number, cases.c.id.in_(twice)))
        held = held.where(false())
    with reading(centre.engine) as conn:
        found = [(row.id, grouped(row.number)) for row in conn.execute(wanted)]
        found = found or [(case_id, str(case_id)) for case_id in conn.scalars(held)]
    if not found:
        raise RefusedError(tr("there is no case {case}").format(case=named))
    if len(found) > 1:  # whoever asks has been told this number: it may be either's
        words = tr("number {number} was given to several cases, see whose it is and name the case by its id: {ids}")
        raise RefusedError(words.format(number=named, ids=", ".join(str(case_id) for case_id, _ in found)))
    return found[0]


def _number(written: str) -> str:
    try:
        return order_number.plain(written)
    except order_number.NumberError as error:
        raise RefusedError(tr("{case} is neither the number of a case nor its id").format(case=written)) from error


def _confirm(name: str) -> None:
    if not sys.stdin.isatty():
        raise RefusedError(tr("no terminal to ask whether you are sure: --yes says so"))
    words = tr("Case {number} is erased for good, here and at every seat. Type its number to go on: ")
    typed = input(words.format(number=name))
    if _plain(typed) != _plain(name):
        raise RefusedError(tr("that is not its number: nothing was erased"))


def _plain(written: str) -> str:
    return "".join(sign for sign in written.lower() if sign.isalnum())
