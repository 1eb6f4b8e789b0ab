"""`case-api held`: mutations that are parked or held, and values that lost, for a supervisor to look at."""

import json
from argparse import Namespace

from sqlalchemy import select

from case_api.accounts.users import check_role
from case_api.commands.asking import opened, registry_of
from case_api.commands.telling import tell_header, tell_row
from case_api.exit_codes import Exit, RefusedError
from case_api.storage.engine import reading, writing
from case_api.storage.tables_sync import dead_letters
from case_api.sync.lost_values import settle, unsettled
from case_api.sync.release import accept_held
from hotline.codes import Role
from hotline.order_number import grouped
from hotline.wire import MutationOutcome
from wording import mark, tr

_FROM = mark("command"), mark("operator"), mark("seat"), mark("came")
_MAY_ACCEPT = frozenset({Role.SUPERVISOR, Role.ADMIN})


def list_all(options: Namespace) -> Exit:
    """List what is not settled yet, oldest first: id, outcome, reason, command, operator, seat, when it came."""
    wanted = select(dead_letters).where(dead_letters.c.settled_at.is_(None)).order_by(dead_letters.c.received_at)
    with reading(registry_of(options).engine) as conn:
        tell_header(mark("id"), mark("what became of it"), mark("reason"), *_FROM)
        for row in conn.execute(wanted):
            came = row.received_at.isoformat(timespec="seconds")
            tell_row(str(row.mutation_id), row.outcome, row.reason, row.op, row.operator_id, row.seat, came)
    return Exit.DONE


def conflicts(options: Namespace) -> Exit:
    """List what lost and is not settled yet, oldest first, one value to a line; values as JSON, personal ones masked.

    Columns: id, case, field, reason, command, operator, seat, when it came, what it was based on, what was sent, what
    the centre had.
    """
    centre = opened(options).centre
    with reading(centre.engine) as conn:
        what_lost = mark("id"), mark("case"), mark("field"), mark("reason")
        tell_header(*what_lost, *_FROM, mark("based on"), mark("sent"), mark("at the centre"))
        for lost in unsettled(conn, centre):
            came = lost.received_at.isoformat(timespec="seconds")
            what = (str(lost.mutation_id), grouped(lost.order_no), lost.field, lost.reason, lost.op)
            sides = (json.dumps(side, ensure_ascii=False) for side in (lost.base, lost.mine, lost.theirs))
            tell_row(*what, lost.operator, lost.seat, came, *sides)
    return Exit.DONE


def settle_conflict(options: Namespace) -> Exit:
    """Take what one mutation lost off the list, on a supervisor's word."""
    registry = registry_of(options)
    with writing(registry.engine) as conn:
        check_role(conn, options.by, _MAY_ACCEPT)
        if not settle(conn, options.mutation, options.by, registry.now()):
            raise RefusedError(tr("nothing that {id} lost is still to be settled").format(id=options.mutation))
    print(tr("what {id} lost is off the list").format(id=options.mutation))
    return Exit.DONE


def accept(options: Namespace) -> Exit:
    """Take a mutation that was held, on a supervisor's word, and say what became of it."""
    centre = opened(options).centre
    with reading(centre.engine) as conn:
        check_role(conn, options.by, _MAY_ACCEPT)
    result = accept_held(centre, options.mutation, options.by)
    if result is None:
        raise RefusedError(tr("nothing with the id {id} is held").format(id=options.mutation))
    print(_became(result.outcome).format(id=options.mutation, reason=result.reason))
    return Exit.DONE


def _became(outcome: MutationOutcome) -> str:
    match outcome:
        case MutationOutcome.APPLIED:
            return tr("{id} is applied")
        case MutationOutcome.CONFLICT:
            return tr("{id} is taken; what it lost against the centre is on the list of `case-api held conflicts`")
        case MutationOutcome.DUPLICATE:
            return tr("{id} was here already: nothing is changed")
    return tr("{id} cannot be taken yet ({reason}) and stays on the list")
