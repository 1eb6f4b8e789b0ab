"""`case-api backup` and `case-api restore`."""

import sys
from argparse import Namespace

from case_api.audit.own_heads import write_own_heads
from case_api.backup import backup as write_backup
from case_api.backup import look_at
from case_api.backup import restore as put_back
from case_api.cases.purge_list import PurgeList, keep_purge_list, purge_again
from case_api.commands.asking import folder_of, opened, registry_of
from case_api.exit_codes import Exit, RefusedError
from case_api.opening import Opened
from case_api.storage.locks import Lock, alone
from wording import tr, trn


def backup(options: Namespace) -> Exit:
    """Copy the database while the centre runs. The keys are not in the copy: keep them apart from it."""
    folder, registry = folder_of(options), registry_of(options)
    try:
        write_backup(registry.engine, options.to, replace=options.force)
    except FileExistsError as error:
        words = tr("{file} is there already: name another file, or replace it with --force")
        raise RefusedError(words.format(file=options.to)) from error
    words = tr("{file} is written; it is of use only with the keys in {keys}")
    print(words.format(file=options.to, keys=folder.keys))
    return Exit.DONE


def restore(options: Namespace) -> Exit:
    """Put a copy in place of the database while nobody serves it, and erase again what was erased since.

    Seats then offer again what the copy lacks.
    """
    centre = opened(options)
    with alone(centre.centre.engine, Lock.IN_USE) as nobody_serves:
        if not nobody_serves:
            words = tr(
                "the centre is in use: end `case-api serve`, `case-api worker` and `case-api import` first, on every "
                "machine"
            )
            raise RefusedError(words)
        listed = _erased(centre, options)
        epoch = put_back(centre.centre.engine, centre.centre.cipher, options.source)
        write_own_heads(centre.registry, centre.folder, kind="restored", source=options.source.name)
        again = purge_again(centre.centre, listed)  # after it: these rows are no part of the copy
        write_own_heads(centre.registry, centre.folder)
    print(tr("restored; the feed begins epoch {epoch}, and seats take a new snapshot").format(epoch=epoch))
    if again:
        words = trn(
            "{count} case that was erased is erased again", "{count} cases that were erased are erased again", again
        )
        print(words.format(count=again))
    return Exit.DONE


def _erased(centre: Opened, options: Namespace) -> PurgeList:
    """Return the list of erased cases; if it may lack some, ask whether to go on. Raises `RefusedError`."""
    copy = look_at(centre.centre.engine, centre.centre.cipher, options.source)
    file, registry = centre.folder.purge_list(centre.settings), centre.registry
    listed = keep_purge_list(registry.engine, file, registry.signing_key, registry.now())
    if listed.begun is None or listed.begun.covers(copy):
        return listed
    words = tr(
        "{file} lists the cases erased since {begun}, and the copy is older: what was erased before then comes back. "
        "If there is an older list, put it in its place; else erase those cases again with `case-api case purge`."
    )
    print(words.format(file=file, begun=listed.begun.at.isoformat(" ", "minutes")), file=sys.stderr)
    if not options.yes:
        _confirm(options.source.name)
    return listed


def _confirm(name: str) -> None:
    if not sys.stdin.isatty():
        raise RefusedError(tr("no terminal to ask whether you are sure: --yes says so"))
    if input(tr("Type {name} to put it in place all the same: ").format(name=name)) != name:
        raise RefusedError(tr("that is not its name: nothing was changed"))
