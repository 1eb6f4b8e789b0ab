"""`case-api practice`: the results of practice as text, workbook and page; those of one person erased."""

import sys
from argparse import Namespace

from case_api.commands.asking import opened
from case_api.commands.giving_reports import give
from case_api.exit_codes import Exit, RefusedError
from case_api.practice.forgetting import forget_results
from case_api.practice.groups import groups
from case_api.practice.sum_pages import Weeks
from case_api.practice.written import last_weeks, practice_written
from case_api.storage.engine import reading
from hotline.practice_trainer_doc import Group
from wording import tr, trn

_USUAL_WEEKS = 13
_MOST_DAYS = 400


def report(options: Namespace) -> Exit:
    """Give the results of some weeks, of all trainees or of a group."""
    whole = opened(options)
    centre = whole.centre
    now = centre.now()
    weeks = last_weeks(now, centre.pack, _USUAL_WEEKS)
    if options.since or options.until:
        first, last = options.since or weeks.first, options.until or weeks.last
        if not 0 <= (last - first).days < _MOST_DAYS:
            words = tr("the last day is not before the first, and they are at most {days} days")
            raise RefusedError(words.format(days=_MOST_DAYS))
        weeks = Weeks.around(first, last)
    with reading(centre.engine) as conn:
        group = _named(options.group, groups(conn).groups) if options.group else None
        group_id = group.group_id if group else None
        written = practice_written(conn, centre.pack, whole.settings.name, weeks, group_id, now)
    return give(options, written)


def purge(options: Namespace) -> Exit:
    """Erase the results of a person for good, once their name of sign-in has been typed again."""
    centre, name = opened(options).centre, options.operator
    if not options.yes:
        _confirm(name)
    count = forget_results(centre, name)
    if not count:
        raise RefusedError(tr("there is no result of {name}").format(name=name))
    words = trn(
        "{count} practice session of {name} is erased, with notes and appeals. Copies made before still hold it",
        "{count} practice sessions of {name} are erased, with notes and appeals. Copies made before still hold them",
        count,
    )
    print(words.format(count=count, name=name))
    return Exit.DONE


def _confirm(name: str) -> None:
    if not sys.stdin.isatty():
        raise RefusedError(tr("no terminal to ask whether you are sure: --yes says so"))
    words = tr("All results of {name} are erased for good. Type this name of sign-in to go on: ")
    if input(words.format(name=name)).strip() != name:
        raise RefusedError(tr("that is not the name: nothing was erased"))


def _named(name: str, known: tuple[Group, ...]) -> Group:
    found = [each for each in known if each.name == name]
    if len(found) == 1:
        return found[0]
    if found:
        raise RefusedError(tr("there are several groups of this name: give them other names at the trainer's screen"))
    words = tr("there is no group {name}; groups are {names}")
    raise RefusedError(words.format(name=name, names=", ".join(each.name for each in known) or "-"))
