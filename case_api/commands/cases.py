"""`case-api case`: what an administrator may do to a case besides all that its work order undergoes."""

import sys
from argparse import Namespace
from uuid import UUID

from sqlalchemy import false, or_, select

from case_api.accounts.users import check_role
from case_api.cases.purge import purge_case
from case_api.cases.purge_list import keep_purge_list
from case_api.cases.purge_reason import PurgeReason
from case_api.centre import Centre
from case_api.commands.asking import opened
from case_api.exit_codes import Exit, RefusedError
from case_api.storage.engine import reading
from case_api.storage.tables_cases import cases, shared_numbers
from case_api.storage.tables_sync import dead_letters
from hotline import order_number
from hotline.codes import Role
from hotline.order_number import grouped
from wording import tr

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
