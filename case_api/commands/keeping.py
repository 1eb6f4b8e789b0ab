"""`case-api backup` and `case-api restore`."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from case_api.accounts.users import count_users
from case_api.audit.own_heads import write_own_heads
from case_api.backup import backup as write_backup
from case_api.backup import look_at
from case_api.backup import restore as put_back
from case_api.cases.purge_list import PurgeList, keep_purge_list, purge_again
from case_api.commands.asking import folder_of, opened, registry_of
from case_api.exit_codes import Exit, RefusedError
from case_api.opening import Opened
from case_api.storage.dump import Standing, standing_of
from case_api.storage.engine import reading
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

    What is there is copied aside first. Seats then offer again what the copy lacks.
    """
    centre = opened(options, may_make=True)
    with alone(centre.centre.engine, Lock.IN_USE) as nobody_serves:
        if not nobody_serves:
            words = tr(
                "the centre is in use: end `case-api serve`, `case-api worker` and `case-api import` first, on every "
                "machine"
            )
            raise RefusedError(words)
        listed = _sure(centre, options)
        kept = _set_aside(centre)
        epoch = put_back(centre.centre.engine, centre.centre.cipher, options.source)
        write_own_heads(centre.registry, centre.folder, kind="restored", source=options.source.name)
        again = purge_again(centre.centre, listed)  # after it: these rows are no part of the copy
        write_own_heads(centre.registry, centre.folder)
    if kept:
        print(tr("what was there before is kept in {file}").format(file=kept))
    print(tr("restored; the feed begins epoch {epoch}, and seats take a new snapshot").format(epoch=epoch))
    if again:
        words = trn(
            "{count} case that was erased is erased again", "{count} cases that were erased are erased again", again
        )
        print(words.format(count=again))
    return Exit.DONE


def _sure(centre: Opened, options: Namespace) -> PurgeList:
    """Return the list of erased cases; ask whether to go on where something may be lost. Raises `RefusedError`."""
    engine, registry = centre.centre.engine, centre.registry
    copy = look_at(engine, centre.centre.cipher, options.source)
    with reading(engine) as conn:
        there = standing_of(conn)
    file = centre.folder.purge_list(centre.settings)
    listed = keep_purge_list(engine, file, registry.signing_key, registry.now())
    doubts = [*_doubts(copy, there, options), *_about_erased(copy, listed, file)]
    for words in doubts:
        print(words, file=sys.stderr)
    if doubts and not options.yes:
        _confirm(options.source.name)
    return listed


def _doubts(copy: Standing, there: Standing, options: Namespace) -> Iterator[str]:
    if not copy.owned:
        words = tr("{file} does not say which centre it is of, and holds no case by which to know: it may be another's")
        yield words.format(file=options.source)
    if copy.lacks_of(there):
        words = tr(
            "the database goes further than {file}: rows in its write audit {there}, the newest of {newest}; in "
            "that of the copy {rows}. What the copy lacks comes back only from seats that still have it."
        )
        newest = there.newest.isoformat(" ", "minutes") if there.newest else "-"
        rows = "?" if copy.rows is None else copy.rows
        yield words.format(file=options.source, there=there.rows, newest=newest, rows=rows)


def _about_erased(copy: Standing, listed: PurgeList, file: Path) -> Iterator[str]:
    if listed.begun is None or listed.begun.covers(copy):
        return
    words = tr(
        "{file} lists the cases erased since {begun}, and the copy is older: what was erased before then comes back. "
        "If there is an older list, put it in its place; else erase those cases again with `case-api case purge`."
    )
    yield words.format(file=file, begun=listed.begun.at.isoformat(" ", "minutes"))


def _set_aside(centre: Opened) -> Path | None:
    """Copy what is in the database to a new file in the centre's folder; return it, or None where there is nothing."""
    engine = centre.centre.engine
    with reading(engine) as conn:
        if standing_of(conn).rows == 0 and count_users(conn) == 0:
            return None
    name = f"before-restore-{centre.registry.now():%Y%m%dT%H%M%SZ}"
    for ending in count(1):
        file = centre.folder.path / (f"{name}.backup" if ending == 1 else f"{name}-{ending}.backup")
        try:
            write_backup(engine, file)
        except FileExistsError:
            continue
        return file
    raise AssertionError("names do not end")


def _confirm(name: str) -> None:
    if not sys.stdin.isatty():
        raise RefusedError(tr("no terminal to ask whether you are sure: --yes says so"))
    if input(tr("Type {name} to put it in place all the same: ").format(name=name)) != name:
        raise RefusedError(tr("that is not its name: nothing was changed"))
